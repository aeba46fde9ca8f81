"""How wide a grid's columns are: by what their figures and the words of their heads need, the rest by their shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from model.document.blocks import CellRole
from model.page.paper import MEASURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.document.blocks import Grid
    from model.page.lines import Style
    from model.page.styles import Styles

PAD = 3.0
FIGURE_PAD = 1.2
HEAD_PAD = 1.5
LABEL_PARTS = (0.6, 0.8, 0.9, 1.0)
"""What columns of labels may keep of the width that they ask for, for the sake of wide figures."""

_NARROWEST_LABELS = 4.0  # em: a group of four characters under its number
_STEPS = 12


class Columns(NamedTuple):
    """The widths of a grid's columns in points, and how much smaller than its labels all its figures are set."""

    widths: tuple[float, ...]
    figure_scale: float


class Needs(NamedTuple):
    """What one column needs, in points: what it asks for, its widest figure, its head's widest word and part of one."""

    asked: float
    share: float
    figure: float
    word: float
    part: float


def needs_of(grid: Grid, style: Style, styles: Styles) -> list[Needs]:
    """The columns' needs at one type size."""
    needs = [Needs(column.least * style.size + 2 * PAD, column.share, 0, 0, 0) for column in grid.columns]
    for cell in grid.cells:
        known = needs[cell.column]
        if cell.column_span > 1 or not cell.text:
            continue
        if cell.role is CellRole.FIGURE:
            figure = styles.width(cell.text, style) + 2 * FIGURE_PAD
            needs[cell.column] = known._replace(figure=max(known.figure, figure))
        elif cell.role is CellRole.COLUMN_HEAD:
            word, part = (wide(cell.text, style) + 2 * HEAD_PAD for wide in (styles.widest_word, styles.widest_part))
            needs[cell.column] = known._replace(word=max(known.word, word), part=max(known.part, part))
    return needs


def comfortable(needs: Sequence[Needs]) -> Columns | None:
    """Columns as wide as they should be, if there is room for that."""
    wanted = [max(need.asked, need.figure, need.word) for need in needs]
    spare = MEASURE - sum(wanted)
    if spare < 0:
        return None
    shares = sum(need.share for need in needs)
    widths = [wish + spare * need.share / shares for wish, need in zip(wanted, needs, strict=True)]
    figures = [column for column, need in enumerate(needs) if need.figure]
    level = _level([wanted[column] for column in figures], sum(widths[column] for column in figures))
    for column in figures:
        widths[column] = max(level, wanted[column])
    return Columns(tuple(widths), 1.0)


def squeezed(needs: Sequence[Needs], size: float, labels: float) -> Columns:
    """Columns of labels keep that part of their width at least; the figures are as large as they can be beside them."""

    def widths(scale: float) -> list[float]:
        return [
            max(need.part, need.figure * scale) if need.figure else max(need.asked * labels, min(need.asked, least))
            for need in needs
        ]

    least = _NARROWEST_LABELS * size + 2 * PAD
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(widths(middle)) <= MEASURE else (low, middle)
    if high == 1.0 and sum(widths(1.0)) <= MEASURE:
        low = 1.0
    found = widths(low)
    return Columns(_filled(found, needs), low)


def _filled(widths: Sequence[float], needs: Sequence[Needs]) -> tuple[float, ...]:
    """Widths that fill the measure: what is left over goes to the labels that gave some up, else to all."""
    spare = MEASURE - sum(widths)
    lacking = [
        max(0.0, need.asked - width) if not need.figure else 0.0 for width, need in zip(widths, needs, strict=True)
    ]
    if spare <= 0 or not any(lacking):
        return tuple(width * MEASURE / sum(widths) for width in widths)
    part = min(1.0, spare / sum(lacking))
    filled = [width + lack * part for width, lack in zip(widths, lacking, strict=True)]
    return tuple(width * MEASURE / sum(filled) for width in filled)


def _level(needs: Sequence[float], room: float) -> float:
    """The width that all get but those that need more, so that together they fill the room."""
    rest = sorted(needs, reverse=True)
    while rest and rest[0] > room / len(rest):
        room -= rest.pop(0)
    return room / len(rest) if rest else 0.0
