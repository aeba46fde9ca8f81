"""Findings underlined where they stand in a text, and what is to be said of a place in it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from gui.report.document import ReportDocument
from gui.report.narrative.positions import characters, units
from gui.widgets.signs import level_colour
from gui.widgets.theme import colours, qt
from model.checks.finding import Finding, Span
from model.checks.passages import stated_numbers
from model.checks.stated_figures import certain_numbers, understood
from model.form.edition import Level


class FindingMarks(QObject):
    """Keeps the underlines of one section's editor. A finding that was answered has none."""

    def __init__(self, editor: QTextEdit, document: ReportDocument, section: str) -> None:
        super().__init__(editor)
        self._editor = editor
        self._document = document
        self._section = section
        self._marks: tuple[tuple[Span, Finding], ...] = ()
        document.findings_changed.connect(self.refresh)
        document.text_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Mark what is asked now, once the editor shows the text that it is asked about."""
        if self._editor.document().characterCount() - 1 != units(self._text):
            return
        marks = tuple(
            (span, finding)
            for finding in self._document.open_findings
            for span in finding.spans
            if span.section == self._section and span.end > span.start
        )
        if marks != self._marks:
            self._marks = marks
            self._editor.setExtraSelections([self._selection(span, finding.level) for span, finding in marks])

    def finding_at(self, position: int) -> Finding | None:
        """The gravest finding about Qt's ``position``."""
        at = characters(self._text, position)
        return next((finding for span, finding in self._marks if span.start <= at < span.end), None)

    def explain(self, position: int) -> str:
        """What is to be said of a place: its finding, or how a number there was understood; empty for neither."""
        draft = self._document.draft
        if finding := self.finding_at(position):
            return finding.sentence(draft.evaluation)
        at = characters(self._text, position)
        known = certain_numbers(draft.evaluation.amounts)
        here = (s for s in stated_numbers(draft) if s.span.section == self._section and s.span.start <= at < s.span.end)
        return "\n".join(said for stated in here if (said := understood(stated, known, draft.edition)))

    def cursor_over(self, span: Span) -> QTextCursor:
        """A cursor that has the span's characters selected."""
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(units(self._text[: span.start]))
        cursor.setPosition(units(self._text[: span.end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    @property
    def _text(self) -> str:
        return self._document.draft.narratives.get(self._section, "")

    def _selection(self, span: Span, level: Level) -> QTextEdit.ExtraSelection:
        shown = QTextCharFormat()
        shown.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shown.setUnderlineColor(qt(level_colour(colours(), level)))
        selection = QTextEdit.ExtraSelection()
        selection.format = shown
        selection.cursor = self.cursor_over(span)
        return selection
