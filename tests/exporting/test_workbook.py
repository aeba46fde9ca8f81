"""The workbook: the form's shape, live totals that are right from the start, and text that is never a formula."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from model.draft import Draft
from model.exporting.packing import packed
from model.form.edition import CellRef
from model.report.numbers import MAXIMUM
from model.report.report import Edit
from tests.exporting.conftest import Convert, Make
from tests.page.drafts import NARRATIVES, draft, numbered_draft

FORM_SHEETS = 7  # the cover, and one a section


def opened(data: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def flat(book: Workbook) -> dict[str, object]:
    """The flat sheet: address -> value."""
    return {row[3]: row[5] for row in book["数据"].iter_rows(min_row=2, values_only=True)}


def amounts(report: Draft) -> dict[str, Decimal | None]:
    found = report.evaluation.amounts
    return {str(ref): Decimal(found[ref].number) if ref in found else None for ref in report.edition.cells}


def without_values(data: bytes) -> bytes:
    """The workbook with every formula's value left out, so that whoever opens it has to calculate."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return packed({name: re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part) for name, part in parts.items()})


def test_a_sheet_a_section_in_the_forms_order(make: Make) -> None:
    names = opened(make("xlsx", draft())).sheetnames
    assert names[0] == "封面"
    assert [name[:2] for name in names[1:-1]] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert names[-1] == "数据"


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_the_values_are_there_before_anything_is_calculated(edition: str, make: Make) -> None:
    report = draft(edition, number=7)
    found = flat(opened(make("xlsx", report), values=True))
    assert {address: Decimal(str(value)) for address, value in found.items()} == amounts(report)


def test_libreoffice_calculates_the_same(make: Make, convert: Convert) -> None:
    report = numbered_draft()
    found = flat(opened(convert(without_values(make("xlsx", report)), "xlsx", "xlsx"), values=True))
    assert {address: Decimal(str(value)) for address, value in found.items()} == amounts(report)


def test_a_changed_input_moves_its_totals_and_the_check_below(make: Make, convert: Convert) -> None:
    report = draft()
    book = opened(make("xlsx", report))
    sheet = book[next(name for name in book.sheetnames if name.startswith("三、"))]
    first = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 0 and not cell.protection.locked)
    first.value = 5
    saved = BytesIO()
    book.save(saved)
    changed = opened(convert(saved.getvalue(), "xlsx", "xlsx"), values=True)
    check = report.edition.checks[0]
    total = CellRef(check.left[0].ref.table, check.left[0].ref.row, report.edition.tables["requests"].columns[-1].key)
    assert (flat(changed)[str(check.left[0].ref)], flat(changed)[str(total)]) == (5, 5)
    said = [cell for row in changed[sheet.title].iter_rows(values_only=True) for cell in row if cell in ("平", "相差5")]
    assert sorted(said) == ["平"] * 5 + ["相差5"] * 2


def test_blanks_stay_blank(make: Make) -> None:
    report = draft(number=None)
    report.apply(Edit(entries={report.edition.inputs[0]: 0}))
    found = flat(opened(make("xlsx", report), values=True))
    assert found[str(report.edition.inputs[0])] == 0
    assert {value for address, value in found.items() if address != str(report.edition.inputs[0])} <= {None, ""}


def test_only_inputs_can_be_typed_in_and_only_numbers(make: Make) -> None:
    report = numbered_draft()
    book = opened(make("xlsx", report))
    unlocked = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and cell.value
    ]
    assert sorted(map(Decimal, map(str, unlocked))) == sorted(map(Decimal, report.entries.values()))
    assert all(sheet.protection.sheet for sheet in book)
    limits = {rule.formula2 for sheet in book for rule in sheet.data_validations.dataValidation}
    assert limits == {str(MAXIMUM)}


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2", "@x", '=HYPERLINK("http://x")', "{=1}", "http://x.example"])
def test_text_is_never_a_formula_nor_a_link(text: str, make: Make) -> None:
    report = draft(agency=text, narratives=NARRATIVES | {"overview": text})
    book = opened(make("xlsx", report))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) > len(report.edition.cells)
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_an_amount_longer_than_a_spreadsheets_numbers_keeps_its_digits(make: Make) -> None:
    report = draft()
    amount = next(ref for ref in report.edition.inputs if isinstance(report.entries[ref], Decimal))
    report.apply(Edit(entries={amount: Decimal("123456789012.123456")}))
    assert flat(opened(make("xlsx", report), values=True))[str(amount)] == "123456789012.123456"


def test_the_draft_says_so_when_printed(make: Make) -> None:
    book = opened(make("xlsx", draft(), stamped=True))
    assert all("草稿" in (sheet.oddHeader.center.text or "") for sheet in book.worksheets[:FORM_SHEETS])


def test_a_paragraph_longer_than_a_cell_is_not_lost(make: Make) -> None:
    text = "很长的一段。" * 12_000
    book = opened(make("xlsx", draft(narratives=NARRATIVES | {"problems": text})))
    sheet = book[next(name for name in book.sheetnames if name.startswith("五、"))]
    assert "".join(str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)) == text
