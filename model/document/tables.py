"""The form's tables as grids: headings, labels and figures where the official form has them."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model.document.blocks import Cell, CellRole, Column, Grid, Source
from model.form.edition import CellRef, TableLayout
from model.report.numbers import format_number
from model.report.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from model.checks.evaluation import Amount
    from model.draft import Draft
    from model.form.edition import Edition, Line, Section, Table

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
    stub = max(_depth(table.rows) for table in tables)
    figures = math.lcm(*(len(table.columns) for table in tables))
    cells: list[Cell] = []
    sources: list[tuple[Source, int, int]] = []
    row = 0
    for table in tables:
        band = printable(table.caption)
        cells.append(Cell(row, 0, band, CellRole.COLUMN_HEAD, column_span=stub + figures, shaded=shading))
        cells += _grid_cells(table, amounts, top=row + 1, stub=stub, width=figures // len(table.columns))
        end = row + 1 + _depth(table.columns) + len(table.rows)
        sources.append((_source(table), row, end))
        row = end
    columns = (*_stub_columns(stub), *[Column(least=18 / figures, share=3 / figures)] * figures)
    return Grid(tuple(cells), columns, row, 0, _GRID_SIZES, tuple(sources))


def _single(table: Table, amounts: Mapping[CellRef, Amount]) -> Grid:
    stub, header = _depth(table.rows), _depth(table.columns)
    rows = header + len(table.rows)
    return Grid(
        cells=tuple(_grid_cells(table, amounts, top=0, stub=stub, width=1)),
        columns=(*_stub_columns(stub), *[_FIGURE_COLUMN] * len(table.columns)),
        rows=rows,
        header_rows=header,
        sizes=_GRID_SIZES,
        sources=((_source(table), 0, rows),),
    )


def _side_by_side(table: Table, amounts: Mapping[CellRef, Amount]) -> Grid:
    """All rows of a table next to each other, as one row of figures below their labels."""
    paths = [(*_path(row), *_path(column)) for row in table.rows for column in table.columns]
    refs = list(_refs([table]))
    header = max(map(len, paths))
    cells = [
        Cell(label.level, label.start, label.text, CellRole.COLUMN_HEAD, label.levels, label.span)
        for label in _labels(paths, header)
    ]
    cells += [Cell(header, column, _figure(amounts, ref), CellRole.FIGURE) for column, ref in enumerate(refs)]
    columns = (_SIDE_BY_SIDE_COLUMN,) * len(refs)
    return Grid(tuple(cells), columns, header + 1, header, _GRID_SIZES, ((_source(table), 0, header + 1),))


def _grid_cells(table: Table, amounts: Mapping[CellRef, Amount], *, top: int, stub: int, width: int) -> Iterator[Cell]:
    """A table's cells in reading order, from the row ``top``; every figure column spans ``width`` columns."""
    header = _depth(table.columns)
    heads = [
        Cell(
            top + head.level, stub + head.start * width, head.text, CellRole.COLUMN_HEAD, head.levels, head.span * width
        )
        for head in _labels([_path(column) for column in table.columns], header)
    ]
    yield Cell(top, 0, printable(table.corner), CellRole.COLUMN_HEAD, header, stub)
    yield from sorted(heads, key=lambda cell: (cell.row, cell.column))
    first = top + header
    outermost = stub > 2
    labels = _labels([_path(row) for row in table.rows], stub)
    for index, row in enumerate(table.rows):
        for label in labels:
            if label.start == index:
                vertical = outermost and label.level == 0 and label.levels == 1
                yield Cell(
                    first + index,
                    label.level,
                    label.text,
                    CellRole.ROW_HEAD,
                    label.span,
                    label.levels,
                    vertical=vertical,
                    centred=vertical,
                )
        for position, column in enumerate(table.columns):
            figure = _figure(amounts, CellRef(table.key, row.key, column.key))
            yield Cell(first + index, stub + position * width, figure, CellRole.FIGURE, column_span=width)


class _Label:
    """A label over lines ``start`` to ``start + span``, on ``levels`` levels of headings from ``level``."""

    def __init__(self, text: str, level: int, levels: int, start: int) -> None:
        self.text = printable(text)
        self.level = level
        self.levels = levels
        self.start = start
        self.span = 1


def _labels(paths: Sequence[tuple[str, ...]], depth: int) -> list[_Label]:
    """Nested headings: neighbours share a heading while their paths agree; the innermost label fills what is left."""
    labels: list[_Label] = []
    open_groups: list[_Label] = []
    previous: tuple[str, ...] = ()
    for start, path in enumerate(paths):
        shared = 0
        while shared < min(len(path), len(previous)) - 1 and path[shared] == previous[shared]:
            open_groups[shared].span += 1
            shared += 1
        del open_groups[shared:]
        for level in range(shared, len(path)):
            last = level == len(path) - 1
            label = _Label(path[level], level, depth - level if last else 1, start)
            labels.append(label)
            if not last:
                open_groups.append(label)
        previous = path
    return labels


def _path(line: Line) -> tuple[str, ...]:
    return (*line.groups, line.label)


def _depth(lines: Sequence[Line]) -> int:
    return max(len(_path(line)) for line in lines)


def _stub_columns(depth: int) -> tuple[Column, ...]:
    deepest = _STUBS[min(depth, max(_STUBS))]
    return (*[Column(least=5)] * (depth - len(deepest)), *deepest)


def _figure(amounts: Mapping[CellRef, Amount], ref: CellRef) -> str:
    """A cell's number as printed; a blank cell prints nothing."""
    amount = amounts.get(ref)
    return format_number(amount.number) if amount else ""


def _source(table: Table) -> Source:
    return Source("table", table.section, table.key)
