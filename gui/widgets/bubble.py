"""A sentence beside the place that it is about: shown without taking the focus, gone with the next thing done."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.widgets.messages import label
from gui.widgets.theme import colours, qt

_LONGEST = 12_000  # ms that it stays when nothing happens
_WIDEST = 360


class Bubble(QFrame):
    """One a window; `say` shows it, `hide` takes it away."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._text = label(wraps=True)
        self._window = window
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(10, 7, 10, 7)
        self._layout.addWidget(self._text)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, area: QRect) -> None:
        """Show ``text`` below ``area`` (global coordinates), or above where there is no room."""
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # noqa: PLC0415 - 2 ms that no start needs

        self._text.setText(text)
        palette = self._text.palette()
        palette.setColor(QPalette.ColorRole.WindowText, qt(colours().text))
        self._text.setPalette(palette)
        self.setAccessibleName(text)
        width = min(_WIDEST, self._text.fontMetrics().horizontalAdvance(text) + 28)
        self.resize(width, self._layout.totalHeightForWidth(width))
        self.move(self._place(area))
        self.show()
        self.raise_()
        self._timer.start(_LONGEST)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _place(self, area: QRect) -> QPoint:
        window = self._window
        below = window.mapFromGlobal(area.bottomLeft()) + QPoint(0, 4)
        if below.y() + self.height() > window.height():
            below.setY(window.mapFromGlobal(area.topLeft()).y() - self.height() - 4)
        return QPoint(max(4, min(below.x(), window.width() - self.width() - 4)), below.y())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), qt(colours().hard))
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), qt(colours().hard_fill))


def bubble_of(widget: QWidget) -> Bubble:
    """The bubble of the window that ``widget`` is in."""
    window = widget.window()
    return window.findChild(Bubble, options=Qt.FindChildOption.FindDirectChildrenOnly) or Bubble(window)
