"""Find and replace under a narrative's editor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QToolButton, QWidget

from gui.report.narrative.editor import NarrativeEditor
from gui.widgets.icons import icon
from gui.widgets.messages import label, set_tooltip


class FindBar(QWidget):
    """Hidden until it is asked for; Esc hides it and goes back to the text."""

    def __init__(self, editor: NarrativeEditor) -> None:
        super().__init__()
        self._editor = editor
        self.find_field = QLineEdit()
        self.find_field.setAccessibleName("查找内容")
        self.replace_field = QLineEdit()
        self.replace_field.setAccessibleName("替换为")
        self._result = label(part="muted")
        self._replace_parts: list[QWidget] = []
        self._build()
        self.find_field.textChanged.connect(self._count)
        self.find_field.returnPressed.connect(self.find_next)
        self.replace_field.returnPressed.connect(self.replace_one)
        self.hide()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 8, 6)
        grid.addWidget(label("查找", buddy=self.find_field), 0, 0)
        grid.addWidget(self.find_field, 0, 1)
        grid.addWidget(self._button("上一个", self.find_previous), 0, 2)
        grid.addWidget(self._button("下一个", self.find_next), 0, 3)
        grid.addWidget(self._result, 0, 4)
        close = QToolButton()
        close.setIcon(icon("close"))
        close.setAccessibleName("关闭查找")
        set_tooltip(close, "关闭查找（Esc）")
        close.clicked.connect(self.leave)
        grid.addWidget(close, 0, 5)
        self._replace_parts = [
            label("替换为", buddy=self.replace_field),
            self.replace_field,
            self._button("替换", self.replace_one),
            self._button("全部替换", self.replace_all),
        ]
        for column, part in enumerate(self._replace_parts):
            grid.addWidget(part, 1, column)
        grid.setColumnStretch(1, 1)
        self.setTabOrder(self.find_field, self.replace_field)

    def _button(self, text: str, verb: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(True)  # Enter presses it, outside of a dialog too
        button.clicked.connect(verb)
        return button

    def open(self, *, replacing: bool) -> None:
        """Show the bar with the selected text in it."""
        for part in self._replace_parts:
            part.setVisible(replacing)
        selected = self._editor.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.find_field.setText(selected)
        self.show()
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()
        self._count()

    def leave(self) -> None:
        self.hide()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_next(self) -> bool:
        """Select the next occurrence, from the beginning again after the last."""
        return self._find(QTextDocument.FindFlag(0), QTextCursor.MoveOperation.Start)

    def find_previous(self) -> bool:
        return self._find(QTextDocument.FindFlag.FindBackward, QTextCursor.MoveOperation.End)

    def _find(self, direction: QTextDocument.FindFlag, restart: QTextCursor.MoveOperation) -> bool:
        wanted = self.find_field.text()
        if not wanted:
            return False
        if self._editor.find(wanted, direction):
            return True
        before = self._editor.textCursor()
        self._editor.moveCursor(restart)
        if self._editor.find(wanted, direction):
            return True
        self._editor.setTextCursor(before)
        return False

    def replace_one(self) -> None:
        """Replace the occurrence that is selected, and go on to the next."""
        cursor = self._editor.textCursor()
        if not self._editor.isReadOnly() and cursor.selectedText() == self.find_field.text() != "":
            cursor.insertText(self.replace_field.text())
        self.find_next()
        self._count()

    def replace_all(self) -> None:
        old = self.find_field.text()
        if old and not self._editor.isReadOnly():
            count = self._editor.replace_all(old=old, new=self.replace_field.text())
            self._result.setText(f"替换了 {count} 处")

    def _count(self) -> None:
        wanted = self.find_field.text()
        self._result.setText(f"共 {self._editor.text.count(wanted)} 处" if wanted else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
