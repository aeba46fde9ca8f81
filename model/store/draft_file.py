"""Drafts on disk: opening one, and saving it by the protocol of `files`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from model.draft import Draft
from model.report.quoting import quoted
from model.report.report import Edit
from model.store.backups import BackupStore
from model.store.draft_json import DraftError, encode_draft, parse_draft, parse_figures
from model.store.file_errors import UNTOUCHED, FileError, FileMissing
from model.store.files import ABSENT, FileStamp, SaveResult, read_file, write_atomic
from model.store.places import data_folder

LIMIT = 8 * 1024 * 1024
"""Bytes of a draft. A full one has 100 KB; what is larger is not read."""

T = TypeVar("T")


class FileInTheWay(FileError):
    """Something stands where a new file should go, and nobody said that it may be replaced."""


class OtherYear(FileError):
    """The draft can be opened but is not last year's."""


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
    content = read_file(path, limit=LIMIT)
    parsed = _parsed(path, content.data, parse_draft)
    warnings = tuple(f"{quoted(path.name)}：{warning}" for warning in parsed.warnings)
    return LoadedDraft(parsed.draft, content.stamp, warnings, content.read_only)


def load_figures(path: Path) -> Draft:
    """What `draft_json.parse_figures` reads of a draft file: for lists and sums. Raises a `FileError`."""
    return _parsed(path, read_file(path, limit=LIMIT).data, parse_figures)


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


def load_last_year(path: Path, year: int) -> LoadedDraft:
    """The report of the year before ``year``, without what it keeps of its own last year.

    Raises `OtherYear` when it is of another year, or another `FileError`.
    """
    loaded = load_draft(path)
    found = loaded.draft.year
    if found != year - 1:
        raise other_year(path, found, year)
    loaded.draft.apply(Edit(details={"previous": None}))
    return loaded


def other_year(path: Path, found: int, year: int) -> OtherYear:
    """The refusal of a report of the year ``found`` as last year's of the year ``year``."""
    return OtherYear(f"{quoted(path.name)}是 {found} 年的年报，{year} 年的年报要提取 {year - 1} 年的数。")


def make_way(path: Path, *, overwrite: bool, backups: BackupStore | None = None) -> FileStamp:
    """What a new file at ``path`` may replace, as a stamp for the save: nothing, or what stands there now.

    Raises `FileInTheWay` where something stands and it is not to be overwritten. What is going to be replaced is in
    the backups when this returns; where it cannot be kept, that is refused. Raises a `FileError`.
    """
    try:
        content = read_file(path)
    except FileMissing:
        return ABSENT
    if not overwrite:
        raise FileInTheWay(f"没有写入{quoted(path)}：这里已经有同名的文件，请换一个名字，或者加 --overwrite 替换它。")
    (backups or BackupStore(data_folder() / "backups")).keep(path, content.data)
    return content.stamp


def _keep_old_version(path: Path, backups: BackupStore) -> tuple[str, ...]:
    try:
        return _keep_version(path, read_file(path).data, backups)
    except FileMissing:
        return ()
    except FileError as error:
        return (f"草稿已保存，但原来那一版没有存入备份：{str(error).removesuffix(UNTOUCHED)}",)


def _keep_version(path: Path, data: bytes, backups: BackupStore) -> tuple[str, ...]:
    try:
        backups.keep(path, data)
    except FileError as error:
        return (f"草稿已保存，但没有存入备份：{str(error).removesuffix(UNTOUCHED)}",)
    return ()
