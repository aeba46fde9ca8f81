"""The report as plain text, for editors that take nothing else: a paragraph a line, a table row a line of tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.document.blocks import Closing, Grid, Title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.exporting.formats import Job
    from model.page import Typesetter


def plain_text(job: Job, typesetter: Typesetter) -> str:
    """Everything below the title; in a table a label stands where its cell begins."""
    lines = [job.stamp] if job.stamp else []
    for block in typesetter.blocks(job.draft, job.settings):
        match block:
            case Title():
                pass
            case Grid():
                lines += _rows(block)
            case Closing():
                lines += filter(None, block)
            case _:
                lines.append(block.text)
    return "".join(f"{line}\n" for line in lines)


def _rows(grid: Grid) -> Iterator[str]:
    rows = [[""] * len(grid.columns) for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return ("\t".join(row) for row in rows)
