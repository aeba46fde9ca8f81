"""The invented figures that the invented sentences of these tests speak of: one report that balances."""

from __future__ import annotations

from decimal import Decimal

from model.form.edition import CellRef, Edition
from model.form.editions import load_edition

YEAR = 2024

_BY_APPLICANT = {
    "new_received": (68, 3, 0, 0, 2, 1),
    "carried_in": (1, 0, 0, 0, 0, 0),
    "granted": (28, 2, 0, 0, 0, 0),
    "partial": (9, 1, 0, 0, 0, 0),
    "withheld_state_secret": (2, 0, 0, 0, 0, 0),
    "withheld_third_party": (3, 0, 0, 0, 0, 0),
    "withheld_internal": (2, 0, 0, 0, 1, 0),
    "withheld_deliberative": (3, 0, 0, 0, 1, 0),
    "unable_not_held": (8, 0, 0, 0, 0, 1),
    "unable_needs_creation": (1, 0, 0, 0, 0, 0),
    "unable_unclear": (1, 0, 0, 0, 0, 0),
    "refused_petition": (3, 0, 0, 0, 0, 0),
    "refused_repeat": (2, 0, 0, 0, 0, 0),
    "closed_not_corrected": (3, 0, 0, 0, 0, 0),
    "closed_other": (2, 0, 0, 0, 0, 0),
    "carried_over": (2, 0, 0, 0, 0, 0),
}
_OTHERS: dict[str, int | Decimal] = {
    "disputes.reconsideration.upheld": 3,
    "disputes.reconsideration.corrected": 1,
    "disputes.reconsideration.other_outcome": 1,
    "disputes.reconsideration.pending": 2,
    "disputes.direct_suit.upheld": 2,
    "disputes.direct_suit.pending": 1,
    "disputes.suit_after_reconsideration.upheld": 1,
    "documents.rules.issued": 1,
    "documents.rules.in_force": 6,
    "documents.normative_documents.issued": 14,
    "documents.normative_documents.repealed": 9,
    "documents.normative_documents.in_force": 120,
    "licensing.licences.decisions": 11398,
    "enforcement.penalties.decisions": 532,
    "enforcement.coercion.decisions": 21,
    "fees.charges.amount": Decimal("288.67"),
}


def edition() -> Edition:
    return load_edition("2021")


def entries() -> dict[CellRef, int | Decimal]:
    """Every cell of the report."""
    form = edition()
    figures: dict[CellRef, int | Decimal] = dict.fromkeys(form.inputs, 0)
    columns = [column.key for column in form.tables["requests"].columns if not column.sum_of]
    for row, numbers in _BY_APPLICANT.items():
        figures.update({CellRef("requests", row, key): n for key, n in zip(columns, numbers, strict=True)})
    return figures | {CellRef.parse(address): number for address, number in _OTHERS.items()}
