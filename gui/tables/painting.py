"""Draws one cell: the figure, and by shape as well as by colour what is to be known of it."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from gui.fonts import Face, face
from gui.tables.table_model import STATE_ROLE, CellState
from gui.theme import colours, qt
from model.form.report_format import Level

FIGURE_POINTS = 11.5
_CORNER = 7
_SIGN = 13
_SMALLEST = 0.55  # of the font's size: a long figure is set smaller until it fits


def figure_font() -> QFont:
    return face(Face.FIGURES, FIGURE_POINTS)


def paint_cell(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
    """Paint a cell of a `ReportTableModel`; the view draws no grid of its own."""
    state: CellState = index.data(STATE_ROLE)
    view = option.widget
    selected = bool(option.state & QStyle.StateFlag.State_Selected) and view is not None and view.hasFocus()
    area = option.rect
    painter.save()
    painter.fillRect(area, qt(_ground(state, selected)))
    painter.setPen(qt(colours().grid))
    painter.drawLine(area.topRight(), area.bottomRight())
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    if state.leftmost:
        painter.drawLine(area.topLeft(), area.bottomLeft())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    text = index.data(Qt.ItemDataRole.DisplayRole)
    if text:
        painter.setPen(qt(_ink(state, selected)))
        room = area.adjusted(4, 0, -4, 0)
        sign = _SIGN + 4 if state.level else 0
        if QFontMetricsF(figure_font()).horizontalAdvance(text) > room.width() - 2 * sign:
            room.setLeft(room.left() + sign)  # beside the sign, where there is no room around the middle
        painter.setFont(_fitting(figure_font(), text, room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
    elif state.blank:
        _paint_baseline(painter, area)
    _paint_corners(painter, area, state)
    if state.level:
        _paint_finding(painter, area, state)
    if option.state & QStyle.StateFlag.State_HasFocus:
        _paint_frame(painter, area.adjusted(0, 0, -1, -1), colours().accent, 2)
    painter.restore()


def paint_sign(painter: QPainter, area: QRect, level: Level, *, answered: bool = False) -> None:
    """✕ for 强制性, ? for 核实性, i for 提示, ✓ for an answered one, drawn so that no font has to have them."""
    colour = {Level.HARD: colours().hard, Level.ASK: colours().ask, Level.HINT: colours().hint}[level]
    ink = qt(colours().done if answered else colour)
    painter.setPen(QPen(ink, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    if answered:
        low = QPoint(area.left() + area.width() // 3, area.bottom() - 1)
        painter.drawLine(QPoint(area.left(), area.center().y()), low)
        painter.drawLine(low, QPoint(area.right(), area.top() + 1))
        return
    if level is Level.HARD:
        cross = area.adjusted(2, 2, -2, -2)
        painter.drawLine(cross.topLeft(), cross.bottomRight())
        painter.drawLine(cross.topRight(), cross.bottomLeft())
        return
    font = QFont(painter.font())
    font.setPixelSize(area.height())
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?" if level is Level.ASK else "i")


def _ground(state: CellState, selected: bool) -> str:
    if selected:
        return colours().selection
    if state.computed:
        return colours().computed
    if state.framed and state.level:
        return colours().hard_fill if state.level is Level.HARD else colours().ask_fill
    return colours().paper


def _ink(state: CellState, selected: bool) -> str:
    if selected:
        return colours().selection_text
    return colours().computed_text if state.computed else colours().entered


def _fitting(font: QFont, text: str, room: float) -> QFont:
    needed = QFontMetricsF(font).horizontalAdvance(text)
    if needed > room:
        font.setPointSizeF(font.pointSizeF() * max(_SMALLEST, room / needed))
    return font


def _paint_baseline(painter: QPainter, area: QRect) -> None:
    """A blank is a dotted line to write on, never a 0."""
    painter.setPen(QPen(qt(colours().blank), 1.2, Qt.PenStyle.DotLine))
    width = min(area.width() * 0.5, 36)
    y = area.center().y() + 6.5
    painter.drawLine(QLineF(area.center().x() - width / 2, y, area.center().x() + width / 2, y))


def _paint_corners(painter: QPainter, area: QRect, state: CellState) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if state.carried:
        corner = area.topLeft()
        painter.setBrush(qt(colours().last_year))
        painter.drawPolygon(QPolygon([corner, corner + QPoint(_CORNER, 0), corner + QPoint(0, _CORNER)]))
    if state.noted:
        corner = area.topRight()
        painter.setBrush(qt(colours().note))
        painter.drawPolygon(QPolygon([corner, corner - QPoint(_CORNER, 0), corner + QPoint(0, _CORNER)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_finding(painter: QPainter, area: QRect, state: CellState) -> None:
    assert state.level is not None
    colour = {Level.HARD: colours().hard, Level.ASK: colours().ask, Level.HINT: colours().hint}[state.level]
    _paint_frame(painter, area.adjusted(1, 1, -2, -2), colour, 3 if state.framed else 2)
    paint_sign(painter, QRect(area.left() + 5, area.center().y() - _SIGN // 2, _SIGN, _SIGN), state.level)


def _paint_frame(painter: QPainter, area: QRect, colour: str, thickness: int) -> None:
    pen = QPen(qt(colour), thickness)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(area)
