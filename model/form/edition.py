"""The form as data: sections, tables, cells, sums and checks of one edition.

Frozen once read. Nothing here holds a report's figures, and no row, column or table is known by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from graphlib import TopologicalSorter
from typing import NamedTuple, Protocol, TypeVar

from model.form.wording import Wording


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=_Keyed)


def _named(items: Iterable[K], key: str) -> K:
    for item in items:
        if item.key == key:
            return item
    raise KeyError(key)


class CellRef(NamedTuple):
    """The address of one cell; ``str(ref)`` is its key in a draft file: ``table.row.column``."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return ".".join(self)

    @classmethod
    def parse(cls, address: str) -> CellRef:
        """The reference that ``address`` spells; ValueError unless it has three parts."""
        parts = address.split(".")
        if len(parts) != 3:
            raise ValueError(address)
        return cls(*parts)


class NumberKind(Enum):
    """What a cell may hold."""

    COUNT = "count"  # whole, 0 to 999,999,999,999
    CHANGE = "change"  # whole, signed
    AMOUNT = "amount"  # decimal >= 0, up to six places


class Level(Enum):
    """How much a finding matters: hard stops finishing, ask wants an answer, hint informs."""

    HARD = "hard"
    ASK = "ask"
    HINT = "hint"


class Relation(Enum):
    EQUAL = "="
    AT_MOST = "<="


class SectionBody(Enum):
    NARRATIVE = "narrative"
    TABLES = "tables"


class TableLayout(Enum):
    """How a table is printed: as a grid, or with all its rows side by side as one row of values."""

    GRID = "grid"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column.

    ``groups`` are the headings around it, outermost first. ``sum_of`` names the sibling lines that a computed line
    adds up and is empty for a line that people fill in. ``short`` is the label in messages, ``hint`` one sentence on
    what belongs here, ``aliases`` other labels that published reports print. ``restricted`` lines are for bodies that
    make 规章 alone.
    """

    key: str
    label: str
    short: str
    groups: tuple[str, ...]
    sum_of: tuple[str, ...]
    kind: NumberKind | None
    hint: str
    aliases: tuple[str, ...]
    restricted: bool


@dataclass(frozen=True, slots=True)
class MergedGroup:
    """A row group that some published reports print as one row without its items.

    There a 0 stands for every item; another number goes to the row ``receives``.
    """

    group: str
    receives: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: ``caption`` is its band (第二十条第（一）项) or empty, ``corner`` heads its label columns.

    `row` and `column` raise KeyError for a key that the table does not have.
    """

    key: str
    section: str
    caption: str
    corner: str
    kind: NumberKind
    layout: TableLayout
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    merged_groups: tuple[MergedGroup, ...]

    def row(self, key: str) -> Line:
        return _named(self.rows, key)

    def column(self, key: str) -> Line:
        return _named(self.columns, key)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the report's numbered sections. ``headings`` are the level-2 headings that its text should have."""

    key: str
    number: str
    title: str
    tab: str
    body: SectionBody
    headings: tuple[str, ...]

    @property
    def heading(self) -> str:
        return f"{self.number}、{self.title}"


