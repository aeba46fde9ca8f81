"""The checks of texts, one by one: what each asks about, and what it lets be."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from model.checks import passages
from model.checks.finding import PREAMBLE, TITLE, Finding
from model.checks.privacy import is_identity_number, passes_luhn, what_number
from model.checks.reading.paragraph import ReadParagraph
from model.checks.requirements import lists_in_use, use_folder
from model.draft import Draft
from model.form.edition import CellRef, Level
from model.form.editions import load_edition
from model.report.report import Details, Edit
from tests.checks.world import YEAR, edition, entries

AGENCY = "清河市数据局"


def report(
    overview: str = "",
    problems: str = "",
    others: str = "",
    *,
    year: int = YEAR,
    figures: bool = True,
    **details: object,
) -> Draft:
    texts = {"overview": overview, "problems": problems, "others": others}
    draft = Draft(edition(), year, Details(**{"agency": AGENCY, **details}))  # type: ignore[arg-type]
    draft.apply(Edit(narratives={key: text for key, text in texts.items() if text}))
    if figures:
        draft.apply(Edit(entries=entries()))
    return draft


def found(draft: Draft, code: str) -> list[Finding]:
    return [finding for finding in draft.evaluation.findings if finding.code == code]


def marked(draft: Draft, finding: Finding) -> list[str]:
    """The words that the finding's spans mark."""
    texts = {TITLE: draft.title, PREAMBLE: draft.preamble, **draft.narratives}
    return [texts[span.section][span.start : span.end] for span in finding.spans]


def test_a_figure_that_fits_no_reading_is_asked_about_with_its_place_and_its_cells() -> None:
    draft = report("（二）依申请公开\n全年 受理政府信息公开申请 95 件。")
    (finding,) = found(draft, "TEXT-TABLE")
    assert finding.level is Level.ASK
    assert marked(draft, finding) == ["受理政府信息公开申请 95 件"]
    assert [str(ref) for ref in finding.cells] == ["requests.new_received.total", "requests.carried_in.total"]
    assert finding.values == (95, 75)
    assert finding.message == (
        "正文“受理政府信息公开申请95件”与表格对不上：表中本年新收74、本年新收＋上年结转75；请核对，情况属实的请填写说明。"
    )


def test_a_whole_group_of_rows_is_named_as_the_form_names_it() -> None:
    (finding,) = found(report("全年政府信息公开申请不予公开15件。"), "TEXT-TABLE")
    assert "表中（三）不予公开12；" in finding.message


def test_documents_and_decisions_have_a_code_of_their_own() -> None:
    draft = report("制发规范性文件15件，废止9件，现行有效120件。作出行政处罚决定533件。")
    assert [marked(draft, finding) for finding in found(draft, "TEXT-DOCUMENTS")] == [
        ["制发规范性文件15件"],
        ["作出行政处罚决定533件"],
    ]


def test_blank_cells_are_given_time() -> None:
    draft = report("全年受理政府信息公开申请95件。", figures=False)
    assert found(draft, "TEXT-TABLE") == []


def test_an_explanation_holds_while_its_figures_stay() -> None:
    draft = report("全年受理政府信息公开申请95件。")
    (finding,) = found(draft, "TEXT-TABLE")
    from model.report.report import Explanation  # noqa: PLC0415

    draft.apply(Edit(explanations={finding.key: Explanation("口径不同", finding.figures)}))
    draft.apply(Edit(narratives={"overview": "认真办理。全年受理政府信息公开申请95件。"}))
    (moved,) = found(draft, "TEXT-TABLE")
    assert draft.explanation(moved) == "口径不同"
    draft.enter({CellRef("requests", "new_received", "business"): 5})
    (changed,) = found(draft, "TEXT-TABLE")
    assert draft.explanation(changed) is None


