"""A draft as blocks: what the official report prints, in its order."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from model.form.report_format import CellRef, SectionBody, TableLayout
from model.page.blocks import (
    Block,
    Cell,
    CellRole,
    Closing,
    Column,
    Grid,
    Heading,
    Paragraph,
    Rank,
    Source,
    Title,
)
from model.page.units import paragraphs, printable
from model.report.numbers import format_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from model.form.report_format import Line, Section, Table
    from model.report.draft import Draft
    from model.report.evaluation import Amount

_NUMERALS = "一二三四五六七八九十"
_NUMBERING = {
    Rank.SECTION: re.compile(f"[{_NUMERALS}]+、"),
    Rank.PART: re.compile(f"（[{_NUMERALS}]+）"),
    Rank.ITEM: re.compile(r"\d{1,2}[.．、](?!\d)"),
    Rank.SUBITEM: re.compile(r"（\d{1,2}）"),
}
_LONGEST_HEADING = 28  # characters: a line; what is longer is a sentence with a number before it
_SENTENCE = re.compile("[。；，：！？]")
_LEAD_END = re.compile("[。：]")

_GRID_SIZES = (10.5, 10.0, 9.5, 9.0)
_FIGURE_COLUMN = Column(least=2.6)
_SIDE_BY_SIDE_COLUMN = Column(least=2.1)
_STUBS = {
    1: (Column(least=8, share=4),),
    2: (Column(least=5), Column(least=11, share=6)),
    3: (Column(least=1.9, share=0), Column(least=5), Column(least=11, share=6)),
}


def compose_report(draft: Draft, *, shading: bool, closing: bool, closing_date: date | None) -> list[Block]:
    """The whole report: title, opening, the sections as the form orders them, and on demand the closing."""
    blocks: list[Block] = [compose_title(draft)]
    blocks += [Paragraph(text) for text in paragraphs(draft.preamble)]
    for section in draft.report_format.sections:
        heading = printable(section.heading)
        blocks.append(Heading(heading, Rank.SECTION, Source("section", section.key, section.key)))
        if section.body is SectionBody.NARRATIVE:
            blocks += _narrative(section.key, draft.narratives.get(section.key, ""))
        else:
            blocks += _grids(draft, section, shading=shading)
    if closing and (agency := printable(draft.agency)):
        blocks.append(Closing(agency, chinese_date(closing_date) if closing_date else ""))
    return blocks


def compose_title(draft: Draft) -> Title:
    """The title, to be broken after the office's name, or where a title of one's own has its line ends."""
    lines = paragraphs(draft.title)
    agency = printable(draft.agency)
    if len(lines) == 1 and agency and lines[0].startswith(agency) and lines[0] != agency:
        return Title((agency, lines[0].removeprefix(agency)))
    return Title(lines or (printable(draft.report_format.title.format(agency="", year=draft.year)),))


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _narrative(section: str, text: str) -> Iterator[Block]:
    for number, paragraph in enumerate(paragraphs(text)):
        source = Source("heading", section, str(number))
        rank = next((rank for rank, numbering in _NUMBERING.items() if numbering.match(paragraph)), None)
        if rank is None:
            yield Paragraph(paragraph)
        elif len(paragraph) <= _LONGEST_HEADING and not _SENTENCE.search(paragraph.rstrip("。")):
            yield Heading(paragraph, rank, source)
        else:
            lead = _LEAD_END.search(paragraph)
            run_in = rank in (Rank.SECTION, Rank.PART) and lead and lead.end() <= _LONGEST_HEADING
            yield Paragraph(paragraph, lead.end(), rank, source) if run_in and lead else Paragraph(paragraph)


def _grids(draft: Draft, section: Section, *, shading: bool) -> Iterator[Grid]:
    """A section's tables: those with a caption stacked into one grid under bands, each other one by itself."""
    tables = draft.report_format.tables_of(section)
    amounts = draft.evaluation.amounts
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
    columns = (*_stub_columns(stub), *[Column(least=0.5)] * figures)
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
    refs = [CellRef(table.key, row.key, column.key) for row in table.rows for column in table.columns]
    header = max(map(len, paths))
    cells = [
        Cell(label.level, label.start, label.text, CellRole.COLUMN_HEAD, label.levels, label.span)
        for label in _labels(paths, header)
    ]
    cells += [Cell(header, column, _figure(amounts, ref), CellRole.FIGURE) for column, ref in enumerate(refs)]
    columns = (_SIDE_BY_SIDE_COLUMN,) * len(refs)
    return Grid(tuple(cells), columns, header + 1, header, _GRID_SIZES, ((_source(table), 0, header + 1),))


def _grid_cells(
    table: Table, amounts: Mapping[CellRef, Amount], *, top: int, stub: int, width: int
) -> Iterator[Cell]:
    """A table's cells in reading order, from the row ``top``; every figure column spans ``width`` columns."""
    header = _depth(table.columns)
    heads = [
        Cell(top + head.level, stub + head.start * width, head.text, CellRole.COLUMN_HEAD, head.levels, head.span * width)
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
                    first + index, label.level, label.text, CellRole.ROW_HEAD, label.span, label.levels,
                    vertical=vertical, centred=vertical,
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
