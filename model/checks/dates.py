"""Years and dates: the year that title and statistical period name, and whether the legal basis is the present one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from model.checks.evaluation import Examined
from model.checks.finding import PREAMBLE, TITLE, Finding, Span
from model.checks.passages import Passage, passages
from model.form.edition import Level
from model.form.editions import edition_names, load_edition

_YEAR = re.compile(r"(?P<year>(?:19|20)\s*\d\s*\d)\s*年?")
_NAMED_YEAR = re.compile(r"(?P<year>20\d\d)\s*年?\s*(?:度)?\s*政府信息公开(?:工作)?(?:年度)?(?:工作)?(?:年度)?报告")
_PERIOD_WORD = re.compile("统计期限|统计时限|统计数据|数据统计|统计时间|统计范围|起止时间|数据期限")
_PERIOD = re.compile(rf"[^。；;\n]*(?:{_PERIOD_WORD.pattern})[^。；;\n]*")
_DATE = re.compile(r"(?:(?P<year>\d{2,4})\s*年?\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日?")
_TORN = re.compile(
    r"20\d\d\s*(?:年\s*\d{1,2}\s*日\s*\d{1,2}\s*日|\s+\d{1,2}\s*月|年\s*\d{1,2}\s*\d{0,2}\s*日|\d{2,4}\s*日)"
)
_FIRST_DAY, _LAST_DAY = (1, 1), (12, 31)
_OFFICIAL_NUMBER = re.compile(
    r"(?:国[^〔\[（(【\s，。；、》]{0,8})?[〔\[（(【［]\s*(\d{4})\s*[〕\]）)】］]\s*(\d+)\s*号|第?\s*(\d+)\s*号令|令\s*第?\s*(\d+)\s*号"
)


def wrong_years(examined: Examined) -> Iterator[Finding]:
    """The year in the title, and the statistical period: 1 January to 31 December of the report's year."""
    for passage in passages(examined.report):
        yield from _title_year(passage, examined.report.year)
        for match in _PERIOD.finditer(passage.line) if _PERIOD_WORD.search(passage.line) else ():
            yield from _period(passage, match, examined.report.year)


def _title_year(passage: Passage, year: int) -> Iterator[Finding]:
    pattern = _YEAR if passage.section == TITLE else _NAMED_YEAR
    for at, match in enumerate(pattern.finditer(passage.line)):
        named = int("".join(match["year"].split()))
        if named != year and (passage.section in (TITLE, PREAMBLE) or (at == 0 and named == year - 1)):
            where = "标题" if passage.section == TITLE else "正文"
            yield _finding(passage, match.span("year"), f"{where}写的是{named}年，这是{year}年的年报", named)


def _period(passage: Passage, sentence: re.Match[str], year: int) -> Iterator[Finding]:
    offset, text = sentence.start(), sentence[0]
    dates = list(_DATE.finditer(text))
    for match in dates:
        named = match["year"]
        if named and int(named) != year:
            start, end = match.span("year")
            message = f"统计期限写的是{named}年，这是{year}年的年报"
            yield _finding(passage, (offset + start, offset + end), message, int(named))
    days = [(int(match["month"]), int(match["day"])) for match in dates]
    if torn := _TORN.search(text):
        place = (offset + torn.start(), offset + torn.end())
        yield _finding(passage, place, f"统计期限的日期“{torn[0]}”不完整", 0)
    elif len(days) == 2 and days != [_FIRST_DAY, _LAST_DAY]:
        place = (offset + dates[0].start(), offset + dates[1].end())
        yield _finding(passage, place, "统计期限应为1月1日至12月31日", days[0][0] * 100 + days[1][1])


def _finding(passage: Passage, place: tuple[int, int], message: str, rests_on: int) -> Finding:
    start, end = place
    said = "".join(passage.line[start:end].split())
    return Finding(
        code="PERIOD",
        level=Level.ASK,
        subject=f"{passage.section} {said} {start // 40}",
        message=f"{message}；请核对，情况属实的请填写说明。",
        spans=(passage.span(start, end),),
        figures=f"{said}/{rests_on}",
    )


def old_bases(examined: Examined) -> Iterator[Finding]:
    """The number of another year's notice, or a number that does not belong to the document that is named."""
    edition = examined.edition
    own = _number_of(edition.basis)
    seen: set[str] = set()
    for passage in passages(examined.report):
        for match in _OFFICIAL_NUMBER.finditer(passage.line) if "号" in passage.line else ():
            number = _number_of(match[0])
            other = "" if number == own else _bases().get(number, "")
            if other:
                message = f"正文引用的是{other}，{examined.report.year}年的年报应依据{edition.basis}"
            else:
                message = _misquoted(passage.line, match, edition.wording.citations)
            if message and number not in seen:
                seen.add(number)
                span = Span(passage.section, passage.start + match.start(), passage.start + match.end())
                yield Finding("OLD-BASIS", Level.HINT, number, f"{message}；请留意。", spans=(span,), figures=number)


@cache
def _bases() -> Mapping[str, str]:
    """What every edition rests on, by its number. A report that cites its own basis needs no other edition read."""
    return {_number_of(edition.basis): edition.basis for edition in map(load_edition, edition_names())}


def _misquoted(line: str, number: re.Match[str], citations: tuple[tuple[str, str], ...]) -> str:
    """Whether the number stands right behind the name of a document that has another."""
    before = "".join(line[max(0, number.start() - 60) : number.start()].split())
    for name, right in citations:
        at = before.rfind(name)
        between = before[at + len(name) :] if at >= 0 else ""
        if (
            at >= 0
            and not re.search(r"《|。|；", between)
            and len(between) <= 12
            and _number_of(number[0]) != _number_of(right)
        ):
            return f"《{name}》的文号是{right}，正文写的是{''.join(number[0].split())}"
    return ""


def _number_of(text: str) -> str:
    """A document's number without its brackets and blanks: 2021-30; 711 for an order of the State Council."""
    match = _OFFICIAL_NUMBER.search(text)
    if match is None:
        return text
    return f"{match[1]}-{match[2]}" if match[1] else match[3] or match[4]
