"""Finds the report's sections in a document: their headings, whatever numbers, marks and wording surround them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from model.form.edition import Edition, Section
from model.importing.content import Block, Paragraph, Row
from model.importing.recognising.labels import Label, letters, read_label

_LONGEST_HEADING = 40
_LONGEST_LINE = 160
_ALIKE = 0.45
_CLEARLY_ALIKE = 0.7
_SHORT = 20
_SEVERAL = 3
"""So many headings in one line make it a report on one line."""
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
    rest: str = ""
    """What the same paragraph says after the heading."""
    lines: int = 1
    """Over how many lines the heading goes."""


def outline(source: Sequence[Block], edition: Edition) -> Outline:
    """Cut the document at the headings of its sections."""
    blocks = [part for block in source for part in _at_headings(block, edition.sections)]
    every = _headings(blocks, edition.sections)
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
        body += blocks[heading.position + heading.lines : end]
    return result


class _Line(NamedTuple):
    position: int
    text: str
    label: Label
    heading: bool
    """Whether the source marks it as a heading."""


def _at_headings(block: Block, sections: Sequence[Section]) -> Iterator[Block]:
    """A long line cut before each section's heading, where it holds several: a report on one line."""
    if isinstance(block, Row) or len(block.text) < _LONGEST_LINE:
        yield block
        return
    starts = sorted(match.start() for s in sections if (match := re.search(_pattern(s), block.text)))
    if len(starts) < _SEVERAL:
        yield block
        return
    for start, end in pairwise([0, *starts, len(block.text)]):
        if text := block.text[start:end].strip():
            yield replace(block, text=text, after_gap=True)


def _pattern(section: Section) -> str:
    return rf"{section.number}\s*[、.．]\s*" + r"\s*".join(re.escape(char) for char in section.title)


def _headings(blocks: Sequence[Block], sections: Sequence[Section]) -> list[_Heading]:
    """Every heading in order.

    A section that has none with the form's number and words may have one with its words alone, with nearly its words,
    or with other words under its number, between the headings of its neighbours.
    """
    lines = list(_lines(blocks))
    found = [heading for line in lines for section in sections if (heading := _exact(line, section))]
    order = {section.key: index for index, section in enumerate(sections)}
    for fits in (_has_title, _is_like, _has_words, _has_number):
        for section in (section for section in sections if section not in {heading.section for heading in found}):
            index = order[section.key]
            after = max((h.position for h in found if order[h.section.key] < index), default=-1)
            later = [h.position for h in found if order[h.section.key] > index and h.position > after]
            end = min(later, default=len(blocks))
            guesses = [line for line in lines if after < line.position < end and fits(line, section)]
            if fits is _has_number and not _is_between(section, sections, {h.section for h in found}, guesses):
                continue
            if guesses:
                heading = _Heading(guesses[0].position, section, lines=_lines_of(guesses[0], lines, section))
                found = sorted([*found, heading], key=lambda heading: heading.position)
    return found


def _is_between(
    section: Section, sections: Sequence[Section], found: Collection[Section], guesses: Sequence[_Line]
) -> bool:
    """Whether the sections on both sides have their headings, and just one line may be this section's."""
    index = sections.index(section)
    neighbours = (*sections[max(index - 1, 0) : index], *sections[index + 1 : index + 2])
    return len(guesses) == 1 and all(neighbour in found for neighbour in neighbours)


def _lines(blocks: Sequence[Block]) -> Iterator[_Line]:
    """Every line of text, and every row with just one text; without bars around it or a contents page's leaders."""
    for position, block in enumerate(blocks):
        texts = [cell for cell in block.cells if cell] if isinstance(block, Row) else [block.text.strip("|｜ ")]
        if len(texts) == 1 and texts[0]:
            text = _DOTTED_LEADER.sub("", texts[0]) if len(texts[0]) <= _LONGEST_LINE else texts[0]
            heading = isinstance(block, Paragraph) and block.heading
            yield _Line(position, text, read_label(text[:_LONGEST_LINE]), heading)


def _exact(line: _Line, section: Section) -> _Heading | None:
    """The section's heading with the form's number, perhaps with text behind it in the same line."""
    title = letters(section.title)
    if line.label.number != section.number or not line.label.text.startswith(title):
        return None
    if line.label.text == title and len(line.text) < _LONGEST_LINE:
        return _Heading(line.position, section)
    return _Heading(line.position, section, _after(line.text, title))


def _has_title(line: _Line, section: Section) -> bool:
    """Whether the line is the section's title, whatever its number."""
    return line.label.text == letters(section.title) and not line.label.number.startswith("(")


def _is_like(line: _Line, section: Section) -> bool:
    """Whether the line has the section's number and nearly its title."""
    return line.label.number == section.number and _is_short(line) and _likeness(line, section) >= _ALIKE


def _has_words(line: _Line, section: Section) -> bool:
    """Whether the line has the section's words, among others or with a slip, whatever its number."""
    if line.label.number.startswith("(") or not (line.label.number or line.heading) or not _is_short(line):
        return False
    return letters(section.title) in line.label.text or _likeness(line, section) >= _CLEARLY_ALIKE


def _has_number(line: _Line, section: Section) -> bool:
    """Whether the line is a short heading with the section's number."""
    return line.label.number == section.number and len(line.text) <= _SHORT and _is_short(line)


def _is_short(line: _Line) -> bool:
    return len(line.text) <= _LONGEST_HEADING and not _SENTENCE.search(line.text)


def _likeness(line: _Line, section: Section) -> float:
    return SequenceMatcher(None, letters(section.title), line.label.text, autojunk=False).ratio()


def _lines_of(line: _Line, lines: Sequence[_Line], section: Section) -> int:
    """2 where the next line holds just the end of the title, else 1."""
    following = next((other.label.text for other in lines if other.position == line.position + 1), "")
    return 2 if following and line.label.text + following == letters(section.title) else 1


def _after(text: str, title: str) -> str:
    """What follows the heading that a line begins with; what merely completes a heading is dropped."""
    seen = ""
    for position, char in enumerate(text):
        seen += letters(char)
        if seen.endswith(title):
            rest = text[position + 1 :]
            completes = len(text) <= _LONGEST_HEADING and not _SENTENCE.search(rest) and not rest[:1].isspace()
            return "" if completes else rest.lstrip(" \u3000。：:、.）)")
    return ""


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
