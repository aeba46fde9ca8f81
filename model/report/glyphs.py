"""Which characters can be printed: those that some bundled font has, known without opening a font.

`resources/fonts/coverage.txt` lists them; `packaging/font_coverage.py` writes it from the fonts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from model.report.text import printable
from resources import resource_path

STAND_IN = "〓"
"""Printed for a character that no font has, as Chinese setters do."""

_COMMON = re.compile("[\\s -~\u3000-\u3029\u4e00-\u9fa5\uff01-\uff5e—…“”‘’·①-⑳]*")


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of a text that no bundled font has, each once; `STAND_IN` is printed for them."""
    if _COMMON.fullmatch(text):
        return ()
    firsts, lasts = _coverage()

    def has(char: str) -> bool:
        place = bisect_right(firsts, ord(char)) - 1
        return place >= 0 and ord(char) <= lasts[place]

    return tuple(char for char in dict.fromkeys(printable(text)) if not char.isspace() and not has(char))


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """The first and the last code points of all ranges."""
    ranges = [line.split() for line in resource_path("fonts/coverage.txt").read_text(encoding="ascii").splitlines()]
    return [int(first, 16) for first, _ in ranges], [int(last, 16) for _, last in ranges]
