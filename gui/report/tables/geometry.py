"""How wide and high the parts of a table are, so that it fills its width and nothing scrolls sideways."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics

from gui.report.tables.header import PADDING, wrapped_height
from model.form.arrangement import Arrangement, LabelBox, level_count

ROW_HEIGHT = 28
_GROUP_CHARACTERS = 4  # a group's label is set in lines of so many characters, as in print
_FEW_COLUMNS = 4
_NARROWEST, _WIDEST = 52, 88  # pixels of a column of figures
_LABEL = 236  # pixels that row labels get before columns of figures grow


@dataclass(frozen=True)
class Measures:
    """Pixels: the widths of columns and of the stub's levels, the heights of rows and of the header's levels."""

    columns: tuple[int, ...] = ()
    stub_levels: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    header_levels: tuple[int, ...] = ()

    @property
    def height(self) -> int:
        return sum(self.header_levels) + sum(self.rows)


def measure(arrangement: Arrangement, width: int, metrics: QFontMetrics) -> Measures:
    """The measures at which the table is ``width`` pixels wide, or a little wider if that is too narrow for it."""
    stub, columns = _widths(arrangement, width, metrics)
    header = _level_heights(arrangement.column_headings, columns, metrics)
    lowest = max(ROW_HEIGHT, metrics.height() + 8)
    rows = _row_heights(arrangement, stub, lowest, metrics) if stub else (lowest + 6,)
    return Measures(columns, stub, rows, header)


def least_width(arrangement: Arrangement, metrics: QFontMetrics) -> int:
    """Pixels below which the table has to scroll, or its labels become columns of single characters."""
    count = len(arrangement.refs[0])
    if not arrangement.has_stub:
        return count * _NARROWEST
    groups = level_count(arrangement.row_headings) - 1
    return groups * _group_width(metrics) + _LABEL // 2 + count * _NARROWEST


def _group_width(metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance("汉") * _GROUP_CHARACTERS + 2 * PADDING + 2


def _row_heights(
    arrangement: Arrangement, stub: tuple[int, ...], lowest: int, metrics: QFontMetrics
) -> tuple[int, ...]:
    """Each row as high as its own labels, which may span several levels of the stub."""
    heights = [lowest] * len(arrangement.refs)
    for box in arrangement.row_headings:
        if box.first == box.last:
            room = sum(stub[box.level : box.level + box.levels]) - PADDING
            heights[box.first] = max(heights[box.first], wrapped_height(box.text, room, metrics) - PADDING)
    return tuple(heights)


def _widths(arrangement: Arrangement, width: int, metrics: QFontMetrics) -> tuple[tuple[int, ...], tuple[int, ...]]:
    count = len(arrangement.refs[0])
    if not arrangement.has_stub:
        return (), _shared_out(width, count)
    groups = arrangement.stub_levels - 1
    group = _group_width(metrics)
    if count <= _FEW_COLUMNS:
        column = (width - groups * group) // (count + 1)
    else:
        column = max(_NARROWEST, min(_WIDEST, (width - groups * group - _LABEL) // count))
    label = max(column, width - groups * group - count * column)
    return (*[group] * groups, label), (column,) * count


def _shared_out(width: int, count: int) -> tuple[int, ...]:
    column, left_over = divmod(max(width, count * _NARROWEST), count)
    return tuple(column + (1 if place < left_over else 0) for place in range(count))


def _level_heights(boxes: tuple[LabelBox, ...], columns: tuple[int, ...], metrics: QFontMetrics) -> tuple[int, ...]:
    """Each level as high as the labels that stand in it alone; the last one makes room for labels that span levels."""
    levels = [0] * level_count(boxes)
    for box in sorted(boxes, key=lambda box: box.levels):
        needed = wrapped_height(box.text, sum(columns[box.first : box.last + 1]), metrics)
        spanned = range(box.level, box.level + box.levels)
        missing = needed - sum(levels[level] for level in spanned)
        if missing > 0:
            levels[spanned[-1]] += missing
    return tuple(levels)
