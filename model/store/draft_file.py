"""Drafts on disk: opening one, and saving it by the protocol of `files`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from model.report.draft import Draft
from model.store.draft_json import DraftError, encode_draft, parse_draft
from model.store.file_errors import FileError, quoted
from model.store.files import FileStamp, SaveResult, read_file, write_atomic


class DraftUnreadable(FileError):
    """The file can be read but is no draft that this version opens."""


@dataclass(frozen=True)
class LoadedDraft:
    """A draft, the stamp that a later save of it expects, and sentences that must be shown."""

    draft: Draft
    stamp: FileStamp
    warnings: tuple[str, ...]
    read_only: bool


def load_draft(path: Path) -> LoadedDraft:
    """Open a draft file; the file is never changed. Raises a `FileError`."""
    content = read_file(path)
    try:
        parsed = parse_draft(content.data)
    except DraftError as error:
        raise DraftUnreadable(f"打不开{quoted(path)}：{error}；文件没有改动，可以换一份备份再打开。") from error
    warnings = tuple(f"{quoted(path.name)}：{warning}" for warning in parsed.warnings)
    return LoadedDraft(parsed.draft, content.stamp, warnings, content.read_only)


def save_draft(draft: Draft, path: Path, *, expect: FileStamp | None = None) -> SaveResult:
    """Save a draft. With ``expect``, only over the version that the stamp names; raises a `FileError`."""
    return write_atomic(path, encode_draft(draft), expect=expect, private=True)
