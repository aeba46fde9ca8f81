"""Drawing set lines: the operators of a PDF content stream, or runs of glyphs for any other, with justification."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from model.page.units import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.page.fonts import Face
    from model.page.lines import Line, Passage, Style

_DIGIT = re.compile("[0-9]")
_OVERLAP = 100  # 1/1000 em
_LEAST_GAP = 0.5  # 1/1000 em: a smaller one need not be undone inside words


class Run(NamedTuple):
    """Neighbouring characters of one face: where each begins, in points from the line's beginning, and the size.

    ``end`` is where the last one ends. ``disguised``: their glyphs stand for other characters, so that only ``glyphs``
    say what is drawn and only ``text`` what is meant.
    """

    face: Face
    size: float
    text: str
    glyphs: tuple[int, ...]
    places: tuple[float, ...]
    end: float
    disguised: bool


class SetLine(NamedTuple):
    """A line ready to draw: points that it is indented and wide, and its operators.

    ``lead`` draws the part that belongs to a run-in heading, ``rest`` everything else. ``spacing`` (1/1000 em) follows
    every character, ``kerns`` as in `Line`.
    """

    indent: float
    width: float
    lead: str
    rest: str
    passage: Passage
    line: Line
    spacing: float
    kerns: dict[int, float]

    def runs(self) -> Iterator[Run]:
        """The same as the operators draw, for outputs that are no PDF."""
        passage, (start, end, *_) = self.passage, self.line
        places: list[float] = []
        x = 0.0
        for index in range(start, end):
            style = self._style(index)
            em = style.size / 1000
            x -= self.kerns.get(index, 0) * em
            places.append(x)
            x += (style.typeface.meet(passage.text[index]) + self.spacing) * em
        places.append(x)
        for (face, disguised, lead), run in groupby(range(start, end), key=self._manner):
            positions = list(run)
            style = passage.lead_style if lead else passage.style
            text = passage.text[positions[0] : positions[-1] + 1]
            first = positions[0] - start
            yield Run(
                face=face,
                size=style.size,
                text=text,
                glyphs=tuple(style.typeface.glyphs[char] for char in text),
                places=tuple(places[first : first + len(text)]),
                end=places[first + len(text)],
                disguised=disguised,
            )

    def _style(self, index: int) -> Style:
        return self.passage.lead_style if index < self.passage.lead else self.passage.style

    def _manner(self, index: int) -> tuple[Face, bool, bool]:
        """Face, disguise, and whether the character belongs to a run-in heading."""
        return *self._style(index).typeface.drawer(self.passage.text[index]), index < self.passage.lead


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
        kerns = _kerns(passage, line, gap)
        spacing = passage.style.tracking + gap
        lead, rest = _operators(passage, line, spacing, kerns)
        lines.append(SetLine(left, width * em, lead, rest, passage, line, spacing, kerns))
    return tuple(lines)


def _kerns(passage: Passage, line: Line, gap: float) -> dict[int, float]:
    """The line's kerns, with what keeps words solid and digits in their cells."""
    kerns = line.kerns
    if abs(gap) > _LEAST_GAP:
        kerns = defaultdict(float, kerns)
        for position in passage.joints.solid_between(line.start, line.end):
            kerns[position] += gap
    return _in_digit_cells(passage, line, kerns) if passage.style.tabular else kerns


def _operators(passage: Passage, line: Line, space: float, kerns: dict[int, float]) -> tuple[str, str]:
    """What draws a line's part of the run-in heading, and the rest of it."""
    style = passage.style
    spacing = f"{space * style.size / 1000:.3f} Tc "
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
    start = line.start if passage.lead_style.tabular else max(line.start, passage.lead)
    for digit in _DIGIT.finditer(passage.text, start, line.end):
        padding = (style.digit_width - style.typeface.advances[digit[0]]) / 2
        if padding:
            padded[digit.start()] -= padding
            padded[digit.end()] -= padding
    return padded


def _show(text: str, start: int, end: int, style: Style, kerns: dict[int, float]) -> str:
    """Operators that draw the characters from ``start`` to ``end`` in one style, whichever faces they need.

    Marks that share their white overlap; some programs that extract text would begin a new line there, so their
    meaning is given once for all of them.
    """
    pieces: list[str] = []
    at = start
    for first, after in _overlapping(text, kerns, start, end):
        if len({style.typeface.face_of(char) for char in text[first:after]}) > 1:
            continue  # a meaning over two faces makes others see a blank
        if first > at:
            pieces.append(_draw(text, at, first, style, kerns))
        pieces.append(meaning(text[first:after], _draw(text, first, after, style, kerns, named=True)))
        at = after
    if at < end:
        pieces.append(_draw(text, at, end, style, kerns))
    return "".join(pieces)


def _overlapping(text: str, kerns: dict[int, float], start: int, end: int) -> list[tuple[int, int]]:
    """The runs of marks each of which stands in the white of the one before it."""
    runs: list[tuple[int, int]] = []
    for position in sorted(position for position, kern in kerns.items() if kern > _OVERLAP and start < position < end):
        if not (MARKS.match(text, position) and MARKS.match(text, position - 1)):
            continue
        if runs and runs[-1][1] == position:
            runs[-1] = (runs[-1][0], position + 1)
        else:
            runs.append((position - 1, position + 1))
    return runs


def _draw(text: str, start: int, end: int, style: Style, kerns: dict[int, float], *, named: bool = False) -> str:
    """Operators for characters of one style; with ``named`` their meaning is given already."""
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
        operators.append(meaning(text[first:at], array) if disguised and not named else array)
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


def meaning(text: str, operators: str) -> str:
    """Operators whose glyphs stand for a text that their codes, or their places on the page, do not give."""
    return f"/Span<</ActualText<FEFF{text.encode('utf-16-be').hex().upper()}>>>BDC {operators} EMC"
