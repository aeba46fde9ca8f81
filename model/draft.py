"""A report being filled in, with its evaluation.

Every change goes through `Draft.apply`, which says what it altered and how to take it back; one undo command, one
recovery step and one reload from disk are each a single `Edit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.checks.evaluation import Evaluation
from model.checks.finding import Finding
from model.checks.registry import evaluate
from model.form.edition import CellRef, Edition
from model.report.amounts import Amount, compute_amounts
from model.report.numbers import Number
from model.report.report import Details, Edit, Report, contents


@dataclass(frozen=True)
class Change:
    """What one edit altered: the way back, the cells whose number differs, and whether the findings do."""

    edit: Edit
    inverse: Edit
    cells: frozenset[CellRef]
    findings_changed: bool


class Draft(Report):
    """A report, and what is to be said of it as it stands: ``evaluation`` is never out of date."""

    def __init__(self, edition: Edition, year: int, details: Details | None = None) -> None:
        super().__init__(edition, year, details)
        self._last_year: tuple[Report, Mapping[CellRef, Amount]] | None = None
        self.evaluation = self._evaluate()

    @classmethod
    def of(cls, report: Report) -> Draft:
        """The draft that a report is, once evaluated. It takes the report over: nobody else is to change it."""
        draft = cls.__new__(cls)
        vars(draft).update(vars(report))
        draft._last_year = None
        draft.evaluation = draft._evaluate()
        return draft

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings wanted while typing: nothing is said of cells in which nobody has typed yet.

        Figures that came over from last year do not count as typed, or a new report would begin with broken sums.
        """
        return tuple(finding for finding in self.evaluation.findings if not self._is_untouched(finding))

    def _is_untouched(self, finding: Finding) -> bool:
        under = self.edition.inputs_under
        filled = [ref for cell in finding.cells for ref in under.get(cell, ()) if ref in self.entries]
        return bool(filled) and not self.reported and all(self.is_carried(ref) for ref in filled)

    def is_carried(self, ref: CellRef) -> bool:
        """Whether the cell still holds the number that came over from last year's report."""
        source = self.edition.carry_forward.get(ref)
        amount = self.evaluation.last_year.get(source) if source else None
        return amount is not None and self.entries.get(ref) == amount.number

    def explanation(self, finding: Finding) -> str | None:
        """The 说明 that answers a finding, if one was given and its figures still stand."""
        return self.answer(finding.key, finding.figures)

    def enter(self, values: Mapping[CellRef, Number | None]) -> Change:
        """Fill or blank cells."""
        return self.apply(Edit(entries=values))

    def apply(self, edit: Edit) -> Change:
        """Make an edit, recompute, and say what changed; ValueError as `Report.merge`, and nothing is changed."""
        inverse, before = self.merge(edit), self.evaluation
        self.evaluation = self._evaluate()
        old, new = before.amounts, self.evaluation.amounts
        cells = frozenset(ref for ref in old.keys() | new.keys() if old.get(ref) != new.get(ref))
        findings_changed = before.all_findings != self.evaluation.all_findings or bool(edit.explanations)
        return Change(edit, inverse, cells, findings_changed)

    def copy(self) -> Draft:
        """An independent draft with the same content."""
        twin = Draft(self.edition, self.year, self.details)
        twin.apply(contents(self))
        twin.extra = dict(self.extra)
        return twin

    def _evaluate(self) -> Evaluation:
        previous = self.previous
        if previous is None:
            return evaluate(self)
        if self._last_year is None or self._last_year[0] is not previous:
            self._last_year = (previous, compute_amounts(previous.edition, previous.entries))
        return evaluate(self, self._last_year[1])


def begin_report(edition: Edition, year: int, details: Details) -> Draft:
    """A new report. Figures that the form carries forward start from last year's (``details.previous``), if given."""
    draft = Draft(edition, year, details)
    draft.apply(carried_forward(draft))
    return draft


def carried_forward(draft: Draft) -> Edit:
    """提取上年数: the edit that fills blank cells with the figures that last year's report hands on."""
    last_year = draft.evaluation.last_year
    return Edit(
        entries={
            ref: last_year[source].number
            for ref, source in draft.edition.carry_forward.items()
            if source in last_year and ref not in draft.entries
        }
    )
