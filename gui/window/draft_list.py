"""Drafts as a list: whose, of which year, how far, when last changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFocusEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.widgets.icons import icon
from gui.widgets.messages import tooltip
from gui.widgets.models import NOWHERE, Index, Role
from gui.widgets.moments import moment
from gui.widgets.theme import colours, qt
from model.report.quoting import visible
from model.store.draft_index import DraftIndex
from model.store.library import DraftState, DraftSummary

_COLUMNS: Final = ("年度", "单位", "文件名", "状态", "最后修改")
_STATE: Final = 3
_AIR: Final = 28  # pixels beside the longest text of a column
_ICONS: Final = {
    DraftState.DRAFT: ("unfilled", "muted"),
    DraftState.UNBALANCED: ("hard", "hard"),
    DraftState.FINISHED: ("done", "done"),
    DraftState.UNREADABLE: ("ask", "ask"),
}


@dataclass(frozen=True)
class Listed:
    """A file of the list; ``missing`` when it is gone."""

    summary: DraftSummary
    missing: bool = False

    @property
    def state(self) -> str:
        """How far it is, in words."""
        if self.missing:
            return "找不到文件"
        if self.summary.state is DraftState.UNBALANCED:
            return f"有 {self.summary.hard} 处不平"
        return str(self.summary.state.value)


@dataclass(frozen=True)
class Drafts:
    """What the start page shows: the drafts of the folder, and recent files from elsewhere."""

    here: tuple[Listed, ...]
    elsewhere: tuple[Listed, ...]


def find_drafts(index: DraftIndex, folder: Path, recent: Sequence[Path]) -> Drafts:
    """Look at the folder and the recent files; takes as long as the disk does, so not for the GUI thread."""
    here = tuple(Listed(summary) for summary in index.list_drafts(folder))
    known = {listed.summary.path for listed in here}
    elsewhere = tuple(_look_at(path, index) for path in recent if path not in known)
    return Drafts(here, elsewhere)


def _look_at(path: Path, index: DraftIndex) -> Listed:
    try:
        missing = not path.exists()
    except OSError:
        missing = True
    return Listed(index.summarise(path), missing)


class DraftListModel(QAbstractTableModel):
    """Rows are drafts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Listed, ...] = ()

    def show_rows(self, rows: tuple[Listed, ...]) -> None:
        """Show these drafts instead; nothing happens when they are the same."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def listed(self, index: Index) -> Listed:
        return self._rows[index.row()]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return _COLUMNS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.listed(index).missing:
            return Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        listed = self.listed(index)
        match role:
            case Role.DisplayRole:
                return _text(listed, index.column())
            case Role.ToolTipRole:
                return tooltip("\n".join(filter(None, [visible(str(listed.summary.path)), listed.summary.problem])))
            case Role.AccessibleTextRole:
                return "，".join(_text(listed, column) for column in range(len(_COLUMNS)))
        return _state_look(listed, role) if index.column() == _STATE else None


def _state_look(listed: Listed, role: int) -> QIcon | QBrush | None:
    drawing, colour = _ICONS[listed.summary.state]
    if role == Role.DecorationRole:
        return icon(drawing, colour)
    if role == Role.ForegroundRole and not listed.missing:
        return QBrush(qt(getattr(colours(), colour)))
    return None


def _text(listed: Listed, column: int) -> str:
    summary = listed.summary
    match column:
        case 0:
            return f"{summary.year} 年" if summary.year is not None else ""
        case 1:
            return visible(summary.agency) or "（未填单位）"
        case 2:
            return visible(summary.path.stem)
        case _ if column == _STATE:
            return listed.state
    return moment(summary.modified) if summary.modified else ""


class DraftListView(QTableView):
    """The list: Enter or a double click opens."""

    chosen = Signal(Path)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drafts = DraftListModel(self)
        self.setModel(self.drafts)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(16, 16))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(32)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, longest in ((0, "2025 年"), (_STATE, "    有 10 处不平"), (4, "2025年12月30日 16:45")):
            header.resizeSection(column, self.fontMetrics().horizontalAdvance(longest) + _AIR)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(self._choose)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            self.selectRow(max(0, self.currentIndex().row()))  # so that the focus can be seen, and Enter opens

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        listed = self.drafts.listed(index)
        if not listed.missing:
            self.chosen.emit(listed.summary.path)
