"""Reports for tests, written as small tables; the sentences that come of them."""

from __future__ import annotations

from decimal import Decimal

from model.checks.finding import Finding
from model.draft import Draft
from model.form.edition import CellRef, Edition, NumberKind
from model.report.numbers import Number
from model.report.report import Edit, zeros_for_blanks


def cell(address: str) -> CellRef:
    return CellRef.parse(address)


def read_table(edition: Edition, table: str, text: str) -> dict[CellRef, Number]:
    """The numbers of a table like this one, where a dot is a blank::

    .             natural_person  business
    new_received  6               3
    carried_in    0               .
    """
    (_, *columns), *rows = [line.split() for line in text.strip().splitlines()]
    numbers: dict[CellRef, Number] = {}
    for row, *values in rows:
        for column, value in zip(columns, values, strict=True):
            ref = CellRef(table, row, column)
            if value != ".":
                numbers[ref] = Decimal(value) if edition.kind(ref) is NumberKind.AMOUNT else int(value)
    return numbers


def report(
    edition: Edition,
    text: str = "",
    *,
    table: str = "requests",
    last_year: Draft | None = None,
    year: int = 2024,
    zeros: bool = True,
) -> Draft:
    """A report that says what the table says; its totals are printed ones. Every other cell is 0, or stays blank."""
    draft = Draft(edition, year)
    numbers = read_table(edition, table, text) if text else {}
    printed = {ref: number for ref, number in numbers.items() if ref in edition.sums}
    entries = {ref: number for ref, number in numbers.items() if ref not in printed}
    draft.apply(Edit(entries=entries, reported=printed, details={"previous": last_year}))
    if zeros:
        draft.apply(zeros_for_blanks(draft))
    return draft


def sentences(draft: Draft, code: str = "") -> list[str]:
    return [f.sentence(draft.evaluation) for f in draft.evaluation.findings if f.code.startswith(code)]


def keys(draft: Draft) -> list[str]:
    return [finding.key for finding in draft.evaluation.findings]


def only(draft: Draft, key: str) -> Finding:
    (finding,) = (finding for finding in draft.evaluation.all_findings if finding.key == key)
    return finding
