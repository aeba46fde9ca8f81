"""空白补零 and 定稿: what will happen, or what stands in the way, listed before it happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.report.document import ACKNOWLEDGED, ReportDocument
from gui.widgets.messages import ask_text, label, run
from model.checks.finding import Finding
from model.checks.wording import LEVEL_NAMES
from model.form.edition import CellRef, Edition, Level, Table

_WIDTH, _HEIGHT = 620, 480


def ask_to_fill_blanks(parent: QWidget, document: ReportDocument, table: Table | None = None) -> bool:
    """List the blank cells, and put 0 into them if the user agrees: into all, or into those of ``table`` alone."""
    dialog = ZerosDialog(parent, document, table)
    return run(dialog) and document.fill_blanks_with_zero(tables=dialog.tables)


def ask_to_finish(parent: QWidget, document: ReportDocument, today: date) -> Finding | None:
    """Show what stands between the report and 定稿, and finish it when nothing does.

    Returns the finding that the user wants to jump to, if any.
    """
    dialog = FinishDialog(parent, document)
    if run(dialog):
        document.finish(on=today)
    return dialog.wanted


class ZerosDialog(QDialog):
    """Which cells will get a 0, by table and row; those of one table alone, if wanted."""

    def __init__(self, parent: QWidget, document: ReportDocument, table: Table | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("空白补零")
        self.resize(_WIDTH, _HEIGHT)
        self._draft = document.draft
        self._text = label(wraps=True)
        self._listing = QPlainTextEdit()
        self._listing.setReadOnly(True)
        self._listing.setTabChangesFocus(True)
        self._listing.setAccessibleName("还没有填的格")
        self._table = table.key if table else ""
        self._alone = QCheckBox(f"只补这一张表：{_name_of(table, self._draft.edition)}(&O)" if table else "")
        elsewhere = {ref.table for ref in self._draft.blanks} - {self._table}
        self._alone.setVisible(bool(elsewhere) and any(ref.table == self._table for ref in self._draft.blanks))
        self._alone.toggled.connect(self._show)
        column = QVBoxLayout(self)
        column.addWidget(self._text)
        column.addWidget(self._alone)
        column.addWidget(self._listing, 1)
        column.addWidget(_buttons(self, "全部填 0"))
        self._show()

    @property
    def tables(self) -> frozenset[str]:
        """The tables that are meant."""
        return frozenset({self._table} if self._alone.isChecked() else {ref.table for ref in self._draft.blanks})

    @Slot()
    def _show(self, *_: object) -> None:
        edition, blanks = self._draft.edition, [ref for ref in self._draft.blanks if ref.table in self.tables]
        lines: list[str] = []
        for section in edition.sections:
            for table in edition.tables_of(section):
                own = [ref for ref in blanks if ref.table == table.key]
                if own:
                    caption = f" {table.caption}" if table.caption else ""
                    lines += [f"{section.heading}{caption}（{len(own)} 格）", *_by_row(own, edition), ""]
        self._listing.setPlainText("\n".join(lines).rstrip())
        self._text.setText(f"下面 {len(blanks)} 格还没有填。请先看一遍：确实没有发生的才填 0，还没有统计的先留空。")


def _by_row(blanks: list[CellRef], edition: Edition) -> Iterator[str]:
    for _, refs in groupby(blanks, key=lambda ref: ref.row):
        cells = list(refs)
        columns = "、".join(edition.column_label(ref) for ref in cells)
        yield f"    {edition.row_label(cells[0])}：{columns}"


def _name_of(table: Table, edition: Edition) -> str:
    section = edition.section(table.section)
    return table.caption or f"{section.number}、{section.tab}"


class FinishDialog(QDialog):
    """Hard findings block, with a way to each; each 核实性 one asks for a 说明 or a tick."""

    def __init__(self, parent: QWidget, document: ReportDocument) -> None:
        super().__init__(parent)
        self.setWindowTitle("定稿")
        self.resize(_WIDTH, _HEIGHT)
        self._document = document
        self.wanted: Finding | None = None
        self._summary = label(wraps=True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._buttons = _buttons(self, "定稿")
        self.finish = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        column = QVBoxLayout(self)
        column.addWidget(self._summary)
        column.addWidget(self._area, 1)
        column.addWidget(self._buttons)
        # queued: the rows are made anew, and one of them may be what was just clicked
        document.findings_changed.connect(self._refresh, Qt.ConnectionType.QueuedConnection)
        self._refresh()
        if self._area.isHidden():
            self.resize(_WIDTH, self.minimumSizeHint().height())
        (self._area.findChild(QPushButton) or self.finish).setFocus()

    @Slot()
    def _refresh(self) -> None:
        evaluation = self._document.draft.evaluation
        missing = list(evaluation.missing)
        hard = [finding for finding in self._document.findings if finding.level is Level.HARD]
        asks = [finding for finding in self._document.findings if finding.level is Level.ASK]
        unanswered = [finding for finding in asks if self._document.draft.explanation(finding) is None]
        content = QWidget()
        column = QVBoxLayout(content)
        for title, findings, row in (
            ("还没有填的", missing, self._blocking_row),
            ("强制性问题，必须改正", hard, self._blocking_row),
            ("核实性问题，请说明原因，或者核实无误后打勾", asks, self._question_row),
        ):
            self._add_group(column, title, findings, row)
        column.addStretch(1)
        self._area.setWidget(content)
        self._area.setVisible(bool(missing or hard or asks))
        self.finish.setEnabled(not (missing or hard or unanswered))
        self._summary.setText(self._say(len(missing) + len(hard), len(unanswered)))

    def _say(self, blocking: int, unanswered: int) -> str:
        if blocking:
            return f"还不能定稿：有 {blocking} 处要先填写或改正。点“定位”去改，改完再来定稿。"
        if unanswered:
            return f"还不能定稿：有 {unanswered} 处核实性问题要说明或确认。"
        return "全部填完，审核通过。定稿以后草稿变成只读；要修改时可以“取消定稿”。"

    def _add_group(
        self, column: QVBoxLayout, title: str, findings: list[Finding], row: Callable[[Finding], QWidget]
    ) -> None:
        if findings:
            column.addWidget(label(f"{title}（{len(findings)}）", part="heading"))
            for finding in findings:
                column.addWidget(row(finding))

    def _blocking_row(self, finding: Finding) -> QWidget:
        goto = QPushButton("定位")
        goto.clicked.connect(partial(self._jump, finding))
        return self._row(finding, goto)

    def _question_row(self, finding: Finding) -> QWidget:
        given = self._document.draft.explanation(finding)
        verified = QCheckBox(ACKNOWLEDGED)
        verified.setChecked(given == ACKNOWLEDGED)
        verified.clicked.connect(partial(self._acknowledge, finding))
        explain = QPushButton("填写说明")
        explain.clicked.connect(partial(self._explain, finding))
        return self._row(finding, verified, explain)

    def _row(self, finding: Finding, *controls: QWidget) -> QWidget:
        sentence = finding.sentence(self._document.draft.evaluation)
        answer = self._document.draft.explanation(finding)
        shown = f"{sentence}\n说明：{answer}" if answer else sentence
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.addWidget(label(shown, wraps=True), 1)
        for control in controls:
            control.setAccessibleName(f"{LEVEL_NAMES[finding.level]}：{sentence}")
            line.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _jump(self, finding: Finding, *_: object) -> None:
        self.wanted = finding
        self.reject()

    def _acknowledge(self, finding: Finding, *_: object) -> None:
        given = self._document.draft.explanation(finding)
        self._document.explain(finding=finding, text="" if given == ACKNOWLEDGED else ACKNOWLEDGED)

    def _explain(self, finding: Finding, *_: object) -> None:
        given = self._document.draft.explanation(finding) or ""
        prompt = finding.sentence(self._document.draft.evaluation)
        text = ask_text(self, prompt, title="填写说明", text=given, lines=True)
        if text is not None:
            self._document.explain(finding=finding, text=text.strip())


def _buttons(dialog: QDialog, action: str) -> QDialogButtonBox:
    kinds = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
    buttons.button(kinds.Ok).setText(action)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
