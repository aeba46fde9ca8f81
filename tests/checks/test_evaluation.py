"""Totals and findings: what is added up, which check speaks, and when."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.draft import Draft
from model.form.edition import CellRef, Edition, Level
from model.form.editions import edition_names, load_edition
from model.report.amounts import Amount, compute_amounts
from model.report.numbers import Number
from model.report.report import Edit, zeros_for_blanks
from tests.checks.tables import cell, keys, only, report

COLUMNS = ["natural_person", "business", "research", "charity", "law_firm", "other"]
TOTALS = [str(ref) for ref in load_edition("2021").sums]


def test_an_empty_report_says_nothing_while_it_is_typed(edition: Edition) -> None:
    evaluation = Draft(edition, 2024).evaluation
    assert evaluation.findings == ()
    assert not evaluation.amounts


def test_a_report_full_of_zeros_is_in_order(edition: Edition) -> None:
    draft = report(edition)
    assert draft.evaluation.findings == ()
    assert {amount.number for amount in draft.evaluation.amounts.values()} == {0}
    assert set(draft.evaluation.amounts) == set(edition.cells)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("row", ["new_received", "carried_in", "granted", "closed_other", "carried_over"])
def test_one_figure_too_many_unbalances_its_column_and_the_column_of_totals(
    edition: Edition, column: str, row: str
) -> None:
    draft = report(edition, f". {column}\n{row} 1")
    assert keys(draft) == [f"REQ-BALANCE requests.new_received.{name}" for name in (column, "total")]
    finding = draft.evaluation.findings[0]
    assert finding.level is Level.HARD
    assert sorted(finding.values or ()) == [0, 1]
    assert [ref.row for ref in finding.cells] == ["new_received", "carried_in", "result_total", "carried_over"]


def test_a_column_balances_when_what_came_in_was_closed_or_handed_on(edition: Edition) -> None:
    draft = report(
        edition,
        """
        .                      natural_person  business
        new_received           6               3
        carried_in             2               0
        granted                4               1
        withheld_state_secret  1               1
        closed_other           1               0
        carried_over           2               1
        """,
    )
    assert keys(draft) == []
    assert draft.evaluation.amounts[cell("requests.result_total.total")].number == 8


def test_two_columns_off_by_opposite_amounts_leave_the_totals_balanced(edition: Edition) -> None:
    draft = report(edition, ". natural_person business\nnew_received 6 3\ngranted 4 5")
    assert keys(draft) == [f"REQ-BALANCE requests.new_received.{name}" for name in ("natural_person", "business")]


@pytest.mark.parametrize("row", ["new_received", "carried_in", "granted", "carried_over"])
def test_a_balance_check_speaks_as_soon_as_one_of_its_cells_has_a_number(edition: Edition, row: str) -> None:
    draft = report(edition, f". research\n{row} 2", zeros=False)
    assert "REQ-BALANCE requests.new_received.research" in keys(draft)


@pytest.mark.parametrize(
    ("rows", "unfinished"),
    [
        ("new_received 6", True),
        ("new_received 6\ncarried_in 0", True),
        ("new_received 6\ncarried_in 0\ngranted 5", True),
        ("granted 5", True),
        ("new_received 6\ncarried_in 0\ngranted 7", False),
        ("new_received 6\ncarried_in 0\ngranted 5\ncarried_over 2", False),
    ],
)
def test_an_imbalance_is_certain_only_when_no_filling_of_the_blanks_could_mend_it(
    edition: Edition, rows: str, unfinished: bool
) -> None:
    draft = report(edition, f". research\n{rows}", zeros=False)
    finding = only(draft, "REQ-BALANCE requests.new_received.research")
    assert (finding.unfinished, finding.level) == (unfinished, Level.HINT if unfinished else Level.HARD)


def test_a_blank_that_may_be_negative_could_mend_either_side(invented_edition: Edition) -> None:
    last_year = report(invented_edition, ". calls\nweekday 100", table="hotline", year=2030)
    draft = report(
        invented_edition, ". calls\nweekday 90", table="hotline", last_year=last_year, year=2031, zeros=False
    )
    assert only(draft, "GROWTH hotline.weekday.growth").unfinished


def test_a_printed_total_is_wrong_for_certain_once_its_parts_exceed_it(edition: Edition) -> None:
    draft = report(edition, ". upheld total\nreconsideration 3 5", table="disputes", zeros=False)
    assert draft.evaluation.findings[0].unfinished
    draft.enter({cell("disputes.reconsideration.corrected"): 3})
    (finding,) = draft.evaluation.findings
    assert (finding.unfinished, finding.level) == (False, Level.HARD)


def test_a_zero_among_blanks_is_no_imbalance(edition: Edition) -> None:
    assert keys(report(edition, ". research\nnew_received 0", zeros=False)) == []


def test_a_blank_adds_nothing_and_leaves_the_total_incomplete(edition: Edition) -> None:
    amounts = report(
        edition, ". upheld corrected other_outcome\nreconsideration 2 0 1", table="disputes", zeros=False
    ).evaluation.amounts
    assert amounts[cell("disputes.reconsideration.total")] == Amount(3, complete=False)


def test_a_total_of_blanks_is_blank_and_a_total_of_zeros_is_zero(edition: Edition) -> None:
    draft = report(
        edition,
        ". upheld corrected other_outcome pending\nreconsideration 0 0 0 0",
        table="disputes",
        zeros=False,
    )
    amounts = draft.evaluation.amounts
    assert amounts[cell("disputes.reconsideration.total")] == Amount(0, complete=True)
    assert cell("disputes.direct_suit.total") not in amounts


def test_a_total_over_an_incomplete_total_is_incomplete(invented_edition: Edition) -> None:
    draft = report(
        invented_edition,
        """
        .              resident  visitor  company  embassy
        answered_open  1         2        0        .
        answered_closed 1        0        0        0
        withdrawn      1         0        0        0
        """,
        table="intake",
        zeros=False,
    )
    amounts = draft.evaluation.amounts
    assert amounts[cell("intake.answered.resident")] == Amount(2)
    assert amounts[cell("intake.done.resident")] == Amount(3)
    assert amounts[cell("intake.done.embassy")] == Amount(0, complete=False)
    assert amounts[cell("intake.done.everyone")] == Amount(5, complete=False)


def test_sums_are_exact_however_large(edition: Edition) -> None:
    row = " ".join(["999999999999"] * 6)
    draft = report(edition, f". {' '.join(COLUMNS)}\nnew_received {row}")
    assert draft.evaluation.amounts[cell("requests.new_received.total")].number == 5_999_999_999_994


@pytest.mark.parametrize("name", edition_names())
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_row_totals_and_column_totals_meet_in_the_corner(name: str, data: st.DataObject) -> None:
    edition = load_edition(name)
    table = edition.tables["requests"]
    inputs = edition.inputs_of["requests"]
    typed = data.draw(st.lists(st.none() | st.integers(0, 9999), min_size=len(inputs), max_size=len(inputs)))
    entries = {ref: number for ref, number in zip(inputs, typed, strict=True) if number is not None}
    amounts = compute_amounts(edition, entries)

    def number(row: str, column: str) -> Number:
        return amounts.get(CellRef("requests", row, column), Amount(0)).number

    rows, columns = table.row("result_total").sum_of, table.column("total").sum_of
    corner = number("result_total", "total")
    assert corner == sum(number(row, "total") for row in rows) == sum(number("result_total", key) for key in columns)
    assert corner == sum(number(row, key) for row in rows for key in columns)


@pytest.mark.parametrize("address", TOTALS)
def test_each_of_the_34_totals_is_compared_with_the_printed_one(edition: Edition, address: str) -> None:
    draft = report(edition)
    draft.apply(Edit(reported={cell(address): 5}))
    (finding,) = draft.evaluation.findings
    assert (finding.key, finding.level) == (f"TOTAL {address}", Level.HARD)
    assert finding.values == (5, 0)
    assert finding.cells == (cell(address), *edition.sums[cell(address)])
    draft.apply(Edit(reported={cell(address): 0}))
    assert draft.evaluation.findings == ()


def test_a_printed_total_of_blanks_counts_them_as_nothing(edition: Edition) -> None:
    silent = report(edition, ". total\nreconsideration 0", table="disputes", zeros=False)
    assert keys(silent) == []
    assert keys(report(edition, ". total\nreconsideration 4", table="disputes", zeros=False)) == [
        "TOTAL disputes.reconsideration.total"
    ]


def test_a_printed_total_is_forgotten_once_ours_is_taken(edition: Edition) -> None:
    draft = report(edition, ". total\nreconsideration 4", table="disputes")
    draft.apply(Edit(reported={cell("disputes.reconsideration.total"): None}))
    assert draft.evaluation.findings == ()


def test_what_is_not_filled_stops_finishing_only(edition: Edition) -> None:
    draft = Draft(edition, 2024)
    evaluation = draft.evaluation
    assert [(f.code, f.level, len(f.cells), tuple(span.section for span in f.spans)) for f in evaluation.missing] == [
        ("BLANK", Level.HARD, 6, ()),
        ("BLANK", Level.HARD, 1, ()),
        ("BLANK", Level.HARD, 2, ()),
        ("BLANK", Level.HARD, 1, ()),
        ("BLANK", Level.HARD, 144, ()),
        ("BLANK", Level.HARD, 12, ()),
        ("EMPTY-SECTION", Level.HARD, 0, ("overview",)),
        ("EMPTY-SECTION", Level.HARD, 0, ("problems",)),
        ("EMPTY-SECTION", Level.HARD, 0, ("others",)),
    ]
    assert [ref for finding in evaluation.missing for ref in finding.cells] == list(draft.blanks)
    assert evaluation.findings == ()
    assert evaluation.blocks_finishing


def test_zeros_and_three_texts_make_a_report_that_can_be_finished(edition: Edition) -> None:
    draft = Draft(edition, 2024)
    assert len(zeros_for_blanks(draft).entries) == 166
    draft.apply(zeros_for_blanks(draft))
    assert draft.entries[cell("fees.charges.amount")] == Decimal(0)
    assert draft.blanks == ()
    draft.apply(Edit(narratives={"overview": "一、工作情况", "problems": "宣传不够。", "others": " \n　"}))
    assert [finding.key for finding in draft.evaluation.missing] == ["EMPTY-SECTION others"]
    draft.apply(Edit(narratives={"others": "无。"}))
    assert draft.evaluation.missing == ()
    assert not draft.evaluation.blocks_finishing


def test_one_blank_cell_is_still_missing(edition: Edition) -> None:
    draft = report(edition)
    draft.enter({cell("disputes.direct_suit.pending"): None})
    finding = only(draft, "BLANK disputes.direct_suit.pending")
    assert finding.cells == (cell("disputes.direct_suit.pending"),)


def test_filling_blanks_with_zeros_leaves_what_was_typed(edition: Edition) -> None:
    draft = report(edition, ". pending\ndirect_suit 3", table="disputes", zeros=False)
    edit = zeros_for_blanks(draft)
    assert len(edit.entries) == 165
    assert cell("disputes.direct_suit.pending") not in edit.entries


@pytest.mark.parametrize("column", COLUMNS)
def test_what_was_handed_on_last_year_must_have_come_in(edition: Edition, column: str) -> None:
    last_year = report(edition, f". {column}\nnew_received 3\ncarried_over 3")
    draft = report(edition, f". {column}\ncarried_in 2\ngranted 2", last_year=last_year)
    assert keys(draft) == [f"CARRY-IN requests.carried_in.{name}" for name in (column, "total")]
    finding = draft.evaluation.findings[0]
    assert finding.level is Level.ASK
    assert finding.values == (3, 2)
    assert finding.cells == (cell(f"requests.carried_in.{column}"),), "last year's cell is not one to jump to"
    draft.enter({cell(f"requests.carried_in.{column}"): 3, cell(f"requests.granted.{column}"): 3})
    assert keys(draft) == []


def test_without_last_year_nothing_is_asked_of_it(edition: Edition) -> None:
    assert keys(report(edition, ". other\ncarried_in 2\ngranted 2")) == []


def test_a_blank_on_either_side_of_the_years_is_not_asked_about(edition: Edition) -> None:
    blank_last_year = Draft(edition, 2023)
    assert keys(report(edition, ". other\ncarried_in 2\ngranted 2", last_year=blank_last_year)) == []
    last_year = report(edition, ". other\nnew_received 3\ncarried_over 3")
    assert keys(report(edition, last_year=last_year, zeros=False)) == []


@pytest.mark.parametrize("row", ["rules", "normative_documents"])
def test_what_is_in_force_follows_from_last_year(edition: Edition, row: str) -> None:
    last_year = report(edition, f". in_force\n{row} 10", table="documents")
    good = report(edition, f". issued repealed in_force\n{row} 3 1 12", table="documents", last_year=last_year)
    assert keys(good) == []
    good.enter({cell(f"documents.{row}.in_force"): 11})
    (finding,) = good.evaluation.findings
    assert (finding.key, finding.level) == (f"IN-FORCE documents.{row}.issued", Level.ASK)
    assert finding.values == (13, 12)


@pytest.mark.parametrize("row", ["rules", "normative_documents"])
def test_no_more_can_be_repealed_than_there_was(edition: Edition, row: str) -> None:
    last_year = report(edition, f". in_force\n{row} 10", table="documents")
    draft = report(edition, f". issued repealed in_force\n{row} 3 13 0", table="documents", last_year=last_year)
    assert keys(draft) == []
    draft.enter({cell(f"documents.{row}.repealed"): 14})
    assert f"REPEALED documents.{row}.repealed" in keys(draft)
    assert only(draft, f"REPEALED documents.{row}.repealed").level is Level.ASK


def test_last_year_may_be_of_an_older_edition(edition: Edition, edition_2019: Edition) -> None:
    last_year = report(edition_2019, ". business\nnew_received 2\ncarried_over 2", year=2020)
    draft = report(edition, last_year=last_year, year=2021)
    assert keys(draft) == [f"CARRY-IN requests.carried_in.{name}" for name in ("business", "total")]


def test_an_invented_edition_is_served_like_any_other(invented_edition: Edition) -> None:
    last_year = report(invented_edition, ". calls\nweekday 100", table="hotline", year=2030)
    draft = report(
        invented_edition,
        ". calls growth cost\nweekday 90 -5 1.50\nweekend 95 0 0",
        table="hotline",
        year=2031,
        last_year=last_year,
    )
    draft.enter({cell("intake.transferred.embassy"): 4})
    assert keys(draft) == [
        "FLOW intake.opening.embassy",
        "FLOW intake.opening.everyone",
        "GROWTH hotline.weekday.growth",
        "GROWTH hotline.weekend.growth",
        "WEEKEND hotline.weekend.calls",
        "WEEKEND hotline.weekend.growth",
    ]
    assert {finding.level for finding in draft.evaluation.findings} == set(Level)
    assert [f.key for f in draft.evaluation.missing] == ["EMPTY-SECTION summary"]
