"""Draws the cells: figures, and by shape as well as by colour what is to be known of them.

The view paints all cells that show in one pass: at every keystroke the focus moves between table and field, and Qt
then wants the whole table anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygon

from gui.report.tables.table_model import CellState
from gui.widgets.fonts import Face, face
from gui.widgets.signs import cached, level_colour, paint_sign, paint_suspicion
from gui.widgets.theme import colours
from model.form.edition import Level

FIGURE_POINTS = 11.5

_CORNER = 7
_SIGN = 13
_MARGIN = 4
_SMALLEST = 0.55  # of the font's size: a long figure is set smaller until it fits


def figure_font() -> QFont:
    return face(Face.FIGURES, FIGURE_POINTS)


@dataclass(frozen=True, slots=True)
class Look:
    """How one cell looks now, apart from what it holds."""

    selected: bool = False
    current: bool = False


class CellPainter:
    """Paints cells of one theme and font; made anew for each pass."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self._colours = colours()
        self._font = figure_font()
        self._metrics = QFontMetricsF(self._font)
        self._plain_ink = cached(self._colours.entered)
        painter.setFont(self._font)

    def paint(self, area: QRect, text: str, state: CellState, look: Look) -> None:
        """One cell. ``area`` includes its right and lower rule."""
        painter, chosen = self._painter, self._colours
        ground = self._ground(state, look)
        painter.fillRect(area, cached(ground))
        if text:
            self._write(area, text, state, look)
        elif state.blank:
            self._draw_baseline(area)
        painter.setPen(cached(chosen.grid))
        painter.drawLine(area.topRight(), area.bottomRight())
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if state.leftmost:
            painter.drawLine(area.topLeft(), area.bottomLeft())
        if state.carried or state.noted:
            self._draw_corners(area, state)
        if state.suspected:
            self._draw_suspicion(area)
        elif state.level:
            self._draw_finding(area, state, state.level)
        if look.current:
            _draw_frame(painter, area.adjusted(1, 1, -2, -2), chosen.accent, 2)  # inside: else its edge stays behind

    def _ground(self, state: CellState, look: Look) -> str:
        chosen = self._colours
        if look.selected:
            return chosen.selection
        if state.computed:
            return chosen.computed
        if state.suspected:
            return chosen.hard_fill
        if state.framed and state.level:
            return chosen.hard_fill if state.level is Level.HARD else chosen.ask_fill
        return chosen.paper

    def _write(self, area: QRect, text: str, state: CellState, look: Look) -> None:
        painter, chosen = self._painter, self._colours
        if look.selected:
            painter.setPen(cached(chosen.selection_text))
        else:
            painter.setPen(cached(chosen.computed_text) if state.computed else self._plain_ink)
        room = area.adjusted(_MARGIN, 0, -_MARGIN, 0)
        needed = self._metrics.horizontalAdvance(text)
        sign = _SIGN + _MARGIN if state.level or state.suspected else 0
        if needed > room.width() - 2 * sign:
            room.setLeft(room.left() + sign)  # beside the sign, where there is no room around the middle
        if needed <= room.width():
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
            return
        smaller = QFont(self._font)
        smaller.setPointSizeF(self._font.pointSizeF() * max(_SMALLEST, room.width() / needed))
        painter.setFont(smaller)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        painter.setFont(self._font)

    def _draw_baseline(self, area: QRect) -> None:
        """A blank is a dotted line to write on, never a 0."""
        self._painter.setPen(QPen(cached(self._colours.blank), 1.2, Qt.PenStyle.DotLine))
        width = min(area.width() * 0.5, 36)
        middle, y = area.center().x(), area.center().y() + 6.5
        self._painter.drawLine(QLineF(middle - width / 2, y, middle + width / 2, y))

    def _draw_corners(self, area: QRect, state: CellState) -> None:
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        if state.carried:
            corner = area.topLeft()
            painter.setBrush(cached(self._colours.last_year))
            painter.drawPolygon(QPolygon([corner, corner + QPoint(_CORNER, 0), corner + QPoint(0, _CORNER)]))
        if state.noted:
            corner = area.topRight()
            painter.setBrush(cached(self._colours.note))
            painter.drawPolygon(QPolygon([corner, corner - QPoint(_CORNER, 0), corner + QPoint(0, _CORNER)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_finding(self, area: QRect, state: CellState, level: Level) -> None:
        painter = self._painter
        _draw_frame(painter, area.adjusted(1, 1, -2, -2), level_colour(self._colours, level), 3 if state.framed else 2)
        paint_sign(painter, QRect(area.left() + 5, area.center().y() - _SIGN // 2, _SIGN, _SIGN), level)
        painter.setFont(self._font)

    def _draw_suspicion(self, area: QRect) -> None:
        painter = self._painter
        _draw_frame(painter, area.adjusted(1, 1, -2, -2), self._colours.hard, 3)
        paint_suspicion(painter, QRect(area.left() + 5, area.center().y() - _SIGN // 2, _SIGN, _SIGN))
        painter.setFont(self._font)


def _draw_frame(painter: QPainter, area: QRect, colour: str, thickness: int) -> None:
    pen = QPen(cached(colour), thickness)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(area)
