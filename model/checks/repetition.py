"""Paragraphs that say what last year's report said: 雷同, which article 47 of the regulations has corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from model.checks.evaluation import Examined
from model.checks.finding import Finding
from model.checks.passages import Passage, passages_of
from model.checks.wording import quoted
from model.form.edition import Level
from model.report.report import Report

LEAST = 60
"""Characters: a shorter paragraph may well be said again."""

ALIKE = 0.9
"""Of the runs of characters in the shorter of two paragraphs, so many stand in the other."""

_RUN = 6
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]")


def repeated_paragraphs(examined: Examined) -> Iterator[Finding]:
    """One question a section, with every paragraph of it that stood in last year's report; figures do not count."""
    report, previous = examined.report, examined.report.previous
    if previous is None:
        return
    for section in report.edition.narrative_sections:
        before = [_runs(passage.line) for passage in _long_passages(previous, section.key)]
        repeated = [p for p in _long_passages(report, section.key) if any(_alike(_runs(p.line), old) for old in before)]
        if repeated:
            message = (
                f"{quoted(section.heading)}有{len(repeated)}段与上年年报雷同（数字不计）：“{_beginning(repeated[0])}…”；"
                "请按本年情况改写，确实没有变化的请填写说明。"
            )
            yield Finding(
                code="SAME-TEXT",
                level=Level.ASK,
                subject=section.key,
                message=message,
                spans=tuple(p.span(0, len(p.line)) for p in repeated),
                figures="/".join(_beginning(p) for p in repeated),
            )


def _long_passages(report: Report, section: str) -> Iterator[Passage]:
    for passage in passages_of(section, report.narratives.get(section, "")):
        if len(_NOT_HAN.sub("", passage.line)) >= LEAST:
            yield passage


@lru_cache(maxsize=1024)
def _runs(line: str) -> frozenset[str]:
    """Every run of six Han characters: what is left of a paragraph without its figures and marks."""
    text = _NOT_HAN.sub("", line)
    return frozenset(text[at : at + _RUN] for at in range(len(text) - _RUN + 1))


def _alike(new: frozenset[str], old: frozenset[str]) -> bool:
    return len(new & old) >= ALIKE * len(new) and len(old) <= 2 * len(new)


def _beginning(passage: Passage) -> str:
    return _NOT_HAN.sub("", passage.line)[:12]
