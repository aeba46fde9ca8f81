"""Likely causes: named where arithmetic shows one, and not where it does not."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from model.checks.causes import Cause, CauseKind, likely_cause
from model.checks.sums import SumFinding
from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.form.editions import load_edition
from model.report.numbers import Number
from model.report.report import Edit
from tests.checks.tables import cell, only, report


def differences(draft: Draft) -> list[Number]:
    """By how much each sum's left side is the larger one."""
    return [finding.off_by for finding in draft.evaluation.findings if isinstance(finding, SumFinding)]


def cause_of(draft: Draft, key: str) -> Cause | None:
    return likely_cause(only(draft, key), draft.evaluation)


def cause_in(draft: Draft, column: str) -> tuple[CauseKind, str, object] | None:
    cause = cause_of(draft, f"REQ-BALANCE requests.new_received.{column}")
    return (cause.kind, str(cause.ref), cause.number) if cause else None


def causes_in(draft: Draft) -> list[Cause | None]:
    return [likely_cause(finding, draft.evaluation) for finding in draft.evaluation.findings]


def printed_in_full(draft: Draft) -> Draft:
    """The same report with all its totals printed, as it would come from a published document."""
    amounts = draft.evaluation.amounts
    draft.apply(Edit(reported={ref: amounts[ref].number for ref in draft.edition.sums if ref in amounts}))
    return draft


@pytest.fixture
def balanced(edition: Edition) -> Draft:
    return printed_in_full(
        report(
            edition,
            """
            .                      natural_person  business  other
            new_received           26              3         1
            carried_in             2               0         0
            granted                12              1         1
            partial                5               0         0
            withheld_other_law     1               1         0
            unable_not_held        7               0         0
            closed_other           1               0         0
            carried_over           2               1         0
            """,
        )
    )


def test_a_figure_in_the_wrong_column_shows_in_two_columns(edition: Edition) -> None:
    draft = report(edition, ". natural_person business\nnew_received 6 3\ngranted 4 5")
    cause = cause_of(draft, "REQ-BALANCE requests.new_received.natural_person")
    assert cause is not None
    assert (cause.kind, cause.ref.column, cause.number) == (CauseKind.MOVED, "business", 2)
    assert [finding.cells[0].column for finding in cause.findings] == ["natural_person", "business"]


def test_the_figure_in_the_wrong_column_is_marked(edition: Edition) -> None:
    draft = report(edition, ". natural_person business\nnew_received 9 3\ngranted 3 0\npartial 0 9")
    finding = only(draft, "REQ-BALANCE requests.new_received.natural_person")
    assert finding.suspects(draft.evaluation) == ()
    draft.enter({cell("requests.partial.business"): 6, cell("requests.granted.business"): 3})
    finding = only(draft, "REQ-BALANCE requests.new_received.business")
    assert finding.suspects(draft.evaluation) == (cell("requests.partial.business"),)


def test_three_columns_that_could_have_been_mixed_up_show_nothing(edition: Edition) -> None:
    draft = report(edition, ". natural_person business other\nnew_received 6 3 3\ngranted 4 5 5\ncarried_over 0 0 0")
    cause = cause_in(draft, "natural_person")
    assert cause is None or cause[0] is not CauseKind.MOVED


def test_the_column_of_totals_points_at_the_columns_that_it_repeats(edition: Edition) -> None:
    draft = report(edition, ". natural_person business other\nnew_received 6 3 1\ngranted 7 5 1")
    cause = cause_of(draft, "REQ-BALANCE requests.new_received.total")
    assert cause is not None
    assert cause.kind is CauseKind.FOLLOWS
    assert [(suspect.ref.column, suspect.number) for suspect in cause.suspects] == [
        ("natural_person", 1),
        ("business", 2),
    ]


def test_what_last_year_handed_on_was_forgotten(edition: Edition) -> None:
    last_year = report(edition, ". charity\nnew_received 3\ncarried_over 3")
    draft = report(edition, ". charity\nnew_received 6\ngranted 5\npartial 4", last_year=last_year)
    assert cause_in(draft, "charity") == (CauseKind.FORGOTTEN, "requests.carried_in.charity", 3)
    asked = cause_of(draft, "CARRY-IN requests.carried_in.charity")
    assert asked is not None
    assert (asked.kind, asked.ref, asked.number) == (CauseKind.ONE_CELL, cell("requests.carried_in.charity"), 3)


