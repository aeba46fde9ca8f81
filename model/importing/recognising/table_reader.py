"""Reads the tables of one section of the report: printed rows become cells of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from model.form.edition import CellRef, Edition, MergedGroup, Table, TableLayout
from model.importing.content import Block
from model.importing.recognising.alignment import Grid, figure_at, is_short_row_of_zeros, place
from model.importing.recognising.row_scan import Record, Scan, scan_rows
from model.importing.recognising.table_labels import RowName
from model.report.numbers import Number, format_number, shown

_NAMED_AT_MOST = 20
_FIGURES_AT_MOST = 8


@dataclass
class Found:
    """Figures read from tables, with remarks on single cells and sentences on what stayed open.

    ``printed`` is each cell's text in the source; ``unread`` says why it could not be entered, for cells that a note
    names. ``prose`` are paragraphs around the tables.
    """

    entries: dict[CellRef, Number] = field(default_factory=dict)
    reported: dict[CellRef, Number] = field(default_factory=dict)
    cell_notes: dict[CellRef, str] = field(default_factory=dict)
    unread: dict[CellRef, str] = field(default_factory=dict)
    printed: dict[CellRef, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Take in what another section says."""
        self.entries |= other.entries
        self.reported |= other.reported
        self.cell_notes |= other.cell_notes
        self.unread |= other.unread
        self.printed |= other.printed
        self.notes += other.notes
        self.prose += other.prose


def read_tables(
    edition: Edition, tables: Sequence[Table], blocks: Iterable[Block], *, totals_printed: bool = False
) -> Found:
    """What the blocks of one section say in the form's tables.

    ``totals_printed``: other tables of the document print their totals, so that a row without them has lost them.
    """
    scan = scan_rows(blocks, tables)
    entering = _Entering(edition, scan)
    for grid in scan.grids.values():
        if grid.table.layout is TableLayout.ROW:
            entering.enter_spread(grid, totals_printed=totals_printed)
    for key, grid in scan.grids.items():
        rows = [(r.label_index, r.values, r.width) for r in scan.records.values() if r.name.table == key]
        grid.learn(rows, totals_printed=totals_printed)
    for merged in (False, True):
        for record in scan.records.values():
            if record.name.merged is merged:
                entering.enter_row(record)
    entering.enter_cells()
    entering.note_what_was_odd()
    return entering.found


def name_cells(edition: Edition, refs: Iterable[CellRef]) -> str:
    """Cells by name, all of them: a whole row by its label, some cells of a row with the labels of their columns."""
    rows: dict[tuple[str, str], list[CellRef]] = {}
    for ref in refs:
        rows.setdefault((ref.table, ref.row), []).append(ref)
    names = []
    for (table, row), cells in rows.items():
        inputs = [ref for ref in edition.inputs_of[table] if ref.row == row]
        whole = set(inputs) <= set(cells) and bool(inputs)
        columns = "、".join(edition.column_label(ref) for ref in cells)
        names.append(f"“{edition.row_label(cells[0])}”" + ("" if whole else f"的{columns}"))
    return "；".join(names) if any("的" in name for name in names) else "、".join(names)


def _listed(names: Sequence[str]) -> str:
    """Some names in a sentence: all of a few, the first few of many and how many there are."""
    if len(names) <= _NAMED_AT_MOST:
        return "、".join(names)
    return f"{'、'.join(names[:_NAMED_AT_MOST])}等{len(names)}处"


def _quoted(label: str) -> str:
    return f"“{shown(label)}”"


def _figures_of(record: Record) -> str:
    return f"{_quoted(record.label)}（{shown('、'.join(record.texts[:_FIGURES_AT_MOST]))}）"


