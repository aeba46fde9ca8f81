"""A draft as blocks: what the official report prints, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.document.blocks import (
    Block,
    Closing,
    Heading,
    Paragraph,
    Source,
    Title,
)
from model.document.narrative_tables import narrative_grid
from model.form.edition import SectionBody
from model.report.narrative import NarrativeTable, Rank, read_narrative
from model.report.text import paragraphs, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from model.document.tables import GridComposer
    from model.draft import Draft


def compose_report(
    draft: Draft, tables: GridComposer, *, shading: bool, closing: bool, closing_date: date | None
) -> list[Block]:
    """The whole report: title, opening, the sections as the form orders them, and on demand the closing."""
    blocks: list[Block] = [compose_title(draft)]
    blocks += [Paragraph(text) for text in paragraphs(draft.preamble)]
    for section in draft.edition.sections:
        heading = printable(section.heading)
        blocks.append(Heading(heading, Rank.SECTION, Source("section", section.key, section.key)))
        if section.body is SectionBody.NARRATIVE:
            blocks += _narrative(section.key, draft.narratives.get(section.key, ""))
        else:
            blocks += tables.grids(draft, section, shading=shading)
            blocks += [Paragraph(text) for text in paragraphs(draft.remarks.get(section.key, ""))]
    if closing and (agency := printable(draft.agency)):
        blocks.append(Closing(agency, chinese_date(closing_date) if closing_date else ""))
    return blocks


def compose_title(draft: Draft) -> Title:
    """The title, to be broken after the office's name, or where a title of one's own has its line ends."""
    lines = paragraphs(draft.title)
    agency = printable(draft.agency)
    if len(lines) == 1 and agency and lines[0].startswith(agency) and lines[0] != agency:
        return Title((agency, lines[0].removeprefix(agency)))
    return Title(lines or (printable(draft.edition.title.format(agency="", year=draft.year)),))


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _narrative(section: str, text: str) -> Iterator[Block]:
    """A section's paragraphs, headings and small tables."""
    for part in read_narrative(text):
        if isinstance(part, NarrativeTable):
            yield narrative_grid(part)
            continue
        source = Source("heading", section, str(part.number))
        if not part.heading or part.rank is None:
            yield Paragraph(part.text)
        elif part.is_heading:
            yield Heading(part.text, part.rank, source)
        else:
            yield Paragraph(part.text, part.heading, part.rank, source)
