"""Opening files, and who may write: keeps two programs on this computer from replacing the same file at once.

The system releases these locks with the process, so a crash leaves nothing behind. Who has a draft open for hours is
another matter: `model.store.presence`.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from model.report.quoting import quoted
from model.store.file_errors import FileBusy

if sys.platform == "win32":
    from model.store import windows
else:
    import fcntl

PATIENCE = 10.0  # seconds that a save waits for another one in the same folder

_PAUSE = 0.002


def open_file(path: Path, flags: int, mode: int = 0o666) -> int:
    """`os.open` for bytes; on Windows such that others may rename or delete the file while it is open."""
    if sys.platform == "win32":
        return windows.open_shared(path, flags)
    return os.open(path, flags | os.O_CLOEXEC, mode)


def try_lock(descriptor: int) -> bool:
    """Take the lock on an open file or folder without waiting; False while another process holds it.

    It is released when the descriptor is closed. Raises OSError where the disk has no locks.
    """
    try:
        if sys.platform == "win32":
            windows.lock(descriptor)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


if sys.platform == "win32":

    @contextmanager
    def exclusive(folder: Path, patience: float = PATIENCE) -> Iterator[bool]:
        """As below; Windows cannot lock a folder, a mutex that is named after it does the same."""
        name = hashlib.sha256(os.path.normcase(folder).encode("utf-8", "replace")).hexdigest()
        mutex = windows.Mutex(f"ogi-report-{name}", patience)
        try:
            if mutex.timed_out:
                raise _busy(folder)
            yield mutex.held
        finally:
            mutex.close()

else:

    @contextmanager
    def exclusive(folder: Path, patience: float = PATIENCE) -> Iterator[bool]:
        """Keep other savers of this program out of ``folder``; yields whether the system could promise that.

        The lock is on the folder itself: no save replaces it, and no file is left behind. Some network disks cannot
        lock a folder; there the comparison of contents right before the replacing is the only guard. Raises
        `FileBusy` when somebody holds the folder for longer than ``patience`` seconds.
        """
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            yield False
            return
        try:
            yield _wait_for(descriptor, folder, patience)
        finally:
            with suppress(OSError):
                os.close(descriptor)


def _wait_for(descriptor: int, folder: Path, patience: float) -> bool:
    deadline = time.monotonic() + patience
    try:
        while not try_lock(descriptor):
            if time.monotonic() > deadline:
                raise _busy(folder)
            time.sleep(_PAUSE)
    except OSError:
        return False
    return True


def _busy(folder: Path) -> FileBusy:
    return FileBusy(f"无法保存到{quoted(folder)}：另一个程序一直在这里保存，请稍后再试。")
