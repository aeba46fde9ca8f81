"""The small tables of narratives as grids: lines of cells that tabs part, as a clerk pastes them from a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from model.document.blocks import Cell, CellRole, Column, Grid
from model.report.narrative import NarrativeTable

_SIZES = (10.5, 10.0, 9.5, 9.0)
_NUMBER = re.compile(r"[-+－]?[0-9][0-9,，.]*(?:[%％‰]|[\u4e00-\u9fff]{1,2})?|—|-|/")
_WIDEST = 14  # characters: what a column asks for at most; longer texts are broken
_CENTRED = 6  # characters: columns of texts no longer than this are centred
_KEPT = 16

Rows = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=_KEPT)
def narrative_grid(table: NarrativeTable) -> Grid:
    """The table, each column aligned by what it holds; one whose first line alone has no numbers has a head."""
    rows = table.rows
    head = _has_head(rows)
    columns = tuple(zip(*rows[head:], strict=True))
    cells = [
        Cell(line, place, text, _role(in_head, place, columns[place]), centred=_centred(in_head, columns[place]))
        for line, row in enumerate(rows)
        for in_head in (line < head,)
        for place, text in enumerate(row)
    ]
    widths = tuple(_column(column) for column in zip(*rows, strict=True))
    return Grid(tuple(cells), widths, len(rows), int(head), _SIZES)


def _has_head(rows: Rows) -> bool:
    return len(rows) > 1 and not any(map(_is_number, rows[0])) and any(_is_number(text) for text in rows[1])


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _holds_numbers(column: Sequence[str]) -> bool:
    return any(column) and all(_is_number(text) for text in column if text)


def _role(in_head: bool, position: int, column: Sequence[str]) -> CellRole:
    if in_head:
        return CellRole.COLUMN_HEAD
    if _holds_numbers(column):
        return CellRole.FIGURE
    return CellRole.TEXT if position else CellRole.ROW_HEAD


def _centred(in_head: bool, column: Sequence[str]) -> bool:
    return in_head or _holds_numbers(column) or all(len(text) <= _CENTRED for text in column)


def _column(texts: Sequence[str]) -> Column:
    longest = max(map(len, texts))
    return Column(least=min(longest, _WIDEST) * (0.6 if _holds_numbers(texts) else 1), share=max(1, longest))
