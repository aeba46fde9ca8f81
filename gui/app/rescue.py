"""The last moment before the program is ended: by the system, by a signal, or by a fault of its own."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

_SIGNALS: Final = ("SIGTERM", "SIGHUP", "SIGINT")
_AGAIN_MS: Final = 20


class Rescue(QObject):
    """Calls ``write_copies`` when the session ends, on a signal that ends the program, and on an unforeseen exception.

    `close` gives everything back, for tests.
    """

    faulted = Signal()
    """A fault of the program was survived; the user should save and start again."""

    def __init__(self, application: QGuiApplication, write_copies: Callable[[], None]) -> None:
        super().__init__(application)
        self._application = application
        self._write_copies = write_copies
        self._hook_before = sys.excepthook
        self._handlers_before: dict[int, object] = {}
        self._pipe: tuple[int, int] | None = None
        self._in_hook = False
        self._status = 0
        self._ending = QTimer(self, interval=_AGAIN_MS)
        self._ending.timeout.connect(self._end)
        sys.excepthook = self._on_exception
        application.commitDataRequest.connect(self._on_session_end, Qt.ConnectionType.DirectConnection)
        if sys.platform != "win32":  # Windows sends none of these to a window; it ends the session instead
            self._listen_to_signals()

    def close(self) -> None:
        """Give the exception hook and the signals back to whoever had them."""
        sys.excepthook = self._hook_before
        self._ending.stop()
        for number, handler in self._handlers_before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._handlers_before.clear()
        if self._pipe is not None:
            signal.set_wakeup_fd(-1)
            self._notifier.setEnabled(False)
            for descriptor in self._pipe:
                os.close(descriptor)
            self._pipe = None

    def _listen_to_signals(self) -> None:
        """Let signals wake Qt's event loop: Python alone would see them at the next key press only."""
        self._pipe = os.pipe()
        reading, writing = self._pipe
        for descriptor in self._pipe:
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        for name in _SIGNALS:
            number = getattr(signal, name)
            self._handlers_before[number] = signal.signal(number, lambda *_: None)

    @Slot()
    def _on_signal(self) -> None:
        numbers = b""
        if self._pipe is not None:
            with suppress(OSError):
                numbers = os.read(self._pipe[0], 64)
        if any(number in self._handlers_before for number in numbers):
            self._write_copies()
            self._status = 128 + numbers[0]
            self._end()
            self._ending.start()

    @Slot()
    def _end(self) -> None:
        """End every event loop that runs: a dialog's too, and one that begins where a dialog ended."""
        self._application.exit(self._status)

    @Slot()
    def _on_session_end(self, *_: object) -> None:
        self._write_copies()

    def _on_exception(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if self._in_hook or not issubclass(kind, Exception):
            self._hook_before(kind, error, traceback)
            return
        self._in_hook = True
        try:
            logging.getLogger(__name__).critical("unforeseen", exc_info=(kind, error, traceback))
            self._write_copies()
            self.faulted.emit()
        finally:
            self._in_hook = False
