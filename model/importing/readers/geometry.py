"""What a page prints, for every kind of file that only knows pages: glyphs, drawn rules, and the lines they make.

Lengths are points; y grows downwards, as the page is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

MOST_PAGES = 500
MOST_RULES = 100_000
MOST_GLYPHS = 30_000
_THIN = 3.0
"""A filled box no thicker than this is a rule."""
_STRAIGHT = 0.7
_OVERLAP = -0.3
_SHARED_WHITE = -0.6
"""So far, in ems, may neighbours reach into each other: a full-width mark's box is half empty, and setters share it."""
_MARKS = frozenset("，。、；：？！）》〉」』】〕”’（《〈「『【〔“‘")
Point = tuple[float, float]


class Glyph(NamedTuple):
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    turned: bool = False
    """Drawn with the line going down or up the page."""

    @property
    def middle(self) -> Point:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


class Rule(NamedTuple):
    """A drawn line, level (``y0 == y1``) or upright (``x0 == x1``)."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Page:
    width: float
    height: float
    place: str
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


class Matrix(NamedTuple):
    """x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def apply(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """This matrix first, then the other."""
        x, y = outer.apply(self.e, self.f)
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            x,
            y,
        )


class Run(NamedTuple):
    """Glyphs drawn one after the other, side by side: a word, a number, a whole line."""

    glyphs: Sequence[Glyph]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return self.glyphs[-1].x1

    @property
    def y(self) -> float:
        """The height of its middle."""
        return sum(glyph.y0 + glyph.y1 for glyph in self.glyphs) / (2 * len(self.glyphs))

    @property
    def size(self) -> float:
        return max(median(glyph.y1 - glyph.y0 for glyph in self.glyphs), 1.0)


class Line(NamedTuple):
    """Runs that stand side by side, from left to right.

    Runs are sorted and never their glyphs: where one text overflows into another, neither is mixed with the other.
    """

    runs: Sequence[Run]

    @property
    def x0(self) -> float:
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        return max(run.x1 for run in self.runs)

    @property
    def y0(self) -> float:
        return min(glyph.y0 for run in self.runs for glyph in run.glyphs)

    @property
    def y1(self) -> float:
        return max(glyph.y1 for run in self.runs for glyph in run.glyphs)

    @property
    def size(self) -> float:
        return max(run.size for run in self.runs)

    @property
    def text(self) -> str:
        """The runs' text, with a space where a gap or an overlap parts them."""
        pieces = [self.runs[0].text]
        for above, run in pairwise(self.runs):
            shared = _SHARED_WHITE if above.text[-1] in _MARKS or run.text[0] in _MARKS else _OVERLAP
            touching = shared < (run.x0 - above.x1) / run.size < 0.6
            pieces.append(run.text if touching else f" {run.text}")
        return "".join(pieces)


def as_lines(glyphs: Iterable[Glyph]) -> Iterator[Line]:
    """Glyphs, given in the order of drawing, by lines from top to bottom."""
    line: list[Run] = []
    for run in sorted(_as_runs(glyphs), key=lambda run: run.y):
        if line and run.y - sum(r.y for r in line) / len(line) > 0.4 * max(run.size, *(r.size for r in line)):
            yield Line(sorted(line, key=lambda r: r.x0))
            line = []
        line.append(run)
    if line:
        yield Line(sorted(line, key=lambda r: r.x0))


def _as_runs(glyphs: Iterable[Glyph]) -> Iterator[Run]:
    """Glyphs cut where the next one does not follow on the right at the same height."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield Run(run)
            run = []
        run.append(glyph)
    if run:
        yield Run(run)


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.y1 - last.y0, glyph.y1 - glyph.y0)
    level = abs(last.y0 + last.y1 - glyph.y0 - glyph.y1) < size
    return level and -0.3 * size < glyph.x0 - last.x1 < 0.25 * size


def printed_once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs without the second print of those printed twice, a little apart, to look bold."""
    found: list[Glyph] = []
    places: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        x, y = int(glyph.x0 // 4), int(glyph.y0 // 4)
        apart = 0.2 * max(glyph.y1 - glyph.y0, glyph.x1 - glyph.x0)
        near = (g for i in (-1, 0, 1) for j in (-1, 0, 1) for g in places.get((glyph.text, x + i, y + j), ()))
        if not any(abs(g.x0 - glyph.x0) < apart and abs(g.y0 - glyph.y0) < apart for g in near):
            found.append(glyph)
            places.setdefault((glyph.text, x, y), []).append(glyph)
    return found


def rules_of(points: Sequence[Point], *, stroked: bool) -> Iterator[Rule]:
    """The rules that one drawn outline shows: a thin box as a whole, else its level and upright strokes."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if min(width, height) <= _THIN and width != height:
        if width > height:
            middle = (min(ys) + max(ys)) / 2
            yield Rule(min(xs), middle, max(xs), middle)
        else:
            middle = (min(xs) + max(xs)) / 2
            yield Rule(middle, min(ys), middle, max(ys))
    elif stroked:
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ay - by) <= _STRAIGHT < abs(ax - bx):
                yield Rule(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2)
            elif abs(ax - bx) <= _STRAIGHT < abs(ay - by):
                yield Rule((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by))
