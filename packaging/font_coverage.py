"""Writes resources/fonts/coverage.txt: the characters that the bundled fonts have, for those who load no font.

    python packaging/font_coverage.py

To be run when a font file changes; a test compares the file with the fonts.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from model.page.fonts import FontLibrary
from resources import resource_path


def covered() -> list[int]:
    """Every code point that some face of the page draws, ascending."""
    return sorted(set().union(*(face.code_points() for face in FontLibrary().song.faces)))


def as_ranges(points: list[int]) -> str:
    """Ascending code points as lines of ranges in hexadecimal, each as its first and its last."""
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{first:X} {last:X}\n" for first, last in ranges)


if __name__ == "__main__":
    resource_path("fonts/coverage.txt").write_text(as_ranges(covered()), encoding="ascii")
