"""Totals that somebody else's document printed, beside those that its own figures come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from model.checks.causes import explain_cause, suspected_cells
from model.checks.evaluation import Evaluation, Examined
from model.checks.sums import Sides, SumFinding, Term, can_hold, term_of
from model.checks.wording import quoted_label, shared_line, sum_in_words, term_in_words
from model.form.edition import CellRef, Level, Relation
from model.report.numbers import format_number

CODE = "TOTAL"


@dataclass(frozen=True, slots=True)
class WrongTotal(SumFinding):
    """A printed total on the left, the cells that it should add up on the right."""

    def sentence(self, evaluation: Evaluation) -> str:
        edition, sides = evaluation.edition, self.sides
        printed = sides.left[0].ref
        shared = shared_line([printed, *sides.cells], edition)
        figures = [term for term in sides.right if term.number]
        request = "请补填各项" if self.unfinished else "请核对各项，或采用计算值"
        if len(figures) > 1:
            added = f"各项相加是{sum_in_words(figures, shared, edition)}"
        elif figures:
            added = f"各项中只有{term_in_words(figures[0], shared, edition)}"
        elif any(term.number is not None for term in sides.right):
            added = "各项都是0"
        else:
            added = "各项都还没有填"
        return (
            f"{quoted_label(printed, edition)}原文件写的是{format_number(sides.left_sum)}，{added}，"
            f"相差{format_number(sides.difference)}；{request}。{explain_cause(self, evaluation)}"
        )

    def suspects(self, evaluation: Evaluation) -> tuple[CellRef, ...]:
        return suspected_cells(self, evaluation)


def wrong_totals(examined: Examined) -> Iterator[WrongTotal]:
    """Every printed total that is not ours; certain only when no filling of its blank parts could make it right."""
    edition, reported = examined.edition, examined.report.reported
    for ref in edition.sum_order if reported else ():
        if ref in reported:
            printed = (Term(ref, reported[ref], reported=True),)
            sides = Sides(printed, Relation.EQUAL, tuple(term_of(part, examined.amounts) for part in edition.sums[ref]))
            if not sides.holds:
                yield WrongTotal.of(CODE, Level.HARD, sides, unfinished=can_hold(sides, edition))
