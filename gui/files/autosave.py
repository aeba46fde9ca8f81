"""Copies of unsaved edits, taken while the clerk works, so that a crash costs seconds.

A copy goes to the program's own folder, never to the document's file, and never makes the document look saved.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal, Slot

from gui.app.workers import LatestOnly
from gui.report.document import ReportDocument
from model.draft import Draft
from model.store.draft_json import encode_draft
from model.store.recovery import Origin, RecoverySlot

DELAY_MS: Final = 4_000
"""How old an unsaved edit grows before it is copied; with a slow disk's seconds still far below ten."""

_PATIENCE: Final = 5.0  # seconds that the last copy waits for one that is being written


class Autosave(QObject):
    """Keeps a document's recovery copies: written while it has unsaved edits, forgotten when it has none."""

    failed = Signal(str)
    """A sentence, once until copies can be written again."""
    written = Signal()

    def __init__(
        self, document: ReportDocument, slot: RecoverySlot, parent: QObject | None = None, *, delay: int = DELAY_MS
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._slot = slot
        self._file_time: float | None = None
        self._complained = False
        self._closed = False
        self._one_at_a_time = threading.Lock()
        pool = QThreadPool(self)  # its own: a copy must not wait until an export has ended
        self._writer = LatestOnly(self._store, self, pool=pool)
        self._writer.ready.connect(self._on_stored)
        self._writer.failed.connect(self._complain)
        self._timer = QTimer(self, singleShot=True, interval=delay)
        self._timer.timeout.connect(self._request)
        document.changed.connect(self._on_changed)
        document.modified_changed.connect(self._on_modified_changed)
        document.path_changed.connect(self._note_file_time)
        self._note_file_time()
        if document.modified:
            self._timer.start()

    @Slot()
    def write_soon(self) -> None:
        """Copy what was edited since the last copy, in a thread: the window was left, or enough time has passed."""
        if self._timer.isActive():
            self._timer.stop()
            self._request()

    def write_now(self) -> None:
        """Copy the unsaved edits before this returns: the program may be about to end. Never raises."""
        self._timer.stop()
        if self._document.modified:
            with suppress(Exception):  # whatever ends the program is the news, not this
                self._store((self._document.draft, self._origin()))

    def close(self) -> None:
        """Forget the copies: the document was closed, saved or not, by somebody who said so."""
        self._timer.stop()
        self._writer.stop()
        with self._one_at_a_time:
            self._closed = True
            self._slot.close()

    @Slot()
    def _request(self) -> None:
        if self._document.modified:
            self._writer.request((self._document.draft.copy(), self._origin()))

    def _origin(self) -> Origin:
        path, digest = self._document.path, self._document.stamp.digest
        return Origin() if path is None else Origin(path.absolute(), digest, self._file_time)

    def _store(self, wanted: tuple[Draft, Origin] | None) -> tuple[bool, str | None]:
        """Write a copy, or with None forget them all; whether one was written, and a sentence if that failed."""
        if not self._one_at_a_time.acquire(timeout=_PATIENCE):
            return False, None
        try:
            if wanted is None:
                self._slot.clear()
            elif not self._closed:
                draft, origin = wanted
                sentence = self._slot.write(encode_draft(draft), origin)
                return not self._slot.failing, sentence
        finally:
            self._one_at_a_time.release()
        return False, None

    @Slot(object)
    def _on_stored(self, outcome: tuple[bool, str | None]) -> None:
        stored, sentence = outcome
        if stored:
            self._complained = False
            self.written.emit()
        elif sentence is not None:
            self.failed.emit(sentence)

    @Slot(str)
    def _complain(self, sentence: str) -> None:
        if not self._complained:
            self._complained = True
            self.failed.emit(sentence)

    @Slot(object)
    def _on_changed(self) -> None:
        if not self._timer.isActive():  # later edits must not put the copy off
            self._timer.start()

    @Slot(bool)
    def _on_modified_changed(self, modified: bool) -> None:
        if modified:
            self._on_changed()
        else:
            self._timer.stop()
            self._note_file_time()
            self._writer.request(None)

    @Slot()
    def _note_file_time(self) -> None:
        self._file_time = _modification_time(self._document.path)


def _modification_time(path: Path | None) -> float | None:
    with suppress(OSError):
        return path.stat().st_mtime if path else None
    return None