@pytest.mark.parametrize(
    "text",
    [
        "公开政府信息591条，其中通知公告273条，工作动态88条，专题专栏230条，法规文件20条。",
        "收集意见建议36条，采纳25条，未采纳15条，共计42条。",
        "组织培训12次，分别为业务培训5次、保密培训6次。",
        "新收政府信息公开申请790件，上年结转1件，办结700件，结转下年度90件。",
    ],
)
def test_a_text_that_contradicts_itself_is_asked_about(text: str) -> None:
    assert found(report(text, figures=False), "TEXT-SELF")


@pytest.mark.parametrize(
    "text",
    [
        "公开政府信息591条，其中通知公告273条，工作动态88条。",
        "收集意见建议36条，采纳21条，未采纳15条，共计36条。",
        "网站公开300条，公众号公开200条，共公开政策文件20条。",
        "政府网站共计30个，政务新媒体共计50个，公报点共计12个。",
        "组织培训12次，分别为业务培训5次、保密培训7次。",
        "新收政府信息公开申请790件，上年结转1件，办结701件，结转下年度90件。",
        "受理政府信息公开申请791件（含上年结转1件），办结701件，结转下年度90件。",
        "收到依申请公开9件，上年结转1件，其中网络申请5件，信函申请5件。",
        "全年培训12次，参训人员310人，其中科级干部120人。",
        "收到申请75件，引发行政复议、行政诉讼分别为7件、4件。",
    ],
)
def test_parts_need_not_be_all_and_sums_may_come_out(text: str) -> None:
    assert found(report(text, figures=False), "TEXT-SELF") == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("由总体情况、主动公开情况、申请情况、复议诉讼情况、存在的问题、其他事项六个部分组成。", False),
        ("由总体情况、主动公开情况、申请情况、行政复议、行政诉讼情况、存在的问题、其他事项六个部分组成。", False),
        ("全文包括工作概述、公开情况、申请情况、存在的问题及下一步措施等四个部分。", False),
        ("由总体情况、主动公开情况、申请情况、存在的问题、其他事项六个部分组成。", True),
    ],
)
def test_what_is_listed_is_counted(text: str, asked: bool) -> None:
    assert bool(found(report(preamble=text), "TEXT-SELF")) is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("自然人申请68件，占91.9%；法人申请6件，占8.1%。全年收到政府信息公开申请74件。", False),
        ("全年公开信息95条，其中动态24条，占25.3%。", False),
        ("全年公开信息95条，其中动态24条，占25%。", False),
        ("全年公开信息95条，其中动态24条，占26%。", True),
        ("全年公开信息95条，其中动态24条，占27%。", True),
        ("全年公开信息95条，其中动态24条，占26.3%。", True),
        ("培训3015人次，完成任务数2800人次的107.7%。", False),
        ("培训3015人次，完成任务数2800人次的117.7%。", True),
        ("就业7.26万人，完成任务数72500人的100.2%。", False),
        ("办结率100%，满意率98.5%，较上年提高1.2个百分点。", False),
    ],
)
def test_a_percentage_fits_the_numbers_beside_it(text: str, asked: bool) -> None:
    assert bool(found(report(text), "PERCENT")) is asked


@pytest.mark.parametrize(
    ("preamble", "asked"),
    [
        (f"统计期限自{YEAR}年1月1日起至{YEAR}年12月31日止。", False),
        (f"本报告统计数据从{YEAR} 年 1 月 1 日至 12 月 31 日。", False),
        (f"数据统计期限为{YEAR - 1}年1月1日至{YEAR}年12月31日。", True),
        (f"数据统计期限为{YEAR}年1月1日至{YEAR}年12月30日。", True),
        (f"数据统计期限为{YEAR}11日至{YEAR}1231日。", True),
        (f"编制{AGENCY}{YEAR - 1}年政府信息公开工作年度报告。", True),
        ("根据2019年修订的条例编制。", False),
    ],
)
def test_the_statistical_period_is_the_reports_year(preamble: str, asked: bool) -> None:
    assert bool(found(report(preamble=preamble), "PERIOD")) is asked


