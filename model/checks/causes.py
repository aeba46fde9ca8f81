"""Why the two sides of a sum may differ, where arithmetic shows it: the cause as data, and in words.

A wrong guess costs more trust than a right one earns. So a figure is blamed only if correcting it mends every sum
that it is under (`_Case.corrections`), and where several guesses fit equally well, none is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from model.checks.evaluation import Evaluation
from model.checks.finding import Finding
from model.checks.sums import SumFinding, Term, applies
from model.checks.wording import line_of_cells, quoted_label
from model.form.edition import CellRef, Relation
from model.report.numbers import MAXIMUM, Number, add_up, format_number


class CauseKind(Enum):
    FOLLOWS = auto()  # totals are off by just what the same check finds in the lines that they add up
    FORGOTTEN = auto()  # a cell lacks just what last year's report hands on
    ONE_CELL = auto()  # several sums are off alike, and one figure stands under all of them
    MOVED = auto()  # two checks of one kind are off by opposite amounts: a figure sits in the wrong place
    UNFILLED = auto()  # the lighter side has cells that are still blank
    SWAPPED = auto()  # two neighbouring digits of one figure change places and the sides agree
    LEFT_OUT = auto()  # a printed total lacks just one of its parts
    MISPRINTED = auto()  # a printed total disagrees while every other sum that its parts are under comes out
    TOO_MANY = auto()  # one figure alone explains the difference


_CAUSES = {
    CauseKind.FOLLOWS: "由{lines}引起，那里改平了，这里也就平了",
    CauseKind.FORGOTTEN: "上年年报结转下来的是{number}，{label}漏填或填错了",
    CauseKind.ONE_CELL: "{label}应为{number}，改后有关的各处都能对上",
    CauseKind.MOVED: "{lines}一多一少，有{number}填错了地方",
    CauseKind.LEFT_OUT: "漏加了{label}的{number}",
    CauseKind.MISPRINTED: "其他各处都对得上，只是这个总计写错了",
    CauseKind.TOO_MANY: "{label}多计了{number}",
}


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that a cause points at. ``number`` is what belongs there or what it is off by: see `explain_cause`."""

    ref: CellRef
    number: Number


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause: at least one suspect, and the findings that it sees together."""

    kind: CauseKind
    suspects: tuple[Suspect, ...]
    findings: tuple[SumFinding, ...] = ()

    @property
    def ref(self) -> CellRef:
        """The cell to look at first."""
        return self.suspects[0].ref

    @property
    def number(self) -> Number:
        return self.suspects[0].number


def likely_cause(finding: Finding, evaluation: Evaluation) -> Cause | None:
    """The best guess at what went wrong, or None where arithmetic shows nothing."""
    if not isinstance(finding, SumFinding) or finding.sides.relation is not Relation.EQUAL:
        return None
    case = _Case(finding, evaluation)
    if finding.unfinished:
        return _unfilled(case)
    guesses = (_follows, _forgotten, _one_cell, _moved, _unfilled, _swapped, _left_out, _misprinted, _one_figure)
    return next((cause for guess in guesses if (cause := guess(case))), None)


def suspected_cells(finding: SumFinding, evaluation: Evaluation) -> tuple[CellRef, ...]:
    """The cells that the likely cause takes for wrong: none where it only points at other lines or at blanks."""
    cause = likely_cause(finding, evaluation)
    if cause is None or cause.kind in (CauseKind.FOLLOWS, CauseKind.UNFILLED):
        return ()
    if cause.kind is CauseKind.MOVED:
        return _misplaced(cause, evaluation)
    return tuple(suspect.ref for suspect in cause.suspects)


def _misplaced(cause: Cause, evaluation: Evaluation) -> tuple[CellRef, ...]:
    """The figures on the heavier sides that are just what two lines are off by; none where more than two are."""
    sides = [side for finding in cause.findings for side in (finding.sides.right, finding.sides.left)]
    heavier = [
        side
        for side, lighter in zip(sides, (sides[at ^ 1] for at in range(len(sides))), strict=True)
        if add_up(term.number for term in side) > add_up(term.number for term in lighter)
    ]
    cells = [ref for side in heavier for above in _refs(side) for ref in evaluation.edition.inputs_under[above]]
    found = [ref for ref in cells if ref in evaluation.amounts and evaluation.amounts[ref].number == cause.number]
    return tuple(found) if len(found) <= 2 else ()


def explain_cause(finding: SumFinding, evaluation: Evaluation) -> str:
    """The likely cause as a sentence that may follow the finding's own, or nothing."""
    cause = likely_cause(finding, evaluation)
    if cause is None:
        return ""
    edition = evaluation.edition
    if cause.kind is CauseKind.UNFILLED:
        label = quoted_label(cause.ref, edition)
        return f"{label}还没有填。" if cause.number == 1 else f"{label}等{cause.number}格还没有填。"
    if cause.kind is CauseKind.SWAPPED:
        cells = "或".join(f"{quoted_label(s.ref, edition)}（应为{format_number(s.number)}）" for s in cause.suspects)
        words = f"{cells}有相邻两位数字写反了"
    else:
        words = _CAUSES[cause.kind].format(
            label=quoted_label(cause.ref, edition),
            number=format_number(cause.number),
            lines="、".join(line_of_cells(finding.cells, edition) for finding in cause.findings),
        )
    return f"可能的原因：{words}。"


