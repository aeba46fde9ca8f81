"""Reads .csv: one row a line, the cells apart by commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections import Counter

from model.importing.content import Content, Paragraph, Row
from model.importing.readers.decoding import decode
from model.importing.readers.refusals import damaged, too_large
from model.importing.readers.tables import check_size

LARGEST = 5 * 1024 * 1024
_LONGEST_CELL = 200_000
_SEPARATORS = ",;\t"


def read_csv(data: bytes) -> Content:
    """The rows; a row with a single text is a paragraph, as where a sheet has lines of text between its tables."""
    if len(data) > LARGEST:
        raise too_large("文件", len(data) >> 20, LARGEST >> 20, " MB")
    text, broken = decode(data)
    csv.field_size_limit(_LONGEST_CELL)
    blocks: list[Paragraph | Row] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            filled = [cell for cell in row if cell.strip()]
            cells += len(row)
            check_size(len(blocks), len(row), cells)
            if len(filled) > 1:
                blocks.append(Row(tuple(cell.strip() for cell in row)))
            elif filled:
                blocks += [Paragraph(line.strip()) for line in filled[0].splitlines() if line.strip()]
    except csv.Error as error:
        raise damaged("CSV 文件") from error
    return Content(tuple(blocks), doubtful={"损坏的字": broken} if broken else {})


def _separator(text: str) -> str:
    """What parts the cells: whichever of the separators most lines have most of."""
    counts: Counter[str] = Counter()
    for line in text.splitlines():
        counts.update({separator: line.count(separator) for separator in _SEPARATORS})
    return max(_SEPARATORS, key=lambda separator: counts[separator])
