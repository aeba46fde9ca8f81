"""Which column a figure belongs to: complete rows teach the places, totals prove a reading, doubt leaves a blank."""

from __future__ import annotations

import pytest

from model.form.edition import Edition
from model.importing.recognising.alignment import ColumnHead, Grid, Header, is_short_row_of_zeros, place
from model.importing.recognising.source_rows import Value

COMPLETE = ["6", "0", "0", "0", "0", "1", "7"]


def cells(texts: list[str], start: int) -> list[Value]:
    return [Value(start + offset, text) for offset, text in enumerate(texts)]


@pytest.fixture
def grid(edition: Edition) -> Grid:
    """The table with seven columns, the last of them the total of the others."""
    return Grid(edition.tables["requests"])


def read(grid: Grid, texts: list[str], *, label: int = 0, start: int = 1, width: int = 8) -> list[str] | None:
    """A row's figures by column ("" for a blank), or None."""
    placed = place(grid, label, cells(texts, start), width)
    return None if placed is None else [placed.get(column.key, "") for column in grid.table.columns]


def test_as_many_figures_as_columns(grid: Grid) -> None:
    assert read(grid, COMPLETE) == COMPLETE


def test_complete_rows_teach_where_figures_stand(grid: Grid) -> None:
    grid.learn([(0, cells(COMPLETE, 3), 12)] * 3)
    assert read(grid, ["", "", "", "4", "", "", "", "", "4", "", ""], start=1, width=12) == [
        "",
        "4",
        "",
        "",
        "",
        "",
        "4",
    ]
    assert read(grid, ["", "", "", "4", "", "", "", "", "", "", ""], start=1, width=12) == ["", "4", "", "", "", "", ""]


def test_without_any_evidence_a_row_with_blanks_stays_blank(grid: Grid) -> None:
    assert read(grid, ["", "", "4", "", "", "", "", "", "", "", ""], width=12) is None


def test_a_printed_total_rules_a_reading_out(grid: Grid) -> None:
    """By its places the last figure would be the total, but it is no sum: the total is what was cut off."""
    grid.learn([(1, cells(COMPLETE, 2), 9)] * 3)
    assert read(grid, ["3", "0", "0", "0", "0", "0"], label=2, start=3, width=9) == ["3", "0", "0", "0", "0", "0", ""]


def test_a_short_row_that_could_end_in_its_total_stays_blank(grid: Grid) -> None:
    assert read(grid, ["3", "0", "0", "0", "0", "3"], width=0) is None


def test_a_true_total_settles_what_places_leave_open(grid: Grid) -> None:
    """The header says one place, the width another; in one of the two readings a printed total is the sum."""
    heads = tuple(ColumnHead(number + 1, column, column) for number, column in enumerate(grid.columns[:3]))
    grid.headers.append(Header(heads, drawn=True, ordered=True))
    assert read(grid, ["", "4", "", "", "", "", "4", ""], width=9) == ["", "4", "", "", "", "", "4"]
    assert read(grid, ["", "4", "", "", "", "", "", ""], width=9) is None


def test_a_false_total_in_its_place_is_read_as_printed(grid: Grid) -> None:
    grid.learn([(0, cells(COMPLETE, 3), 10)] * 3)
    printed = ["", "", "6", "", "", "", "", "1", "9"]
    assert read(grid, printed, width=10) == ["6", "", "", "", "", "1", "9"]


def test_a_surplus_figure_is_left_out_where_one_way_adds_up(grid: Grid) -> None:
    assert read(grid, ["6", *COMPLETE]) == COMPLETE
    assert read(grid, ["1", "2", "0", "0", "0", "0", "3", "3"]) == ["1", "2", "0", "0", "0", "0", "3"]
    assert read(grid, ["9", "9", "9", "9", "1", "2", "3", "4"]) is None


def test_a_header_without_total_means_a_table_without_total(grid: Grid) -> None:
    heads = tuple(ColumnHead(number + 1, column, column) for number, column in enumerate(grid.inputs))
    grid.headers.append(Header(heads, drawn=True, ordered=True))
    grid.learn([(0, cells(COMPLETE[:6], 1), 7)])
    assert grid.columns == grid.inputs
    assert read(grid, ["3", "0", "0", "0", "0", "3"], width=7) == ["3", "0", "0", "0", "0", "3", ""]


def test_a_header_without_total_is_enough_where_rows_have_blanks(grid: Grid) -> None:
    heads = tuple(ColumnHead(number + 1, column, column) for number, column in enumerate(grid.inputs))
    grid.headers.append(Header(heads, drawn=True, ordered=True))
    grid.learn([(0, cells(["3", "", "", "", "", ""], 1), 7)] * 3)
    assert grid.columns == grid.inputs


def test_rows_that_all_lack_the_total_mean_a_table_without_total(grid: Grid) -> None:
    grid.learn([(0, cells(COMPLETE[:6], 1), 7)] * 3)
    assert grid.columns == grid.inputs


def test_labels_of_lone_lines_do_not_reorder_the_columns(grid: Grid) -> None:
    shuffled = [grid.columns[-1], *grid.columns[:-1]]
    heads = tuple(ColumnHead(-1, column, column) for column in shuffled)
    grid.headers.append(Header(heads, drawn=False, ordered=False))
    assert read(grid, COMPLETE) == COMPLETE
    grid.headers[0] = Header(heads, drawn=True, ordered=True)
    assert read(grid, ["7", *COMPLETE[:6]]) == COMPLETE


@pytest.mark.parametrize(
    ("texts", "width", "short"),
    [
        (["0"] * 6, 9, True),
        (["0"] * 6, 0, False),
        (["", *["0"] * 6], 9, False),
        ([*["0"] * 6, ""], 9, True),
        (["0", "", *["0"] * 5], 9, False),
        (["0"] * 7, 9, False),
        (["0"] * 5 + ["1"], 9, False),
    ],
)
def test_a_row_of_zeros_that_lacks_one_figure(grid: Grid, texts: list[str], width: int, short: bool) -> None:
    """A blank cell is a blank, not a lost figure; and a line of text does not show which of the two it was."""
    assert is_short_row_of_zeros(grid, cells(texts, 2), width) is short
