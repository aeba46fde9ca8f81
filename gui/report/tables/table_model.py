"""A Qt view of one table of the open report. It keeps no figures of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Slot

from gui.report.document import ReportDocument
from gui.report.tables.explain import explain_cell
from gui.widgets.messages import tooltip
from gui.widgets.models import NOWHERE, Index, Role
from model.checks.wording import LEVEL_NAMES
from model.form.arrangement import Arrangement
from model.form.edition import CellRef, Level
from model.report.numbers import format_number

STATE_ROLE = Role.UserRole + 1

_NUMBERING = re.compile(r"（[一二三四五六七八九十]+）|\d+\.")


@dataclass(frozen=True, slots=True)
class CellState:
    """What is painted besides the figure.

    ``framed``: the finding that is looked at names the cell. ``suspected``: arithmetic takes it for the wrong one.
    ``leftmost``: no row label stands left of it.
    """

    computed: bool = False
    blank: bool = False
    carried: bool = False
    noted: bool = False
    level: Level | None = None
    framed: bool = False
    suspected: bool = False
    leftmost: bool = False


class ReportTableModel(QAbstractTableModel):
    """Figures, states and words of the cells of one arrangement."""

    def __init__(self, document: ReportDocument, arrangement: Arrangement, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.arrangement = arrangement
        self._framed: frozenset[CellRef] = frozenset()
        self._suspected: frozenset[CellRef] = frozenset()
        self._levels = self._levels_now()
        self._states: dict[CellRef, CellState] = {}
        self._answers: Mapping[int, Callable[[CellRef], Any]] = {
            Role.DisplayRole: self.text,
            Role.EditRole: self.text,
            Role.ToolTipRole: lambda ref: tooltip(self.explain(ref)),
            Role.AccessibleTextRole: self.spoken,
            Role.AccessibleDescriptionRole: self.explain,
            STATE_ROLE: self.state,
        }
        document.cells_changed.connect(self._on_cells_changed)
        document.findings_changed.connect(self._on_findings_changed)
        document.editable_changed.connect(self._on_editable_changed)

    def ref(self, index: Index) -> CellRef:
        return self.arrangement.refs[index.row()][index.column()]

    def index_of(self, ref: CellRef) -> QModelIndex:
        """Where a cell stands; an invalid index if it is in another table."""
        place = self.arrangement.places.get(ref)
        return self.index(*place) if place else QModelIndex()

    def frame(self, refs: Collection[CellRef]) -> None:
        """Frame the cells of the finding that is being looked at, and no others."""
        before, self._framed = self._framed, frozenset(refs)
        self._announce(before ^ self._framed)

    def suspect(self, refs: Collection[CellRef]) -> None:
        """Mark the cells that are likely to be the wrong ones, and no others."""
        before, self._suspected = self._suspected, frozenset(refs)
        self._announce(before ^ self._suspected)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.arrangement.refs)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.arrangement.refs[0])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role not in (Role.DisplayRole, Role.AccessibleTextRole):
            return None
        labels = (
            self.arrangement.column_labels if orientation is Qt.Orientation.Horizontal else self.arrangement.row_labels
        )
        return labels[section] if section < len(labels) else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.is_open(index):
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    def is_open(self, index: Index) -> bool:
        """Whether people may fill the cell now."""
        return self.document.editable and self.ref(index) not in self.document.draft.edition.sums

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        answer = self._answers.get(role)
        return answer(self.ref(index)) if answer and index.isValid() else None

    def text(self, ref: CellRef) -> str:
        """The figure as it stands in the cell; empty for a blank."""
        amount = self.document.draft.evaluation.amounts.get(ref)
        return "" if amount is None else format_number(amount.number)

    def explain(self, ref: CellRef) -> str:
        return explain_cell(ref, self.document.draft)

    def state(self, ref: CellRef) -> CellState:
        """What there is to be shown of a cell; remembered until something about the cell changes."""
        if ref not in self._states:
            self._states[ref] = self._state_now(ref)
        return self._states[ref]

    def _state_now(self, ref: CellRef) -> CellState:
        draft = self.document.draft
        computed = ref in draft.edition.sums
        return CellState(
            computed=computed,
            blank=not computed and ref not in draft.entries,
            carried=draft.is_carried(ref),
            noted=ref in draft.cell_notes,
            level=self._levels.get(ref),
            framed=ref in self._framed,
            suspected=ref in self._suspected,
            leftmost=not self.arrangement.has_stub and ref == self.arrangement.refs[0][0],
        )

    def spoken(self, ref: CellRef) -> str:
        """A cell for a screen reader: column, row, figure, and what is the matter with it."""
        draft, state = self.document.draft, self.state(ref)
        edition = draft.edition
        row = _NUMBERING.sub(" ", edition.row_label(ref)).strip()
        words = [edition.column_label(ref), row, self.text(ref) or "未填"]
        if state.computed:
            words.append("自动计算")
        if state.level:
            words.append(LEVEL_NAMES[state.level] + ("" if state.level is Level.HINT else "问题"))
        if state.suspected:
            words.append("可疑")
        if state.noted:
            words.append(f"批注：{draft.cell_notes[ref]}")
        return "，".join(words)

    def _levels_now(self) -> dict[CellRef, Level]:
        """How grave the gravest open finding of each cell is."""
        levels: dict[CellRef, Level] = {}
        for finding in self.document.open_findings:
            if finding.unfinished:
                continue
            for ref in finding.cells:
                levels.setdefault(ref, finding.level)
        return levels

    def _announce(self, refs: Collection[CellRef]) -> None:
        for ref in refs:
            self._states.pop(ref, None)
            index = self.index_of(ref)
            if index.isValid():
                self.dataChanged.emit(index, index)

    @Slot(frozenset)
    def _on_cells_changed(self, refs: frozenset[CellRef]) -> None:
        self._announce(refs)

    @Slot()
    def _on_findings_changed(self) -> None:
        before, self._levels = self._levels, self._levels_now()
        self._announce({ref for ref in before.keys() | self._levels if before.get(ref) != self._levels.get(ref)})

    @Slot(bool)
    def _on_editable_changed(self, _: bool) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
