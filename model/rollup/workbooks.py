"""Sheets about many reports: the overview of all figures, and the findings to send back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from model.form.edition import CellRef, Edition
from model.rollup.consolidation import STATE_NAMES, Consolidation

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FIGURES_FROM = 3  # rows: address, label, total


class FindingRow(NamedTuple):
    """One finding of one unit, in words."""

    agency: str
    level: str
    sentence: str
    answer: str = ""


def overview_workbook(consolidation: Consolidation) -> bytes:
    """.xlsx: every unit with its state, and a sheet of units by cells whose totals are formulas with cached values."""
    output = BytesIO()
    book = _workbook(output)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    states = book.add_worksheet("报送情况")
    heads = ("单位", "状态", "未填", "强制性", "核实性", "文件", "说明")
    _write_row(states, 0, heads, bold)
    for row, unit in enumerate(consolidation.units, 1):
        report = unit.report
        counts = (report.blanks, report.hard, report.ask) if report and not report.problem else ("", "", "")
        name = report.path.name if report else ""
        _write_row(states, row, (unit.agency, STATE_NAMES[unit.state], *counts, name, unit.message), wrapped)
    states.set_column(0, 0, 34)
    states.set_column(5, 6, 40)
    states.freeze_panes(1, 1)
    states.autofilter(0, 0, len(consolidation.units), len(heads) - 1)
    _figures(book.add_worksheet("数据"), consolidation, bold)
    book.close()
    return output.getvalue()


def findings_workbook(findings: Iterable[FindingRow], missing: Sequence[str]) -> bytes:
    """.xlsx: what every unit has to mend or to answer, a line each, and who has not reported."""
    output = BytesIO()
    book = _workbook(output)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("审核意见")
    _write_row(sheet, 0, ("单位", "级别", "问题", "单位的说明"), bold)
    rows = [*findings]
    for row, finding in enumerate(rows, 1):
        _write_row(sheet, row, finding, wrapped)
    sheet.set_column(0, 0, 30)
    sheet.set_column(2, 3, 70)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), 3)
    unheard = book.add_worksheet("未报单位")
    _write_row(unheard, 0, ("单位",), bold)
    for row, name in enumerate(missing, 1):
        _write_row(unheard, row, (name,), wrapped)
    unheard.set_column(0, 0, 34)
    book.close()
    return output.getvalue()


def _figures(sheet: Worksheet, consolidation: Consolidation, bold: object) -> None:
    edition, reports = consolidation.edition, consolidation.included
    _write_row(sheet, 0, ("地址", *map(str, edition.inputs)), None)
    _write_row(sheet, 1, ("单位", *(_label(ref, edition) for ref in edition.inputs)), bold)
    sheet.write_string(2, 0, "合计", bold)
    for row, report in enumerate(reports, _FIGURES_FROM):
        sheet.write_string(row, 0, report.agency)
        for column, ref in enumerate(edition.inputs, 1):
            if (number := report.entries.get(ref)) is not None:
                sheet.write_number(row, column, number)
    last = _FIGURES_FROM + len(reports)
    for column, ref in enumerate(edition.inputs, 1):
        total = consolidation.sums.get(ref)
        letter = xl_col_to_name(column)
        cells = f"{letter}{_FIGURES_FROM + 1}:{letter}{last}"
        cached = "" if total is None else float(total) if isinstance(total, Decimal) else total
        sheet.write_formula(2, column, f'=IF(COUNT({cells})=0,"",SUM({cells}))', bold, cached)
    sheet.set_column(0, 0, 34)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.freeze_panes(_FIGURES_FROM, 1)


def _label(ref: CellRef, edition: Edition) -> str:
    table = edition.tables[ref.table]
    return f"{edition.section(table.section).number}、{edition.label(ref)}"


def _workbook(output: BytesIO) -> Workbook:
    """A book whose bytes depend on nothing but what is written; text is never taken for a formula, link or number."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(output, options)
    book.set_properties({"created": datetime(2000, 1, 1)})
    return book


def _write_row(sheet: Worksheet, row: int, values: Sequence[object], style: object) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            sheet.write_string(row, column, value, style)
        else:
            sheet.write(row, column, value, style)
