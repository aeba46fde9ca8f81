"""How far each section is, for the tab titles and the completeness line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gui.report.document import ReportDocument
from model.checks.finding import PREAMBLE, TITLE, Finding
from model.form.edition import Level, Section

DETAILS = ""
"""Stands for 标题与说明 where a section's key is wanted."""


class Progress(Enum):
    """The state of a section, with the name of its icon and of the icon's colour."""

    UNFILLED = ("未填", "unfilled", "muted")
    WRONG = ("有误", "hard", "hard")
    TO_CONFIRM = ("待核实", "ask", "ask")
    DONE = ("完成", "done", "done")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def icon(self) -> tuple[str, str]:
        return self.value[1], self.value[2]


@dataclass(frozen=True)
class SectionState:
    """``count`` is how many findings make the state, 0 where it is not about findings."""

    progress: Progress
    count: int = 0


@dataclass(frozen=True)
class Completeness:
    """Cells filled out of all that people fill, and open findings by level; ``unfinished`` are not among the hints."""

    filled: int
    cells: int
    hard: int
    ask: int
    hint: int
    unfinished: int


def section_of(finding: Finding, document: ReportDocument) -> str:
    """The section that a finding is shown in."""
    if finding.spans:
        section = finding.spans[0].section
        return DETAILS if section in (TITLE, PREAMBLE) else section
    return document.draft.edition.tables[finding.cells[0].table].section if finding.cells else DETAILS


def state_of(section: Section, document: ReportDocument) -> SectionState:
    """The state of a section."""
    own = [finding for finding in document.open_findings if section_of(finding, document) == section.key]
    for level, progress in ((Level.HARD, Progress.WRONG), (Level.ASK, Progress.TO_CONFIRM)):
        count = sum(finding.level is level for finding in own)
        if count:
            return SectionState(progress, count)
    missing = document.draft.evaluation.missing
    if any(section_of(finding, document) == section.key for finding in missing):
        return SectionState(Progress.UNFILLED)
    return SectionState(Progress.DONE)


def details_state(document: ReportDocument) -> SectionState:
    filled = bool(document.draft.agency.strip() and document.draft.title.strip())
    return SectionState(Progress.DONE if filled else Progress.UNFILLED)


def completeness(document: ReportDocument) -> Completeness:
    certain = [finding for finding in document.open_findings if not finding.unfinished]
    hard, ask, hint = (sum(finding.level is level for finding in certain) for level in Level)
    unfinished = len(document.open_findings) - len(certain)
    draft = document.draft
    return Completeness(len(draft.entries), len(draft.edition.inputs), hard, ask, hint, unfinished)
