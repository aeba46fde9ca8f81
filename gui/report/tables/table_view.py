"""A table of the form: looks as printed, works as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from gui.report.document import ReportDocument
from gui.report.tables import block_edits
from gui.report.tables.clipboard import PasteRefused, from_text, to_text
from gui.report.tables.delegate import MOVES, CellDelegate, Move, NumberEditor
from gui.report.tables.geometry import Measures, measure
from gui.report.tables.header import Corner, GroupedHeader, header_font
from gui.report.tables.painting import CellPainter, Look
from gui.report.tables.table_model import ReportTableModel
from gui.widgets.bubble import bubble_of
from gui.widgets.messages import ask_text
from gui.widgets.models import Index
from model.form.arrangement import lay_out
from model.form.edition import CellRef, Table

Key = Qt.Key
Trigger = QAbstractItemView.EditTrigger

_STANDARD_KEYS = {
    QKeySequence.StandardKey.Copy: "copy",
    QKeySequence.StandardKey.Cut: "cut",
    QKeySequence.StandardKey.Paste: "paste",
}


class TableView(QTableView):
    """One table of the open report. Its verbs (`copy`, `paste`, `fill_down`…) work on the selected cells."""

    cell_focused = Signal(tuple)
    """The `CellRef` that the cursor came to."""
    passed_end = Signal(int)
    """The cursor was moved beyond the last cell (1) or before the first one (-1)."""

    def __init__(self, document: ReportDocument, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.arrangement = lay_out(table)
        self.cells = ReportTableModel(document, self.arrangement, self)
        self.measures = Measures()
        self._columns_header = GroupedHeader(Qt.Orientation.Horizontal, self.arrangement.column_headings, self)
        self._rows_header = GroupedHeader(Qt.Orientation.Vertical, self.arrangement.row_headings, self)
        self._delegate = CellDelegate(self)
        self.setModel(self.cells)
        self.setHorizontalHeader(self._columns_header)
        self.setVerticalHeader(self._rows_header)
        self.setItemDelegate(self._delegate)
        self._corner = Corner(table.corner, self)
        self._set_manners()
        self._delegate.refused.connect(self.say)
        self._delegate.moved.connect(self.step)
        self._delegate.edited.connect(self.hush)
        self._delegate.closeEditor.connect(self.hush)
        heading = document.draft.edition.section(table.section).heading
        self.setAccessibleName(f"{heading}{table.caption}")
        self.setCurrentIndex(self.cells.index(0, 0))

    def _set_manners(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(Trigger.AnyKeyPressed | Trigger.EditKeyPressed | Trigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(header_font())

    def say(self, text: str) -> None:
        """Say something beside the current cell."""
        area = self.visualRect(self.currentIndex())
        bubble_of(self).say(text, area.translated(self.viewport().mapToGlobal(area.topLeft()) - area.topLeft()))

    def hush(self, *_: object) -> None:
        bubble_of(self).hide()

    @property
    def current(self) -> CellRef:
        return self.cells.ref(self.currentIndex())

    def selected(self) -> list[list[CellRef]]:
        """The selected block, row by row."""
        indexes = self.selectedIndexes() or [self.currentIndex()]
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        return [[self.arrangement.refs[row][column] for column in columns] for row in rows]

    def go_to(self, ref: CellRef) -> bool:
        """Put the cursor on a cell of this table and take the focus; False while a refused figure is being typed."""
        if not self.commit_pending():
            return False
        self.setCurrentIndex(self.cells.index_of(ref))
        self.scrollTo(self.currentIndex())
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def editor(self) -> NumberEditor | None:
        """The open field, if there is one."""
        if self.state() is not QAbstractItemView.State.EditingState:  # one that was just closed is still about
            return None
        return next((field for field in self.viewport().findChildren(NumberEditor) if field.isVisible()), None)

    def commit_pending(self) -> bool:
        """Enter what is being typed; False if that is no number: the field stays open and says why."""
        field = self.editor()
        if field is None:
            return True
        if not self._delegate.accepts(field):
            return False
        self.commitData(field)
        self.closeEditor(field, CellDelegate.EndEditHint.NoHint)
        return True

    def step(self, move: Move) -> bool:
        """Move the cursor as Enter and Tab do: to the next cell that can be filled; False at the table's end."""
        index = block_edits.next_cell(self.cells, self.currentIndex(), move)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.passed_end.emit(-1 if move in (Move.UP, Move.LEFT, Move.PREVIOUS) else 1)
        return index.isValid()

    def copy(self) -> None:
        block = [[self.cells.text(ref) for ref in row] for row in self.selected()]
        QGuiApplication.clipboard().setText(to_text(block))

    def cut(self) -> None:
        self.copy()
        self.clear_cells()

    def paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if not text.strip("\r\n"):
            self.say("剪贴板里没有可以粘贴的数字。")
        elif self._may_edit():
            try:
                pasted = block_edits.paste(self.cells, from_text(text), self.selected())
            except PasteRefused as refusal:
                self.say(str(refusal))
            else:
                self._select(pasted.area)
                self.say(pasted.word) if pasted.word else self.hush()

    def clear_cells(self) -> None:
        """Blank the selected cells; totals among them are left out."""
        if self._may_edit() and not block_edits.clear(self.document, self.selected()):
            self._say_why_closed()

    def fill_down(self) -> None:
        """Copy the top row of the selection into the rows below; of one row, the cell above into it."""
        if self._may_edit() and not block_edits.fill_down(self.cells, self.selected()):
            self.say("没有可以向下填充的格：请先选中一列，最上面一格是要填的数。")

    def annotate(self) -> None:
        """Ask for a note on the current cell."""
        if not self._may_edit():
            return
        label = self.document.draft.edition.label(self.current)
        note = self.document.draft.cell_notes.get(self.current, "")
        answer = ask_text(self, f"“{label}”的批注（清空即删除，不会印出来）：", title="批注", text=note, lines=True)
        if answer is not None:
            self.document.annotate(ref=self.current, note=answer.strip())

    def _may_edit(self) -> bool:
        if self.document.editable:
            return True
        self.say(self.document.lock_reason or "已经定稿，不能修改；要修改请先“取消定稿”。")
        return False

    def _say_why_closed(self) -> None:
        if self._may_edit():
            label = self.document.draft.edition.label(self.current)
            self.say(f"“{label}”由程序自动计算，不用填写。")

    def _select(self, refs: Sequence[Sequence[CellRef]]) -> None:
        first, last = self.cells.index_of(refs[0][0]), self.cells.index_of(refs[-1][-1])
        self.selectionModel().select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._verb_of(event):
            event.accept()
            return True
        return super().event(event)

    def _verb_of(self, event: QKeyEvent) -> str:
        if event.key() == Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return "fill_down"
        if event.key() in (Key.Key_Delete, Key.Key_Backspace) and not event.modifiers():
            return "clear_cells"
        if event.key() == Key.Key_F2 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            return "annotate"
        return next((verb for standard, verb in _STANDARD_KEYS.items() if event.matches(standard)), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.hush()
        verb = self._verb_of(event)
        move = MOVES.get(Key(event.key()))
        modifiers = event.modifiers()
        commanded = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
        if verb:
            getattr(self, verb)()
        elif move and not commanded:
            shifted = modifiers & Qt.KeyboardModifier.ShiftModifier
            moved = self.step(Move.UP if move is Move.DOWN and shifted else move)
            event.setAccepted(moved or move is Move.DOWN)
        elif not commanded and self._types(event) and not self.cells.is_open(self.currentIndex()):
            self._say_why_closed()
        else:
            super().keyPressEvent(event)

    def _types(self, event: QKeyEvent) -> bool:
        return event.key() == Key.Key_F2 or (event.text().isprintable() and bool(event.text().strip()))

    def edit(self, index: Index, trigger: Trigger = Trigger.AllEditTriggers, event: QEvent | None = None) -> bool:  # type: ignore[override]
        opened = bool(super().edit(index, trigger, event))  # type: ignore[arg-type]
        field = self.editor()
        if opened and field:
            field.typed_over = trigger is Trigger.AnyKeyPressed
            if trigger is Trigger.EditKeyPressed:
                field.end(False)
        return opened

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Qt loses the first text of an input method that composes nothing, such as full-width digits."""
        if self.editor() is None and event.commitString() and not event.preeditString():
            if not self.cells.is_open(self.currentIndex()):
                self._say_why_closed()
            elif self.edit(self.currentIndex(), Trigger.AnyKeyPressed) and (field := self.editor()):
                QCoreApplication.sendEvent(field, event)
        else:
            super().inputMethodEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every cell that shows and was asked for."""
        painter = QPainter(self.viewport())
        cell_painter = CellPainter(painter)
        region, focused = event.region(), self.hasFocus()
        selected = self.selectionModel() if focused else None
        current = self.currentIndex() if focused else QModelIndex()
        columns = [
            (column, self.columnViewportPosition(column), width) for column, width in enumerate(self.measures.columns)
        ]
        for row, height in enumerate(self.measures.rows):
            top = self.rowViewportPosition(row)
            if not region.intersects(QRect(0, top, self.viewport().width(), height)):
                continue
            for column, left, width in columns:
                area = QRect(left, top, width, height)
                if region.intersects(area):
                    ref = self.arrangement.refs[row][column]
                    look = Look(
                        selected is not None and selected.isSelected(self.cells.index(row, column)),
                        current.row() == row and current.column() == column,
                    )
                    cell_painter.paint(area, self.cells.text(ref), self.cells.state(ref), look)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.commit_pending():
            self.hush()
            super().mousePressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self.cell_focused.emit(self.cells.ref(current))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        field = self.editor()
        if field is not None:
            field.setFocus()  # a figure that was refused is still being typed
        self.cell_focused.emit(self.current)

    @property
    def content_height(self) -> int:
        """The height at which nothing has to scroll, at the present width."""
        wanted = sum(self.measures.stub_levels) + sum(self.measures.columns)
        bar = self.horizontalScrollBar().sizeHint().height() if wanted > self.width() else 0
        return self.measures.height + bar

    def scroll_vertically(self) -> None:
        """Allow the table to be lower than its content."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_corner"):
            self._arrange()

    def _arrange(self) -> None:
        scrolls = self.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded
        measures = measure(self.arrangement, self.width(), self.fontMetrics())
        if scrolls and measures.height > self.height():
            bar = self.verticalScrollBar().sizeHint().width()
            measures = measure(self.arrangement, self.width() - bar, self.fontMetrics())
        if measures == self.measures:
            return
        self.measures = measures
        self._columns_header.set_level_sizes(measures.header_levels)
        self._rows_header.set_level_sizes(measures.stub_levels)
        for column, width in enumerate(measures.columns):
            self.setColumnWidth(column, width)
        for row, height in enumerate(measures.rows):
            self.setRowHeight(row, height)
        QTimer.singleShot(0, self, self._limit_height)  # a layout at work would not hear of it now

    @Slot()
    def _limit_height(self) -> None:
        scrolls = self.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setMinimumHeight(0 if scrolls else self.content_height)
        self.setMaximumHeight(self.content_height)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if hasattr(self, "_corner"):
            self._corner.setGeometry(0, 0, self._rows_header.width(), self._columns_header.height())
            self._corner.setVisible(self.arrangement.has_stub)
