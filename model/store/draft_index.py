"""What was read of each draft, remembered, so that a folder of thousands is listed without opening them again.

A draft whose size and times are as before is not read. The index is a convenience: losing it costs one reading, and
what it cannot keep it reads anew.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from model import __version__
from model.store.file_errors import FileError
from model.store.file_version import FileVersion
from model.store.files import read_file, write_atomic
from model.store.library import DraftState, DraftSummary, draft_paths, summarise
from model.store.places import ensure_private_folder


class DraftIndex:
    """Summaries of drafts by their paths; ``file`` keeps them until the next start. Fit for several threads."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._known: dict[str, tuple[FileVersion, DraftSummary]] | None = None
        self._lock = threading.Lock()

    def list_drafts(self, folder: Path) -> tuple[DraftSummary, ...]:
        """Every draft of the folder, the last changed first; those that cannot be opened are listed with the reason."""
        with self._lock:
            before = dict(self._remembered())
            found = [self._summary(path) for path in draft_paths(folder)]
            self._forget_missing(folder, {os.fspath(summary.path) for summary in found})
            if self._known != before:
                self._write()
        return tuple(sorted(found, key=lambda summary: summary.modified, reverse=True))

    def summarise(self, path: Path) -> DraftSummary:
        """What a list shows of one draft file."""
        with self._lock:
            return self._summary(path)

    def _summary(self, path: Path) -> DraftSummary:
        known = self._remembered()
        version = FileVersion.of(path)
        if version is None:
            return summarise(path)
        remembered = known.get(os.fspath(path))
        if remembered is not None and remembered[0] == version:
            return remembered[1]
        summary = summarise(path)
        if summary.settled:
            known[os.fspath(path)] = version, summary
        return summary

    def _forget_missing(self, folder: Path, present: set[str]) -> None:
        known = self._remembered()
        for name in [name for name in known if Path(name).parent == folder and name not in present]:
            del known[name]

    def _remembered(self) -> dict[str, tuple[FileVersion, DraftSummary]]:
        if self._known is None:
            self._known = _read(self._file) if self._file else {}
        return self._known

    def _write(self) -> None:
        if self._file is None:
            return
        drafts = [[*version, _spelt(summary)] for version, summary in self._remembered().values()]
        text = json.dumps({"program": __version__, "drafts": drafts}, ensure_ascii=False)
        with suppress(FileError, ValueError):  # a name that no text can hold, a full disk: it is read again next time
            ensure_private_folder(self._file.parent)
            write_atomic(self._file, text.encode("utf-8"), private=True)


def _spelt(summary: DraftSummary) -> dict[str, Any]:
    return asdict(summary) | {"path": os.fspath(summary.path), "state": summary.state.name}


def _read(file: Path) -> dict[str, tuple[FileVersion, DraftSummary]]:
    """What the file remembers; nothing where another version of the program, with other checks, wrote it."""
    known = {}
    with suppress(FileError, ValueError, TypeError, KeyError):
        found = json.loads(read_file(file).data)
        if found["program"] == __version__:
            for size, modified, number, spelt in found["drafts"]:
                known[spelt["path"]] = FileVersion(size, modified, number), _summary(spelt)
    return known


def _summary(spelt: Mapping[str, Any]) -> DraftSummary:
    summary = DraftSummary(**spelt)
    return replace(summary, path=Path(spelt["path"]), state=DraftState[spelt["state"]])
