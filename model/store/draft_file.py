"""Drafts on disk: opening one, and saving it by the protocol of `files`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from model.draft import Draft
from model.store.backups import BackupStore
from model.store.draft_json import DraftError, encode_draft, parse_draft, parse_figures
from model.store.file_errors import FileError, FileMissing, quoted
from model.store.files import FileStamp, SaveResult, read_file, write_atomic
from model.store.places import data_folder

T = TypeVar("T")


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
    parsed = _parsed(path, content.data, parse_draft)
    warnings = tuple(f"{quoted(path.name)}：{warning}" for warning in parsed.warnings)
    return LoadedDraft(parsed.draft, content.stamp, warnings, content.read_only)


def load_figures(path: Path) -> Draft:
    """What `draft_json.parse_figures` reads of a draft file: for lists and sums. Raises a `FileError`."""
    return _parsed(path, read_file(path).data, parse_figures)


def _parsed(path: Path, data: bytes, parse: Callable[[bytes], T]) -> T:
    try:
        return parse(data)
    except DraftError as error:
        raise DraftUnreadable(f"打不开{quoted(path)}：{error}；文件没有改动，可以换一份备份再打开。") from error


def save_draft(
    draft: Draft, path: Path, *, expect: FileStamp | None = None, backups: BackupStore | None = None
) -> SaveResult:
    """Save a draft, and keep both the version that stood there and the new one as backups. Raises a `FileError`.

    With ``expect``, only the version that the stamp names is replaced. Without a place for backups the draft is saved
    all the same, and the result's warnings say so.
    """
    try:
        data = encode_draft(draft)
    except DraftError as error:
        raise FileError(f"没有保存{quoted(path)}：{error}；请改短或改正后再保存。") from error
    store = backups or BackupStore(data_folder() / "backups")
    before = _keep_old_version(path, store)  # the newest backup already, unless another program wrote it
    saved = write_atomic(path, data, expect=expect, private=True)
    return replace(saved, warnings=saved.warnings + (before or _keep_version(path, data, store)))


def _keep_old_version(path: Path, backups: BackupStore) -> tuple[str, ...]:
    try:
        return _keep_version(path, read_file(path).data, backups)
    except FileMissing:
        return ()
    except FileError as error:
        return (f"草稿已保存，但原来那一版没有存入备份：{error}",)


def _keep_version(path: Path, data: bytes, backups: BackupStore) -> tuple[str, ...]:
    try:
        backups.keep(path, data)
    except FileError as error:
        return (f"草稿已保存，但没有存入备份：{error}",)
    return ()
