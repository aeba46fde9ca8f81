"""The units as a table: who has reported, how good it is, and what is to be said of it."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QObject, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.widgets.icons import icon
from gui.widgets.messages import tooltip
from gui.widgets.models import NOWHERE, Index, Role
from gui.widgets.theme import colours, qt
from model.report.quoting import visible
from model.rollup.consolidation import STATE_NAMES, Unit, UnitState

COLUMNS: Final = ("单位", "状态", "未填", "强制性", "核实性", "说明")
_STATE, _MESSAGE = 1, 5
_LOOKS: Final = {
    UnitState.INCLUDED: ("done", "done"),
    UnitState.MISSING: ("unfilled", "muted"),
    UnitState.LEFT_OUT: ("close", "muted"),
}
_OTHERWISE: Final = ("ask", "ask")


class UnitModel(QAbstractTableModel):
    """Rows are units."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._units: tuple[Unit, ...] = ()

    def show_units(self, units: tuple[Unit, ...]) -> None:
        self.beginResetModel()
        self._units = units
        self.endResetModel()

    def unit(self, row: int) -> Unit:
        return self._units[row]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._units)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        unit, column = self._units[index.row()], index.column()
        answer = _in_words(unit, column, role)
        return _state_look(unit, role) if answer is None and column == _STATE else answer


def _in_words(unit: Unit, column: int, role: int) -> Any:
    is_count = column not in (0, _STATE, _MESSAGE)
    value = _value(unit, column)
    match role:
        case Role.DisplayRole:
            return str(value)
        case Role.UserRole:  # what the table is sorted by
            return -1 if is_count and value == "" else value
        case Role.ToolTipRole:
            path = visible(str(unit.report.path)) if unit.report else ""
            return tooltip("\n".join(filter(None, (path, unit.message))))
        case Role.TextAlignmentRole if is_count:
            return Qt.AlignmentFlag.AlignCenter
        case Role.AccessibleTextRole:
            words = ((name, str(_value(unit, at))) for at, name in enumerate(COLUMNS))
            return "，".join(f"{name}{word}" for name, word in words if word)
    return None


def _value(unit: Unit, column: int) -> str | int:
    report = unit.report if unit.report and not unit.report.problem else None
    if column == 0:
        return visible(unit.agency)
    if column == _STATE:
        return STATE_NAMES[unit.state]
    if column == _MESSAGE:
        return visible(unit.message)
    return "" if report is None else (report.blanks, report.hard, report.ask)[column - 2]


def _state_look(unit: Unit, role: int) -> Any:
    wrong = unit.state is UnitState.INCLUDED and unit.report is not None and unit.report.hard
    drawing, colour = ("hard", "hard") if wrong else _LOOKS.get(unit.state, _OTHERWISE)
    if role == Role.DecorationRole:
        return icon(drawing, colour)
    return QBrush(qt(getattr(colours(), colour))) if role == Role.ForegroundRole else None


class UnitView(QTableView):
    """Sorted by a click on a heading, filtered by what is typed; Enter or a double click opens a report."""

    chosen = Signal(object)
    """The `Unit` whose report is wanted."""
    selected = Signal(object)
    """The `Unit` that the cursor came to, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.units = UnitModel(self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self.units)
        self._shown.setSortRole(Role.UserRole)
        self._shown.setFilterKeyColumn(-1)
        self.setModel(self._shown)
        self.setAccessibleName("各单位的报送情况")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in ((0, 230), (_STATE, 96), (2, 56), (3, 64), (4, 64)):
            header.resizeSection(column, width)
        self.doubleClicked.connect(self._choose)
        self.selectionModel().currentChanged.connect(self._tell)

    def filter_by(self, text: str) -> None:
        """Show the units in whose line the text stands."""
        self._shown.setFilterFixedString(text.strip())

    @property
    def current(self) -> Unit | None:
        """The unit that the cursor is on."""
        index = self._shown.mapToSource(self.currentIndex())
        return self.units.unit(index.row()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _choose(self, *_: object) -> None:
        unit = self.current
        if unit is not None and unit.report is not None:
            self.chosen.emit(unit)

    @Slot()
    def _tell(self, *_: object) -> None:
        self.selected.emit(self.current)
