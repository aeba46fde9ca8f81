"""Reading and writing files while the user may wait or give up: disks and shares can take their time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from PySide6.QtWidgets import QWidget

from gui.app.workers import Progress
from gui.widgets.busy import wait_for
from model.store.file_errors import FileError

T = TypeVar("T")


def wait_for_file(
    parent: QWidget | None, text: str, work: Callable[[], T], *, unwanted: Callable[[T], object] | None = None
) -> T | None:
    """The result of ``work``, which a worker does; ``text`` says what is being done.

    None when the user stopped waiting (the worker then gives what still comes to ``unwanted``), or after a failure
    that nobody foresaw and that has been shown. Raises the `FileError` that the work ended with.
    """

    def guarded(progress: Progress) -> T | FileError:
        try:
            result = work()
        except FileError as error:
            return error
        if progress.cancelled and unwanted is not None:
            unwanted(result)
        return result

    outcome = wait_for(parent, text, guarded)
    if isinstance(outcome, FileError):
        raise outcome
    return cast("T | None", outcome)
