"""What goes back to the units: every finding in words, figures and texts, and who has not reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from model.checks.wording import LEVEL_NAMES
from model.draft import Draft
from model.form.edition import Level
from model.rollup.consolidation import Consolidation, Unit, UnitState
from model.rollup.unit_report import UnreadableReport, load_report
from model.rollup.workbooks import FindingRow
from model.store.file_errors import FileError
from model.store.files import read_file


def unit_findings(
    units: Iterable[Unit],
    *,
    progress: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[FindingRow]:
    """The hard and ask findings of every unit's report, which is read once more for its texts; in the units' order.

    What became of a report that does not count is a row as well.
    """
    for done, unit in enumerate(units, 1):
        if cancelled():
            return
        if unit.message:
            yield FindingRow(unit.agency, "报送", unit.message)
        draft = _draft(unit)
        if draft is not None:
            yield from _rows(unit.agency, draft)
        progress(done)


def missing_units(consolidation: Consolidation) -> tuple[str, ...]:
    """Who has not reported, in the list's order: to be pasted into a message."""
    return tuple(unit.agency for unit in consolidation.units if unit.state is UnitState.MISSING)


def _draft(unit: Unit) -> Draft | None:
    if unit.report is None or unit.report.problem:
        return None
    try:
        path = unit.report.path
        return Draft.of(load_report(path, read_file(path).data))
    except (FileError, UnreadableReport):
        return None  # gone or changed since it was read: the next look at the folder says so


def _rows(agency: str, draft: Draft) -> Iterator[FindingRow]:
    for finding in draft.evaluation.all_findings:
        if finding.level is not Level.HINT:
            answer = draft.explanation(finding) or ""
            yield FindingRow(agency, LEVEL_NAMES[finding.level], finding.sentence(draft.evaluation), answer)
