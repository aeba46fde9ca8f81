"""Reads sheets in the XML of Excel 2003, which many systems still write and call .xls."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from model.importing.content import Cell, Content, Paragraph, Row, Table
from model.importing.readers.container import attribute, child, count, local, parse_xml
from model.importing.readers.tables import MOST_COLUMNS, MOST_ROWS, check_size, cut_sheet


def read_sheet_xml(data: bytes) -> Content:
    """What the sheets show: tables, and the lines of text between them."""
    blocks: list[Paragraph | Row | Table] = []
    for sheet in parse_xml(data):
        if local(sheet.tag) == "Worksheet":
            blocks += cut_sheet(dict(_cells(sheet)), f"工作表“{attribute(sheet, 'Name')}”")
    return Content(tuple(blocks))


def _cells(sheet: Element) -> Iterator[tuple[tuple[int, int], Cell]]:
    """Rows and cells are numbered where some before them are left out."""
    table = child(sheet, "Table")
    row_number = -1
    for row in table if table is not None else ():
        if local(row.tag) != "Row":
            continue
        row_number = count(row, "Index", row_number + 2, most=MOST_ROWS + 1) - 1
        column = 0
        for cell in row:
            if local(cell.tag) != "Cell":
                continue
            column = count(cell, "Index", column + 1, most=MOST_COLUMNS + 1) - 1
            data = child(cell, "Data")
            across = 1 + count(cell, "MergeAcross", 0, most=MOST_COLUMNS)
            down = 1 + count(cell, "MergeDown", 0, most=MOST_ROWS)
            check_size(row_number + down, column + across)
            text = "".join(data.itertext()).strip() if data is not None else ""
            yield (row_number, column), Cell(text, down, across)
            column += across
