"""What can be done to the open report, apart from its file: the verbs of 编辑, 查看 and 审核."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from gui.panels.parts import FINDINGS, LAST_YEAR, PREVIEW
from gui.report.document import ReportDocument
from gui.widgets.messages import confirm, tell
from gui.window.workspace import Workspace
from model.draft import Change

if TYPE_CHECKING:
    from gui.report.tables.table_view import TableView


class ReportActions(QObject):
    """Works on the workspace that `use` gave it last. Every verb does nothing while there is none."""

    finished = Signal()
    """定稿 has been done; what comes next is 发布."""

    def __init__(self, window: QWidget, today: Callable[[], date]) -> None:
        super().__init__(window)
        self._window = window
        self._today = today
        self._workspace: Workspace | None = None
        self._history_moves = False

    def use(self, workspace: Workspace | None) -> None:
        """Work on another report from now on."""
        self._workspace = workspace
        if workspace is not None:
            workspace.document.changed.connect(self._on_changed)

    @property
    def _document(self) -> ReportDocument | None:
        return self._workspace.document if self._workspace else None

    @Slot()
    def undo(self) -> None:
        self._move_history(lambda document: document.undo_stack.undo())

    @Slot()
    def redo(self) -> None:
        self._move_history(lambda document: document.undo_stack.redo())

    def _move_history(self, move: Callable[[ReportDocument], None]) -> None:
        """Undo or redo, and show the place that changed."""
        if self._workspace and self._workspace.commit_pending():
            self._history_moves = True
            try:
                move(self._workspace.document)
            finally:
                self._history_moves = False

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self._history_moves and self._workspace:
            self._workspace.reveal(change)

    @Slot()
    def cut(self) -> None:
        self._tell_focused("cut")

    @Slot()
    def copy(self) -> None:
        self._tell_focused("copy")

    @Slot()
    def paste(self) -> None:
        self._tell_focused("paste")

    def _tell_focused(self, verb: str) -> None:
        """Tables and text fields have verbs of these names; what has none does nothing."""
        if act := getattr(QApplication.focusWidget(), verb, None):
            act()

    @Slot()
    def fill_down(self) -> None:
        if table := self._table():
            table.fill_down()

    @Slot()
    def annotate(self) -> None:
        if table := self._table():
            table.annotate()

    def _table(self) -> TableView | None:
        return self._workspace.table if self._workspace and self._workspace.commit_pending() else None

    @Slot()
    def fill_blanks(self) -> None:
        if self._workspace is None or not self._workspace.commit_pending():
            return
        from gui.dialogs.finishing import ask_to_fill_blanks  # noqa: PLC0415 - dialogs that most starts never open

        if self._workspace.document.draft.blanks:
            table = self._workspace.table
            ask_to_fill_blanks(self._window, self._workspace.document, table.arrangement.table if table else None)
        else:
            tell(self._window, "没有空格，每一格都已经填了。")

    @Slot()
    def find_text(self) -> None:
        self._open_find_bar(replacing=False)

    @Slot()
    def replace_text(self) -> None:
        self._open_find_bar(replacing=True)

    def _open_find_bar(self, *, replacing: bool) -> None:
        if self._workspace is None:
            return
        if not self._workspace.page.open_find_bar(replacing=replacing):
            tell(self._window, "查找和替换用在正文里，请先换到要查找的那一部分。")

    @Slot()
    def next_section(self) -> None:
        if self._workspace and self._workspace.commit_pending():
            self._workspace.step_section(1)

    @Slot()
    def previous_section(self) -> None:
        if self._workspace and self._workspace.commit_pending():
            self._workspace.step_section(-1)

    @Slot()
    def next_pane(self) -> None:
        """Between the page and the panel."""
        if self._workspace is None:
            return
        focused = QApplication.focusWidget()
        if focused is not None and self._workspace.panel.isAncestorOf(focused):
            self._workspace.page.take_focus()
        else:
            self._workspace.open_panel()
            self._workspace.panel.take_focus()

    @Slot()
    def show_findings(self) -> None:
        self._show_part(FINDINGS)

    @Slot()
    def show_preview(self) -> None:
        self._show_part(PREVIEW)

    @Slot()
    def show_last_year(self) -> None:
        self._show_part(LAST_YEAR)

    def _show_part(self, part: str) -> None:
        if self._workspace:
            self._workspace.open_panel(part)

    @Slot()
    def toggle_panel(self) -> None:
        if self._workspace:
            self._workspace.toggle_panel()

    @Slot()
    def next_finding(self) -> None:
        self._step_finding(1)

    @Slot()
    def previous_finding(self) -> None:
        self._step_finding(-1)

    def _step_finding(self, direction: int) -> None:
        if self._workspace and self._workspace.commit_pending():
            self._workspace.findings.step(direction)

    @Slot()
    def explain_finding(self) -> None:
        if self._workspace:
            self._workspace.open_panel(FINDINGS)
            self._workspace.findings.explain_selected()

    @Slot()
    def adopt_all(self) -> None:
        """采用计算值 for every total that an imported document printed otherwise."""
        if self._document is None:
            return
        printed = tuple(self._document.draft.reported)
        if not printed:
            tell(self._window, "没有与计算值不同的原文件合计。")
        elif confirm(self._window, f"原文件印的 {len(printed)} 个合计都改用计算值？可以一步撤销。", "采用计算值"):
            self._document.adopt_computed(refs=printed)

    @Slot()
    def finish(self) -> None:
        """定稿, or a jump to what stands in its way."""
        if self._workspace is None or not self._workspace.commit_pending():
            return
        from gui.dialogs.finishing import ask_to_finish  # noqa: PLC0415

        document = self._workspace.document
        wanted = ask_to_finish(self._window, document, self._today())
        if wanted is not None:
            self._workspace.go_to_finding(wanted)
        elif document.finished:
            self.finished.emit()

    @Slot()
    def unfinish(self) -> None:
        question = "取消定稿以后可以继续修改，已经导出的文件不会跟着变。要取消定稿吗？"
        if self._document is not None and confirm(self._window, question, "取消定稿"):
            self._document.unfinish()