def test_the_year_in_the_title_is_marked() -> None:
    draft = report(title=f"{AGENCY}{YEAR - 1}年政府信息公开工作年度报告")
    (finding,) = found(draft, "PERIOD")
    assert (finding.spans[0].section, marked(draft, finding)) == (TITLE, [str(YEAR - 1)])


@pytest.mark.parametrize(
    ("text", "hinted"),
    [
        ("按照国办公开办函〔2021〕30号要求编制。", False),
        ("按照国办公开办函〔2019〕60号要求编制。", True),
        ("按照国办公开办函[2019] 60号要求编制。", True),
        ("根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。", False),
        ("根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制。", True),
        ("按照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）执行。", False),
    ],
)
def test_the_legal_basis_is_the_present_one(text: str, hinted: bool) -> None:
    assert bool(found(report(text), "OLD-BASIS")) is hinted


def test_the_report_of_2019_cites_the_notice_of_its_time() -> None:
    draft = Draft(load_edition("2019"), 2019, Details(AGENCY))
    draft.apply(Edit(narratives={"overview": "按照国办公开办函〔2019〕60号要求编制。"}))
    assert found(draft, "OLD-BASIS") == []


def test_what_was_charged_must_be_said_and_stay_within_the_table() -> None:
    assert found(report(others="无其他需要报告的事项。"), "FEE-TEXT")
    assert not found(report(others="本年度没有收取信息处理费。"), "FEE-TEXT")
    assert not found(report(), "FEE-TEXT")
    within, beyond = (report(others=f"全年收取信息处理费{sum_}元。") for sum_ in (3200, 3200000))
    assert not found(within, "FEE-AMOUNT")
    (finding,) = found(beyond, "FEE-AMOUNT")
    assert finding.values == (Decimal(320), Decimal("288.67"))


def test_problems_and_measures_are_both_wanted() -> None:
    both = "存在的问题：公开不够及时。下一步，将加强培训。"
    assert not found(report(problems=both), "PROBLEMS")
    assert len(found(report(problems="存在的问题：公开时效较慢。"), "PROBLEMS")) == 1
    assert len(found(report(problems="工作开展良好。"), "PROBLEMS")) == 2


@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("11010519491231002X", "身份证号码"),
        ("11010519491231002x", "身份证号码"),
        ("440524188001010014", "银行卡号"),
        ("110105194912310021", ""),
        ("110105199002300012", ""),
        ("13800138000", "手机号码"),
        ("19912345678", "手机号码"),
        ("12800138000", ""),
        ("4111111111111111", "银行卡号"),
        ("6222021234567890128", "银行卡号"),
        ("6222021234567890123", ""),
        ("02583716999", ""),
    ],
)
def test_numbers_that_name_a_person(number: str, what: str) -> None:
    if number == "440524188001010014":
        assert not is_identity_number(number)  # nobody who lives was born in 1880
    else:
        assert what_number(number) == what


def test_luhn() -> None:
    assert passes_luhn("79927398713") and not passes_luhn("79927398710")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("联系电话 138 0013 8000。", True),
        ("联系电话13800138000 13900139000。", True),
        ("联系电话+86 13800138000。", True),
        ("卡号6222 0212 3456 7890 128。", True),
        ("卡号6222-0212-3456-7890-123。", False),
        ("联系电话138-0013-8000。", True),
        ("联系电话１３８００１３８０００。", True),
        ("身份证号：110105 19491231 002X。", True),
        ("联系电话0564-3371215，邮编237000。", False),
        ("联系电话138****8000。", False),
        ("行政许可11398889件。", False),
        ("统一社会信用代码11510823MB1561440X。", False),
    ],
)
def test_private_numbers_are_found_as_people_write_them(text: str, asked: bool) -> None:
    assert bool(found(report(text), "PRIVACY")) is asked


