"""What is asked about the words that the cursor is on, with the ways on: to the table, or to an answer."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.report.document import ReportDocument
from gui.widgets.messages import label
from gui.widgets.signs import paint_sign
from model.checks.finding import Finding
from model.form.edition import Level

UNRELATED = "说的是别的数，与表格不相关"
"""The 说明 of a finding about a number that speaks of something else."""

_SIGN = 16


class _Sign(QWidget):
    """The sign of a level."""

    def __init__(self) -> None:
        super().__init__()
        self._level = Level.HINT
        self.setFixedSize(_SIGN, _SIGN)

    def show_level(self, level: Level) -> None:
        self._level = level
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_sign(QPainter(self), self.rect(), self._level)


class FindingBar(QWidget):
    """Below a text; hidden while the cursor is on nothing that is asked about."""

    table_wanted = Signal(object)
    """Go to the cells of a `Finding`."""
    explanation_wanted = Signal(object)

    def __init__(self, document: ReportDocument) -> None:
        super().__init__()
        self._document = document
        self.finding: Finding | None = None
        self._sign = _Sign()
        self.sentence = label(wraps=True)
        self.to_table = self._button("到表格")
        self.unrelated = self._button("当作不相关")
        self.explain = self._button("填写说明")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 0)
        line.addWidget(self._sign)
        line.addWidget(self.sentence, 1)
        for button in (self.to_table, self.unrelated, self.explain):
            line.addWidget(button)
        self.to_table.clicked.connect(lambda: self.table_wanted.emit(self.finding))
        self.unrelated.clicked.connect(self._set_aside)
        self.explain.clicked.connect(lambda: self.explanation_wanted.emit(self.finding))
        self.hide()

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(True)  # Enter presses it, outside of a dialog too
        return button

    def show_finding(self, finding: Finding | None) -> None:
        if finding != self.finding:
            self.finding = finding
            self._show()

    @Slot()
    def _set_aside(self) -> None:
        if self.finding is not None:
            self._document.explain(finding=self.finding, text=UNRELATED)

    def _show(self) -> None:
        finding = self.finding
        self.setVisible(finding is not None)
        if finding is None:
            return
        self._sign.show_level(finding.level)
        self.sentence.setText(finding.sentence(self._document.draft.evaluation))
        self.to_table.setVisible(bool(finding.cells))
        may_be_answered = finding.level is Level.ASK and self._document.editable
        self.unrelated.setVisible(may_be_answered and bool(finding.cells))
        self.explain.setVisible(may_be_answered)
