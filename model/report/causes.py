"""Why a sum may be off, where arithmetic shows it. Causes are data; `messages` puts them into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from model.form.report_format import CellRef, Relation
from model.report.evaluation import Evaluation, Finding, Term
from model.report.numbers import Number


class CauseKind(Enum):
    MOVED = auto()  # two checks of one kind are off by opposite amounts: a figure sits in the wrong place
    FORGOTTEN = auto()  # a cell lacks just what last year's report hands on
    SWAPPED = auto()  # two neighbouring digits of one figure change places and the sides agree
    LEFT_OUT = auto()  # a printed total lacks just one of its parts
    UNFILLED = auto()  # the lighter side has a cell that is still blank
    TOO_MANY = auto()  # one figure alone explains the difference
    TOO_FEW = auto()


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause: the cell that it points at, and the number that would mend it there (or that it is off by)."""

    kind: CauseKind
    ref: CellRef
    number: Number


def likely_cause(finding: Finding, evaluation: Evaluation) -> Cause | None:
    """The best guess at what went wrong, or None where arithmetic shows nothing."""
    if finding.relation is not Relation.EQUAL or not finding.left:
        return None
    guesses = (_moved, _forgotten, _swapped, _left_out, _unfilled, _one_figure)
    return next((cause for guess in guesses if (cause := guess(finding, evaluation))), None)


def _sides(finding: Finding) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """The side with the smaller sum, then the one with the larger."""
    if finding.left_sum < finding.right_sum:
        return finding.left, finding.right
    return finding.right, finding.left


def _is_about_a_printed_total(finding: Finding) -> bool:
    return any(term.reported for term in finding.left)


def _entered(terms: Iterable[Term], evaluation: Evaluation) -> Iterator[Term]:
    """The figures that people typed under these terms: a computed term is opened into its parts."""
    for term in terms:
        if term.last_year or term.reported:
            continue
        if term.ref in evaluation.report_format.sums:
            amounts = evaluation.amounts
            parts = evaluation.report_format.sums[term.ref]
            yield from _entered((Term(ref, amounts[ref].number) for ref in parts if ref in amounts), evaluation)
        else:
            yield term


def _moved(finding: Finding, evaluation: Evaluation) -> Cause | None:
    off_by = finding.left_sum - finding.right_sum
    for other in evaluation.findings:
        holds_entries = any(ref not in evaluation.report_format.sums for ref in other.cells)
        if other.code == finding.code and other.left_sum - other.right_sum == -off_by and holds_entries:
            return Cause(CauseKind.MOVED, other.cells[0], finding.difference)
    return None


def _forgotten(finding: Finding, evaluation: Evaluation) -> Cause | None:
    lighter, _ = _sides(finding)
    for term in lighter:
        source = evaluation.report_format.carry_forward.get(term.ref)
        handed_on = evaluation.last_year.get(source) if source and not term.last_year else None
        if handed_on and handed_on.number - (term.number or 0) == finding.difference:
            return Cause(CauseKind.FORGOTTEN, term.ref, handed_on.number)
    return None


def _swapped(finding: Finding, evaluation: Evaluation) -> Cause | None:
    if finding.difference % 9:
        return None
    lighter, heavier = _sides(finding)
    printed = [term for term in finding.left if term.reported]
    suspects = [
        *((term, 1) for term in (*_entered(lighter, evaluation), *(t for t in printed if t in lighter))),
        *((term, -1) for term in (*_entered(heavier, evaluation), *(t for t in printed if t in heavier))),
    ]
    mended = [
        Cause(CauseKind.SWAPPED, term.ref, term.number + sign * finding.difference)
        for term, sign in suspects
        if isinstance(term.number, int) and term.number + sign * finding.difference in _digit_swaps(term.number)
    ]
    return mended[0] if len(mended) == 1 else None


def _digit_swaps(number: int) -> set[int]:
    """Every number that differs from this one in two neighbouring digits changing places."""
    digits = str(number)
    return {int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) for i in range(len(digits) - 1)}


def _left_out(finding: Finding, evaluation: Evaluation) -> Cause | None:
    if not _is_about_a_printed_total(finding) or finding.left_sum > finding.right_sum:
        return None
    parts = [term for term in finding.right if term.number == finding.difference]
    return Cause(CauseKind.LEFT_OUT, parts[0].ref, finding.difference) if len(parts) == 1 else None


def _unfilled(finding: Finding, evaluation: Evaluation) -> Cause | None:
    lighter, _ = _sides(finding)
    blanks = [term for term in lighter if term.number is None and term.ref not in evaluation.report_format.sums]
    if _is_about_a_printed_total(finding) or not blanks:
        return None
    return Cause(CauseKind.UNFILLED, blanks[0].ref, finding.difference)


def _one_figure(finding: Finding, evaluation: Evaluation) -> Cause | None:
    if _is_about_a_printed_total(finding):
        return None
    for side, kind in zip(_sides(finding), (CauseKind.TOO_FEW, CauseKind.TOO_MANY), strict=True):
        opened = [term for term in side if term.ref in evaluation.report_format.sums]
        figures = [term for term in _entered(opened, evaluation) if term.number]
        if kind is CauseKind.TOO_MANY and len(figures) > 1:
            figures = [term for term in figures if term.number == finding.difference]
        if len(figures) == 1:
            return Cause(kind, figures[0].ref, finding.difference)
    return None
