"""The cells of a section's tables, sorted into label texts and figures, whatever shape they were printed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from model.form.edition import NumberKind
from model.importing.content import Block, Paragraph, Row
from model.importing.recognising.figures import is_figure
from model.importing.recognising.labels import read_label
from model.importing.recognising.table_labels import Fragment, TableLabels
from model.report.numbers import NumberError, parse_number

_PROSE = re.compile(r"[。；！？]")
_LONGEST_CELL_LINE = 100
_LONGEST_UNREADABLE = 20
_PAGE_NUMBER = re.compile(r"[0-9]{1,3}")
"""A lone number between the rows of a drawn table."""
_UNIT = re.compile(r"(?<=[0-9０-９])\s+(?=(?:[百千万亿]?元|[件个项宗份])(?:\s|$))")
_COLON = re.compile(r"[:：]\s*(?=[0-9０-９/／-])")


class Value(NamedTuple):
    """A cell after a label: its place in the source row and its text ("" for a blank)."""

    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Label texts and the cells that follow them within one source row.

    ``width`` is the row's number of cells, or 0 for a line of text, where places mean nothing.
    """

    texts: tuple[Fragment, ...]
    values: tuple[Value, ...]
    width: int

    @property
    def has_figures(self) -> bool:
        return any(value.text for value in self.values)


def segments(blocks: Iterable[Block], labels: TableLabels) -> Iterator[Segment | str]:
    """The segments of the blocks in order; a paragraph of prose comes back as its text."""
    after_row = False
    for number, block in enumerate(blocks):
        is_page_number = after_row and isinstance(block, Paragraph) and _PAGE_NUMBER.fullmatch(block.text)
        after_row = isinstance(block, Row) or bool(is_page_number)
        if is_page_number:
            continue
        if isinstance(block, Row):
            yield from _of_cells(number, block.cells, labels)
        elif _is_prose(block.text, labels):
            yield block.text
        else:
            yield _of_line(number, block.text)


def _is_prose(text: str, labels: TableLabels) -> bool:
    if labels.is_known(text):
        return False
    too_long = len(text) > _LONGEST_CELL_LINE and not is_figure(text.rsplit(maxsplit=1)[-1])
    return too_long or _PROSE.search(text) is not None


def _of_line(number: int, text: str) -> Segment:
    """A line of text: what stands at its end as figures, the words before them as label texts."""
    words = _UNIT.sub("", _COLON.sub(" ", text)).split()
    first = len(words)
    while first and is_figure(words[first - 1]):
        first -= 1
    texts = tuple(Fragment(number, index, word) for index, word in enumerate(words[:first]))
    values = tuple(Value(index, word) for index, word in enumerate(words[first:], first))
    return Segment(texts, values, 0)


def _of_cells(number: int, cells: tuple[str, ...], labels: TableLabels) -> Iterator[Segment]:
    texts: list[Fragment] = []
    values: list[Value] = []
    for index, cell in enumerate(cells):
        text = cell.strip()
        if text and not _stands_for_a_figure(text, labels, after_label=bool(texts)):
            if any(value.text for value in values):
                yield Segment(tuple(texts), tuple(values), len(cells))
                texts = []
            values = []
            texts.append(Fragment(number, index, text))
        else:
            values += [Value(index, part) for part in _figures_in(text)]
    yield Segment(tuple(texts), tuple(values), len(cells))


def _stands_for_a_figure(text: str, labels: TableLabels, *, after_label: bool) -> bool:
    """Whether the text is a figure, or stands where one belongs and cannot be read as one (约10)."""
    if is_figure(text):
        return True
    unreadable = len(text) <= _LONGEST_UNREADABLE and any(char.isdecimal() for char in text)
    return after_label and unreadable and not read_label(text).number and not labels.is_known(text)


def _figures_in(text: str) -> list[str]:
    """The figures of one cell: one, unless merged cells left several in it."""
    words = text.split()
    if len(words) < 2 or not all(word.isdecimal() for word in words):
        return [text]
    try:
        parse_number(text, NumberKind.COUNT)
    except NumberError:
        return words
    return [text]
