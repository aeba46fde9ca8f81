"""A section that consists of tables, one below the other."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.report.document import ReportDocument
from gui.report.tables.header import header_font
from gui.report.tables.table_view import TableView
from gui.report.tabs.tab import Page
from gui.widgets.fields import TextField
from gui.widgets.messages import label
from gui.widgets.theme import colours, qt
from model.form.edition import CellRef, Section

WIDEST = 1240
"""Pixels: wider tables are harder to read across."""

_MARGIN = 14
_MOST_LINES = 5
"""A longer remark scrolls."""


class Caption(QWidget):
    """The band over a table that says which item of the regulations it reports on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setFont(header_font())
        self.setFixedHeight(self.fontMetrics().height() + 10)
        self.setMaximumWidth(WIDEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), qt(colours().header))
        painter.setPen(qt(colours().grid))
        painter.drawRect(self.rect().adjusted(0, 0, -1, 0))
        painter.setPen(qt(colours().header_text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class RemarkField(QWidget):
    """The remark below a section's tables (注：…); one line high until there is more to read."""

    def __init__(self, document: ReportDocument, section: str) -> None:
        super().__init__()
        self._document = document
        self._section = section
        self.field = TextField("表下的说明")
        self.field.setPlaceholderText("注：需要说明的写在这里，印在表格下面；没有就留空。")
        self.field.setMinimumHeight(0)
        self.setMaximumWidth(WIDEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addWidget(label("表下的说明(&R)", part="muted", buddy=self.field))
        column.addWidget(self.field)
        self._show()
        self.field.textChanged.connect(self._on_edit)
        document.text_changed.connect(self._on_text_changed)
        document.editable_changed.connect(self._show)

    def _show(self) -> None:
        self.field.show_text(self._document.draft.remarks.get(self._section, ""))
        self.field.setReadOnly(not self._document.editable)
        self._fit()

    def _fit(self) -> None:
        lines = min(_MOST_LINES, max(1, self.field.blockCount()))
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * lines + 16)

    def _on_text_changed(self, section: str) -> None:
        if section == self._section:
            self._show()

    def _on_edit(self) -> None:
        self._fit()
        text = self.field.toPlainText()
        if text != self._document.draft.remarks.get(self._section, ""):
            self._document.remark(section=self._section, text=text, continues=self.field.continues_run())


class TablesTab(Page):
    """Heading and tables. A single large table scrolls by itself, so that its header stays in sight."""

    cell_focused = Signal(tuple)
    sums_changed = Signal(str)
    """What the selected block comes to, in words."""

    def __init__(self, document: ReportDocument, section: Section) -> None:
        super().__init__()
        self.tables = [TableView(document, table) for table in document.draft.edition.tables_of(section)]
        self._used = self.tables[0]
        self._area: QScrollArea | None = None
        self.remark = RemarkField(document, section.key)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 10, _MARGIN, _MARGIN)
        column.addWidget(label(section.heading, part="heading"))
        if len(self.tables) == 1:
            self._add(column, self.tables[0])
            self.tables[0].scroll_vertically()
            column.addWidget(self.remark)
            column.addStretch(1)
        else:
            self._area = self._stack()
            column.addWidget(self._area, 1)
        for view in self.tables:
            view.block_changed.connect(self._say_sums)
            view.cell_focused.connect(self._on_cell_focused)
            view.passed_end.connect(self._pass_on)

    def _add(self, column: QVBoxLayout, view: TableView) -> None:
        caption = view.arrangement.table.caption
        if caption:
            column.addWidget(Caption(caption))
            column.addSpacing(-column.spacing())
        view.setMaximumWidth(WIDEST)
        column.addWidget(view, 1000 if len(self.tables) == 1 else 0)

    def _stack(self) -> QScrollArea:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        for view in self.tables:
            self._add(column, view)
            column.addSpacing(8)
        column.addWidget(self.remark)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        return area

    def sizeHint(self) -> QSize:
        return QSize(900, 560)

    def take_focus(self) -> None:
        self._used.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit_pending(self) -> bool:
        return all(view.commit_pending() for view in self.tables)

    def go_to(self, ref: CellRef) -> bool:
        view = next((view for view in self.tables if view.arrangement.table.key == ref.table), None)
        return view is not None and view.go_to(ref)

    def frame(self, refs: Collection[CellRef]) -> None:
        for view in self.tables:
            view.cells.frame(refs)

    def suspect(self, refs: Collection[CellRef]) -> None:
        for view in self.tables:
            view.cells.suspect(refs)

    @property
    def least_width(self) -> int:
        return max(view.least_width for view in self.tables) + 2 * _MARGIN

    @property
    def table(self) -> TableView:
        return self._used

    def _pass_on(self, direction: int) -> None:
        """Enter and Tab lead from a table's last cell to the next table's first."""
        at = self.tables.index(self._sender_view()) + direction
        if 0 <= at < len(self.tables):
            view = self.tables[at]
            refs = view.arrangement.refs
            view.go_to(refs[0][0] if direction > 0 else refs[-1][-1])

    def _sender_view(self) -> TableView:
        view = self.sender()
        assert isinstance(view, TableView)
        return view

    def _on_cell_focused(self, ref: CellRef) -> None:
        self._used = next(view for view in self.tables if view.arrangement.table.key == ref.table)
        content = self._area.widget() if self._area else None
        if self._area is not None and content is not None:
            cell = self._used.visualRect(self._used.currentIndex())
            place = self._used.viewport().mapTo(content, cell.center())
            self._area.ensureVisible(place.x(), place.y(), cell.width() // 2, cell.height())
        self.cell_focused.emit(ref)
        self._say_sums()

    def _say_sums(self) -> None:
        self.sums_changed.emit(self._used.sums)
