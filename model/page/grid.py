"""The table engine: column widths, row heights, rules, and parts of a grid on consecutive pages. Lengths in points."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from model.document.blocks import Cell, CellRole, Grid
from model.page.paper import ASCENT, LEFT_MARGIN, MEASURE, PAGE_HEIGHT, TOP_MARGIN, Sheets
from model.page.structure import Element, cell_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from model.page.drawing import SetLine
    from model.page.styles import Styles

_PAD_X = 3.0
_PAD_Y = 3.0
_TIGHT_PAD_Y = 1.6
_FIGURE_PAD = 1.5
_LEADING = 1.25
_VERTICAL_MEASURE = 1.7  # em: one character and, squeezed, the mark that belongs to it
_RULE = 0.5
_KEPT_GRIDS = 24
_TOLERANCE = 0.01
_SHADE = ".86 .92 .97 rg"

_SCOPES = {CellRole.COLUMN_HEAD: "Column", CellRole.ROW_HEAD: "Row", CellRole.FIGURE: "", CellRole.TEXT: ""}


class SetCell(NamedTuple):
    """A cell with its lines, set at ``size``."""

    cell: Cell
    lines: tuple[SetLine, ...]
    size: float


class SetGrid:
    """A grid at one type size: where its columns stand (``xs``), how high its rows are, and its cells' lines.

    ``pad`` is the white above and below the lines of a cell; ``owner[row][column]`` is the index of the cell that
    covers the place.
    """

    def __init__(self, grid: Grid, size: float, pad: float, styles: Styles) -> None:
        self.grid = grid
        self.size = size
        self.pad = pad
        self.style = styles.table(size)
        widths = self._widths(styles)
        self.xs = list(accumulate(widths, initial=LEFT_MARGIN))
        self.cells = [self._set(cell, styles) for cell in grid.cells]
        self.heights = self._heights()
        self.owner = [[-1] * len(grid.columns) for _ in range(grid.rows)]
        for index, cell in enumerate(grid.cells):
            for row in range(cell.row, cell.row + cell.row_span):
                self.owner[row][cell.column : cell.column + cell.column_span] = [index] * cell.column_span
        self.height = sum(self.heights)

    def _widths(self, styles: Styles) -> list[float]:
        """Column widths: what their figures need and at least what they ask for; the rest is shared out."""
        columns = self.grid.columns
        least = [column.least * self.size + 2 * _PAD_X for column in columns]
        if sum(least) > MEASURE:
            return [width * MEASURE / sum(least) for width in least]
        needed = list(least)
        for cell in self.grid.cells:
            if cell.role is CellRole.FIGURE and cell.column_span == 1:
                needed[cell.column] = max(needed[cell.column], styles.width(cell.text, self.style) + 2 * _FIGURE_PAD)
        spare = MEASURE - sum(needed)
        if spare < 0:
            part = (MEASURE - sum(least)) / (sum(needed) - sum(least))
            return [low + (wish - low) * part for low, wish in zip(least, needed, strict=True)]
        shares = sum(column.share for column in columns)
        return [wish + spare * column.share / shares for wish, column in zip(needed, columns, strict=True)]

    def _set(self, cell: Cell, styles: Styles) -> SetCell:
        width = self.xs[cell.column + cell.column_span] - self.xs[cell.column]
        if cell.role is CellRole.FIGURE:
            room = width - _FIGURE_PAD * 2
            wanted = styles.width(cell.text, self.style)
            size = self.size if wanted <= room else self.size * room / wanted
            return SetCell(cell, styles.ragged(cell.text, self.style, 2 * max(wanted, MEASURE)), size)
        if cell.vertical:
            return SetCell(cell, styles.ragged(cell.text, self.style, _VERTICAL_MEASURE * self.size), self.size)
        return SetCell(cell, styles.label(cell.text, self.style, width - 2 * _PAD_X), self.size)

    def _heights(self) -> list[float]:
        heights = [max(self.grid.row_height, _least_height(self.size, self.pad))] * self.grid.rows
        for item in sorted(self.cells, key=lambda item: item.cell.row_span):
            row, span = item.cell.row, item.cell.row_span
            height = len(item.lines) * self.size * _LEADING + 2 * self.pad
            lacking = height - sum(heights[row : row + span])
            if lacking > 0:
                for covered in range(row, row + span):
                    heights[covered] += lacking / span
        return heights


class GridSetter:
    """Sets grids, and remembers the last ones: between two keystrokes most stay the same."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._kept: OrderedDict[tuple[Grid, float, float], SetGrid] = OrderedDict()

    def at(self, grid: Grid, size: float, pad: float = _PAD_Y) -> SetGrid:
        """The grid at one type size."""
        key = (grid, size, pad)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = SetGrid(grid, size, pad, self._styles)
            if len(self._kept) > _KEPT_GRIDS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found

    def fitting(self, grid: Grid, room: float) -> SetGrid | None:
        """The grid at the largest of its sizes at which it is no higher than ``room``; the last one also set tight."""
        for size, pad in (*((size, _PAD_Y) for size in grid.sizes), (grid.sizes[-1], _TIGHT_PAD_Y)):
            if grid.rows * _least_height(size, pad) > room:
                continue
            setting = self.at(grid, size, pad)
            if setting.height <= room + _TOLERANCE:
                return setting
        return None


