"""The page before a report is open: what there is to go on with, and the ways to begin."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.app.settings import Settings
from gui.app.workers import LatestOnly
from gui.widgets.icons import icon
from gui.widgets.messages import TITLE, label
from gui.widgets.notices import NoticeBar
from gui.window.draft_list import DraftListView, Drafts, find_drafts
from gui.window.draft_menu import DraftMenu
from model.report.quoting import quoted
from model.store.draft_index import DraftIndex
from model.store.library import drafts_folder

_LOOKING = "正在查看这台电脑上的草稿……"
_NONE = "还没有草稿。点“新建年报”开始填写，或者先用示例练习一遍。"


class StartPage(QWidget):
    """Says what the user wants; whoever shows it does it."""

    new_wanted = Signal()
    open_wanted = Signal()
    import_wanted = Signal()
    sample_wanted = Signal()
    desk_wanted = Signal()
    draft_chosen = Signal(Path)
    version_wanted = Signal(Path)
    """An earlier version of this draft has to be chosen."""

    def __init__(
        self, settings: Settings, index: DraftIndex, folder: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._folder = folder or drafts_folder()
        self._search = LatestOnly(lambda recent: find_drafts(index, self._folder, recent), self)
        self._search.ready.connect(self._show)
        self.drafts = DraftListView("这台电脑上的草稿", self)
        self.recent = DraftListView("最近打开的其他文件", self)
        self._notices = NoticeBar()
        self.menu = DraftMenu(self, settings, self._notices)
        self.menu.chosen.connect(self.draft_chosen)
        self.menu.version_wanted.connect(self.version_wanted)
        self.menu.changed.connect(self.refresh)
        for view in (self.drafts, self.recent):
            view.chosen.connect(self.draft_chosen)
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.drafts.customContextMenuRequested.connect(self._menu_of_drafts)
        self.recent.customContextMenuRequested.connect(self._menu_of_recent)
        self._build()
        settings.changed.connect(self._on_settings)

    @Slot()
    def refresh(self) -> None:
        """Look again at the folder and the recent files, in the background."""
        if self.isVisible():
            self._search.request(self._settings.recent)

    @Slot(frozenset)
    def _on_settings(self, names: frozenset[str]) -> None:
        if "recent" in names:
            self.refresh()

    def _build(self) -> None:
        begin = QVBoxLayout()
        begin.setSpacing(10)
        begin.addWidget(label(TITLE, part="title"))
        begin.addWidget(label("政府信息公开工作年度报告", part="muted"))
        begin.addSpacing(18)
        buttons: list[QWidget] = []
        for text, drawing, signal in (
            ("新建年报(&N)", "new", self.new_wanted),
            ("打开草稿(&O)…", "open", self.open_wanted),
            ("导入文件(&I)…", "import", self.import_wanted),
            ("汇总各单位年报(&D)…", "check", self.desk_wanted),
            ("用示例练习(&S)", "sample", self.sample_wanted),
        ):
            buttons.append(self._button(text, drawing, signal.emit))
            begin.addWidget(buttons[-1])
        begin.addWidget(
            label("也可以把草稿，或者要导入的文件，拖到这里。", part="muted", wraps=True),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        begin.addStretch(1)
        self._where = label(f"草稿保存在{quoted(self._folder)}", part="muted", wraps=True, selectable=True)
        begin.addWidget(self._where)
        lists = QVBoxLayout()
        self._heading = label("这台电脑上的草稿", part="heading", buddy=self.drafts)
        self._none = label(_LOOKING, part="muted", wraps=True)
        self._recent_heading = label("最近打开的其他文件", part="heading", buddy=self.recent)
        lists.setSpacing(8)
        lists.addWidget(self._notices)
        lists.addWidget(self._heading)
        lists.addWidget(self._none)
        lists.addWidget(self.drafts, 3)
        lists.addSpacing(12)
        lists.addWidget(self._recent_heading)
        lists.addWidget(self.recent, 2)
        lists.addStretch(0)
        left = QWidget(self)
        left.setLayout(begin)
        left.setFixedWidth(260)
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 32, 36, 24)
        row.setSpacing(36)
        row.addWidget(left)
        row.addLayout(lists, 1)
        self.setFocusProxy(buttons[0])
        for before, after in pairwise([*buttons, self.drafts, self.recent]):
            self.setTabOrder(before, after)
        self._show(Drafts((), ()))
        self._none.setText(_LOOKING)

    def _button(self, text: str, drawing: str, verb: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        main = drawing == "new"
        button.setIcon(icon(drawing, "accent_text" if main else "text"))
        button.setIconSize(QSize(20, 20))
        button.setMinimumHeight(40)
        button.setProperty("primary", main)
        button.setAutoDefault(True)  # Enter presses it, outside of a dialog too
        button.clicked.connect(verb)
        return button

    @Slot(object)
    def _show(self, drafts: Drafts) -> None:
        for view, rows in ((self.drafts, drafts.here), (self.recent, drafts.elsewhere)):
            view.drafts.show_rows(rows)
            view.setVisible(bool(rows))
        self._none.setText(_NONE)
        self._none.setVisible(not drafts.here)
        self._recent_heading.setVisible(bool(drafts.elsewhere))

    @Slot(QPoint)
    def _menu_of_drafts(self, place: QPoint) -> None:
        self._show_menu(self.drafts, place, forgettable=False)

    @Slot(QPoint)
    def _menu_of_recent(self, place: QPoint) -> None:
        self._show_menu(self.recent, place, forgettable=True)

    def _show_menu(self, view: DraftListView, place: QPoint, *, forgettable: bool) -> None:
        index = view.indexAt(place)
        if index.isValid():
            menu = self.menu.menu_of(view.drafts.listed(index), forgettable=forgettable)
            menu.popup(view.viewport().mapToGlobal(place))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.refresh()
