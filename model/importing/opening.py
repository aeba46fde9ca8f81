"""Any file that holds a report, a draft of ours or a document of another program's, as window and commands open it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from model.draft import Draft
from model.importing import ImportRefused, read_report, to_draft
from model.importing.readers import SUFFIXES
from model.report.quoting import quoted
from model.store.draft_file import load_draft, load_last_year, other_year
from model.store.file_errors import FileError
from model.store.files import read_file
from model.store.library import SUFFIX


class DocumentUnreadable(FileError):
    """The file can be read, but no report can be made of it."""


class Opened(NamedTuple):
    """A report, and whole Chinese sentences on what was not found or read how."""

    draft: Draft
    notes: tuple[str, ...]


def is_readable(path: Path) -> bool:
    """Whether a file's name is that of a draft or of a document that can be read."""
    return path.suffix.lower() in (SUFFIX, *SUFFIXES)


def open_report(
    path: Path, *, year: int | None = None, agency: str | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Opened:
    """The report in a file. ``year`` and ``agency`` are stronger than what a document says. Raises a `FileError`."""
    if path.suffix.lower() == SUFFIX:
        loaded = load_draft(path)
        return Opened(loaded.draft, loaded.warnings)
    data = read_file(path).data
    try:
        imported = read_report(data, path.suffix, year=year, agency=agency, cancelled=cancelled)
        return Opened(to_draft(imported), imported.notes)
    except ImportRefused as refusal:
        raise DocumentUnreadable(f"没有读入{quoted(path)}：{refusal}") from refusal


def open_last_year(path: Path, year: int, *, cancelled: Callable[[], bool] = lambda: False) -> Opened:
    """The report of the year before ``year``, without what it keeps of its own last year. Raises a `FileError`."""
    if path.suffix.lower() == SUFFIX:
        loaded = load_last_year(path, year)
        return Opened(loaded.draft, loaded.warnings)
    opened = open_report(path, cancelled=cancelled)
    if opened.draft.year != year - 1:
        raise other_year(path, opened.draft.year, year)
    return opened
