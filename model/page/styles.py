"""The styles of an official document, and the texts set in them lately."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING

from model.page.drawing import SetLine, set_lines
from model.page.lines import Passage, Style
from model.page.paper import BODY_SIZE, BODY_TRACKING
from model.page.titles import break_title
from model.page.words import between_words, parts_of, words_of
from model.report.narrative import Rank

if TYPE_CHECKING:
    from collections.abc import Callable

    from model.page.fonts import FontLibrary

TITLE_SIZE = 22.0
PAGE_NUMBER_SIZE = 14.0
STAMP_SIZE = 150.0
_KEPT_TEXTS = 3000
_NUMBER = re.compile("（[一二三四五六七八九十]+）")


class Styles:
    """Typefaces at their sizes: 三号仿宋 text, 二号小标宋 title, 黑体 and 楷体 headings, 宋体 tables.

    Remembers texts that were set lately: labels never change, and of the rest most do not between two keystrokes.
    """

    def __init__(self, library: FontLibrary) -> None:
        self._library = library
        self.body = Style(library.fangsong, BODY_SIZE, BODY_TRACKING, tabular=True)
        self.title = Style(library.title, TITLE_SIZE)
        self.page_number = Style(library.song, PAGE_NUMBER_SIZE, tabular=True)
        self.stamp = Style(library.hei, STAMP_SIZE)
        section = Style(library.hei, BODY_SIZE, BODY_TRACKING)
        part = Style(library.kai, BODY_SIZE, BODY_TRACKING, tabular=True)
        self._headings = {Rank.SECTION: section, Rank.PART: part, Rank.ITEM: self.body, Rank.SUBITEM: self.body}
        self._tables: dict[float, Style] = {}
        self._texts: OrderedDict[tuple[object, ...], tuple[SetLine, ...]] = OrderedDict()

    def heading(self, rank: Rank | None) -> Style:
        """The style of a heading; None is running text."""
        return self._headings[rank] if rank else self.body

    def table(self, size: float) -> Style:
        """宋体 with digits of one width."""
        if size not in self._tables:
            self._tables[size] = Style(self._library.song, size, tabular=True)
        return self._tables[size]

    def lines(
        self, text: str, style: Style, measure: float, *, indent: float = 0, lead: int = 0, rank: Rank | None = None
    ) -> tuple[SetLine, ...]:
        """Justified lines of running text. The first ``lead`` characters are a run-in heading of ``rank``."""

        def set_text() -> tuple[SetLine, ...]:
            passage = Passage(text, style, lead=lead, lead_style=self.heading(rank))
            return set_lines(passage, measure, indent=indent)

        return self._remembered((text, style, measure, indent, lead, rank), set_text)

    def ragged(self, text: str, style: Style, measure: float) -> tuple[SetLine, ...]:
        """Lines that keep their natural width, to be centred or aligned."""
        return self._remembered(
            (text, style, measure), lambda: set_lines(Passage(text, style), measure, justified=False)
        )

    def label(self, text: str, style: Style, measure: float) -> tuple[SetLine, ...]:
        """As `ragged`, but a number that leaves just one line below it stands by itself: （三） over 不予公开."""

        def set_text() -> tuple[SetLine, ...]:
            lines = self.ragged(text, style, measure)
            number = _NUMBER.match(text)
            if len(lines) != 2 or not number or self.width(text[number.end() :], style) > measure:
                return lines
            return self.ragged(number[0], style, measure) + self.ragged(text[number.end() :], style, measure)

        return self._remembered((text, style, measure, "label"), set_text)

    def head(self, text: str, style: Style, measure: float) -> tuple[SetLine, ...]:
        """A column's head, broken between words."""

        def set_text() -> tuple[SetLine, ...]:
            rows = between_words(text, lambda part: self.width(part, style), measure)
            return tuple(line for row in rows for line in self.ragged(row, style, measure))

        return self._remembered((text, style, measure, "head"), set_text)

    def widest_word(self, text: str, style: Style) -> float:
        """How wide a column's head must be, in points, to be broken between words."""
        return max((self.width(word, style) for word in words_of(text)), default=0.0)

    def widest_part(self, text: str, style: Style) -> float:
        """How wide it must be at least: compounds may be taken apart."""
        return max((self.width(part, style) for part in parts_of(text)), default=0.0)

    def by_sense(self, parts: tuple[str, ...], style: Style, measure: float) -> tuple[SetLine, ...]:
        """A title or an office's name, broken by sense, rather between its parts."""

        def set_text() -> tuple[SetLine, ...]:
            rows = break_title(parts, lambda text: self.width(text, style), measure)
            return tuple(line for row in rows for line in self.ragged(row, style, measure))

        return self._remembered((parts, style, measure), set_text)

    def width(self, text: str, style: Style) -> float:
        """What a text takes on one line, in points."""
        return sum(map(style.advances.__getitem__, text)) * style.size / 1000

    def _remembered(self, key: tuple[object, ...], set_text: Callable[[], tuple[SetLine, ...]]) -> tuple[SetLine, ...]:
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = set_text()
            if len(self._texts) > _KEPT_TEXTS:
                self._texts.popitem(last=False)
        return found
