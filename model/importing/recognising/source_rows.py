"""The cells of a section's tables, sorted into label texts and figures, whatever shape they were printed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from model.form.edition import NumberKind
from model.importing.content import Block, Row
from model.importing.recognising.figures import is_figure
from model.importing.recognising.table_labels import Fragment, TableLabels
from model.report.numbers import NumberError, parse_number

_PROSE = re.compile(r"[。；！？]")
_REMARK = re.compile(r"[（(※*]*(?:备?注|说明)(?:[:：]|[0-9一二三四五][.、:：])")
_SHORTEST_SENTENCE = 12
_LONGEST_CELL_LINE = 100
_CELLS_OF_A_TABLE = 5
"""So many figures, beside a label of the form, make a long line a table on one line."""
_LONGEST_UNREADABLE = 60
_LONGEST_UNREADABLE_WORD = 8
_PAGE_NUMBER = re.compile(r"[0-9]{1,3}")
"""A lone number between the rows of a drawn table."""
_PAGE_LINE = re.compile(r"[-—–―_·•\s]+[0-9]{1,4}[-—–―_·•\s]+|第\s*[0-9]{1,4}\s*页.{0,12}")
_UNIT = re.compile(r"(?<=[0-9０-９])\s+(?=(?:[百千万亿]?元|[件个项宗份])(?:\s|$))")
_COLON = re.compile(r"[:：]\s*(?=[0-9０-９/／-])")
_BAR = re.compile(r"\s*[|｜│]\s*")


class Value(NamedTuple):
    """A cell after a label: its place in the source row and its text ("" for a blank)."""

    position: int
    text: str

    @property
    def is_unreadable(self) -> bool:
        """Whether something stands here that is no figure: O, 不适用, #N/A."""
        return bool(self.text) and not is_figure(self.text)


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
        cells = _cells_of(block)
        if len(cells) == 1 and _is_page_number(cells[0], after_row):
            continue
        after_row = len(cells) > 1
        if len(cells) > 1 and (remark := _only_text(cells)) and (_REMARK.match(remark) or "。" in remark):
            yield remark
        elif len(cells) > 1:
            yield from _of_cells(number, cells, labels)
        elif _is_prose(cells[0], labels):
            yield cells[0]
        else:
            yield from _of_line(number, cells[0], labels)


def _is_page_number(line: str, after_row: bool) -> bool:
    return bool(_PAGE_LINE.fullmatch(line) or (after_row and _PAGE_NUMBER.fullmatch(line)))


def _cells_of(block: Block) -> tuple[str, ...]:
    """The cells of a row; one text for a line, also where bars stand around it: one cell a line."""
    cells = block.cells if isinstance(block, Row) else (_BAR.sub(" ", block.text).strip(),)
    return cells or ("",)


def _only_text(cells: Sequence[str]) -> str:
    """The text of a row that has just one, as a remark below a table."""
    texts = [cell for cell in cells if cell]
    return texts[0] if len(texts) == 1 else ""


def _is_prose(text: str, labels: TableLabels) -> bool:
    if not text or labels.is_known(text):
        return False
    words = text.split()
    if sum(map(is_figure, words)) >= _CELLS_OF_A_TABLE and any(map(labels.is_known, words)):
        return False
    if _PROSE.search(text) or _REMARK.match(text):
        return True
    if len(text) > _LONGEST_CELL_LINE:
        return not is_figure(words[-1])
    is_header = any(is_figure(word) or labels.is_known(word) for word in words)
    return len(text) >= _SHORTEST_SENTENCE and not is_header and not labels.may_be_label(text)


def _of_line(number: int, text: str, labels: TableLabels) -> Iterator[Segment]:
    """A line of text: words of labels, each run of them with the figures behind it. A blank line is a blank cell."""
    words = _UNIT.sub("", _COLON.sub(" ", text)).split()
    if not words:
        yield Segment((), (Value(0, ""),), 0)
    texts: list[Fragment] = []
    values: list[Value] = []
    for index, word in enumerate(words):
        if is_figure(word) or (is_unreadable(word, labels) and (values or labels.names_row(texts))):
            values.append(Value(index, word))
            continue
        if values:
            yield _segment(texts, values, 0, labels)
            texts, values = [], []
        texts.append(Fragment(number, index, word))
    if words:
        yield _segment(texts, values, 0, labels)


def _of_cells(number: int, cells: tuple[str, ...], labels: TableLabels) -> Iterator[Segment]:
    texts: list[Fragment] = []
    values: list[Value] = []
    for index, cell in enumerate(cells):
        text = cell.strip()
        has_figures = any(value.text for value in values)
        if not text or _stands_for_a_figure(text, labels, has_figures or labels.names_row(texts)):
            values += [Value(index, part) for part in _figures_in(text)]
            continue
        if has_figures:
            yield _segment(texts, values, len(cells), labels)
            texts = []
        values = []
        texts.append(Fragment(number, index, text))
    yield _segment(texts, values, len(cells), labels)


def _segment(texts: Sequence[Fragment], values: Sequence[Value], width: int, labels: TableLabels) -> Segment:
    """Texts and cells, once it is clear what stands where a figure belongs and what is still the row's label.

    Cells of which none is a figure are a row's only where they fill it; else they are texts, as in a header. Where
    the figures alone fill the row, what stands before them is a part of its label.
    """
    printed = [value for value in values if value.text]
    figures = sum(not value.is_unreadable for value in printed)
    if figures == len(printed) or (not figures and labels.fills_row(texts, len(printed))):
        return Segment(tuple(texts), tuple(values), width)
    first = next((n for n, value in enumerate(values) if value.text and not value.is_unreadable), len(values))
    if figures and not labels.fills_row(texts, figures):
        first = 0
    row = texts[-1].row if texts else 0
    heads = [Fragment(row, value.position, value.text) for value in values[:first] if value.text]
    cells = [value for n, value in enumerate(values) if n >= first or not value.text]
    return Segment((*texts, *heads), tuple(cells), width)


def _stands_for_a_figure(text: str, labels: TableLabels, in_place: bool) -> bool:
    """Whether a cell is a figure, or stands (``in_place``: behind a row's label) where one belongs."""
    return is_figure(text) or (in_place and len(text) <= _LONGEST_UNREADABLE and not labels.may_be_label(text))


def is_unreadable(word: str, labels: TableLabels) -> bool:
    """Whether a word of a line may be a cell that cannot be read."""
    return len(word) <= _LONGEST_UNREADABLE_WORD and not labels.may_be_label(word)


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
