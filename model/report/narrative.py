"""The grammar of a narrative: its paragraphs and small tables, and which of its words are headings.

One grammar for all who read a narrative: page, editor, importer, exports and the checks of texts. The manners are
those of official documents (GB/T 9704): 一、 then （一） then 1. then （1） number the levels of headings, and one of
the upper two may begin its paragraph. Offsets count characters of the narrative as it is stored.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from model.report.text import lines_of, printable, printed_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Rank(Enum):
    """A heading's place in official numbering; each is set in its own manner."""

    SECTION = 1  # 一、
    PART = 2  # （一）
    ITEM = 3  # 1.
    SUBITEM = 4  # （1）


_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_DIGITS = "[0-9０-９]{1,2}"
_NUMBERING = {
    Rank.SECTION: re.compile(f"{_HAN_NUMBER}、"),
    Rank.PART: re.compile(f"[（(]{_HAN_NUMBER}[）)]"),
    Rank.ITEM: re.compile(f"{_DIGITS}(?:、|[.．](?![0-9０-９]))"),
    Rank.SUBITEM: re.compile(f"[（(]{_DIGITS}[）)]|{_DIGITS}[）)]"),
}
_RUN_IN = frozenset({Rank.SECTION, Rank.PART})
"""Ranks set in a face of their own, so that a heading may begin a paragraph of text."""

LONGEST_HEADING = 28
"""Characters: a printed line; what is longer is a sentence with a number before it."""

_INNER_MARK = re.compile("[。；，：！？]")
_LEAD_END = re.compile("[。：]")
_LEAST_ROWS = 2
_KEPT_TEXTS = 32


class Numbering(NamedTuple):
    """The number at a paragraph's head: its rank, and how many characters it takes."""

    rank: Rank
    length: int


class NarrativeParagraph(NamedTuple):
    """One paragraph of a narrative, the ``number``th from 0 (empty lines only part paragraphs).

    It is the line from ``start`` to ``end``, and ``text`` is what of it is printed. ``rank`` is that of the number at
    its head. Its first ``heading`` printed characters are a heading: none, some (a run-in heading), or all.
    """

    number: int
    start: int
    end: int
    line: str
    text: str
    rank: Rank | None = None
    heading: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether the paragraph is a heading and nothing else."""
        return self.heading == len(self.text)

    def place(self, position: int) -> int:
        """Where in the narrative the printed character at ``position`` stands; behind the last one, where it ends."""
        if len(self.line) == len(self.text):
            return self.start + position
        places = printed_places(self.line)
        return self.start + (places[position] if position < len(places) else places[-1] + 1)


class NarrativeTable(NamedTuple):
    """Neighbouring lines of cells that tabs part.

    ``rows`` are the printed texts of the cells, every row as long as the longest; ``lines`` the same rows as
    paragraphs, for those who look for words and places.
    """

    lines: tuple[NarrativeParagraph, ...]
    rows: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=_KEPT_TEXTS)
def read_narrative(text: str) -> tuple[NarrativeParagraph | NarrativeTable, ...]:
    """The parts of a narrative in order. Remembered: several read the same text after each keystroke."""
    parts = list(_parts(text))
    result: list[NarrativeParagraph | NarrativeTable] = []
    above: NarrativeParagraph | None = None
    for position, part in enumerate(parts):
        if isinstance(part, NarrativeTable):
            above = None
            result.append(part)
            continue
        below = parts[position + 1] if position + 1 < len(parts) else None
        above = part._replace(heading=_heading_length(part, above, below)) if part.rank else part
        result.append(above)
    return tuple(result)


def narrative_paragraphs(text: str) -> Iterator[NarrativeParagraph]:
    """Every paragraph of a narrative, the rows of its tables among them."""
    for part in read_narrative(text):
        if isinstance(part, NarrativeTable):
            yield from part.lines
        else:
            yield part


def numbering(text: str) -> Numbering | None:
    """The number at the head of a printed paragraph."""
    for rank, pattern in _NUMBERING.items():
        if match := pattern.match(text):
            return Numbering(rank, match.end())
    return None


def numbers_within(text: str, rank: Rank) -> Iterator[tuple[int, int]]:
    """Where numbers of that rank stand in a text, wherever that is: begin and end."""
    return (match.span() for match in _NUMBERING[rank].finditer(text))


def reads_as_heading(text: str) -> bool:
    """Whether a printed paragraph, whatever stands around it, has a heading's looks: numbered, short, no sentence."""
    return (
        len(text) <= LONGEST_HEADING
        and numbering(text) is not None
        and _INNER_MARK.search(text.removesuffix("。")) is None
    )


def run_in_heading(text: str) -> int:
    """How many characters of a printed paragraph are a heading that begins it, up to its first 。 or ：; 0 for none."""
    number = numbering(text)
    end = _LEAD_END.search(text)
    if number is None or number.rank not in _RUN_IN or (end is None and len(text) > LONGEST_HEADING):
        return 0
    length = end.end() if end else len(text)
    return length if length <= LONGEST_HEADING else 0


def _heading_length(
    paragraph: NarrativeParagraph, above: NarrativeParagraph | None, below: NarrativeParagraph | NarrativeTable | None
) -> int:
    """How much of a numbered paragraph is a heading. Short lines that are the items of a list are none."""
    text, rank = paragraph.text, paragraph.rank
    reads = reads_as_heading(text)
    length = len(text) if reads else run_in_heading(text)
    if length < len(text):
        return length
    listed = above is not None and above.rank is rank and not above.heading
    heads_something = below is not None and (isinstance(below, NarrativeTable) or below.rank is not rank)
    return length if not listed and (heads_something or (reads and rank in _RUN_IN)) else 0


def _parts(text: str) -> Iterator[NarrativeParagraph | NarrativeTable]:
    """The parts before anyone knows headings: runs of lines with cells are tables."""
    for in_table, run in groupby(_paragraphs(text), key=lambda pair: pair[1]):
        paragraphs = [paragraph for paragraph, _ in run]
        if in_table and len(paragraphs) >= _LEAST_ROWS:
            yield NarrativeTable(tuple(paragraphs), _cells([paragraph.line for paragraph in paragraphs]))
        else:
            yield from (_numbered(paragraph) for paragraph in paragraphs)


def _paragraphs(text: str) -> Iterator[tuple[NarrativeParagraph, int]]:
    """Every line that prints anything; the second is 0 for text, else the number of the run of table lines."""
    number = runs = 0
    in_run = False
    for start, line in lines_of(text):
        shown = printable(line)
        if not shown:
            in_run = False
            continue
        is_row = _is_row(line)
        runs += is_row and not in_run
        in_run = is_row
        yield NarrativeParagraph(number, start, start + len(line), line, shown), runs if is_row else 0
        number += 1


def _numbered(paragraph: NarrativeParagraph) -> NarrativeParagraph:
    number = numbering(paragraph.text)
    return paragraph._replace(rank=number.rank) if number else paragraph


def _is_row(line: str) -> bool:
    """Whether tabs divide the line into cells; a tab behind a paragraph's number does not."""
    first, tab, rest = line.strip().partition("\t")
    number = numbering(first)
    return bool(tab and printable(rest)) and not (number and number.length == len(printable(first)))


def _cells(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The cells by row, without columns that are blank from top to bottom."""
    rows = [[printable(cell) for cell in line.split("\t")] for line in lines]
    width = max(map(len, rows))
    padded = [row + [""] * (width - len(row)) for row in rows]
    kept = [column for column in range(width) if any(row[column] for row in padded)]
    return tuple(tuple(row[column] for column in kept) for row in padded)
