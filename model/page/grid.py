"""The table engine: column widths, row heights, rules, and parts of a grid on consecutive pages. Lengths in points."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from model.document.blocks import Cell, CellRole, Grid
from model.page.columns import HEAD_PAD, LABEL_PARTS, PAD, Columns, comfortable, needs_of, squeezed
from model.page.drawing import meaning
from model.page.paper import ASCENT, LEFT_MARGIN, MEASURE, PAGE_HEIGHT, TOP_MARGIN, PlacedLine, Rule, Sheets, Tint
from model.page.structure import Element, cell_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from model.page.drawing import SetLine
    from model.page.styles import Styles

_PAD_Y = 3.0
_PADS = (_PAD_Y, 2.3, 1.6)
_MOST_STRETCH = 5.0
_LEADING = 1.25
_VERTICAL_MEASURE = 1.7  # em: one character and, squeezed, the mark that belongs to it
RULE = 0.5
"""How thick rules are, in points."""

_KEPT_GRIDS = 24
_KEPT_PADS = 8
_TOLERANCE = 0.01
SHADE = (0.86, 0.92, 0.97)
"""The colour of tinted cells: red, green, blue."""

_SHADE = "{:g} {:g} {:g} rg".format(*SHADE)

Pen = tuple[float, float]

_SCOPES = {CellRole.COLUMN_HEAD: "Column", CellRole.ROW_HEAD: "Row", CellRole.FIGURE: "", CellRole.TEXT: ""}


class SetCell(NamedTuple):
    """A cell with its lines, set at ``size``."""

    cell: Cell
    lines: tuple[SetLine, ...]
    size: float


class SetGrid:
    """A grid at one type size: where its columns stand (``xs``), how high its rows are, and its cells' lines.

    All figures are of one size, ``figure_size``. ``owner[row][column]`` is the index of the cell that covers the place.
    """

    def __init__(self, grid: Grid, size: float, columns: Columns, styles: Styles) -> None:
        self.grid = grid
        self.size = size
        self.style = styles.table(size)
        self.figure_size = size * columns.figure_scale
        self.xs = list(accumulate(columns.widths, initial=LEFT_MARGIN))
        self.cells = [self._set(cell, styles) for cell in grid.cells]
        self.owner = [[-1] * len(grid.columns) for _ in range(grid.rows)]
        for index, cell in enumerate(grid.cells):
            for row in range(cell.row, cell.row + cell.row_span):
                self.owner[row][cell.column : cell.column + cell.column_span] = [index] * cell.column_span
        self._padded: dict[float, PaddedGrid] = {}

    def padded(self, pad: float) -> PaddedGrid:
        """With that much white above and below the lines of its cells."""
        if pad not in self._padded:
            if len(self._padded) > _KEPT_PADS:
                self._padded.clear()
            self._padded[pad] = PaddedGrid(self, self._heights(pad), pad)
        return self._padded[pad]

    def _set(self, cell: Cell, styles: Styles) -> SetCell:
        width = self.xs[cell.column + cell.column_span] - self.xs[cell.column]
        if cell.role is CellRole.FIGURE:
            wanted = styles.width(cell.text, self.style)
            return SetCell(cell, styles.ragged(cell.text, self.style, 2 * max(wanted, MEASURE)), self.figure_size)
        if cell.vertical:
            return SetCell(cell, styles.ragged(cell.text, self.style, _VERTICAL_MEASURE * self.size), self.size)
        if cell.role is CellRole.COLUMN_HEAD:
            return SetCell(cell, styles.head(cell.text, self.style, width - 2 * HEAD_PAD), self.size)
        return SetCell(cell, styles.label(cell.text, self.style, width - 2 * PAD), self.size)

    def _heights(self, pad: float) -> list[float]:
        heights = [max(self.grid.row_height, _least_height(self.size, pad))] * self.grid.rows
        for item in sorted(self.cells, key=lambda item: item.cell.row_span):
            row, span = item.cell.row, item.cell.row_span
            height = len(item.lines) * self.size * _LEADING + 2 * pad
            lacking = height - sum(heights[row : row + span])
            if lacking > 0:
                for covered in range(row, row + span):
                    heights[covered] += lacking / span
        return heights


class GridPart(NamedTuple):
    """Some rows of a grid, drawn with the upper edge at 0: shading and rules, and what draws each cell's text.

    ``tints``, ``rules`` and ``lines`` are the same once more, for outputs that are no PDF.
    """

    background: str
    texts: tuple[tuple[int, str], ...]
    tints: tuple[Tint, ...]
    rules: tuple[Rule, ...]
    lines: tuple[PlacedLine, ...]


class PaddedGrid:
    """A grid that knows how high its rows are; ``pad`` is the white above and below the lines of a cell."""

    def __init__(self, setting: SetGrid, heights: list[float], pad: float) -> None:
        self.set = setting
        self.heights = heights
        self.pad = pad
        self.height = sum(heights)

    @cached_property
    def whole(self) -> GridPart:
        """All rows; drawn once and then again on every page on which nothing of it changed."""
        return self.part(range(self.set.grid.rows))

    def part(self, rows: Sequence[int]) -> GridPart:
        """Some rows, as they stand under each other on one page."""
        setting = self.set
        ys = list(accumulate((-self.heights[row] for row in rows), initial=0.0))
        owners = [setting.owner[row] for row in rows]
        tints, rules = tuple(self._tints(owners, ys)), tuple(_rules(owners, setting.xs, ys))
        shading = "".join(
            f"{_SHADE} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f 0 g " for x, y, width, height in tints
        )
        strokes = " ".join(f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l" for x, y, to_x, to_y in rules)
        texts: list[tuple[int, str]] = []
        lines: list[PlacedLine] = []
        pen = (0.0, 0.0)
        for index, first, last in sorted(_stretches(owners), key=self._reading_place):
            placed = list(self._placed(index, ys[first], ys[last]))
            text, pen = self._cell_text(placed, pen)
            if len(placed) > 1:
                text = meaning(self.set.cells[index].cell.text, text)
            texts.append((index, text))
            lines += placed
        return GridPart(f"{shading}{RULE} w 0 G {strokes} S", tuple(texts), tints, rules, tuple(lines))

    def _reading_place(self, stretch: tuple[int, int, int]) -> tuple[int, int, int]:
        """Heads are drawn with those under them before the next ones, rows in order: as extracted text should read."""
        cell = self.set.cells[stretch[0]].cell
        if cell.row < self.set.grid.header_rows:
            return 0, cell.column, cell.row
        return 1, stretch[0], 0

    def _placed(self, index: int, top: float, bottom: float) -> Iterator[PlacedLine]:
        """A cell's lines between two ordinates."""
        item, setting = self.set.cells[index], self.set
        if not item.lines:
            return
        cell = item.cell
        left, right = setting.xs[cell.column], setting.xs[cell.column + cell.column_span]
        size = min(item.size, (top - bottom) / (len(item.lines) * _LEADING))
        pitch = size * _LEADING
        scale = size / setting.size
        y = (top + bottom) / 2 + len(item.lines) * pitch / 2 - (pitch - size) / 2 - size * ASCENT
        for line in item.lines:
            x = (left + right - line.width * scale) / 2 if cell.centred else left + PAD
            yield PlacedLine(x, y, line, scale)
            y -= pitch

    def _cell_text(self, placed: Sequence[PlacedLine], pen: Pen) -> tuple[str, Pen]:
        """What draws a cell's lines; ``pen`` is where the last line began, and then where now."""
        if not placed:
            return "", pen
        face, size, scale = self.set.style.typeface.main.key, self.set.size, placed[0].scale
        pieces = [] if scale == 1 else [f"/{face} {size * scale:.2f} Tf"]
        for x, y, line, *_ in placed:
            pieces.append(f"{x - pen[0]:.2f} {y - pen[1]:.2f} Td {line.rest}")
            pen = (round(x - pen[0], 2) + pen[0], round(y - pen[1], 2) + pen[1])
        if scale != 1:
            pieces.append(f"/{face} {size:g} Tf")
        return " ".join(pieces), pen

    def _tints(self, owners: Sequence[Sequence[int]], ys: Sequence[float]) -> Iterator[Tint]:
        xs = self.set.xs
        for index, first, last in _stretches(owners):
            cell = self.set.cells[index].cell
            if cell.shaded:
                left, right = xs[cell.column], xs[cell.column + cell.column_span]
                yield Tint(left, ys[last], right - left, ys[first] - ys[last])


