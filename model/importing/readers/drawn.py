"""Tables drawn by rules: edges of rows and columns, and which of the small cells between them are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from model.importing.content import Cell, Table
from model.importing.readers.geometry import Glyph, Line, Rule, as_lines
from model.importing.readers.tables import merged, nearest

_JOIN = 4.0
"""Rules in one line with a smaller gap are one rule: dashes, and borders drawn cell by cell."""
_TOUCH = 3.0
SAME_EDGE = 3.5
"""Edges closer than this are one edge: double borders, rounding. No cell is that narrow."""
_STICKS_OUT = 5.0
_DIVIDES = 0.6
"""The part of a cell's side that a rule must cover to divide it from its neighbour."""
Place = tuple[int, int]


class _Stroke(NamedTuple):
    """A level rule (at a height, from left to right) or an upright one (at an x, from top to bottom)."""

    position: float
    start: float
    end: float


class Grid:
    """One table as its rules draw it. ``rows`` and ``columns`` are the edges."""

    def __init__(self, level: Sequence[_Stroke], upright: Sequence[_Stroke]) -> None:
        self.rows = _edges(level, upright)
        self.columns = _edges(upright, level)
        self._parent = {
            (row, column): (row, column) for row in range(len(self.rows) - 1) for column in range(len(self.columns) - 1)
        }
        below = _dividing(level, self.rows, self.columns)
        beside = _dividing(upright, self.columns, self.rows)
        for row, column in self._parent:
            if column + 2 < len(self.columns) and (column + 1, row) not in beside:
                self._unite((row, column), (row, column + 1))
            if row + 2 < len(self.rows) and (row + 1, column) not in below:
                self._unite((row, column), (row + 1, column))

    @property
    def area(self) -> float:
        return (self.rows[-1] - self.rows[0]) * (self.columns[-1] - self.columns[0])

    def holds(self, glyph: Glyph) -> bool:
        x, y = glyph.middle
        return self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]

    def _root(self, cell: Place) -> Place:
        while self._parent[cell] != cell:
            self._parent[cell] = cell = self._parent[self._parent[cell]]
        return cell

    def _unite(self, one: Place, other: Place) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parent[second] = first

    def table(self, glyphs: Iterable[Glyph], place: str) -> Table:
        """The table with these glyphs in its cells, each in that where its middle is."""
        members: dict[Place, list[Place]] = {}
        for cell in self._parent:
            members.setdefault(self._root(cell), []).append(cell)
        held: dict[Place, list[Glyph]] = {root: [] for root in members}
        for glyph in glyphs:
            x, y = glyph.middle
            held[self._root((_between(self.rows, y), _between(self.columns, x)))].append(glyph)
        cells: dict[Place, Cell] = {}
        for root, parts in members.items():
            bottom = max(row for row, _ in parts)
            left, right = min(column for _, column in parts), max(column for _, column in parts)
            text = _cell_text(held[root], self.columns[right + 1] - self.columns[left])
            cells[root[0], left] = Cell(text, bottom - root[0] + 1, right - left + 1)
        return Table(cells, len(self.rows) - 1, len(self.columns) - 1, place)


def drawn_grids(rules: Sequence[Rule]) -> Iterator[Grid]:
    """The tables among the rules of a page: rules that touch each other belong together."""
    level = _joined([_Stroke(r.y0, r.x0, r.x1) for r in rules if r.y0 == r.y1])
    upright = _joined([_Stroke(r.x0, r.y0, r.y1) for r in rules if r.x0 == r.x1 and r.y0 != r.y1])
    group = list(range(len(level) + len(upright)))

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = number = group[group[number]]
        return number

    for a, row in enumerate(level):
        for b, column in enumerate(upright, len(level)):
            if (
                row.start - _TOUCH <= column.position <= row.end + _TOUCH
                and column.start - _TOUCH <= row.position <= column.end + _TOUCH
            ):
                group[root(a)] = root(b)
    for one in sorted({root(number) for number in range(len(group))}):
        rows = [stroke for number, stroke in enumerate(level) if root(number) == one]
        columns = [stroke for number, stroke in enumerate(upright, len(level)) if root(number) == one]
        if len(rows) > 1 and columns:
            grid = Grid(rows, columns)
            if len(grid.rows) > 1 and len(grid.columns) > 1:
                yield grid


def _joined(strokes: Sequence[_Stroke]) -> list[_Stroke]:
    """The strokes, with those that continue each other made one."""
    positions = merged((stroke.position for stroke in strokes), 1.0)
    by_position: dict[float, list[_Stroke]] = {}
    for stroke in strokes:
        position = positions[nearest(positions, stroke.position)]
        by_position.setdefault(position, []).append(stroke)
    found: list[_Stroke] = []
    for position, pieces in by_position.items():
        spans = sorted((min(piece[1:]), max(piece[1:])) for piece in pieces)
        low, high = spans[0]
        for start, end in spans[1:]:
            if start > high + _JOIN:
                found.append(_Stroke(position, low, high))
                low = start
            high = max(high, end)
        found.append(_Stroke(position, low, high))
    return [stroke for stroke in found if stroke.end - stroke.start > _JOIN]


def _edges(strokes: Sequence[_Stroke], crossing: Sequence[_Stroke]) -> list[float]:
    """Where the strokes are, and the ends of those that cross them where these stick out: a table without a frame."""
    positions = [stroke.position for stroke in strokes]
    ends = [end for stroke in crossing for end in (stroke.start, stroke.end)]
    first, last = min(positions) - _STICKS_OUT, max(positions) + _STICKS_OUT
    outer = [end for end in (min(ends), max(ends)) if not first <= end <= last]
    return merged(positions + outer, SAME_EDGE)


def _dividing(strokes: Sequence[_Stroke], edges: Sequence[float], crossing: Sequence[float]) -> set[Place]:
    """(edge, interval) pairs at which a stroke divides the two cells beside it."""
    found = set()
    for position, start, end in strokes:
        edge = nearest(edges, position)
        for interval, (low, high) in enumerate(pairwise(crossing)):
            if min(end + SAME_EDGE, high) - max(start - SAME_EDGE, low) >= _DIVIDES * (high - low):
                found.add((edge, interval))
    return found


def _between(edges: Sequence[float], value: float) -> int:
    return max(0, min(len(edges) - 2, sum(edge <= value for edge in edges) - 1))


def _cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """The lines of a cell as one text. Digits go on in the next line only where no more had room in the one above."""
    if glyphs and sum(glyph.turned for glyph in glyphs) * 2 > len(glyphs):
        return "".join(glyph.text for glyph in glyphs)  # whichever way it runs, it is drawn as it is read
    text = ""
    last: Line | None = None
    for line in as_lines(glyphs):
        piece = line.text.strip()
        if not piece:
            continue
        if last is not None and text[-1].isdecimal() and piece[0].isdecimal():
            full = width - (last.x1 - last.x0) < 2.2 * last.size and line.y0 - last.y1 < 0.8 * last.size
            text += "" if full else "\n"
        text += piece
        last = line
    return text
