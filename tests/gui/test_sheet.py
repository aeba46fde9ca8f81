"""Where the form's tables put their cells and headings, on the screen as in print."""

from __future__ import annotations

import pytest

from gui.tables.sheet import headings, lay_out, level_count
from model.form.editions import edition_names, load_edition
from model.form.report_format import CellRef, ReportFormat


def boxes(paths: list[tuple[str, ...]]) -> list[tuple[str, int, int, int, int]]:
    return [(box.text, box.first, box.last, box.level, box.levels) for box in headings(paths)]


def test_neighbours_share_their_outer_heading_and_short_labels_fill_the_levels_left() -> None:
    assert boxes([("申请人", "自然人"), ("申请人", "法人", "企业"), ("申请人", "法人", "其他"), ("总计",)]) == [
        ("申请人", 0, 2, 0, 1),
        ("自然人", 0, 0, 1, 2),
        ("法人", 1, 2, 1, 1),
        ("企业", 1, 1, 2, 1),
        ("其他", 2, 2, 2, 1),
        ("总计", 3, 3, 0, 3),
    ]


def test_the_same_label_twice_is_two_boxes() -> None:
    assert boxes([("其他",), ("其他",)]) == [("其他", 0, 0, 0, 1), ("其他", 1, 1, 0, 1)]
    apart = boxes([("组", "甲"), ("乙",), ("组", "丙")])
    assert [box for box in apart if box[0] == "组"] == [("组", 0, 0, 0, 1), ("组", 2, 2, 0, 1)]


def test_the_requests_table_has_three_levels_both_ways(report_format: ReportFormat) -> None:
    sheet = lay_out(report_format.tables["requests"])
    assert (level_count(sheet.column_headings), level_count(sheet.row_headings)) == (3, 3)
    assert sheet.column_labels[:2] == ("自然人", "商业企业")
    assert (len(sheet.refs), len(sheet.refs[0])) == (25, 7)


def test_the_disputes_table_is_one_row_of_fifteen(report_format: ReportFormat) -> None:
    sheet = lay_out(report_format.tables["disputes"])
    assert (len(sheet.refs), len(sheet.refs[0])) == (1, 15)
    assert not sheet.has_stub
    top = [(box.text, box.last - box.first + 1) for box in sheet.column_headings if box.level == 0]
    assert top == [("行政复议", 5), ("行政诉讼", 10)]


@pytest.mark.parametrize("name", edition_names())
def test_every_cell_of_every_edition_has_one_place(name: str) -> None:
    form = load_edition(name)
    places = [ref for table in form.tables.values() for ref in lay_out(table).places]
    assert sorted(places) == sorted(form.cells)
    for table in form.tables.values():
        sheet = lay_out(table)
        assert len(sheet.column_labels) == len(sheet.refs[0])
        assert all(sheet.refs[i][j] == ref for ref, (i, j) in sheet.places.items())
        assert isinstance(sheet.refs[0][0], CellRef)
