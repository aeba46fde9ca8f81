"""One pass that turns entries into totals and findings, for every caller: keys, command line, import, page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from model.form.edition import CellRef, Check, CheckTerm, Edition, Level, Relation
from model.report.numbers import Number, add_up, format_number


class Amount(NamedTuple):
    """A cell's number; ``complete`` is False while something under it is blank."""

    number: Number
    complete: bool = True


class Term(NamedTuple):
    """One cell on one side of a finding, with the number that it had (None: blank)."""

    ref: CellRef
    number: Number | None
    last_year: bool = False
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the report that wants attention, as data: which rule, how grave, both sides, which cells.

    Sum checks fill ``left`` and ``right``; unfilled cells stand in ``blanks``, narrative sections in ``sections``.
    """

    code: str
    level: Level
    left: tuple[Term, ...] = ()
    relation: Relation = Relation.EQUAL
    right: tuple[Term, ...] = ()
    blanks: tuple[CellRef, ...] = ()
    sections: tuple[str, ...] = ()

    @property
    def left_sum(self) -> Number:
        return add_up(term.number for term in self.left)

    @property
    def right_sum(self) -> Number:
        return add_up(term.number for term in self.right)

    @property
    def holds(self) -> bool:
        """Whether the two sides stand in the relation that they should."""
        if self.relation is Relation.EQUAL:
            return self.left_sum == self.right_sum
        return self.left_sum <= self.right_sum

    @property
    def difference(self) -> Number:
        """How far the sides are apart, never negative."""
        return max(self.left_sum, self.right_sum) - min(self.left_sum, self.right_sum)

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """This report's cells that the finding is about, in the order in which the message names them."""
        return tuple(term.ref for term in (*self.left, *self.right) if not term.last_year) + self.blanks

    @property
    def key(self) -> str:
        """Names the finding across re-checks; an explanation is filed under it."""
        return f"{self.code} {next(iter((*map(str, self.cells), *self.sections)), '')}".rstrip()

    @property
    def figures(self) -> str:
        """The numbers that an explanation of this finding rests on; when they change, it no longer answers."""
        return "/".join("" if t.number is None else format_number(t.number) for t in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Totals and findings of one state of a report.

    ``amounts`` holds entered and computed cells; a cell that is not there is blank. ``findings`` are wanted while
    typing, ``missing`` (unfilled cells, sections without text) only when the report is to be finished.
    """

    edition: Edition
    amounts: Mapping[CellRef, Amount]
    findings: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    last_year: Mapping[CellRef, Amount]
    """Last year's amounts; empty when there is no last year's report."""
    reported: Mapping[CellRef, Number]
    """The printed totals that were compared."""

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        return self.findings + self.missing

    @property
    def blocks_finishing(self) -> bool:
        return any(finding.level is Level.HARD for finding in self.all_findings)


def evaluate(
    edition: Edition,
    entries: Mapping[CellRef, Number],
    *,
    reported: Mapping[CellRef, Number] | None = None,
    narratives: Mapping[str, str] | None = None,
    last_year: Evaluation | None = None,
) -> Evaluation:
    """Compute every total, then test every check of the form.

    ``reported`` are totals found in someone else's document; each is compared with ours. ``last_year`` is the
    evaluation of last year's report; without it the checks against last year are silent.
    """
    amounts = _amounts(edition, entries)
    of_last_year = last_year.amounts if last_year else {}
    printed = dict(reported or {})
    findings = (*_broken_checks(edition, amounts, of_last_year), *_wrong_totals(edition, amounts, printed))
    missing = (*_blanks(edition, entries), *_empty_sections(edition, narratives or {}))
    return Evaluation(edition, amounts, findings, missing, of_last_year, printed)


def _amounts(edition: Edition, entries: Mapping[CellRef, Number]) -> dict[CellRef, Amount]:
    amounts = {ref: Amount(number) for ref, number in entries.items()}
    for ref in edition.sum_order:
        parts = edition.sums[ref]
        known = [amount for part in parts if (amount := amounts.get(part)) is not None]
        if known:
            complete = len(known) == len(parts) and all(amount.complete for amount in known)
            amounts[ref] = Amount(sum([amount.number for amount in known]), complete)
    return amounts


def _broken_checks(
    edition: Edition, amounts: Mapping[CellRef, Amount], last_year: Mapping[CellRef, Amount]
) -> Iterator[Finding]:
    for check in edition.checks:
        if applies(check, amounts, last_year):
            left, right = (_terms(side, amounts, last_year) for side in (check.left, check.right))
            finding = Finding(check.code, check.level, left, check.relation, right)
            if not finding.holds:
                yield finding


def applies(check: Check, amounts: Mapping[CellRef, Amount], last_year: Mapping[CellRef, Amount]) -> bool:
    """Whether a check has something to compare yet.

    A blank counts as nothing, and a check speaks once one of this year's cells has a number; a check against last
    year needs every number of last year's that it names.
    """
    terms = (*check.left, *check.right)
    return any(ref in amounts for ref, of_last_year in terms if not of_last_year) and all(
        ref in last_year for ref, of_last_year in terms if of_last_year
    )


def _terms(
    side: Iterable[CheckTerm], amounts: Mapping[CellRef, Amount], last_year: Mapping[CellRef, Amount]
) -> tuple[Term, ...]:
    return tuple(
        Term(ref, _number(ref, last_year if of_last_year else amounts), of_last_year) for ref, of_last_year in side
    )


def _wrong_totals(
    edition: Edition, amounts: Mapping[CellRef, Amount], reported: Mapping[CellRef, Number]
) -> Iterator[Finding]:
    for ref in edition.sum_order:
        if ref in reported and reported[ref] != (_number(ref, amounts) or 0):
            printed = (Term(ref, reported[ref], reported=True),)
            parts = tuple(Term(part, _number(part, amounts)) for part in edition.sums[ref])
            yield Finding("TOTAL", Level.HARD, printed, Relation.EQUAL, parts)


def _number(ref: CellRef, amounts: Mapping[CellRef, Amount]) -> Number | None:
    amount = amounts.get(ref)
    return None if amount is None else amount.number


def _blanks(edition: Edition, entries: Mapping[CellRef, Number]) -> Iterator[Finding]:
    """One finding a table, so that an empty form does not shout 166 times."""
    for inputs in edition.inputs_of.values():
        blanks = tuple([ref for ref in inputs if ref not in entries])
        if blanks:
            yield Finding("BLANK", Level.HARD, blanks=blanks)


def _empty_sections(edition: Edition, narratives: Mapping[str, str]) -> Iterator[Finding]:
    for section in edition.narrative_sections:
        if not narratives.get(section.key, "").strip():
            yield Finding("EMPTY-SECTION", Level.HARD, sections=(section.key,))
