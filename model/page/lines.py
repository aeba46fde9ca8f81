"""Breaking text into lines: 禁则 at both ends, words and numbers whole, marks that share their white.

Widths are in 1/1000 em. ``kerns`` maps a position to the white taken away before the character there (negative: added),
which is what a PDF's ``TJ`` operator wants.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from itertools import accumulate
from statistics import mode
from typing import TYPE_CHECKING, NamedTuple

from model.page.units import (
    CLOSING_MARKS,
    MARKS,
    NEVER_FIRST,
    NEVER_LAST,
    OPENING_MARKS,
    Joints,
    neighbouring_marks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from model.page.fonts import Typeface

DIGITS = "0123456789"
_TOLERANCE = 0.5  # 1/1000 em: what rounding may add up to on a line
_WIDEST_GAP = 250  # a line that would need wider gaps stays ragged
_LONELY = 6  # characters, marks included: what may be one character and the marks around it

# The ends that are tried for a line: so many that squeezed marks pull in, so many that stretched gaps leave out.
_PULLED_IN = 2
_LEFT_OUT = 4
_MOST_SQUEEZE = 0.85  # of the white that a line's marks have to spare
_MOST_SHRINK = 16  # 1/1000 em: what every gap may give up beyond that
_LOOSE = 60  # a line with wider gaps is tried only for want of a better one

# What costs how much, beside a gap of 1/70 em on one line, which costs 1.
_EVEN_GAP = 14
_EVEN_SHRINK = 8
_RAGGED_GAP = 0.01
_UNWELCOME = 200.0
_LONELY_COST = 1000.0
_FORCED = 3000.0


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
        # The commonest width: what is a little wider than its cell touches nothing, and most need no correction.
        self.digit_width = mode(map(self.typeface.meet, DIGITS)) if self.tabular else 0


class _Filling(NamedTuple):
    """How much of its marks' spare white a line gives up (0 to 1), and what the reader pays for it."""

    squeeze: float
    cost: float


