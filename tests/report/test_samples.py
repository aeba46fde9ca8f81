"""The figures of real published reports: what balances raises nothing, and each single error is caught where it is."""

from __future__ import annotations

import json

import pytest

from model.checks.causes import CauseKind, likely_cause
from model.checks.printed_totals import WrongTotal
from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.report.report import Edit
from tests.shared import shared_path

WHOLE = ["dazhou-2023", "huiji-2023", "yuanzhou-2023"]
"""Those that print every row of both tables."""


def published(edition: Edition, name: str) -> Draft:
    """A report with the requests and disputes of a sample, totals as printed."""
    figures = json.loads((shared_path("samples") / f"{name}.figures.json").read_text(encoding="utf-8"))
    numbers = {
        CellRef(table.key, row.key, column.key): number
        for table, printed in ((edition.tables["requests"], "t3"), (edition.tables["disputes"], "t4"))
        for row, values in zip(table.rows, figures[printed].values(), strict=True)
        for column, number in zip(table.columns, values, strict=True)
    }
    sums = edition.sums
    draft = Draft(edition, 2023)
    draft.apply(
        Edit(
            entries={ref: number for ref, number in numbers.items() if ref not in sums},
            reported={ref: number for ref, number in numbers.items() if ref in sums},
        )
    )
    return draft


@pytest.mark.parametrize("name", WHOLE)
def test_a_published_report_that_balances_raises_nothing(edition: Edition, name: str) -> None:
    draft = published(edition, name)
    assert len(draft.reported) == 34
    assert draft.evaluation.findings == ()


@pytest.mark.parametrize("name", WHOLE)
def test_every_single_changed_cell_is_caught_and_named(edition: Edition, name: str) -> None:
    draft = published(edition, name)
    for ref in edition.inputs_of["requests"]:
        right = draft.entries[ref]
        draft.enter({ref: right + 3})
        found = draft.evaluation.findings
        assert [f.cells[0].column for f in found if f.code == "REQ-BALANCE"] == [ref.column, "total"]
        causes = [likely_cause(finding, draft.evaluation) for finding in found]
        assert {(c.kind, c.ref, c.number) for c in causes if c and c.kind is not CauseKind.FOLLOWS} == {
            (CauseKind.ONE_CELL, ref, right)
        }
        draft.enter({ref: right})


@pytest.mark.parametrize("name", WHOLE)
def test_every_single_wrong_total_is_caught_and_doubted_itself(edition: Edition, name: str) -> None:
    draft = published(edition, name)
    for ref, printed in dict(draft.reported).items():
        draft.apply(Edit(reported={ref: printed + 3}))
        (finding,) = draft.evaluation.findings
        assert isinstance(finding, WrongTotal)
        assert (finding.code, finding.cells[0], finding.off_by) == ("TOTAL", ref, 3)
        cause = likely_cause(finding, draft.evaluation)
        if ref.table == "requests":
            assert cause is not None
            assert (cause.kind, cause.ref) in {(CauseKind.MISPRINTED, ref), (CauseKind.SWAPPED, ref)}
        else:
            assert cause is None
        draft.apply(Edit(reported={ref: printed}))
