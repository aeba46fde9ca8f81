"""Pages of glyphs and rules become paragraphs and tables: running heads dropped, tables over several pages joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from model.importing.content import Cell, Content, Paragraph, Table
from model.importing.readers.drawn import SAME_EDGE, drawn_grids
from model.importing.readers.geometry import Line, Page, as_lines, printed_once
from model.importing.readers.loose import NUMBERED, Span, loose_tables
from model.importing.readers.tables import nearest

_MARGIN = 0.105
"""The part of the page's height, above and below, where running heads and page numbers stand (GB/T 9704: 28 mm)."""
_LONGEST_HEAD = 60


class _Found(NamedTuple):
    """A block of a page at the height ``top``. ``edges`` are the columns' of a table, in points.

    ``key`` says where and what a line in the margin is, digits aside; "" for all else.
    """

    block: Paragraph | Table
    top: float
    edges: Sequence[float] = ()
    key: str = ""


def read_pages(pages: Iterable[Page]) -> Content:
    """The document that the pages print."""
    printed: list[list[_Found]] = []
    columns: Sequence[Span] = ()
    for page in pages:
        found, columns = _blocks(page, columns)
        printed.append(found)
    furniture = _furniture(printed)
    blocks: list[Paragraph | Table] = []
    edges: Sequence[float] = ()
    for found in printed:
        first = True
        for item in found:
            if item.key in furniture:
                continue
            above = blocks[-1] if first and blocks else None
            first = False
            if isinstance(above, Table) and (rest := _as_columns_of(edges, item)) is not None:
                blocks[-1] = _below(above, rest)
                continue
            blocks.append(item.block)
            edges = item.edges
    return Content(tuple(blocks), torn=True)


def _blocks(page: Page, before: Sequence[Span]) -> tuple[list[_Found], Sequence[Span]]:
    """What a page holds, from top to bottom, and the columns of an undrawn table that it ends with."""
    glyphs = printed_once(page.glyphs)
    found: list[_Found] = []
    for grid in sorted(drawn_grids(page.rules), key=lambda grid: grid.area):
        inside = [glyph for glyph in glyphs if grid.holds(glyph)]
        if inside and len(grid.columns) > 2:
            glyphs = [glyph for glyph in glyphs if not grid.holds(glyph)]
            found.append(_Found(grid.table(inside, page.place), grid.rows[0], grid.columns))
    lines = list(as_lines(glyphs))
    loose = list(loose_tables(lines, page.rules, before))
    held = {id(line) for table in loose for line in table.lines}
    for table in loose:
        found += [_Found(block, table.lines[0].y0, table.edges) for block in table.blocks]
    lines = [line for line in lines if id(line) not in held]
    found += [
        _Found(paragraph, line.y0, key=_key(page, line))
        for line, paragraph in zip(lines, _paragraphs(lines), strict=True)
    ]
    last = loose[-1] if loose else None
    ends = last is not None and all(line.y0 < last.lines[-1].y0 or _key(page, line) for line in lines)
    return sorted(found, key=lambda item: item.top), last.columns if last is not None and ends else ()


def _paragraphs(lines: Sequence[Line]) -> Iterator[Paragraph]:
    margin = min((line.x0 for line in lines if len(line.text) > 12), default=0.0)
    last: Line | None = None
    for line in lines:
        gap = last is None or line.y0 - last.y1 > 1.3 * max(line.size, last.size)
        yield Paragraph(line.text.strip(), indented=line.x0 - margin > 1.2 * line.size, after_gap=gap)
        last = line


def _key(page: Page, line: Line) -> str:
    if page.height * _MARGIN < line.y0 < page.height * (1 - _MARGIN):
        return ""
    text = re.sub(r"\d+", "0", "".join(line.text.split()))
    return f"{round(line.y0 / 6)}:{text}" if len(text) < _LONGEST_HEAD else ""


def _furniture(pages: Sequence[Sequence[_Found]]) -> set[str]:
    """Keys of the lines that stand at one place in the margin of most pages, page numbers among them."""
    seen = Counter(key for found in pages for key in {item.key for item in found} if key)
    return {key for key, count in seen.items() if count >= max(2, len(pages) / 2)}


def _as_columns_of(edges: Sequence[float], found: _Found) -> Table | None:
    """The table with its columns counted as those of the part on the page before, if its edges are among theirs."""
    table = found.block
    if not isinstance(table, Table) or len(edges) < 2 or len(found.edges) < 2:
        return None
    places = [nearest(edges, edge) for edge in found.edges]
    ends_fit = places[0] == 0 and places[-1] == len(edges) - 1
    fits = all(abs(edges[place] - edge) <= 2 * SAME_EDGE for place, edge in zip(places, found.edges, strict=True))
    if not (ends_fit and fits) or len(set(places)) < len(places):
        return None
    last = len(places) - 1
    cells = {
        (row, places[column]): Cell(
            cell.text, cell.row_span, places[min(column + cell.column_span, last)] - places[column]
        )
        for (row, column), cell in table.cells.items()
        if column <= last
    }
    return Table(cells, table.rows, max(len(edges) - 1, table.columns), table.place)


def _below(upper: Table, lower: Table) -> Table:
    """Two parts of one table: a header printed again is dropped, a row that the page end cut in two is made whole."""
    above, below = upper.grid(), lower.grid()
    again = 0
    while again < min(len(above), len(below)) and above[again] == below[again] and not _has_figure(below[again]):
        again += 1
    cells = dict(upper.cells)
    rest = {(row - again, column): cell for (row, column), cell in lower.cells.items() if row >= again}
    shift = upper.rows
    if again < len(below) and _cut_alike(upper, lower, again) and _goes_on(above[-1], below[again]):
        shift -= 1
        for column in [column for row, column in rest if row == 0]:
            top = next((at for at in _reaching_the_end(upper) if at[1] == column), None)
            if top is not None:
                cell, whole = rest.pop((0, column)), cells[top]
                cells[top] = Cell(whole.text + cell.text, whole.row_span + cell.row_span - 1, whole.column_span)
    cells |= {(row + shift, column): cell for (row, column), cell in rest.items()}
    return Table(cells, shift + lower.rows - again, max(upper.columns, lower.columns), upper.place)


def _reaching_the_end(table: Table) -> list[tuple[int, int]]:
    """The cells that touch the lower edge of the table."""
    return [(row, column) for (row, column), cell in table.cells.items() if row + cell.row_span == table.rows]


def _cut_alike(upper: Table, lower: Table, row: int) -> bool:
    """Whether the cells of the last row of one part and of a row of the other divide the width in the same way."""
    last = {at[1]: upper.cells[at].column_span for at in _reaching_the_end(upper)}
    first = {column: cell.column_span for (r, column), cell in lower.cells.items() if r == row}
    return all(last[column] == first[column] for column in last.keys() & first.keys())


def _has_figure(row: Sequence[str]) -> bool:
    return any(text.strip().isdecimal() for text in row)


def _goes_on(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row is the rest of the one above: text in one column of both without a new number, figures in one."""
    both = [pair for pair in zip(above, below, strict=False) if all(pair)]
    torn = bool(both) and not any(_has_figure(pair) or NUMBERED.match(pair[1]) for pair in both)
    return torn and _has_figure(above) != _has_figure(below)
