"""The signs of findings, drawn so that no font has to have them.

✕ 强制性, ? 核实性, i 提示, … 未填完, ✓ answered, and ! in a disc on a cell that is 可疑.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gui.widgets.theme import Colours, colours, qt
from model.form.edition import Level


def paint_sign(painter: QPainter, area: QRect, level: Level, *, answered: bool = False) -> None:
    """Draw the sign of a level into a square; ``answered`` makes it ✓."""
    ink = cached(colours().done if answered else level_colour(colours(), level))
    painter.setPen(QPen(ink, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if answered:
        low = QPoint(area.left() + area.width() // 3, area.bottom() - 1)
        painter.drawLine(QPoint(area.left(), area.center().y()), low)
        painter.drawLine(low, QPoint(area.right(), area.top() + 1))
    elif level is Level.HARD:
        cross = area.adjusted(2, 2, -2, -2)
        painter.drawLine(cross.topLeft(), cross.bottomRight())
        painter.drawLine(cross.topRight(), cross.bottomLeft())
    else:
        font = QFont(painter.font())
        font.setPixelSize(area.height())
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?" if level is Level.ASK else "i")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_suspicion(painter: QPainter, area: QRect) -> None:
    """Draw the sign of a cell that is likely to be the wrong one into a square."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(cached(colours().hard))
    painter.drawEllipse(area)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(cached(colours().hard_fill), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    middle = area.center().x() + 0.5
    painter.drawLine(QPointF(middle, area.top() + 3), QPointF(middle, area.top() + area.height() * 0.6))
    painter.drawPoint(QPointF(middle, area.bottom() - 2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_unfinished(painter: QPainter, area: QRect) -> None:
    """Draw three dots into a square: what is still being filled."""
    painter.setPen(QPen(cached(colours().muted), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for part in (1, 3, 5):
        painter.drawPoint(QPointF(area.left() + area.width() * part / 6, area.center().y() + 1))


def level_colour(chosen: Colours, level: Level) -> str:
    return {Level.HARD: chosen.hard, Level.ASK: chosen.ask, Level.HINT: chosen.hint}[level]


@lru_cache(maxsize=256)
def cached(name: str) -> QColor:
    """A colour of the theme for a painter; parsed once."""
    return qt(name)
