"""Edits the cells with the one parser of numbers; the view draws them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.report.tables.navigation import ARROWS, MOVES, Move
from gui.report.tables.painting import figure_font
from gui.report.tables.table_model import ReportTableModel
from gui.widgets.fields import is_command_key
from gui.widgets.messages import show_tooltip
from gui.widgets.models import Index
from gui.widgets.theme import colours, qt
from model.form.edition import NumberKind
from model.report.formulas import calculate, is_formula
from model.report.numbers import Number, NumberError, parse_number

_WHILE_TYPING = MOVES | ARROWS
_WHILE_EDITING = MOVES | {key: move for key, move in ARROWS.items() if move in (Move.DOWN, Move.UP)}


class NumberEditor(QLineEdit):
    """The field over a cell. ``typed_over``: opened by typing, so that left and right leave it, as in a spreadsheet."""

    def __init__(self, kind: NumberKind, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = kind
        self.typed_over = False
        self.refused = False
        self.setProperty("part", "cell")
        self.setFrame(False)
        self.setFont(figure_font())
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def event(self, event: QEvent) -> bool:
        if is_command_key(event):
            event.ignore()
            return False
        return super().event(event)

    def number(self) -> Number | None:
        """What was typed, or what it comes to; raises `NumberError`."""
        text = self.text()
        return calculate(text, self.kind) if is_formula(text) else parse_number(text, self.kind)

    def show_refused(self) -> None:
        """Say by the frame that the content is no number, until it is edited."""
        self.refused = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(qt(colours().hard if self.refused else colours().accent), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class CellDelegate(QStyledItemDelegate):
    """Nothing that was typed is lost: a field that holds no number stays open, and `refused` says why."""

    refused = Signal(str)
    moved = Signal(Move)
    edited = Signal()
    """A key was typed in a field: an earlier refusal need not be read any longer."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, ReportTableModel)
        editor = NumberEditor(model.document.draft.edition.kind(model.ref(index)), parent)
        editor.setAccessibleName(model.spoken(model.ref(index)))
        editor.textEdited.connect(self.edited)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, NumberEditor)
        if not editor.isModified():  # the cell may be repainted while it is being typed in
            editor.setText(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, NumberEditor) and isinstance(model, ReportTableModel)
        try:
            number = editor.number()
        except NumberError as error:
            self.refused.emit(str(error))
        else:
            ref, typed = model.ref(index), editor.text().strip()
            model.document.enter(values={ref: number}, notes={ref: typed} if is_formula(typed) else None)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def accepts(self, editor: NumberEditor) -> bool:
        """Whether the field holds a number or nothing; if not, says why."""
        try:
            editor.number()
        except NumberError as error:
            editor.show_refused()
            self.refused.emit(str(error))
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, NumberEditor):
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = _WHILE_TYPING if watched.typed_over else _WHILE_EDITING
            move = keys.get(Qt.Key(event.key()))
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            if move and plain:
                self._leave(watched, move)
                return True
        if event.type() is QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            to_menus = event.reason() is Qt.FocusReason.MenuBarFocusReason  # which hand the keyboard back to the field
            if to_menus or not self.accepts(watched):
                return False  # the field stays as it is, with what was typed
        return super().eventFilter(watched, event)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        model = index.model()
        if event.type() is not QEvent.Type.ToolTip or not isinstance(model, ReportTableModel):
            return False
        show_tooltip(event.globalPos(), model.explain(model.ref(index)), view.viewport(), option.rect)
        return True

    def _leave(self, editor: NumberEditor, move: Move) -> None:
        if self.accepts(editor):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self.moved.emit(move)
