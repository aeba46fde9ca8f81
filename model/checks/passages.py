"""The texts of a report as the checks read them: their paragraphs, and every number that those state."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from model.checks.finding import PREAMBLE, TITLE, Span
from model.checks.reading.mentions import Mention
from model.checks.reading.paragraph import NO_TOPIC, read_paragraph
from model.form.wording import Wording
from model.report.narrative import narrative_paragraphs
from model.report.report import Report

MOST_READ, LONGEST_PARAGRAPH = 100_000, 10_000
"""Characters of a text, and of a paragraph, that are looked at: ten times what the longest reports have."""


class Passage(NamedTuple):
    """One paragraph: ``start`` is where ``line`` begins in the text of ``section``."""

    section: str
    start: int
    line: str

    def span(self, start: int, end: int) -> Span:
        """The place of some characters of the line."""
        return Span(self.section, self.start + start, self.start + end)


class Stated(NamedTuple):
    """A number that a passage states. ``passage`` counts from 0 in its report."""

    passage: Passage
    number: int
    mention: Mention

    @property
    def span(self) -> Span:
        return self.passage.span(self.mention.start, self.mention.end)

    @property
    def said(self) -> str:
        """The words in which it is stated, without blanks."""
        return "".join(self.passage.line[self.mention.start : self.mention.end].split())


def texts(report: Report) -> Iterator[tuple[str, str]]:
    """Every text of the report with the name that spans know it by, in printing order."""
    yield TITLE, report.title
    yield PREAMBLE, report.preamble
    for section in report.edition.narrative_sections:
        yield section.key, report.narratives.get(section.key, "")


def passages(report: Report) -> tuple[Passage, ...]:
    """Every paragraph of every text."""
    return _passages(tuple(texts(report)))


def passages_of(section: str, text: str) -> Iterator[Passage]:
    """The paragraphs of one text, as far as a report goes: what is pasted by the megabyte is not read."""
    for paragraph in narrative_paragraphs(text[:MOST_READ]):
        if len(paragraph.line) <= LONGEST_PARAGRAPH:
            yield Passage(section, paragraph.start, paragraph.line)


@lru_cache(maxsize=8)
def _passages(all_texts: tuple[tuple[str, str], ...]) -> tuple[Passage, ...]:
    """Remembered, because every check of texts asks for them."""
    return tuple(passage for section, text in all_texts for passage in passages_of(section, text))


def stated_numbers(report: Report) -> tuple[Stated, ...]:
    """Every number that the narratives state. A heading says what the paragraphs below it speak of."""
    return _stated_numbers(passages(report), report.edition.wording, report.year, report.agency)


@lru_cache(maxsize=8)
def _stated_numbers(of: tuple[Passage, ...], wording: Wording, year: int, agency: str) -> tuple[Stated, ...]:
    return tuple(_read(of, wording, year, agency))


def _read(of: tuple[Passage, ...], wording: Wording, year: int, agency: str) -> Iterator[Stated]:
    section, topic = "", NO_TOPIC
    for number, passage in enumerate(of):
        if passage.section in (TITLE, PREAMBLE):
            continue
        if passage.section != section:
            section, topic = passage.section, NO_TOPIC
        read = read_paragraph(passage.line, wording, year, agency, topic)
        topic = read.topic
        yield from (Stated(passage, number, mention) for mention in read.mentions)
