"""How the text is built: its headings and their numbers, what is counted off, whose headings a section holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from model.checks.evaluation import Examined
from model.checks.finding import Finding, Span
from model.checks.passages import MOST_READ, Passage, passages_of
from model.checks.reading.quantities import chinese_number
from model.checks.wording import quoted
from model.form.edition import Level, Section
from model.report.narrative import NarrativeParagraph, Rank, narrative_paragraphs

_GENERAL = re.compile("政府信息公开|政府信息|情况|工作")
_COUNTED_OFF = re.compile(r"(?:(?<=[。；;：:，,、！？\s”）)])|^)(?P<number>[一二三四五六七八九十]{1,2})是(?!否)")
_NUMBERS = re.compile(r"[一二三四五六七八九十]+|[0-9０-９]+")


class _Counted(NamedTuple):
    """A number that counts something off, with its place."""

    number: int
    shown: str
    span: Span


def missing_headings(examined: Examined) -> Iterator[Finding]:
    """One hint a section: the headings of the second level that its text lacks."""
    for section in examined.edition.narrative_sections:
        text = examined.report.narratives.get(section.key, "")
        if not text.strip() or not section.headings:
            continue
        headings = [
            _heading_text(p) for p in narrative_paragraphs(text[:MOST_READ]) if p.heading or p.rank is Rank.PART
        ]
        missing = [wanted for wanted in section.headings if not any(_names(heading, wanted) for heading in headings)]
        if missing:
            yield Finding(
                code="HEADINGS",
                level=Level.HINT,
                subject=section.key,
                message=f"{quoted(section.heading)}没有这些小标题：{'、'.join(missing)}；请留意。",
                spans=(Span(section.key, 0, 0),),
                figures="/".join(missing),
            )


def _heading_text(paragraph: NarrativeParagraph) -> str:
    return paragraph.text[: max(paragraph.heading, 24)]


def _names(heading: str, wanted: str) -> bool:
    """Whether a heading is the wanted one in other words: （四）平台建设多样化 for 政府信息公开平台建设."""
    core = _GENERAL.sub("", wanted.partition("）")[2])
    return core in heading


def broken_numbering(examined: Examined) -> Iterator[Finding]:
    """一是 / 二是 / 三是 and （一）（二）（三） that skip or repeat."""
    for section in examined.edition.narrative_sections:
        text = examined.report.narratives.get(section.key, "")
        paragraphs = list(narrative_paragraphs(text[:MOST_READ]))
        series = [
            [_numbered(section.key, p) for p in paragraphs if p.rank is Rank.PART],
            *(
                [_counted_off(p, match) for match in _COUNTED_OFF.finditer(p.line)]
                for p in passages_of(section.key, text)
            ),
        ]
        seen: set[str] = set()
        for one in series:
            for wrong in _out_of_order(one):
                if wrong.subject not in seen:
                    seen.add(wrong.subject)
                    yield wrong


def _numbered(section: str, paragraph: NarrativeParagraph) -> _Counted:
    match = _NUMBERS.search(paragraph.text)
    assert match is not None
    start, end = paragraph.place(match.start() - 1), paragraph.place(match.end())
    return _Counted(_value(match[0]), f"（{match[0]}）", Span(section, start, end + 1))


def _counted_off(passage: Passage, match: re.Match[str]) -> _Counted:
    return _Counted(_value(match["number"]), f"{match['number']}是", passage.span(*match.span()))


def _value(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text)


def _out_of_order(series: list[_Counted]) -> Iterator[Finding]:
    """Each number follows the one before it or begins anew with 1."""
    before = 0
    for counted in series:
        if counted.number not in (before + 1, 1):
            what = "重复" if counted.number == before else f"前面是第{before}项" if before else "前面没有第一项"
            yield Finding(
                code="NUMBERING",
                level=Level.HINT,
                subject=f"{counted.span.section} {counted.shown} {before}",
                message=f"编号“{counted.shown}”{what}，编号不连续；请留意。",
                spans=(counted.span,),
                figures=f"{before}/{counted.number}",
            )
        before = counted.number


def printed_twice(examined: Examined) -> Iterator[Finding]:
    """A section's heading inside a text: its own would print twice, another's text stands in the wrong place."""
    names = {section.key: (_bare(section.heading), _bare(section.title)) for section in examined.edition.sections}
    whole = {name: section for section in examined.edition.sections for name in names[section.key]}
    for section in examined.edition.narrative_sections:
        for at, passage in enumerate(passages_of(section.key, examined.report.narratives.get(section.key, ""))):
            line = _bare(passage.line)
            own = at == 0 and line.startswith(names[section.key]) and _begins_with_heading(passage.line, section)
            other = section if own else whole.get(line)
            if other is not None:
                yield _heading_inside(passage, section, other)


def _begins_with_heading(line: str, section: Section) -> bool:
    """Whether the line begins with the heading as a heading: with its number, or with a blank or a mark after it."""
    if _bare(line).startswith(_bare(section.heading)):
        return True
    rest = line.strip()[len(section.title) :]
    return not rest or rest[0] in " \u3000：:。"


def _bare(text: str) -> str:
    return "".join(text.split()).replace("，", "、")


def _heading_inside(passage: Passage, section: Section, other: Section) -> Finding:
    if other is section:
        message = f"{quoted(section.heading)}的正文开头又写了一遍本部分的标题，打印出来会重复；请删去"
    else:
        message = f"{quoted(section.heading)}的正文里有{quoted(other.heading)}的标题，这一段可能放错了地方；请核对"
    length = min(len(passage.line), len(other.heading) + 4)
    return Finding(
        code="OWN-HEADING",
        level=Level.ASK,
        subject=f"{section.key} {other.key}",
        message=f"{message}。",
        spans=(passage.span(0, length),),
        figures=other.heading,
    )
