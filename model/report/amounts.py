"""A report's figures with its totals: what was typed, and what follows from it by the sums of the edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from model.form.edition import CellRef, Edition
from model.report.numbers import Number


class Amount(NamedTuple):
    """A cell's number; ``complete`` is False while something under it is blank."""

    number: Number
    complete: bool = True


def compute_amounts(edition: Edition, entries: Mapping[CellRef, Number]) -> dict[CellRef, Amount]:
    """Entered and computed cells; a cell that is not there is blank. A total over blanks alone is itself blank."""
    amounts = {ref: Amount(number) for ref, number in entries.items()}
    for ref in edition.sum_order:
        parts = edition.sums[ref]
        known = [amount for part in parts if (amount := amounts.get(part)) is not None]
        if known:
            complete = len(known) == len(parts) and all(amount.complete for amount in known)
            amounts[ref] = Amount(sum([amount.number for amount in known]), complete)
    return amounts