def test_a_carry_in_that_balances_as_it_stands_is_not_second_guessed(edition: Edition) -> None:
    last_year = report(edition, ". charity\nnew_received 21\ncarried_over 21")
    draft = report(edition, ". charity\ncarried_in 12\ngranted 12", last_year=last_year)
    assert cause_of(draft, "CARRY-IN requests.carried_in.charity") is None


def test_swapped_digits_of_one_figure(edition: Edition) -> None:
    draft = report(edition, ". natural_person\nnew_received 130\ngranted 100\npartial 21")
    assert cause_in(draft, "natural_person") is None, "21 would have to be 30, and 130 to be 121"
    draft = report(edition, ". natural_person\nnew_received 133\ngranted 91\npartial 33")
    assert cause_in(draft, "natural_person") is None, "19 is 72 away from 91"
    draft = report(edition, ". natural_person\nnew_received 125\ngranted 104\npartial 12")
    assert cause_in(draft, "natural_person") == (CauseKind.SWAPPED, "requests.partial.natural_person", 21)


def test_of_two_figures_that_mirror_each_other_both_are_named(edition: Edition) -> None:
    draft = report(edition, ". law_firm\nnew_received 21\ngranted 12")
    cause = cause_of(draft, "REQ-BALANCE requests.new_received.law_firm")
    assert cause is not None
    assert [(s.ref.row, s.number) for s in cause.suspects] == [("new_received", 12), ("granted", 21)]


def test_a_zero_never_comes_to_the_front(edition: Edition) -> None:
    draft = report(edition, ". law_firm\nnew_received 10\npartial 1\ngranted 0")
    assert cause_in(draft, "law_firm") is None, "10 was not meant to be 01"


def test_the_only_result_explains_the_difference(edition: Edition) -> None:
    too_many = report(edition, ". natural_person\nnew_received 6\ngranted 7")
    assert cause_in(too_many, "natural_person") == (CauseKind.TOO_MANY, "requests.granted.natural_person", 1)


def test_a_result_that_is_just_the_difference_explains_it(edition: Edition) -> None:
    draft = report(edition, ". natural_person\nnew_received 30\ngranted 20\npartial 10\nrefused_repeat 4")
    assert cause_in(draft, "natural_person") == (CauseKind.TOO_MANY, "requests.refused_repeat.natural_person", 4)


@pytest.mark.parametrize(
    "column",
    [
        "new_received 30\ngranted 20\npartial 10\nrefused_repeat 4\nrefused_petition 4",  # which of the fours?
        "new_received 30\ngranted 20\npartial 8\nunable_unclear 7",  # no figure is 5
        "new_received 6\ngranted 0",  # one side is empty
        "new_received 7\ngranted 6",  # something is missing, and it may be anything
        "granted 6",
        "new_received 43\ngranted 12\npartial 12\ncarried_over 10",  # whose digits?
        "new_received 5\ngranted 1\ncarried_over 10",  # the only result is smaller than the difference
        "new_received 6\ngranted 6\ncarried_over 1",  # what was handed on may be too many as well
    ],
)
def test_no_cause_where_arithmetic_shows_none(edition: Edition, column: str) -> None:
    draft = report(edition, f". natural_person\n{column}")
    assert cause_in(draft, "natural_person") is None


def test_while_a_column_is_being_typed_its_blanks_are_the_cause(edition: Edition) -> None:
    draft = report(edition, ". natural_person\nnew_received 6\ncarried_in 0", zeros=False)
    assert cause_in(draft, "natural_person") == (CauseKind.UNFILLED, "requests.granted.natural_person", 22)
    draft = report(edition, ". natural_person\nnew_received 6\ngranted 4")
    draft.enter({cell("requests.carried_over.natural_person"): None})
    assert cause_in(draft, "natural_person") == (CauseKind.UNFILLED, "requests.carried_over.natural_person", 1)