class GridSetter:
    """Sets grids, and remembers the last ones: between two keystrokes most stay the same."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._kept: OrderedDict[tuple[Grid, float, Columns], SetGrid] = OrderedDict()
        self._columns: OrderedDict[tuple[Grid, float], tuple[Columns, ...]] = OrderedDict()

    def at(self, grid: Grid, size: float, pad: float = _PAD_Y, columns: Columns | None = None) -> PaddedGrid:
        """The grid at one type size, its columns by default as wide as they can be without smaller figures."""
        columns = columns or self.columns(grid, size)[0]
        key = (grid, size, columns)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = SetGrid(grid, size, columns, self._styles)
            if len(self._kept) > _KEPT_GRIDS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found.padded(pad)

    def columns(self, grid: Grid, size: float) -> tuple[Columns, ...]:
        """The ways to divide the measure at one type size: one, or where figures are too wide, several."""
        found = self._columns.get((grid, size))
        if found is None:
            needs = needs_of(grid, self._styles.table(size), self._styles)
            easy = comfortable(needs)
            found = (easy,) if easy else tuple(squeezed(needs, size, labels) for labels in LABEL_PARTS)
            self._columns[grid, size] = found
            if len(self._columns) > _KEPT_GRIDS:
                self._columns.popitem(last=False)
        return found

    def fitting(self, grids: Sequence[Grid], room: float) -> list[PaddedGrid]:
        """The grids as large as they can be, at one type size, where together they are no higher than ``room``.

        Large figures come first, then large labels; rows are set tight rather than smaller. Empty if they do not fit.
        """
        rows = sum(grid.rows for grid in grids)
        for _, size, columns in self._ways(grids):
            for pad in _PADS:
                if rows * _least_height(size, pad) > room:
                    continue
                settings = [self.at(grid, size, pad, chosen) for grid, chosen in zip(grids, columns, strict=True)]
                if sum(setting.height for setting in settings) <= room + _TOLERANCE:
                    return settings
        return []

    def _ways(self, grids: Sequence[Grid]) -> list[tuple[float, float, tuple[Columns, ...]]]:
        """The ways to set these grids, largest figures (of the first one) first: their size, the type size, columns."""
        ways = [
            (size * first.figure_scale, size, (first, *(self.columns(grid, size)[0] for grid in grids[1:])))
            for size in grids[0].sizes
            for first in self.columns(grids[0], size)
        ]
        return sorted(ways, key=lambda way: (round(way[0], 1), way[1]), reverse=True)

    def stretched(self, settings: Sequence[PaddedGrid], spare: float) -> list[PaddedGrid]:
        """The same grids with white added evenly to their rows, of ``spare`` as much as looks well."""
        rows = sum(setting.set.grid.rows for setting in settings)
        extra = round(min(_MOST_STRETCH, spare / (2 * rows)) - 0.005, 2)
        if extra <= 0:
            return list(settings)
        return [setting.set.padded(setting.pad + extra) for setting in settings]


def _least_height(size: float, pad: float) -> float:
    """A row's height when none of its cells has a second line."""
    return size * _LEADING + 2 * pad


