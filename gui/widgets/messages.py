"""The one place where text becomes a label, a tooltip or a message box: always plain, never markup.

Qt guesses from the first characters whether a text is HTML, and an office's name or a file's name may look like it.
A test scans `gui` for labels, message boxes and tooltips that are made elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from html import escape

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from gui.widgets.icons import icon as line_icon
from model.report.quoting import visible

TITLE = "公开年报"
_DRAWING = 36  # pixels across
_ACCEPTS = QDialogButtonBox.ButtonRole.AcceptRole


class Icon(Enum):
    """How grave a message is: the drawing beside it, and that drawing's colour."""

    INFORMATION = ("info", "hint")
    QUESTION = ("help", "accent")
    WARNING = ("ask", "ask")


def label(
    text: str = "",
    *,
    part: str = "",
    buddy: QWidget | None = None,
    wraps: bool = False,
    selectable: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """A label that shows ``text`` as it is. ``part`` is its look in the style sheet: title, heading, muted, hard…"""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wraps)
    if part:
        made.setProperty("part", part)
    if buddy is not None:
        made.setBuddy(buddy)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def tooltip(text: str) -> str:
    """``text`` in a form that a tooltip shows literally, its line breaks kept."""
    return f"<p style='white-space: pre-wrap'>{escape(text)}</p>" if text else ""


def set_tooltip(target: QWidget | QAction, text: str) -> None:
    target.setToolTip(tooltip(text))


def show_tooltip(where: QPoint, text: str, widget: QWidget, area: QRect) -> None:
    """Show a tooltip at a global position while the pointer stays in ``area`` of the widget."""
    QToolTip.showText(where, tooltip(text), widget, area)


def run(dialog: QDialog) -> bool:
    """Show a dialog until it is answered, then let it go; whether it was accepted.

    What is not let go lives as long as its window, and goes on following the report.
    """
    if main := _main_button(dialog):
        main.setProperty("primary", True)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return accepted


def _main_button(dialog: QDialog) -> QPushButton | None:
    """The button that Enter presses wherever the focus is, as it looks all along."""
    buttons = dialog.findChildren(QPushButton)
    box = dialog.findChild(QDialogButtonBox)
    accepting = [button for button in buttons if box and box.buttonRole(button) is _ACCEPTS]
    return next((button for button in buttons if button.isDefault()), next(iter(accepting), None))


def tell(parent: QWidget | None, text: str, *, icon: Icon = Icon.INFORMATION, details: str = "") -> None:
    """Say something that has to be read. ``details`` unfold on demand."""
    box = _box(parent, text, icon, details)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    run(box)


def warn(parent: QWidget | None, text: str, *, details: str = "") -> None:
    tell(parent, text, icon=Icon.WARNING, details=details)


def choose(
    parent: QWidget | None,
    text: str,
    choices: Sequence[str],
    *,
    icon: Icon = Icon.QUESTION,
    details: str = "",
    default: int = 0,
    cancel: str = "取消",
) -> int | None:
    """Ask which of ``choices`` to do; the index, or None for ``cancel`` (Esc), which is always offered."""
    box = _box(parent, text, icon, details)
    roles = QMessageBox.ButtonRole
    buttons = [box.addButton(choice, roles.ActionRole if at else roles.AcceptRole) for at, choice in enumerate(choices)]
    cancelling = box.addButton(cancel, roles.RejectRole)
    box.setDefaultButton(buttons[default])
    box.setEscapeButton(cancelling)
    run(box)
    clicked = box.clickedButton()  # not an index into box.buttons(): that list is in the order of the platform
    return next((at for at, button in enumerate(buttons) if button is clicked), None)


def confirm(parent: QWidget | None, text: str, action: str, *, details: str = "") -> bool:
    """Ask before something is done; ``action`` names it on the button."""
    return choose(parent, text, [action], details=details) == 0


def ask_text(parent: QWidget | None, prompt: str, *, title: str, text: str = "", lines: bool = False) -> str | None:
    """Ask for a text (of several ``lines``); None if the user thought better of it."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(visible(title))
    field = QPlainTextEdit(text) if lines else QLineEdit(text)
    field.setAccessibleName(prompt)
    field.setMinimumWidth(420)
    field.selectAll()
    if isinstance(field, QPlainTextEdit):
        field.setTabChangesFocus(True)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), dialog, dialog.accept)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(label(prompt, wraps=True, buddy=field))
    layout.addWidget(field)
    layout.addWidget(buttons)
    field.setFocus()
    if not run(dialog):
        return None
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


def choose_line(parent: QWidget | None, prompt: str, lines: Sequence[str], action: str = "打开这一版") -> int | None:
    """Ask which line of a list is meant; its place, or None if the user thought better of it."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(TITLE)
    listing = QListWidget(dialog)
    listing.setAccessibleName(prompt)
    listing.addItems([visible(line) for line in lines])
    listing.setCurrentRow(0)
    listing.setMinimumWidth(460)
    buttons = QDialogButtonBox(dialog)
    buttons.addButton(action, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    listing.itemActivated.connect(dialog.accept)
    layout = QVBoxLayout(dialog)
    layout.addWidget(label(prompt, wraps=True, buddy=listing))
    layout.addWidget(listing)
    layout.addWidget(buttons)
    listing.setFocus()
    return listing.currentRow() if run(dialog) else None


def _box(parent: QWidget | None, text: str, icon: Icon, details: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(TITLE)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIconPixmap(line_icon(*icon.value).pixmap(QSize(_DRAWING, _DRAWING), box.devicePixelRatioF()))
    box.setText(text)
    box.setDetailedText(details)
    return box
