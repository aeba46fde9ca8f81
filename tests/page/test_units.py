"""What is printed, and where a line may end."""

from __future__ import annotations

import pytest

from model.page.units import Joints, neighbouring_marks
from model.report.text import paragraphs, printable


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("　　一、总体情况  ", "一、总体情况"),
        ("两\t个 \xa0 空格", "两 个 空格"),
        ("零\u200b宽\ufeff、软\xad连字符、方\u202e向\u2069", "零宽、软连字符、方向"),
        ("响\x07铃\x00与坏\ud800字", "响铃与坏字"),
        ("换\r\n行", "换 行"),
        ("葛\U000e0100城", "葛城"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("\u200b \u3000", ""),
    ],
)
def test_what_has_no_printed_form_is_left_out_and_all_else_stays(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_every_line_end_starts_a_paragraph_and_empty_lines_only_part_them() -> None:
    assert paragraphs("一\n二\r\n\r\n　　三\u2028四\n \n") == ("一", "二", "三", "四")


def legal_breaks(text: str) -> list[str]:
    return [f"{text[:at]}|{text[at:]}" for at in Joints.of(text).breaks()]


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("共1,203.5件", ["共|1,203.5件"]),
        ("第12号令", ["第12号|令"]),
        ("5.31万人关", ["5.31万人|关"]),
        ("共 30 天内", ["共 |30 天内", "共 30 天|内"]),
        ("率99.5%达", ["率|99.5%达", "率99.5%|达"]),
        ("（一）主", ["（一）|主"]),
        ("是——否", ["是——|否"]),
        ("等……。", []),
        ("Open Data", ["Open |Data"]),
        ("２０２３年初", ["２０２３年|初"]),
        ("he’s", []),
        ("e\u0301x", []),
    ],
)
def test_where_a_line_may_end(text: str, breaks: list[str]) -> None:
    assert legal_breaks(text) == breaks


def test_an_address_breaks_after_its_segments_only() -> None:
    assert legal_breaks("https://a.cn/b?c=1&d=2") == [
        "https://|a.cn/b?c=1&d=2",
        "https://a.cn/|b?c=1&d=2",
        "https://a.cn/b?|c=1&d=2",
        "https://a.cn/b?c=|1&d=2",
        "https://a.cn/b?c=1&|d=2",
        "https://a.cn/b?c=1&d=|2",
    ]


def test_marks_that_share_their_white() -> None:
    text = "他说：“好。”（见《条例》，第二条。）"
    assert [text[at : at + 2] for at in neighbouring_marks(text)] == ["：“", "。”", "”（", "》，", "。）"]
