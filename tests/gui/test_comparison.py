"""Where two versions of a report differ, in words that name the place."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from gui.files.comparison import EMPTY, ComparisonTable, Difference, compare, excerpt
from gui.widgets.moments import moment
from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.report.report import Details, Edit, Explanation

PERSON = CellRef("requests", "granted", "natural_person")
RECEIVED = CellRef("requests", "new_received", "natural_person")
TOTAL = CellRef("requests", "granted", "total")
CELL = "三、申请办理：（一）予以公开·自然人"


@pytest.fixture
def other(draft: Draft) -> Draft:
    return draft.copy()


def test_the_same_report_has_no_differences(draft: Draft, other: Draft, edition: Edition) -> None:
    for version in (draft, other):
        version.apply(Edit(details={"previous": Draft(edition, 2024, Details(agency="云溪市水利局"))}))
    assert compare(draft, other) == [], "two readings of one last year's report are the same"


def test_figures_notes_and_printed_totals_name_their_cell(draft: Draft, other: Draft) -> None:
    draft.enter({PERSON: 3})
    other.apply(Edit(reported={TOTAL: 5}, cell_notes={PERSON: "含电话申请"}))
    assert compare(draft, other) == [
        Difference(CELL, "3", ""),
        Difference(f"{CELL}（批注）", "", "含电话申请"),
        Difference("三、申请办理：（一）予以公开·总计（原文件的合计）", "", "5"),
    ]


def test_a_zero_is_no_blank(draft: Draft, other: Draft) -> None:
    other.enter({PERSON: 0})
    assert compare(draft, other) == [Difference(CELL, "", "0")]


def test_a_text_shows_the_paragraphs_that_differ(draft: Draft, other: Draft) -> None:
    draft.apply(Edit(narratives={"overview": "第一段。\n收到申请12件。\n第三段。"}))
    other.apply(Edit(narratives={"overview": "第一段。\n收到申请21件。\n第三段。\n第四段。"}))
    assert compare(draft, other) == [
        Difference("一、总体情况，第 2 段", "收到申请12件。", "收到申请21件。"),
        Difference("一、总体情况，第 4 段", "", "第四段。"),
    ]


def test_details_are_named_as_on_their_page(draft: Draft, other: Draft, edition: Edition) -> None:
    kind = edition.agency_kinds[-1]
    previous = Draft(edition, 2024, Details(agency="云溪市水利局"))
    other.apply(Edit(details={"agency": "云溪市水利局", "agency_kind": kind.key, "previous": previous}))
    found = {place: (left, right) for place, left, right in compare(draft, other)}
    assert found["单位名称"] == ("云溪市人力资源和社会保障局", "云溪市水利局")
    assert found["单位类别"][1] == kind.label
    assert found["上年年报"] == ("", "2024 年年报，云溪市水利局")


def test_an_explanation_names_what_it_answers(draft: Draft, other: Draft) -> None:
    for version in (draft, other):
        version.enter({RECEIVED: 1})
    finding = draft.evaluation.findings[0]
    other.apply(Edit(explanations={finding.key: Explanation("次年办结", finding.figures)}))
    (found,) = compare(draft, other)
    assert found.place.startswith("说明：“自然人”列")
    assert (found.left, found.right) == ("", "次年办结")


@pytest.mark.parametrize(
    ("text", "other", "shown"),
    [
        ("收到12件", "收到21件", "收到12件"),
        (
            "甲" * 50 + "12件" + "乙" * 50,
            "甲" * 50 + "21件" + "乙" * 50,
            "…" + "甲" * 12 + "12" + "件" + "乙" * 11 + "…",
        ),
        ("", "收到", ""),
        ("甲" * 40, "甲" * 60, "…" + "甲" * 12),
    ],
)
def test_a_long_text_shows_what_differs(text: str, other: str, shown: str) -> None:
    assert excerpt(text, other) == shown


def test_the_table_shows_everything_literally(qtbot: QtBot) -> None:
    hostile = "<b>x</b><img src='canary.png'>"
    table = ComparisonTable([Difference("单位名称", hostile, "")], ("文件里的", "没有保存的"))
    qtbot.addWidget(table)
    item = table.item(0, 1)
    assert item.text() == hostile
    read = QTextDocument()
    read.setHtml(item.data(Qt.ItemDataRole.ToolTipRole))
    assert read.toPlainText() == hostile
    assert table.item(0, 2).text() == EMPTY


NOON = time.mktime((2026, 1, 20, 12, 0, 0, 0, 0, -1))


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (0, "今天 12:00"),
        (13 * 3600, "昨天 23:00"),
        (4 * 86_400, "1月16日 12:00"),
        (30 * 86_400, "2025年12月21日 12:00"),
        (-86_400, "1月21日 12:00"),
        (-1e18, "时间不明"),
    ],
)
def test_moments(before: float, words: str) -> None:
    assert moment(NOON - before, NOON) == words