def test_a_message_does_not_repeat_what_is_private() -> None:
    (finding,) = found(report("联系电话13800138000。"), "PRIVACY")
    assert "13800138000" not in f"{finding.message}{finding.key}{finding.figures}"


def test_a_heading_that_the_page_prints_itself_is_not_typed_again() -> None:
    heading = edition().section("problems").heading
    own = report(problems=f"{heading}\n存在的问题：不够及时。下一步加强培训。")
    (finding,) = found(own, "OWN-HEADING")
    assert marked(own, finding) == [heading]
    other = report("（一）主动公开\n公开信息。\n六、其他需要报告的事项\n没有收取信息处理费。")
    assert found(other, "OWN-HEADING")
    assert not found(report("总体情况良好，工作平稳有序。"), "OWN-HEADING")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("现公布清河市数据局2024年政府信息公开工作年度报告。", False),
        ("现公布市数据局2024年政府信息公开工作年度报告。", False),
        ("我局2024年政府信息公开工作有序开展。", False),
        ("参加市政府办公室2024年政府信息公开第三方评估。", False),
        ("按照市政府办公室《关于做好2024年度政府信息公开工作年度报告编制工作的通知》要求。", False),
        ("现公布平山县水务局2024年政府信息公开工作年度报告。", True),
    ],
)
def test_another_offices_name_is_noticed(text: str, asked: bool) -> None:
    assert bool(found(report(text), "AGENCY")) is asked


@pytest.mark.parametrize(
    ("text", "hinted"),
    [
        ("一是健全制度；二是加强培训；三是强化考核。", False),
        ("一是健全制度；二是加强培训。问题：一是时效不够；二是内容不全。", False),
        ("一是健全制度；三是强化考核。", True),
        ("一是健全制度；二是加强培训；二是强化考核。", True),
        ("（一）主动公开\n公开。\n（三）信息管理\n管理。", True),
        ("（一）主动公开\n公开。\n（二）依申请公开\n办理。", False),
    ],
)
def test_what_is_counted_off_follows_in_order(text: str, hinted: bool) -> None:
    assert bool(found(report(text), "NUMBERING")) is hinted


def test_a_heading_in_other_words_is_the_heading() -> None:
    headings = ["（一）主动公开情况", "（二）依申请公开情况", "（三）政府信息管理", "（四）平台建设多样化"]
    text = "\n".join(f"{heading}。全年开展工作。" for heading in headings)
    (finding,) = found(report(text), "HEADINGS")
    assert finding.figures == "（五）监督保障"


def test_rules_are_for_those_who_make_them() -> None:
    kinds = {True: "rule_making_government", False: "government"}
    for may, kind in kinds.items():
        assert bool(found(report(agency_kind=kind), "RULES-AUTHORITY")) is not may


@pytest.mark.parametrize(
    ("agency", "asked"),
    [("清河市人民政府", False), ("云溪县人民政府", True), ("清河市数据局", True), ("国家数据局", False), ("", False)],
)
def test_the_name_tells_who_makes_rules_until_a_kind_is_chosen(agency: str, asked: bool) -> None:
    assert bool(found(report(agency=agency), "RULES-AUTHORITY")) is asked


def with_last_year(draft: Draft, text: str = "", **cells: int) -> Draft:
    previous = Draft(edition(), draft.year - 1, Details(AGENCY))
    numbers = {CellRef("licensing", "licences", "decisions"): cells.get("licences", 11000)}
    previous.apply(Edit(entries={**entries(), **numbers}, narratives={"overview": text} if text else {}))
    draft.apply(Edit(details={"previous": previous}))
    return draft


SAID_AGAIN = (
    "坚持把政务公开作为加强自身建设的重要抓手，健全主要领导亲自抓、分管领导具体抓、科室协同推进的工作机制，"
    "细化任务分工，定期开展自查自纠，全年公开信息{}条，推动各项公开任务落地见效，切实保障群众的知情权和监督权。"
)


