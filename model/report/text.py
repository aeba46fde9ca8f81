"""Text as it is printed: what typed characters come to on paper, and where a paragraph ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_NEW_LINE = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANK = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f]+")


def printable(text: str) -> str:
    """One line of text as it is printed.

    Control, zero-width, direction and variation characters and lone surrogates have no printed form and are left
    out; blanks of any sort and line ends become one space, and none at the ends. Everything else stays as typed.
    """
    return _BLANK.sub(" ", _INVISIBLE.sub("", _NEW_LINE.sub(" ", text))).strip(" \u3000")


def printed_places(line: str) -> list[int]:
    """For every character of ``printable(line)``, where in the line it stands; a blank, where its blanks begin."""
    places: list[int] = []
    shown: list[str] = []
    for at, char in enumerate(line):
        if _INVISIBLE.match(char):
            continue
        printed = " " if _BLANK.match(char) or _NEW_LINE.match(char) else char
        if printed == " " and shown and shown[-1] == " ":
            continue
        places.append(at)
        shown.append(printed)
    text = "".join(shown)
    start = len(text) - len(text.lstrip(" \u3000"))
    return places[start : len(text.rstrip(" \u3000"))]


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text, each with the place where it begins."""
    start = 0
    for end in _NEW_LINE.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a narrative: every line end starts a new one, empty lines and indents only part them."""
    return tuple(line for part in _NEW_LINE.split(text) if (line := printable(part)))
