"""Shows the levels of headings as official documents set them, and marks characters that cannot be printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from PySide6.QtGui import QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from gui.report.narrative.positions import units
from gui.widgets.fonts import Face, face, prepare_for
from gui.widgets.theme import colours, qt
from model.report.glyphs import missing_glyphs
from model.report.narrative import Rank, narrative_paragraphs

_FACES = {
    Rank.SECTION: Face.HEADING_1,
    Rank.PART: Face.HEADING_2,
    Rank.ITEM: Face.FIGURES,
    Rank.SUBITEM: Face.FIGURES,
}


def unprintable(text: str) -> frozenset[str]:
    """The characters that no bundled font has; the page would print 〓 for them."""
    prepare_for(text)
    return frozenset(missing_glyphs(text))


class OfficialHighlighter(QSyntaxHighlighter):
    """Headings as the page has them: 一、 in 黑体, （一） in 楷体; 1. and （1）, which it sets like text, in bold."""

    def __init__(self, document: QTextDocument, points: float) -> None:
        super().__init__(document)
        self._points = points
        self._revision = -1
        self._headings: dict[int, tuple[int, int, Rank]] = {}
        document.contentsChange.connect(self._look_around)

    def highlightBlock(self, text: str) -> None:
        heading = self._read().get(self.currentBlock().blockNumber())
        if heading:
            start, end, rank = heading
            self.setFormat(units(text[:start]), units(text[start:end]), self._heading(_FACES[rank]))
        for character in unprintable(text):
            for match in re.finditer(re.escape(character), text):
                self.setFormat(units(text[: match.start()]), units(character), _cannot_be_printed())

    def _read(self) -> dict[int, tuple[int, int, Rank]]:
        """Where the headings stand: by block, its first character, the one after its last, and its rank."""
        revision = self.document().revision()
        if revision != self._revision:
            self._revision = revision
            self._headings = dict(_headings(self.document().toPlainText()))
        return self._headings

    def _look_around(self, position: int, _removed: int, _added: int) -> None:
        """Whether a line is a heading depends on its neighbours, which Qt does not look at again."""
        block = self.document().findBlock(position)
        for neighbour in (_text_block(block, QTextBlock.previous), _text_block(block, QTextBlock.next)):
            if neighbour.isValid():
                self.rehighlightBlock(neighbour)

    def _heading(self, role: Face) -> QTextCharFormat:
        shown = QTextCharFormat()
        shown.setFont(face(role, self._points))
        if role is Face.FIGURES:
            shown.setFontWeight(700)
        shown.setForeground(qt(colours().accent))
        return shown


def _headings(text: str) -> Iterator[tuple[int, tuple[int, int, Rank]]]:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for paragraph in narrative_paragraphs(text):
        if paragraph.heading and paragraph.rank:
            block = bisect_right(starts, paragraph.start) - 1
            places = (paragraph.place(0), paragraph.place(paragraph.heading))
            yield block, (places[0] - starts[block], places[1] - starts[block], paragraph.rank)


def _text_block(block: QTextBlock, step: Callable[[QTextBlock], QTextBlock]) -> QTextBlock:
    """The nearest block in that direction that is not empty."""
    block = step(block)
    while block.isValid() and not block.text().strip():
        block = step(block)
    return block


def _cannot_be_printed() -> QTextCharFormat:
    shown = QTextCharFormat()
    shown.setForeground(qt(colours().hard))
    shown.setBackground(qt(colours().hard_fill))
    shown.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    shown.setUnderlineColor(qt(colours().hard))
    return shown
