"""The editor of one narrative: plain text, shown with first-line indent and headings as the page will have them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from gui.report.document import ReportDocument
from gui.report.narrative.highlighter import OfficialHighlighter
from gui.report.narrative.marks import FindingMarks
from gui.report.narrative.positions import units
from gui.widgets.fields import belongs_to_window, show_text_menu
from gui.widgets.fonts import Face, face
from gui.widgets.messages import show_tooltip
from gui.widgets.theme import colours, qt

TEXT_POINTS = 13.0

_LINE_SPACING = 118  # per cent of what 宋体 asks for
_SENTENCE_ENDS = "。！？；\u2029"
_LONGEST_COMMIT = 12  # characters that an input method hands over at once, at most


class NarrativeEditor(QTextEdit):
    """A rich widget that only ever holds plain text: it has the first-line indent that QPlainTextEdit lacks.

    The document's undo stack is the only one. One step is a sentence typed, or one paste.
    """

    def __init__(self, document: ReportDocument, section: str) -> None:
        super().__init__()
        self._report = document
        self._section = section
        self._showing = False
        self._run_end = -1
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(face(Face.FIGURES, TEXT_POINTS))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(18)
        self.setAccessibleName(f"{document.draft.edition.section(section).heading}正文")
        self._highlighter = OfficialHighlighter(self.document(), TEXT_POINTS)
        self._show()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.document().contentsChange.connect(self._on_edit)
        document.text_changed.connect(self._on_text_changed)
        document.editable_changed.connect(self._on_editable_changed)
        self.marks = FindingMarks(self, document, section)  # after the editor itself: it marks the text that is shown
        self._on_editable_changed(document.editable)

    @property
    def text(self) -> str:
        """What stands in the editor; unlike toPlainText it keeps non-breaking spaces."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def replace_all(self, *, old: str, new: str) -> int:
        """Replace every occurrence in one step; returns how many there were."""
        count = self.text.count(old)
        if count:
            self._report.write(section=self._section, text=self.text.replace(old, new))
        return count

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste and drop as plain text, whatever else the clipboard offers."""
        self._run_end = -1
        self.textCursor().insertText(source.text().replace("\r\n", "\n").replace("\r", "\n"))
        self._run_end = -1

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()

    def event(self, event: QEvent) -> bool:
        if belongs_to_window(event):
            event.ignore()
            return False
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Hovering says what is asked about the words, or how a number was understood."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            gap = self.cursorForPosition(event.pos())
            area = self.cursorRect(gap)
            under = gap.position() - (area.center().x() > event.pos().x())
            show_tooltip(event.globalPos(), self.marks.explain(under), self.viewport(), area.adjusted(-40, 0, 40, 0))
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_text_menu(self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.isReadOnly():
            self.textCursor().insertBlock()  # Shift+Enter too: the report knows paragraphs only
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.document().isEmpty() and not self.isReadOnly():
            painter = QPainter(self.viewport())
            painter.setPen(qt(colours().muted))
            painter.drawText(self._paper(), self._hint())

    def _paper(self) -> QRect:
        margin = int(self.document().documentMargin())
        return self.viewport().rect().adjusted(margin + self._indent(), margin + 6, -margin, -margin)

    def _hint(self) -> str:
        headings = self._report.draft.edition.section(self._section).headings
        wanted = f"通常分为：{'、'.join(headings)}。\n" if headings else ""
        return f"在这里写正文，也可以从 Word 或 WPS 粘贴。\n{wanted}段首不用空格，打印时自动缩进两个字。"

    def _indent(self) -> int:
        return round(QFontMetricsF(self.font()).horizontalAdvance("汉字"))

    def sizeHint(self) -> QSize:
        return QSize(720, 400)

    def _show(self) -> None:
        """Show the draft's text, touching only what differs, so that the cursor stays where it is."""
        new, old = self._report.draft.narratives.get(self._section, ""), self.text
        self._showing = True
        if new != old:
            start, end = _differing(old, new)
            cursor = QTextCursor(self.document())
            cursor.setPosition(units(old[:start]))
            cursor.setPosition(units(old[: len(old) - end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(new[start : len(new) - end])
            if self.document().blockCount() == new.count("\n") + 1:
                self._set_manners()
            self.setTextCursor(cursor)
        else:
            self._set_manners()
        self._showing = False

    def _set_manners(self) -> None:
        """First-line indent of two characters and generous lines, for every paragraph."""
        manners = QTextBlockFormat()
        manners.setTextIndent(self._indent())
        manners.setLineHeight(_LINE_SPACING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        whole.mergeBlockFormat(manners)

    def _on_edit(self, position: int, removed: int, added: int) -> None:
        """The user typed: pass it on, as part of the same step while a sentence is being typed."""
        text = self.text
        if self._showing or text == self._report.draft.narratives.get(self._section, ""):
            return
        types_on = removed == 0 and position == self._run_end and added <= _LONGEST_COMMIT
        rubs_out = added == 0 and removed == 1 and position == self._run_end - 1
        self._report.write(section=self._section, text=text, continues=types_on or rubs_out)
        ended = added and self.document().characterAt(position + added - 1) in _SENTENCE_ENDS
        self._run_end = -1 if ended else position + added

    def _on_text_changed(self, section: str) -> None:
        if section == self._section and self.text != self._report.draft.narratives.get(section, ""):
            self._run_end = -1
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_highlighter"):
            self._highlighter.rehighlight()  # it wrote the theme's colours into the text

    def _on_editable_changed(self, editable: bool) -> None:
        self.setReadOnly(not editable)


def _differing(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts share at the beginning, and how many of the rest at the end."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return start, end
