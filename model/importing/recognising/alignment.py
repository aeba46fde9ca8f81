"""Which column each figure of a printed row belongs to.

A row with one figure a column is read from left to right. A row with fewer has blanks, and its places decide, where
they can: label columns are often missing or shifted from row to row. What stays open is left blank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from model.form.edition import CellRef, Edition, Table, TableLayout
from model.importing.recognising.figures import Figure, money_unit, read_figure
from model.importing.recognising.source_rows import Value
from model.report.numbers import add_up

Placed = Mapping[str, str]
"""Column key -> the cell's text as printed."""

_ENOUGH = 2
"""So much evidence a reading needs; complete rows and complete places weigh most."""
_MOST_SURPLUS = 2
_PROOF = 2
"""What a printed total weighs: for a reading in which it is the sum of its parts, against one in which it is not."""


class ColumnHead(NamedTuple):
    """A label above the figures: its place in the source row, and the column that it names, if any."""

    position: int
    text: str
    column: str | None


@dataclass(frozen=True)
class Header:
    """Labels above the figures. ``drawn``: their places mean something; ``ordered``: they stood in one line."""

    heads: tuple[ColumnHead, ...]
    drawn: bool
    ordered: bool


@dataclass
class Grid:
    """What is known of a printed table while its rows are read."""

    table: Table
    headers: list[Header] = field(default_factory=list)
    starts: dict[tuple[int, int], Counter[int]] = field(default_factory=dict)
    """Place of a row's label, width of the row -> places at which complete rows begin their figures."""
    complete: int = 0
    """How many rows have a figure in each column."""
    widths: Counter[int] = field(default_factory=Counter)
    columns: list[str] = field(default_factory=list)
    """The columns that the document prints, in the form's order."""

    def __post_init__(self) -> None:
        self.columns = [column.key for column in self.table.columns]

    @property
    def inputs(self) -> list[str]:
        return [column.key for column in self.table.columns if not column.sum_of]

    @property
    def spread(self) -> int:
        """How many cells the table has where it is printed as one row; 0 where the form prints it as a grid."""
        return len(self.table.rows) * len(self.columns) if self.table.layout is TableLayout.ROW else 0

    @property
    def headed(self) -> set[str]:
        """The columns that the headers name."""
        return {head.column for header in self.headers for head in header.heads if head.column}

    def printed_unit(self, column: str) -> str:
        """The unit of money in the document's own label of a column."""
        heads = (head for header in self.headers for head in header.heads if head.column == column)
        return next((money_unit(head.text) for head in heads), "")

    def ends_in_sum(self, values: Sequence[Value]) -> bool:
        """Whether the last of several figures is the sum of those before it, as a row's total is."""
        figures = [read_figure(value.text, self.table.kind).number or 0 for value in values if value.text]
        return len(self.inputs) < len(self.table.columns) and 0 < figures[-1] == add_up(figures[:-1])

    def learn(self, rows: Sequence[tuple[int, Sequence[Value], int]], *, totals_printed: bool = False) -> None:
        """See which columns are printed, and where complete rows have their figures.

        Each row gives the place of its label, its cells and its width. ``totals_printed``: other tables of the
        document have a column of totals.
        """
        counts = Counter(sum(bool(value.text) for value in values) for _, values, _ in rows)
        without_totals = counts[len(self.inputs)] > len(rows) / 2 and not counts[len(self.columns)]
        sums = sum(self.ends_in_sum(values) for _, values, _ in rows)
        without_totals = without_totals and not totals_printed and sums <= len(rows) / 4
        if self.headed == set(self.inputs) or (without_totals and not self.headed - set(self.inputs)):
            self.columns = self.inputs
        for label_position, values, width in rows:
            figures = [value for value in values if value.text]
            if len(figures) != len(self.columns):
                continue
            self.complete += 1
            if width:
                self.starts.setdefault((label_position, width), Counter())[figures[0].position] += 1
                self.widths[width] += 1


