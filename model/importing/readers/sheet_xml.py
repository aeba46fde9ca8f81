"""Reads sheets in the XML of Excel 2003, which many systems still write and call .xls."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from model.importing.content import Cell, Content, Paragraph, Row, Table
from model.importing.readers.container import attribute, child, count, local, parse_xml
from model.importing.readers.tables import MOST_COLUMNS, MOST_ROWS, lay_out, paragraphs


def read_sheet_xml(data: bytes) -> Content:
    """Every sheet as one table; rows with a single text are lines of text."""
    blocks: list[Paragraph | Row | Table] = []
    for sheet in parse_xml(data):
        if local(sheet.tag) == "Worksheet":
            blocks += _blocks(sheet)
    return Content(tuple(blocks))


def _blocks(sheet: Element) -> Iterator[Paragraph | Row | Table]:
    place = f"工作表“{attribute(sheet, 'Name')}”"
    run: list[list[Cell]] = []
    below = 0
    for row in child(sheet, "Table") or ():
        if local(row.tag) != "Row":
            continue
        cells = list(_cells(row))
        filled = [cell.text for cell in cells if cell.text]
        if len(filled) > 1 or below:
            run.append(cells)
        else:
            if run:
                yield lay_out(run, place)
            run = []
            for text in filled:
                yield from paragraphs(text)
        below = max([below, *(cell.row_span for cell in cells)]) - 1 if cells else max(below - 1, 0)
    if run:
        yield lay_out(run, place)


def _cells(row: Element) -> Iterator[Cell]:
    column = 0
    for cell in row:
        if local(cell.tag) != "Cell":
            continue
        index = count(cell, "Index", column + 1, most=MOST_COLUMNS) - 1
        yield from [Cell("")] * (index - column)
        data = child(cell, "Data")
        across = 1 + count(cell, "MergeAcross", 0, most=MOST_COLUMNS)
        down = 1 + count(cell, "MergeDown", 0, most=MOST_ROWS)
        yield Cell("".join(data.itertext()).strip() if data is not None else "", down, across)
        column = index + across
