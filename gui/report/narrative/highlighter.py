"""Shows the levels of headings as official documents set them, and marks characters that cannot be printed."""

from __future__ import annotations

import re

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gui.widgets.fonts import Face, face, is_common, prepare_for
from gui.widgets.theme import colours, qt

_CHINESE_NUMBER = "[一二三四五六七八九十]+"
_LEVELS = (
    (re.compile(rf"^\s*{_CHINESE_NUMBER}、.*"), Face.HEADING_1),
    (re.compile(rf"^\s*（{_CHINESE_NUMBER}）[^。]*。?"), Face.HEADING_2),
    (re.compile(r"^\s*\d+\.(?!\d)[^。]{0,40}。"), Face.FIGURES),
    (re.compile(r"^\s*（\d+）[^。]{0,40}。"), Face.FIGURES),
)


def unprintable(text: str) -> frozenset[str]:
    """The characters that no bundled font has; the page would print 〓 for them."""
    if is_common(text):
        return frozenset()
    prepare_for(text)
    from model.page import missing_glyphs  # noqa: PLC0415 - loads the page's fonts, which most texts never need

    return frozenset(missing_glyphs(text))


class OfficialHighlighter(QSyntaxHighlighter):
    """一、 in 黑体, （一） in 楷体, 1. and （1） in bold up to the end of their sentence."""

    def __init__(self, document: QTextDocument, points: float) -> None:
        super().__init__(document)
        self._points = points

    def highlightBlock(self, text: str) -> None:
        for pattern, role in _LEVELS:
            match = pattern.match(text)
            if match:
                self.setFormat(0, _units(match[0]), self._heading(role))
                break
        for character in unprintable(text):
            for match in re.finditer(re.escape(character), text):
                self.setFormat(_units(text[: match.start()]), _units(character), _cannot_be_printed())

    def _heading(self, role: Face) -> QTextCharFormat:
        shown = QTextCharFormat()
        shown.setFont(face(role, self._points))
        if role is Face.FIGURES:
            shown.setFontWeight(700)
        shown.setForeground(qt(colours().accent))
        return shown


def _cannot_be_printed() -> QTextCharFormat:
    shown = QTextCharFormat()
    shown.setForeground(qt(colours().hard))
    shown.setBackground(qt(colours().hard_fill))
    shown.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    shown.setUnderlineColor(qt(colours().hard))
    return shown


def _units(text: str) -> int:
    """Length as Qt counts it: a rare character is two."""
    return len(text.encode("utf-16-le")) // 2