@dataclass(eq=False)
class GridDrawing:
    """Draws one grid, part by part, onto the current page of ``sheets``."""

    setting: PaddedGrid
    sheets: Sheets
    table: Element
    _elements: list[Element] = field(init=False)
    _drawn: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        grid = self.setting.set.grid
        rows = [self.table.add("TR") for _ in range(grid.rows)]
        self._elements = []
        for cell in grid.cells:
            scope = _SCOPES[cell.role]
            attributes = cell_attributes(row_span=cell.row_span, column_span=cell.column_span, scope=scope)
            self._elements.append(rows[cell.row].add("TH" if scope else "TD", attributes))
        text = "".join([cell.text for cell in grid.cells])
        self.sheets.use(self.setting.set.style.typeface, text)

    def draw(self, rows: Sequence[int]) -> None:
        """Draw these rows at the current place; those drawn before are repeated as artifacts."""
        setting, sheets = self.setting, self.sheets
        whole = len(rows) == setting.set.grid.rows
        part = setting.whole if whole else setting.part(rows)
        top = PAGE_HEIGHT - TOP_MARGIN - sheets.top
        operators = sheets.page.operators
        sheets.page.grids.append((part, top))
        operators.append(f"q 1 0 0 1 0 {top:.2f} cm /Artifact BMC {part.background} EMC")
        operators.append(f"BT /{setting.set.style.typeface.main.key} {setting.set.size:g} Tf")
        for index, text in part.texts:
            if text:
                mark = "/Artifact BMC" if index in self._drawn else sheets.mark(self._elements[index])
                operators.append(f"{mark} {text} EMC")
            self._drawn.add(index)
        operators.append("ET Q")
        sheets.top += sum(setting.heights[row] for row in rows)


def _rules(owners: Sequence[Sequence[int]], xs: Sequence[float], ys: Sequence[float]) -> Iterator[Rule]:
    """Every rule once, as long as it runs."""
    columns, rows = len(xs) - 1, len(owners)
    for row in range(rows + 1):
        edges = [row in (0, rows) or owners[row - 1][c] != owners[row][c] for c in range(columns)]
        for start, end in _runs(edges):
            yield Rule(xs[start], ys[row], xs[end], ys[row])
    for column in range(columns + 1):
        edges = [column in (0, columns) or row[column - 1] != row[column] for row in owners]
        for start, end in _runs(edges):
            yield Rule(xs[column], ys[start], xs[column], ys[end])


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
