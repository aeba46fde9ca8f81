"""A draft: every change is an edit that says what it altered and how to take it back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.draft import Draft, begin_report, carried_forward
from model.form.edition import CellRef, Edition, NumberKind
from model.form.edition_file import read_edition
from model.form.editions import load_edition
from model.report.report import Details, Edit, Explanation, contents, difference, zeros_for_blanks
from tests.checks.tables import cell, keys, only, report
from tests.conftest import INVENTED_EDITION

GRANTED = cell("requests.granted.natural_person")
FEES = cell("fees.charges.amount")


def state(draft: Draft) -> dict[str, Any]:
    """All that a draft says, for comparison."""
    parts = ("entries", "reported", "narratives", "remarks", "explanations", "cell_notes", "details", "extra", "year")
    said = {part: getattr(draft, part) for part in parts}
    return {key: dict(value) if isinstance(value, dict) else value for key, value in said.items()}


def test_a_change_names_the_cells_whose_number_differs(edition: Edition) -> None:
    draft = Draft(edition, 2024)
    change = draft.enter({GRANTED: 3})
    assert sorted(map(str, change.cells)) == [
        "requests.granted.natural_person",
        "requests.granted.total",
        "requests.result_total.natural_person",
        "requests.result_total.total",
    ]
    assert change.findings_changed


def test_typing_the_same_number_again_changes_nothing(edition: Edition) -> None:
    draft = report(edition, ". natural_person\ngranted 3")
    change = draft.enter({GRANTED: 3})
    assert (change.cells, change.findings_changed) == (frozenset(), False)


def test_a_total_that_becomes_complete_has_changed(edition: Edition) -> None:
    draft = report(edition, ". upheld corrected other_outcome\ndirect_suit 1 0 0", table="disputes", zeros=False)
    change = draft.enter({cell("disputes.direct_suit.pending"): 0})
    assert cell("disputes.direct_suit.total") in change.cells


def test_words_change_no_cell(edition: Edition) -> None:
    draft = Draft(edition, 2024)
    change = draft.apply(Edit(narratives={"overview": "一、主动公开"}))
    assert change.cells == frozenset()
    assert change.findings_changed, "the section is no longer empty"
    assert not draft.apply(Edit(cell_notes={GRANTED: "含上年1件"})).findings_changed


def test_taking_an_edit_back_restores_every_part(edition: Edition) -> None:
    draft = report(edition, ". natural_person\ngranted 3")
    before = state(draft)
    change = draft.apply(
        Edit(
            entries={GRANTED: None, FEES: Decimal("288.67")},
            reported={cell("requests.granted.total"): 4},
            narratives={"overview": "正文"},
            remarks={"requests": "注：含补办一件。"},
            explanations={"CARRY-IN requests.carried_in.business": Explanation("上年更正", "1/2")},
            cell_notes={FEES: "含代收"},
            details={"agency": "云溪市水利局", "title": "题目", "previous": Draft(edition, 2023)},
        )
    )
    assert state(draft) != before
    assert draft.apply(change.inverse).inverse.entries == change.edit.entries
    assert state(draft) == before


def test_last_years_report_with_another_figure_is_a_difference(edition: Edition) -> None:
    old, new = Draft(edition, 2024), Draft(edition, 2024)
    for draft, figure in ((old, 1), (new, 2)):
        last_year = Draft(edition, 2023)
        last_year.enter({GRANTED: figure})
        draft.apply(Edit(details={"previous": last_year}))
    assert set(difference(old, new).details) == {"previous"}
    assert not difference(old, old.copy())


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Edit(entries={cell("requests.granted.nobody"): 1}), "requests.granted.nobody"),
        (Edit(entries={cell("requests.granted.total"): 1}), "requests.granted.total"),
        (Edit(entries={GRANTED: -1}), "granted"),
        (Edit(entries={GRANTED: Decimal(1)}), "granted"),
        (Edit(entries={GRANTED: True}), "granted"),
        (Edit(entries={GRANTED: 1_000_000_000_000}), "granted"),
        (Edit(entries={FEES: 1}), "fees"),
        (Edit(entries={FEES: Decimal("0.1234567")}), "fees"),
        (Edit(entries={FEES: Decimal("NaN")}), "fees"),
        (Edit(entries={FEES: Decimal("-0.5")}), "fees"),
        (Edit(reported={GRANTED: 1}), "granted"),
        (Edit(reported={cell("requests.granted.total"): -1}), "granted.total"),
        (Edit(narratives={"disclosure": "text"}), "disclosure"),
        (Edit(cell_notes={cell("requests.granted.nobody"): "note"}), "nobody"),
        (Edit(details={"colour": "red"}), "colour"),
    ],
)
def test_a_wrong_edit_is_refused_whole(edition: Edition, edit: Edit, told: str) -> None:
    draft = report(edition, ". natural_person\ngranted 3")
    before = state(draft)
    with pytest.raises(ValueError, match=told):
        draft.apply(Edit(**{**vars(edit), "explanations": {"key": Explanation("text")}}))
    assert state(draft) == before


def test_title_and_preamble_come_from_the_form_until_they_are_written(edition: Edition) -> None:
    draft = Draft(edition, 2024, Details(agency="云溪市水利局"))
    assert draft.title == "云溪市水利局2024年政府信息公开工作年度报告"
    assert "自2024年1月1日起至2024年12月31日止" in draft.preamble
    draft.apply(Edit(details={"title": "2024年度报告", "preamble": ""}))
    assert (draft.title, draft.preamble) == ("2024年度报告", "")


def test_the_kind_of_body_is_the_first_until_one_is_chosen(edition: Edition) -> None:
    draft = Draft(edition, 2024)
    assert draft.agency_kind.label == "政府部门"
    draft.apply(Edit(details={"agency_kind": "government"}))
    assert draft.agency_kind.deadline == (3, 31)


def test_a_new_report_starts_from_last_year(edition: Edition) -> None:
    last_year = report(edition, ". natural_person other\nnew_received 3 1\ncarried_over 3 1")
    last_year.enter({cell("documents.rules.in_force"): 12})
    draft = begin_report(edition, 2024, Details(agency="云溪市水利局", previous=last_year))
    assert draft.entries[cell("requests.carried_in.natural_person")] == 3
    assert draft.entries[cell("documents.rules.in_force")] == 12
    assert len(draft.entries) == 8, "six columns and two rows, and nothing else"
    assert draft.is_carried(cell("requests.carried_in.natural_person"))
    draft.enter({cell("requests.carried_in.natural_person"): 4})
    assert not draft.is_carried(cell("requests.carried_in.natural_person"))
    assert not draft.is_carried(GRANTED)


def test_taking_over_last_year_leaves_what_was_typed(edition: Edition) -> None:
    last_year = report(edition, ". natural_person other\nnew_received 3 1\ncarried_over 3 1")
    draft = report(edition, ". natural_person\ncarried_in 5", last_year=last_year, zeros=False)
    edit = carried_forward(draft)
    assert cell("requests.carried_in.natural_person") not in edit.entries
    assert edit.entries[cell("requests.carried_in.other")] == 1
    assert not carried_forward(Draft(edition, 2024))


def test_an_explanation_answers_while_its_figures_stay(edition: Edition) -> None:
    last_year = report(edition, ". charity\nnew_received 3\ncarried_over 3")
    draft = report(edition, ". charity\ncarried_in 2\ngranted 2", last_year=last_year)
    key = "CARRY-IN requests.carried_in.charity"
    finding = only(draft, key)
    draft.apply(Edit(explanations={key: Explanation("上年有1件撤回", finding.figures)}))
    assert draft.explanation(only(draft, key)) == "上年有1件撤回"

    draft.enter({GRANTED: 1})
    assert draft.explanation(only(draft, key)) == "上年有1件撤回", "another figure changed"

    draft.enter({cell("requests.carried_in.charity"): 1})
    assert draft.explanation(only(draft, key)) is None, "it was not given for these figures"

    draft.enter({cell("requests.carried_in.charity"): 2})
    assert draft.explanation(only(draft, key)) == "上年有1件撤回", "it is kept, and answers again"


def test_an_explanation_without_figures_is_taken_as_it_is(edition: Edition) -> None:
    last_year = report(edition, ". charity\nnew_received 3\ncarried_over 3")
    draft = report(edition, ". charity\ncarried_in 2\ngranted 2", last_year=last_year)
    key = "CARRY-IN requests.carried_in.charity"
    assert draft.explanation(only(draft, key)) is None
    change = draft.apply(Edit(explanations={key: Explanation("上年有1件撤回")}))
    assert change.findings_changed, "its answer is part of what the list of findings shows"
    assert draft.explanation(only(draft, key)) == "上年有1件撤回"
    assert draft.explanation(only(draft, "CARRY-IN requests.carried_in.total")) is None


def test_a_copy_goes_its_own_way(edition: Edition) -> None:
    draft = report(edition, ". natural_person\ngranted 3")
    draft.extra["later"] = 1
    twin = draft.copy()
    assert state(twin) == state(draft)
    assert twin.evaluation == draft.evaluation
    twin.enter({GRANTED: 4})
    twin.extra["later"] = 2
    assert (draft.entries[GRANTED], draft.extra) == (3, {"later": 1})


def test_an_empty_edit_is_falsy() -> None:
    assert not Edit()
    assert Edit(cell_notes={GRANTED: None})


FORMS = [load_edition("2021"), load_edition("2019"), read_edition(INVENTED_EDITION.read_text("utf-8"), "invented")]


def numbers_for(edition: Edition, ref: CellRef) -> st.SearchStrategy[Any]:
    match edition.kind(ref):
        case NumberKind.AMOUNT:
            return st.decimals(0, 999_999, places=6)
        case NumberKind.CHANGE:
            return st.integers(-9999, 9999)
        case NumberKind.COUNT:
            return st.integers(0, 999_999_999_999)


@st.composite
def edits(draw: st.DrawFn, edition: Edition) -> Edit:
    def cells(refs: tuple[CellRef, ...]) -> dict[CellRef, Any]:
        chosen = draw(st.lists(st.sampled_from(refs), max_size=6, unique=True))
        return {ref: draw(st.none() | numbers_for(edition, ref)) for ref in chosen}

    sections = [section.key for section in edition.narrative_sections]
    words = st.text("公开，。 \n1", max_size=5)
    explanations, notes = st.builds(Explanation, words), words.filter(bool)
    return Edit(
        entries=cells(edition.inputs),
        reported=cells(edition.sum_order),
        narratives=draw(st.dictionaries(st.sampled_from(sections), words)),
        explanations=draw(st.dictionaries(st.sampled_from(["A x.y.z", "B"]), st.none() | explanations)),
        cell_notes=draw(st.dictionaries(st.sampled_from(edition.cells), st.none() | notes, max_size=2)),
        details=draw(st.dictionaries(st.sampled_from(["agency", "agency_kind"]), words)),
    )


@pytest.mark.parametrize("edition", FORMS, ids=lambda edition: edition.name)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_an_edit_and_its_inverse_are_nothing_at_all(edition: Edition, data: st.DataObject) -> None:
    draft = Draft(edition, 2031)
    draft.apply(data.draw(edits(edition)))
    before, evaluated = state(draft), draft.evaluation
    change = draft.apply(data.draw(edits(edition)))
    after = state(draft)
    assert change.cells == {
        ref for ref in edition.cells if evaluated.amounts.get(ref) != draft.evaluation.amounts.get(ref)
    }
    undone = draft.apply(change.inverse)
    assert (state(draft), draft.evaluation) == (before, evaluated)
    assert undone.cells == change.cells
    draft.apply(undone.inverse)
    assert state(draft) == after


@pytest.mark.parametrize("edition", FORMS, ids=lambda edition: edition.name)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_the_difference_of_two_drafts_makes_one_say_what_the_other_says(edition: Edition, data: st.DataObject) -> None:
    old, new = Draft(edition, 2031), Draft(edition, 2031)
    old.apply(data.draw(edits(edition)))
    new.apply(data.draw(edits(edition)))
    again = Draft(edition, 2031)
    again.apply(contents(new))
    assert (state(again), again.evaluation) == (state(new), new.evaluation)
    old.apply(difference(old, new))
    assert (state(old), old.evaluation) == (state(new), new.evaluation)
    assert not difference(old, new)


@pytest.mark.parametrize("edition", FORMS, ids=lambda edition: edition.name)
def test_zeros_fill_every_form(edition: Edition) -> None:
    draft = Draft(edition, 2031)
    change = draft.apply(zeros_for_blanks(draft))
    assert (draft.blanks, keys(draft)) == ((), [])
    assert change.cells == set(edition.cells)
    assert not zeros_for_blanks(draft)


def test_a_new_report_with_last_years_figures_begins_without_findings(edition: Edition) -> None:
    last_year = Draft(edition, 2023)
    last_year.enter({cell("requests.new_received.natural_person"): 3, cell("requests.carried_over.natural_person"): 3})
    draft = begin_report(edition, 2024, Details(agency="云溪市水利局", previous=last_year))
    assert draft.findings == ()
    assert draft.evaluation.blocks_finishing
    draft.enter({cell("requests.granted.natural_person"): 1})
    assert [finding.key for finding in draft.findings] == [
        "REQ-BALANCE requests.new_received.natural_person",
        "REQ-BALANCE requests.new_received.total",
    ]
