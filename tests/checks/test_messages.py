"""The sentences, as the clerk reads them: what, where, both sides, the difference, and what to do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.checks.sums import SumFinding
from model.draft import Draft
from model.form.edition import Edition
from model.form.editions import load_edition
from model.report.report import Edit
from tests.checks.tables import cell, only, report, sentences


def test_a_column_that_does_not_balance(edition: Edition) -> None:
    draft = report(edition, ". natural_person\nnew_received 6\ngranted 7")
    assert sentences(draft) == [
        "“自然人”列不平：本年新收6＋上年结转0＝6，（七）总计7＋结转下年度0＝7，相差1；请核对。"
        "可能的原因：“（一）予以公开·自然人”多计了1。",
        "“总计”列不平：本年新收6＋上年结转0＝6，（七）总计7＋结转下年度0＝7，相差1；请核对。"
        "可能的原因：由“自然人”列引起，那里改平了，这里也就平了。",
    ]


def test_blanks_are_told_apart_from_zeros(edition: Edition) -> None:
    draft = report(edition, ". research\nnew_received 6\ncarried_in 0", zeros=False)
    assert sentences(draft)[0] == (
        "“科研机构”列未填完，还差6：本年新收6＋上年结转0＝6，（七）总计（未填）＋结转下年度（未填）＝0。"
        "“（一）予以公开·科研机构”等22格还没有填。"
    )


def test_a_figure_in_the_wrong_column(edition: Edition) -> None:
    draft = report(edition, ". natural_person business\nnew_received 6 3\ngranted 4 5")
    assert sentences(draft)[0].endswith("可能的原因：“自然人”列、“商业企业”列一多一少，有2填错了地方。")


def test_swapped_digits(edition: Edition) -> None:
    draft = report(edition, ". natural_person\nnew_received 21\ngranted 12")
    assert sentences(draft)[0].endswith(
        "可能的原因：“本年新收·自然人”（应为12）或“（一）予以公开·自然人”（应为21）有相邻两位数字写反了。"
    )


def test_without_a_cause_the_sentence_stands_alone(edition: Edition) -> None:
    draft = report(edition, ". other\nnew_received 30\ngranted 20\nwithheld_safety 8\ncarried_over 4")
    assert sentences(draft)[0] == (
        "“其他”列不平：本年新收30＋上年结转0＝30，（七）总计28＋结转下年度4＝32，相差2；请核对。"
    )


def test_against_last_year(edition: Edition) -> None:
    last_year = report(edition, ". natural_person\nnew_received 3\ncarried_over 3")
    last_year.enter({cell("documents.normative_documents.in_force"): 10})
    draft = report(edition, ". natural_person\ncarried_in 2\ngranted 2", last_year=last_year)
    draft.enter(
        {
            cell("documents.normative_documents.issued"): 3,
            cell("documents.normative_documents.repealed"): 14,
            cell("documents.normative_documents.in_force"): 0,
        }
    )
    assert sentences(draft) == [
        "“自然人”列与上年年报对不上：上年年报的结转下年度3，本表的上年结转2，相差1；请核对，情况属实的请填写说明。",
        "“总计”列与上年年报对不上：上年年报的结转下年度3，本表的上年结转2，相差1；请核对，情况属实的请填写说明。"
        "可能的原因：由“自然人”列引起，那里改平了，这里也就平了。",
        "“行政规范性文件”行与上年年报对不上：上年年报的现行有效10＋本年制发3＝13，"
        "本表的本年废止14＋现行有效0＝14，相差1；请核对，情况属实的请填写说明。",
        "“行政规范性文件”行与上年年报对不上：本表的本年废止14，不应大于上年年报的现行有效10＋本年制发3＝13，多出1；"
        "请核对，情况属实的请填写说明。",
    ]


def test_what_last_year_handed_on_was_forgotten(edition: Edition) -> None:
    last_year = report(edition, ". natural_person\nnew_received 3\ncarried_over 3")
    draft = report(edition, ". natural_person\nnew_received 6\ngranted 5\npartial 4", last_year=last_year)
    assert sentences(draft, "REQ-BALANCE")[0].endswith(
        "可能的原因：上年年报结转下来的是3，“上年结转·自然人”漏填或填错了。"
    )
    assert sentences(draft, "CARRY-IN")[0].endswith("可能的原因：“上年结转·自然人”应为3，改后有关的各处都能对上。")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            "upheld pending total\nreconsideration 10 1 10",
            "“行政复议·总计”原文件写的是10，各项相加是结果维持10＋尚未审结1＝11，相差1；请核对各项，或采用计算值。"
            "可能的原因：漏加了“行政复议·尚未审结”的1。",
        ),
        (
            "upheld total\ndirect_suit 5 0",
            "“未经复议直接起诉·总计”原文件写的是0，各项中只有结果维持5，相差5；请核对各项，或采用计算值。",
        ),
        (
            "total\nreconsideration 4",
            "“行政复议·总计”原文件写的是4，各项都是0，相差4；请核对各项，或采用计算值。",
        ),
    ],
)
def test_a_printed_total_that_is_not_ours(edition: Edition, row: str, sentence: str) -> None:
    assert sentences(report(edition, f". {row}", table="disputes")) == [sentence]


def test_a_printed_total_of_cells_that_are_all_blank(edition: Edition) -> None:
    draft = report(edition, ". total\nreconsideration 4", table="disputes", zeros=False)
    assert sentences(draft) == ["“行政复议·总计”原文件写的是4，各项都还没有填，相差4；请补填各项。"]


def test_a_long_sum_is_cut_short_and_still_adds_up(edition: Edition) -> None:
    rows = edition.tables["requests"].row("result_total").sum_of
    table = "\n".join(f"{row} {number}" for number, row in enumerate(rows[:9], start=1))
    draft = report(edition, f". other\nnew_received 45\n{table}\nresult_total 40")
    assert sentences(draft) == [
        "“（七）总计·其他”原文件写的是40，各项相加是（一）予以公开1＋（二）部分公开2＋（三）不予公开1.属于国家秘密3＋"
        "（三）不予公开2.其他法律行政法规禁止公开4＋（三）不予公开3.危及“三安全一稳定”5＋其余4项30＝45，相差5；"
        "请核对各项，或采用计算值。可能的原因：漏加了“（三）不予公开3.危及‘三安全一稳定’·其他”的5。",
    ]


def test_cells_and_sections_that_are_missing(edition: Edition) -> None:
    draft = report(edition, ". issued repealed\nrules 0 0\nnormative_documents 0 0", table="documents", zeros=False)
    missing = [finding.sentence(draft.evaluation) for finding in draft.evaluation.missing]
    assert missing[0] == (
        "“二、主动公开政府信息情况”第二十条第（一）项还有2格没有填："
        "规章·现行有效、行政规范性文件·现行有效；没有发生的请填0。"
    )
    assert missing[4] == (
        "“三、收到和处理政府信息公开申请情况”还有144格没有填："
        "本年新收·自然人、本年新收·商业企业、本年新收·科研机构等；没有发生的请填0。"
    )
    assert missing[-1] == "“六、其他需要报告的事项”还没有正文，请填写。"


def test_an_invented_edition_speaks_its_own_words(invented_edition: Edition) -> None:
    last_year = report(invented_edition, ". calls\nweekday 100", table="hotline", year=2030)
    draft = report(
        invented_edition,
        ". calls growth cost\nweekday 90 -5 1.50\nweekend 0 0 2.25",
        table="hotline",
        last_year=last_year,
    )
    assert sentences(draft) == [
        "“工作日”与上年年报对不上：上年年报的来电次数100＋比上年增减-5＝95，本表的来电次数90，相差5；"
        "请核对，情况属实的请填写说明。",
        "“比上年增减”列对不上：周末0，不应大于工作日-5，多出5；请留意。",
        "“费用（万元）”列对不上：周末2.25，不应大于工作日1.50，多出0.75；请留意。",
    ]
    draft.enter({cell("intake.withdrawn.company"): 2})
    assert sentences(draft, "FLOW")[0] == (
        "“企业”列不平：一、年初在办0＋二、本年收到0＋三、外单位转来0＝0，（三）总计2＋五、年末在办0＝2，相差2；请核对。"
    )


EDITION = load_edition("2021")


@given(
    entries=st.dictionaries(st.sampled_from(EDITION.inputs_of["requests"]), st.integers(0, 120), max_size=40),
    printed=st.dictionaries(st.sampled_from(sorted(EDITION.sums)), st.integers(0, 120), max_size=5),
)
@settings(max_examples=60, deadline=None)
def test_every_message_is_one_or_two_plain_sentences(entries: dict, printed: dict) -> None:  # type: ignore[type-arg]
    draft = Draft(EDITION, 2024)
    draft.apply(Edit(entries=entries, reported=printed))
    for finding in draft.evaluation.all_findings:
        message = finding.sentence(draft.evaluation)
        assert message.endswith("。")
        assert message.count("。") <= 2
        assert not re.search(r"[A-Za-z{}_]", message), "no key, no code, no English"
        if isinstance(finding, SumFinding):
            assert f"{finding.sides.difference}" in message
            assert EDITION.column_label(finding.cells[0]) in message or EDITION.row_label(finding.cells[0]) in message


def test_the_message_stays_the_same_wherever_the_finding_is_looked_at(edition: Edition) -> None:
    draft = report(edition, ". natural_person\nnew_received 6\ngranted 7")
    finding = only(draft, "REQ-BALANCE requests.new_received.natural_person")
    assert finding.sentence(draft.evaluation) == finding.sentence(draft.copy().evaluation)