def place(grid: Grid, label_index: int, values: Sequence[Value], width: int) -> Placed | None:
    """The columns of a row's figures, or None where that cannot be told."""
    printed = [value for value in values if value.text]
    if any(value.is_unreadable for value in printed):
        readable = [value for value in printed if not value.is_unreadable]
        if len(readable) != len(grid.columns):
            return _beside_unreadable(grid, label_index, values, width)
        printed = readable
    texts = [value.text for value in printed]
    by_header = _by_header(grid, texts)
    if by_header is not None:
        return by_header
    if len(texts) == len(grid.columns):
        return dict(zip(grid.columns, texts, strict=True))
    if len(grid.columns) == 1:
        return {grid.columns[0]: texts[0]} if len(set(texts)) == 1 else None
    if len(texts) > len(grid.columns):
        return _without_surplus(grid, texts)
    return (_by_places(grid, label_index, values, width) if width else None) or _by_count(grid, values, width)


def _beside_unreadable(grid: Grid, label_index: int, values: Sequence[Value], width: int) -> Placed | None:
    """A row in which something stands in the place of a figure: the cells keep their places, or none has one."""
    printed = [value for value in values if value.text]
    if (by_header := _by_header(grid, [value.text for value in printed])) is not None:
        return by_header
    unbroken = not width or printed[-1].position - printed[0].position == len(printed) - 1
    if unbroken and len(printed) == len(grid.columns):
        return dict(zip(grid.columns, (value.text for value in printed), strict=True))
    return _by_places(grid, label_index, values, width) if width else None


def is_short_row_of_zeros(grid: Grid, values: Sequence[Value], width: int) -> bool:
    """Whether a drawn row prints, right after its label, one zero for each column but the totals and nothing else.

    It lost a cell, as an uneven stub does to a row, and whichever that was, it held a 0: a total of zeros, or a part
    of a total that is 0. A blank before or between the zeros is a blank; a line of text does not show blanks at all.
    """
    count = len(grid.inputs)
    return (
        bool(width)
        and count == sum(bool(value.text) for value in values) < len(grid.columns)
        and all(read_figure(value.text, grid.table.kind).number == 0 for value in values[:count])
    )


def _by_header(grid: Grid, texts: list[str]) -> Placed | None:
    """The figures by the one header that has a label for each of them; {} if the form knows none of these labels."""
    for header in reversed(grid.headers):
        keys = [head.column for head in header.heads]
        for labels in (keys, keys[1:] if keys[:1] == [None] else []):
            known = [key for key in labels if key]
            if len(labels) != len(texts) or len(set(known)) != len(known) or set(known) != grid.headed:
                continue
            if not header.ordered and known != [column for column in grid.columns if column in known]:
                continue
            if known and (len(known) == len(labels) or len(texts) != len(grid.columns)):
                return {key: text for key, text in zip(labels, texts, strict=True) if key}
            if not known and len(labels) > 1:
                return {}
    return None


def _without_surplus(grid: Grid, texts: list[str]) -> Placed | None:
    """A row with more figures than columns, as merged cells leave it: what remains must add up, in one way only."""
    if len(texts) - len(grid.columns) > _MOST_SURPLUS:
        return None
    chosen = {tuple(kept) for kept in combinations(texts, len(grid.columns))}
    readings = [dict(zip(grid.columns, kept, strict=True)) for kept in chosen]
    sound = readings if len(readings) == 1 else [reading for reading in readings if _agrees(grid, reading)]
    return sound[0] if len(sound) == 1 else None


def _by_places(grid: Grid, label_index: int, values: Sequence[Value], width: int) -> Placed | None:
    if not (grid.complete or grid.headed):
        return None  # which columns are printed at all is unknown
    votes: Counter[tuple[tuple[str, str], ...]] = Counter()
    for start, weight in _starts(grid, label_index, values, width):
        placed = _at(grid, start, values)
        if placed is not None:
            votes[tuple(placed.items())] += weight
    for reading in votes:
        votes[reading] += {True: _PROOF, False: -_PROOF, None: 0}[_agrees(grid, dict(reading))]
        if grid.ends_in_sum(values) and not grid.table.column(reading[-1][0]).sum_of:
            votes[reading] -= _PROOF
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return dict(ranked[0][0])


