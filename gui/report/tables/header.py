"""Headers with grouped boxes in two or three levels, as the official form prints them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QScrollBar, QWidget

from gui.widgets.fonts import Face, face
from gui.widgets.theme import colours, qt
from model.form.arrangement import LabelBox, level_count

PADDING = 4
HEADER_POINTS = 10
_NUMBER = re.compile(r"^(?:（[^）]*）|[^、]+、)")
WRAPPED = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
WRAPPED_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


def wrapped_height(text: str, width: int, metrics: QFontMetrics) -> int:
    """Pixels that ``text`` needs in a box of ``width``, its padding included."""
    room = QRect(0, 0, max(1, width - PADDING), 10_000)
    return metrics.boundingRect(room, WRAPPED, text).height() + 2 * PADDING


def header_font() -> QFont:
    return face(Face.FIGURES, HEADER_POINTS)


def _balanced(room: QRect, text: str, metrics: QFontMetrics) -> QRect:
    """The part of ``room`` in which the lines of a centred label come out about equally long."""
    length = metrics.horizontalAdvance(text)
    lines = -(-length // max(1, room.width()))
    if lines < 2 or "\n" in text:
        return room
    spare = room.width() - length // lines - metrics.horizontalAdvance("汉") // 2
    return room.adjusted(spare // 2, 0, -(spare // 2), 0) if spare > 0 else room


class GroupedHeader(QHeaderView):
    """Paints `LabelBox` boxes over its sections; ``level_sizes`` are the levels' heights (widths, when vertical)."""

    def __init__(self, orientation: Qt.Orientation, headings: Sequence[LabelBox], parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self._headings = headings
        self._across = orientation is Qt.Orientation.Horizontal
        self.setFont(header_font())
        self.level_sizes = [0] * level_count(headings)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)

    @property
    def headings(self) -> Sequence[LabelBox]:
        return self._headings

    def follow(self, *bars: QScrollBar) -> None:
        """Paint all boxes anew when the table scrolls: a label stands in the middle of what shows of its box."""
        for bar in bars:
            bar.valueChanged.connect(self.viewport().update)

    def set_level_sizes(self, sizes: Sequence[int]) -> None:
        """Set how thick each level is, in pixels."""
        self.level_sizes = list(sizes)
        if self._across:
            self.setFixedHeight(sum(sizes))
        else:
            self.setFixedWidth(sum(sizes))

    def sizeHint(self) -> QSize:
        thickness = sum(self.level_sizes)
        return QSize(self.length(), thickness) if self._across else QSize(thickness, self.length())

    def box(self, heading: LabelBox) -> QRect:
        """Where a heading stands in the viewport, its rules excluded on the far sides."""
        start = self.sectionViewportPosition(heading.first)
        end = self.sectionViewportPosition(heading.last) + self.sectionSize(heading.last)
        top = sum(self.level_sizes[: heading.level])
        depth = sum(self.level_sizes[heading.level : heading.level + heading.levels])
        return QRect(start, top, end - start, depth) if self._across else QRect(top, start, depth, end - start)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for heading in self._headings:
            box = self.box(heading)
            if box.intersects(event.rect()):
                painter.fillRect(box, qt(colours().header))
                self._paint(painter, heading, box)

    def _paint(self, painter: QPainter, heading: LabelBox, box: QRect) -> None:
        painter.setPen(qt(colours().grid))
        painter.drawLine(box.topRight(), box.bottomRight())
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if box.top() == 0 and self._across:
            painter.drawLine(box.topLeft(), box.topRight())
        if box.left() == 0 and self.x() == 0:  # elsewhere the corner's rule serves
            painter.drawLine(box.topLeft(), box.bottomLeft())
        spans_rows = not self._across and heading.last > heading.first
        text = _NUMBER.sub("\\g<0>\n", heading.text) if spans_rows else heading.text
        room = box.intersected(self.viewport().rect()) if spans_rows else box
        if spans_rows and room.height() < wrapped_height(text, box.width(), painter.fontMetrics()):
            room = box  # no room for the whole label in the part that shows
        painter.setPen(qt(colours().header_text))
        is_row_label = not self._across and not spans_rows
        flags = WRAPPED_LEFT if is_row_label else WRAPPED
        margin = PADDING if is_row_label else PADDING // 2
        room = room.adjusted(margin, 0, -margin, 0)
        painter.drawText(room if is_row_label else _balanced(room, text, painter.fontMetrics()), flags, text)


class Corner(QWidget):
    """The box over the row labels."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self.setFont(header_font())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), qt(colours().header))
        painter.setPen(qt(colours().grid))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setPen(qt(colours().header_text))
        painter.drawText(self.rect().adjusted(PADDING, 0, -PADDING, 0), WRAPPED, self._text)