class _Case:
    """A finding, with what the guesses read off the report around it."""

    def __init__(self, finding: SumFinding, evaluation: Evaluation) -> None:
        self.finding = finding
        self.evaluation = evaluation
        self.edition = evaluation.edition
        self.printed = any(term.reported for term in finding.sides.left)
        self.off_by = finding.off_by
        left, _, right = finding.sides
        self.lighter, self.heavier = (left, right) if self.off_by < 0 else (right, left)
        self.others = tuple(
            f
            for f in evaluation.findings
            if isinstance(f, SumFinding) and f != finding and f.sides.relation is Relation.EQUAL
        )

    def number(self, ref: CellRef) -> Number:
        amount = self.evaluation.amounts.get(ref)
        return amount.number if amount else 0

    def inputs(self, refs: Iterable[CellRef]) -> list[CellRef]:
        """The cells that people fill in at or beneath these."""
        return [ref for above in refs for ref in self.edition.inputs_under[above]]

    def are_totals(self, refs: Iterable[CellRef]) -> bool:
        """Whether people fill in none of these cells. A sum over totals is no evidence of its own."""
        return all(ref in self.edition.sums for ref in refs)

    @cached_property
    def doubts_the_printed_total(self) -> bool:
        """Whether a total was printed, and no other sum casts doubt on the cells that it adds up."""
        under = set(self.inputs(_compared(self.finding)))
        return self.printed and not any(under.intersection(self.inputs(_compared(other))) for other in self.others)

    @cached_property
    def corrections(self) -> Mapping[CellRef, Number]:
        """The cells that, alone, mend the finding and break no other sum, with the number that does it."""
        return {
            ref: self.number(ref) + shift
            for ref, shift in self._shifts(self.finding).items()
            if self.mended[ref] == self.sums[ref] and 0 <= self.number(ref) + shift <= MAXIMUM
        }

    @cached_property
    def mended(self) -> Counter[CellRef]:
        """For each cell under the finding: how many findings come out with the correction that this one needs."""
        shifts = self._shifts(self.finding)
        findings = [f for f in (self.finding, *self.others) if not self.are_totals(_compared(f))]
        return Counter(ref for f in findings for ref, shift in self._shifts(f).items() if shifts.get(ref) == shift)

    @cached_property
    def sums(self) -> Counter[CellRef]:
        """For each cell: how many of the sums that are tested it is under."""
        return Counter(ref for refs in self._tested() if not self.are_totals(refs) for ref in self.inputs(refs))

    def _shifts(self, finding: SumFinding) -> Mapping[CellRef, Number]:
        """By how much each cell under the finding would have to change, alone, for its sides to agree."""
        off_by = finding.off_by
        left, right = (self.inputs(_refs(side)) for side in (finding.sides.left, finding.sides.right))
        return dict.fromkeys(left, -off_by) | dict.fromkeys(right, off_by)

    def _tested(self) -> Iterator[tuple[CellRef, ...]]:
        """The cells that each of the form's checks, and each printed total, compares."""
        for check in self.edition.checks:
            if check.relation is Relation.EQUAL and applies(check, self.evaluation.amounts, self.evaluation.last_year):
                yield tuple(ref for ref, last_year in (*check.left, *check.right) if not last_year)
        for ref in self.evaluation.reported:
            yield self.edition.sums[ref]


def _refs(terms: Iterable[Term]) -> tuple[CellRef, ...]:
    """The cells whose numbers this report computes from what was typed."""
    return tuple(term.ref for term in terms if not (term.last_year or term.reported))


def _compared(finding: SumFinding) -> tuple[CellRef, ...]:
    return _refs(finding.sides.terms)


def _one(kind: CauseKind, ref: CellRef, number: Number) -> Cause:
    return Cause(kind, (Suspect(ref, number),))


def _follows(case: _Case) -> Cause | None:
    if case.printed or not case.are_totals(case.finding.cells):
        return None
    parts = [case.edition.sums[ref] for ref in case.finding.cells]
    beneath = tuple(
        other
        for other in case.others
        if other.code == case.finding.code
        and len(other.cells) == len(parts)
        and all(ref in its_parts for ref, its_parts in zip(other.cells, parts, strict=True))
    )
    if not beneath or sum(other.off_by for other in beneath) != case.off_by:
        return None
    suspects = tuple(Suspect(other.cells[0], other.sides.difference) for other in beneath)
    return Cause(CauseKind.FOLLOWS, suspects, beneath)


