"""Cells become tables: laid out row by row, as HTML states them, placed by their edges, or cut out of a sheet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from model.importing.content import Cell, ImportRefused, Paragraph, Row, Table

MOST_CELLS = 50_000
MOST_COLUMNS = 200
MOST_ROWS = 5_000
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SAME_EDGE = 40.0
"""Twips (2 pt): edges of different rows that are meant to be one differ by rounding only."""


def lay_out(rows: Iterable[Sequence[Cell]], place: str = "") -> Table:
    """The table of cells given row by row; spans keep places below and to the right from being filled."""
    cells: dict[tuple[int, int], Cell] = {}
    taken: set[tuple[int, int]] = set()
    height = width = 0
    for row_number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (row_number, column) in taken:
                column += 1
            down, across = max(1, min(cell.row_span, MOST_ROWS)), max(1, min(cell.column_span, MOST_COLUMNS))
            check_size(row_number + 1, column + across, len(taken) + down * across)
            cells[row_number, column] = Cell(cell.text, down, across)
            taken.update((row_number + i, column + j) for i in range(down) for j in range(across))
            column += across
            width = max(width, column)
        height = row_number + 1
    return Table(_within(cells, height), height, width, place)


def check_size(rows: int, columns: int, cells: int = 0) -> None:
    """Refuse what no report has."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or cells > MOST_CELLS:
        raise ImportRefused(
            f"文件里有超过{MOST_ROWS}行、{MOST_COLUMNS}列或{MOST_CELLS}格的表格，不像一份年报，请确认选对了文件。"
        )


def _within(cells: dict[tuple[int, int], Cell], height: int) -> dict[tuple[int, int], Cell]:
    """The cells, none of which reaches below the last row."""
    return {
        (row, column): Cell(cell.text, min(cell.row_span, height - row), cell.column_span)
        for (row, column), cell in cells.items()
    }


class EdgedCell(NamedTuple):
    """A cell between two edges (twips); what it goes on with is the cell on its left, or the one above."""

    text: str
    left: float
    right: float
    joins_left: bool = False
    joins_above: bool = False
    begins_column: bool = False
    """Cells below may go on with this one."""


def place_by_edges(rows: Sequence[Sequence[EdgedCell]]) -> Table:
    """The table whose columns are all the edges of all its rows; merged cells are one, with the text of all parts."""
    columns = merged((edge for row in rows for cell in row for edge in (cell.left, cell.right)), _SAME_EDGE)
    check_size(len(rows), len(columns) - 1)
    cells: dict[tuple[int, int], Cell] = {}
    open_above: dict[int, tuple[int, int]] = {}
    for row_number, row in enumerate(rows):
        before: tuple[int, int] | None = None
        free = 0
        for cell in row:
            left, right = max(free, nearest(columns, cell.left)), nearest(columns, cell.right)
            free = max(right, left + 1)
            if cell.joins_left and before is not None:
                old = cells[before]
                cells[before] = Cell(old.text + cell.text, old.row_span, max(1, right - before[1]))
            elif cell.joins_above and left in open_above:
                top = open_above[left]
                cells[top] = Cell(cells[top].text + cell.text, row_number - top[0] + 1, cells[top].column_span)
                before = top
            else:
                before = row_number, left
                cells[before] = Cell(cell.text, 1, max(1, right - left))
                open_above.pop(left, None)
                if cell.begins_column:
                    open_above[left] = before
    width = max((column + cell.column_span for (_, column), cell in cells.items()), default=1)
    return Table(cells, len(rows), width)


def cut_sheet(cells: Mapping[tuple[int, int], Cell], place: str) -> Iterator[Paragraph | Row | Table]:
    """A sheet cut at its blank rows, and at rows with a single text, which are lines of text and no table."""
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in cells.items():
        rows.setdefault(row, {})[column] = cell
    inside = {
        below for (row, _), cell in cells.items() if cell.row_span > 1 for below in range(row, row + cell.row_span)
    }
    run: list[dict[int, Cell]] = []
    for row in range(max(rows, default=-1) + 2):
        filled = [cell.text for cell in rows.get(row, {}).values() if cell.text]
        lone = filled[0] if len(filled) == 1 and row not in inside and not _NUMBER.fullmatch(filled[0]) else ""
        if (filled and not lone) or row in inside:
            run.append(rows.get(row, {}))
            continue
        if run:
            yield _sheet_table(run, place)
            run = []
        yield from paragraphs(lone)


def _sheet_table(rows: Sequence[Mapping[int, Cell]], place: str) -> Table:
    """Rows of a sheet, cut to the width that they fill."""
    cells = {(number, column): cell for number, row in enumerate(rows) for column, cell in row.items()}
    width = max((column + cell.column_span for (_, column), cell in cells.items()), default=0)
    check_size(len(rows), width, len(cells))
    return Table(cells, len(rows), width, place)


def merged(values: Iterable[float], tolerance: float) -> list[float]:
    """Sorted positions; those closer than ``tolerance`` to the first of their run are one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > tolerance:
            found.append(value)
    return found


def nearest(positions: Sequence[float], value: float) -> int:
    """The index of the position closest to ``value``."""
    index = bisect_left(positions, value)
    if index == len(positions) or (index and value - positions[index - 1] <= positions[index] - value):
        return index - 1
    return index


def paragraphs(text: str, *, heading: bool = False) -> Iterator[Paragraph | Row]:
    """The lines of a text in a word processor: line breaks part paragraphs, two tabs or more make a row of cells."""
    for line in text.split("\n"):
        cells = line.strip(" \u3000").lstrip("\t").split("\t")
        if len(cells) > 2:
            yield Row(tuple(cell.strip() for cell in cells))
        elif line.strip():
            yield Paragraph(" ".join(cells).strip(), heading=heading, indented=line.startswith("\u3000"))


def as_cell_lines(table: Table) -> Iterator[str]:
    """A table inside a cell, as lines of that cell."""
    return ("\t".join(filter(None, row)) for row in table.grid())
