"""Breaking text into lines: 禁则 at both ends, words and numbers whole, marks that share their white.

Widths are in 1/1000 em. ``kerns`` maps a position to the white taken away before the character there (negative: added),
which is what a PDF's ``TJ`` operator wants.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from model.page.units import CLOSING_MARKS, NEVER_FIRST, NEVER_LAST, OPENING_MARKS, Joints, neighbouring_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.page.fonts import Typeface

DIGITS = frozenset("0123456789")
_TOLERANCE = 0.5  # 1/1000 em: what rounding may add up to on a line
_LOOK_AHEAD = 12  # characters beyond the measure that squeezing marks may pull in
_LONELY = 4  # characters, marks included: what may be one character and what must follow it
_WIDEST_GAP = 500  # a line that would need wider gaps stays ragged


class _Advances(dict[str, float]):
    """Character -> width, asked of the typeface once."""

    def __init__(self, style: Style) -> None:
        self._style = style

    def __missing__(self, char: str) -> float:
        style = self._style
        width = style.typeface.meet(char)
        if style.tabular and char in DIGITS:
            width = style.digit_width
        self[char] = width + style.tracking
        return self[char]


class _Whites(dict[str, float]):
    """Mark -> white that may be taken away."""

    def __init__(self, typeface: Typeface) -> None:
        self._typeface = typeface

    def __missing__(self, char: str) -> float:
        white = self[char] = self._typeface.white(char)
        return white


@dataclass(eq=False)
class Style:
    """A typeface at a size in points. ``tracking`` is added to every character; ``tabular`` gives digits one width."""

    typeface: Typeface
    size: float
    tracking: float = 0
    tabular: bool = False
    advances: dict[str, float] = field(init=False)
    whites: dict[str, float] = field(init=False)
    digit_width: float = field(init=False)

    def __post_init__(self) -> None:
        self.advances = _Advances(self)
        self.whites = _Whites(self.typeface)
        self.digit_width = max(map(self.typeface.meet, DIGITS)) if self.tabular else 0


class Line(NamedTuple):
    """Characters ``start`` to ``end`` of a text; ``width`` is what they take, in 1/1000 em."""

    start: int
    end: int
    width: float
    kerns: dict[int, float]


class Passage:
    """One paragraph's text, measured. Its first ``lead`` characters are set in ``lead_style``."""

    def __init__(self, text: str, style: Style, *, lead: int = 0, lead_style: Style | None = None) -> None:
        self.text = text
        self.style = style
        self.lead = lead
        self.lead_style = lead_style or style
        self.joints = Joints.of(text)
        self.kerns: dict[int, float] = {}
        advances = [style.advances[char] for char in text[lead:]]
        if lead:
            advances = [self.lead_style.advances[char] for char in text[:lead]] + advances
        for position in neighbouring_marks(text):
            mark = position if text[position] in CLOSING_MARKS else position + 1
            self.kerns[position + 1] = white = self._white(mark)
            advances[position] -= white
        self._gaps = list(self.kerns)
        self._reach = list(accumulate(advances, initial=0.0))

    def _white(self, position: int) -> float:
        style = self.lead_style if position < self.lead else self.style
        return style.whites[self.text[position]]

    def _line_end(self, position: int) -> int:
        """Where a line broken before ``position`` ends: blanks at a line's end take no room."""
        while position and self.text[position - 1] == " ":
            position -= 1
        return position

    def width(self, start: int, position: int) -> float:
        """What the line takes; the marks at its ends give away their white halves."""
        end = self._line_end(position)
        if end <= start:
            return 0
        width = self._reach[end] - self._reach[start] - self._white_at_head(start)
        if self.text[end - 1] in CLOSING_MARKS and end not in self.kerns:
            width -= self._white(end - 1)
        return width

    def _white_at_head(self, start: int) -> float:
        """The white before an opening mark that begins a line other than the first."""
        return self._white(start) if start and self.text[start] in OPENING_MARKS else 0

    def lines(self, measure: float, indent: float = 0) -> Iterator[Line]:
        """Break into lines no wider than ``measure``, the first one indented."""
        start, room, total = 0, measure - indent, len(self.text)
        while start < total:
            position, kerns = self._next_break(start, room)
            end = self._line_end(position)
            gaps = self._gaps[bisect_right(self._gaps, start) : bisect_left(self._gaps, end)]
            inner = {gap: self.kerns[gap] for gap in gaps}
            if white := self._white_at_head(start):
                inner[start] = white
            taken = 0.0
            for gap, kern in kerns.items():
                inner[gap] = inner.get(gap, 0) + kern
                taken += kern
            yield Line(start, end, self.width(start, position) - taken, inner)
            start, room = position, measure

    def _next_break(self, start: int, room: float) -> tuple[int, dict[int, float]]:
        """The next line's first character, and the white to squeeze out of this line's marks."""
        text, total = self.text, len(self.text)
        reach = self._reach[start] + self._white_at_head(start) + room + _TOLERANCE
        fits = bisect_right(self._reach, reach, lo=start) - 1
        while fits < total and self.width(start, fits + 1) <= room + _TOLERANCE:
            fits += 1
        if fits >= total:
            return total, {}
        position = fits
        while position > start and not self.joints.breakable(position):
            position -= 1
        if position == start:
            return self._forced_break(start, max(fits, start + 1)), {}
        pulled = self._pull_in(start, position, fits, room)
        if pulled is not None:
            return pulled
        if total - position <= _LONELY and NEVER_FIRST.issuperset(text[position + 1 :]):
            position = self._spare_a_companion(start, position)
        return position, {}

    def _forced_break(self, start: int, fits: int) -> int:
        """A place in a word wider than the whole line, or in a row of marks."""
        for position in range(fits, start, -1):
            if self.text[position] not in NEVER_FIRST and self.text[position - 1] not in NEVER_LAST:
                return position
        return fits

    def _pull_in(self, start: int, position: int, fits: int, room: float) -> tuple[int, dict[int, float]] | None:
        """Squeeze marks to get more onto the line, if that changes it less than stretching it would."""
        total = len(self.text)
        further = fits + 1
        while further < total and not self.joints.breakable(further):
            further += 1
            if further - fits > _LOOK_AHEAD:
                return None
        excess = self.width(start, further) - room
        if excess >= room - self.width(start, position):
            return None
        whites = self._spare_whites(start, self._line_end(further))
        spare = sum(whites.values())
        if excess > spare / 2:
            return None
        return further, {gap: white * excess / spare for gap, white in whites.items()}

    def _spare_whites(self, start: int, end: int) -> dict[int, float]:
        """White of the marks inside a line that no neighbour shares yet, by the position where it is taken."""
        whites: dict[int, float] = {}
        for index in range(start, end):
            white = self._white(index)
            gap = index + 1 if self.text[index] in CLOSING_MARKS else index
            if white and start < gap < end and gap not in self.kerns:
                whites[gap] = white
        return whites

    def _spare_a_companion(self, start: int, position: int) -> int:
        """Break earlier so that the last line does not hold one lonely character."""
        earlier = position - 1
        while earlier > start and not self.joints.breakable(earlier):
            earlier -= 1
        return earlier if earlier > start and position - earlier <= 3 else position

    def gap(self, line: Line, room: float) -> float:
        """What every stretchable gap gets so that the line fills its room; 0 if that would tear it apart."""
        gaps = line.end - line.start - 1 - len(self.joints.solid_between(line.start, line.end))
        gap = max(0.0, room - line.width) / gaps if gaps > 0 else 0.0
        return gap if gap <= _WIDEST_GAP else 0.0
