"""A section that consists of text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from gui.report.document import ReportDocument
from gui.report.narrative.checklist import Checklist
from gui.report.narrative.editor import NarrativeEditor
from gui.report.narrative.find_bar import FindBar
from gui.report.narrative.finding_bar import FindingBar
from gui.report.narrative.highlighter import unprintable
from gui.report.tabs.tab import Page
from gui.widgets.messages import label
from model.checks.finding import Span
from model.form.edition import Section

_WIDEST = 860
_NAMED_AT_MOST = 8


class NarrativeTab(Page):
    """Heading, editor, what is asked about the words under the cursor, find bar, checklist, and a line that counts."""

    def __init__(self, document: ReportDocument, section: Section) -> None:
        super().__init__()
        self.editor = NarrativeEditor(document, section.key)
        self.find_bar = FindBar(self.editor)
        self.finding_bar = FindingBar(document)
        self.checklist = Checklist(document, section.key)
        self._counter = label(part="muted")
        self._unprintable = label(part="hard")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.addWidget(label(section.heading, part="heading"))
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        frame.setMaximumWidth(_WIDEST)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.editor)
        column.addWidget(frame, 1)
        column.addWidget(self.finding_bar)
        column.addWidget(self.find_bar)
        column.addWidget(self.checklist)
        line = QHBoxLayout()
        line.addWidget(self._counter)
        line.addWidget(self._unprintable, 1)
        column.addLayout(line)
        for bar in (self.find_bar, self.finding_bar, self.checklist):
            bar.setMaximumWidth(_WIDEST)
        self.editor.cursorPositionChanged.connect(self._look_under_the_cursor)
        document.findings_changed.connect(self._look_under_the_cursor)
        self.editor.textChanged.connect(self._count)
        self._count()

    def take_focus(self) -> None:
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_span(self, span: Span) -> bool:
        self.take_focus()
        self.editor.setTextCursor(self.editor.marks.cursor_over(span))
        self.editor.ensureCursorVisible()
        return True

    @Slot()
    def _look_under_the_cursor(self) -> None:
        """A selection is looked at where it begins: that is where a finding's words were selected from."""
        self.finding_bar.show_finding(self.editor.marks.finding_at(self.editor.textCursor().selectionStart()))

    def open_find_bar(self, *, replacing: bool) -> bool:
        self.find_bar.open(replacing=replacing)
        return True

    def _count(self) -> None:
        text = self.editor.text
        paragraphs = sum(1 for line in text.split("\n") if line.strip())
        self._counter.setText(f"{sum(not c.isspace() for c in text):,} 字，{paragraphs} 段")
        missing = sorted(unprintable(text))
        named = " ".join(missing[:_NAMED_AT_MOST])
        self._unprintable.setText(f"有 {len(missing)} 个字没有字体，打印时会变成〓：{named}" if missing else "")
