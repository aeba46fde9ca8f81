"""A draft as blocks: what the official report prints, in its order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.document.blocks import (
    Block,
    Closing,
    Heading,
    Paragraph,
    Rank,
    Source,
    Title,
)
from model.form.edition import SectionBody
from model.report.text import paragraphs, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from model.document.tables import GridComposer
    from model.draft import Draft

_NUMERALS = "一二三四五六七八九十"
_NUMBERING = {
    Rank.SECTION: re.compile(f"[{_NUMERALS}]+、"),
    Rank.PART: re.compile(f"[（(][{_NUMERALS}]+[）)]"),
    Rank.ITEM: re.compile(r"\d{1,2}[.．、](?!\d)"),
    Rank.SUBITEM: re.compile(r"[（(]\d{1,2}[）)]"),
}
_RUN_IN = frozenset({Rank.SECTION, Rank.PART})
"""Ranks set in a face of their own, so that a heading may begin a paragraph of text."""

_LONGEST_HEADING = 28  # characters: a line; what is longer is a sentence with a number before it
_SENTENCE = re.compile("[。；，：！？]")
_LEAD_END = re.compile("[。：]")


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
    """A section's paragraphs. Short numbered lines are headings, unless they are the items of a list."""
    texts = paragraphs(text)
    ranks = [_rank(paragraph) for paragraph in texts]
    for number, (paragraph, rank) in enumerate(zip(texts, ranks, strict=True)):
        source = Source("heading", section, str(number))
        heads_something = rank in _RUN_IN or any(following is not rank for following in ranks[number + 1 : number + 2])
        if rank is None:
            yield Paragraph(paragraph)
        elif len(paragraph) <= _LONGEST_HEADING and not _SENTENCE.search(paragraph.rstrip("。")):
            yield Heading(paragraph, rank, source) if heads_something else Paragraph(paragraph)
        else:
            lead = _LEAD_END.search(paragraph)
            run_in = rank in _RUN_IN and lead and lead.end() <= _LONGEST_HEADING
            yield Paragraph(paragraph, lead.end(), rank, source) if run_in and lead else Paragraph(paragraph)


def _rank(paragraph: str) -> Rank | None:
    return next((rank for rank, numbering in _NUMBERING.items() if numbering.match(paragraph)), None)
