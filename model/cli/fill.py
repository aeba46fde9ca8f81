"""``new`` and ``set``: a draft is begun and filled in."""

from __future__ import annotations

import argparse
from pathlib import Path

from model.cli.command import (
    FILE,
    OK,
    OUTPUT,
    OVERWRITE,
    PREVIOUS,
    Command,
    CommandError,
    as_text,
    option,
    show_warnings,
)
from model.cli.drafts import last_year, load, save_new
from model.draft import Draft, begin_report
from model.form.edition import CellRef
from model.form.editions import edition_for_year
from model.report.numbers import NumberError, parse_number
from model.report.quoting import quoted
from model.report.report import Details, Edit
from model.store.draft_file import save_draft
from model.store.files import read_file

_LONGEST_TEXT = 8 * 1024 * 1024  # bytes of a file given as a text
_TEXT_SUFFIXES = (".txt", ".md")
_TEXT_DETAILS = ("agency", "agency_kind", "title", "preamble")


def _new(options: argparse.Namespace) -> int:
    previous = last_year(options.previous, options.year) if options.previous else None
    kind = previous.details.agency_kind if previous else ""
    details = Details(agency=options.agency, agency_kind=options.kind or kind, previous=previous)
    try:
        edition = edition_for_year(options.year)
    except LookupError:
        raise CommandError(f"没有 {options.year} 年度可用的报告格式，请检查 --year。") from None
    save_new(begin_report(edition, options.year, details), options.output, overwrite=options.overwrite)
    return OK


def _set(options: argparse.Namespace) -> int:
    loaded = load(options.file)
    draft = loaded.draft
    if draft.details.finished:
        raise CommandError(f"{quoted(options.file)}已经定稿，不能修改；请先在窗口里取消定稿。")
    for assignment in options.assignments:
        draft.apply(_assignment(draft, assignment))
    show_warnings(save_draft(draft, options.file, expect=loaded.stamp).warnings)
    return OK


def _assignment(draft: Draft, assignment: str) -> Edit:
    """What one ADDRESS=VALUE changes; ``VALUE`` of a text may be ``@FILE``."""
    address, equals, value = assignment.partition("=")
    if not equals:
        raise CommandError(f"{quoted(assignment, 80)}缺少等号，应写成 地址=值。")
    if address in _TEXT_DETAILS:
        return Edit(details={address: _text_value(value)})
    if address in {section.key for section in draft.edition.narrative_sections}:
        return Edit(narratives={address: _text_value(value)})
    try:
        ref = CellRef.parse(address)
    except ValueError:
        ref = None
    if ref is None or ref not in draft.edition:
        raise CommandError(f"{draft.edition.name} 年版格式里没有{quoted(address, 80)}，请检查地址（表.行.列）。")
    if ref in draft.edition.sums:
        raise CommandError(f"“{address}”（{draft.edition.label(ref)}）是合计，由程序计算，不能填写。")
    try:
        return Edit(entries={ref: parse_number(as_text(value), draft.edition.kind(ref))})
    except NumberError as error:
        raise CommandError(f"“{address}”（{draft.edition.label(ref)}）没有填上：{error}") from error


def _text_value(value: str) -> str:
    if not value.startswith("@"):
        return as_text(value)
    path = Path(value[1:])
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        raise CommandError(f"没有读{quoted(path)}：@ 后面应是文字文件，文件名以 {'、'.join(_TEXT_SUFFIXES)} 结尾。")
    try:
        text = read_file(path, limit=_LONGEST_TEXT).data.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError:
        raise CommandError(f"{quoted(path)}不是 UTF-8 文字，请另存为 UTF-8 后再试。") from None
    if "\0" in text:
        raise CommandError(f"{quoted(path)}里有不是文字的内容，请检查是否选错了文件。")
    return text


NEW = Command(
    "new",
    _new,
    "新建草稿",
    (
        option("--agency", type=as_text, required=True, metavar="单位", help="单位全称"),
        option("--year", type=int, required=True, metavar="年份", help="报告年度"),
        option("--kind", default="", metavar="类别", help="单位类别，如 department"),
        PREVIOUS,
        OUTPUT,
        OVERWRITE,
    ),
)
SET = Command(
    "set", _set, "填写：地址=值，正文可用 overview=@文件", (FILE, option("assignments", nargs="+", metavar="地址=值"))
)
