"""The form's tables as grids: headings, labels and figures where the official form has them."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from model.document.blocks import Cell, CellRole, Column, Grid, Source
from model.form.arrangement import lay_out
from model.form.edition import CellRef, TableLayout
from model.report.numbers import format_number
from model.report.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from model.draft import Draft
    from model.form.arrangement import Arrangement, LabelBox
    from model.form.edition import Edition, Section, Table
    from model.report.amounts import Amount

_GRID_SIZES = (10.5, 10.0, 9.5, 9.0)
_FIGURE_COLUMN = Column(least=2.6)
_SIDE_BY_SIDE_COLUMN = Column(least=2.1)
_STUBS = {
    1: (Column(least=8),),
    2: (Column(least=5), Column(least=11, share=6)),
    3: (Column(least=1.9, share=0), Column(least=4.3, share=0), Column(least=11, share=7)),
}
_KEPT = 8


@dataclass(eq=False)
class GridComposer:
    """Makes a section's grids. Remembers the last ones: figures that stay the same give the same grid."""

    _kept: OrderedDict[tuple[object, ...], tuple[Edition, tuple[Grid, ...]]] = field(default_factory=OrderedDict)

    def grids(self, draft: Draft, section: Section, *, shading: bool) -> tuple[Grid, ...]:
        """Tables with a caption stacked into one grid under bands, each other table by itself."""
        edition, amounts = draft.edition, draft.evaluation.amounts
        tables = edition.tables_of(section)
        figures = tuple(amounts[ref].number if ref in amounts else None for ref in _refs(tables))
        key = (id(edition), section.key, shading, figures)
        found = self._kept.get(key)
        if found is None:
            # The format is kept with its grids: as long as it lives, no other can have its identity.
            found = self._kept[key] = (edition, tuple(_grids(tables, amounts, shading=shading)))
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found[1]


def _refs(tables: Sequence[Table]) -> Iterator[CellRef]:
    for table in tables:
        for row in table.rows:
            for column in table.columns:
                yield CellRef(table.key, row.key, column.key)


def _grids(tables: Sequence[Table], amounts: Mapping[CellRef, Amount], *, shading: bool) -> Iterator[Grid]:
    banded = [table for table in tables if table.caption]
    if banded:
        yield _stacked(banded, amounts, shading=shading)
    for table in tables:
        if not table.caption:
            yield _side_by_side(table, amounts) if table.layout is TableLayout.ROW else _single(table, amounts)


def _stacked(tables: Sequence[Table], amounts: Mapping[CellRef, Amount], *, shading: bool) -> Grid:
    """Tables under each other, each below a band with its caption; columns meet where their numbers allow."""
    arrangements = [lay_out(replace(table, layout=TableLayout.GRID)) for table in tables]  # nothing is beside a band
    stub = max(arrangement.stub_levels for arrangement in arrangements)
    figures = math.lcm(*(len(table.columns) for table in tables))
    cells: list[Cell] = []
    sources: list[tuple[Source, int, int]] = []
    row = 0
    for table, arrangement in zip(tables, arrangements, strict=True):
        band = printable(table.caption)
        cells.append(Cell(row, 0, band, CellRole.COLUMN_HEAD, column_span=stub + figures, shaded=shading))
        width = figures // len(table.columns)
        cells += _grid_cells(arrangement, amounts, top=row + 1, stub=stub, width=width)
        end = row + 1 + arrangement.header_levels + len(table.rows)
        sources.append((_source(table), row, end))
        row = end
    columns = (*_stub_columns(stub), *[Column(least=18 / figures, share=3 / figures)] * figures)
    return Grid(tuple(cells), columns, row, 0, _GRID_SIZES, tuple(sources))


def _single(table: Table, amounts: Mapping[CellRef, Amount]) -> Grid:
    arrangement = lay_out(table)
    stub, header = arrangement.stub_levels, arrangement.header_levels
    rows = header + len(table.rows)
    return Grid(
        cells=tuple(_grid_cells(arrangement, amounts, top=0, stub=stub, width=1)),
        columns=(*_stub_columns(stub), *[_FIGURE_COLUMN] * len(table.columns)),
        rows=rows,
        header_rows=header,
        sizes=_GRID_SIZES,
        sources=((_source(table), 0, rows),),
    )


def _side_by_side(table: Table, amounts: Mapping[CellRef, Amount]) -> Grid:
    """All rows of a table next to each other, as one row of figures below their labels."""
    arrangement = lay_out(table)
    header, (refs,) = arrangement.header_levels, arrangement.refs
    cells = [_column_head(box) for box in arrangement.column_headings]
    cells += [Cell(header, column, _figure(amounts, ref), CellRole.FIGURE) for column, ref in enumerate(refs)]
    columns = (_SIDE_BY_SIDE_COLUMN,) * len(refs)
    return Grid(tuple(cells), columns, header + 1, header, _GRID_SIZES, ((_source(table), 0, header + 1),))


def _grid_cells(
    arrangement: Arrangement, amounts: Mapping[CellRef, Amount], *, top: int, stub: int, width: int
) -> Iterator[Cell]:
    """A table's cells in reading order, from the row ``top``; every figure column spans ``width`` columns."""
    header, stub_levels = arrangement.header_levels, arrangement.stub_levels
    heads = [_column_head(box, top=top, left=stub, width=width) for box in arrangement.column_headings]
    yield Cell(top, 0, printable(arrangement.table.corner), CellRole.COLUMN_HEAD, header, stub)
    yield from sorted(heads, key=lambda cell: (cell.row, cell.column))
    for index, refs in enumerate(arrangement.refs):
        row = top + header + index
        for box in arrangement.row_headings:
            if box.first == index:
                innermost = box.level + box.levels == stub_levels
                vertical = stub > 2 and box.level == 0 and not innermost
                levels = stub - box.level if innermost else box.levels
                text = printable(box.text)
                yield Cell(
                    row, box.level, text, CellRole.ROW_HEAD, box.span, levels, vertical=vertical, centred=vertical
                )
        for position, ref in enumerate(refs):
            figure = _figure(amounts, ref)
            yield Cell(row, stub + position * width, figure, CellRole.FIGURE, column_span=width)


def _column_head(box: LabelBox, *, top: int = 0, left: int = 0, width: int = 1) -> Cell:
    text, column = printable(box.text), left + box.first * width
    return Cell(top + box.level, column, text, CellRole.COLUMN_HEAD, box.levels, box.span * width)


def _stub_columns(depth: int) -> tuple[Column, ...]:
    deepest = _STUBS[min(depth, max(_STUBS))]
    return (*[Column(least=5)] * (depth - len(deepest)), *deepest)


def _figure(amounts: Mapping[CellRef, Amount], ref: CellRef) -> str:
    """A cell's number as printed; a blank cell prints nothing."""
    amount = amounts.get(ref)
    return format_number(amount.number) if amount else ""


def _source(table: Table) -> Source:
    return Source("table", table.section, table.key)
