"""What every tab's page can be asked; a page answers what concerns it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from model.checks.finding import Span
from model.form.edition import CellRef

if TYPE_CHECKING:
    from gui.report.tables.table_view import TableView


class Page(QWidget):
    """The page of one tab."""

    def take_focus(self) -> None:
        """Let the keyboard go on where it was last."""

    def commit_pending(self) -> bool:
        """Enter what is being typed in a cell; False if that is no number. Texts are entered as they are typed."""
        return True

    @property
    def least_width(self) -> int:
        """Pixels below which it cannot be read."""
        return 0

    def go_to(self, ref: CellRef) -> bool:
        """Put the cursor on a cell; False if it is not here or a refused figure is being typed."""
        return False

    def go_to_span(self, span: Span) -> bool:
        """Select some words of the text; False if they are not here."""
        return False

    def frame(self, refs: Collection[CellRef]) -> None:
        """Frame the cells of the finding that is looked at."""

    def suspect(self, refs: Collection[CellRef]) -> None:
        """Mark the cells that are likely to be the wrong ones."""

    @property
    def table(self) -> TableView | None:
        """The table that has the cursor, or had it last."""
        return None

    def open_find_bar(self, *, replacing: bool) -> bool:
        """Show 查找 or 替换; False where there is no text."""
        return False