class CheckTerm(NamedTuple):
    """One cell on one side of a check; ``last_year`` takes it from last year's report."""

    ref: CellRef
    last_year: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One 勾稽关系, bound to concrete cells. A sentence with a word of ``answered_by`` may say why it does not hold."""

    code: str
    level: Level
    left: tuple[CheckTerm, ...]
    relation: Relation
    right: tuple[CheckTerm, ...]
    answered_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """A kind of body that publishes: its deadline as (month, day) in the following year, and whether it makes 规章."""

    key: str
    label: str
    deadline: tuple[int, int]
    makes_rules: bool


@dataclass(frozen=True)
class Edition:
    """One edition of the form, whole. ``title`` and ``preamble`` are templates over ``{agency}`` and ``{year}``."""

    name: str
    first_year: int
    last_year: int | None
    basis: str
    title: str
    preamble: str
    agency_kinds: tuple[AgencyKind, ...]
    sections: tuple[Section, ...]
    tables: Mapping[str, Table]
    checks: tuple[Check, ...]
    carry_forward: Mapping[CellRef, CellRef]
    """This year's cell -> the cell of last year's report that it starts from."""
    wording: Wording = field(default_factory=Wording)
    """What a report's text calls the cells."""

    @cached_property
    def cells(self) -> tuple[CellRef, ...]:
        """Every cell in printing order."""
        return tuple(
            CellRef(table.key, row.key, column.key)
            for table in self.tables.values()
            for row in table.rows
            for column in table.columns
        )

    @cached_property
    def addresses(self) -> Mapping[str, CellRef]:
        """Every cell by its address, as draft files and command lines spell it."""
        return {str(ref): ref for ref in self.cells}

    @cached_property
    def inputs(self) -> tuple[CellRef, ...]:
        """The cells that people fill in."""
        return tuple(ref for ref in self.cells if ref not in self.sums)

    @cached_property
    def fillable(self) -> frozenset[CellRef]:
        """The same, to look up in."""
        return frozenset(self.inputs)

    @cached_property
    def restricted(self) -> tuple[CellRef, ...]:
        """The cells that only a body that makes 规章 can fill with more than 0."""
        return tuple(ref for ref in self.inputs if self.tables[ref.table].row(ref.row).restricted)

    @cached_property
    def inputs_of(self) -> Mapping[str, tuple[CellRef, ...]]:
        """The cells that people fill in, by table."""
        return {key: tuple(ref for ref in self.inputs if ref.table == key) for key in self.tables}

    @cached_property
    def sums(self) -> Mapping[CellRef, tuple[CellRef, ...]]:
        """Every computed cell with the cells that it adds up."""
        sums: dict[CellRef, tuple[CellRef, ...]] = {}
        for table in self.tables.values():
            for row in table.rows:
                for column in table.columns:
                    ref = CellRef(table.key, row.key, column.key)
                    if column.sum_of:
                        sums[ref] = tuple(CellRef(table.key, row.key, key) for key in column.sum_of)
                    elif row.sum_of:
                        sums[ref] = tuple(CellRef(table.key, key, column.key) for key in row.sum_of)
        return sums

    @cached_property
    def sum_order(self) -> tuple[CellRef, ...]:
        """Computed cells, each after everything that it adds up; graphlib.CycleError if there is no such order."""
        return tuple(ref for ref in TopologicalSorter(self.sums).static_order() if ref in self.sums)

    @cached_property
    def inputs_under(self) -> Mapping[CellRef, tuple[CellRef, ...]]:
        """For every cell, the cells that people fill in beneath it: an input stands for itself."""
        under: dict[CellRef, tuple[CellRef, ...]] = {ref: (ref,) for ref in self.inputs}
        for ref in self.sum_order:
            under[ref] = tuple(below for part in self.sums[ref] for below in under[part])
        return under

    @cached_property
    def _kinds(self) -> Mapping[CellRef, NumberKind]:
        return {
            CellRef(table.key, row.key, column.key): column.kind or row.kind or table.kind
            for table in self.tables.values()
            for row in table.rows
            for column in table.columns
        }

    def __contains__(self, ref: object) -> bool:
        return ref in self._kinds

    def kind(self, ref: CellRef) -> NumberKind:
        """What the cell may hold; KeyError if the edition has no such cell."""
        return self._kinds[ref]

    def section(self, key: str) -> Section:
        """The section of that key; KeyError if there is none."""
        return _named(self.sections, key)

    def tables_of(self, section: Section) -> tuple[Table, ...]:
        return tuple(table for table in self.tables.values() if table.section == section.key)

    @cached_property
    def narrative_sections(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.body is SectionBody.NARRATIVE)

    @cached_property
    def table_sections(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.body is SectionBody.TABLES)

    def agency_kind(self, key: str) -> AgencyKind:
        """The kind of body of that key; KeyError if there is none."""
        return _named(self.agency_kinds, key)

    def row_label(self, ref: CellRef) -> str:
        """A row's label as a message names it: an item keeps the heading that it stands under."""
        row = self.tables[ref.table].row(ref.row)
        return f"{row.groups[-1]}{row.short}" if len(row.groups) > 1 else row.short

    def column_label(self, ref: CellRef) -> str:
        return self.tables[ref.table].column(ref.column).short

    def label(self, ref: CellRef) -> str:
        """A cell's name in messages: row and column, as the form prints them."""
        return f"{self.row_label(ref)}·{self.column_label(ref)}"
