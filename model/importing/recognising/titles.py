"""Whose report it is and of which year: from the title, which may be broken over lines, and the opening paragraph."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from model.importing.content import Block, Paragraph
from model.importing.recognising.labels import canonical, letters

_MOST_TITLE_LINES = 5
_MOST_HEAD_LINES = 60
_LONGEST_LINE = 80
_LONGEST_TITLE = 90
_LONGEST_AGENCY = 40
_CHINESE_YEAR = re.compile(r"二[〇○零oO0]([一二三四五六七八九〇○零]{2})年")
_CHINESE_DIGITS = {char: str(index) for index, char in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
_YEAR = re.compile(r"(20[0-9]{2})(?:年度?|(?=[^0-9]))")
_PERIOD = re.compile(r"(20[0-9]{2})年1月1日.{0,12}?12月31日")
_WEB_LINE = re.compile(
    r"(?:发布|发文|成文|公开|更新|信息来源|文章来源|来源|作者|责任编辑|责编|编辑|审核|校对|供稿|浏览|点击|阅读|字体|字号|索引号?|"
    r"主题词|关键词|文号|名称|日期|时间|有效性)[^:。,]{0,4}:"
    r"|您?(?:当前|现在)(?:的)?位置|首页>|附件?[0-9]{0,2}:?$|目[录次]$|.*[(〔][0-9]{4}[)〕][0-9]{1,4}号$"
    r"|\(?(?:打印|关闭|收藏|返回|分享|保存)(?:本页|窗口|页面|顶部|到)?\)?(?:[:|(]|$)"
)
_TITLE_MARK = re.compile(r"^(?:title|标题|题目)[:：][\"'“]?", re.IGNORECASE)
_MIDDLE_OF_A_NAME = ("和", "与", "及", "局", "部")
_DATE = re.compile(r"^[（(]?\d{4}(?:年|[-/.])\d{1,2}(?:月|[-/.])(?:\d{1,2}日?)?[）)]?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?$")


@dataclass(frozen=True)
class Opening:
    """What stands before the first section. ``title`` is as printed, on one line; "" where there is none."""

    agency: str = ""
    year: int | None = None
    title: str = ""
    preamble: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class _Title:
    first: int
    last: int
    text: str
    year: int
    agency: str


def read_opening(head: Sequence[Block], title_template: str) -> Opening:
    """Title, agency, year and opening paragraphs. ``title_template`` has ``{agency}`` and ``{year}``."""
    lines = [block for block in head if isinstance(block, Paragraph)]
    wording = letters(title_template.rpartition("{year}")[2])
    title = _find_title(lines, wording)
    if title is None:
        preamble = tuple(line for line in lines if "。" in line.text)
        return Opening(year=_period_year(preamble), preamble=preamble)
    before, after = lines[: title.first], lines[title.last + 1 :]
    agency, text = title.agency, title.text
    if not agency and (neighbour := _agency_line(before[::-1][:2])):
        agency, text = neighbour, neighbour + text
    if not agency and (neighbour := _agency_line(after[:2])):
        agency = neighbour
    preamble = tuple(
        line
        for line in after
        if not is_furniture(line.text) and letters(line.text) not in (letters(agency), letters(text))
    )
    return Opening(agency or _agency_in(preamble, title.year), title.year, text, preamble)


def _find_title(lines: Sequence[Paragraph], wording: str) -> _Title | None:
    """The first line, or run of short lines, that reads as a title: a year, and words like the form's."""
    candidates = list(_titles(lines[:_MOST_HEAD_LINES], wording))
    named = [title for title in candidates if title.agency and not title.agency.startswith(_MIDDLE_OF_A_NAME)]
    together = [title for title in named if not any(line.after_gap for line in lines[title.first + 1 : title.last + 1])]
    return next(iter([*together, *named, *candidates]), None)


def _titles(lines: Sequence[Paragraph], wording: str) -> Iterator[_Title]:
    for first in range(len(lines)):
        joined = ""
        for last in range(first, min(first + _MOST_TITLE_LINES, len(lines))):
            text = lines[last].text
            if len(text) > _LONGEST_LINE or "。" in text or is_furniture(text):
                break
            joined += _TITLE_MARK.sub("", one_line(text))
            parts = _parts(joined, wording)
            if parts:
                yield _Title(first, last, joined, *parts)
                break


def _parts(text: str, wording: str) -> tuple[int, str] | None:
    """Year and agency of a title, or None if the text is none."""
    match = _YEAR.search(text)
    if match is None or len(text) > _LONGEST_TITLE:
        return None
    year, before, after = int(match.group(1)), text[: match.start()], text[match.end() :]
    core = wording.removeprefix("年").removeprefix("度")
    share = SequenceMatcher(None, core, letters(after), autojunk=False)
    matched = sum(block.size for block in share.get_matching_blocks())
    if matched < 0.6 * len(core) or letters(after)[-2:] not in (core[-2:], "年报"):
        return None
    agency = before.strip("《〈“ ").removesuffix("的").removesuffix("关于")
    if not agency:
        start = after.find(core[:4])
        agency = after[: max(start, 0)].removesuffix("的")
    return year, agency if len(agency) <= _LONGEST_AGENCY else ""


def _agency_line(lines: Sequence[Paragraph]) -> str:
    for line in lines:
        text = one_line(line.text).strip("（）()《》")
        if 3 <= len(text) <= _LONGEST_AGENCY and text.isalnum() and not any(char.isdecimal() for char in text):
            return text
    return ""


def _agency_in(preamble: Sequence[Paragraph], year: int | None) -> str:
    """The agency that the opening paragraph names before the year: 编制云溪市人力资源和社会保障局2023年…"""
    for line in preamble:
        match = re.search(
            rf"(?:编制了?|现公布|现发布|公布|发布|《)([^，。、；：《》“”]{{3,40}}?){year}年", one_line(line.text)
        )
        if match and not match.group(1).startswith(("本", "我", "的")):
            return match.group(1)
    return ""


def _period_year(lines: Sequence[Paragraph]) -> int | None:
    found = (_PERIOD.search(one_line(line.text)) for line in lines)
    return next((int(match.group(1)) for match in found if match), None)


def is_furniture(text: str) -> bool:
    """Whether the line belongs to a web page or a file header rather than to the report."""
    if len(text) > _LONGEST_LINE or "。" in text:
        return False
    plain = canonical(text)
    return bool(_WEB_LINE.match(plain) or _DATE.match(plain))


def one_line(text: str) -> str:
    """The text without the spaces that Chinese does not have, years in Arabic digits."""
    plain = "".join(text.translate(_FULL_WIDTH_DIGITS).split())
    return _CHINESE_YEAR.sub(lambda m: "20" + "".join(_CHINESE_DIGITS[c] for c in m.group(1)) + "年", plain)


_FULL_WIDTH_DIGITS = {ord(char): unicodedata.normalize("NFKC", char) for char in "０１２３４５６７８９"}
