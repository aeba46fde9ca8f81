"""How a table of the form is laid out wherever it is drawn: which cell is where, the boxes of its grouped labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from model.form.edition import CellRef, Line, Table, TableLayout


@dataclass(frozen=True, slots=True)
class LabelBox:
    """One box of a header: it covers the lines ``first`` to ``last`` and ``levels`` levels from ``level`` on."""

    text: str
    first: int
    last: int
    level: int
    levels: int

    @property
    def span(self) -> int:
        """Over how many lines it stands."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Arrangement:
    """A table laid out: ``refs[row][column]`` is the cell there."""

    table: Table
    refs: tuple[tuple[CellRef, ...], ...]
    column_headings: tuple[LabelBox, ...]
    row_headings: tuple[LabelBox, ...]

    @cached_property
    def places(self) -> dict[CellRef, tuple[int, int]]:
        """Row and column of every cell."""
        return {ref: (i, j) for i, row in enumerate(self.refs) for j, ref in enumerate(row)}

    @property
    def header_levels(self) -> int:
        """Into how many rows the column headings are divided."""
        return level_count(self.column_headings)

    @property
    def stub_levels(self) -> int:
        """Into how many columns the row headings are divided; 0 where rows have none."""
        return level_count(self.row_headings)

    @property
    def has_stub(self) -> bool:
        """Whether rows have headings of their own."""
        return bool(self.row_headings)

    @property
    def row_labels(self) -> tuple[str, ...]:
        return _leaves(self.row_headings)

    @property
    def column_labels(self) -> tuple[str, ...]:
        return _leaves(self.column_headings)


def lay_out(table: Table) -> Arrangement:
    """The table as printed: a grid, or one row of values under the rows' labels."""
    if table.layout is TableLayout.ROW:
        pairs = [(row, column) for row in table.rows for column in table.columns]
        only_row = tuple(CellRef(table.key, row.key, column.key) for row, column in pairs)
        return Arrangement(table, (only_row,), label_boxes([(*_path(row), column.label) for row, column in pairs]), ())
    refs = tuple(tuple(CellRef(table.key, row.key, column.key) for column in table.columns) for row in table.rows)
    columns, rows = ([_path(line) for line in lines] for lines in (table.columns, table.rows))
    return Arrangement(table, refs, label_boxes(columns), label_boxes(rows))


def label_boxes(paths: Sequence[tuple[str, ...]]) -> tuple[LabelBox, ...]:
    """The boxes over lines whose labels, outermost first, are ``paths``.

    Neighbours under the same outer label share its box; an innermost label fills the levels that are left.
    """
    deepest = max(map(len, paths))
    boxes: list[LabelBox] = []
    open_boxes: dict[int, int] = {}  # level -> index of the box that the line before stands under
    for line, path in enumerate(paths):
        before = paths[line - 1] if line else ()
        for level, text in enumerate(path):
            innermost = level == len(path) - 1
            if not innermost and len(before) > level + 1 and before[: level + 1] == path[: level + 1]:
                shared = open_boxes[level]
                boxes[shared] = replace(boxes[shared], last=line)
            else:
                open_boxes[level] = len(boxes)
                boxes.append(LabelBox(text, line, line, level, deepest - level if innermost else 1))
    return tuple(boxes)


def level_count(boxes: Sequence[LabelBox]) -> int:
    return max((box.level + box.levels for box in boxes), default=0)


def _path(line: Line) -> tuple[str, ...]:
    return (*line.groups, line.label)


def _leaves(boxes: Sequence[LabelBox]) -> tuple[str, ...]:
    """The innermost label of each line."""
    innermost: dict[int, LabelBox] = {}
    for box in boxes:
        if box.first == box.last and (box.first not in innermost or innermost[box.first].level < box.level):
            innermost[box.first] = box
    return tuple(innermost[line].text for line in sorted(innermost))
