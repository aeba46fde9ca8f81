"""What every part of the side panel can be told and asked; a part answers what concerns it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from model.form.edition import CellRef


class Panel(QWidget):
    """One part of the panel at the right; it follows the tabs and the cursor."""

    counted = Signal()
    """`count` may be another now."""

    def show_section(self, key: str) -> None:
        """The tab of a section came to the front; an empty key stands for 标题与说明."""

    def show_cell(self, ref: CellRef | None) -> None:
        """The cursor came to a cell, or to a tab without cells."""

    def take_focus(self) -> None:
        """Let the keyboard go on here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def count(self) -> int:
        """How many things there are to look at: the number behind the title, none for 0."""
        return 0

    @property
    def help_context(self) -> str:
        """What of it the help should be about; empty for the part as a whole."""
        return ""
