"""Blocks from Excel and WPS: read as they write them, checked whole, never half pasted."""

from __future__ import annotations

import pytest

from gui.report.tables.clipboard import PasteRefused, fit, from_text, to_text
from model.form.arrangement import lay_out
from model.form.edition import CellRef, Edition


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("6", [["6"]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t\t3\n", [["1", "", "3"]]),
        ("1\n\n3\n", [["1"], [""], ["3"]]),
        ('"自然\n人"\t2\n3\t4\n', [["自然\n人", "2"], ["3", "4"]]),
    ],
)
def test_reading_what_a_spreadsheet_copies(text: str, block: list[list[str]]) -> None:
    assert from_text(text) == block


def test_what_is_copied_reads_back() -> None:
    block = [["1", "", "288.67"], ["4", "5", "6"]]
    assert from_text(to_text(block)) == block


def target(edition: Edition, row: str, column: int) -> list[tuple[CellRef, ...]]:
    refs = lay_out(edition.tables["requests"]).refs
    start = next(i for i, line in enumerate(refs) if line[0].row == row)
    return [line[column:] for line in refs[start:]]


def test_a_whole_row_with_its_total(edition: Edition) -> None:
    paste = fit([["１２", "1,000", "", "0", "0", "0", "1012"]], target(edition, "granted", 0), edition)
    assert list(paste.values.values()) == [12, 1000, None, 0, 0, 0]
    assert paste.totals == {CellRef("requests", "granted", "total"): 1012}


@pytest.mark.parametrize(
    ("block", "column", "sentence"),
    [
        ([["3", "三"]], 0, "没有粘贴：“（一）予以公开·商业企业”一格，“三”不是阿拉伯数字"),
        ([["1"] * 8], 0, "1 行 8 列，从这一格往右往下只有 23 行 7 列，放不下"),
        ([["1", "2"], ["3"]], 0, "各行格数不一样"),
        ([["1", "自然人"]], 5, "“（一）予以公开·总计”是合计，粘贴来的“自然人”不是数字"),
        ([["9"]], 6, "这里是合计"),
    ],
)
def test_what_does_not_fit_is_refused_whole(
    edition: Edition, block: list[list[str]], column: int, sentence: str
) -> None:
    with pytest.raises(PasteRefused, match=sentence):
        fit(block, target(edition, "granted", column), edition)
