"""Marks and blanks that Chinese print does not have: half-width marks beside Han, blanks in a line, mixed brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.checks.evaluation import Examined
from model.checks.finding import Finding, Span
from model.checks.passages import MOST_READ
from model.checks.wording import quoted
from model.form.edition import Level

_HAN = "\u3400-\u9fff"
_BLANKS = re.compile(rf"(?<=[{_HAN}]) +(?=[{_HAN}0-9])|(?<=[0-9%]) +(?=[{_HAN}])")
_HALF_WIDTH = re.compile(rf"(?<=[{_HAN}”])[,;:!?]|(?<=[0-9])[,;!?](?=[{_HAN}])|[,;:!?](?=[{_HAN}“])")
_WIDE_NUMBER, _NARROW_NUMBER = (
    re.compile(rf"{left}[一二三四五六七八九十0-9]{{1,3}}{right}") for left, right in ("（）", (r"\(", r"\)"))
)

_KINDS = (("blanks", "汉字和数字之间有空格", _BLANKS), ("half", "有半角标点", _HALF_WIDTH))


def unusual_punctuation(examined: Examined) -> Iterator[Finding]:
    """One hint for each section and sort, with every place."""
    for section in examined.edition.narrative_sections:
        text = examined.report.narratives.get(section.key, "")[:MOST_READ]
        for key, what, pattern in _KINDS:
            yield from _hint(section.key, section.heading, key, what, [m.span() for m in pattern.finditer(text)])
        if _WIDE_NUMBER.search(text):
            places = [match.span() for match in _NARROW_NUMBER.finditer(text)]
            yield from _hint(section.key, section.heading, "brackets", "全角、半角括号混用", places)


def _hint(section: str, heading: str, key: str, what: str, places: list[tuple[int, int]]) -> Iterator[Finding]:
    if places:
        yield Finding(
            code="PUNCTUATION",
            level=Level.HINT,
            subject=f"{section} {key}",
            message=f"{quoted(heading)}{what}，共{len(places)}处；请留意。",
            spans=tuple(Span(section, start, end) for start, end in places),
            figures=str(len(places)),
        )
