"""Drafts as commands open and save them: warnings go to stderr."""

from __future__ import annotations

from pathlib import Path

from model.cli.command import CommandError, show_warnings
from model.draft import Draft
from model.report.quoting import quoted
from model.store.draft_file import LoadedDraft, load_draft, make_way, save_draft
from model.store.library import SUFFIX


def load(path: Path) -> LoadedDraft:
    loaded = load_draft(path)
    show_warnings(loaded.warnings)
    return loaded


def read(path: Path) -> Draft:
    """The report in a draft or in any document that import can read. What the reader has to say goes to stderr."""
    if path.suffix.lower() == SUFFIX:
        return load(path).draft
    from model.importing.opening import open_report  # noqa: PLC0415 - readers are heavy

    opened = open_report(path)
    show_warnings(opened.notes)
    return opened.draft


def last_year(path: Path, year: int) -> Draft:
    """Last year's report, from a draft or a document of any kind."""
    from model.importing.opening import open_last_year  # noqa: PLC0415 - readers are heavy

    opened = open_last_year(path, year)
    show_warnings(opened.notes)
    return opened.draft


def save_new(draft: Draft, path: Path, *, overwrite: bool) -> None:
    """Save a draft that came into being here; what it replaces, if it may, goes to the backups."""
    if path.suffix.lower() != SUFFIX:
        raise CommandError(f"草稿不能存成{quoted(path.name)}：文件名请以 {SUFFIX} 结尾。")
    show_warnings(save_draft(draft, path, expect=make_way(path, overwrite=overwrite)).warnings)
