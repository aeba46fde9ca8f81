"""A table of the form: looks as printed, works as a spreadsheet."""

from __future__ import annotations

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
    QContextMenuEvent,
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
from gui.report.tables.clipboard import Block, PasteRefused, from_text, is_labelled, to_text
from gui.report.tables.delegate import CellDelegate, NumberEditor
from gui.report.tables.geometry import Measures, least_width, measure
from gui.report.tables.header import Corner, GroupedHeader, header_font
from gui.report.tables.menu import show_menu
from gui.report.tables.navigation import MOVES, Move, destination, next_cell
from gui.report.tables.painting import CellPainter, Look
from gui.report.tables.table_model import ReportTableModel
from gui.widgets.bubble import bubble_of
from gui.widgets.messages import ask_text
from gui.widgets.models import Index
from model.form.arrangement import lay_out
from model.form.edition import CellRef, Table

Key = Qt.Key
Trigger = QAbstractItemView.EditTrigger
Selection = QItemSelectionModel.SelectionFlag

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
    block_changed = Signal()
    """Other cells are selected."""

    def __init__(self, document: ReportDocument, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.arrangement = lay_out(table)
        self.cells = ReportTableModel(document, self.arrangement, self)
        self.measures = Measures()
        self._far = QModelIndex()  # the corner of the selected block that lies opposite to the current cell
        self._tabbed_from: int | None = None  # the column in which a row of Tabs began, where Enter goes back to
        self._columns_header = GroupedHeader(Qt.Orientation.Horizontal, self.arrangement.column_headings, self)
        self._rows_header = GroupedHeader(Qt.Orientation.Vertical, self.arrangement.row_headings, self)
        self._delegate = CellDelegate(self)
        self.setModel(self.cells)
        self.setHorizontalHeader(self._columns_header)
        self.setVerticalHeader(self._rows_header)
        self.setItemDelegate(self._delegate)
        self._corner = Corner(table.corner, self)
        self._set_manners()
        for header in (self._columns_header, self._rows_header):
            header.follow(self.verticalScrollBar(), self.horizontalScrollBar())
        self._delegate.refused.connect(self.say)
        self._delegate.moved.connect(self.step)
        self._delegate.edited.connect(self.hush)
        self._delegate.closeEditor.connect(self.hush)
        heading = document.draft.edition.section(table.section).heading
        self.setAccessibleName(f"{heading}{table.caption}")
        self._place(self.cells.index(0, 0))

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

    @property
    def sums(self) -> str:
        """Average, count and sum of the selected block, in words; nothing for a single cell."""
        return block_edits.in_sum(self.document, self.selected())

    def go_to(self, ref: CellRef) -> bool:
        """Put the cursor on a cell of this table and take the focus; False while a refused figure is being typed."""
        if not self.commit_pending():
            return False
        self._place(self.cells.index_of(ref))
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
        start, tabbed_from = self.currentIndex(), self._tabbed_from
        if move is Move.DOWN and tabbed_from is not None:
            start = self.cells.index(start.row(), tabbed_from)
        index = next_cell(self.cells, start, move)
        if index.isValid():
            self._place(index)
            if move is Move.NEXT:
                self._tabbed_from = start.column() if tabbed_from is None else tabbed_from
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
            block = from_text(text)
            if is_labelled(block):
                self._paste_by_labels(block)
                return
            try:
                pasted = block_edits.paste(self.cells, block, self.selected())
            except PasteRefused as refusal:
                self.say(str(refusal))
            else:
                self._place(self.cells.index_of(pasted.area[0][0]))
                self._extend(self.cells.index_of(pasted.area[-1][-1]))
                self.say(pasted.word) if pasted.word else self.hush()

    def _paste_by_labels(self, block: Block) -> None:
        from gui.report.tables.labelled_paste import paste_by_labels  # noqa: PLC0415 - brings the recogniser along

        if word := paste_by_labels(self, self.document, self.arrangement.table, block):
            self.say(word)

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

    def _place(self, index: QModelIndex) -> None:
        """Put the cursor on a cell and select it alone, whatever keys are held down."""
        self.selectionModel().setCurrentIndex(index, Selection.ClearAndSelect)
        self.scrollTo(index)

    def _extend(self, index: QModelIndex) -> None:
        """Select the block from the current cell, which stays, to another."""
        self._far, current = index, self.currentIndex()
        rows, columns = sorted((current.row(), index.row())), sorted((current.column(), index.column()))
        first, last = (self.cells.index(row, column) for row, column in zip(rows, columns, strict=True))
        self.selectionModel().select(QItemSelection(first, last), Selection.ClearAndSelect)
        self.scrollTo(index)

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> Selection:
        """What a click or a jump selects: blocks are made by `_extend` alone."""
        return Selection.ClearAndSelect

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
        shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        commanded = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
        if verb:
            getattr(self, verb)()
        elif move and not commanded:
            moved = self.step(Move.UP if move is Move.DOWN and shifted else move)
            event.setAccepted(moved or move is Move.DOWN)
        elif (target := self._target(event)) is not None:
            self._extend(target) if shifted else self._place(target)
        elif not commanded and self._types(event) and not self.cells.is_open(self.currentIndex()):
            self._say_why_closed()
        else:
            super().keyPressEvent(event)

    def _target(self, event: QKeyEvent) -> QModelIndex | None:
        """Where a key that moves the cursor leads, or with Shift the far corner of the block."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return None
        start = self._far if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.currentIndex()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        page = max(1, self.viewport().height() // self.rowHeight(0) - 1)
        return destination(self.cells, start, Key(event.key()), control=control, page=page)

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
        if not self.commit_pending():
            return
        self.hush()
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.RightButton and self.selectionModel().isSelected(index):
            return  # the menu to come is about the block
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and index.isValid():
            self._extend(index)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
        elif (index := self.indexAt(event.position().toPoint())).isValid() and index != self._far:
            self._extend(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.commit_pending():
            by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
            place = self.visualRect(self.currentIndex()).center() if by_key else event.pos()
            show_menu(self, self.viewport().mapToGlobal(place))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.block_changed.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._far, self._tabbed_from = self.cells.index(current.row(), current.column()), None
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

    @property
    def least_width(self) -> int:
        """The width below which the table cannot be read."""
        return least_width(self.arrangement, self.fontMetrics()) + self.verticalScrollBar().sizeHint().width()

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
