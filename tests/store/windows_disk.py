"""A file layer that refuses what Windows refuses: a program that has a file to itself keeps everybody else out."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from model.store import files, locking, presence

ACCESS_DENIED, SHARING_VIOLATION = 5, 32
_ERRNO = {2: errno.ENOENT, 3: errno.ENOENT, 53: errno.ENOENT, 67: errno.ENOENT, 206: errno.ENOENT, 183: errno.EEXIST}


def refusal(number: int) -> OSError:
    """The exception that Python raises on Windows for this number."""
    error = OSError(_ERRNO.get(number, errno.EACCES if number < 40 else errno.EINVAL), f"WinError {number}")
    error.winerror = number  # type: ignore[attr-defined]
    return error


@dataclass
class Hold:
    """Somebody has files open: until a moment of the disk's clock, chosen by their name, allowing some things."""

    until: float
    chosen: Callable[[Path], bool]
    may_read: bool
    may_delete: bool


class WindowsDisk:
    """Puts itself between the store and the real disk. Its clock goes on when somebody sleeps, and only then."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._now = 0.0
        self._holds: list[Hold] = []
        self._open, self._replace, self._unlink = locking.open_file, Path.replace, Path.unlink
        for module in (files, presence):
            patch.setattr(module, "open_file", self._opened)
        patch.setattr(Path, "replace", lambda source, target: self._replaced(source, target))  # noqa: PLW0108 - binds
        patch.setattr(Path, "unlink", lambda path, missing_ok=False: self._unlinked(path))
        patch.setattr(time, "sleep", self._wait)

    def hold(
        self,
        chosen: Callable[[Path], bool],
        seconds: float = 1e9,
        *,
        may_read: bool = False,
        may_delete: bool = False,
    ) -> None:
        """Let another program have the chosen files from now on, those that do not exist yet included."""
        self._holds.append(Hold(self._now + seconds, chosen, may_read, may_delete))

    def _held(self, path: Path) -> list[Hold]:
        return [hold for hold in self._holds if self._now < hold.until and hold.chosen(path)]

    def _opened(self, path: Path, flags: int, mode: int = 0o666) -> int:
        if not flags & os.O_CREAT and any(not hold.may_read for hold in self._held(path)):
            raise refusal(SHARING_VIOLATION)
        return self._open(path, flags, mode)

    def _replaced(self, source: Path, target: Path) -> Path:
        if any(not hold.may_delete for hold in self._held(source)):
            raise refusal(SHARING_VIOLATION)
        if any(not hold.may_delete for hold in self._held(target)):
            raise refusal(ACCESS_DENIED)
        return self._replace(source, target)

    def _unlinked(self, path: Path) -> None:
        if any(not hold.may_delete for hold in self._held(path)):
            raise refusal(SHARING_VIOLATION)
        self._unlink(path)

    def _wait(self, seconds: float) -> None:
        self._now += seconds
