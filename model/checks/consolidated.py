"""A consolidated report beside the sums of the units below it."""

from __future__ import annotations

from collections.abc import Iterator

from model.checks.evaluation import Examined
from model.checks.finding import Finding
from model.checks.wording import REQUESTS, quoted_label
from model.form.edition import Level
from model.report.numbers import format_number

CODE = "CHILDREN"


def other_than_the_units(examined: Examined) -> Iterator[Finding]:
    """Every cell that differs from the sum of the units, as it was when they were added up; a blank cell is silent."""
    units = examined.report.details.units
    if units is None:
        return
    for ref in examined.edition.inputs:
        number, total = examined.report.entries.get(ref), units.sums.get(ref)
        if number is None or number == total:
            continue
        summed = "都没有填" if total is None else f"相加是{format_number(total)}"
        label = quoted_label(ref, examined.edition)
        message = f"{label}是{format_number(number)}，{len(units.sources)}个单位{summed}；{REQUESTS[Level.ASK]}。"
        figures = f"{format_number(number)}/{'' if total is None else format_number(total)}"
        values = (number, total or 0)
        yield Finding(CODE, Level.ASK, str(ref), message, cells=(ref,), figures=figures, values=values)