def test_a_blank_on_the_heavier_side_explains_nothing(edition: Edition) -> None:
    draft = report(edition, ". natural_person\nnew_received 6\ngranted 5\npartial 3")
    draft.enter({cell("requests.carried_over.natural_person"): None})
    assert cause_in(draft, "natural_person") is None


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("requests.granted.natural_person", 13),
        ("requests.partial.natural_person", 3),
        ("requests.new_received.business", 4),
        ("requests.carried_in.natural_person", 0),
        ("requests.carried_over.other", 2),
    ],
)
def test_in_a_printed_report_the_wrong_cell_stands_where_a_row_and_a_column_are_off_alike(
    balanced: Draft, address: str, wrong: int
) -> None:
    right = balanced.entries[cell(address)]
    balanced.enter({cell(address): wrong})
    for finding in balanced.evaluation.findings:
        cause = likely_cause(finding, balanced.evaluation)
        assert cause is not None
        if cause.kind is not CauseKind.FOLLOWS:
            assert (cause.kind, cause.ref, cause.number) == (CauseKind.ONE_CELL, cell(address), right)


@pytest.mark.parametrize(
    "address", ["requests.new_received.total", "requests.granted.total", "requests.result_total.total"]
)
def test_a_printed_total_that_nothing_else_doubts_is_the_misprint_itself(balanced: Draft, address: str) -> None:
    ours = balanced.evaluation.amounts[cell(address)].number
    balanced.apply(Edit(reported={cell(address): ours + 5}))
    (finding,) = balanced.evaluation.findings
    cause = likely_cause(finding, balanced.evaluation)
    assert cause is not None
    assert (cause.kind, cause.ref, cause.number) == (CauseKind.MISPRINTED, cell(address), ours)


def test_the_grand_total_alone_is_the_misprint_when_the_columns_balance(edition: Edition) -> None:
    draft = report(edition, ". natural_person total\nnew_received 6 .\ngranted 6 .\nresult_total . 9")
    cause = cause_of(draft, "TOTAL requests.result_total.total")
    assert cause is not None
    assert (cause.kind, cause.number) == (CauseKind.MISPRINTED, 6)


def test_two_errors_in_one_row_put_no_blame_on_its_printed_total(balanced: Draft) -> None:
    balanced.enter({cell("requests.granted.natural_person"): 13, cell("requests.granted.business"): 3})
    assert cause_of(balanced, "TOTAL requests.granted.total") is None, "3 is not a part that was left out"


def test_a_row_and_a_column_that_are_off_by_opposites_have_nothing_to_do_with_each_other(balanced: Draft) -> None:
    balanced.apply(Edit(reported={cell("requests.granted.total"): 16, cell("requests.result_total.business"): 0}))
    assert differences(balanced) == [2, -2]
    assert causes_in(balanced) == [None, None]


def test_totals_of_two_tables_that_are_off_by_opposites_have_nothing_to_do_with_each_other(balanced: Draft) -> None:
    balanced.apply(Edit(reported={cell("requests.new_received.total"): 33, cell("disputes.reconsideration.total"): 3}))
    balanced.enter({cell("disputes.reconsideration.upheld"): 5, cell("disputes.reconsideration.corrected"): 1})
    kinds = [cause and cause.kind for cause in causes_in(balanced)]
    assert kinds == [CauseKind.MISPRINTED, None]


def test_the_column_of_totals_is_no_place_that_a_figure_was_moved_to(edition: Edition) -> None:
    draft = report(
        edition, ". natural_person business\nnew_received 20 20\ngranted 15 11\npartial 6 7\ncarried_over 0 0"
    )
    assert differences(draft) == [-1, 2, 1]
    assert cause_in(draft, "natural_person") is None


def test_a_total_that_its_columns_do_not_explain_is_not_put_down_to_them(edition: Edition) -> None:
    last_year = report(edition, ". business\nnew_received 3\ncarried_over 3")
    last_year.enter({cell("requests.carried_over.natural_person"): None})
    draft = report(
        edition,
        ". natural_person business\ncarried_in 2 2\ngranted 2 2",
        last_year=last_year,
    )
    assert differences(draft) == [1, -1]
    assert causes_in(draft) == [None, None]


def test_a_figure_that_its_row_total_confirms_is_not_blamed(edition: Edition) -> None:
    draft = report(edition, ". natural_person total\nnew_received 6 6\ngranted 7 7")
    assert cause_in(draft, "natural_person") is None


def test_a_blank_whose_row_total_is_zero_is_not_blamed(edition: Edition) -> None:
    rows = edition.tables["requests"].row("result_total").sum_of[1:]
    zeros = "\n".join(f"{row} . 0" for row in (*rows, "carried_over"))
    draft = report(edition, f". natural_person total\nnew_received 6 6\ngranted 4 4\n{zeros}", zeros=False)
    assert cause_in(draft, "natural_person") is None


