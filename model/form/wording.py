"""What the report's text calls the cells: words for tables, rows and columns, and the sums that each word may mean.

Data of an edition, like its labels. `model.checks.reading` reads sentences with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from model.form.edition import CellRef


class LineTerm(NamedTuple):
    """A row or a column in a sum, added (1) or taken off (-1)."""

    key: str
    sign: int = 1


LineSum = tuple[LineTerm, ...]
"""One thing that a word may mean along one axis of a table."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words for one thing, and everything that they may mean: 受理 is new, or new and carried in.

    A word may hold ``{last_year}``, ``{this_year}`` and ``{next_year}``, which stand for all ways to name that year.
    """

    words: tuple[str, ...]
    means: tuple[LineSum, ...]


@dataclass(frozen=True, slots=True)
class SpokenTable:
    """How a text speaks of one table.

    ``topics`` open the subject, ``elsewhere`` are words of other counts that resemble this one's. ``row`` and
    ``column`` are what is meant where no word says it; empty where that is anybody's guess. ``code`` is the finding's
    when text and table disagree. ``units`` are those that count the same things as the table, the usual one first;
    ``per`` of them are 1 in the table.
    """

    table: str
    code: str
    topics: tuple[str, ...]
    elsewhere: tuple[str, ...]
    units: tuple[str, ...]
    per: int
    rows: tuple[Phrase, ...]
    columns: tuple[Phrase, ...]
    row: tuple[LineSum, ...]
    column: tuple[LineSum, ...]


class Demand(NamedTuple):
    """A section of text must use one of these words; ``message`` goes on where its heading ends: “六、…”没有写…"""

    code: str
    section: str
    words: tuple[str, ...]
    message: str


class Bound(NamedTuple):
    """An amount of ``words`` in the text, in ``unit``, is part of a cell's number; ``per`` of the unit are 1 there."""

    code: str
    words: tuple[str, ...]
    unit: str
    per: int
    cell: CellRef


class Citation(NamedTuple):
    """A document that reports cite, and its official number."""

    name: str
    number: str


@dataclass(frozen=True, eq=False)
class Wording:
    """All that an edition knows of the words in a text; compared by identity. ``elsewhere`` are other subjects."""

    tables: tuple[SpokenTable, ...] = ()
    elsewhere: tuple[str, ...] = ()
    demands: tuple[Demand, ...] = ()
    bounds: tuple[Bound, ...] = ()
    citations: tuple[Citation, ...] = ()
