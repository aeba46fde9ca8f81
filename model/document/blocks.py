"""What a document consists of, before anyone knows lines and pages. Texts are printable: see `model.report.text`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from model.report.narrative import Rank


class Source(NamedTuple):
    """What of the report a block shows, so that a preview can lead back to it.

    ``kind`` is "section", "heading" or "table"; ``key`` is the section's key, the number of the heading's paragraph in
    its section's text (from 0), or the table's key.
    """

    kind: str
    section: str
    key: str


class Title(NamedTuple):
    """The document's title. Lines rather end between ``parts`` than inside one."""

    parts: tuple[str, ...]


class Heading(NamedTuple):
    """A heading on lines of its own; never the last thing on a page."""

    text: str
    rank: Rank
    source: Source | None = None


class Paragraph(NamedTuple):
    """Running text. Its first ``lead`` characters are a run-in heading of ``rank``."""

    text: str
    lead: int = 0
    rank: Rank | None = None
    source: Source | None = None


class CellRole(Enum):
    COLUMN_HEAD = "column head"
    ROW_HEAD = "row head"
    FIGURE = "figure"
    TEXT = "text"


class Cell(NamedTuple):
    """One cell of a grid, at the row and column where it begins.

    ``vertical`` sets its text down the cell, character by character; ``centred`` overrides what its role does.
    """

    row: int
    column: int
    text: str
    role: CellRole
    row_span: int = 1
    column_span: int = 1
    vertical: bool = False
    shaded: bool = False
    centred: bool = True


class Column(NamedTuple):
    """A column is at least ``least`` characters wide and takes ``share`` parts of the width that is left over."""

    least: float
    share: float = 1


@dataclass(frozen=True, eq=False)
class Grid:
    """A ruled table as wide as the text. Equal only to itself, so that what is derived from it can be remembered.

    ``cells`` stand in reading order and cover every place once. The first ``header_rows`` are printed again wherever
    the grid is continued. ``sizes`` are the type sizes in points to try, largest first: the first one at which the
    grid stays on one page wins. ``sources`` are the tables in it, each with its first row and the row after its last.
    """

    cells: tuple[Cell, ...]
    columns: tuple[Column, ...]
    rows: int
    header_rows: int
    sizes: tuple[float, ...]
    sources: tuple[tuple[Source, int, int], ...] = ()
    row_height: float = 0


class Closing(NamedTuple):
    """The end of the document, on the right: who publishes it and, below, when ("" for no date)."""

    agency: str
    date: str


Block = Title | Heading | Paragraph | Grid | Closing

STAMPS = ("草稿", "送审稿", "征求意见稿")
"""What can be printed across every page; the first one is, while something hinders finishing and no other is chosen."""