def test_no_cell_is_asked_to_go_below_zero(edition: Edition) -> None:
    draft = report(edition, ". business other total\nnew_received 2 8 5\ncarried_in 5 0 .\ngranted 2 8 10")
    assert [(f.code, f.off_by) for f in draft.evaluation.findings if isinstance(f, SumFinding)] == [
        ("REQ-BALANCE", 5),
        ("REQ-BALANCE", 5),
        ("TOTAL", -5),
    ]
    assert cause_in(draft, "business") is None, "2 less 5"


def test_a_printed_total_that_leaves_out_one_part(edition: Edition) -> None:
    draft = report(edition, ". upheld corrected pending total\nreconsideration 10 2 1 11", table="disputes")
    cause = cause_of(draft, "TOTAL disputes.reconsideration.total")
    assert cause is not None
    assert (cause.kind, cause.ref, cause.number) == (
        CauseKind.LEFT_OUT,
        cell("disputes.reconsideration.corrected"),
        2,
    )


@pytest.mark.parametrize(
    "row",
    [
        "upheld pending total\nreconsideration 10 1 0",  # a total of 0 leaves out everything, or was never filled
        "upheld pending total\nreconsideration 1 1 1",  # which of the two?
        "upheld pending total\nreconsideration 10 1 14",
    ],
)
def test_a_printed_total_that_shows_no_cause(edition: Edition, row: str) -> None:
    draft = report(edition, f". {row}", table="disputes")
    assert cause_of(draft, "TOTAL disputes.reconsideration.total") is None


def test_a_printed_total_shows_the_one_cell_that_the_source_left_blank(edition: Edition) -> None:
    draft = report(edition, ". upheld total\nreconsideration 10 14", table="disputes")
    assert cause_of(draft, "TOTAL disputes.reconsideration.total") is None
    draft.enter({cell("disputes.reconsideration.pending"): None})
    cause = cause_of(draft, "TOTAL disputes.reconsideration.total")
    assert cause is not None
    assert (cause.kind, cause.ref) == (CauseKind.UNFILLED, cell("disputes.reconsideration.pending"))


def test_checks_that_are_no_sums_and_missing_cells_have_no_cause(edition: Edition) -> None:
    last_year = report(edition, ". in_force\nrules 10", table="documents")
    draft = report(edition, ". repealed in_force\nrules 12 0", table="documents", last_year=last_year)
    draft.enter({cell("disputes.direct_suit.pending"): None})
    assert cause_of(draft, "REPEALED documents.rules.repealed") is None
    assert cause_of(draft, "BLANK disputes.direct_suit.pending") is None


EDITION = load_edition("2021")
REQUESTS = EDITION.inputs_of["requests"]


@given(
    figures=st.lists(st.integers(0, 40), min_size=len(REQUESTS), max_size=len(REQUESTS)),
    wrong=st.sampled_from(REQUESTS),
    by=st.integers(-40, 40),
)
@settings(max_examples=60, deadline=None)
def test_one_typing_error_in_any_printed_report_is_found_and_no_other_cell_is_blamed(
    figures: list[int], wrong: CellRef, by: int
) -> None:
    """What is printed beside the figures (row totals, column totals) always singles the wrong one out."""
    draft = Draft(EDITION, 2024)
    draft.enter(dict(zip(REQUESTS, figures, strict=True)))
    level_out = {}
    for check in EDITION.checks[:6]:
        came_in = sum(int(draft.evaluation.amounts[term.ref].number) for term in check.left)
        closed = int(draft.evaluation.amounts[check.right[0].ref].number)
        level_out |= {check.left[0].ref: closed, check.left[1].ref: came_in, check.right[1].ref: came_in}
    draft.enter(level_out)
    printed_in_full(draft)
    assert draft.evaluation.findings == ()
    right = int(draft.entries[wrong])
    assume(by and right + by >= 0)
    draft.enter({wrong: right + by})
    blamed = [likely_cause(finding, draft.evaluation) for finding in draft.evaluation.findings]
    assert {(c.kind, c.ref, c.number) for c in blamed if c and c.kind is not CauseKind.FOLLOWS} == {
        (CauseKind.ONE_CELL, wrong, right)
    }
    assert all(blamed)
