"""The files of a folder that may be reports, and reading them: only what changed since the last time is opened."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from model import __version__
from model.form.editions import load_edition
from model.importing.opening import is_readable
from model.report.numbers import Number
from model.rollup.unit_report import UnitReport, read_unit
from model.store.file_errors import FileError
from model.store.file_version import FileVersion
from model.store.files import read_file, write_atomic
from model.store.library import SUFFIX
from model.store.places import data_folder, ensure_private_folder

_TEMPORARY = ("~$", ".")
"""What names begin with that an office program or this one keeps beside a file while it is open."""


def unit_memory() -> Path:
    """Where it is kept what was read of units' reports."""
    return data_folder() / "units-index.json"


def report_files(places: Iterable[Path]) -> list[Path]:
    """The files among ``places``, and those below the folders among them, that can be read; sorted, each once."""
    found: dict[str, Path] = {}
    for place in places:
        for path in _below(place) if place.is_dir() else (place,):
            found.setdefault(os.path.realpath(path), path)
    return sorted(found.values())


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(_TEMPORARY) and is_readable(Path(name)):
                yield Path(parent, name)


class UnitReader:
    """Reads units' reports, and remembers them; ``file`` keeps what is known until the next start.

    The memory is a convenience: losing it costs one reading.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._known = _remembered(file) if file else {}

    def read(
        self,
        paths: Iterable[Path],
        *,
        progress: Callable[[int], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[UnitReport]:
        """The report in each file, in order. ``progress`` hears how many are done; cancelled, the rest is left out."""
        paths = list(paths)
        versions = {path: version for path in paths if (version := FileVersion.of(path)) is not None}
        reports: dict[Path, UnitReport] = {}
        drafts: list[Path] = []
        documents: list[Path] = []
        for path in paths:
            known = self._known.get(os.fspath(path))
            if known is not None and known[0] == versions.get(path):
                reports[path] = known[1]
            else:
                (drafts if path.suffix.lower() == SUFFIX else documents).append(path)
        for path, report in _read_each(drafts, documents, cancelled):
            reports[path] = report
            progress(len(reports))
            if report.settled and path in versions:
                self._known[os.fspath(path)] = versions[path], report
        if drafts or documents:
            self._write()
        return [reports[path] for path in paths if path in reports]

    def _write(self) -> None:
        if self._file is None:
            return
        known = [[*version, _spelt(report)] for version, report in self._known.values()]
        text = json.dumps({"program": __version__, "reports": known}, ensure_ascii=False)
        with suppress(FileError, ValueError):  # a name that no text can hold, a full disk: it is read again next time
            ensure_private_folder(self._file.parent)
            write_atomic(self._file, text.encode("utf-8"), private=True)


def _read_each(
    drafts: list[Path], documents: list[Path], cancelled: Callable[[], bool]
) -> Iterator[tuple[Path, UnitReport]]:
    """Drafts are quick and read here; a document has a process of its own, as many at once as there are cores."""
    for path in drafts:
        if cancelled():
            return
        yield path, read_unit(path)
    if documents:
        with ThreadPoolExecutor(os.cpu_count()) as readers:
            results = readers.map(lambda path: None if cancelled() else read_unit(path, cancelled), documents)
            for path, report in zip(documents, results, strict=True):
                if report is not None:
                    yield path, report


def _spelt(report: UnitReport) -> dict[str, Any]:
    """A report as JSON: its figures in the order of the edition's cells, the decimal ones as text."""
    inputs = load_edition(report.edition).inputs if report.edition else ()
    figures = [_spelt_number(report.entries.get(ref)) for ref in inputs]
    return {**vars(report), "path": os.fspath(report.path), "entries": figures}


def _spelt_number(number: Number | None) -> int | str | None:
    return str(number) if isinstance(number, Decimal) else number


def _remembered(file: Path) -> dict[str, tuple[FileVersion, UnitReport]]:
    """What the file remembers; nothing where another version of the program, with other checks, wrote it."""
    known = {}
    with suppress(FileError, ValueError, TypeError, KeyError):
        found = json.loads(read_file(file).data)
        if found["program"] == __version__:
            for size, modified, number, spelt in found["reports"]:
                known[spelt["path"]] = FileVersion(size, modified, number), _report(spelt)
    return known


def _report(spelt: Mapping[str, Any]) -> UnitReport:
    inputs = load_edition(spelt["edition"]).inputs if spelt["edition"] else ()
    figures = zip(inputs, spelt["entries"], strict=True)
    entries = {ref: Decimal(n) if isinstance(n, str) else n for ref, n in figures if n is not None}
    report = UnitReport(**{**spelt, "entries": entries})
    return replace(report, path=Path(spelt["path"]))
