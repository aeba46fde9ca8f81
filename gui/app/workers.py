"""Long work off the GUI thread: one helper, so that the window never freezes and every failure is one sentence.

Work is a function that takes a `Progress`. Its result, its progress and its failure arrive on the GUI thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal, Slot

from model.store.file_errors import FileError

_UNEXPECTED: Final = (
    "程序遇到了没有料到的问题，这一步没有完成，已有的内容没有改动。请再试一次，或者查看帮助里的“出了问题怎么办”。"
)
_MEMORY: Final = "内存不足，没有完成；请关闭一些程序后再试。"

Work = Callable[["Progress"], Any]


class Refused(Exception):
    """The work cannot be done; the message is Chinese, fit to be shown as it stands."""


class Cancelled(Exception):
    """The user does not want the result any more."""


class Progress:
    """What work reports with, and where it learns that it is no longer wanted."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled = True

    def step(self, done: int, total: int) -> None:
        """Say how far the work is; raises `Cancelled` once nobody wants it any more."""
        self.check()
        self._report(done, total)

    def check(self) -> None:
        """Raise `Cancelled` once nobody wants the work any more."""
        if self._cancelled:
            raise Cancelled


class Task(QObject):
    """One piece of work that is being done. Exactly one of ``finished``, ``failed`` and ``cancelled`` is emitted."""

    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    progressed = Signal(int, int)
    """How much is done, out of how much."""

    _ended = Signal()
    _stepped = Signal(int, int)

    def __init__(self, work: Work) -> None:
        super().__init__(QCoreApplication.instance())  # keeps it alive until it has delivered
        self._work: Work | None = work
        self._outcome: tuple[object, BaseException | None] = (None, None)
        self.progress = Progress(self._stepped.emit)
        self._ended.connect(self._deliver)  # both live in the GUI thread, so Qt queues what a worker emits
        self._stepped.connect(self._forward)

    def cancel(self) -> None:
        """Ask the work to stop; whatever it still brings is dropped."""
        self.progress.cancel()

    def run(self) -> None:
        """Do the work, on a worker's thread.

        Work and outcome stay with the task: whatever they hold on to, a dialog perhaps, must not die on this thread.
        """
        assert self._work is not None
        try:
            self.progress.check()
            self._outcome = (self._work(self.progress), None)
        except BaseException as problem:  # a thread must not end without saying so
            self._outcome = (None, problem)
        self._ended.emit()

    @Slot()
    def _deliver(self) -> None:
        (result, error), self._outcome, self._work = self._outcome, (None, None), None
        if isinstance(error, Cancelled) or self.progress.cancelled:
            self.cancelled.emit()
        elif error is not None:
            self.failed.emit(explain(error))
        else:
            self.finished.emit(result)
        self.deleteLater()

    @Slot(int, int)
    def _forward(self, done: int, total: int) -> None:
        self.progressed.emit(done, total)


class _Runner(QRunnable):
    """Carries a task to a thread of a pool."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()


def explain(error: BaseException) -> str:
    """An exception as a sentence for the user; one that nobody foresaw goes to the log as well."""
    if isinstance(error, FileError | Refused):
        return str(error)
    if isinstance(error, MemoryError):
        return _MEMORY
    logging.getLogger(__name__).error("work failed", exc_info=error)
    return _UNEXPECTED


def start(
    work: Work,
    *,
    done: Callable[[Any], object],
    failed: Callable[[str], object],
    pool: QThreadPool | None = None,
) -> Task:
    """Do ``work`` in a thread of a pool; ``done`` or ``failed`` (bound methods) is called on the GUI thread."""
    task = Task(work)
    task.finished.connect(done)
    task.failed.connect(failed)
    (pool or QThreadPool.globalInstance()).start(_Runner(task))
    return task


class LatestOnly(QObject):
    """Work that is only worth doing for the newest request: while one is under way, the newest of the rest waits.

    Work that must not wait for anybody else's brings a ``pool`` of its own.
    """

    ready = Signal(object)
    failed = Signal(str)

    def __init__(
        self, work: Callable[[Any], Any], parent: QObject | None = None, *, pool: QThreadPool | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._pool = pool
        self._task: Task | None = None
        self._waiting: tuple[Any] | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def request(self, wanted: Any) -> None:
        """Do the work for ``wanted`` as soon as what is under way has ended."""
        if self._task is None:
            self._start(wanted)
        else:
            self._waiting = (wanted,)

    def stop(self) -> None:
        """Want nothing any more; no signal comes after this."""
        self._waiting = None
        if self._task is not None:
            self._task.cancel()

    def _start(self, wanted: Any) -> None:
        self._task = start(lambda _: self._work(wanted), done=self._done, failed=self._failed, pool=self._pool)
        self._task.cancelled.connect(self._next)

    @Slot(object)
    def _done(self, result: object) -> None:
        self._next()
        self.ready.emit(result)

    @Slot(str)
    def _failed(self, sentence: str) -> None:
        self._next()
        self.failed.emit(sentence)

    @Slot()
    def _next(self) -> None:
        self._task = None
        if self._waiting is not None:
            (wanted,), self._waiting = self._waiting, None
            self._start(wanted)


def wait_for_all(seconds: float = 5.0) -> bool:
    """Before the program ends: let work that has begun come to its end. False when it took too long."""
    return QThreadPool.globalInstance().waitForDone(int(seconds * 1000))
