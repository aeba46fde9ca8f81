"""规范空格和标点: what of a text's blanks and marks official documents write otherwise, as changes to be looked at.

Nothing is changed here. Marks within numbers, times, addresses and words of another script stay (GB/T 15834, 5.1.11).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_FULL_MARKS = "，。、；：？！（）《》〈〉“”‘’「」『』【】〔〕…—％"
_BLANKS = "[ \u00a0\u2002-\u200a\u202f\u3000]+"
_ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://[!-~]+|www\.[!-~]+|[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_BLANK = re.compile(
    f"(?<=[{_HAN}]){_BLANKS}(?=[0-9A-Za-z{_FULL_MARKS}])"
    f"|(?<=[0-9A-Za-z%]){_BLANKS}(?=[{_HAN}{_FULL_MARKS}])"
    f"|(?<=[{_FULL_MARKS}]){_BLANKS}(?=[0-9A-Za-z{_HAN}])"
)
_MARK = re.compile(f"(?<=[{_HAN}”’）》〉」』】〕])[,;:?!]|[,;:?!](?=[{_HAN}“‘（《〈「『【〔])")
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_QUOTES = re.compile(r'"([^"\n]*)"')
_ANY_HAN = re.compile(f"[{_HAN}]")
_KEPT_TEXTS = 16
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}


class Proposal(NamedTuple):
    """Characters ``start`` to ``end`` of a text would be ``replacement``; ``reason`` is a short Chinese phrase."""

    start: int
    end: int
    replacement: str
    reason: str


@lru_cache(maxsize=_KEPT_TEXTS)
def proposals(text: str) -> tuple[Proposal, ...]:
    """Every change that would make the text's blanks and marks those of an official document, in order."""
    protected = [match.span() for match in _ADDRESS.finditer(text)]
    found = [*_blanks(text), *_marks(text), *_brackets(text), *_quotes(text)]
    kept = [
        change for change in found if not any(start < change.end and change.start < end for start, end in protected)
    ]
    return tuple(sorted(kept))


def tidied(text: str, changes: Iterable[Proposal]) -> str:
    """The text with these changes made."""
    for change in sorted(changes, reverse=True):
        text = text[: change.start] + change.replacement + text[change.end :]
    return text


def _blanks(text: str) -> Iterator[Proposal]:
    for match in _BLANK.finditer(text):
        yield Proposal(*match.span(), "", "汉字与数字、字母、标点之间不空格")


def _marks(text: str) -> Iterator[Proposal]:
    for match in _MARK.finditer(text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if not (before.isdecimal() and after.isdecimal()):
            yield Proposal(*match.span(), _FULL[match[0]], "中文里用全角标点")


def _brackets(text: str) -> Iterator[Proposal]:
    """Brackets around Chinese or beside it, and pairs of which one is half as wide as the other."""
    for match in _BRACKETS.finditer(text):
        beside = text[: match.start()][-1:] + text[match.end() :][:1]
        if match[0][0] == "（" and match[0][-1] == "）":
            continue
        if not (_ANY_HAN.search(match[1] + beside) or "（" in match[0] or "）" in match[0]):
            continue
        for place in (match.start(), match.end() - 1):
            if text[place] in _FULL:
                yield Proposal(place, place + 1, _FULL[text[place]], "中文里用全角括号")


def _quotes(text: str) -> Iterator[Proposal]:
    for match in _QUOTES.finditer(text):
        if _ANY_HAN.search(match[1]):
            yield Proposal(match.start(), match.start() + 1, "“", "直引号改为中文引号")
            yield Proposal(match.end() - 1, match.end(), "”", "直引号改为中文引号")
