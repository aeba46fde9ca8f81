"""上年: what last year's report says where the cursor is, beside this year's."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.panels.panel import Panel
from gui.report.document import ReportDocument
from gui.report.narrative.highlighter import OfficialHighlighter
from gui.widgets.fonts import Face, face
from gui.widgets.messages import label
from gui.widgets.models import NOWHERE, Index, Role
from model.form.edition import CellRef, SectionBody
from model.report.amounts import Amount
from model.report.numbers import format_number

_POINTS = 11.0
_WITHOUT = "还没有上年年报。提取以后，这里对照显示上年的文字和数字，结转数会自动带过来。"


class ComparisonModel(QAbstractTableModel):
    """The figures of one column of a table: last year's and this year's."""

    def __init__(self, document: ReportDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._refs: list[CellRef] = []
        document.cells_changed.connect(self._on_cells_changed)

    def show_column(self, ref: CellRef) -> None:
        """Compare the column that ``ref`` stands in."""
        refs = [cell for cell in self._document.draft.edition.cells if cell[::2] == ref[::2]]
        if refs != self._refs:
            self.beginResetModel()
            self._refs = refs
            self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._refs)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role != Role.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return ("上年", "本年")[section]
        ref = self._refs[section]
        return self._document.draft.edition.tables[ref.table].row(ref.row).short

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Role.DisplayRole:
            draft = self._document.draft
            amounts = draft.evaluation.amounts if index.column() else draft.evaluation.last_year
            return _figure(amounts.get(self._refs[index.row()]))
        return None

    @Slot(frozenset)
    def _on_cells_changed(self, refs: frozenset[CellRef]) -> None:
        if refs.intersection(self._refs):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._refs) - 1, 1))


class LastYearPanel(Panel):
    """Text beside text, figures beside figures; without last year's report, the way to fetch it."""

    report_wanted = Signal()
    """提取上年数: last year's report has to be chosen."""

    def __init__(self, document: ReportDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._section = ""
        self._caption = label(part="muted", wraps=True)
        self._caption.setMargin(8)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName("上年年报的正文")
        self.text.setFont(face(Face.FIGURES, _POINTS))
        self._highlighter = OfficialHighlighter(self.text.document(), _POINTS)
        self.comparison = ComparisonModel(document, self)
        self._figures = QTableView()
        self._build_figures()
        self._stack = QStackedLayout()
        for page in (self._without_report(), self.text, self._figures):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._caption)
        column.addLayout(self._stack, 1)
        document.details_changed.connect(self._refresh)

    def show_section(self, section: str) -> None:
        """Follow the tabs; an empty key stands for 标题与说明."""
        self._section = section
        self._refresh()

    def show_cell(self, ref: CellRef | None) -> None:
        if ref is not None:
            self.comparison.show_column(ref)
            self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_highlighter"):
            self._highlighter.rehighlight()  # it wrote the theme's colours into the text

    def _build_figures(self) -> None:
        self._figures.setModel(self.comparison)
        self._figures.setFrameShape(QFrame.Shape.NoFrame)
        self._figures.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._figures.setAccessibleName("上年与本年的数字")
        self._figures.setTabKeyNavigation(False)
        across = self._figures.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setDefaultSectionSize(64)
        down = self._figures.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        down.setFixedWidth(176)

    def _without_report(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(label(_WITHOUT, wraps=True))
        fetch = QPushButton("提取上年数…")
        fetch.setAutoDefault(True)  # Enter presses it, outside of a dialog too
        fetch.clicked.connect(self.report_wanted)
        column.addWidget(fetch, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    @Slot()
    def _refresh(self) -> None:
        previous = self._document.draft.previous
        if previous is None:
            self._caption.clear()
            self._stack.setCurrentIndex(0)
            return
        self._caption.setText(f"{previous.year} 年的年报（只读，可以复制）")
        edition = self._document.draft.edition
        section = edition.section(self._section) if self._section else None
        if section is not None and section.body is SectionBody.TABLES:
            self._stack.setCurrentWidget(self._figures)
            return
        text = previous.narratives.get(section.key, "") if section else f"{previous.title}\n{previous.preamble}"
        if self.text.toPlainText() != text:
            self.text.setPlainText(text or "（上年这一部分没有内容）")
        self._stack.setCurrentWidget(self.text)


def _figure(amount: Amount | None) -> str:
    return format_number(amount.number) if amount else ""
