"""A section that consists of text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from gui.report.document import ReportDocument
from gui.report.narrative.editor import NarrativeEditor
from gui.report.narrative.find_bar import FindBar
from gui.report.narrative.highlighter import unprintable
from gui.report.tabs.tab import Page
from gui.widgets.messages import label
from model.form.edition import Section

_WIDEST = 860
_NAMED_AT_MOST = 8


class NarrativeTab(Page):
    """Heading, editor, find bar, and a line that counts."""

    def __init__(self, document: ReportDocument, section: Section) -> None:
        super().__init__()
        self.editor = NarrativeEditor(document, section.key)
        self.find_bar = FindBar(self.editor)
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
        column.addWidget(self.find_bar)
        line = QHBoxLayout()
        line.addWidget(self._counter)
        line.addWidget(self._unprintable, 1)
        column.addLayout(line)
        self.find_bar.setMaximumWidth(_WIDEST)
        self.editor.textChanged.connect(self._count)
        self._count()

    def take_focus(self) -> None:
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

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
