"""Finds the report's sections in a document: their headings, whatever numbers, marks and wording surround them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from model.form.report_format import ReportFormat, Section
from model.importing.content import Block, Paragraph, Row
from model.importing.labels import letters, read_label, without_remark

_LONGEST_HEADING = 40
_ALIKE = 0.5
_CONTENTS_SPACING = 7
"""A table of contents lists at most so many lines under one heading."""
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
    every = _headings(blocks, report_format.sections)
    headings = every[_length_of_contents(every) :]
    if not headings:
        return Outline(head=list(blocks))
    contents = [heading.position for heading in every if heading.position < headings[0].position]
    first, last = (contents[0], contents[-1]) if contents else (0, -1)
    result = Outline(head=[*blocks[:first], *blocks[last + 1 : headings[0].position]])
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
    bare = letters(without_remark(line[: 4 * _LONGEST_HEADING]))
    for section in sections:
        title = letters(section.title)
        if (label.text == title or bare == letters(section.heading)) and len(line) <= 4 * _LONGEST_HEADING:
            return _Heading(position, section, "")
        if label.number == section.number and label.text.startswith(title):
            return _Heading(position, section, _after(line, section))
    return None


def _after(text: str, section: Section) -> str:
    """What follows the heading that a paragraph begins with."""
    wanted = letters(section.number + section.title)
    seen = ""
    for position, char in enumerate(text):
        seen += letters(char)
        if seen.endswith(wanted):
            rest = text[position + 1 :]
            goes_on = len(text) <= _LONGEST_HEADING and rest[0].isalnum() and not _SENTENCE.search(rest)
            return "" if goes_on else rest.lstrip(" \u3000。：:、.）)")
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


def _length_of_contents(headings: Sequence[_Heading]) -> int:
    """How many of the headings are lines of a table of contents: close together, and all of them come again."""
    for end in range(2, len(headings)):
        listed, others = headings[:end], headings[end:]
        if any(b.position - a.position > _CONTENTS_SPACING or a.rest for a, b in pairwise(listed)):
            return 0
        if {h.section.key for h in listed} <= {h.section.key for h in others} and headings[end].section == headings[
            0
        ].section:
            return end
    return 0
