"""What the numbers of a paragraph speak of: each with everything that it may mean in the form's cells.

What cannot be placed has no readings and is left alone. So has what belongs to another year, another office or another
subject: a wrong alarm costs more trust than a right one earns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

from model.checks.reading.quantities import Quantity
from model.form.edition import CellRef
from model.form.wording import SpokenTable


class CellTerm(NamedTuple):
    """A cell in a reading, added (1) or taken off (-1)."""

    ref: CellRef
    sign: int = 1


Reading = tuple[CellTerm, ...]
"""One sum of cells that a number may stand for."""


class Link(Enum):
    """How a number hangs together with the one before it."""

    ALONE = auto()
    PART = auto()  # 其中: some of the whole
    CLAIM = auto()  # 分别为: all of the whole
    SUM = auto()  # 共计: what the ones before it come to
    LEFT_OUT = auto()  # 除去: not in the whole


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a paragraph, the ``index``th; ``start`` to ``end`` is its phrase, ``number_start`` where it begins.

    ``whole`` is the index of the mention that this one is a part of, or -1. ``compares`` numbers are changes, or belong
    to another year; ``channel`` ones count by the way that an application came. A percentage is a ``share``, or
    ``of_the_last`` number.
    """

    index: int
    start: int
    number_start: int
    end: int
    quantity: Quantity
    sentence: int
    clause: int
    depth: int
    link: Link = Link.ALONE
    whole: int = -1
    spoken: SpokenTable | None = None
    readings: tuple[Reading, ...] = ()
    compares: bool = False
    changes: bool = False
    channel: bool = False
    share: bool = False
    of_the_last: bool = False


class Verdict(Enum):
    FITS = auto()
    UNKNOWN = auto()  # a cell that it may mean is still blank
    CONFLICT = auto()


Known = Mapping[CellRef, Decimal | int]
"""The numbers of the cells that are filled, as far as they are certain."""


def verdict(mention: Mention, known: Known) -> Verdict:
    """Whether any of the readings agrees with the tables."""
    unknown = False
    for reading in mention.readings:
        amount = value(reading, known)
        if amount is None:
            unknown = True
        elif mention.spoken and mention.quantity.fits(amount * mention.spoken.per):
            return Verdict.FITS
    return Verdict.UNKNOWN if unknown or not mention.readings else Verdict.CONFLICT


def value(reading: Reading, known: Known) -> Decimal | int | None:
    """What the reading comes to; None while one of its cells is blank."""
    total: Decimal | int = 0
    for ref, sign in reading:
        if ref not in known:
            return None
        total += sign * known[ref]
    return total


def cells_of(reading: Reading) -> frozenset[CellRef]:
    return frozenset(term.ref for term in reading)


def readings_of(
    spoken: SpokenTable, rows: Iterable[Iterable[tuple[str, int]]], columns: Iterable[Iterable[tuple[str, int]]]
) -> Iterator[Reading]:
    """Every sum of rows, across every sum of columns."""
    columns = [tuple(option) for option in columns]
    for row_sum in rows:
        row_terms = tuple(row_sum)
        for column_sum in columns:
            yield tuple(
                CellTerm(CellRef(spoken.table, row, column), row_sign * column_sign)
                for row, row_sign in row_terms
                for column, column_sign in column_sum
            )
