"""Tables with the traps that published reports set: a small table in, figures and sentences out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from model.form.edition import Edition
from model.importing import Imported, read_report, to_draft
from model.importing.content import Content, Paragraph
from model.importing.readers.text import read_text
from model.importing.recognising.recogniser import recognise

DISCLOSURE = "二、主动公开政府信息情况\n"
REQUESTS = (
    "三、收到和处理政府信息公开申请情况\n"
    "\t\t\t申请人情况\n"
    "\t\t\t自然人\t法人或其他组织\t\t\t\t\t总计\n"
    "\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n"
)
DISPUTES = "四、政府信息公开行政复议、行政诉讼情况\n"


def read(body: str, year: int = 2023) -> Imported:
    return read_report(f"云溪市档案局{year}年政府信息公开工作年度报告\n\n{body}".encode(), ".txt")


def figures(imported: Imported, start: str = "") -> dict[str, str]:
    """Everything that was read, by address."""
    found = {str(ref): str(number) for ref, number in (imported.entries | imported.reported).items()}
    return {address: number for address, number in found.items() if address.startswith(start)}


def row(imported: Imported, start: str) -> list[str]:
    """A row's figures in the order of the form's columns, "" for a blank."""
    table, line = start.split(".")
    found = figures(imported)
    return [found.get(f"{table}.{line}.{c.key}", "") for c in imported.edition.tables[table].columns]


@pytest.mark.parametrize(
    ("printed", "number", "note"),
    [
        ("22", "22", None),
        ("２２", "22", None),
        ("1,234", "1234", None),
        ("22件", "22", None),
        ("22 件", "22", None),
        ("22（件）", "22", None),
        ("22.0", "22", None),
        ("22（其中修订16件）", "22", "其中修订16件"),
        ("22件，其中修订16件", "22", "其中修订16件"),
        ("22【含修订】", "22", "含修订"),
    ],
)
def test_a_count_and_what_is_remarked_about_it(printed: str, number: str, note: str | None) -> None:
    imported = read(f"{DISCLOSURE}信息内容\t本年处理决定数量\n行政许可\t{printed}\n")
    assert figures(imported) == {"licensing.licences.decisions": number}
    assert list(imported.cell_notes.values()) == ([note] if note else [])


@pytest.mark.parametrize("printed", ["/", "—", "-", "无", "约10", "-3", "22.5", "22元", "１２３４５６７８９０１２３４"])
def test_what_is_no_count_leaves_the_cell_blank_and_is_said(printed: str) -> None:
    imported = read(f"{DISCLOSURE}信息内容\t本年处理决定数量\n行政许可\t{printed}\n行政处罚\t1\n")
    assert figures(imported) == {"enforcement.penalties.decisions": "1"}
    assert any("行政许可" in note for note in imported.notes)


@pytest.mark.parametrize(
    ("header", "printed", "amount", "noted"),
    [
        ("本年收费金额（单位：万元）", "288.67", "288.67", False),
        ("本年收费金额（单位：万元）", "288.67万元", "288.67", False),
        ("本年收费金额（单位：万元）", "288.67（万元）", "288.67", False),
        ("本年收费金额（单位：万元）", "2886700元", "288.67", True),
        ("本年收费金额（单位：万元）", "0.5亿元", "5000", True),
        ("本年收费金额（单位：元）", "12500", "1.25", True),
        ("本年收费金额（单位：元）", "1.25万元", "1.25", False),
    ],
)
def test_money_is_converted_where_the_unit_is_printed(header: str, printed: str, amount: str, noted: bool) -> None:
    imported = read(f"{DISCLOSURE}信息内容\t{header}\n行政事业性收费\t{printed}\n")
    assert list(imported.entries.values()) == [Decimal(amount)]
    assert ["换算" in note for note in imported.cell_notes.values()] == ([True] if noted else [])


def test_money_that_cannot_be_converted_exactly_stays_blank() -> None:
    imported = read(f"{DISCLOSURE}行政事业性收费\t12.345元\n行政许可\t1\n")
    assert figures(imported) == {"licensing.licences.decisions": "1"}
    assert any("小数" in note for note in imported.notes)


def test_a_unit_in_the_rows_own_label_counts() -> None:
    assert figures(read(f"{DISCLOSURE}行政事业性收费（单位：元）\t12500\n")) == {"fees.charges.amount": "1.25"}


def test_columns_in_another_order_are_read_by_their_labels() -> None:
    imported = read(f"{DISCLOSURE}信息内容\t现行有效件数\t本年制发件数\t本年废止件数\n规章\t9\t1\t2\n")
    assert row(imported, "documents.rules") == ["1", "2", "9"]


def test_columns_of_another_edition_are_not_taken_for_this_ones() -> None:
    imported = read(
        f"{DISCLOSURE}信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t1\t2\n"
        "信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t10\t+2\t300\n"
    )
    assert figures(imported) == {"licensing.licences.decisions": "300"}
    assert any("规章" in note for note in imported.notes)


def test_merged_cells_that_repeat_their_figure_are_one_figure() -> None:
    imported = read(f"{DISCLOSURE}信息内容\t本年处理决定数量\t本年处理决定数量\n行政许可\t135\t135\n行政处罚\t3\t4\n")
    assert figures(imported) == {"licensing.licences.decisions": "135"}


def test_the_form_of_2019_with_signs_and_blanks() -> None:
    imported = read(
        f"{DISCLOSURE}信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规范性文件\t1\t\t5\n"
        "信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t10\t+2\t300\n行政处罚\t1\t减少3\t7\n行政强制\t\t\t\n"
        "信息内容\t采购项目数量\t采购总金额\n政府集中采购\t5\t251000元\n",
        year=2019,
    )
    assert row(imported, "documents.normative_documents") == ["1", "", "5"]
    assert row(imported, "licensing.licences") == ["10", "2", "300"]
    assert row(imported, "enforcement.penalties") == ["1", "-3", "7"]
    assert row(imported, "enforcement.coercion") == ["", "", ""]
    assert row(imported, "procurement.central_procurement") == ["5", "251000"]
    assert list(imported.cell_notes.values()) == ["原文为251000元"]


def test_blanks_keep_their_columns() -> None:
    imported = read(
        f"{REQUESTS}一、本年新收政府信息公开申请数量\t\t\t6\t\t\t\t\t1\t7\n三、本年度办理结果\t（一）予以公开\t\t3\t\t\t\t\t1\t\n"
    )
    assert row(imported, "requests.new_received") == ["6", "", "", "", "", "1", "7"]
    assert row(imported, "requests.granted") == ["3", "", "", "", "", "1", ""]


@pytest.mark.parametrize("printed", ["\t\t\t\t0\t0\t0\t0\t0\t0", "\t\t\t0\t0\t0\t\t0\t0\t0"])
def test_a_blank_in_a_row_of_zeros_is_no_zero(printed: str) -> None:
    """Seven columns, six zeros and a blank: the blank stays one, wherever in the row it stands."""
    whole = "（一）予以公开\t\t\t0\t0\t0\t0\t0\t0\t0\n"
    imported = read(f"{REQUESTS}一、本年新收政府信息公开申请数量{printed}\n{whole}")
    assert row(imported, "requests.new_received") == printed.split("\t")[3:]


UNREADABLE = ["O", "3万", "#N/A", "12*", "12/13", "1e3", "五", "不适用", "（空）", "/", "—", "详见附件"]


@pytest.mark.parametrize("odd", UNREADABLE)
@pytest.mark.parametrize("place", [0, 3, 6])
@pytest.mark.parametrize("between", ["\t", " ", "\n"])
def test_what_cannot_be_read_keeps_its_place(odd: str, place: int, between: str) -> None:
    """The rest of the row stays where it is; the cell is blank, and a note names it and says what stands there."""
    if between == "\n" and odd in ("#N/A", "12/13"):
        return  # alone in its line, a text takes the one for a heading and the other for a page number
    cells = ["2", "0", "0", "1", "0", "4", "7"]
    cells[place] = odd
    whole = "一、本年新收政府信息公开申请数量\t1\t2\t3\t4\t5\t6\t21\n"
    imported = read(f"{REQUESTS}{whole}（一）予以公开{between}{between.join(cells)}\n")
    assert row(imported, "requests.granted") == ["" if index == place else cell for index, cell in enumerate(cells)]
    name = imported.edition.tables["requests"].columns[place].label
    assert any("（一）予以公开" in note and name in note and odd in note for note in imported.notes)


@pytest.mark.parametrize("odd", UNREADABLE)
def test_what_cannot_be_read_in_a_small_table_is_said(odd: str) -> None:
    imported = read(
        f"{DISCLOSURE}信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t{odd}\t4\n行政许可\t{odd}\n"
    )
    assert figures(imported) == {"documents.rules.issued": "1", "documents.rules.in_force": "4"}
    assert any("规章" in note and "本年废止" in note for note in imported.notes)
    assert any("行政许可" in note for note in imported.notes)


def test_a_blank_row_takes_no_figures_from_a_row_that_the_form_does_not_have() -> None:
    blank = "\t2.重复申请\t0\t0\t0\t0\t0\t0\t0\n\t3.要求提供公开出版物\t\t\t\t\t\t\t\n"
    imported = read(f"{REQUESTS}{blank}\t6.某某情形\t1\t0\t0\t0\t0\t0\t1\n\t另一种情形\t1\t0\t0\t0\t0\t0\t1\n")
    assert {ref.row for ref in imported.entries} == {"refused_repeat"}
    assert any("某某情形" in note and "另一种情形" in note for note in imported.notes)
    assert any("要求提供公开出版物" in note for note in imported.notes)


def test_a_misprinted_label_is_known_by_its_neighbours() -> None:
    """Between the fifth and the seventh item stands the sixth, whatever it is called; a note says so."""
    rows = ["5.属于三类内部事务信息", "6.甲乙丙丁", "7.属于行政执法案卷"]
    body = "".join(f"\t{label}\t{n}\t0\t0\t0\t0\t0\t{n}\n" for n, label in enumerate(rows, 1))
    imported = read(f"{REQUESTS}{body}")
    assert row(imported, "requests.withheld_deliberative") == ["2", "0", "0", "0", "0", "0", "2"]
    assert any("甲乙丙丁" in note and "属于四类过程性信息" in note for note in imported.notes)


@pytest.mark.parametrize("label", ["8.甲乙丙丁", "（四）甲乙丙丁"])
def test_a_row_with_another_number_is_not_known_by_its_neighbours(label: str) -> None:
    body = "".join(
        f"\t{text}\t1\t0\t0\t0\t0\t0\t1\n" for text in ("5.属于三类内部事务信息", label, "7.属于行政执法案卷")
    )
    imported = read(f"{REQUESTS}{body}")
    assert row(imported, "requests.withheld_deliberative") == [""] * 7
    assert any("甲乙丙丁" in note for note in imported.notes)


DISPUTE_LINES = (
    "行政复议\n行政诉讼\n未经复议直接起诉\n复议后起诉\n" + "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n" * 3
)


def test_five_figures_under_three_headings_are_nobodys() -> None:
    imported = read(f"{DISPUTES}{DISPUTE_LINES}1\n0\n0\n0\n1\n")
    assert figures(imported) == {}
    assert any("15个" in note and "5个" in note for note in imported.notes)


def test_ten_figures_under_three_headings_are_nobodys() -> None:
    imported = read(f"{DISPUTES}{DISPUTE_LINES}1\n0\n0\n0\n1\n2\n0\n0\n0\n2\n")
    assert figures(imported) == {}
    assert any("15个" in note and "10个" in note for note in imported.notes)


def test_fifteen_figures_in_lines_fill_the_three_rows() -> None:
    cells = ["1", "2", "0", "0", "3", "0", "0", "0", "0", "0", "4", "0", "0", "0", "4"]
    imported = read(f"{DISPUTES}{DISPUTE_LINES}{chr(10).join(cells)}\n")
    assert row(imported, "disputes.reconsideration") == cells[:5]
    assert row(imported, "disputes.suit_after_reconsideration") == cells[10:]


@pytest.mark.parametrize("line", ["{}|", "|{}", "| {} |", "{} |"])
def test_one_cell_a_line_with_bars(line: str) -> None:
    cells = [
        "一、本年新收政府信息公开申请数量",
        "6",
        "0",
        "0",
        "0",
        "0",
        "1",
        "7",
        "二、上年结转政府信息公开申请数量",
        *"0000000",
    ]
    imported = read("三、收到和处理政府信息公开申请情况\n" + "".join(f"{line.format(cell)}\n" for cell in cells))
    assert row(imported, "requests.new_received") == ["6", "0", "0", "0", "0", "1", "7"]
    assert row(imported, "requests.carried_in") == ["0"] * 7


def test_each_blank_cell_of_a_row_is_named() -> None:
    whole = "（一）予以公开\t1\t0\t0\t0\t0\t0\t1\n"
    imported = read(f"{REQUESTS}{whole}（二）部分公开\t1\t\t0\t0\t\t0\t1\n")
    assert row(imported, "requests.partial") == ["1", "", "0", "0", "", "0", "1"]
    assert any("“（二）部分公开”的商业企业、法律服务机构" in note for note in imported.notes)


def test_a_row_that_could_be_read_in_two_ways_stays_blank() -> None:
    imported = read(f"{DISPUTES}行政复议 1 2 3\n")
    assert figures(imported) == {}
    assert any("行政复议" in note and "分不清" in note for note in imported.notes)


def test_a_false_total_is_kept_beside_ours() -> None:
    imported = read(f"{REQUESTS}一、本年新收政府信息公开申请数量\t\t\t6\t0\t0\t0\t0\t1\t9\n")
    assert row(imported, "requests.new_received") == ["6", "0", "0", "0", "0", "1", "9"]


@pytest.mark.parametrize(
    "torn",
    [
        "一、本年新收政府信息公开\t\t\t\t\t\t\t\t\t\n\n— 3 —\n\n申请数量\t\t\t6\t0\t0\t0\t0\t1\t7\n",
        "一、本年新收政府信息公开\t\t\t6\t0\t0\t0\t0\t1\t7\n\n3\n\n申请数量\t\t\t\t\t\t\t\t\t\n",
        "一、本年新收政府信息公开\t\t\t\t\t\t\t\t\t\n\n3\n\n申请数量\t\t\t6\t0\t0\t0\t0\t1\t7\n",
        "一、本年新收政府信息\n公开申请数量\n6 0 0 0 0 1 7\n",
        "一、 本年新收政府信息公开申请数量\n6\n0\n0\n0\n0\n1\n7\n",
        "一、\t本年新收政府信息公开申请数量（件）\t\t6\t0\t0\t0\t0\t1\t7\n",
    ],
)
def test_a_label_torn_or_on_its_own_line_is_still_the_rows(torn: str) -> None:
    assert row(read(f"{REQUESTS}{torn}"), "requests.new_received") == ["6", "0", "0", "0", "0", "1", "7"]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("1.属于国家机密", "withheld_state_secret"),
        ("4、保护第三方合法利益", "withheld_third_party"),
        ("1.信访、举报、投诉类申请", "refused_petition"),
        ("( 二 ) 部 分 公 开", "partial"),
        ("〔二〕部分公开(区分处理的,只计这一情形,不计其他情形)", "partial"),
        ("8．属于行政查询事项", "withheld_query"),
        ("⑶ 其他", "closed_other"),
    ],
)
def test_labels_with_other_marks_and_slips(printed: str, key: str) -> None:
    assert row(read(f"{REQUESTS}{printed}\t1\t0\t0\t0\t0\t0\t1\n"), f"requests.{key}")[0] == "1"


def test_a_row_without_label_under_a_header_is_nobodys() -> None:
    header = "\t\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n"
    imported = read(f"{REQUESTS}1.属于国家秘密\t\t\t1\t0\t0\t0\t0\t0\t1\n\n{header}\t\t\t6\t0\t0\t0\t0\t1\t7\n")
    assert {ref.row for ref in (*imported.entries, *imported.reported)} == {"withheld_state_secret"}


def test_rows_with_equal_labels_are_told_apart_by_their_group(edition: Edition) -> None:
    table = edition.tables["requests"]
    rows = tuple(
        replace(row, label="1.其他", short="1.其他") if row.key in ("unable_not_held", "refused_petition") else row
        for row in table.rows
    )
    form = replace(edition, tables={**edition.tables, "requests": replace(table, rows=rows)})
    body = "（五）不予处理\t1.其他\t5\t0\t0\t0\t0\t0\t5\n（四）无法提供\t1.其他\t4\t0\t0\t0\t0\t0\t4\n"
    text = f"云溪市档案局2023年政府信息公开工作年度报告\n\n{REQUESTS}{body}"
    imported = recognise(read_text(text.encode()), edition_of=lambda year: form)
    assert row(imported, "requests.unable_not_held")[0] == "4"
    assert row(imported, "requests.refused_petition")[0] == "5"


def test_a_row_that_the_form_does_not_have_is_said() -> None:
    imported = read(f"{REQUESTS}9.属于工作秘密\t1\t0\t0\t0\t0\t0\t1\n")
    assert figures(imported) == {}
    assert any("属于工作秘密" in note for note in imported.notes)


def test_a_row_printed_twice_with_other_figures_is_said() -> None:
    imported = read(f"{REQUESTS}1.属于国家秘密\t1\t0\t0\t0\t0\t0\t1\n1.属于国家秘密\t2\t0\t0\t0\t0\t0\t2\n")
    assert row(imported, "requests.withheld_state_secret")[0] == "1"
    assert any("两次" in note for note in imported.notes)


def test_a_group_printed_as_one_row() -> None:
    imported = read(f"{REQUESTS}（六）其他处理\t\t\t2\t0\t0\t0\t0\t0\t2\n")
    assert row(imported, "requests.closed_other") == ["2", "0", "0", "0", "0", "0", "2"]
    assert row(imported, "requests.closed_fee_unpaid") == ["", "0", "0", "0", "0", "0", ""]
    assert any("（六）其他处理" in note and "2" in note for note in imported.notes)


def test_a_group_with_its_items_is_not_counted_twice() -> None:
    imported = read(f"{REQUESTS}（六）其他处理\t\t\t2\t0\t0\t0\t0\t0\t2\n3.其他\t\t\t2\t0\t0\t0\t0\t0\t2\n")
    assert figures(imported).keys() == {str(ref) for ref in imported.edition.cells if ref.row == "closed_other"}


@pytest.mark.parametrize(
    "printed",
    [
        "行政复议\t\t\t\t\t行政诉讼\n结果维持\t结果纠正\n1\t2\t0\t0\t3\t0\t0\t0\t0\t0\n\n- 5 -\n\n4\t0\t0\t0\t4\n",
        "类别\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n行政复议\t1\t2\t0\t0\t3\n未经复议直接起诉\t0\t0\t0\t0\t0\n"
        "复议后起诉\t4\t0\t0\t0\t4\n",
        "\t行政复议\t未经复议直接起诉\t复议后起诉\n结果维持\t1\t0\t4\n结果纠正\t2\t0\t0\n其他结果\t0\t0\t0\n尚未审结\t0\t0\t0\n总计\t3\t0\t4\n",
        "行政复议\n结果维持：1\n结果纠正：2\n其他结果：0\n尚未审结：0\n总计：3\n行政诉讼\n未经复议直接起诉\n结果维持：0\n结果纠正：0\n"
        "其他结果：0\n尚未审结：0\n总计：0\n复议后起诉\n结果维持：4\n结果纠正：0\n其他结果：0\n尚未审结：0\n总计：4\n",
        "件数\t1\t2\t0\t0\t3\t0\t0\t0\t0\t0\t4\t0\t0\t0\t4\n",
    ],
)
def test_the_shapes_of_the_disputes_table(printed: str) -> None:
    imported = read(f"{DISPUTES}{printed}")
    assert row(imported, "disputes.reconsideration") == ["1", "2", "0", "0", "3"]
    assert row(imported, "disputes.direct_suit") == ["0"] * 5
    assert row(imported, "disputes.suit_after_reconsideration") == ["4", "0", "0", "0", "4"]


def test_too_few_figures_for_a_spread_table_are_not_guessed() -> None:
    imported = read(f"{DISPUTES}0\t0\t1\t0\t0\t0\t0\n")
    assert figures(imported) == {}
    assert any("15个" in note and "7个" in note for note in imported.notes)


def test_tables_without_their_headings_are_found() -> None:
    imported = read(
        "一、总体情况\n全年平稳。\n信息内容\t本年处理决定数量\n行政处罚\t3\n行政强制\t0\n行政许可\t7\n\n五、存在的主要问题及改进情况\n略。\n"
    )
    assert figures(imported, "enforcement") == {
        "enforcement.penalties.decisions": "3",
        "enforcement.coercion.decisions": "0",
    }
    assert imported.narratives["overview"] == "全年平稳。"


@pytest.mark.parametrize(
    "remark",
    [
        "本年度未发生行政复议、行政诉讼。",
        "注：以上数据不含各镇街",
        "备注:1.含上年结转",
        "| 注：以上数据不含各镇街 | | | |",
        "本年度没有因政府信息公开申请被申请行政复议",
    ],
)
def test_text_around_the_tables_is_kept_as_a_remark(remark: str) -> None:
    figures_before = "行政复议\t1\t0\t0\t0\t1\n"
    imported = read(f"{DISPUTES}{figures_before}{remark}\n")
    assert imported.remarks == {"disputes": remark.strip("| ")}
    assert row(imported, "disputes.reconsideration") == ["1", "0", "0", "0", "1"]
    assert to_draft(imported).remarks == imported.remarks
    assert any("1段文字" in note for note in imported.notes)


def test_a_header_in_one_line_is_no_remark() -> None:
    header = "信息内容 本年制发件数 本年废止件数 现行有效件数\n"
    assert read(f"{DISCLOSURE}第二十条第（一）项\n{header}规章 0 0 0\n").remarks == {}


def test_tables_of_2019_in_a_later_report_are_said() -> None:
    header = "信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n"
    imported = read(f"{DISCLOSURE}{header}规章\t0\t1\t2\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n")
    assert any("2019年版" in note and "2023年度" in note for note in imported.notes)
    assert not any("年版格式" in note for note in read(f"{REQUESTS}（一）予以公开\t1\t0\t0\t0\t0\t0\t1\n").notes)


def test_a_report_on_one_line() -> None:
    figures_of = {"一、本年新收政府信息公开申请数量": "2 0 0 0 0 1 3", "（一）予以公开": "1 0 0 0 0 1 2"}
    rows = " ".join(f"{label} {cells}" for label, cells in figures_of.items())
    text = (
        "云溪市档案局2023年政府信息公开工作年度报告根据《条例》要求，编制本报告。一、总体情况（一）主动公开全年公开三百条。"
        "二、主动公开政府信息情况 第二十条第（五）项 信息内容 本年处理决定数量 行政许可 70 "
        f"三、收到和处理政府信息公开申请情况 {rows} "
        "五、存在的主要问题及改进情况问题不少，逐步改进。六、其他需要报告的事项无。"
    )
    imported = read_report(text.encode(), ".txt")
    assert (imported.agency, imported.year) == ("云溪市档案局", 2023)
    assert figures(imported, "licensing") == {"licensing.licences.decisions": "70"}
    assert row(imported, "requests.new_received") == ["2", "0", "0", "0", "0", "1", "3"]
    assert row(imported, "requests.granted") == ["1", "0", "0", "0", "0", "1", "2"]
    assert imported.narratives["problems"] == "问题不少，逐步改进。"


def test_a_page_number_between_cells_is_no_cell() -> None:
    cells = ["6", "0", "0", "- 12 -", "0", "0", "第 3 页 共 9 页", "1", "7"]
    blocks = [Paragraph(text) for text in ("一、本年新收政府信息公开申请数量", *cells)]
    content = Content((Paragraph("三、收到和处理政府信息公开申请情况"), *blocks))
    assert row(recognise(content, year=2023), "requests.new_received") == ["6", "0", "0", "0", "0", "1", "7"]
