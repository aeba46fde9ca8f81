"""The units of text: what is printed, where a line may break, which marks can share their width.

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

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_NEW_LINE = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANK = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f]+")

# What a line break may not cut and justification may not stretch: words, numbers, addresses; dashes; dots; accents.
_WORD = "!-~\u00a1-\u00ac\u00ae-\u00b6\u00b8-\u036f\u0370-\u052f\u1e00-\u1fff０-９Ａ-Ｚａ-ｚ"
_SOLID = re.compile(f"[{_WORD}]+(?:[’'][{_WORD}]+)*|—+|…+|[^\\s][\u0300-\u036f\u20d0-\u20ff]+")
_ADDRESS = re.compile("://|^www\\.|@.+\\.", re.IGNORECASE)
_ADDRESS_JOINT = re.compile("[/?&=#@._-](?![/?&=#@._-])")
_NEIGHBOURS = re.compile(
    f"[{CLOSING_MARKS}](?=[{CLOSING_MARKS}{OPENING_MARKS}])|[{OPENING_MARKS}](?=[{OPENING_MARKS}])"
)


def printable(text: str) -> str:
    """One line of text as it is printed.

    Control, zero-width, direction and variation characters and lone surrogates have no printed form and are left
    out; blanks of any sort and line ends become one space, and none at the ends. Everything else stays as typed.
    """
    return _BLANK.sub(" ", _INVISIBLE.sub("", _NEW_LINE.sub(" ", text))).strip(" \u3000")


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a narrative: every line end starts a new one, empty lines and indents only part them."""
    return tuple(line for part in _NEW_LINE.split(text) if (line := printable(part)))


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