class _Entering:
    """Second pass: puts figures into cells."""

    def __init__(self, edition: Edition, scan: Scan) -> None:
        self._format = edition
        self._scan = scan
        self._unplaced: list[Record] = []
        self._short: list[str] = []
        """Rows that lack one figure and print zeros alone."""
        self.found = Found(prose=list(scan.prose))

    def enter_spread(self, grid: Grid, *, totals_printed: bool) -> None:
        """A table printed as one row of figures, all its rows side by side; torn lines are joined first."""
        refs = [
            CellRef(grid.table.key, row.key, column.key) for row in grid.table.rows for column in grid.table.columns
        ]
        rows = [[value.text for value in values] for values in self._scan.loose]
        figures = [text for row in rows for text in row if text]
        whole = next((row for row in rows if len(row) == len(refs) and any(row)), figures)
        if len(figures) == len(refs):
            whole = figures
        inputs = [ref for ref in refs if ref not in self._format.sums]
        if len(whole) == len(inputs) and not totals_printed and not grid.headed - set(grid.inputs):
            refs = inputs
        if len(whole) == len(refs):
            self._enter(grid, dict(zip(refs, whole, strict=True)))
        elif figures and not any(name.table == grid.table.key for name in self._scan.records):
            heading = self._format.section(grid.table.section).heading
            self.found.notes.append(
                f"“{heading}”的表应有{len(refs)}个数，原文有{len(figures)}个，分不清各在哪一格，留空。"
            )

    def enter_row(self, record: Record) -> None:
        grid = self._scan.grids[record.name.table]
        if is_short_row_of_zeros(grid, record.values, record.width):
            placed: Mapping[str, str] | None = dict.fromkeys(grid.columns, "0")
            self._short.append(record.label)
        else:
            placed = place(grid, record.label_index, record.values, record.width)
        if not placed:
            self._unplaced.append(record)
        elif record.name.merged:
            self._enter_merged(grid, record, placed)
        else:
            cells = {CellRef(grid.table.key, record.name.line, column): text for column, text in placed.items()}
            self._enter(grid, cells, record.label)

    def enter_cells(self) -> None:
        """Figures that stand beside the labels of both their row and their column."""
        for ref, text in self._scan.cells.items():
            if ref not in self.found.entries and ref not in self.found.reported:
                self._enter(self._scan.grids[ref.table], {ref: text})

    def note_what_was_odd(self) -> None:
        """Say which cells could not be read, and which rows lacked a figure."""
        for problem in dict.fromkeys(self.found.unread.values()):
            cells = name_cells(self._format, [ref for ref, why in self.found.unread.items() if why == problem])
            self.found.notes.append(f"{cells}留空：{problem}。")
        for names, what in (
            ([_quoted(label) for label in self._scan.unknown], "在格式里没有对应的行，没有导入"),
            ([self._taken(name, label) for name, label in self._scan.taken_for.items()], "，请核对"),
            ([_quoted(label) for label in self._scan.twice], "在原文出现了两次，数字不同，采用了前一次的"),
            ([_figures_of(record) for record in self._unplaced], "的数分不清各在哪一列，留空"),
            ([_quoted(label) for label in self._short], "一行少印一个数，印出的都是0，缺的也按0读"),
        ):
            if names:
                self.found.notes.append(f"{_listed(names)}{what}。")

    def _taken(self, name: RowName, printed: str) -> str:
        """A row that was taken for one of the form's, with a label that is not quite the form's."""
        table = self._scan.grids[name.table].table
        row = name.line if name.merged else self._format.row_label(CellRef(name.table, name.line, table.columns[0].key))
        return f"{_quoted(printed)}按{_quoted(row)}导入"

    def _enter_merged(self, grid: Grid, record: Record, placed: Mapping[str, str]) -> None:
        """A group printed as one row: a 0 stands for its items, another number goes to the row that receives it."""
        group = next(merged for merged in grid.table.merged_groups if merged.group == record.name.line)
        items = [row.key for row in grid.table.rows if group.group in row.groups]
        if any(row in items for _, row, _ in (*self.found.entries, *self.found.reported)):
            self.found.notes.append(f"“{group.group}”印有各分项，又印有合计，合计没有导入。")
            return
        for column, text in placed.items():
            refs = [CellRef(grid.table.key, item, column) for item in items]
            receiver = CellRef(grid.table.key, group.receives, column)
            number = figure_at(self._format, grid, receiver, text).number
            self._enter(grid, dict.fromkeys(refs, text) if number == 0 else {receiver: text})
            if number and receiver not in self._format.sums:
                self._note_merged(grid.table, group, receiver, number)

    def _note_merged(self, table: Table, group: MergedGroup, receiver: CellRef, number: Number) -> None:
        printed = format_number(number)
        self.found.notes.append(
            f"原文“{group.group}”没有分项，其中的{printed}计入“{self._format.label(receiver)}”，请核对。"
        )
        self.found.cell_notes.setdefault(receiver, f"原文“{group.group}”没有分项")

    def _enter(self, grid: Grid, texts: Mapping[CellRef, str], row_label: str = "") -> None:
        for ref, text in texts.items():
            figure = figure_at(self._format, grid, ref, text, row_label)
            self.found.printed[ref] = text
            if figure.problem:
                self.found.unread[ref] = figure.problem
            if figure.number is None:
                continue
            if ref in self._format.sums:
                self.found.reported[ref] = figure.number
            else:
                self.found.entries[ref] = figure.number
            if figure.remark:
                self.found.cell_notes[ref] = figure.remark
