"""``rollup``: the reports of many units become the consolidated one; who is missing, and whose does not balance."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.cli.command import (
    FAILED,
    HARD_FINDINGS,
    JSON,
    OK,
    OUTPUT,
    OVERWRITE,
    Command,
    CommandError,
    as_text,
    fail,
    json_numbers,
    option,
    print_json,
)
from model.cli.drafts import last_year, save_new
from model.report.quoting import quoted
from model.store.draft_file import make_way
from model.store.files import write_atomic

if TYPE_CHECKING:
    from model.rollup.consolidation import Consolidation, Unit


def _rollup(options: argparse.Namespace) -> int:
    from model.rollup.consolidation import consolidate, consolidated_draft  # noqa: PLC0415 - readers are heavy
    from model.rollup.folder import UnitReader, report_files, unit_memory  # noqa: PLC0415
    from model.rollup.roster import Roster  # noqa: PLC0415

    missing = [place for place in options.places if not place.exists()]
    if missing:
        raise CommandError(f"没有找到{quoted(missing[0])}，请检查路径。")
    for target in filter(None, (options.output, options.overview)):
        if not options.overwrite:
            make_way(target, overwrite=False)  # before hundreds of reports are read
    output = options.output.resolve()
    files = [path for path in report_files(options.places) if path.resolve() != output]
    roster = Roster(_units(options.units)) if options.units else None
    if options.units:
        files = [path for path in files if path.resolve() != options.units.resolve()]
    reports = UnitReader(unit_memory()).read(files)
    try:
        consolidation = consolidate(reports, year=options.year, roster=roster)
    except LookupError:
        return _nothing_read(options)
    if not consolidation.included:
        return _report(options, consolidation, FAILED)
    previous = last_year(options.previous, consolidation.year) if options.previous else None
    agency = options.agency or _shared_place([report.agency for report in consolidation.included])
    save_new(consolidated_draft(consolidation, agency, previous=previous), options.output, overwrite=options.overwrite)
    if options.overview:
        from model.rollup.workbooks import overview_workbook  # noqa: PLC0415

        expect = make_way(options.overview, overwrite=options.overwrite)
        write_atomic(options.overview, overview_workbook(consolidation), expect=expect)
    return _report(options, consolidation, _status(consolidation))


def _nothing_read(options: argparse.Namespace) -> int:
    if options.year:
        return fail(f"没有 {options.year} 年度可用的报告格式，请检查 --year。")
    return fail("没有读到任何一份年报，没有汇总；请检查文件夹里有没有草稿或年报文件。")


def _units(path: Path) -> tuple[str, ...]:
    from model.rollup.roster_file import RosterRefused, read_roster_file  # noqa: PLC0415

    try:
        return read_roster_file(path)
    except RosterRefused as error:
        raise CommandError(str(error)) from error


def _shared_place(agencies: list[str]) -> str:
    """What the units' names begin with up to a 县, 市, 区 or the like: whose consolidated report it is."""
    first, last = min(agencies), max(agencies)
    shared = next((first[:at] for at in range(len(first)) if first[at : at + 1] != last[at : at + 1]), first)
    ends = [at for at, character in enumerate(shared, 1) if character in "省市县区州盟旗镇乡" and at > 1]
    if not ends:
        raise CommandError("从各单位名称看不出是哪里的汇总年报，请用 --agency 指明单位全称。")
    return shared[: ends[-1]]


def _status(consolidation: Consolidation) -> int:
    from model.rollup.consolidation import UnitState  # noqa: PLC0415

    complete = all(unit.state is UnitState.INCLUDED for unit in consolidation.units)
    return OK if complete and not any(report.hard for report in consolidation.included) else HARD_FINDINGS


def _report(options: argparse.Namespace, consolidation: Consolidation, status: int) -> int:
    from model.rollup.consolidation import STATE_NAMES  # noqa: PLC0415

    if options.json:
        print_json(
            {
                "year": consolidation.year,
                "agency": options.agency or "",
                "entries": json_numbers(consolidation.sums),
                "units": [_json_unit(unit) for unit in consolidation.units],
            }
        )
        return status
    counts = "，".join(f"{STATE_NAMES[state]} {count}" for state, count in consolidation.counts.items())
    print(f"{consolidation.year} 年度：{counts}。")
    for unit in consolidation.units:
        report = unit.report
        findings = f"，强制性 {report.hard}，核实性 {report.ask}" if report and (report.hard or report.ask) else ""
        print(f"  {STATE_NAMES[unit.state]}  {unit.agency}{findings}{'  ' if unit.message else ''}{unit.message}")
    return status


def _json_unit(unit: Unit) -> dict[str, Any]:
    report = unit.report
    return {
        "agency": unit.agency,
        "path": str(report.path) if report else None,
        "state": unit.state.value,
        "hard": report.hard if report else 0,
        "ask": report.ask if report else 0,
        "message": unit.message,
    }


ROLLUP = Command(
    "rollup",
    _rollup,
    "汇总各单位的年报",
    (
        option("places", type=Path, nargs="+", metavar="文件夹或文件"),
        OUTPUT,
        OVERWRITE,
        option("--agency", type=as_text, metavar="单位", help="汇总年报的单位全称"),
        option("--year", type=int, metavar="年份", help="报告年度（不写时取多数）"),
        option("--units", type=Path, metavar="名单", help="应报单位的名单，.txt 或 .xlsx"),
        option("--overview", type=Path, metavar="总表.xlsx", help="各单位数字的总表"),
        option("--previous", type=Path, metavar="上年.json", help="上年的汇总年报"),
        JSON,
    ),
)
