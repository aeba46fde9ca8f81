"""Reads spreadsheets (.xlsx, .xls, .et, .ods): every visible sheet, as tables and the lines of text between them."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import python_calamine

from model.importing.content import Cell, Content, ImportRefused, Paragraph, Row, Table
from model.importing.readers.container import Container
from model.importing.readers.refusals import encrypted, forbidden
from model.importing.readers.tables import check_size, paragraphs

_ROW_ELEMENT = re.compile(rb"<(?:[a-z]+:)?row\s[^>]*hidden=\"(?:1|true)\"")
_CELL_ELEMENT = re.compile(rb"<(?:[a-z]+:)?c\s[^>]*>(?:(?!</(?:[a-z]+:)?c>).)*?</(?:[a-z]+:)?c>", re.DOTALL)
_DOCTYPE = re.compile(b"<!DOCTYPE", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:[a-z]+:)?f[ >/]")
_RESULT = re.compile(rb"<(?:[a-z]+:)?v>[^<]|t=\"str\"")
_EXACT = 1e15
"""Whole numbers up to here are exact in a sheet's floating point."""
Span = tuple[int, int]


def read_sheet(data: bytes) -> Content:
    """The values that the sheets show; formulas count as their results."""
    skipped: Counter[str] = Counter()
    if data.startswith(b"PK"):
        _look_into(Container(data), skipped)
    blocks: list[Paragraph | Row | Table] = []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
                skipped["隐藏的工作表"] += 1
            elif sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                blocks += _blocks(book.get_sheet_by_name(sheet.name), sheet.name)
    except python_calamine.PasswordError as error:
        raise encrypted("表格") from error
    except python_calamine.CalamineError as error:
        raise ImportRefused("表格文件已损坏或不是 Excel、WPS 表格，请打开后另存为 .xlsx 再导入。") from error
    return Content(tuple(blocks), skipped=dict(+skipped))


def _look_into(container: Container, skipped: Counter[str]) -> None:
    """What calamine does not tell: formulas that nobody has calculated, which it reads as blanks, and hidden rows."""
    for name in container.names:
        if name.endswith(".xml"):
            part = container.read(name)
            if _DOCTYPE.search(part[:4096].replace(b"\0", b"")):
                raise forbidden()
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            if _FORMULA.search(part) and any(map(_is_open, _CELL_ELEMENT.findall(part))):
                raise ImportRefused("表格里有没算出结果的公式，请用 Excel 或 WPS 打开、保存一次再导入。")
            skipped["隐藏的行（已读）"] += len(_ROW_ELEMENT.findall(part))
        elif name.endswith("vbaProject.bin"):
            skipped["宏"] += 1


def _is_open(cell: bytes) -> bool:
    """Whether a cell has a formula and no result, not even an empty text."""
    return _FORMULA.search(cell) is not None and _RESULT.search(cell) is None


def _blocks(sheet: python_calamine.CalamineSheet, name: str) -> Iterator[Paragraph | Row | Table]:
    """A sheet cut at its blank rows and at rows with a single text, which are lines of text."""
    check_size(sheet.total_height, sheet.total_width)
    spans = {
        (top, left): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    inside = {row for (top, _), (height, _) in spans.items() if height > 1 for row in range(top, top + height)}
    run: list[Sequence[Any]] = []
    for number, row in enumerate([*sheet.to_python(skip_empty_area=False), []]):
        filled = [value for value in row if value != ""]
        lone = filled[0] if len(filled) == 1 and number not in inside and isinstance(filled[0], str) else None
        if (filled and lone is None) or number in inside:
            run.append(row)
            continue
        if run:
            yield _table(run, number - len(run), spans, name)
            run = []
        if lone is not None:
            yield from paragraphs(lone)


def _table(rows: Sequence[Sequence[Any]], start: int, spans: Mapping[Span, Span], name: str) -> Table:
    """Rows of a sheet, from ``start`` on, cut to the width that they fill."""
    cells = {
        (number, column): Cell(_written(value), *spans.get((start + number, column), (1, 1)))
        for number, row in enumerate(rows)
        for column, value in enumerate(row)
        if value != "" or (start + number, column) in spans
    }
    width = max((column + cell.column_span for (_, column), cell in cells.items()), default=0)
    check_size(len(rows), width, len(cells))
    return Table(cells, len(rows), width, place=f"工作表“{name}”")


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    return str(value)
