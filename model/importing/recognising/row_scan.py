"""First pass over a section's tables: which printed row is which row of the form, and what stood above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from model.form.edition import CellRef, Table, TableLayout
from model.importing.content import Block
from model.importing.recognising.alignment import ColumnHead, Grid, Header
from model.importing.recognising.labels import read_label
from model.importing.recognising.source_rows import Segment, Value, is_unreadable, segments
from model.importing.recognising.table_labels import Fragment, GroupName, RowName, TableLabels

_MOST_TEXTS = 200


@dataclass
class Record:
    """A row of the form as the document prints it."""

    name: RowName
    label: str
    label_index: int
    values: list[Value]
    width: int

    @property
    def texts(self) -> list[str]:
        return [value.text for value in self.values if value.text]


class _Open(NamedTuple):
    """A row that lines go on to fill: its cells so far, and how many there may be."""

    values: list[Value]
    cells: int


_NOBODY = RowName("", "")


@dataclass
class Scan:
    """What the first pass found. ``loose`` are rows of figures without a label of their own, ``cells`` figures
    that stand beside the labels of both their row and their column; ``unknown`` and ``twice`` are labels of rows that
    the form does not have, or that came again with other figures; ``taken_for`` are printed labels that differ from
    the form's, with the row that they were taken for.
    """

    grids: dict[str, Grid]
    records: dict[RowName, Record] = field(default_factory=dict)
    loose: list[list[Value]] = field(default_factory=list)
    cells: dict[CellRef, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    taken_for: dict[RowName, str] = field(default_factory=dict)
    prose: list[str] = field(default_factory=list)


def scan_rows(blocks: Iterable[Block], tables: Sequence[Table]) -> Scan:
    """Scan the blocks of one section for the rows of its tables."""
    scanner = _Scanner(tables)
    for item in segments(blocks, scanner.labels):
        if isinstance(item, str):
            scanner.leave_row(item)
        else:
            scanner.take(item)
    scanner.adopt_misprinted_rows()
    _free_spread_rows(scanner.scan)
    return scanner.scan


class _Scanner:
    def __init__(self, tables: Sequence[Table]) -> None:
        self.labels = TableLabels(tables)
        self.scan = Scan({table.key: Grid(table) for table in tables})
        self._above: list[tuple[Fragment, int]] = []
        """Texts since the last figures, each with the width of its source row (0: a line of text)."""
        self._table: str | None = None
        self._group: GroupName | None = None
        self._row: RowName | None = None
        self._heads: list[RowName] = []
        """Rows of the form that stand side by side above a table."""
        self._open: _Open | None = None
        """The row to which a line that holds nothing but cells belongs."""
        self._blank_rows: set[int] = set()
        """Source rows that are a row of the form, blank in every column: none of their texts begins another label."""
        self._order: list[RowName | Record] = []
        """The rows as they came; a `Record` where no label told which row of the form it is."""

    def leave_row(self, prose: str) -> None:
        """A paragraph between the rows: what follows it is not the row before it."""
        self.scan.prose.append(prose)
        self._open = None

    def take(self, segment: Segment) -> None:
        for fragment in segment.texts:
            self._group = self.labels.group(fragment.text) or self._group
            self._table = self.labels.caption(fragment.text) or self._table
            self._row = self.labels.row_named(fragment.text) or self._row
        if self._open is not None and self._is_cell_of(self._open, segment):
            self._open.values.extend([*(Value(0, text.text) for text in segment.texts), *segment.values])
        elif not segment.has_figures:
            self._keep_texts(segment)
        elif cells := self._single_cell(segment) or self._turned_row(segment):
            self.scan.cells = cells | self.scan.cells
            self._above = []
        else:
            self._start_row(segment)
            self._above = []

    def _is_cell_of(self, row: _Open, segment: Segment) -> bool:
        """Whether a line holds nothing but cells of the row before it: figures, or where one is due, a blank or what
        cannot be read as one."""
        if segment.width or self._above:
            return False
        if segment.has_figures and not segment.texts:
            return True
        return len(row.values) < row.cells and all(is_unreadable(text.text, self.labels) for text in segment.texts)

    def _single_cell(self, segment: Segment) -> dict[CellRef, str]:
        """The cell whose row and column are both named beside its one figure."""
        figures = [value.text for value in segment.values if value.text]
        column = self._column_beside(segment, self._row.table) if self._row else None
        if self._row is None or column is None or len(figures) != 1:
            return {}
        return {CellRef(self._row.table, self._row.line, column): figures[0]}

    def _turned_row(self, segment: Segment) -> dict[CellRef, str]:
        """The cells of a column, in a table that prints the form's columns as rows and its rows as columns."""
        figures = [value.text for value in segment.values if value.text]
        column = self._column_beside(segment, self._heads[0].table) if self._heads else None
        if column is None or len(figures) != len(self._heads):
            return {}
        return {CellRef(n.table, n.line, column): text for n, text in zip(self._heads, figures, strict=True)}

    def _column_beside(self, segment: Segment, table: str) -> str | None:
        """The column of a table that the label before the figures names, unless it may be a row's as well."""
        label = segment.texts[-1].text if segment.texts else ""
        if not self.labels.may_be_column(label) or self.labels.row_named(label):
            return None
        return next((column.line for column in self.labels.columns(label) if column.table == table), None)

    def _keep_texts(self, segment: Segment) -> None:
        heads = [name for fragment in segment.texts if (name := self.labels.row_named(fragment.text))]
        if len(heads) > 1 and len({name.table for name in heads}) == 1:
            self._heads = heads
        if not segment.texts:
            return
        self._open = None
        self._above = [*self._above, *((text, segment.width) for text in segment.texts)][-_MOST_TEXTS:]
        if segment.values and segment.width and (name := self.labels.drawn_row(segment.texts[-1].text)):
            self._blank_rows.add(segment.texts[-1].row)
            self._order.append(name)

    def _start_row(self, segment: Segment) -> None:
        texts, values = self._label_and_cells(segment)
        names = self.labels.rows(texts)
        name = self._choose(names) if names else None
        if name and not segment.texts and self._heads_several_rows(name.table):
            name = None
        if name is None:
            self._start_unknown_row(segment)
            return
        self._see_headers(name.table, segment)
        if not name.merged:
            groups = self.scan.grids[name.table].table.row(name.line).groups
            self._group = GroupName(name.table, groups[-1]) if groups else None
        label = texts[-1]
        index = label.position if segment.texts else -1
        record = Record(name, label.text, index, values, segment.width)
        self._open = None if segment.width else _Open(record.values, len(self.scan.grids[name.table].columns))
        if self.labels.is_guess(texts, name):
            self.scan.taken_for.setdefault(name, label.text)
        self._order.append(name)
        self._keep(record)

    def _start_unknown_row(self, segment: Segment) -> None:
        if segment.texts and not self._fills_a_spread_table(segment):
            label = segment.texts[-1]
            self._order.append(Record(_NOBODY, label.text, label.position, list(segment.values), segment.width))
        if not segment.texts or not self.labels.may_be_column(segment.texts[-1].text):
            self._see_headers(None, segment)
            self.scan.loose.append(list(segment.values))
        cells = max((grid.spread for grid in self.scan.grids.values()), default=0)
        self._open = None if segment.width or not self.scan.loose else _Open(self.scan.loose[-1], cells)

    def _label_and_cells(self, segment: Segment) -> tuple[list[Fragment], list[Value]]:
        """The texts of a row's label and the row's cells: between the two there may be lines that are neither."""
        texts, values = [*self._label_texts(), *segment.texts], list(segment.values)
        if segment.width:
            return texts, values
        end = len(texts)
        while end and is_unreadable(texts[end - 1].text, self.labels):
            end -= 1
        names = self.labels.rows(texts[:end]) if 0 < end < len(texts) else ()
        cells = max((len(self.scan.grids[name.table].columns) for name in names), default=0)
        if len(texts) - end + len(values) > cells:
            return texts, values
        return texts[:end], [*(Value(0, text.text) for text in texts[end:]), *values]

    def _heads_several_rows(self, table: str) -> bool:
        """Whether the labels above are a header in which several rows of a table stand side by side."""
        if not self.scan.grids[table].spread:
            return False
        return len({name for text, _ in self._above if (name := self.labels.row_named(text.text))}) > 1

    def _label_texts(self) -> list[Fragment]:
        """Texts above a row that may be the beginning of its label: not those of a header row or of a blank row."""
        headings: dict[int, int] = {}
        for fragment, _ in self._above:
            headings[fragment.row] = headings.get(fragment.row, 0) + self.labels.is_heading(fragment.text)
        started = bool(self.scan.records)
        return [
            fragment
            for fragment, _ in self._above
            if fragment.row not in self._blank_rows
            and headings[fragment.row] < 2
            and (started or not self.labels.is_heading(fragment.text))
        ]

    def adopt_misprinted_rows(self) -> None:
        """Rows with a label that the form does not have: one that stands in the place of the only row missing between
        its neighbours is that row, unless its number says otherwise."""
        for before, row, after in zip([None, *self._order], self._order, [*self._order[1:], None], strict=False):
            if not isinstance(row, Record):
                continue
            name = self._between(before, after) if before and after else None
            label = self.scan.grids[name.table].table.row(name.line).label if name else ""
            number = read_label(row.label).number
            if name is None or name in self.scan.records or number not in ("", read_label(label).number):
                self.scan.unknown.append(row.label)
                continue
            self.scan.taken_for[name] = row.label
            self.scan.records[name] = replace(row, name=name)

    def _between(self, before: RowName | Record, after: RowName | Record) -> RowName | None:
        """The row of the form between two others, if there is just one."""
        if isinstance(before, Record) or isinstance(after, Record) or before.table != after.table:
            return None
        keys = [row.key for row in self.scan.grids[before.table].table.rows]
        if before.merged or after.merged or keys.index(after.line) - keys.index(before.line) != 2:
            return None
        return RowName(before.table, keys[keys.index(before.line) + 1])

    def _choose(self, names: tuple[RowName, ...]) -> RowName | None:
        """The one row that is meant among rows with equal labels: by caption, by group, then by order."""
        for fits in (self._in_this_table, self._in_this_group, self._is_new):
            fitting = tuple(name for name in names if fits(name))
            names = fitting or names
        return names[0] if len(names) == 1 or all(name.table == names[0].table for name in names) else None

    def _in_this_table(self, name: RowName) -> bool:
        return name.table == self._table

    def _in_this_group(self, name: RowName) -> bool:
        if self._group is None or self._group.table != name.table or name.merged:
            return False
        return self._group.label in self.scan.grids[name.table].table.row(name.line).groups

    def _is_new(self, name: RowName) -> bool:
        return name not in self.scan.records

    def _fills_a_spread_table(self, segment: Segment) -> bool:
        figures = [value for value in segment.values if value.text]
        return any(
            grid.table.layout is TableLayout.ROW and len(figures) > len(grid.columns)
            for grid in self.scan.grids.values()
        )

    def _see_headers(self, table: str | None, segment: Segment) -> None:
        """Give the texts above the first row of a table to it as its header."""
        above = self._above if segment.texts else self._above[:-1]
        for key in [table] if table else list(self.scan.grids):
            headers = [self._header(key, row) for row in _source_rows(above)]
            known = [header for header in headers if any(head.column for head in header.heads)]
            if known or not any(name.table == key for name in self.scan.records):
                self.scan.grids[key].headers += known or headers

    def _header(self, table: str, row: Sequence[tuple[Fragment, int]]) -> Header:
        heads = []
        for fragment, _ in row:
            if not self.labels.is_above_columns(fragment.text):
                column = next((c.line for c in self.labels.columns(fragment.text) if c.table == table), None)
                heads.append(ColumnHead(fragment.position, fragment.text, column))
        one_line = len({fragment.row for fragment, _ in row}) == 1
        return Header(tuple(heads), drawn=all(width for _, width in row), ordered=one_line)

    def _keep(self, record: Record) -> None:
        known = self.scan.records.setdefault(record.name, record)
        if known.texts != record.texts:
            self.scan.twice.append(record.label)


def _source_rows(texts: Iterable[tuple[Fragment, int]]) -> list[list[tuple[Fragment, int]]]:
    """The texts by the rows of the source they stood in; lines that hold just one text count as one row."""
    rows: dict[int, list[tuple[Fragment, int]]] = {}
    for fragment, width in texts:
        rows.setdefault(fragment.row, []).append((fragment, width))
    lone = [row[0] for row in rows.values() if len(row) == 1 and not row[0][1]]
    return [row for row in rows.values() if len(row) > 1 or row[0][1]] + ([lone] if lone else [])


def _free_spread_rows(scan: Scan) -> None:
    """A table printed with its rows side by side has one row of figures, which is none of the form's rows."""
    for name, record in list(scan.records.items()):
        grid = scan.grids[name.table]
        if grid.table.layout is TableLayout.ROW and len(record.texts) > len(grid.columns):
            scan.loose.append(record.values)
            del scan.records[name]
