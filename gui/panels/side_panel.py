"""The panel at the right, which folds away: 审核, 预览, 上年."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gui.panels.findings_panel import FindingsPanel

if TYPE_CHECKING:
    from gui.panels.last_year_panel import LastYearPanel

_NARROWEST = 250
_WIDTH = 320


class Part(IntEnum):
    """What the panel shows, in the order of its tabs."""

    FINDINGS = 0
    PREVIEW = 1
    LAST_YEAR = 2


class SidePanel(QWidget):
    """Preview and last year's report are built when they are first shown."""

    part_changed = Signal(int)

    def __init__(
        self,
        findings: FindingsPanel,
        make_preview: Callable[[], QWidget],
        make_last_year: Callable[[], LastYearPanel],
    ) -> None:
        super().__init__()
        self.findings = findings
        self.preview: QWidget | None = None
        self.last_year: LastYearPanel | None = None
        self._make_preview = make_preview
        self._make_last_year = make_last_year
        self.tabs = QTabBar()
        self._stack = QStackedWidget()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("审核、预览、上年")
        for name in ("审核", "预览", "上年"):
            self.tabs.addTab(name)
        self._stack.addWidget(findings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.setMinimumWidth(_NARROWEST)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs.currentChanged.connect(self._show_part)
        findings.findings.rowsInserted.connect(self._count)
        findings.findings.rowsRemoved.connect(self._count)
        self._count()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 400)

    def show_part(self, part: Part) -> None:
        self.tabs.setCurrentIndex(part)

    def take_focus(self) -> None:
        """Give the keyboard to what is shown."""
        shown = self.findings.list if self.part is Part.FINDINGS else self._stack.currentWidget()
        (shown or self.tabs).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def part(self) -> Part:
        return Part(self.tabs.currentIndex())

    @Slot(int)
    def _show_part(self, at: int) -> None:
        widget: QWidget = self.findings
        if at == Part.PREVIEW:
            if self.preview is None:
                self.preview = self._make_preview()
                self._stack.addWidget(self.preview)
            widget = self.preview
        elif at == Part.LAST_YEAR:
            if self.last_year is None:
                self.last_year = self._make_last_year()
                self._stack.addWidget(self.last_year)
            widget = self.last_year
        self._stack.setCurrentWidget(widget)
        self.part_changed.emit(at)

    @Slot()
    def _count(self) -> None:
        open_ones = sum(line.answer is None for line in self.findings.findings.lines)
        self.tabs.setTabText(Part.FINDINGS, f"审核 {open_ones}" if open_ones else "审核")