def _least_height(size: float, pad: float) -> float:
    """A row's height when none of its cells has a second line."""
    return size * _LEADING + 2 * pad


@dataclass(eq=False)
class GridDrawing:
    """Draws one grid, part by part, onto the current page of ``sheets``."""

    setting: SetGrid
    sheets: Sheets
    table: Element
    _elements: list[Element] = field(init=False)
    _drawn: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        rows = [self.table.add("TR") for _ in range(self.setting.grid.rows)]
        self._elements = []
        for cell in self.setting.grid.cells:
            scope = _SCOPES[cell.role]
            attributes = cell_attributes(row_span=cell.row_span, column_span=cell.column_span, scope=scope)
            self._elements.append(rows[cell.row].add("TH" if scope else "TD", attributes))
        text = "".join([cell.text for cell in self.setting.grid.cells])
        self.sheets.use(self.setting.style.typeface, text)

    def draw(self, rows: Sequence[int]) -> None:
        """Draw these rows at the current place; those drawn before are repeated as artifacts."""
        setting, sheets = self.setting, self.sheets
        top = PAGE_HEIGHT - TOP_MARGIN - sheets.top
        ys = list(accumulate((-setting.heights[row] for row in rows), initial=top))
        owners = [setting.owner[row] for row in rows]
        operators = sheets.page.operators
        operators.append("/Artifact BMC")
        operators.extend(self._shading(owners, ys))
        operators.append(f"{_RULE} w 0 G")
        operators.extend(self._rules(owners, ys))
        operators.append("S EMC")
        operators.append(f"BT /{setting.style.typeface.main.key} {setting.size:g} Tf")
        pen = (0.0, 0.0)
        for index, first, last in _stretches(owners):
            pen = self._draw_cell(index, ys[first], ys[last], pen)
        operators.append("ET")
        sheets.top += top - ys[-1]

    def _draw_cell(self, index: int, top: float, bottom: float, pen: tuple[float, float]) -> tuple[float, float]:
        """Draw a cell's lines between two ordinates; ``pen`` is where the last line began, and the result where now."""
        item, operators = self.setting.cells[index], self.sheets.page.operators
        if not item.lines:
            self._drawn.add(index)
            return pen
        repeated = index in self._drawn
        self._drawn.add(index)
        cell = item.cell
        left, right = self.setting.xs[cell.column], self.setting.xs[cell.column + cell.column_span]
        size = min(item.size, (top - bottom) / (len(item.lines) * _LEADING))
        pitch = size * _LEADING
        scale = size / self.setting.size
        y = (top + bottom) / 2 + len(item.lines) * pitch / 2 - (pitch - size) / 2 - size * ASCENT
        pieces = ["/Artifact BMC" if repeated else self.sheets.mark(self._elements[index])]
        if scale != 1:
            pieces.append(f"/{self.setting.style.typeface.main.key} {size:.2f} Tf")
        for line in item.lines:
            x = (left + right - line.width * scale) / 2 if cell.centred else left + _PAD_X
            pieces.append(f"{x - pen[0]:.2f} {y - pen[1]:.2f} Td {line.rest}")
            pen = (round(x - pen[0], 2) + pen[0], round(y - pen[1], 2) + pen[1])
            y -= pitch
        if scale != 1:
            pieces.append(f"/{self.setting.style.typeface.main.key} {self.setting.size:g} Tf")
        pieces.append("EMC")
        operators.append(" ".join(pieces))
        return pen

    def _shading(self, owners: Sequence[Sequence[int]], ys: Sequence[float]) -> Iterator[str]:
        xs = self.setting.xs
        for index, first, last in _stretches(owners):
            cell = self.setting.cells[index].cell
            if cell.shaded:
                left, right = xs[cell.column], xs[cell.column + cell.column_span]
                yield f"{_SHADE} {left:.2f} {ys[last]:.2f} {right - left:.2f} {ys[first] - ys[last]:.2f} re f 0 g"

    def _rules(self, owners: Sequence[Sequence[int]], ys: Sequence[float]) -> Iterator[str]:
        """Every rule once, as long as it runs."""
        xs, columns, rows = self.setting.xs, len(self.setting.grid.columns), len(owners)
        for row in range(rows + 1):
            edges = [row in (0, rows) or owners[row - 1][c] != owners[row][c] for c in range(columns)]
            for start, end in _runs(edges):
                yield f"{xs[start]:.2f} {ys[row]:.2f} m {xs[end]:.2f} {ys[row]:.2f} l"
        for column in range(columns + 1):
            edges = [column in (0, columns) or row[column - 1] != row[column] for row in owners]
            for start, end in _runs(edges):
                yield f"{xs[column]:.2f} {ys[start]:.2f} m {xs[column]:.2f} {ys[end]:.2f} l"


def _stretches(owners: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, int]]:
    """Each cell of a part of a grid with the first line of its box and the last, in reading order."""
    seen: set[int] = set()
    for row, line in enumerate(owners):
        for column, index in enumerate(line):
            if index in seen:
                continue
            seen.add(index)
            last = row + 1
            while last < len(owners) and owners[last][column] == index:
                last += 1
            yield index, row, last


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The unbroken runs of true values, as half-open ranges."""
    start = None
    for position, flag in enumerate((*flags, False)):
        if flag and start is None:
            start = position
        elif not flag and start is not None:
            yield start, position
            start = None
