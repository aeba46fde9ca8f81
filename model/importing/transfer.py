"""`Content` as JSON between the process that reads and the program; what comes back is checked like any other input."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from model.importing.content import Cell, Content, ImportRefused, Paragraph, Row, Table

LARGEST = 16 * 1024 * 1024
MOST_PLACES = 200_000
"""Places of all tables together: a report has a thousand, a whole district's sheets some ten thousand."""
_LONGEST_SENTENCE = 500


class NotContent(Exception):
    """What came back is no answer of this program."""


def packed(outcome: Content | ImportRefused) -> bytes:
    """What was read, or why nothing was, as one line of ASCII."""
    if isinstance(outcome, ImportRefused):
        answer: dict[str, Any] = {"refused": str(outcome)}
    else:
        blocks = [_packed_block(block) for block in outcome.blocks]
        answer = {
            "blocks": blocks,
            "torn": outcome.torn,
            "skipped": dict(outcome.skipped),
            "doubtful": dict(outcome.doubtful),
        }
    return json.dumps(answer).encode("ascii")


def _packed_block(block: Paragraph | Row | Table) -> dict[str, Any]:
    if isinstance(block, Row):
        return {"row": block.cells}
    if isinstance(block, Paragraph):
        return {"text": block.text, "marks": [block.heading, block.after_gap, block.indented]}
    cells = [[*at, cell.text, cell.row_span, cell.column_span] for at, cell in block.cells.items()]
    return {"cells": cells, "size": [block.rows, block.columns], "place": block.place}


def unpacked(data: bytes) -> Content:
    """What was read; raises `ImportRefused` if that is what it says, `NotContent` for anything else."""
    try:
        answer = json.loads(data)
        if "refused" in answer:
            raise ImportRefused(_text(answer["refused"])[:_LONGEST_SENTENCE])
        blocks = tuple(_block(block) for block in answer["blocks"])
        skipped, doubtful = (
            {_text(what): _count(count) for what, count in answer[key].items()} for key in ("skipped", "doubtful")
        )
        torn = bool(answer["torn"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotContent from error
    if sum(_places(block) for block in blocks) > MOST_PLACES:
        raise ImportRefused(f"文件里的表格超过{MOST_PLACES}格，不像一份年报，请确认选对了文件。")
    return Content(blocks, torn, skipped, doubtful)


def _block(found: Mapping[str, Any]) -> Paragraph | Row | Table:
    if "row" in found:
        return Row(tuple(_text(cell) for cell in found["row"]))
    if "text" in found:
        heading, after_gap, indented = map(bool, found["marks"])
        return Paragraph(_text(found["text"]), heading, after_gap, indented)
    rows, columns = map(_count, found["size"])
    cells = dict(_cell(cell, rows, columns) for cell in found["cells"])
    return Table(cells, rows, columns, _text(found["place"]))


def _cell(found: Sequence[Any], rows: int, columns: int) -> tuple[tuple[int, int], Cell]:
    row, column, text, down, across = found
    row, column, down, across = map(_count, (row, column, down, across))
    if row >= rows or column >= columns:
        raise NotContent
    return (row, column), Cell(_text(text), down, across)


def _places(block: Paragraph | Row | Table) -> int:
    if isinstance(block, Table):
        return block.rows * block.columns
    return len(block.cells) if isinstance(block, Row) else 1


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise TypeError
    return found


def _count(found: object) -> int:
    if not isinstance(found, int) or found < 0:
        raise TypeError
    return found
