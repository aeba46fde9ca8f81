"""Finds the report's sections in a document: their headings, whatever numbers, marks and wording surround them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from model.form.report_format import ReportFormat, Section
from model.importing.content import Block, Paragraph, Row
from model.importing.labels import letters, read_label

_LONGEST_HEADING = 40
_ALIKE = 0.5
_DOTTED_LEADER = re.compile(r"[.．…·\s]{2,}[0-9]{1,3}\s*$")
_SENTENCE = re.compile(r"[。；！？，]")


@dataclass
class Outline:
    """A document by sections. ``head`` is what stands before the first heading; a section not found has no key."""

    head: list[Block] = field(default_factory=list)
    sections: dict[str, list[Block]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Heading:
    position: int
    section: Section
    rest: str
    """What the same paragraph says after the heading."""


def outline(blocks: Sequence[Block], report_format: ReportFormat) -> Outline:
    """Cut the document at the headings of its sections."""
    headings = _without_contents_page(_headings(blocks, report_format.sections), blocks)
    result = Outline(head=list(blocks))
    if not headings:
        return result
    result.head = [*blocks[: headings[0].position]]
    ends = [heading.position for heading in headings[1:]] + [len(blocks)]
    for heading, end in zip(headings, ends, strict=True):
        body = result.sections.setdefault(heading.section.key, [])
        if heading.rest:
            body.append(Paragraph(heading.rest, after_gap=True))
        body += blocks[heading.position + 1 : end]
    return result


def _headings(blocks: Sequence[Block], sections: Sequence[Section]) -> list[_Heading]:
    """Every heading in order; a heading with other words only for a section that has none with the form's words."""
    lines = [(position, text) for position, block in enumerate(blocks) if (text := _line(block))]
    found = [heading for position, text in lines if (heading := _exact(position, text, sections))]
    missing = [section for section in sections if section not in {heading.section for heading in found}]
    order = {section.key: index for index, section in enumerate(sections)}
    for section in missing:
        after = max((h.position for h in found if order[h.section.key] < order[section.key]), default=-1)
        later = [h.position for h in found if order[h.section.key] > order[section.key]]
        before = min((position for position in later if position > after), default=len(blocks))
        guess = next((p for p, text in lines if after < p < before and _is_like(text, section)), None)
        if guess is not None:
            found = sorted([*found, _Heading(guess, section, "")], key=lambda heading: heading.position)
    return found


def _line(block: Block) -> str:
    if isinstance(block, Row):
        texts = [cell for cell in block.cells if cell]
        return texts[0] if len(texts) == 1 else ""
    return block.text


def _exact(position: int, text: str, sections: Iterable[Section]) -> _Heading | None:
    line = _DOTTED_LEADER.sub("", text)
    label = read_label(line[: 4 * _LONGEST_HEADING])
    if label.number.startswith("("):
        return None
    for section in sections:
        title = letters(section.title)
        if label.text == title and len(line) <= 4 * _LONGEST_HEADING:
            return _Heading(position, section, "")
        if label.number == section.number and label.text.startswith(title):
            return _Heading(position, section, _after(text, section))
    return None


def _after(text: str, section: Section) -> str:
    """What follows the heading that a paragraph begins with."""
    wanted = letters(section.number + section.title)
    seen = ""
    for position, char in enumerate(text):
        seen += letters(char)
        if seen.endswith(wanted):
            return text[position + 1 :].lstrip(" \u3000。：:、.）)")
    return ""


def _is_like(text: str, section: Section) -> bool:
    line = _DOTTED_LEADER.sub("", text)
    if len(line) > _LONGEST_HEADING or _SENTENCE.search(line):
        return False
    label = read_label(line)
    if label.number != section.number:
        return False
    title = letters(section.title)
    return SequenceMatcher(None, title, label.text, autojunk=False).ratio() >= _ALIKE


def _without_contents_page(headings: list[_Heading], blocks: Sequence[Block]) -> list[_Heading]:
    """The headings without those of a table of contents: headings in a row, all of which come again."""
    for start, heading in enumerate(headings):
        again = [h for h in headings[:start] if h.section == heading.section]
        if again and all(_follows_at_once(a, b) for a, b in pairwise(headings[:start])):
            listed = {h.section.key for h in headings[:start]}
            if start > 1 and listed <= {h.section.key for h in headings[start:]}:
                return headings[start:]
    return headings


def _follows_at_once(first: _Heading, second: _Heading) -> bool:
    return not first.rest and second.position - first.position <= 6
