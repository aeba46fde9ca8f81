"""Whose report it is and of which year: from the title, which may be broken over lines, and the opening paragraph."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
_YEAR_ALONE = re.compile(r"[（(]?(20[0-9]{2})年度?[）)]?")
_MOST_LINES_BELOW = 3
_PERIOD = re.compile(r"(20[0-9]{2})年1月1日.{0,12}?12月31日")
_WEB_LINE = re.compile(
    r"(?:发布|发文|成文|公开|更新|信息来源|文章来源|来源|作者|责任编辑|责编|编辑|审核|校对|供稿|浏览|点击|阅读|字体|字号|索引号?|"
    r"主题词|主题分类|发文机关|标题|关键词|文号|名称|日期|时间|有效性)[^:。,]{0,4}:"
    r"|您?(?:当前|现在)(?:的)?位置|首页>|附件?[0-9]{0,2}:?$|目[录次]$|.*[(〔][0-9]{4}[)〕][0-9]{1,4}号$"
    r"|\(?(?:打印|关闭|收藏|返回|分享|保存)(?:本页|窗口|页面|顶部|到)?\)?(?:[:|(]|$)"
)
_FOOTER = re.compile(
    "(?:主办|承办|协办|运维|维护|技术支持|建设运营)(?:单位|方)?:|网站地图|联系我们|关于我们|友情链接|上一[篇条]|下一[篇条]|相关(?:链接|阅读|文章|信息)"
    "|扫一扫|分享到|分享:|copyright|©",
    re.IGNORECASE,
)
_FOOTER_ANYWHERE = re.compile("版权所有|ICP备|公网安备|网站标识码|政府网站找错", re.IGNORECASE)
_LONGEST_FOOTER = 300
_TITLE_MARK = re.compile(r"^(?:title|标题|题目)[:：][\"'“]?", re.IGNORECASE)
_NOTICE = re.compile(
    "关于(?:印发|发布|公布|公开|报送|上报|呈报|转发)?(?=.*的(?:通知|公告|公示|通告|函)$)|(?:关于)?印发"
)
"""What makes the title of a report the title of a notice about it."""
_TAIL = re.compile(r"》?的?(?:通知|公告|公示|通告|函)$|[（(][^（()）]*[稿本版][）)]$")
_SUBJECT = re.compile("(?:政府|政务)?信息公开|政务公开")
_BLANK_FORM = re.compile(r"[_＿×XxＸ*]{2,}|[（(](?:单位|部门|机关)")
"""Where a blank form leaves room for a name."""
_SENTENCE = re.compile("[《〈，、；：]")
"""What stands in the sentence that cites the form, and in no title."""
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
    year: int | None
    agency: str
    is_notice: bool = False
    """Whether it is the title of a notice about the report."""


def read_opening(head: Sequence[Block], title_template: str) -> Opening:
    """Title, agency, year and opening paragraphs. ``title_template`` has ``{agency}`` and ``{year}``."""
    wording = letters(title_template.rpartition("{year}")[2]).removeprefix("年").removeprefix("度")
    lines = list(_lines(head, wording))
    title = _find_title(lines, wording)
    if title is None:
        preamble = tuple(line for line in lines if "。" in line.text)
        return Opening(year=_period_year(preamble), preamble=preamble)
    before, after = lines[: title.first], lines[title.last + 1 :]
    agency, text = title.agency, title.text if title.year and not title.is_notice else ""
    if not agency and (neighbour := _agency_line(before[::-1][:2])):
        agency, text = neighbour, neighbour + text
    if not agency and (neighbour := _agency_line(after[:2])):
        agency = neighbour
    preamble = tuple(
        line
        for line in after
        if not is_furniture(line.text) and letters(line.text) not in (letters(agency), letters(text))
    )
    year = title.year or _year_alone(preamble[:_MOST_LINES_BELOW]) or _period_year(preamble)
    preamble = tuple(line for line in preamble if not _YEAR_ALONE.fullmatch(one_line(line.text)))
    return Opening(agency or _agency_in(preamble, year), year, text, preamble)


def _lines(head: Sequence[Block], wording: str) -> Iterator[Paragraph]:
    """The lines before the first section; a title that runs on into its text, as in a report on one line, is one."""
    for block in head:
        if isinstance(block, Paragraph):
            start = block.text[:_LONGEST_TITLE].find(wording) + len(wording)
            if "。" in block.text and start >= len(wording) and not _SENTENCE.search(block.text[:start]):
                yield replace(block, text=block.text[:start])
                yield replace(block, text=block.text[start:].strip(), after_gap=True)
            else:
                yield block


def _find_title(lines: Sequence[Paragraph], wording: str) -> _Title | None:
    """The first line, or run of short lines, that reads as a title: a year, and words like the form's.

    Better than the title of a notice that the report comes with, or of a form without a year, is a title of its own.
    """
    candidates = list(_titles(lines[:_MOST_HEAD_LINES], wording))
    own = [title for title in candidates if not title.is_notice]
    named = [title for title in own if title.agency and not title.agency.startswith(_MIDDLE_OF_A_NAME)]
    together = [title for title in named if not any(line.after_gap for line in lines[title.first + 1 : title.last + 1])]
    return next(iter(sorted([*together, *named, *own, *candidates], key=lambda title: title.year is None)), None)


def _titles(lines: Sequence[Paragraph], wording: str) -> Iterator[_Title]:
    for first in range(len(lines)):
        joined = ""
        for last in range(first, min(first + _MOST_TITLE_LINES, len(lines))):
            text = lines[last].text
            if len(text) > _LONGEST_LINE or "。" in text or is_furniture(text):
                break
            joined += _TITLE_MARK.sub("", one_line(text))
            notice = _NOTICE.search(joined)
            if parts := _parts(joined[: notice.start()] + joined[notice.end() :] if notice else joined, wording):
                yield _Title(first, last, _TAIL.sub("", joined), *parts, is_notice=notice is not None)
                if parts[0]:
                    break


def _parts(text: str, wording: str) -> tuple[int | None, str] | None:
    """Year and agency of a title, or None if the text is none. The year may stand anywhere in it, or be left out."""
    if len(text) > _LONGEST_TITLE:
        return None
    text = _TAIL.sub("", text)
    match = _YEAR.search(text)
    if match and _is_like(text[match.end() :], wording):
        after = text[match.end() :]
        agency = _agency_before(text[: match.start()])
        return int(match.group(1)), _short(agency or _agency_before(after[: max(after.find(wording[:4]), 0)]))
    rest = text[: match.start()] + text[match.end() :] if match else text
    subject = _SUBJECT.search(rest)
    if subject is None or not _is_like(rest[subject.start() :], wording):
        return None
    return int(match.group(1)) if match else None, _short(_agency_before(rest[: subject.start()]))


def _is_like(text: str, wording: str) -> bool:
    """Whether the text has the words of a title's end, perhaps some of them left out or others between them."""
    plain = letters(text)
    blocks = SequenceMatcher(None, wording, plain, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= 0.6 * len(wording) and plain[-2:] in (wording[-2:], "年报")


def _agency_before(text: str) -> str:
    text = text.rpartition("《")[2].strip("〈“（( ").removesuffix("的").removesuffix("关于")
    return "" if _BLANK_FORM.search(text) else text


def _short(agency: str) -> str:
    return agency if len(agency) <= _LONGEST_AGENCY else ""


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


def _year_alone(lines: Sequence[Paragraph]) -> int | None:
    """The year in a line of its own below a title."""
    found = (_YEAR_ALONE.fullmatch(one_line(line.text)) for line in lines)
    return next((int(match.group(1)) for match in found if match), None)


def _period_year(lines: Sequence[Paragraph]) -> int | None:
    found = (_PERIOD.search(one_line(line.text)) for line in lines)
    return next((int(match.group(1)) for match in found if match), None)


def is_furniture(text: str) -> bool:
    """Whether the line belongs to a web page or a file header rather than to the report."""
    if len(text) > _LONGEST_LINE or "。" in text:
        return False
    plain = canonical(text)
    return bool(_WEB_LINE.match(plain) or _DATE.match(plain))


def is_footer(text: str) -> bool:
    """Whether the line begins what a web page has below its text: who runs it, its licence, other pages."""
    plain = canonical(text)
    return len(plain) <= _LONGEST_FOOTER and bool(_FOOTER.match(plain) or _FOOTER_ANYWHERE.search(plain))


def one_line(text: str) -> str:
    """The text without the spaces that Chinese does not have, years in Arabic digits."""
    plain = "".join(text.translate(_FULL_WIDTH_DIGITS).split())
    return _CHINESE_YEAR.sub(lambda m: "20" + "".join(_CHINESE_DIGITS[c] for c in m.group(1)) + "年", plain)


_FULL_WIDTH_DIGITS = {ord(char): unicodedata.normalize("NFKC", char) for char in "０１２３４５６７８９"}
