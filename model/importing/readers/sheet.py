"""Reads spreadsheets (.xlsx, .xls, .et, .ods): every visible sheet, as tables and the lines of text between them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping

import python_calamine

from model.document import flat_sheet
from model.importing.content import Cell, Content, ImportRefused, Paragraph, Row, Table
from model.importing.readers.refusals import encrypted
from model.importing.readers.tables import check_size, cut_sheet
from model.importing.readers.workbook import Place, look_into

_EXACT = 1e15
"""Whole numbers up to here are exact in a sheet's floating point."""


def read_sheet(data: bytes) -> Content:
    """The values that the sheets show; formulas count as their results."""
    beside = look_into(data)
    skipped = Counter({"宏": beside.macros})
    blocks: list[Paragraph | Row | Table] = []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
                skipped["隐藏的工作表"] += 1
            elif sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                found = book.get_sheet_by_name(sheet.name)
                if not _is_flat(found):
                    cells = _cells(found, beside.errors.get(sheet.name, {}))
                    blocks += cut_sheet(cells, f"工作表“{sheet.name}”")
    except python_calamine.PasswordError as error:
        raise encrypted("表格") from error
    except python_calamine.CalamineError as error:
        raise ImportRefused("表格文件已损坏或不是 Excel、WPS 表格，请打开后另存为 .xlsx 再导入。") from error
    doubtful = {"隐藏的行": beside.hidden_rows} if beside.hidden_rows else {}
    return Content(tuple(blocks), skipped=dict(+skipped), doubtful=doubtful)


def _is_flat(sheet: python_calamine.CalamineSheet) -> bool:
    """Whether this is the sheet of our own workbooks that says once more what the others say."""
    return sheet.name == flat_sheet.NAME and tuple(next(sheet.iter_rows(), ())) == flat_sheet.HEADS


def _cells(sheet: python_calamine.CalamineSheet, wrong: Mapping[Place, str]) -> dict[Place, Cell]:
    check_size(sheet.total_height, sheet.total_width)
    spans = {
        (top, left): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    texts = {
        (row, column): _written(value)
        for row, values in enumerate(sheet.to_python(skip_empty_area=False))
        for column, value in enumerate(values)
        if value != "" or (row, column) in spans
    }
    return {place: Cell(text, *spans.get(place, (1, 1))) for place, text in {**texts, **wrong}.items()}


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    return str(value)
