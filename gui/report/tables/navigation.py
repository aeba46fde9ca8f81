"""Where the keys of a spreadsheet lead from a cell."""

from __future__ import annotations

from enum import Enum, auto
from itertools import takewhile

from PySide6.QtCore import QModelIndex, Qt

from gui.report.tables.table_model import ReportTableModel

Key = Qt.Key


class Move(Enum):
    """Where to go after a cell."""

    DOWN = auto()
    UP = auto()
    RIGHT = auto()
    LEFT = auto()
    NEXT = auto()  # right, and at the row's end to the next row
    PREVIOUS = auto()


MOVES = {
    Key.Key_Return: Move.DOWN,
    Key.Key_Enter: Move.DOWN,
    Key.Key_Tab: Move.NEXT,
    Key.Key_Backtab: Move.PREVIOUS,
}
ARROWS = {Key.Key_Down: Move.DOWN, Key.Key_Up: Move.UP, Key.Key_Right: Move.RIGHT, Key.Key_Left: Move.LEFT}

_STEPS = {Move.DOWN: (1, 0), Move.UP: (-1, 0), Move.RIGHT: (0, 1), Move.LEFT: (0, -1)}


def next_cell(cells: ReportTableModel, start: QModelIndex, move: Move) -> QModelIndex:
    """Where Enter, Tab and the like lead from a cell, over the computed ones; an invalid index at the table's end."""
    rows, columns = cells.rowCount(), cells.columnCount()
    row, column = start.row(), start.column()
    while True:
        if move in _STEPS:
            row, column = row + _STEPS[move][0], column + _STEPS[move][1]
        else:
            row, column = divmod(row * columns + column + (1 if move is Move.NEXT else -1), columns)
        if not (0 <= row < rows and 0 <= column < columns):
            return QModelIndex()
        index = cells.index(row, column)
        if cells.is_open(index) or not cells.document.editable:
            return index


def destination(
    cells: ReportTableModel, start: QModelIndex, key: Qt.Key, *, control: bool, page: int
) -> QModelIndex | None:
    """Where arrows, Home, End and the page keys lead; ``page`` is how many rows show. None for any other key.

    With Ctrl an arrow goes to the end of a run of figures, or to the next one; Home and End to the table's corners.
    """
    last_row, last_column = cells.rowCount() - 1, cells.columnCount() - 1
    row, column = start.row(), start.column()
    if key in ARROWS:
        return _edge(cells, start, ARROWS[key]) if control else _neighbours(cells, start, ARROWS[key])[:2][-1]
    match key:
        case Key.Key_Home:
            return cells.index(0 if control else row, 0)
        case Key.Key_End:
            return cells.index(last_row if control else row, last_column)
        case Key.Key_PageUp | Key.Key_PageDown if not control:
            wanted = row + (page if key == Key.Key_PageDown else -page)
            return cells.index(max(0, min(last_row, wanted)), column)
    return None


def _neighbours(cells: ReportTableModel, start: QModelIndex, move: Move) -> list[QModelIndex]:
    """The cell itself and all in that direction."""
    down, right = _STEPS[move]
    line, index = [], start
    while index.isValid():
        line.append(index)
        index = cells.index(index.row() + down, index.column() + right)
    return line


def _edge(cells: ReportTableModel, start: QModelIndex, move: Move) -> QModelIndex:
    line = _neighbours(cells, start, move)
    filled = [bool(cells.text(cells.ref(index))) for index in line]
    run = len(list(takewhile(bool, filled)))
    if run > 1:
        return line[run - 1]
    return next((index for index, has_figure in zip(line[1:], filled[1:], strict=True) if has_figure), line[-1])