def _forgotten(case: _Case) -> Cause | None:
    if any(term.last_year for term in case.finding.sides.terms):
        return None
    for term in case.lighter:
        source = case.edition.carry_forward.get(term.ref)
        handed_on = case.evaluation.last_year.get(source) if source else None
        if handed_on and case.corrections.get(term.ref) == handed_on.number:
            return _one(CauseKind.FORGOTTEN, term.ref, handed_on.number)
    return None


def _one_cell(case: _Case) -> Cause | None:
    """Where a printed row total and a column are off alike, the cell where they cross stands under both."""
    best = max((case.mended[ref] for ref in case.corrections), default=0)
    under_most = [ref for ref in case.corrections if case.mended[ref] == best]
    if best < 2 or len(under_most) != 1:
        return None
    return _one(CauseKind.ONE_CELL, under_most[0], case.corrections[under_most[0]])


def _moved(case: _Case) -> Cause | None:
    cells = case.finding.cells
    if case.are_totals(_compared(case.finding)):
        return None
    opposite = [
        other
        for other in case.others
        if other.code == case.finding.code
        and other.off_by == -case.off_by
        and other.cells[0].table == cells[0].table
        and _stand_in_one_column(other.cells) == _stand_in_one_column(cells)
        and not case.are_totals(_compared(other))
    ]
    if len(opposite) != 1:
        return None
    return Cause(
        CauseKind.MOVED, (Suspect(opposite[0].cells[0], case.finding.sides.difference),), (case.finding, opposite[0])
    )


def _stand_in_one_column(cells: Iterable[CellRef]) -> bool:
    return len({ref.column for ref in cells}) == 1


def _unfilled(case: _Case) -> Cause | None:
    cells = case.inputs(_refs(case.lighter))
    blanks = [ref for ref in cells if ref not in case.evaluation.amounts and ref in case.corrections]
    if not blanks or (case.printed and len(blanks) > 1):
        return None
    return _one(CauseKind.UNFILLED, blanks[0], len(blanks))


def _swapped(case: _Case) -> Cause | None:
    """At most two figures are named: where more would do, none stands out."""
    suspects = [Suspect(ref, new) for ref, new in case.corrections.items() if _are_swapped(case.number(ref), new)]
    if case.doubts_the_printed_total and _are_swapped(case.finding.sides.left_sum, case.finding.sides.right_sum):
        suspects.append(Suspect(case.finding.cells[0], case.finding.sides.right_sum))
    return Cause(CauseKind.SWAPPED, tuple(suspects)) if 1 <= len(suspects) <= 2 else None


def _are_swapped(one: Number, other: Number) -> bool:
    """Whether two neighbouring digits, changing places, make one whole number of the other."""
    a, b = str(one), str(other)
    if len(a) != len(b) or not a.isdecimal() or not b.isdecimal():
        return False
    differing = [place for place in range(len(a)) if a[place] != b[place]]
    if len(differing) != 2 or differing[1] - differing[0] != 1:
        return False
    first, second = differing
    return (a[first], a[second]) == (b[second], b[first])


def _left_out(case: _Case) -> Cause | None:
    if not case.doubts_the_printed_total or case.off_by > 0 or not case.finding.sides.left_sum:
        return None
    parts = [term.ref for term in case.finding.sides.right if term.number == case.finding.sides.difference]
    return _one(CauseKind.LEFT_OUT, parts[0], case.finding.sides.difference) if len(parts) == 1 else None


def _misprinted(case: _Case) -> Cause | None:
    parts = _compared(case.finding)
    own = 0 if case.are_totals(parts) else 1
    if not case.doubts_the_printed_total or any(case.sums[ref] <= own for ref in case.inputs(parts)):
        return None
    return _one(CauseKind.MISPRINTED, case.finding.cells[0], case.finding.sides.right_sum)


def _one_figure(case: _Case) -> Cause | None:
    """A figure that is just the difference, or the only one on the heavier side: it alone may be too many."""
    if case.printed or not min(case.finding.sides.left_sum, case.finding.sides.right_sum):
        return None
    figures = [ref for ref in case.inputs(_refs(case.heavier)) if case.number(ref)]
    if len(figures) > 1:
        figures = [ref for ref in figures if case.number(ref) == case.finding.sides.difference]
    if len(figures) != 1 or figures[0] in _compared(case.finding) or figures[0] not in case.corrections:
        return None
    return _one(CauseKind.TOO_MANY, figures[0], case.finding.sides.difference)
