"""The units of text: where a line may break, which marks can share their width.

The rules are those of GB/T 15834 and of W3C's "Requirements for Chinese Text Layout" (禁则, 标点挤压).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOSING_MARKS = "，。、；：？！）》〉」』】〕］｝”’〗"
"""Full-width marks whose ink stands on the left; the white on their right may be taken away."""

OPENING_MARKS = "（《〈「『【〔［｛“‘〖"
"""Full-width marks whose ink stands on the right; the white on their left may be taken away."""

MARKS = re.compile(f"[{CLOSING_MARKS}{OPENING_MARKS}]")

NEVER_FIRST = frozenset(CLOSING_MARKS + "…—～·‧・／％‰℃℉°′″々,.;:?!)]}%")
NEVER_LAST = frozenset(OPENING_MARKS + "([{￥＄￡¥$£№")

# What a line break may not cut and justification may not stretch: words, numbers, addresses; dashes; dots; accents.
_WORD = "!-~\u00a1-\u00ac\u00ae-\u00b6\u00b8-\u036f\u0370-\u052f\u1e00-\u1fff０-９Ａ-Ｚａ-ｚ"
_SOLID = re.compile(f"[{_WORD}]+(?:[’'][{_WORD}]+)*|—+|…+|[^\\s][\u0300-\u036f\u20d0-\u20ff]+")
_ADDRESS = re.compile("://|^www\\.|@.+\\.", re.IGNORECASE)
_ADDRESS_JOINT = re.compile("[/?&=](?![/?&=])")
"""Not the full stop: a reader would take it for the end of the sentence."""
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_MEASURE = re.compile(f"(?<=[0-9０-９]) ?[十百千万亿余多]*[{_HAN}]|第(?=[0-9０-９])")
"""What belongs to a number: 第7号, 12万件, 3月."""
_QUOTE = re.compile("[\"']")
_NEIGHBOURS = re.compile(
    f"[{CLOSING_MARKS}](?=[{CLOSING_MARKS}{OPENING_MARKS}])|[{OPENING_MARKS}](?=[{OPENING_MARKS}])"
)

_NOT_FIRST = re.compile(f"[ {re.escape(''.join(NEVER_FIRST))}]")
_NOT_LAST = re.compile(f"[{re.escape(''.join(NEVER_LAST))}] *")


class Joints(NamedTuple):
    """Where one text may not be cut: ascending positions, each between the character before it and the one at it.

    ``solid`` lie inside words and may not be stretched either; ``joined`` are where no line may end: inside words
    (an address may break between its segments) and between a number and its measure. ``unwelcome`` are where one ends
    only for want of a better place: straight quotation marks do not show which side they belong to.
    """

    text: str
    solid: tuple[int, ...]
    joined: frozenset[int]
    unwelcome: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Joints:
        solid: list[int] = []
        openings: set[int] = set()
        measures = {at for match in _MEASURE.finditer(text) for at in _held(match)}
        for match in _SOLID.finditer(text):
            start, end = match.span()
            if end - start > 1:
                solid.extend(range(start + 1, end))
                if _ADDRESS.search(match[0]):
                    openings.update(start + joint.end() for joint in _ADDRESS_JOINT.finditer(match[0]))
        joined = (frozenset(solid) | measures) - openings
        return cls(text, tuple(solid), joined, frozenset(_beside_quotes(text)) - joined)

    def breaks(self) -> list[int]:
        """Every position before which a line may end, ascending."""
        forbidden = {match.start() for match in _NOT_FIRST.finditer(self.text)}
        forbidden.update([match.end() for match in _NOT_LAST.finditer(self.text)])
        forbidden |= self.joined
        return [position for position in range(1, len(self.text)) if position not in forbidden]

    def solid_between(self, start: int, end: int) -> tuple[int, ...]:
        """The positions within words strictly between two characters."""
        return self.solid[bisect_right(self.solid, start) : bisect_left(self.solid, end)]


def _held(match: re.Match[str]) -> range:
    """The positions at which the measure hangs on its number, or 第 on the number behind it."""
    return range(match.end(), match.end() + 1) if match[0] == "第" else range(match.start(), match.end())


def _beside_quotes(text: str) -> Iterator[int]:
    """Where a line would begin with a straight quotation mark, or end with an opening one (every other one opens)."""
    opens = {'"': True, "'": True}
    for match in _QUOTE.finditer(text):
        yield match.start()
        if opens[match[0]]:
            yield match.end()
        opens[match[0]] = not opens[match[0]]


def neighbouring_marks(text: str) -> list[int]:
    """Positions of marks that share their white with the mark that follows."""
    return [match.start() for match in _NEIGHBOURS.finditer(text)]