class _Way(NamedTuple):
    """The cheapest way to end a line somewhere: what it costs from the beginning on, and the last line of it."""

    cost: float
    start: int
    squeeze: float


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
        self._ragged = False
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
        self._breaks = [*self.joints.breaks(), len(text)]
        self._solid = _counted(self.joints.solid, len(text))
        self._spare = self._added_spare()

    def _added_spare(self) -> list[float]:
        """For every position, the white that marks could still give up at it and before it."""
        spare = [0.0] * (len(self.text) + 1)
        for match in MARKS.finditer(self.text):
            index = match.start()
            gap = index + 1 if self.text[index] in CLOSING_MARKS else index
            if gap not in self.kerns:
                spare[gap] += self._white(index)
        return list(accumulate(spare))

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

    def lines(self, measure: float, indent: float = 0, *, ragged: bool = False) -> Iterator[Line]:
        """Break into lines no wider than ``measure``, the first one indented, as evenly as the whole can be.

        ``ragged`` lines will not be filled: they only shun lonely characters.
        """
        self._ragged = ragged
        start = 0
        for position, squeeze in self._best_division(measure, indent):
            end = self._line_end(position)
            gaps = self._gaps[bisect_right(self._gaps, start) : bisect_left(self._gaps, end)]
            inner = {gap: self.kerns[gap] for gap in gaps}
            if white := self._white_at_head(start):
                inner[start] = white
            taken = 0.0
            if squeeze:
                for gap, white in self._spare_whites(start, end).items():
                    inner[gap] = inner.get(gap, 0) + white * squeeze
                    taken += white * squeeze
            yield Line(start, end, self.width(start, position) - taken, inner)
            start = position

    def _best_division(self, measure: float, indent: float) -> list[tuple[int, float]]:
        """Where each line ends, and how much of its marks' spare white it gives up (0 to 1)."""
        total = len(self.text)
        best: dict[int, _Way] = {0: _Way(0.0, 0, 0.0)}
        waiting = [0]
        while (start := waiting.pop(0)) < total:
            before = best[start].cost
            for position, squeeze, cost in self._line_ends(start, measure if start else measure - indent):
                known = best.get(position)
                if known is None:
                    insort(waiting, position)
                if known is None or before + cost <= known.cost:
                    best[position] = _Way(before + cost, start, squeeze)
        division: list[tuple[int, float]] = []
        position = total
        while position:
            way = best[position]
            division.append((position, way.squeeze))
            position = way.start
        return division[::-1]

    def _line_ends(self, start: int, room: float) -> Iterator[tuple[int, float, float]]:
        """The ends worth trying for a line: where, how much squeezed, and what that costs."""
        breaks, total = self._breaks, len(self.text)
        edge = self._reach[start] + self._white_at_head(start) + room + _TOLERANCE
        first = bisect_right(breaks, start)
        beyond = bisect_right(breaks, bisect_right(self._reach, edge) - 1, first)
        while beyond < len(breaks) and self.width(start, breaks[beyond]) <= room + _TOLERANCE:
            beyond += 1
        found = False
        for position in breaks[beyond : beyond + _PULLED_IN]:
            filling = self._squeezed(start, position, self.width(start, position) - room)
            if filling is None:
                break
            found = True
            yield position, filling.squeeze, filling.cost + self._cost_of_end(start, position)
        for position in breaks[max(first, beyond - _LEFT_OUT) : beyond][::-1]:
            if position == total:
                found = True
                yield total, 0.0, self._cost_of_end(start, total)
                continue
            gap = self._gap(start, position, room)
            if found and gap > _LOOSE and not self._ragged:
                break
            found = True
            cost = gap * _RAGGED_GAP if self._ragged else (gap / _EVEN_GAP) ** 3
            yield position, 0.0, cost + self._cost_of_end(start, position)
        if not found:
            fits = bisect_right(self._reach, edge, lo=start) - 1
            yield self._forced_break(start, max(min(fits, total), start + 1)), 0.0, _FORCED

    def _squeezed(self, start: int, position: int, excess: float) -> _Filling | None:
        """How a line loses what it is too long: its marks give up white, then all gaps a little; None if it cannot."""
        spare = self._spare[self._line_end(position) - 1] - self._spare[start]
        squeeze = min(excess / spare, _MOST_SQUEEZE) if spare else 0.0
        left = excess - squeeze * spare
        gap = left / max(1, self._stretchable(start, position)) if left > _TOLERANCE else 0.0
        if gap > _MOST_SHRINK:
            return None
        return _Filling(squeeze, 1 + 8 * squeeze * squeeze + (gap / _EVEN_SHRINK) ** 2)

    def _stretchable(self, start: int, position: int) -> int:
        """How many gaps of a line may be made wider."""
        end = self._line_end(position)
        return end - start - 1 - (self._solid[end - 1] - self._solid[start])

    def _gap(self, start: int, position: int, room: float) -> float:
        """What every stretchable gap of a line would get."""
        gaps = self._stretchable(start, position)
        return max(0.0, room - self.width(start, position)) / gaps if gaps > 0 else room

    def _cost_of_end(self, start: int, position: int) -> float:
        """What it costs to end a line there, however it is filled."""
        if position in self.joints.unwelcome:
            return _UNWELCOME
        if position == len(self.text) and start and position - start <= _LONELY and self._is_lonely(start):
            return _LONELY_COST
        return 0.0

    def _is_lonely(self, start: int) -> bool:
        """Whether the text from there on is a single character with its marks."""
        return sum(char not in NEVER_FIRST and char not in NEVER_LAST for char in self.text[start:]) < 2

    def _forced_break(self, start: int, fits: int) -> int:
        """A place in a word wider than the whole line, or in a row of marks."""
        for position in range(fits, start, -1):
            if position == len(self.text):
                return position
            if self.text[position] not in NEVER_FIRST and self.text[position - 1] not in NEVER_LAST:
                return position
        return fits

    def _spare_whites(self, start: int, end: int) -> dict[int, float]:
        """White of the marks inside a line that no neighbour shares yet, by the position where it is taken."""
        whites: dict[int, float] = {}
        for index in range(start, end):
            white = self._white(index)
            gap = index + 1 if self.text[index] in CLOSING_MARKS else index
            if white and start < gap < end and gap not in self.kerns:
                whites[gap] = white
        return whites

    def gap(self, line: Line, room: float) -> float:
        """What every stretchable gap gets so that the line fills its room; 0 if that would tear it apart."""
        gaps = line.end - line.start - 1 - len(self.joints.solid_between(line.start, line.end))
        gap = max(-_MOST_SHRINK, (room - line.width) / gaps) if gaps > 0 else 0.0
        return gap if gap <= _WIDEST_GAP else 0.0


def _counted(positions: Sequence[int], total: int) -> list[int]:
    """For every position up to ``total``, how many of the ascending ones stand at it or before it."""
    counts = [0] * (total + 1)
    for position in positions:
        counts[position] = 1
    return list(accumulate(counts))
