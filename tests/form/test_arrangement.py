"""Where the form's tables put their cells and headings, on the screen as in print."""

from __future__ import annotations

import pytest

from model.form.arrangement import label_boxes, lay_out
from model.form.edition import CellRef, Edition
from model.form.editions import edition_names, load_edition


def boxes(paths: list[tuple[str, ...]]) -> list[tuple[str, int, int, int, int]]:
    return [(box.text, box.first, box.last, box.level, box.levels) for box in label_boxes(paths)]


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


def test_the_requests_table_has_three_levels_both_ways(edition: Edition) -> None:
    arrangement = lay_out(edition.tables["requests"])
    assert (arrangement.header_levels, arrangement.stub_levels) == (3, 3)
    assert arrangement.column_labels[:2] == ("自然人", "商业企业")
    assert (len(arrangement.refs), len(arrangement.refs[0])) == (25, 7)


def test_the_disputes_table_is_one_row_of_fifteen(edition: Edition) -> None:
    arrangement = lay_out(edition.tables["disputes"])
    assert (len(arrangement.refs), len(arrangement.refs[0])) == (1, 15)
    assert not arrangement.has_stub
    top = [(box.text, box.last - box.first + 1) for box in arrangement.column_headings if box.level == 0]
    assert top == [("行政复议", 5), ("行政诉讼", 10)]


@pytest.mark.parametrize("name", edition_names())
def test_every_cell_of_every_edition_has_one_place(name: str) -> None:
    edition = load_edition(name)
    places = [ref for table in edition.tables.values() for ref in lay_out(table).places]
    assert sorted(places) == sorted(edition.cells)
    for table in edition.tables.values():
        arrangement = lay_out(table)
        assert len(arrangement.column_labels) == len(arrangement.refs[0])
        assert all(arrangement.refs[i][j] == ref for ref, (i, j) in arrangement.places.items())
        assert isinstance(arrangement.refs[0][0], CellRef)
