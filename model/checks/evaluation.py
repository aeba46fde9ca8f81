"""What the checks look at, and what they found: the two ends of one evaluation, for whoever asks or explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from model.checks.finding import Finding
from model.form.edition import CellRef, Edition, Level
from model.report.amounts import Amount
from model.report.numbers import Number
from model.report.report import Report


class Examined(NamedTuple):
    """A report as the checks see it: with its totals, and with last year's (empty without a last year's report)."""

    report: Report
    amounts: Mapping[CellRef, Amount]
    last_year: Mapping[CellRef, Amount]

    @property
    def edition(self) -> Edition:
        return self.report.edition


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
