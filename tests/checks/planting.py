"""Mistakes that published reports make, planted into invented ones: each says which code should notice it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from model.draft import Draft
from model.form.edition import CellRef
from model.report.report import Details, Edit

ID_NUMBER = "11010519491231002X"
"""The example of GB 11643 itself."""

CARD_NUMBER, PHONE_NUMBER = "6222021234567890128", "13800138000"


class Mistake(NamedTuple):
    """``plant`` returns False where the report offers no place for it."""

    name: str
    code: str
    plant: Callable[[Draft], bool]


def _in_text(pattern: str, change: Callable[[re.Match[str]], str]) -> Callable[[Draft], bool]:
    """Changes the first match in any narrative."""

    def plant(draft: Draft) -> bool:
        for key, text in draft.narratives.items():
            new, count = re.subn(pattern, change, text, count=1)
            if count:
                draft.apply(Edit(narratives={key: new}))
                return True
        return False

    return plant


def _more(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) + 1001}{match[3]}"


def _figure(before: str, unit: str = "件") -> Callable[[Draft], bool]:
    return _in_text(rf"({before})(\d+)({unit})", _more)


def _appended(sentence: str, section: int = 0) -> Callable[[Draft], bool]:
    def plant(draft: Draft) -> bool:
        key = draft.edition.narrative_sections[section].key
        text = draft.narratives[key] + "\n" + sentence.format(year=draft.year, last=draft.year - 1)
        draft.apply(Edit(narratives={key: text}))
        return True

    return plant


def _prepended(draft: Draft) -> bool:
    section = draft.edition.narrative_sections[1]
    draft.apply(Edit(narratives={section.key: f"{section.heading}\n{draft.narratives[section.key]}"}))
    return True


def _detail(name: str, value: str) -> Callable[[Draft], bool]:
    def plant(draft: Draft) -> bool:
        draft.apply(Edit(details={name: value.format(agency=draft.agency, year=draft.year, last=draft.year - 1)}))
        return True

    return plant


def _without(words: str, section: int) -> Callable[[Draft], bool]:
    def plant(draft: Draft) -> bool:
        key = draft.edition.narrative_sections[section].key
        draft.apply(Edit(narratives={key: re.sub(words, "其他", draft.narratives[key])}))
        return True

    return plant


def _cell(address: str, number: int | Decimal) -> Callable[[Draft], bool]:
    def plant(draft: Draft) -> bool:
        draft.enter({CellRef.parse(address): number})
        return True

    return plant


def _rules(draft: Draft) -> bool:
    if draft.agency_kind.makes_rules:
        return False
    return _cell("documents.rules.issued", 2)(draft)


def last_year_of(draft: Draft) -> Draft:
    """A report of the year before, with other texts and figures that the present one continues."""
    previous = Draft(draft.edition, draft.year - 1, Details(draft.agency, draft.details.agency_kind))
    entries = dict(draft.entries)
    for column in ("natural_person", "business"):
        entries[CellRef("requests", "carried_over", column)] = draft.entries[CellRef("requests", "carried_in", column)]
    documents = {c: CellRef("documents", "normative_documents", c) for c in ("issued", "repealed", "in_force")}
    in_force = (
        draft.entries[documents["in_force"]] + draft.entries[documents["repealed"]] - draft.entries[documents["issued"]]
    )
    previous.apply(Edit(entries={**entries, documents["in_force"]: in_force}))
    return previous


def _with_last_year(change: Callable[[Draft], None]) -> Callable[[Draft], bool]:
    def plant(draft: Draft) -> bool:
        previous = last_year_of(draft)
        change(previous)
        draft.apply(Edit(details={"previous": previous}))
        return True

    return plant


def _last_year_carried_more(previous: Draft) -> None:
    ref = CellRef("requests", "carried_over", "natural_person")
    previous.enter({ref: previous.entries[ref] + 3})


def _last_year_had_few(previous: Draft) -> None:
    previous.enter({CellRef("licensing", "licences", "decisions"): 1})


def _last_year_had_more_in_force(previous: Draft) -> None:
    ref = CellRef("documents", "normative_documents", "in_force")
    previous.enter({ref: previous.entries[ref] + 4})


_THE_SAME = (
    "坚持把政务公开作为加强自身建设的重要抓手，健全主要领导亲自抓、分管领导具体抓、科室协同推进的工作机制，"
    "细化任务分工，定期开展自查自纠，推动各项公开任务落地见效，不断提升公开的质量和实效，切实保障群众的知情权和监督权。"
)


def _the_same_text(draft: Draft) -> bool:
    key = draft.edition.narrative_sections[0].key
    previous = last_year_of(draft)
    previous.apply(Edit(narratives={key: _THE_SAME}))
    draft.apply(Edit(narratives={key: f"{draft.narratives[key]}\n{_THE_SAME}"}, details={"previous": previous}))
    return True


MISTAKES = (
    Mistake("正文：新收件数", "TEXT-TABLE", _figure("(?:新收|收到)(?:政府信息公开申请|依申请公开)?")),
    Mistake("正文：受理件数（含结转）", "TEXT-TABLE", _figure("受理政府信息公开申请")),
    Mistake("正文：办结件数", "TEXT-TABLE", _figure("(?:办结|答复)")),
    Mistake("正文：结转下年", "TEXT-TABLE", _figure("结转(?:下年度继续办理|下年度|下年)")),
    Mistake("正文：上年结转", "TEXT-TABLE", _figure("上年结转")),
    Mistake("正文：办理结果", "TEXT-TABLE", _figure("(?:予以公开|部分公开|不予公开|无法提供)")),
    Mistake("正文：申请人", "TEXT-TABLE", _figure("(?:自然人|法人或其他组织)(?:申请)?")),
    Mistake("正文：行政复议", "TEXT-TABLE", _figure("行政复议")),
    Mistake("正文：行政诉讼", "TEXT-TABLE", _figure("行政诉讼")),
    Mistake("正文：复议结果", "TEXT-TABLE", _figure("(?:维持|纠正)")),
    Mistake("正文：制发文件", "TEXT-DOCUMENTS", _figure("(?:制发|新制定|出台)(?:行政)?(?:规范性文件)?")),
    Mistake("正文：废止文件", "TEXT-DOCUMENTS", _figure("(?:废止|失效)(?:规范性文件)?")),
    Mistake("正文：现行有效", "TEXT-DOCUMENTS", _figure("现行有效(?:规范性文件)?")),
    Mistake("正文：行政许可", "TEXT-DOCUMENTS", _figure("行政许可决定")),
    Mistake("正文：百分比", "PERCENT", _in_text(r"(占)(\d+)(\.\d%)", lambda m: f"{m[1]}{int(m[2]) // 2 + 7}{m[3]}")),
    Mistake("分项大于总数", "TEXT-SELF", _appended("全年公开政府信息320条，其中网站公开210条、公众号公开160条。")),
    Mistake("共计不等于各项", "TEXT-SELF", _appended("网站发布信息210条，公众号发布信息160条，共计380条。")),
    Mistake("分别为不等于总数", "TEXT-SELF", _appended("开展培训12次，分别为业务培训5次、保密培训6次。")),
    Mistake(
        "部分的个数", "TEXT-SELF", _appended("本报告由总体情况、公开情况、申请情况、存在问题、其他事项六个部分组成。")
    ),
    Mistake("标题的年份", "PERIOD", _detail("title", "{agency}{last}年政府信息公开工作年度报告")),
    Mistake("统计期限的年份", "PERIOD", _detail("preamble", "数据统计期限为{last}年1月1日至{last}年12月31日。")),
    Mistake("统计期限的日期", "PERIOD", _detail("preamble", "数据统计期限为{year}年1月1日至11月30日。")),
    Mistake("日期掉了月字", "PERIOD", _detail("preamble", "统计期限自{year}年1日1日起至{year}年12月31日止。")),
    Mistake("旧的依据", "OLD-BASIS", _appended("本报告按照国办公开办函〔2019〕60号的要求编制。")),
    Mistake("别的单位", "AGENCY", _detail("title", "平山县水务局{year}年政府信息公开工作年度报告")),
    Mistake("没有写收费", "FEE-TEXT", _without("信息处理费|收费|处理费", 2)),
    Mistake("收费超过表", "FEE-AMOUNT", _appended("全年收取信息处理费99999999元。", 2)),
    Mistake("没有问题", "PROBLEMS", _without("问题|不足|短板|薄弱|差距|不够|有待", 1)),
    Mistake("没有措施", "PROBLEMS", _without("下一步|改进|措施|整改|进一步|今后|加强|提升|完善|针对", 1)),
    Mistake("身份证号码", "PRIVACY", _appended(f"申请人身份证号{ID_NUMBER}。")),
    Mistake("手机号码", "PRIVACY", _appended(f"联系人电话{PHONE_NUMBER}。")),
    Mistake("银行卡号", "PRIVACY", _appended(f"缴费账号{CARD_NUMBER}。")),
    Mistake("重复的标题", "OWN-HEADING", _prepended),
    Mistake("编号不连续", "NUMBERING", _appended("一是健全制度，二是加强培训，四是强化考核。")),
    Mistake("半角标点", "PUNCTUATION", _appended("加强培训,强化考核。")),
    Mistake("缺小标题", "HEADINGS", _without("监督保障", 0)),
    Mistake("篇幅过长", "LENGTH", _appended("公开" * 501)),
    Mistake("与上年雷同", "SAME-TEXT", _the_same_text),
    Mistake("变化很大", "JUMP", _with_last_year(_last_year_had_few)),
    Mistake("结转接不上", "CARRY-IN", _with_last_year(_last_year_carried_more)),
    Mistake("现行有效接不上", "IN-FORCE", _with_last_year(_last_year_had_more_in_force)),
    Mistake("无权制定规章", "RULES-AUTHORITY", _rules),
)
