"""Figures beside last year's: changes that are far beyond the usual."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from model.checks.evaluation import Examined
from model.checks.finding import Finding
from model.checks.wording import REQUESTS, quoted_label
from model.form.edition import CellRef, Edition, Level, NumberKind
from model.report.numbers import Number, format_number

TIMES, LEAST_CHANGE, LEAST_FROM_NOTHING = 5, 50, 100
"""A figure that is five times last year's or a fifth of it, and fifty apart, is looked at twice."""

_TEN_THOUSAND = Decimal(10_000)


def leaps(examined: Examined) -> Iterator[Finding]:
    """The figures that tell a year from another: the totals of tables that have any, every figure of the others."""
    previous = examined.report.previous
    if previous is None or previous.edition.name != examined.edition.name:
        return
    for ref in _telling(examined.edition):
        new, old = examined.amounts.get(ref), examined.last_year.get(ref)
        if new and old and new.complete and old.complete and _leaps(new.number, old.number):
            yield _finding(ref, new.number, old.number, examined.edition)


def _telling(edition: Edition) -> Iterator[CellRef]:
    in_balances = {term.ref for check in edition.checks for term in (*check.left, *check.right)}
    for table in edition.tables.values():
        has_totals = any(line.sum_of for line in (*table.rows, *table.columns))
        for row in table.rows:
            for column in table.columns:
                ref = CellRef(table.key, row.key, column.key)
                if (ref in in_balances and column.sum_of) if has_totals else not column.sum_of:
                    yield ref


def _leaps(new: Number, old: Number) -> bool:
    small, large = sorted((Decimal(new), Decimal(old)))
    if small <= 0:
        return small == 0 and large >= LEAST_FROM_NOTHING
    return large - small >= LEAST_CHANGE and large >= TIMES * small


def _finding(ref: CellRef, new: Number, old: Number, edition: Edition) -> Finding:
    ratio = Decimal(max(new, old)) / max(Decimal(min(new, old)), Decimal(1))
    unit = (
        "，可能是单位（元、万元）写错了"
        if edition.kind(ref) is NumberKind.AMOUNT and ratio >= _TEN_THOUSAND / 10
        else ""
    )
    return Finding(
        code="JUMP",
        level=Level.ASK,
        subject=str(ref),
        message=f"{quoted_label(ref, edition)}上年是{format_number(old)}，本年是{format_number(new)}，变化很大{unit}；"
        f"{REQUESTS[Level.ASK]}。",
        cells=(ref,),
        figures=f"{format_number(old)}/{format_number(new)}",
        values=(new, old),
    )
