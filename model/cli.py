"""The command line: every command a small function that returns the exit status.

0 is success, 1 "there are hard findings", 2 "could not be done". Errors are one Chinese sentence on stderr.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TextIO

from model import __version__
from model.checks.evaluation import Finding
from model.checks.messages import describe
from model.draft import Details, Draft, Edit, begin_report
from model.form.edition import CellRef, Level
from model.form.editions import edition_for_year, edition_names, load_edition
from model.report.numbers import Number, NumberError, parse_number
from model.store.draft_file import LoadedDraft, load_draft, save_draft
from model.store.file_errors import FileError, cannot_read, quoted, visible
from model.store.files import read_file, write_atomic
from model.store.library import SUFFIX, file_name
from model.store.strict_json import without_surrogates
from resources import resource_path

OK, HARD_FINDINGS, FAILED = 0, 1, 2

_LEVELS = {Level.HARD: "强制性", Level.ASK: "核实性", Level.HINT: "提示"}
_TEXT_DETAILS = ("agency", "agency_kind", "title", "preamble")


class CommandError(Exception):
    """The command cannot be carried out; the message is one Chinese sentence."""


def run_command(words: Sequence[str]) -> int:
    """Carry out one command line and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    options = _parser().parse_args(words)
    try:
        return int(options.command(options))
    except (CommandError, FileError) as error:
        return _fail(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read the output has left
        return OK
    except OSError as error:  # from a look at a path, before `files` came to it
        return _fail(cannot_read(Path(error.filename or "."), error))
    except MemoryError:
        return _fail("内存不足，没有完成；请关闭一些程序后再试。")


def _fail(error: object) -> int:
    print(error, file=sys.stderr)
    return FAILED


def _speak_utf8(stream: TextIO) -> None:
    """Chinese can be printed whatever the locale: in a C locale Python would stop at the first character."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _new(options: argparse.Namespace) -> int:
    previous = _last_year(options.previous, options.year) if options.previous else None
    kind = previous.details.agency_kind if previous else ""
    details = Details(agency=options.agency, agency_kind=options.kind or kind, previous=previous)
    try:
        edition = edition_for_year(options.year)
    except LookupError:
        raise CommandError(f"没有 {options.year} 年度可用的报告格式，请检查 --year。") from None
    _save_new(begin_report(edition, options.year, details), options.output)
    return OK


def _set(options: argparse.Namespace) -> int:
    loaded = _load(options.file)
    draft = loaded.draft
    if draft.details.finished:
        raise CommandError(f"{quoted(options.file)}已经定稿，不能修改；请先在窗口里取消定稿。")
    for assignment in options.assignments:
        draft.apply(_assignment(draft, assignment))
    _show_warnings(save_draft(draft, options.file, expect=loaded.stamp).warnings)
    return OK


def _assignment(draft: Draft, assignment: str) -> Edit:
    """What one ADDRESS=VALUE changes; ``VALUE`` of a text may be ``@FILE``."""
    address, equals, value = assignment.partition("=")
    if not equals:
        raise CommandError(f"“{visible(assignment[:80])}”缺少等号，应写成 地址=值。")
    if address in _TEXT_DETAILS:
        return Edit(details={address: _text_value(value)})
    if address in {section.key for section in draft.edition.narrative_sections}:
        return Edit(narratives={address: _text_value(value)})
    try:
        ref = CellRef.parse(address)
    except ValueError:
        ref = None
    if ref is None or ref not in draft.edition:
        raise CommandError(f"{draft.edition.name} 年版格式里没有“{visible(address[:80])}”，请检查地址（表.行.列）。")
    if ref in draft.edition.sums:
        raise CommandError(f"“{address}”（{draft.edition.label(ref)}）是合计，由程序计算，不能填写。")
    try:
        return Edit(entries={ref: parse_number(_as_text(value), draft.edition.kind(ref))})
    except NumberError as error:
        raise CommandError(f"“{address}”（{draft.edition.label(ref)}）没有填上：{error}") from error


def _as_text(word: str) -> str:
    """A word of the command line as text. Where the locale knows no Chinese, Python hands over its bytes, disguised."""
    return os.fsencode(word).decode("utf-8", "replace") if without_surrogates(word) != word else word


def _text_value(value: str) -> str:
    if not value.startswith("@"):
        return _as_text(value)
    path = Path(value[1:])
    try:
        return read_file(path).data.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError:
        raise CommandError(f"{quoted(path)}不是 UTF-8 文字，请另存为 UTF-8 后再试。") from None


def _check(options: argparse.Namespace) -> int:
    status, reports = OK, []
    for path in options.files:
        try:
            draft = _load(path).draft
            if options.previous:
                draft.apply(Edit(details={"previous": _last_year(options.previous, draft.year)}))
        except (FileError, CommandError) as error:
            status = _fail(error)
            continue
        if draft.evaluation.blocks_finishing:
            status = max(status, HARD_FINDINGS)
        reports.append(_report(path, draft))
        if not options.json:
            _print_findings(path, draft)
    if options.json:
        _print_json({"files": reports})
    return status


def _report(path: Path, draft: Draft) -> dict[str, Any]:
    amounts = {str(ref): _json_number(amount.number) for ref, amount in draft.evaluation.amounts.items()}
    findings = [_json_finding(finding, draft) for finding in draft.evaluation.all_findings]
    return {"path": str(path), "amounts": amounts, "findings": findings}


def _json_finding(finding: Finding, draft: Draft) -> dict[str, Any]:
    has_sides = bool(finding.left)
    return {
        "code": finding.code,
        "level": finding.level.value,
        "message": describe(finding, draft.evaluation),
        "cells": [str(ref) for ref in finding.cells],
        "left": _json_number(finding.left_sum) if has_sides else None,
        "right": _json_number(finding.right_sum) if has_sides else None,
        "explanation": draft.explanation(finding),
    }


def _print_findings(path: Path, draft: Draft) -> None:
    findings = draft.evaluation.all_findings
    print(f"{quoted(path)}  {draft.title}")
    for finding in findings:
        answer = draft.explanation(finding)
        print(f"  {_LEVELS[finding.level]}  {describe(finding, draft.evaluation)}")
        if answer:
            print(f"          说明：{answer}")
    counts = "，".join(f"{name} {sum(f.level is level for f in findings)}" for level, name in _LEVELS.items())
    print(f"  {counts}" if findings else "  审核通过，没有发现问题。")


def _export(options: argparse.Namespace) -> int:
    from model.page import Typesetter  # noqa: PLC0415 - the page is loaded only where one is made

    status, drafts = OK, []
    for path in options.files:
        try:
            drafts.append((path, _load(path).draft))
        except FileError as error:
            status = _fail(error)
    targets = _targets(drafts, options.output, several=len(options.files) > 1)
    typesetter = Typesetter()
    for (path, draft), target in zip(drafts, targets, strict=True):
        if draft.evaluation.blocks_finishing and not options.draft:
            hard = sum(finding.level is Level.HARD for finding in draft.evaluation.all_findings)
            print(
                f"{quoted(path)}有 {hard} 处强制性问题，没有导出；"
                "请用 check 查看并改正，或加 --draft 导出带“草稿”字样的文件。",
                file=sys.stderr,
            )
            status = max(status, HARD_FINDINGS)
            continue
        output = typesetter.report(draft, draft_stamp=options.draft or None)
        _show_warnings(write_atomic(target, output.pdf).warnings)
    return status


def _targets(drafts: Sequence[tuple[Path, Draft]], output: Path, *, several: bool) -> list[Path]:
    """Where each draft's page goes: the file named, or for several drafts, files in the folder named."""
    if several or output.is_dir():
        output.mkdir(parents=True, exist_ok=True)
        targets = [output / file_name(draft, ".pdf") for _, draft in drafts]
        twice = next((target for target in targets if targets.count(target) > 1), None)
        if twice:
            raise CommandError(f"有两份草稿都会导出成{quoted(twice.name)}，请分开导出。")
        return targets
    if output.resolve() in {path.resolve() for path, _ in drafts}:
        raise CommandError(f"{quoted(output)}就是要导出的草稿，请给 PDF 另起一个名字。")
    if output.suffix.lower() != ".pdf":
        raise CommandError(f"不能导出成{quoted(output.name)}：目前只能导出 PDF，文件名请以 .pdf 结尾。")
    return [output] * len(drafts)


def _import(options: argparse.Namespace) -> int:
    from model.importing import ImportRefused, read_report, to_draft  # noqa: PLC0415 - readers are heavy

    if options.source.suffix.lower() == ".json":
        draft, notes = _load(options.source).draft, tuple[str, ...]()
    else:
        data = read_file(options.source).data
        try:
            imported = read_report(data, options.source.suffix, year=options.year, agency=options.agency)
            draft, notes = to_draft(imported), imported.notes
        except ImportRefused as error:
            raise CommandError(f"没有导入{quoted(options.source)}：{error}") from error
    _save_new(draft, options.output)
    if options.json:
        _print_json(
            {
                "path": str(options.output),
                "year": draft.year,
                "agency": draft.agency,
                "entries": _json_numbers(draft.entries),
                "reported": _json_numbers(draft.reported),
                "narratives": draft.narratives,
                "notes": list(notes),
            }
        )
        return OK
    inputs = len(draft.edition.inputs)
    print(f"已导入 {draft.title}：读到 {len(draft.entries)}/{inputs} 格、合计 {len(draft.reported)} 个、")
    print(f"正文 {len(draft.narratives)} 部分，存为{quoted(options.output)}。")
    for note in notes:
        print(f"  注意：{note}")
    return OK


def _schema(options: argparse.Namespace) -> int:
    print(resource_path("schemas/draft-1.json").read_text(encoding="utf-8"), end="")
    return OK


def _formats(options: argparse.Namespace) -> int:
    for name in edition_names():
        edition = load_edition(name)
        years = f"{edition.first_year}—{edition.last_year}" if edition.last_year else f"{edition.first_year} 年起"
        print(f"{edition.name} 年版  {years}  {edition.basis}")
    return OK


def _load(path: Path) -> LoadedDraft:
    loaded = load_draft(path)
    _show_warnings(loaded.warnings)
    return loaded


def _last_year(path: Path, year: int) -> Draft:
    previous = _load(path).draft
    if previous.year != year - 1:
        raise CommandError(f"{quoted(path)}是 {previous.year} 年的年报，--previous 应给 {year - 1} 年的。")
    previous.apply(Edit(details={"previous": None}))
    return previous


def _save_new(draft: Draft, path: Path) -> None:
    if path.suffix.lower() != SUFFIX:
        raise CommandError(f"草稿不能存成{quoted(path.name)}：文件名请以 {SUFFIX} 结尾。")
    _show_warnings(save_draft(draft, path).warnings)


def _show_warnings(warnings: Sequence[str]) -> None:
    for warning in warnings:
        print(f"注意：{warning}", file=sys.stderr)


def _json_number(number: Number) -> int | str:
    return str(number) if isinstance(number, Decimal) else number


def _json_numbers(numbers: Mapping[CellRef, Number]) -> dict[str, int | str]:
    return {str(ref): _json_number(number) for ref, number in numbers.items()}


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


class _Parser(argparse.ArgumentParser):
    """argparse, with its complaints as one Chinese sentence."""

    COMPLAINTS = (
        (r"the following arguments are required: (.+)", "缺少 {}"),
        (r"unrecognized arguments: (.+)", "不认识 {}"),
        (r"argument (.+?): expected .+", "{} 后面缺少内容"),
        (r"argument (.+?): invalid choice: '?([^' ]*)'?.*", "没有“{1}”这个命令"),
        (r"argument (.+?): invalid \w+ value: (.+)", "{} 的内容 {1} 不对"),
    )

    def error(self, message: str) -> NoReturn:
        reason = "写法不对"
        for pattern, words in self.COMPLAINTS:
            if match := re.fullmatch(pattern, message):
                reason = words.format(*match.groups())
        self.exit(FAILED, f"命令没有执行：{reason}；用 {self.prog} --help 查看用法。\n")


def _parser() -> _Parser:
    parser = _Parser(
        prog="ogi-report", description="公开年报：填写、审核、导出政府信息公开工作年度报告。不带命令时打开窗口。"
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="name", metavar="命令", required=True)
    for name, (command, summary, arguments) in COMMANDS.items():
        subparser = commands.add_parser(name, help=summary, description=summary)
        for flags, settings in arguments:
            subparser.add_argument(*flags, **settings)
        subparser.set_defaults(command=command)
    return parser


_Argument = tuple[tuple[str, ...], dict[str, Any]]


def _option(*flags: str, **settings: Any) -> _Argument:
    return flags, settings


_FILE = _option("file", type=Path, metavar="草稿.json")
_FILES = _option("files", type=Path, nargs="+", metavar="草稿.json")
_OUTPUT = _option("-o", "--output", type=Path, required=True, metavar="文件", help="写到哪里")
_PREVIOUS = _option("--previous", type=Path, metavar="上年.json", help="上年年报的草稿")
_JSON = _option("--json", action="store_true", help="输出 JSON")

COMMANDS: Mapping[str, tuple[Callable[[argparse.Namespace], int], str, tuple[_Argument, ...]]] = {
    "new": (
        _new,
        "新建草稿",
        (
            _option("--agency", type=_as_text, required=True, metavar="单位", help="单位全称"),
            _option("--year", type=int, required=True, metavar="年份", help="报告年度"),
            _option("--kind", default="", metavar="类别", help="单位类别，如 department"),
            _PREVIOUS,
            _OUTPUT,
        ),
    ),
    "set": (
        _set,
        "填写：地址=值，正文可用 overview=@文件",
        (_FILE, _option("assignments", nargs="+", metavar="地址=值")),
    ),
    "check": (_check, "审核", (_FILES, _PREVIOUS, _JSON)),
    "export": (
        _export,
        "导出 PDF",
        (_FILES, _OUTPUT, _option("--draft", action="store_true", help="有强制性问题也导出，每页印“草稿”")),
    ),
    "import": (
        _import,
        "导入已有的年报",
        (
            _option("source", type=Path, metavar="来源文件"),
            _OUTPUT,
            _option("--year", type=int, metavar="年份", help="报告年度（原文没有写时）"),
            _option("--agency", type=_as_text, metavar="单位", help="单位全称（原文没有写时）"),
            _JSON,
        ),
    ),
    "schema": (_schema, "草稿文件的 JSON Schema", ()),
    "formats": (_formats, "列出报告格式各版", ()),
}
