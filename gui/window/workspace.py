"""The open report: a tab a section, and beside them the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.app.settings import Settings
from gui.panels.findings_panel import FindingsPanel
from gui.panels.parts import parts_of
from gui.panels.side_panel import SidePanel
from gui.report.document import ReportDocument
from gui.report.tabs.details_tab import DetailsTab
from gui.report.tabs.tab import Page
from gui.report.tabs.tables_tab import WIDEST
from gui.widgets.bubble import bubble_of
from gui.widgets.icons import icon
from gui.widgets.messages import set_tooltip, tooltip
from gui.window.section_state import DETAILS, SectionState, details_state, section_of, state_of
from model.checks.finding import Finding
from model.draft import Change
from model.form.edition import CellRef, SectionBody

if TYPE_CHECKING:
    from gui.report.tables.table_view import TableView

_FORM_AT_MOST = WIDEST + 40  # pixels: what the tables cannot use is the panel's


class Workspace(QWidget):
    """Tabs and panel around one document. A page is built when its tab is first shown."""

    last_year_wanted = Signal()
    panel_folded = Signal(bool)
    unfinished_changed = Signal(str)
    """How much the column that the cursor is in still lacks, in words."""
    sums_changed = Signal(str)
    """What the selected cells come to, in words."""

    def __init__(self, document: ReportDocument, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.settings = settings
        self._sections = [DETAILS, *(section.key for section in document.draft.edition.sections)]
        self._pages: dict[str, Page] = {}
        self._framed: tuple[CellRef, ...] = ()
        self._cell: CellRef | None = None
        self.tabs = QTabBar()
        self._stack = QStackedWidget()
        self.findings = FindingsPanel(document)
        self.panel = SidePanel(parts_of(self))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._unfold = QToolButton()  # what a folded panel leaves to be seen
        self._build()
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.findings.finding_selected.connect(self._frame)
        self.findings.jump_wanted.connect(self.go_to_finding)
        self.findings.findings.suspects_changed.connect(self._suspect)
        document.changed.connect(self.refresh_tabs)
        document.changed.connect(self._say_unfinished)
        self.panel.part_changed.connect(self._give_room)
        self._splitter.splitterMoved.connect(self._remember_share)
        self._on_tab_changed(0)

    def _build(self) -> None:
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName("报告的各部分")
        edition = self.document.draft.edition
        for key in self._sections:
            section = edition.section(key) if key else None
            self.tabs.addTab(f"{section.number}、{section.tab}" if section else "标题与说明")
        self._states: list[SectionState | None] = [None] * len(self._sections)
        self.refresh_tabs()
        self._splitter.addWidget(self._stack)
        self._splitter.addWidget(self.panel)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setHandleWidth(1)
        self._unfold.setIcon(icon("panel"))
        self._unfold.setAccessibleName("展开右侧面板")
        set_tooltip(self._unfold, "展开右侧面板（F9）")
        self._unfold.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._unfold.clicked.connect(self.toggle_panel)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._splitter, 1)
        row.addWidget(self._unfold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addLayout(row, 1)

    @property
    def section(self) -> str:
        """The key of the section whose tab is shown; empty for 标题与说明."""
        return self._sections[self.tabs.currentIndex()]

    @property
    def page(self) -> Page:
        return self._page(self.section)

    @property
    def table(self) -> TableView | None:
        """The table that the cursor is in, or was last in, on the tab that is shown."""
        return self.page.table

    def commit_pending(self) -> bool:
        """Enter what is being typed in a cell; False if that is no number: it stays open and says why."""
        return all(page.commit_pending() for page in self._pages.values())

    def show_section(self, key: str) -> None:
        """Go to a section's tab; the focus stays where it is."""
        self.tabs.setCurrentIndex(self._sections.index(key))

    def step_section(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) tab, round the end, and take the focus along."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + direction) % len(self._sections))
        self.page.take_focus()

    def go_to(self, ref: CellRef) -> bool:
        """Show a cell's table and put the cursor on the cell; False while a refused figure is being typed."""
        if not self.commit_pending():
            return False
        self.show_section(self.document.draft.edition.tables[ref.table].section)
        return self.page.go_to(ref)

    @Slot(object)
    def go_to_finding(self, finding: Finding) -> bool:
        """Go to the words that a finding is about, else to its cells, else to its section."""
        section = section_of(finding, self.document)
        span = next((span for span in finding.spans if span.end > span.start and span.section == section), None)
        if span is None and finding.cells:
            return bool(self.go_to_cells(finding))
        if not self.commit_pending():
            return False
        self.show_section(section)
        if span is None or not self.page.go_to_span(span):
            self.page.take_focus()
        return True

    @Slot(object)
    def go_to_cells(self, finding: Finding) -> bool:
        """Go to the cell that is likely to be wrong, else to the first that people fill.

        In what is unfinished that is the first blank.
        """
        self.findings.select(finding)
        place = self._place_of(finding)
        return place is not None and self.go_to(place)

    def _place_of(self, finding: Finding) -> CellRef | None:
        draft = self.document.draft
        under = [ref for cell in finding.cells for ref in draft.edition.inputs_under.get(cell, ())]
        blanks = [ref for ref in under if finding.unfinished and ref not in draft.entries]
        filled = (ref for ref in finding.cells if ref not in draft.edition.sums)
        return next(iter((*blanks, *finding.suspects(draft.evaluation), *filled, *finding.cells)), None)

    def reveal(self, change: Change) -> None:
        """Show the place that an undo or redo changed."""
        edit = change.edit
        if place := next(iter((*edit.entries, *edit.cell_notes, *edit.reported)), None):
            self.go_to(place)
        elif section := next(iter(edit.narratives), None):
            self.show_section(section)
        elif edit.details.keys() - {"finished", "previous"}:
            self.show_section(DETAILS)

    def open_panel(self, part: str = "") -> None:
        """Unfold the panel, on the part of that key if named."""
        if part:
            self.panel.show_part(part)
        self._fold(folded=False)

    @Slot()
    def toggle_panel(self) -> None:
        self._fold(folded=not self.panel.isHidden())

    def fold_panel(self, *, folded: bool) -> None:
        """Fold or unfold the panel without a word to anybody."""
        self.panel.setHidden(folded)
        self._unfold.setVisible(folded)
        self._give_room()

    def _fold(self, *, folded: bool) -> None:
        if folded != self.panel.isHidden():
            self.fold_panel(folded=folded)
            self.panel_folded.emit(folded)

    @property
    def help_context(self) -> str:
        """What the cursor is in, as `gui.dialogs.help_viewer.topic_for` wants it."""
        focused = QApplication.focusWidget()
        if focused is None or not self.panel.isAncestorOf(focused):
            return self.section or "details"
        return self.panel.help_context

    @property
    def help_cell(self) -> CellRef | None:
        """The cell that the cursor is in, while the keyboard is in a table."""
        table, focused = self.page.table, QApplication.focusWidget()
        inside = table is not None and focused is not None and (table is focused or table.isAncestorOf(focused))
        return table.current if table is not None and inside else None

    @Slot()
    def _give_room(self, *_: object) -> None:
        """Give the panel the share of the window that its part had last, as far as the tables leave it."""
        whole, part = self._splitter.width() - self._splitter.handleWidth(), self.panel.part
        share = self.settings.values.panel_shares.get(part.key)
        wanted = whole * (share or part.share) // 100
        if share is None:
            wanted = max(wanted, self.panel.sizeHint().width(), whole - _FORM_AT_MOST)
        panel = min(wanted, max(whole - self._least_width(), self.panel.minimumWidth()))
        self._splitter.setSizes([whole - panel, panel])

    def _least_width(self) -> int:
        """Pixels that the widest page needs."""
        return max(page.least_width for page in self._pages.values())

    @Slot()
    def _remember_share(self, *_: object) -> None:
        share = self._splitter.sizes()[1] * 100 // max(1, self._splitter.width())
        shares = self.settings.values.panel_shares
        self.settings.change(panel_shares={**shares, self.panel.part.key: share})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    @Slot()
    def refresh_tabs(self, *_: object) -> None:
        """Let each tab's title say how far its section is."""
        edition = self.document.draft.edition
        for at, key in enumerate(self._sections):
            section = edition.section(key) if key else None
            state = state_of(section, self.document) if section else details_state(self.document)
            if state != self._states[at]:
                self._states[at] = state
                name = f"{section.number}、{section.tab}" if section else "标题与说明"
                count = f" {state.count}" if state.count else ""
                heading = section.heading if section else name
                self.tabs.setTabText(at, f"{name}{count}")
                self.tabs.setTabIcon(at, icon(*state.progress.icon))
                self.tabs.setTabToolTip(at, tooltip(f"{heading}：{state.progress.word}{count and count + ' 处'}"))
                self.tabs.setAccessibleTabName(at, f"{heading}，{state.progress.word}{count}")

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            self._pages[key] = self._make_page(key)
            self._stack.addWidget(self._pages[key])
        return self._pages[key]

    def _make_page(self, key: str) -> Page:
        if not key:
            return DetailsTab(self.document)
        section = self.document.draft.edition.section(key)
        if section.body is SectionBody.NARRATIVE:
            from gui.report.tabs.narrative_tab import NarrativeTab  # noqa: PLC0415 - as each page, only once it is shown

            text = NarrativeTab(self.document, section)
            text.finding_bar.table_wanted.connect(self.go_to_cells)
            text.finding_bar.explanation_wanted.connect(self.findings.explain)
            return text
        from gui.report.tabs.tables_tab import TablesTab  # noqa: PLC0415

        page = TablesTab(self.document, section)
        page.cell_focused.connect(self._on_cell_focused)
        page.sums_changed.connect(self.sums_changed)
        page.frame(self._framed)
        page.suspect(self.findings.findings.suspects)
        return page

    @Slot(int)
    def _on_tab_changed(self, at: int) -> None:
        bubble_of(self).hide()
        self.sums_changed.emit("")
        page = self._page(self._sections[at])
        self._stack.setCurrentWidget(page)
        self._on_cell_focused(page.table.current if page.table else None)
        self.panel.show_section(self.section)

    @Slot(tuple)
    def _on_cell_focused(self, ref: CellRef | None) -> None:
        self._cell = ref
        self.panel.show_cell(ref)
        self._say_unfinished()

    @Slot()
    def _say_unfinished(self, *_: object) -> None:
        """The panel has the words already, and finding them costs too much for each key."""
        ref, lines = self._cell, (line for line in self.findings.findings.lines if line.finding.unfinished)
        here = next((line for line in lines if ref and any(cell[::2] == ref[::2] for cell in line.finding.cells)), None)
        self.unfinished_changed.emit(here.sentence.partition("：")[0] if here else "")

    @Slot(object)
    def _frame(self, finding: Finding | None) -> None:
        self._framed = finding.cells if finding else ()
        for page in self._pages.values():
            page.frame(self._framed)

    @Slot(frozenset)
    def _suspect(self, refs: frozenset[CellRef]) -> None:
        for page in self._pages.values():
            page.suspect(refs)
