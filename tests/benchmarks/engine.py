"""How long a full evaluation takes, as a ratio against a floor that any program would need.

    python -m tests.benchmarks.engine

The floor is one pass that adds up every printed sum of a plain dictionary (no blanks, no checks, no findings). A ratio
travels between machines; milliseconds do not.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable
from decimal import Decimal

from model.checks.registry import evaluate
from model.draft import Draft
from model.form.edition import Edition, NumberKind
from model.form.editions import load_edition
from model.report.report import Edit, zeros_for_blanks


def milliseconds(call: Callable[[], object], *, repeat: int = 5, number: int = 500) -> float:
    """The best of several runs, per call."""
    return min(timeit.repeat(call, repeat=repeat, number=number)) / number * 1000


def floor(edition: Edition) -> Callable[[], object]:
    sums = list(edition.sums.values())
    numbers = dict.fromkeys(edition.cells, 1)
    return lambda: [sum([numbers[part] for part in parts]) for parts in sums]


def main() -> None:
    edition = load_edition("2021")
    last_year = Draft(edition, 2023)
    last_year.apply(zeros_for_blanks(last_year))
    quiet = last_year.copy()
    ones = {ref: Decimal(1) if edition.kind(ref) is NumberKind.AMOUNT else 1 for ref in edition.inputs}
    loud = Draft(edition, 2024)
    loud.apply(Edit(entries=ones, details={"previous": last_year}))
    base = milliseconds(floor(edition))
    print(f"floor, every sum once:             {base:.3f} ms")
    for name, draft in (("nothing found", quiet), ("every check broken", loud)):
        spent = milliseconds(lambda d=draft: evaluate(d, last_year.evaluation.amounts))
        print(f"evaluate, {name + ':':24} {spent:.3f} ms, {spent / base:.1f} times the floor")
    ref = edition.inputs[-1]
    spent = milliseconds(lambda: quiet.enter({ref: 0}))
    print(f"a keystroke (enter):               {spent:.3f} ms, {spent / base:.1f} times the floor")
    findings = loud.evaluation.findings
    spent = milliseconds(lambda: [finding.sentence(loud.evaluation) for finding in findings], number=50)
    print(f"the words of {len(findings)} findings:          {spent:.3f} ms, {spent / base:.1f} times the floor")


if __name__ == "__main__":
    main()
