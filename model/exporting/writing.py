"""Putting an exported file in its place: it replaces one of its own kind, anything else only when told to."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from model.report.quoting import quoted
from model.store.draft_file import make_way
from model.store.file_errors import FileError
from model.store.files import write_atomic

if TYPE_CHECKING:
    from pathlib import Path

    from model.exporting.formats import Format


class OtherKind(FileError):
    """Where the file should go stands one of another kind, a draft perhaps."""


def write_export(path: Path, data: bytes, target: Format, *, overwrite: bool = False) -> tuple[str, ...]:
    """Write a file of that format, whole or not at all; sentences to show. Raises a `FileError`.

    `OtherKind` where something else stands than a file of this kind or an empty one, unless it may be overwritten.
    What is replaced is in the backups first: one of another kind without fail, one of the same kind if that can be.
    """
    same_kind = _gives_way(path, target)
    if not same_kind and not overwrite:
        raise OtherKind(f"没有导出：{quoted(path.name)}不是 {target.files}，导出会把它毁掉。请换一个文件名。")
    with suppress(FileError) if same_kind else nullcontext():
        make_way(path, overwrite=True)
    return write_atomic(path, data).warnings


def _gives_way(path: Path, target: Format) -> bool:
    try:
        with path.open("rb") as file:
            return path.suffix.lower() == target.suffix and file.read(len(target.begins)) in (target.begins, b"")
    except OSError:
        return True  # nothing there, or writing will say what is wrong
