"""What the cells of a consolidated report come to, and which reports count."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from model.checks.finding import Finding
from model.form.edition import CellRef, Edition
from model.report.report import Edit, Explanation
from model.rollup import folder
from model.rollup.consolidation import Consolidation, UnitState, consolidate, consolidated_draft
from model.rollup.folder import UnitReader, report_files
from model.rollup.roster import Roster
from model.rollup.unit_report import read_unit
from model.store.draft_json import encode_draft, parse_draft
from tests.rollup.districts import PLACE, YEAR, save, unit_draft

RECEIVED = CellRef.parse("requests.new_received.natural_person")
CHARGES = CellRef.parse("fees.charges.amount")
UNITS = tuple(f"{PLACE}{name}" for name in ("公安局", "财政局", "卫生健康局", "东坪镇人民政府"))


def read(folder: Path, **wishes: object) -> Consolidation:
    return consolidate(UnitReader().read(report_files([folder])), **wishes)  # type: ignore[arg-type]


def states(consolidation: Consolidation) -> dict[str, UnitState]:
    return {unit.agency: unit.state for unit in consolidation.units}


@pytest.fixture
def district(tmp_path: Path) -> Path:
    for seed, agency in enumerate(UNITS):
        save(unit_draft(agency, seed), tmp_path / "年报" / f"{agency}.json")
    return tmp_path / "年报"


def test_every_cell_is_the_sum_of_the_units(district: Path, edition: Edition) -> None:
    drafts = [unit_draft(agency, seed) for seed, agency in enumerate(UNITS)]
    sums = read(district).sums
    assert set(sums) == set(edition.inputs)
    assert all(sums[ref] == sum(draft.entries[ref] for draft in drafts) for ref in edition.inputs)
    assert any(sums.values())


def test_a_blank_adds_nothing_and_a_cell_that_all_leave_blank_stays_blank(tmp_path: Path) -> None:
    for seed, agency in enumerate(UNITS[:2]):
        draft = unit_draft(agency, seed)
        draft.enter({RECEIVED: None if seed else 4, CHARGES: None})
        save(draft, tmp_path / f"{seed}.json")
    sums = read(tmp_path).sums
    assert sums[RECEIVED] == 4
    assert CHARGES not in sums


def test_decimals_are_added_exactly(tmp_path: Path) -> None:
    for seed, agency in enumerate(UNITS[:3]):
        draft = unit_draft(agency, seed)
        draft.enter({CHARGES: Decimal("0.1")})
        save(draft, tmp_path / f"{seed}.json")
    assert read(tmp_path).sums[CHARGES] == Decimal("0.3")


def test_of_two_reports_of_one_unit_the_finalised_one_counts(district: Path) -> None:
    final = unit_draft(UNITS[0], 77, finished=True)
    save(final, district / "子文件夹" / "公安局（定稿）.json")
    os.utime(district / "子文件夹" / "公安局（定稿）.json", (1, 1))
    result = read(district)
    doubled = [unit for unit in result.units if unit.state is UnitState.DUPLICATE]
    assert [unit.report.path.name for unit in doubled if unit.report] == [f"{UNITS[0]}.json"]
    assert "公安局（定稿）.json" in doubled[0].message
    assert "数字不同" in doubled[0].message
    assert len(result.included) == len(UNITS)


def test_another_year_another_edition_and_a_broken_file_do_not_count(district: Path) -> None:
    save(unit_draft(f"{PLACE}水利局", 9, year=YEAR - 1), district / "a.json")
    old = unit_draft(f"{PLACE}司法局", 9, year=2020)
    raw = json.loads(encode_draft(old))
    (district / "b.json").write_text(json.dumps({**raw, "year": YEAR, "checksum": None}), encoding="utf-8")
    (district / "c.json").write_text("{", encoding="utf-8")
    result = read(district)
    assert states(result) == {
        **dict.fromkeys(UNITS, UnitState.INCLUDED),
        f"{PLACE}水利局": UnitState.OTHER_YEAR,
        f"{PLACE}司法局": UnitState.OTHER_EDITION,
        "c": UnitState.UNREADABLE,
    }
    assert all(unit.message.endswith("。") for unit in result.units if unit.state is not UnitState.INCLUDED)


def test_the_list_says_who_is_missing_and_who_was_not_asked(district: Path) -> None:
    roster = Roster((f"{PLACE}财政局", "公安局", f"{PLACE}水利局", f"{PLACE}卫生健康局"))
    result = read(district, roster=roster)
    assert [(unit.agency, unit.state) for unit in result.units] == [
        (f"{PLACE}财政局", UnitState.INCLUDED),
        ("公安局", UnitState.INCLUDED),
        (f"{PLACE}水利局", UnitState.MISSING),
        (f"{PLACE}卫生健康局", UnitState.INCLUDED),
        (f"{PLACE}东坪镇人民政府", UnitState.UNLISTED),
    ]
    assert f"{PLACE}公安局" in result.units[1].message, "a match that is not to the letter is said"
    assert len(result.included) == 3


def test_a_unit_is_left_out_with_a_reason(district: Path) -> None:
    result = read(district, left_out={UNITS[0]: "垂直管理，由市局汇总"})
    assert states(result)[UNITS[0]] is UnitState.LEFT_OUT
    assert "垂直管理" in next(unit.message for unit in result.units if unit.agency == UNITS[0])
    assert len(result.included) == 3


def test_a_cell_knows_the_units_that_it_consists_of(district: Path, edition: Edition) -> None:
    result = read(district)
    total = next(ref for ref in edition.sum_order if ref.table == RECEIVED.table)
    parts = result.parts(total)
    assert parts == sorted(parts, key=lambda part: -part[1])
    assert sum(number for _, number in parts) == sum(result.sums[ref] for ref in edition.inputs_under[total])


def test_the_year_is_that_of_most_reports(district: Path) -> None:
    save(unit_draft(f"{PLACE}水利局", 9, year=YEAR - 1), district / "a.json")
    assert read(district).year == YEAR
    assert read(district, year=YEAR - 1).included[0].agency == f"{PLACE}水利局"


def test_the_consolidated_draft_names_its_sources_and_asks_where_it_differs(district: Path) -> None:
    result = read(district)
    draft = parse_draft(encode_draft(consolidated_draft(result, f"{PLACE}人民政府"))).draft
    units = draft.details.units
    assert units is not None
    assert [source.agency for source in units.sources] == [report.agency for report in result.included]
    assert all(len(source.sha256) == 64 and source.file.endswith(".json") for source in units.sources)
    assert draft.entries == result.sums == dict(units.sums)
    assert children(draft.evaluation.findings) == []
    draft.enter({RECEIVED: result.sums[RECEIVED] + 2})
    (finding,) = children(draft.evaluation.findings)
    assert finding.cells == (RECEIVED,)
    assert finding.values == (result.sums[RECEIVED] + 2, result.sums[RECEIVED])
    assert f"4个单位相加是{result.sums[RECEIVED]}" in finding.message


def children(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.code == "CHILDREN"]


def test_adding_up_in_two_steps_is_adding_up_in_one(tmp_path: Path, edition: Edition) -> None:
    for seed in range(6):
        save(unit_draft(f"{PLACE}第{seed}局", seed), tmp_path / ("甲" if seed < 3 else "乙") / f"{seed}.json")
    for half in ("甲", "乙"):
        draft = consolidated_draft(read(tmp_path / half), f"云溪市{half}县人民政府")
        save(draft, tmp_path / "上报" / f"{half}.json")
    at_once = consolidate(UnitReader().read(report_files([tmp_path / "甲", tmp_path / "乙"])))
    assert read(tmp_path / "上报").sums == at_once.sums


def test_only_what_changed_is_read_again(district: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def noting(path: Path, *rest: object) -> object:
        opened.append(path.name)
        return read_unit(path)

    monkeypatch.setattr(folder, "read_unit", noting)
    memory = tmp_path / "data" / "index.json"
    first = UnitReader(memory).read(report_files([district]))
    opened.clear()
    assert UnitReader(memory).read(report_files([district])) == first
    assert opened == []
    changed = unit_draft(UNITS[1], 123)
    save(changed, district / f"{UNITS[1]}.json")
    again = UnitReader(memory).read(report_files([district]))
    assert opened == [f"{UNITS[1]}.json"]
    assert next(report for report in again if report.agency == UNITS[1]).entries == changed.entries


def test_a_cancelled_reading_gives_what_it_has(district: Path) -> None:
    done: list[int] = []
    reports = UnitReader().read(report_files([district]), progress=done.append, cancelled=lambda: len(done) >= 2)
    assert len(reports) == 2


def test_a_document_is_a_report_like_a_draft(tmp_path: Path) -> None:
    """A report that only a text file holds is read by import's readers, and counted."""
    (tmp_path / "x.txt").write_text("这不是年报", encoding="utf-8")
    (unread,) = UnitReader().read(report_files([tmp_path]))
    assert unread.problem.endswith("。")
    assert unread.agency == ""


def test_an_explained_finding_is_no_longer_open(tmp_path: Path) -> None:
    last = unit_draft(UNITS[0], 1, year=YEAR - 1)
    last.enter({CellRef.parse("requests.carried_over.natural_person"): 40})
    draft = unit_draft(UNITS[0], 1)
    draft.apply(Edit(details={"previous": last}))
    asked = UnitReader().read([save(draft, tmp_path / "a.json")])[0].ask
    finding = next(finding for finding in draft.evaluation.findings if finding.code == "CARRY-IN")
    draft.apply(Edit(explanations={finding.key: Explanation("上年误报", finding.figures)}))
    assert UnitReader().read([save(draft, tmp_path / "a.json")])[0].ask == asked - 1
