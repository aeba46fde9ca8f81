"""The one list of checks, and the pass that runs it: for keys, command line, import and page alike.

A new check is a module of its own, rule and sentence side by side, and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from model.checks.balances import broken_balances
from model.checks.completeness import empty_sections, unfilled_cells
from model.checks.consolidated import other_than_the_units
from model.checks.dates import old_bases, wrong_years
from model.checks.evaluation import Evaluation, Examined
from model.checks.finding import Finding
from model.checks.glyphs import unprintable_characters
from model.checks.office import other_offices, rules_without_authority
from model.checks.percentages import wrong_percentages
from model.checks.printed_totals import wrong_totals
from model.checks.privacy import personal_numbers
from model.checks.punctuation import unusual_punctuation
from model.checks.repetition import repeated_paragraphs
from model.checks.requirements import unmentioned_items
from model.checks.stated_figures import wrong_figures
from model.checks.structure import broken_numbering, missing_headings, printed_twice
from model.checks.substance import amounts_beyond_the_table, unmet_demands
from model.checks.text_itself import contradictions
from model.checks.yearly import leaps
from model.form.edition import CellRef
from model.report.amounts import Amount, compute_amounts
from model.report.report import Report

Check = Callable[[Examined], Iterable[Finding]]

WHILE_TYPING: tuple[Check, ...] = (
    broken_balances,
    wrong_totals,
    other_than_the_units,
    wrong_years,
    other_offices,
    wrong_figures,
    contradictions,
    wrong_percentages,
    unmet_demands,
    amounts_beyond_the_table,
    personal_numbers,
    printed_twice,
    repeated_paragraphs,
    leaps,
    rules_without_authority,
    old_bases,
    missing_headings,
    broken_numbering,
    unusual_punctuation,
    unmentioned_items,
    unprintable_characters,
)
"""In the order in which their findings are listed."""

ABOUT_FIGURES: tuple[Check, ...] = (
    broken_balances,
    wrong_totals,
    other_than_the_units,
    leaps,
    rules_without_authority,
)
"""Those of them that read no text: a tenth of the time, for whoever looks at thousands of reports."""

WHEN_FINISHING: tuple[Check, ...] = (unfilled_cells, empty_sections)


def evaluate(
    report: Report,
    last_year: Mapping[CellRef, Amount] | None = None,
    checks: tuple[Check, ...] = WHILE_TYPING,
) -> Evaluation:
    """Compute every total, then run the ``checks`` and those of finishing.

    ``last_year`` are the amounts of ``report.previous``, for whoever has them already.
    """
    previous = report.previous
    if last_year is None:
        last_year = compute_amounts(previous.edition, previous.entries) if previous else {}
    examined = Examined(report, compute_amounts(report.edition, report.entries), last_year)
    return Evaluation(
        edition=report.edition,
        amounts=examined.amounts,
        findings=tuple(finding for check in checks for finding in check(examined)),
        missing=tuple(finding for check in WHEN_FINISHING for finding in check(examined)),
        last_year=last_year,
        reported=dict(report.reported),
    )
