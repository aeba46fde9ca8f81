"""GLYPH: characters that will not be printed, because no font has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.checks.evaluation import Examined
from model.checks.finding import PREAMBLE, TITLE, Finding, Span
from model.checks.wording import quoted
from model.form.edition import Level
from model.report.glyphs import STAND_IN, missing_glyphs

_NAMED_AT_MOST = 5


def unprintable_characters(examined: Examined) -> Iterator[Finding]:
    """One finding a text, with every place of such a character."""
    report = examined.report
    sections = report.edition.narrative_sections
    texts = [(section.key, section.heading, report.narratives.get(section.key, "")) for section in sections]
    for key, name, text in ((TITLE, "标题", report.title), (PREAMBLE, "开头说明", report.preamble), *texts):
        if missing := missing_glyphs(text):
            places = re.finditer("|".join(map(re.escape, missing)), text)
            yield Finding(
                "GLYPH",
                Level.HINT,
                key,
                _in_words(name, missing),
                spans=tuple(Span(key, place.start(), place.end()) for place in places),
                figures="".join(missing),
            )


def _in_words(name: str, missing: tuple[str, ...]) -> str:
    named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in missing[:_NAMED_AT_MOST])
    more = f"等{len(missing)}个字" if len(missing) > _NAMED_AT_MOST else ""
    return f"{quoted(name)}里的{named}{more}没有字体，会印成“{STAND_IN}”；请核对是否打错，或换一种写法。"
