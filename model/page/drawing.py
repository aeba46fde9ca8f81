"""Drawing set lines: the operators of a PDF content stream, with justification and font changes."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from model.page.lines import Line, Passage, Style

_DIGIT = re.compile("[0-9]")
_LEAST_GAP = 0.5  # 1/1000 em: a smaller one need not be undone inside words


class SetLine(NamedTuple):
    """A line ready to draw: points that it is indented and wide, and its operators.

    ``lead`` draws the part that belongs to a run-in heading, ``rest`` everything else.
    """

    indent: float
    width: float
    lead: str
    rest: str


def set_lines(passage: Passage, measure: float, *, indent: float = 0, justified: bool = True) -> tuple[SetLine, ...]:
    """The passage's lines ready to draw, for a measure and a first-line indent in points."""
    em = passage.style.size / 1000
    broken = list(passage.lines(measure / em, indent / em, ragged=not justified))
    lines: list[SetLine] = []
    for number, line in enumerate(broken):
        left = 0 if number else indent
        gap, width = passage.gap(line, (measure - left) / em), line.width
        if gap < 0:
            width = (measure - left) / em
        elif not justified or number == len(broken) - 1:
            gap = 0
        lead, rest = _operators(passage, line, gap)
        lines.append(SetLine(left, width * em, lead, rest))
    return tuple(lines)


def _operators(passage: Passage, line: Line, gap: float) -> tuple[str, str]:
    """What draws a line's part of the run-in heading, and the rest of it."""
    style, kerns = passage.style, line.kerns
    if abs(gap) > _LEAST_GAP:
        kerns = defaultdict(float, kerns)
        for position in passage.joints.solid_between(line.start, line.end):
            kerns[position] += gap
    if style.tabular:
        kerns = _in_digit_cells(passage, line, kerns)
    spacing = f"{(style.tracking + gap) * style.size / 1000:.3f} Tc "
    if line.start >= passage.lead:
        return "", spacing + _show(passage.text, line.start, line.end, style, kerns)
    middle = min(passage.lead, line.end)
    lead = _show(passage.text, line.start, middle, passage.lead_style, kerns)
    if passage.lead_style.typeface is not style.typeface:
        lead = f"{_font(passage.lead_style)}{lead}{_font(style)}"
    return spacing + lead, _show(passage.text, middle, line.end, style, kerns) if middle < line.end else ""


def _in_digit_cells(passage: Passage, line: Line, kerns: dict[int, float]) -> dict[int, float]:
    """Kerns that put every digit into the middle of its cell."""
    padded = defaultdict(float, kerns)
    style = passage.style
    for digit in _DIGIT.finditer(passage.text, line.start, line.end):
        padding = (style.digit_width - style.typeface.advances[digit[0]]) / 2
        if padding:
            padded[digit.start()] -= padding
            padded[digit.end()] -= padding
    return padded


def _show(text: str, start: int, end: int, style: Style, kerns: dict[int, float]) -> str:
    """Operators that draw the characters from ``start`` to ``end`` in one style, whichever faces they need."""
    typeface, shown = style.typeface, text[start:end]
    if typeface.strangers.keys().isdisjoint(shown) and typeface.disguised.isdisjoint(shown):
        return _array(text, start, end, typeface.codes, kerns)
    operators: list[str] = []
    current = typeface.main
    at = start
    for (face, disguised), run in groupby(map(typeface.drawer, shown)):
        first, at = at, at + sum(1 for _ in run)
        if face is not current:
            operators.append(f"/{face.key} {style.size:g} Tf")
            current = face
        array = _array(text, first, at, typeface.codes, kerns)
        operators.append(_meaning(text[first:at], array) if disguised else array)
    if current is not typeface.main:
        operators.append(_font(style))
    return "".join(operators)


def _array(text: str, start: int, end: int, codes: dict[str, str], kerns: dict[int, float]) -> str:
    """One operator that draws characters of one face."""
    cuts = sorted(position for position in kerns if start <= position < end) if kerns else ()
    if not cuts:
        return f"<{''.join([codes[char] for char in text[start:end]])}>Tj"
    pieces = ["["]
    before = start
    for cut in cuts:
        if cut > before:
            pieces.append(f"<{''.join([codes[char] for char in text[before:cut]])}>")
        pieces.append(f"{kerns[cut]:.0f}")
        before = cut
    pieces.append(f"<{''.join([codes[char] for char in text[before:end]])}>]TJ")
    return "".join(pieces)


def _font(style: Style) -> str:
    return f"/{style.typeface.main.key} {style.size:g} Tf"


def _meaning(text: str, operators: str) -> str:
    """Operators whose glyphs stand for a text that their codes do not give."""
    return f"/Span<</ActualText<FEFF{text.encode('utf-16-be').hex().upper()}>>>BDC{operators} EMC"
