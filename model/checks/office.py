"""Whose report it is: another office's name left in the text, and documents that the office cannot make."""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.checks.evaluation import Examined
from model.checks.finding import Finding
from model.checks.passages import Passage, passages
from model.checks.wording import REQUESTS, quoted_label
from model.form.edition import Level
from model.report.numbers import format_number
from model.report.report import Report

_REPORT_OF = re.compile(
    r"(?P<office>[\u3400-\u9fff（）()]{3,40}?)\s*(?:20\d\d|[二〇○零]{2,3}[一二三四五六七八九十]{1,2})\s*年(?:度)?\s*政府信息公开(?:工作)?(?:年度)?(?:工作)?(?:年度)?(?:报告|年报)"
)
_BEFORE_THE_NAME = re.compile(
    r".*(?:编制|公布|发布|公开|现将|制定|形成|撰写|向社会公布|以下是|关于|下列是|根据|按照|要求|规定|本报告由|通过|联系|[》《“”：，。；、（）])"
)
_OFFICE_WORDS = "局 委 办 厅 部 署 院 会 处 站 所 政府 中心 街道 办事处 镇 乡 集团 大学 医院"
_OFFICES = tuple(_OFFICE_WORDS.split())
_SELF = re.compile(
    "^(?:我|本|该|全|各|市|区|县|省)?(?:市|区|县|省|州)?(?:局|委|办|厅|单位|机关|部门|政府|街道|镇|乡|办公室|中心)$"
)
_CANNOT_MAKE_RULES = re.compile("县|区(?!.*自治区)|镇|乡|街道")


def other_offices(examined: Examined) -> Iterator[Finding]:
    """A report that the text calls another office's: the name that a template had."""
    agency = examined.report.agency
    seen: set[str] = set()
    for passage in passages(examined.report) if agency else ():
        for match in _REPORT_OF.finditer(passage.line):
            name = _BEFORE_THE_NAME.sub("", match["office"])
            if name not in seen and _is_another(name, agency):
                seen.add(name)
                start = match.end("office") - len(name)
                yield _finding(passage, name, start, agency)


def _finding(passage: Passage, name: str, start: int, agency: str) -> Finding:
    return Finding(
        code="AGENCY",
        level=Level.ASK,
        subject=f"{passage.section} {name}",
        message=f"文中写的是“{name}”的年报，本单位是“{agency}”；{REQUESTS[Level.ASK]}。",
        spans=(passage.span(start, start + len(name)),),
        figures=f"{name}/{agency}",
    )


def _is_another(name: str, agency: str) -> bool:
    """Whether a name is an office's and not this one's, in full or shortened: 市人社局 is 市人力资源和社会保障局."""
    if not name.endswith(_OFFICES) or len(name) < 3 or _SELF.match(name):
        return False
    return not (_is_short_for(name, agency) or _is_short_for(agency, name))


def _is_short_for(short: str, full: str) -> bool:
    """Whether the characters of one stand in the other in the same order."""
    rest = iter(full)
    return all(character in rest for character in short)


def rules_without_authority(examined: Examined) -> Iterator[Finding]:
    """规章 of a body that can make none."""
    if may_make_rules(examined.report):
        return
    for ref in examined.edition.restricted:
        amount = examined.amounts.get(ref)
        if amount is not None and amount.number > 0:
            yield Finding(
                code="RULES-AUTHORITY",
                level=Level.ASK,
                subject=str(ref),
                message=f"{quoted_label(ref, examined.edition)}填了{format_number(amount.number)}："
                f"只有国务院部门，省、设区的市、自治州人民政府才能制定规章；{REQUESTS[Level.ASK]}。",
                cells=(ref,),
                figures=format_number(amount.number),
            )


def may_make_rules(report: Report) -> bool:
    """By the kind of body that was chosen; before one is, by what the name gives away."""
    if report.details.agency_kind:
        return report.agency_kind.makes_rules
    agency = report.agency
    if not agency or agency.startswith(("国家", "中华人民共和国", "中国")):
        return True
    is_government = agency.endswith(("政府", "省", "市", "自治州", "自治区"))
    return is_government and not _CANNOT_MAKE_RULES.search(agency)
