"""Fields of text whose edits are steps of the window's one undo stack, not of a stack of their own."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QMenu, QPlainTextEdit, QTextEdit, QWidget

from gui.widgets.fonts import prepare_for
from gui.widgets.icons import icon

_HISTORY = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_COMMANDS = (Qt.Key.Key_E, Qt.Key.Key_D)


def is_command_key(event: QEvent) -> bool:
    """Whether a key press (or the question who wants it) is Ctrl+E or Ctrl+D.

    Fields on X11 would take them for the end of the line and for deleting.
    """
    control = Qt.KeyboardModifier.ControlModifier
    return isinstance(event, QKeyEvent) and event.modifiers() == control and event.key() in _COMMANDS


def belongs_to_window(event: QEvent) -> bool:
    """Whether a key press (or the question who wants it) is one of the window's in a field, Ctrl+Z and Ctrl+Y too."""
    return isinstance(event, QKeyEvent) and (is_command_key(event) or any(event.matches(key) for key in _HISTORY))


_INSET = 4  # pixels
T = TypeVar("T", bound=QWidget)


class _Calm(QObject):
    """Hands the wheel on while the field that it turns over has not the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def calm(box: T) -> T:
    """``box``, a choice or a number, such that the wheel scrolls the page and changes nothing unasked.

    A number is inset as far as a choice is, which no style sheet can say. A test scans `gui` for boxes that are made
    without this.
    """
    if isinstance(box, QAbstractSpinBox):
        box.lineEdit().setTextMargins(_INSET, 0, 0, 0)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.installEventFilter(_Calm(box))
    return box


class Typing(QObject):
    """Makes a field one of the window's: its commands pass the field by, and what is typed in a row is one step."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._under_way = False
        field.installEventFilter(self)

    def continues_run(self) -> bool:
        """Whether this edit belongs to the run of typing before; a run ends when the field is left."""
        was_typing, self._under_way = self._under_way, True
        return was_typing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self._under_way = False
        if belongs_to_window(event):
            event.ignore()
            return True
        return False


def show_text_menu(field: QLineEdit | QPlainTextEdit | QTextEdit, event: QContextMenuEvent) -> None:
    """What a right click in a text offers: without an undo of its own, since the window has the only one."""
    cursor_selects = field.hasSelectedText() if isinstance(field, QLineEdit) else field.textCursor().hasSelection()
    editable = not field.isReadOnly()
    menu = QMenu(field)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, drawing, act, possible in (
        ("剪切\tCtrl+X", "cut", field.cut, cursor_selects and editable),
        ("复制\tCtrl+C", "copy", field.copy, cursor_selects),
        ("粘贴\tCtrl+V", "paste", field.paste, editable),
        ("全选\tCtrl+A", "", field.selectAll, True),
    ):
        action = menu.addAction(icon(drawing), text) if drawing else menu.addAction(text)
        action.triggered.connect(act)
        action.setEnabled(possible)
    menu.popup(event.globalPos())


class LineField(QLineEdit):
    """One line."""

    def __init__(self, name: str, example: str = "") -> None:
        super().__init__()
        self.continues_run = Typing(self).continues_run
        self.setAccessibleName(name)
        self.setPlaceholderText(example)
        self.setMinimumHeight(30)
        self.textChanged.connect(prepare_for)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_text_menu(self, event)

    def show_text(self, text: str) -> None:
        if self.text() != text:
            self.setText(text)


class TextField(QPlainTextEdit):
    """A paragraph or two."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.continues_run = Typing(self).continues_run
        self.setAccessibleName(name)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(150)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_text_menu(self, event)

    def show_text(self, text: str) -> None:
        if self.toPlainText() != text:
            at = self.textCursor().position()
            self.setPlainText(text)
            cursor = self.textCursor()
            cursor.setPosition(min(at, len(self.toPlainText())))
            self.setTextCursor(cursor)
