"""审核: what the checks say, a line each, and what can be done about the one that is selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.panels.panel import Panel
from gui.report.document import ACKNOWLEDGED, ReportDocument
from gui.report.tables.explain import explain_cell
from gui.widgets.messages import ask_text, label
from gui.widgets.models import NOWHERE, Index, Role
from gui.widgets.signs import paint_sign, paint_unfinished
from gui.widgets.theme import colours, qt
from gui.window.section_state import completeness
from model.checks.finding import Finding
from model.checks.printed_totals import WrongTotal
from model.checks.wording import LEVEL_NAMES
from model.draft import Change
from model.form.edition import CellRef, Level

FINDING_ROLE = Role.UserRole + 1
UNFINISHED_WORD = "未填完"

_PADDING = 8
_REST_MS = 150
_SIGN = 12
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class Line:
    """One finding as listed. ``answer`` is its 说明, if somebody gave one; ``suspects`` are the likely wrong cells."""

    finding: Finding
    sentence: str
    answer: str | None
    suspects: tuple[CellRef, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.sentence}\n说明：{self.answer}" if self.answer else self.sentence


class FindingsModel(QAbstractListModel):
    """The findings, the gravest first, what blanks may still put right after them, answered ones last.

    Lines that stay keep their place and selection.
    """

    suspects_changed = Signal(frozenset)
    """The cells that are likely to be the wrong ones, as soon as the keys rest."""

    def __init__(self, document: ReportDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._lines: list[Line] = []
        self._lines = self._lines_now()
        self._rest = QTimer(self)  # a likely cause may lie in another finding: all words again when the keys rest
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._refresh_words)
        document.findings_changed.connect(self.refresh)

    @property
    def lines(self) -> Sequence[Line]:
        return self._lines

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            word = UNFINISHED_WORD if line.finding.unfinished else LEVEL_NAMES[line.finding.level]
            return line.text if role == Role.DisplayRole else f"{word}：{line.text}"
        return line if role == FINDING_ROLE else None

    @Slot()
    def refresh(self) -> None:
        """Take out what is mended, put in what is new, rewrite what changed."""
        self._take(self._lines_now())
        self._rest.start()

    @property
    def suspects(self) -> frozenset[CellRef]:
        return frozenset(ref for line in self._lines if line.answer is None for ref in line.suspects)

    @Slot()
    def _refresh_words(self) -> None:
        self._take(self._lines_now(anew=True))
        self.suspects_changed.emit(self.suspects)

    def _take(self, new: list[Line]) -> None:
        kept = {_place(line) for line in new}
        for row in reversed(range(len(self._lines))):
            if _place(self._lines[row]) not in kept:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._lines[row]
                self.endRemoveRows()
        for row, line in enumerate(new):
            if row < len(self._lines) and _place(self._lines[row]) == _place(line):
                if self._lines[row] != line:
                    self._lines[row] = line
                    self.dataChanged.emit(self.index(row), self.index(row))
            else:
                self.beginInsertRows(QModelIndex(), row, row)
                self._lines.insert(row, line)
                self.endInsertRows()

    def _lines_now(self, *, anew: bool = False) -> list[Line]:
        """The lines for the present findings; what stood there already keeps its words unless they are wanted anew."""
        draft = self._document.draft
        known = {} if anew else {line.finding: line for line in self._lines}
        lines = []
        for finding in self._document.findings:
            before, answer = known.get(finding), draft.explanation(finding)
            sentence = before.sentence if before else finding.sentence(draft.evaluation)
            suspects = finding.suspects(draft.evaluation) if anew else before.suspects if before else ()
            lines.append(Line(finding, sentence, answer, suspects))
        return sorted(lines, key=_rank)


def _rank(line: Line) -> tuple[bool, bool, int]:
    return line.answer is not None, line.finding.unfinished, list(Level).index(line.finding.level)


def _place(line: Line) -> tuple[str, bool]:
    return line.finding.key, line.answer is not None


class _LineDelegate(QStyledItemDelegate):
    """Sign, and the sentence in as many rows as it needs."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(FINDING_ROLE)
        area = option.rect
        view = option.widget
        selected = isinstance(view, QListView) and view.selectionModel().isSelected(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, qt(colours().selection if selected else colours().paper))
        painter.setPen(qt(colours().border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        ink = colours().muted if line.finding.unfinished else colours().text
        painter.setPen(qt(colours().selection_text if selected else ink))
        painter.drawText(_text_area(area), _WRAP, line.text)
        sign = QRect(area.left() + _PADDING, area.top() + _PADDING + 2, _SIGN, _SIGN)
        if line.finding.unfinished:
            paint_unfinished(painter, sign)
        else:
            paint_sign(painter, sign, line.finding.level, answered=line.answer is not None)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        assert isinstance(view, QListView)
        width = view.viewport().width()
        room = _text_area(QRect(0, 0, width, 10_000))
        height = option.fontMetrics.boundingRect(room, _WRAP, index.data(Role.DisplayRole)).height()
        return QSize(width, height + 2 * _PADDING)


def _text_area(area: QRect) -> QRect:
    return area.adjusted(_PADDING * 2 + _SIGN, _PADDING, -_PADDING, -_PADDING)


class _List(QListView):
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class FindingsPanel(Panel):
    """Selecting a finding frames its cells; only 定位, Enter, a click or F8 moves the focus there."""

    finding_selected = Signal(object)
    """The `Finding` that is looked at, or None."""
    jump_wanted = Signal(object)
    """Go to the place that a `Finding` is about."""

    def __init__(self, document: ReportDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.findings = FindingsModel(document, self)
        self.list = _List()
        self.list.setModel(self.findings)
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setAccessibleName("审核发现的问题")
        self._summary = label(wraps=True)
        self._cell = label(wraps=True, part="muted", selectable=True)
        self._cell_ref: CellRef | None = None
        self.goto = QPushButton("定位")
        self.answer = QPushButton("填写说明")
        self.adopt = QPushButton("采用计算值")
        self._build()
        self.list.clicked.connect(self._jump)
        self.list.activated.connect(self._jump)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.goto.clicked.connect(self._jump)
        self.answer.clicked.connect(self.explain_selected)
        self.adopt.clicked.connect(self.adopt_selected)
        self.findings.rowsInserted.connect(self.counted)
        self.findings.rowsRemoved.connect(self.counted)
        document.changed.connect(self._on_changed)
        document.editable_changed.connect(self._refresh)
        self._refresh()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.goto, self.answer, self.adopt):
            button.setAutoDefault(True)  # Enter presses it, outside of a dialog too
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._summary, self._cell):
            part.setMargin(_PADDING)
        column.addWidget(self._summary)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        column.addWidget(self._cell)
        buttons.setContentsMargins(_PADDING, 6, _PADDING, 6)

    @property
    def selected(self) -> Finding | None:
        index = self.list.currentIndex()
        return self.findings.lines[index.row()].finding if index.isValid() else None

    def take_focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def count(self) -> int:
        return sum(line.answer is None and not line.finding.unfinished for line in self.findings.lines)

    @property
    def help_context(self) -> str:
        return self.selected.code if self.selected else ""

    def step(self, direction: int) -> None:
        """Select the next (1) or previous (-1) finding, round the end, and go to its place.

        What is merely unfinished is passed over while there is a problem that is one.
        """
        lines = self.findings.lines
        rows = [row for row, line in enumerate(lines) if not line.finding.unfinished] or list(range(len(lines)))
        if rows:
            row = self.list.currentIndex().row()
            ahead = [at for at in rows if at > row] if direction > 0 else [at for at in reversed(rows) if 0 <= at < row]
            self._select(ahead[0] if ahead else rows[0 if direction > 0 else -1])
            self._jump()

    def show_cell(self, ref: CellRef | None) -> None:
        """Say what belongs into the cell that the cursor is on; nothing where it is on none."""
        self._cell_ref = ref
        self._show_cell()

    def select(self, finding: Finding) -> None:
        """Select a finding in the list, so that its cells are framed and 定位 leads back to its words."""
        row = next((at for at, line in enumerate(self.findings.lines) if line.finding == finding), None)
        if row is not None:
            self._select(row)

    def explain_selected(self) -> None:
        """Ask for the 说明 of the selected finding."""
        if self.selected is not None:
            self.explain(self.selected)

    @Slot(object)
    def explain(self, finding: Finding) -> None:
        """Ask for the 说明 of a finding that may have one."""
        if not _may_be_explained(finding):
            return
        prompt = (
            f"{finding.sentence(self._document.draft.evaluation)}\n\n请写明原因（会存进草稿，数字不变就一直有效）："
        )
        given = self._document.draft.explanation(finding) or ACKNOWLEDGED
        text = ask_text(self, prompt, title="填写说明", text=given, lines=True)
        if text is not None:
            self._document.explain(finding=finding, text=text.strip())

    def adopt_selected(self) -> None:
        """Drop the printed totals that do not agree, the selected one and, if wanted, all others."""
        finding = self.selected
        if finding is not None:
            self._document.adopt_computed(refs=_printed(finding))

    def _select(self, row: int) -> None:
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(self.findings.index(row), flag)

    @Slot()
    def _jump(self) -> None:
        finding = self.selected
        if finding is not None:
            self.finding_selected.emit(finding)
            self.jump_wanted.emit(finding)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        self._refresh_buttons()
        self.finding_selected.emit(self.selected)

    @Slot()
    def _refresh(self) -> None:
        counts = completeness(self._document)
        words = [
            f"{word} {count}"
            for word, count in (
                ("强制性", counts.hard),
                ("核实性", counts.ask),
                ("提示", counts.hint),
                (UNFINISHED_WORD, counts.unfinished),
            )
            if count
        ]
        blanks = counts.cells - counts.filled
        unfilled = f"还有 {blanks} 格没有填。" if blanks else "全部填完。"
        self._summary.setText(f"{' · '.join(words) or '没有发现问题'}，{unfilled}")
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        finding, editable = self.selected, self._document.editable
        self.goto.setEnabled(finding is not None)
        self.answer.setEnabled(editable and finding is not None and _may_be_explained(finding))
        self.adopt.setVisible(finding is not None and bool(_printed(finding)))
        self.adopt.setEnabled(editable)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        self._refresh()
        if self._cell_ref in change.cells or self._cell_ref in change.edit.cell_notes:
            self._show_cell()

    def _show_cell(self) -> None:
        ref = self._cell_ref
        self._cell.setText(explain_cell(ref, self._document.draft, findings=False) if ref else "")


def _printed(finding: Finding) -> list[CellRef]:
    """The totals that the finding took from somebody else's document."""
    return [term.ref for term in finding.sides.left if term.reported] if isinstance(finding, WrongTotal) else []


def _may_be_explained(finding: Finding) -> bool:
    return finding.level is not Level.HARD and not finding.unfinished
