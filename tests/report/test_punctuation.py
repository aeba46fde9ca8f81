"""规范空格和标点: what is proposed, what is left alone, and that nothing but blanks and marks changes."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.report.punctuation import Proposal, proposals, tidied


def tidy(text: str) -> str:
    return tidied(text, proposals(text))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("全年收到 6 件,均已办结;", "全年收到6件，均已办结；"),
        ("2023 年 1 月", "2023年1月"),
        ("(一)主动公开", "（一）主动公开"),
        ("（一)主动公开", "（一）主动公开"),
        ("公开(见附件)", "公开（见附件）"),
        ("其中:网站5条", "其中：网站5条"),
        ("为什么?", "为什么？"),
        ('"三审三校"制度', "“三审三校”制度"),
        ("微信 App 应用", "微信App应用"),
        ("公开 。", "公开。"),
        ("国办函〔2021〕 30 号", "国办函〔2021〕30号"),
    ],
)
def test_marks_and_blanks_become_those_of_an_official_document(typed: str, written: str) -> None:
    assert tidy(typed) == written


@pytest.mark.parametrize(
    "text",
    [
        "共1,203.5件，9:30开放，比例1:2。",
        "网址https://a.example.cn/b?c=1,2;d:(e)，邮箱a.b@example.cn。",
        "Open Data (v1.2), see below.",
        "张三 李四",
        "　　段首的缩进",
        "1.网站建设",
        "（一）主动公开",
        'say "yes"',
    ],
)
def test_numbers_addresses_and_other_scripts_are_left_alone(text: str) -> None:
    assert proposals(text) == ()


def test_every_change_has_its_place_and_its_reason() -> None:
    assert proposals("收到 6件,")[:2] == (
        Proposal(2, 3, "", "汉字与数字、字母、标点之间不空格"),
        Proposal(5, 6, "，", "中文里用全角标点"),
    )


@given(st.text("甲乙 12,:;()（）“\"'abc.。\u3000\n", max_size=60))
def test_only_blanks_and_marks_change_and_once_is_enough(text: str) -> None:
    written = tidy(text)

    def letters(some: str) -> str:
        return "".join(char for char in unicodedata.normalize("NFKC", some) if char.isalnum())

    assert letters(written) == letters(text)
    assert written.count("\n") == text.count("\n")
    changes = proposals(text)
    assert all(first.end <= second.start for first, second in pairwise(changes))
