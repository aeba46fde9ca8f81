"""What an import read, shown before anything is taken over: notes first, every table beside the source, the texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Slot
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui.app.settings import Settings
from gui.dialogs.new_report import first_year
from gui.report.document import ReportDocument
from gui.widgets.fields import calm
from gui.widgets.messages import label, tooltip, warn
from gui.widgets.models import NOWHERE, Index, Role
from gui.widgets.theme import colours, qt
from model.draft import Draft
from model.form.edition import CellRef, Section, SectionBody, Table
from model.importing import Imported
from model.report.amounts import Amount, compute_amounts
from model.report.numbers import format_number
from model.report.quoting import visible

_COLUMN = 72
_LABELS = 300
_LONGEST_LINE = 4
_MOST_ROWS_WITHOUT_SCROLLING = 8


class Purpose(Enum):
    """What becomes of an import."""

    DRAFT = auto()  # a new draft
    LAST_YEAR = auto()  # last year's report of the open one
    FIGURES = auto()  # its figures fill the open one


_OFFERS: Final = {
    Purpose.DRAFT: "作为新草稿打开",
    Purpose.LAST_YEAR: "作为当前年报的上年年报",
    Purpose.FIGURES: "只把数字填入当前年报",
}
Maker = Callable[[int, str], Draft | None]


class SourceModel(QAbstractTableModel):
    """A table of the form twice side by side: the figures as they were read, then the source's own text of each cell.

    Totals are computed on the left and printed on the right; where the two differ, both are marked.
    """

    def __init__(self, imported: Imported, table: Table, amounts: dict[CellRef, Amount], parent: QObject) -> None:
        super().__init__(parent)
        self._imported = imported
        self._table = table
        self._amounts = amounts

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 2 * len(self._table.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role != Role.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._imported.edition.row_label(self._ref(section, 0))
        name = _folded(self._table.columns[section % len(self._table.columns)].short)
        return name if section < len(self._table.columns) else f"原文\n{name}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        ref, is_source = self._ref(index.row(), index.column()), index.column() >= len(self._table.columns)
        shown = self._printed(ref) if is_source else self._read(ref)
        match role:
            case Role.DisplayRole:
                return shown
            case Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Role.BackgroundRole:
                return self._fill(ref, is_source)
            case Role.ToolTipRole:
                return tooltip(self.problem(ref))
            case Role.AccessibleTextRole:
                name = f"{self._imported.edition.label(ref)}{'原文' if is_source else ''}"
                return f"{name} {shown or '空白'} {self.problem(ref)}"
        return None

    def _ref(self, row: int, column: int) -> CellRef:
        columns = self._table.columns
        return CellRef(self._table.key, self._table.rows[row].key, columns[column % len(columns)].key)

    def _read(self, ref: CellRef) -> str:
        amount = self._amounts.get(ref)
        return format_number(amount.number) if amount else ""

    def _printed(self, ref: CellRef) -> str:
        return visible(self._imported.printed.get(ref, ""))

    def problem(self, ref: CellRef) -> str:
        """What the user should look at in a cell; "" where there is nothing."""
        imported = self._imported
        if ref in imported.edition.sums:
            printed, computed = imported.reported.get(ref), self._amounts.get(ref)
            if printed is not None and (computed is None or computed.number != printed):
                return f"原文印的合计是 {format_number(printed)}，按各项计算是 {self._read(ref) or '空白'}。"
            return ""
        if ref not in imported.entries:
            return f"没有读出，留空；原文是“{self._printed(ref)}”。" if self._printed(ref) else "原文这里没有数，留空。"
        return visible(imported.cell_notes.get(ref, ""))

    def _fill(self, ref: CellRef, is_source: bool) -> QBrush | None:
        """What is to be looked at is marked on both sides, a cell that both leave blank on the left alone."""
        role = "computed" if is_source else ""
        if self.problem(ref) and not (is_source and not self._printed(ref)):
            role = "hard_fill" if ref in self._imported.edition.sums else "ask_fill"
        return QBrush(qt(getattr(colours(), role))) if role else None


class ImportDialog(QDialog):
    """What was read of a document; agency and year can be put right. After it was accepted, `draft` is the report.

    ``make`` gives the draft for a year and an agency, or None after it has said why there is none.
    """

    def __init__(
        self,
        name: str,
        imported: Imported,
        settings: Settings,
        make: Maker,
        *,
        document: ReportDocument | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入已有的年报")
        self.draft: Draft | None = None
        self.purpose = Purpose.DRAFT
        self._name = name
        self._imported = imported
        self._settings = settings
        self._make = make
        self._document = document
        self._build()
        self.resize(1180, 720)

    def _build(self) -> None:
        imported = self._imported
        self._agency = QLineEdit(imported.agency or self._settings.values.agency, self)
        self._year = calm(QSpinBox(self, minimum=first_year() - 1, maximum=first_year() + 99, suffix=" 年"))
        self._year.setSpecialValueText("没有读到，请填写")
        self._year.setValue(imported.year or self._year.minimum())
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("来源：", label(visible(self._name), wraps=True))
        form.addRow("单位名称(&A)：", self._agency)
        form.addRow("报告年度(&Y)：", self._year)
        tabs = QTabWidget(self)
        tabs.addTab(self._overview(), f"读到的内容和需要注意的地方（{len(imported.notes)}）")
        amounts = compute_amounts(imported.edition, imported.entries)
        for section in imported.edition.table_sections:
            tabs.addTab(self._tables(section, amounts), section.tab)
        tabs.addTab(self._texts(), "文字")
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(tabs, 1)
        column.addWidget(label("现在还什么都没有改动；原来的文件也不会改动。", part="muted", wraps=True))
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        for purpose, text in _OFFERS.items():
            if purpose is Purpose.DRAFT or self._document is not None:
                roles = QDialogButtonBox.ButtonRole
                button = QPushButton(text)
                button.setDefault(purpose is Purpose.DRAFT)
                button.clicked.connect(lambda _=False, purpose=purpose: self._take(purpose))
                buttons.addButton(button, roles.AcceptRole if purpose is Purpose.DRAFT else roles.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        return buttons

    def _overview(self) -> QWidget:
        page = QWidget()
        self._notes = QListWidget(page)
        self._notes.setAccessibleName("需要注意的地方")
        self._notes.setWordWrap(True)
        self._notes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._notes.addItems([visible(note) for note in self._imported.notes])
        heading = label("需要注意的地方(&N)", part="heading", buddy=self._notes)
        column = QVBoxLayout(page)
        for part in (heading, self._notes):
            part.setVisible(bool(self._imported.notes))
            column.addWidget(part)
        column.addWidget(label("读到的内容", part="heading"))
        column.addLayout(self._summary())
        column.addStretch(0)
        return page

    def _summary(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(1, 1)
        for row, section in enumerate(self._imported.edition.sections):
            words, whole = what_was_read(self._imported, section)
            grid.addWidget(label(section.heading), row, 0)
            grid.addWidget(label(words, part="done" if whole else "ask"), row, 1)
        return grid

    def _tables(self, section: Section, amounts: dict[CellRef, Amount]) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.addWidget(label("左边是读到的数，右边是原文；有底色的请核对，指着可以看原因。", part="muted"))
        tables = self._imported.edition.tables_of(section)
        for table in tables:
            if table.caption:
                column.addWidget(label(table.caption, part="heading"))
            column.addWidget(_view(SourceModel(self._imported, table, amounts, content), table), len(tables) == 1)
        if remark := self._imported.remarks.get(section.key):
            column.addWidget(label("表下的说明", part="heading"))
            column.addWidget(label("\n".join(map(visible, remark.split("\n"))), wraps=True))
        column.addStretch(0)
        if len(tables) == 1:
            return content
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(content)
        return area

    def _texts(self) -> QPlainTextEdit:
        imported = self._imported
        parts = [imported.title or "", imported.preamble or ""]
        for section in imported.edition.narrative_sections:
            parts += [section.heading, imported.narratives.get(section.key, "（没有读到正文）")]
        text = QPlainTextEdit("\n\n".join(part for part in parts if part))
        text.setReadOnly(True)
        text.setAccessibleName("读到的文字")
        return text

    @Slot()
    def _take(self, purpose: Purpose) -> None:
        agency, year = self._agency.text().strip(), self._year.value()
        if not agency:
            warn(self, "还没有填单位名称，请填写公文用的全称。")
            self._agency.setFocus()
        elif year == self._year.minimum():
            warn(self, "没有读到报告年度，请填写这份年报是哪一年的。")
            self._year.setFocus()
        elif reason := self._unfit(purpose, year):
            warn(self, reason)
        else:
            self.draft, self.purpose = self._make(year, agency), purpose
            if self.draft is not None:
                self.accept()

    def _unfit(self, purpose: Purpose, year: int) -> str:
        """Why the import cannot be used that way; "" where it can."""
        if self._document is None or purpose is Purpose.DRAFT:
            return ""
        open_year = self._document.draft.year
        if not self._document.editable:
            return "当前年报不能修改，请先取消定稿或另存为一份。"
        if purpose is Purpose.LAST_YEAR and year != open_year - 1:
            return f"这是 {year} 年的年报，当前年报是 {open_year} 年的，上年年报应当是 {open_year - 1} 年的。"
        if purpose is Purpose.FIGURES and year != open_year:
            return f"这是 {year} 年的年报，当前年报是 {open_year} 年的，数字不能填进去。"
        return ""


def _view(model: SourceModel, table: Table) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.setAccessibleName(f"{table.caption}读到的数和原文")
    down, across = view.verticalHeader(), view.horizontalHeader()
    down.setFixedWidth(_LABELS)
    down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    down.setDefaultSectionSize(26)
    across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    across.setMinimumSectionSize(_COLUMN - 24)
    if len(table.rows) <= _MOST_ROWS_WITHOUT_SCROLLING:
        view.setFixedHeight(across.sizeHint().height() + 26 * len(table.rows) + 2 * view.frameWidth())
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view


def _folded(name: str) -> str:
    """A column's label on two lines, where it is long."""
    middle = (len(name) + 1) // 2
    return name if len(name) <= _LONGEST_LINE else f"{name[:middle]}\n{name[middle:]}"


def what_was_read(imported: Imported, section: Section) -> tuple[str, bool]:
    """What an import found for a section, in words, and whether that is all of it."""
    if section.body is SectionBody.NARRATIVE:
        text = imported.narratives.get(section.key, "")
        return (f"正文 {len(''.join(text.split()))} 字", True) if text.strip() else ("没有读到正文", False)
    tables = {table.key for table in imported.edition.tables_of(section)}
    wanted: Sequence[CellRef] = [ref for ref in imported.edition.inputs if ref.table in tables]
    found = sum(ref in imported.entries for ref in wanted)
    return f"读到 {found} 格，共 {len(wanted)} 格", found == len(wanted)
