"""The panel at the right, which folds away: a tab for each of its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gui.panels.panel import Panel
from model.form.edition import CellRef

_NARROWEST = 250
_WIDTH = 320


@dataclass(frozen=True)
class Part:
    """One part: ``make`` builds it when it is first shown, ``help`` names what F1 opens there.

    ``share`` is the least part of the window that it wants, in per cent.
    """

    key: str
    title: str
    make: Callable[[], Panel]
    help: str
    share: int = 0


class SidePanel(QWidget):
    """Tells the parts that were shown once where the tabs and the cursor are."""

    part_changed = Signal(str)

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self._parts = parts
        self._made: dict[str, Panel] = {}
        self._section = ""
        self._cell: CellRef | None = None
        self.tabs = QTabBar()
        self._stack = QStackedWidget()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("、".join(part.title for part in parts))
        for part in parts:
            self.tabs.addTab(part.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.setMinimumWidth(_NARROWEST)
        self.tabs.currentChanged.connect(self._show)
        self._show(0)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 400)

    @property
    def part(self) -> Part:
        """The part that is shown."""
        return self._parts[self.tabs.currentIndex()]

    @property
    def made(self) -> Sequence[str]:
        """The keys of the parts that were shown once."""
        return tuple(self._made)

    def show_part(self, key: str) -> None:
        self.tabs.setCurrentIndex([part.key for part in self._parts].index(key))

    def show_section(self, key: str) -> None:
        """Follow the tabs of the report."""
        self._section = key
        for panel in self._made.values():
            panel.show_section(key)

    def show_cell(self, ref: CellRef | None) -> None:
        """Follow the cursor of the report."""
        self._cell = ref
        for panel in self._made.values():
            panel.show_cell(ref)

    def take_focus(self) -> None:
        """Give the keyboard to what is shown."""
        self._made[self.part.key].take_focus()

    @property
    def help_context(self) -> str:
        return self._made[self.part.key].help_context or self.part.help

    @Slot(int)
    def _show(self, at: int) -> None:
        part = self._parts[at]
        if part.key not in self._made:
            self._made[part.key] = self._make(part)
            self._count()
        self._stack.setCurrentWidget(self._made[part.key])
        self.part_changed.emit(part.key)

    @Slot()
    def _count(self) -> None:
        for at, part in enumerate(self._parts):
            count = self._made[part.key].count if part.key in self._made else 0
            self.tabs.setTabText(at, f"{part.title} {count}" if count else part.title)

    def _make(self, part: Part) -> Panel:
        panel = part.make()
        self._stack.addWidget(panel)
        panel.counted.connect(self._count)
        panel.show_section(self._section)
        panel.show_cell(self._cell)
        return panel
