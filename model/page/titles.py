"""Breaking a title by sense: lines of like length that end where a reader would pause. See GB/T 9704, 7.3.1."""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from model.page.units import Joints
from model.page.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PAUSES = re.compile("[省市县区州旗镇乡局厅委会部院处办府室]|年度?|关于|[和与暨的]|\\d+年")
_CUT_WORD = 6.0
_PAUSE = 1.5
_NO_PAUSE = 4.0
_LONELY = 30.0
_LONGEST = 150  # characters; what is longer is no title
_MORE_LINES = -1.5  # another line must be worth this much


def break_title(parts: Sequence[str], width: Callable[[str], float], measure: float) -> tuple[str, ...]:
    """The title's lines, none wider than ``measure``; ``width`` says how wide a text is.

    Few lines that are alike and end after a part, or at least where one pauses and not inside a word. A title that no
    division makes fit comes back whole.
    """
    text = "".join(parts)
    if width(text) <= measure or len(text) > _LONGEST:
        return (text,)
    penalties = _penalties(parts)
    total = len(text)

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """The cheapest division of the rest into that many lines: its cost and where they end."""
        if lines == 1:
            rest = width(text[start:])
            lonely = _LONELY if total - start < 3 else 0
            return (_unevenness(rest) + lonely, (total,)) if rest <= measure else (float("inf"), ())
        cost = float("inf")
        ends: tuple[int, ...] = ()
        for end in range(start + 1, total):
            line = width(text[start:end])
            if line > measure:
                break
            if end not in penalties:
                continue
            following, further = best(end, lines - 1)
            if (total_cost := _unevenness(line) + penalties[end] + following) < cost:
                cost, ends = total_cost, (end, *further)
        return cost, ends

    def _unevenness(line: float) -> float:
        return 8 * ((line - even) / measure) ** 2

    division: tuple[int, ...] = ()
    cheapest = float("inf")
    fewest = math.ceil(width(text) / measure)
    for count in range(fewest, fewest + 4):
        even = width(text) / count
        best.cache_clear()
        cost, ends = best(0, count)
        if ends and cost < cheapest:
            division, cheapest = ends, cost + _MORE_LINES
        elif division:
            break
    return tuple(text[start:end].strip() for start, end in pairwise((0, *division))) or (text,)


def _penalties(parts: Sequence[str]) -> dict[int, float]:
    """What it costs to end a line before each character where one may end."""
    text = "".join(parts)
    inside = {at for word in WORDS.finditer(text) for at in range(word.start() + 1, word.end())}
    pauses = {pause.end() for pause in _PAUSES.finditer(text)} | {at for at, char in enumerate(text) if char == "（"}
    boundaries: set[int] = set()
    for part in parts:
        boundaries.add(max(boundaries, default=0) + len(part))
    return {
        at: 0.0 if at in boundaries else (_CUT_WORD if at in inside else 0.0) + (_PAUSE if at in pauses else _NO_PAUSE)
        for at in Joints.of(text).breaks()
    }
