"""Sums that should agree: their two sides, whether blanks may still put them right, and the finding about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from model.checks.finding import Finding
from model.form.edition import CellRef, Check, Edition, Level, NumberKind, Relation
from model.report.amounts import Amount
from model.report.numbers import Number, add_up, format_number


class Term(NamedTuple):
    """One cell on one side of a sum: its number (None: blank), and whether nothing under it is blank."""

    ref: CellRef
    number: Number | None
    complete: bool = True
    last_year: bool = False
    reported: bool = False


class Sides(NamedTuple):
    """The two sides of a sum, and the relation that they should stand in."""

    left: tuple[Term, ...]
    relation: Relation
    right: tuple[Term, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.left + self.right

    @property
    def left_sum(self) -> Number:
        return add_up(term.number for term in self.left)

    @property
    def right_sum(self) -> Number:
        return add_up(term.number for term in self.right)

    @property
    def difference(self) -> Number:
        """How far the sides are apart, never negative."""
        return max(self.left_sum, self.right_sum) - min(self.left_sum, self.right_sum)

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """This report's cells, in the order in which a message names them."""
        return tuple(term.ref for term in self.terms if not term.last_year)

    @property
    def figures(self) -> str:
        return "/".join("" if term.number is None else format_number(term.number) for term in self.terms)

    @property
    def holds(self) -> bool:
        """Whether the sides stand in their relation as far as they are filled: a blank adds nothing."""
        if self.relation is Relation.EQUAL:
            return self.left_sum == self.right_sum
        return self.left_sum <= self.right_sum


@dataclass(frozen=True, slots=True)
class SumFinding(Finding):
    """Two sides of a sum that do not stand in their relation."""

    sides: Sides = field(kw_only=True)

    @classmethod
    def of(cls, code: str, level: Level, sides: Sides, *, unfinished: bool) -> Self:
        """The finding about these sides; it is about the first of this report's cells."""
        return cls(
            code=code,
            level=Level.HINT if unfinished else level,
            subject=str(sides.cells[0]),
            cells=sides.cells,
            figures=sides.figures,
            values=(sides.left_sum, sides.right_sum),
            unfinished=unfinished,
            sides=sides,
        )

    @property
    def off_by(self) -> Number:
        """What the left side has more than the right one."""
        return self.sides.left_sum - self.sides.right_sum


def applies(check: Check, amounts: Mapping[CellRef, Amount], last_year: Mapping[CellRef, Amount]) -> bool:
    """Whether a check has something to compare yet.

    A blank counts as nothing, and a check applies once one of this year's cells has a number; a check against last
    year needs every number of last year's that it names.
    """
    terms = (*check.left, *check.right)
    return any(ref in amounts for ref, of_last_year in terms if not of_last_year) and all(
        ref in last_year for ref, of_last_year in terms if of_last_year
    )


def can_hold(sides: Sides, edition: Edition) -> bool:
    """Whether some filling of the blanks could make sides agree that do not: a blank adds 0 or more, or has a sign."""
    lighter, heavier = (sides.left, sides.right) if sides.left_sum < sides.right_sum else (sides.right, sides.left)
    return _is_open(lighter) or any(
        not term.complete and not term.last_year and edition.kind(term.ref) is NumberKind.CHANGE for term in heavier
    )


def _is_open(side: Iterable[Term]) -> bool:
    return not all(term.complete or term.last_year for term in side)


def term_of(ref: CellRef, amounts: Mapping[CellRef, Amount], *, last_year: bool = False) -> Term:
    """A cell with the number that it has."""
    amount = amounts.get(ref)
    return Term(ref, None, complete=False) if amount is None else Term(ref, amount.number, amount.complete, last_year)
