"""The grammar of narratives: levels, headings, small tables, and where in the text each stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.report.narrative import (
    NarrativeParagraph,
    NarrativeTable,
    Rank,
    narrative_paragraphs,
    numbering,
    read_narrative,
    run_in_heading,
)
from model.report.text import paragraphs, printable, printed_places


def headings(text: str) -> list[str]:
    """What of each paragraph is a heading."""
    return [paragraph.text[: paragraph.heading] for paragraph in narrative_paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "rank", "length"),
    [
        ("一、总体", Rank.SECTION, 2),
        ("十二、总体", Rank.SECTION, 3),
        ("（一）主动", Rank.PART, 3),
        ("(一)主动", Rank.PART, 3),
        ("1.网站", Rank.ITEM, 2),
        ("１．网站", Rank.ITEM, 2),
        ("1、2023年", Rank.ITEM, 2),
        ("（1）栏目", Rank.SUBITEM, 3),
        ("1）栏目", Rank.SUBITEM, 2),
    ],
)
def test_numbers_have_ranks(text: str, rank: Rank, length: int) -> None:
    assert numbering(text) == (rank, length)


@pytest.mark.parametrize("text", ["3.5万人次", "2023年", "一是加强", "（注）", "第一、", "12月"])
def test_other_beginnings_have_none(text: str) -> None:
    assert numbering(text) is None


def test_short_numbered_lines_are_headings_and_items_of_a_list_are_none() -> None:
    assert headings("（一）主动公开\n全年。\n1.网站\n文字。") == ["（一）主动公开", "", "1.网站", ""]
    assert headings("1.网站\n2.新媒体\n3.专栏\n下一步，继续。") == ["", "", "", ""]
    assert headings("（一）制度不健全；\n（二）人员不足；\n（三）培训不够。\n下一步。") == ["", "", "", ""]
    assert headings("（一）主动公开\n（二）依申请公开") == ["（一）主动公开", "（二）依申请公开"]


def test_a_heading_of_two_parts_stands_over_text_and_not_in_a_list() -> None:
    assert headings("（一）提高认识，加强领导\n成立小组。") == ["（一）提高认识，加强领导", ""]
    assert headings("（一）提高认识，加强领导。\n（二）完善制度，落实责任。") == ["", ""]


def test_a_heading_of_the_upper_ranks_may_begin_a_paragraph() -> None:
    text = "（一）主动公开。全年公开。\n（二）申请：收到6件。\n1.网站。改版一次。"
    assert headings(text) == ["（一）主动公开。", "（二）申请：", ""]
    assert run_in_heading("（一）" + "长" * 30 + "。其余") == 0


def test_places_count_the_characters_that_were_typed() -> None:
    text = "前文\r\n\u3000\u3000（一）\u200b主动  公开。全年  公开\u3000\n\n尾"
    _, part, last = narrative_paragraphs(text)
    assert (part.number, part.text, last.number) == (1, "（一）主动 公开。全年 公开", 2)
    assert text[part.place(0) : part.place(part.heading)] == "（一）\u200b主动  公开。"
    assert text[part.place(part.text.index("年")) :].startswith("年")
    assert text[part.place(len(part.text) - 1) : part.place(len(part.text))] == "开"
    assert text[last.place(0) : last.place(1)] == "尾"


@given(st.text("甲乙 \t\u3000\u200b\ufeff\xa0，\n\r", max_size=40))
def test_every_printed_character_has_its_place(text: str) -> None:
    assert [part.text for part in narrative_paragraphs(text)] == list(paragraphs(text))
    for part in narrative_paragraphs(text):
        places = [part.place(position) for position in range(len(part.text))]
        assert places == sorted(set(places))
        for place, char in zip(places, part.text, strict=True):
            assert printable(text[place]) == char or (char in " \u3000" and text[place].isspace())
        assert len(printed_places(part.line)) == len(part.text)


def test_lines_of_cells_are_a_table() -> None:
    text = "统计如下：\n\t渠道\t条数\n\t网站\t30\n \n以上为全部。"
    before, table, after = read_narrative(text)
    assert isinstance(table, NarrativeTable)
    assert table.rows == (("渠道", "条数"), ("网站", "30"))
    assert [line.number for line in table.lines] == [1, 2]
    assert isinstance(before, NarrativeParagraph) and isinstance(after, NarrativeParagraph)
    assert after.number == 3


def test_a_corner_without_words_keeps_its_column_and_short_rows_are_filled() -> None:
    (table,) = read_narrative("\t网站\t微信\n条数\t30\t5\n次数\t7")
    assert isinstance(table, NarrativeTable)
    assert table.rows == (("", "网站", "微信"), ("条数", "30", "5"), ("次数", "7", ""))


@pytest.mark.parametrize("text", ["一\t行", "1.\t网站\n2.\t微信", "\t缩进\n\t缩进", "渠道\t条数\n\n网站\t30"])
def test_a_single_row_a_number_and_an_indent_are_no_table(text: str) -> None:
    assert all(isinstance(part, NarrativeParagraph) for part in read_narrative(text))


def test_a_heading_over_a_table_is_one() -> None:
    assert headings("1.渠道\n渠道\t条数\n网站\t30")[0] == "1.渠道"
