"""What a unit gets back: its findings in words, on one line each."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from model.form.edition import CellRef
from model.report.report import Edit
from model.rollup.consolidation import consolidate
from model.rollup.feedback import missing_units, unit_findings
from model.rollup.folder import UnitReader, report_files
from model.rollup.roster import Roster
from model.rollup.workbooks import FindingRow, findings_workbook
from tests.rollup.districts import PLACE, save, unit_draft

RECEIVED = CellRef.parse("requests.new_received.natural_person")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(unit_draft(f"{PLACE}公安局", 1), tmp_path / "a.json")
    wrong = unit_draft(f"{PLACE}财政局", 2)
    wrong.enter({RECEIVED: 999})
    wrong.apply(Edit(narratives={"others": "联系人身份证号11010519491231002X。"}))
    save(wrong, tmp_path / "b.json")
    (tmp_path / "c.json").write_text("{", encoding="utf-8")
    return tmp_path


def test_figures_and_texts_are_both_reported_back(folder: Path) -> None:
    result = consolidate(UnitReader().read(report_files([folder])))
    rows = [row for row in unit_findings(result.units) if row.agency == f"{PLACE}财政局"]
    assert any(row.level == "强制性" and "不平" in row.sentence for row in rows)
    assert any("身份证" in row.sentence for row in rows)


def test_a_file_that_cannot_be_read_is_reported_back_too(folder: Path) -> None:
    result = consolidate(UnitReader().read(report_files([folder])))
    assert [row.level for row in unit_findings(result.units) if row.agency == "c"] == ["报送"]


def test_who_is_missing_can_be_pasted(folder: Path) -> None:
    roster = Roster((f"{PLACE}公安局", f"{PLACE}水利局", f"{PLACE}财政局", f"{PLACE}司法局"))
    result = consolidate(UnitReader().read(report_files([folder])), roster=roster)
    assert missing_units(result) == (f"{PLACE}水利局", f"{PLACE}司法局")


def test_the_sheet_holds_text_and_no_formula() -> None:
    rows = [FindingRow("=HYPERLINK(1)", "强制性", "“自然人”列不平。", "@说明")]
    book = load_workbook(BytesIO(findings_workbook(rows, ["云东县水利局"])))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} == {"s"}
    assert book["审核意见"]["A2"].value == "=HYPERLINK(1)"
    assert book["未报单位"]["A2"].value == "云东县水利局"
    assert findings_workbook(rows, []) == findings_workbook(rows, [])
