"""Sentences along the top of the window that stay until they are settled, and never take the keyboard away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.widgets.messages import label
from gui.widgets.theme import colours, qt

Action = tuple[str, Callable[[], object]]
"""What a button says, and what it does (a bound method)."""

_DISMISS = "知道了"


class Notice(QFrame):
    """One sentence and its buttons."""

    def __init__(self, text: str, actions: Sequence[Action], parent: QWidget) -> None:
        super().__init__(parent)
        self._text = label(text, wraps=True, selectable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 10, 5)
        row.addWidget(self._text, 1)
        for name, act in actions:
            button = QPushButton(name, self)
            button.setAutoDefault(True)  # Enter presses it, outside of a dialog too
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(act)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def text(self) -> str:
        return self._text.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), qt(colours().ask_fill))
        painter.fillRect(0, 0, 4, self.height(), qt(colours().ask))
        painter.fillRect(0, self.height() - 1, self.width(), 1, qt(colours().border))


class NoticeBar(QWidget):
    """The notices of one window, the newest at the bottom; a second one about the same subject replaces the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: dict[str, Notice] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    @property
    def texts(self) -> list[str]:
        return [notice.text for notice in self._notices.values()]

    def say(self, subject: str, text: str, actions: Sequence[Action] = (), *, dismissible: bool = True) -> None:
        """Show a sentence about ``subject``, with a button for each action; until it is dismissed or withdrawn."""
        self.withdraw(subject)
        dismiss: list[Action] = [(_DISMISS, lambda: self.withdraw(subject))] if dismissible else []
        notice = Notice(text, [*actions, *dismiss], self)
        notice.setAccessibleName(text)
        self._notices[subject] = notice
        self._column.addWidget(notice)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(notice, QAccessible.Event.Alert))

    def withdraw(self, subject: str) -> None:
        """Take a notice away, if it is there."""
        if notice := self._notices.pop(subject, None):
            self._column.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._notices))