def _starts(grid: Grid, label_index: int, values: Sequence[Value], width: int) -> Iterator[tuple[int, int]]:
    """Places at which the figures may begin, each with its weight as evidence.

    Where complete rows of the same build all begin at one place, it is the only one: other places may add up by chance.
    """
    learnt = grid.starts.get((label_index, width), Counter[int]())
    yield from ((start, 3 if len(learnt) == 1 else 1) for start, _ in learnt.most_common(1))
    other = _other_starts(grid, values, width)
    yield from ((start, weight) for start, weight in other if len(learnt) != 1 or start in learnt)


def _other_starts(grid: Grid, values: Sequence[Value], width: int) -> Iterator[tuple[int, int]]:
    count = len(grid.columns)
    if len(values) == count:
        yield values[0].position, 2
    for header in grid.headers:
        heads = [head for head in header.heads if header.drawn and head.column in grid.columns]
        places = Counter(head.position - grid.columns.index(head.column or "") for head in heads)
        yield from ((start, 1) for start, seen in places.most_common(1) if seen > 1)
    yield (grid.widths.most_common(1)[0][0] if grid.widths else width) - count, 1


def _at(grid: Grid, start: int, values: Sequence[Value]) -> dict[str, str] | None:
    placed = {}
    for value in values:
        if value.text:
            if not 0 <= value.position - start < len(grid.columns):
                return None
            column = grid.columns[value.position - start]
            if column in placed:
                return None
            placed[column] = value.text
    return placed


def _agrees(grid: Grid, reading: Mapping[str, str]) -> bool | None:
    """Whether the printed totals of a row are the sums of its parts; None where that cannot be told.

    A part that cannot be read may be as large as the total leaves room for.
    """
    figures = {
        column.key: read_figure(reading.get(column.key, ""), column.kind or grid.table.kind)
        for column in grid.table.columns
    }
    numbers = {key: figure.number for key, figure in figures.items() if figure.number is not None}
    totals = [column for column in grid.table.columns if column.sum_of and column.key in numbers]
    if not totals or not any(numbers.values()):
        return None
    rests = [numbers[total.key] - add_up(numbers.get(part) for part in total.sum_of) for total in totals]
    if any(figures[part].problem for total in totals for part in total.sum_of):
        return False if min(rests) < 0 else None
    return not any(rests)


def _by_count(grid: Grid, values: Sequence[Value], width: int) -> Placed | None:
    """A row that prints one figure for each column that people fill in, and no total.

    Where other rows print theirs, only a drawn row without a blank can have lost it; else any figure may be missing.
    """
    texts = [value.text for value in values if value.text]
    count = len(grid.inputs)
    if len(texts) != count or count == len(grid.columns):
        return None
    if width and not all(value.text for value in _from_first_figure(values)[:count]):
        return None
    if (grid.complete or grid.headed - set(grid.inputs)) and not (width and values[0].text):
        return None
    inputs = dict(zip(grid.inputs, texts, strict=True))
    shifted = dict(zip(grid.columns[-count:], texts, strict=True))
    return None if _agrees(grid, shifted) else inputs


def _from_first_figure(values: Sequence[Value]) -> Sequence[Value]:
    first = next((n for n, value in enumerate(values) if value.text), len(values))
    return values[first:]


def figure_at(edition: Edition, grid: Grid, ref: CellRef, text: str, row_label: str = "") -> Figure:
    """The figure that a cell's text gives for a cell of the form; its printed labels may name a unit of money."""
    unit = money_unit(grid.table.column(ref.column).label)
    printed_unit = money_unit(row_label) or grid.printed_unit(ref.column)
    return read_figure(text, edition.kind(ref), unit=unit, printed_unit=printed_unit)
