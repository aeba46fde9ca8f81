"""One unit's report as a consolidation needs it: whose, of which year, its figures, and how good they are."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from model.checks.registry import ABOUT_FIGURES, evaluate
from model.form.edition import CellRef, Level
from model.report.numbers import Number
from model.report.quoting import quoted
from model.report.report import Report
from model.store.draft_json import DraftError, parse_report
from model.store.file_errors import FileError
from model.store.files import read_file
from model.store.library import SUFFIX


@dataclass(frozen=True)
class UnitReport:
    """What was read of one file.

    ``edition`` is the edition's name. ``blanks`` counts unfilled cells, ``hard`` and ``ask`` the findings by level,
    those of finishing included
    and those of the texts left out. ``problem`` is one Chinese sentence and says why nothing was read; then the rest is
    empty. ``settled``: the file's content says all this, and not a disk that could not be read just now.
    """

    path: Path
    sha256: str = ""
    agency: str = ""
    year: int = 0
    edition: str = ""
    entries: Mapping[CellRef, Number] = field(default_factory=dict)
    blanks: int = 0
    hard: int = 0
    ask: int = 0
    finished: bool = False
    modified: float = 0.0
    problem: str = ""
    settled: bool = True


def read_unit(path: Path, cancelled: Callable[[], bool] = lambda: False) -> UnitReport:
    """The report in a draft or in any document that import reads; never raises for what a file holds."""
    try:
        file = read_file(path)
    except FileError as error:
        return UnitReport(path, problem=str(error), settled=False)
    sha256 = hashlib.sha256(file.data).hexdigest()
    try:
        report = load_report(path, file.data, cancelled)
    except UnreadableReport as error:
        return UnitReport(path, sha256, modified=_modified(path), problem=str(error), settled=not cancelled())
    return summarise(report, path, sha256)


class UnreadableReport(Exception):
    """A file holds no report that can be read; the message is one Chinese sentence."""


def load_report(path: Path, data: bytes, cancelled: Callable[[], bool] = lambda: False) -> Report:
    """The report in a file's content. Raises `UnreadableReport`."""
    if path.suffix.lower() == SUFFIX:
        try:
            return parse_report(data)
        except DraftError as error:
            raise UnreadableReport(f"打不开{quoted(path)}：{error}。") from error
    from model.importing import ImportRefused, read_report, to_draft  # noqa: PLC0415 - drafts need no reader

    try:
        return to_draft(read_report(data, path.suffix, cancelled=cancelled))
    except ImportRefused as error:
        raise UnreadableReport(f"读不了{quoted(path)}：{error}") from error


def summarise(report: Report, path: Path, sha256: str) -> UnitReport:
    """What a consolidation keeps of a report. Its texts are not checked: they take ten times as long as figures."""
    found = evaluate(report, checks=ABOUT_FIGURES).all_findings
    levels = Counter(finding.level for finding in found if not report.answer(finding.key, finding.figures))
    return UnitReport(
        path=path,
        sha256=sha256,
        agency=report.agency.strip(),
        year=report.year,
        edition=report.edition.name,
        entries=report.entries,
        blanks=len(report.blanks),
        hard=levels[Level.HARD],
        ask=levels[Level.ASK],
        finished=bool(report.details.finished),
        modified=_modified(path),
    )


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
