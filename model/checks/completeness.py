"""What is still missing: asked only when the report is to be finished, counted before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.checks.evaluation import Examined
from model.checks.finding import Finding, Span
from model.checks.wording import quoted
from model.form.edition import CellRef, Edition, Level

NAMED_AT_MOST = 3
"""A message names so many blank cells one by one before it says 等."""


def unfilled_cells(examined: Examined) -> Iterator[Finding]:
    """One finding a table, so that an empty form does not shout 166 times."""
    for inputs in examined.edition.inputs_of.values():
        blanks = tuple([ref for ref in inputs if ref not in examined.report.entries])
        if blanks:
            message = _blank_cells_in_words(blanks, examined.edition)
            yield Finding("BLANK", Level.HARD, str(blanks[0]), message, cells=blanks)


def _blank_cells_in_words(blanks: Sequence[CellRef], edition: Edition) -> str:
    table = edition.tables[blanks[0].table]
    heading = quoted(edition.section(table.section).heading)
    names = "、".join(edition.label(ref) for ref in blanks[:NAMED_AT_MOST])
    more = "等" if len(blanks) > NAMED_AT_MOST else ""
    return f"{heading}{table.caption}还有{len(blanks)}格没有填：{names}{more}；没有发生的请填0。"


def empty_sections(examined: Examined) -> Iterator[Finding]:
    """Every section of text without any."""
    for section in examined.edition.narrative_sections:
        if not examined.report.narratives.get(section.key, "").strip():
            message = f"{quoted(section.heading)}还没有正文，请填写。"
            place = Span(section.key, 0, 0)
            yield Finding("EMPTY-SECTION", Level.HARD, section.key, message, spans=(place,))
