"""勾稽关系: the sums that the edition states between cells, within the year and against last year's report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from model.checks.causes import explain_cause, suspected_cells
from model.checks.evaluation import Evaluation, Examined
from model.checks.finding import Span
from model.checks.passages import passages
from model.checks.sums import Sides, SumFinding, Term, applies, can_hold, term_of
from model.checks.wording import REQUESTS, line_of_cells, shared_line, side_in_words
from model.form.edition import CellRef, Check, CheckTerm, Level, Relation
from model.report.numbers import format_number

_SENTENCE = re.compile("[^。；\n]+")


@dataclass(frozen=True, slots=True)
class Imbalance(SumFinding):
    """A check of the edition that does not hold, or that cannot be told yet."""

    def sentence(self, evaluation: Evaluation) -> str:
        edition, sides = evaluation.edition, self.sides
        refs = [term.ref for term in sides.terms]
        line, shared = line_of_cells(refs, edition), shared_line(refs, edition)
        left, right = (side_in_words(side, shared, edition) for side in (sides.left, sides.right))
        difference = format_number(sides.difference)
        against_last_year = any(term.last_year for term in sides.terms)
        if against_last_year:
            left, right = (
                words if any(term.last_year for term in side) else f"本表的{words}"
                for words, side in ((left, sides.left), (right, sides.right))
            )
        if self.unfinished:
            return f"{line}未填完，还差{difference}：{left}，{right}。{explain_cause(self, evaluation)}"
        verdict = "与上年年报对不上" if against_last_year else "不平" if sides.relation is Relation.EQUAL else "对不上"
        if sides.relation is Relation.AT_MOST:
            figures = f"{left}，不应大于{right}，多出{difference}"
        else:
            figures = f"{left}，{right}，相差{difference}"
        reason = "正文里有一句可能说明了原因。" if self.spans else explain_cause(self, evaluation)
        return f"{line}{verdict}：{figures}；{REQUESTS[self.level]}。{reason}"

    def suspects(self, evaluation: Evaluation) -> tuple[CellRef, ...]:
        return suspected_cells(self, evaluation)


def broken_balances(examined: Examined) -> Iterator[Imbalance]:
    """Every check of the edition that does not hold, as far as the cells are filled.

    A check is silent until one of this year's cells has a number, and where last year's report lacks a number that it
    names. It is certain only when no filling of the blanks could make it hold.
    """
    for check in examined.edition.checks:
        if applies(check, examined.amounts, examined.last_year):
            left, right = (_terms(side, examined) for side in (check.left, check.right))
            sides = Sides(left, check.relation, right)
            if not sides.holds:
                imbalance = Imbalance.of(check.code, check.level, sides, unfinished=can_hold(sides, examined.edition))
                reasons = tuple(_reasons(check, sides.cells[0], examined))
                yield replace(imbalance, level=Level.HINT, spans=reasons) if reasons else imbalance


def _reasons(check: Check, ref: CellRef, examined: Examined) -> Iterator[Span]:
    """The sentences of the text that may say why: with one of the check's words, and the row's name."""
    row = examined.edition.tables[ref.table].row(ref.row)
    for passage in passages(examined.report) if check.answered_by else ():
        for match in _SENTENCE.finditer(passage.line):
            if any(word in match[0] for word in check.answered_by) and any(
                n in match[0] for n in (row.label, *row.aliases)
            ):
                yield passage.span(*match.span())


def _terms(side: Iterable[CheckTerm], examined: Examined) -> tuple[Term, ...]:
    return tuple(
        term_of(ref, examined.last_year if of_last_year else examined.amounts, last_year=of_last_year)
        for ref, of_last_year in side
    )
