"""Drafts as commands open and save them: warnings go to stderr."""

from __future__ import annotations

from pathlib import Path

from model.cli.command import CommandError, show_warnings
from model.draft import Draft
from model.report.report import Edit
from model.store.draft_file import LoadedDraft, load_draft, save_draft
from model.store.file_errors import quoted
from model.store.library import SUFFIX


def load(path: Path) -> LoadedDraft:
    loaded = load_draft(path)
    show_warnings(loaded.warnings)
    return loaded


def last_year(path: Path, year: int) -> Draft:
    previous = load(path).draft
    if previous.year != year - 1:
        raise CommandError(f"{quoted(path)}是 {previous.year} 年的年报，--previous 应给 {year - 1} 年的。")
    previous.apply(Edit(details={"previous": None}))
    return previous


def save_new(draft: Draft, path: Path) -> None:
    if path.suffix.lower() != SUFFIX:
        raise CommandError(f"草稿不能存成{quoted(path.name)}：文件名请以 {SUFFIX} 结尾。")
    show_warnings(save_draft(draft, path).warnings)