def test_a_paragraph_that_only_changed_its_figures_is_the_same() -> None:
    draft = with_last_year(report(SAID_AGAIN.format(300)), SAID_AGAIN.format(280))
    (finding,) = found(draft, "SAME-TEXT")
    assert marked(draft, finding) == [SAID_AGAIN.format(300)]
    rewritten = (
        "今年新设数据开放专区，围绕数据要素市场建设公开目录，逐项明确更新频次和责任科室，邀请企业代表座谈，按季度通报。"
    )
    assert not found(with_last_year(report(rewritten * 2), SAID_AGAIN), "SAME-TEXT")


def test_a_figure_far_from_last_years_is_looked_at_twice() -> None:
    assert not found(with_last_year(report()), "JUMP")
    (finding,) = found(with_last_year(report(), licences=130), "JUMP")
    assert finding.values == (11398, 130)


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("全年公开信息300条，其中网站（含专栏）210条。", set()),
        ("全年公开 300 条。", {"blanks"}),
        ("全年公开300条,其中网站210条。", {"half"}),
        ("（一）主动公开\n(二)依申请公开\n办理。", {"brackets"}),
        ("访问 www.example.gov.cn, 时间12:30。", set()),
    ],
)
def test_marks_that_chinese_print_does_not_have(text: str, sorts: set[str]) -> None:
    assert {finding.subject.split()[1] for finding in found(report(text), "PUNCTUATION")} == sorts


def test_a_clean_up_that_the_text_names_may_answer_for_documents_in_force() -> None:
    in_force = {CellRef("documents", "normative_documents", "in_force"): 130}
    silent = with_last_year(report("制发规范性文件14件。"))
    said = with_last_year(report("全面清理规范性文件，核减重复统计的15件。"))
    for draft, level in ((silent, Level.ASK), (said, Level.HINT)):
        draft.details.previous.merge(Edit(entries=in_force))
        draft.apply(Edit(details={"previous": draft.details.previous}))
        (finding,) = (f for f in found(draft, "IN-FORCE") if f.cells[0].row == "normative_documents")
        assert finding.level is level
    assert marked(said, finding) == ["全面清理规范性文件，核减重复统计的15件"]


def test_a_list_of_the_users_own_is_read_beside_the_general_one(tmp_path: Path) -> None:
    (tmp_path / "local.toml").write_text(
        'name = "本市要求"\nabout = "清政公开办〔2026〕1号"\n'
        'items = [{ section = "overview", label = "公开专区的数量", words = ["公开专区"] }]\n'
        'length = [{ section = "overview", characters = 10 }]\n',
        encoding="utf-8",
    )
    (tmp_path / "broken.toml").write_text("name = 3\nitems = []", encoding="utf-8")
    use_folder(lambda: tmp_path)
    try:
        hints = {f.subject: f.message for f in found(report("全年公开信息三百条，工作有序。"), "CONTENT")}
        assert "公开专区的数量（本市要求：清政公开办〔2026〕1号）" in hints["overview 本市要求"]
        assert "政策解读" in hints["overview 一般要求"]
        assert len(found(report("全年公开信息三百条，工作有序。"), "LENGTH")) == 1
        (refused,) = lists_in_use().refused
        assert refused.startswith("要求清单“broken.toml”没有读入：broken.toml")
        assert not [h for h in found(report("公开专区两个。"), "CONTENT") if "本市要求" in h.subject]
    finally:
        use_folder(lambda: tmp_path / "nowhere")


def test_what_was_pasted_by_the_megabyte_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    monkeypatch.setattr(passages, "read_paragraph", lambda text, *_: read.append(len(text)) or ReadParagraph((), -1))
    report("字" * 1_000_000 + "\n" + "收到申请3件。\n" * 200_000)
    assert sum(read) < passages.MOST_READ


def test_nothing_is_said_of_a_report_that_nobody_has_begun() -> None:
    draft = Draft(edition(), YEAR, Details(AGENCY))
    assert draft.evaluation.findings == ()
