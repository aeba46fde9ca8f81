"""The units of text: where a line may break, which marks can share their width.

The rules are those of GB/T 15834 and of W3C's "Requirements for Chinese Text Layout" (禁则, 标点挤压).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

CLOSING_MARKS = "，。、；：？！）》〉」』】〕］｝”’〗"
"""Full-width marks whose ink stands on the left; the white on their right may be taken away."""

OPENING_MARKS = "（《〈「『【〔［｛“‘〖"
"""Full-width marks whose ink stands on the right; the white on their left may be taken away."""

NEVER_FIRST = frozenset(CLOSING_MARKS + "…—～·‧・／％‰℃℉°′″々,.;:?!)]}%")
NEVER_LAST = frozenset(OPENING_MARKS + "([{￥＄￡¥$£№")

# What a line break may not cut and justification may not stretch: words, numbers, addresses; dashes; dots; accents.
_WORD = "!-~\u00a1-\u00ac\u00ae-\u00b6\u00b8-\u036f\u0370-\u052f\u1e00-\u1fff０-９Ａ-Ｚａ-ｚ"
_SOLID = re.compile(f"[{_WORD}]+(?:[’'][{_WORD}]+)*|—+|…+|[^\\s][\u0300-\u036f\u20d0-\u20ff]+")
_ADDRESS = re.compile("://|^www\\.|@.+\\.", re.IGNORECASE)
_ADDRESS_JOINT = re.compile("[/?&=#@._-](?![/?&=#@._-])")
_NEIGHBOURS = re.compile(
    f"[{CLOSING_MARKS}](?=[{CLOSING_MARKS}{OPENING_MARKS}])|[{OPENING_MARKS}](?=[{OPENING_MARKS}])"
)


class Joints(NamedTuple):
    """Where one text may not be cut: ascending positions, each between the character before it and the one at it.

    ``solid`` lie inside words and may not be stretched either; ``joined`` are those of them where no line may end
    (an address may break between its segments).
    """

    text: str
    solid: tuple[int, ...]
    joined: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Joints:
        solid: list[int] = []
        openings: set[int] = set()
        for match in _SOLID.finditer(text):
            start, end = match.span()
            if end - start > 1:
                solid.extend(range(start + 1, end))
                if _ADDRESS.search(match[0]):
                    openings.update(start + joint.end() for joint in _ADDRESS_JOINT.finditer(match[0]))
        return cls(text, tuple(solid), frozenset(solid) - openings)

    def breakable(self, position: int) -> bool:
        """Whether a line may end before the character at ``position``."""
        after = self.text[position]
        return (
            after not in NEVER_FIRST
            and after != " "
            and position not in self.joined
            and self.text[position - 1] not in NEVER_LAST
        )

    def solid_between(self, start: int, end: int) -> tuple[int, ...]:
        """The positions within words strictly between two characters."""
        return self.solid[bisect_right(self.solid, start) : bisect_left(self.solid, end)]


def neighbouring_marks(text: str) -> list[int]:
    """Positions of marks that share their white with the mark that follows."""
    return [match.start() for match in _NEIGHBOURS.finditer(text)]
