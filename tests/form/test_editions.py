"""Every edition that is shipped: the folder is walked, so that a new file cannot be forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.form.edition import CellRef, Edition, Level, NumberKind, Relation, SectionBody, TableLayout
from model.form.editions import edition_for_year, edition_names, load_edition
from resources import resource_path

FILES = sorted(resource_path("formats").iterdir())

RESULTS = "三、本年度办理结果"
WITHHELD, UNABLE, REFUSED, CLOSED = "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"

REQUEST_ROWS = [  # the notice's third table: key, label as printed, groups
    ("new_received", "一、本年新收政府信息公开申请数量"),
    ("carried_in", "二、上年结转政府信息公开申请数量"),
    ("granted", "（一）予以公开", RESULTS),
    ("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", RESULTS),
    ("withheld_state_secret", "1.属于国家秘密", RESULTS, WITHHELD),
    ("withheld_other_law", "2.其他法律行政法规禁止公开", RESULTS, WITHHELD),
    ("withheld_safety", "3.危及“三安全一稳定”", RESULTS, WITHHELD),
    ("withheld_third_party", "4.保护第三方合法权益", RESULTS, WITHHELD),
    ("withheld_internal", "5.属于三类内部事务信息", RESULTS, WITHHELD),
    ("withheld_deliberative", "6.属于四类过程性信息", RESULTS, WITHHELD),
    ("withheld_enforcement", "7.属于行政执法案卷", RESULTS, WITHHELD),
    ("withheld_query", "8.属于行政查询事项", RESULTS, WITHHELD),
    ("unable_not_held", "1.本机关不掌握相关政府信息", RESULTS, UNABLE),
    ("unable_needs_creation", "2.没有现成信息需要另行制作", RESULTS, UNABLE),
    ("unable_unclear", "3.补正后申请内容仍不明确", RESULTS, UNABLE),
    ("refused_petition", "1.信访举报投诉类申请", RESULTS, REFUSED),
    ("refused_repeat", "2.重复申请", RESULTS, REFUSED),
    ("refused_publication", "3.要求提供公开出版物", RESULTS, REFUSED),
    ("refused_vexatious", "4.无正当理由大量反复申请", RESULTS, REFUSED),
    ("refused_reissue", "5.要求行政机关确认或重新出具已获取信息", RESULTS, REFUSED),
    ("closed_not_corrected", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", RESULTS, CLOSED),
    ("closed_fee_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", RESULTS, CLOSED),
    ("closed_other", "3.其他", RESULTS, CLOSED),
    ("result_total", "（七）总计", RESULTS),
    ("carried_over", "四、结转下年度继续办理"),
]
APPLICANTS = "申请人情况"
COMPANIES = "法人或其他组织"
REQUEST_COLUMNS = [
    ("natural_person", "自然人", APPLICANTS),
    ("business", "商业企业", APPLICANTS, COMPANIES),
    ("research", "科研机构", APPLICANTS, COMPANIES),
    ("charity", "社会公益组织", APPLICANTS, COMPANIES),
    ("law_firm", "法律服务机构", APPLICANTS, COMPANIES),
    ("other", "其他", APPLICANTS, COMPANIES),
    ("total", "总计", APPLICANTS),
]


def lines(edition: Edition, table: str, axis: str) -> list[tuple[str, ...]]:
    return [(line.key, line.label, *line.groups) for line in getattr(edition.tables[table], axis)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_in_the_folder_is_an_edition_named_like_its_file(path: Path) -> None:
    assert path.suffix == ".toml"
    edition = load_edition(path.stem)
    assert edition.name == path.stem == str(edition.first_year)
    assert path.stem in edition_names()


@pytest.mark.parametrize("name", edition_names())
def test_every_edition_has_the_six_sections_and_sums_that_can_be_computed(name: str) -> None:
    edition = load_edition(name)
    assert [(s.key, s.heading, s.body is SectionBody.NARRATIVE) for s in edition.sections] == [
        ("overview", "一、总体情况", True),
        ("disclosure", "二、主动公开政府信息情况", False),
        ("requests", "三、收到和处理政府信息公开申请情况", False),
        ("disputes", "四、政府信息公开行政复议、行政诉讼情况", False),
        ("problems", "五、存在的主要问题及改进情况", True),
        ("others", "六、其他需要报告的事项", True),
    ]
    assert edition.section("overview").headings == (
        "（一）主动公开",
        "（二）依申请公开",
        "（三）政府信息管理",
        "（四）政府信息公开平台建设",
        "（五）监督保障",
    )
    assert set(edition.cells) == set(edition.inputs) | set(edition.sums)
    assert set(edition.sum_order) == set(edition.sums)
    assert all(edition.inputs_under[ref] for ref in edition.cells)
    assert [kind.deadline for kind in edition.agency_kinds] == [(1, 31), (3, 31), (1, 31), (3, 31)]
    assert edition.title.format(agency="云溪市财政局", year=2024) == "云溪市财政局2024年政府信息公开工作年度报告"
    assert edition.basis in edition.preamble


def test_a_year_has_one_edition_and_the_first_is_2019() -> None:
    assert [edition_for_year(year).name for year in (2019, 2020, 2021, 2025, 2040)] == [
        "2019",
        "2019",
        "2021",
        "2021",
        "2021",
    ]
    with pytest.raises(LookupError):
        edition_for_year(2018)
    with pytest.raises(KeyError):
        load_edition("2020")


def test_2021_has_166_cells_to_fill_and_34_totals(edition: Edition) -> None:
    assert (len(edition.inputs), len(edition.sums)) == (166, 34)
    assert len(edition.cells) == 25 * 7 + 3 * 5 + 2 * 3 + 1 + 2 + 1


def test_2021_prints_the_table_of_requests_word_for_word(edition: Edition) -> None:
    table = edition.tables["requests"]
    assert lines(edition, "requests", "rows") == REQUEST_ROWS
    assert lines(edition, "requests", "columns") == REQUEST_COLUMNS
    assert table.corner == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert table.column("total").sum_of == tuple(key for key, *_ in REQUEST_COLUMNS[:-1])
    assert table.row("result_total").sum_of == tuple(key for key, *_ in REQUEST_ROWS[2:-2])
    assert len(table.row("result_total").sum_of) == 21


def test_2021_prints_the_disputes_as_one_row_of_fifteen(edition: Edition) -> None:
    table = edition.tables["disputes"]
    assert table.layout is TableLayout.ROW
    assert lines(edition, "disputes", "rows") == [
        ("reconsideration", "行政复议"),
        ("direct_suit", "未经复议直接起诉", "行政诉讼"),
        ("suit_after_reconsideration", "复议后起诉", "行政诉讼"),
    ]
    assert lines(edition, "disputes", "columns") == [
        ("upheld", "结果维持"),
        ("corrected", "结果纠正"),
        ("other_outcome", "其他结果"),
        ("pending", "尚未审结"),
        ("total", "总计"),
    ]
    assert table.column("total").sum_of == ("upheld", "corrected", "other_outcome", "pending")


def test_2021_has_the_four_tables_of_article_20(edition: Edition) -> None:
    tables = edition.tables_of(edition.section("disclosure"))
    assert [
        (t.key, t.caption, [(r.key, r.label) for r in t.rows], [(c.key, c.label) for c in t.columns]) for t in tables
    ] == [
        (
            "documents",
            "第二十条第（一）项",
            [("rules", "规章"), ("normative_documents", "行政规范性文件")],
            [("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")],
        ),
        ("licensing", "第二十条第（五）项", [("licences", "行政许可")], [("decisions", "本年处理决定数量")]),
        (
            "enforcement",
            "第二十条第（六）项",
            [("penalties", "行政处罚"), ("coercion", "行政强制")],
            [("decisions", "本年处理决定数量")],
        ),
        (
            "fees",
            "第二十条第（八）项",
            [("charges", "行政事业性收费")],
            [("amount", "本年收费金额（单位：万元）")],
        ),
    ]
    kinds = {edition.kind(ref) for ref in edition.cells if ref.table != "fees"}
    assert kinds == {NumberKind.COUNT}
    assert edition.kind(CellRef("fees", "charges", "amount")) is NumberKind.AMOUNT


def test_2021_checks_what_the_form_demands(edition: Edition) -> None:
    checks = [(check.code, check.level, check.relation) for check in edition.checks]
    assert checks == (
        [("REQ-BALANCE", Level.HARD, Relation.EQUAL)] * 7
        + [("CARRY-IN", Level.ASK, Relation.EQUAL)] * 7
        + [("IN-FORCE", Level.ASK, Relation.EQUAL)] * 2
        + [("REPEALED", Level.ASK, Relation.AT_MOST)] * 2
    )
    assert [check.left[0].ref.column for check in edition.checks[:7]] == [key for key, *_ in REQUEST_COLUMNS]


def test_2021_hands_on_what_was_left_over_and_what_is_in_force(edition: Edition) -> None:
    handed_on = {(str(source), str(to)) for to, source in edition.carry_forward.items()}
    assert handed_on == {
        (f"requests.carried_over.{key}", f"requests.carried_in.{key}") for key, *_ in REQUEST_COLUMNS[:-1]
    } | {(f"documents.{row}.in_force", f"documents.{row}.in_force") for row in ("rules", "normative_documents")}


def test_2021_reads_reports_that_still_print_other_results_as_one_row(edition: Edition) -> None:
    (merged,) = edition.tables["requests"].merged_groups
    assert (merged.group, merged.receives) == (CLOSED, "closed_other")


def test_2019_differs_in_one_row_of_requests_and_in_section_two(edition: Edition, edition_2019: Edition) -> None:
    assert lines(edition_2019, "requests", "rows") == [
        *REQUEST_ROWS[:20],
        ("closed", CLOSED, RESULTS),
        *REQUEST_ROWS[23:],
    ]
    assert lines(edition_2019, "requests", "columns") == REQUEST_COLUMNS
    assert edition_2019.tables["disputes"] == edition.tables["disputes"]
    assert [(t.caption, [r.label for r in t.rows], [c.label for c in t.columns]) for t in edition_2019.tables.values()][
        :5
    ] == [
        ("第二十条第（一）项", ["规章", "规范性文件"], ["本年新制作数量", "本年新公开数量", "对外公开总数量"]),
        (
            "第二十条第（五）项",
            ["行政许可", "其他对外管理服务事项"],
            ["上一年项目数量", "本年增/减", "处理决定数量"],
        ),
        ("第二十条第（六）项", ["行政处罚", "行政强制"], ["上一年项目数量", "本年增/减", "处理决定数量"]),
        ("第二十条第（八）项", ["行政事业性收费"], ["上一年项目数量", "本年增/减"]),
        ("第二十条第（九）项", ["政府集中采购"], ["采购项目数量", "采购总金额"]),
    ]
    kinds = {str(ref): edition_2019.kind(ref) for ref in edition_2019.cells}
    assert {key for key, kind in kinds.items() if kind is NumberKind.AMOUNT} == {
        "procurement.central_procurement.amount"
    }
    assert {key.split(".")[-1] for key, kind in kinds.items() if kind is NumberKind.CHANGE} == {"change"}


def test_messages_call_a_cell_by_its_row_and_column(edition: Edition) -> None:
    def label(address: str) -> str:
        return edition.label(CellRef.parse(address))

    assert label("requests.granted.natural_person") == "（一）予以公开·自然人"
    assert label("requests.withheld_safety.other") == "（三）不予公开3.危及“三安全一稳定”·其他"
    assert label("disputes.direct_suit.upheld") == "未经复议直接起诉·结果维持"


@pytest.mark.parametrize("name", edition_names())
def test_no_two_cells_of_a_table_share_a_name(name: str) -> None:
    edition = load_edition(name)
    for table in edition.tables:
        labels = [edition.label(ref) for ref in edition.cells if ref.table == table]
        assert len(set(labels)) == len(labels)
