"""The consolidated tables, read-only, and of the cell that is looked at: which units it consists of."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QListWidget, QSplitter, QTabWidget, QVBoxLayout, QWidget

from gui.report.document import ReportDocument
from gui.report.tabs.tables_tab import TablesTab
from gui.widgets.messages import label
from model.form.edition import CellRef
from model.report.numbers import format_number
from model.rollup.consolidation import Consolidation, consolidated_draft

_NAMED: Final = 200
_ASK: Final = "点表中的格，这里列出它由哪些单位的数相加而来。"


class ConsolidatedTables(QWidget):
    """A tab for each section of tables; below them the parts of the current cell, the largest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._consolidation: Consolidation | None = None
        self._document: ReportDocument | None = None
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("汇总表")
        self.caption = label(_ASK, part="muted", wraps=True)
        self.parts = QListWidget()
        self.parts.setAccessibleName("这一格由哪些单位组成")
        below = QWidget()
        beneath = QVBoxLayout(below)
        beneath.setContentsMargins(8, 6, 8, 6)
        beneath.addWidget(self.caption)
        beneath.addWidget(self.parts, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.tabs)
        splitter.addWidget(below)
        splitter.setSizes([600, 200])
        splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(splitter)

    def show_consolidation(self, consolidation: Consolidation, agency: str) -> None:
        """Show other sums, in the tab that was shown before."""
        at = max(self.tabs.currentIndex(), 0)
        while self.tabs.count():
            if (page := self.tabs.widget(0)) is not None:
                page.deleteLater()
            self.tabs.removeTab(0)
        if self._document is not None:
            self._document.deleteLater()
        self._consolidation = consolidation
        self._document = ReportDocument(consolidated_draft(consolidation, agency))
        self._document.setParent(self)
        self._document.lock("这是各单位之和，在各单位的年报里改。")
        for section in consolidation.edition.table_sections:
            page = TablesTab(self._document, section)
            page.cell_focused.connect(self.show_parts)
            self.tabs.addTab(page, f"{section.number}、{section.tab}")
        self.tabs.setCurrentIndex(min(at, self.tabs.count() - 1))
        self.parts.clear()
        self.caption.setText(_ASK)

    @Slot(tuple)
    def show_parts(self, ref: CellRef) -> None:
        """List the units that a cell consists of."""
        if self._consolidation is None:
            return
        parts = self._consolidation.parts(ref)
        total = sum((number for _, number in parts), start=0)
        name = self._consolidation.edition.label(ref)
        self.caption.setText(f"{name}：{format_number(total)}，由 {len(parts)} 个单位组成。")
        self.parts.clear()
        self.parts.addItems([f"{format_number(number)}　{agency}" for agency, number in parts[:_NAMED]])
        if len(parts) > _NAMED:
            self.parts.addItem(f"……另有 {len(parts) - _NAMED} 个单位")
