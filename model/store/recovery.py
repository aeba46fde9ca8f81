"""Copies of unsaved edits, from which work comes back after a crash.

Each open document has a slot: a folder of its own with the newest two copies and a lock that the system releases with
the process, by which a later start tells a crash from a second window. A copy is bytes that the caller serialised;
nothing here writes to the place the document came from.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from model.store.file_errors import DiskFull, FileError
from model.store.files import ABSENT, read_file, write_atomic
from model.store.locking import open_file, try_lock
from model.store.places import ensure_private_folder

KEPT = 2  # copies a slot: should the newest be damaged, there is one more

_COPY = re.compile(r"(\d{8})\.copy")
_LOCK = "lock"
_BROKEN = "损坏"
_NOT_STORED = "自动保存没有成功：{}。请随时手工保存；程序万一中断，没有保存的修改找不回来。"
_FULL = "这台电脑的磁盘已满"
_REFUSED = "写不进本程序的数据文件夹"


@dataclass(frozen=True)
class Origin:
    """Where a document came from: its file, the hash of what was read there, and that file's time; all None if new."""

    path: Path | None = None
    digest: str | None = None
    modified: float | None = None


class OnDisk(Enum):
    """What stands now where the copy's document came from."""

    SAME = "the version that was being edited"
    OTHER = "another version: somebody saved since"
    GONE = "nothing that can be read"
    NEVER = "the document was never saved"


@dataclass(frozen=True)
class RecoveryCopy:
    """Unsaved edits of a crashed run. ``written`` (seconds since 1970) is for showing, ``generation`` for ordering."""

    origin: Origin
    on_disk: OnDisk
    written: float
    generation: int
    data: bytes
    slot: Path


class RecoverySlot:
    """The copies of one open document. Made by `RecoveryStore`; belongs to this process until `close`."""

    def __init__(self, folder: Path, descriptor: int | None, generation: int, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._descriptor = descriptor
        self._generation = generation
        self._clock = clock
        self.failing = False
        """Whether the newest copy could not be stored."""

    def write(self, data: bytes, origin: Origin) -> str | None:
        """Store the document as it is now.

        Returns a Chinese sentence when that failed, once until it works again: editing goes on, the copies before
        stay.
        """
        try:
            self._store(data, origin)
        except FileError as error:
            already_told, self.failing = self.failing, True
            return None if already_told else _NOT_STORED.format(_FULL if isinstance(error, DiskFull) else _REFUSED)
        self.failing = False
        return None

    def clear(self) -> None:
        """Forget the copies: the document was saved, or its edits were given up."""
        for _, file in _copies(self._folder):
            with suppress(OSError):
                file.unlink()

    def close(self) -> None:
        """Forget the copies and the slot: the document was closed."""
        self.clear()
        self.release()
        shutil.rmtree(self._folder, ignore_errors=True)

    def release(self) -> None:
        """Leave the copies to the next start."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None

    def _store(self, data: bytes, origin: Origin) -> None:
        if self._descriptor is None or not self._folder.is_dir():
            self.release()
            self._descriptor = _lock_slot(ensure_private_folder(self._folder))
        generation = self._generation + 1
        content = _packed(data, origin, self._clock())
        write_atomic(self._folder / f"{generation:08d}.copy", content, expect=ABSENT, private=True)
        self._generation = generation
        for _, file in _copies(self._folder)[KEPT:]:
            with suppress(OSError):
                file.unlink()


class RecoveryStore:
    """All slots, below ``folder`` (made when first needed)."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self.damaged = 0
        """How many damaged copies were put aside since the program started."""

    def new_slot(self) -> RecoverySlot:
        """A slot for a document that was just opened; nothing is written before its first copy."""
        return RecoverySlot(self._folder / secrets.token_hex(8), None, 0, self._clock)

    def pending(self) -> list[RecoveryCopy]:
        """What crashed runs left behind, one copy a document, the newest whole one.

        A copy that equals what its file holds now was saved after all: it is removed. Damaged copies are put aside
        in a folder of their own, not deleted.
        """
        return [copy for slot in self._abandoned_slots() if (copy := self._newest(slot)) is not None]

    def adopt(self, copy: RecoveryCopy) -> RecoverySlot | None:
        """The slot of a copy, for the document that it was restored into; None if another window was faster."""
        descriptor = _lock_slot(copy.slot)
        return None if descriptor is None else RecoverySlot(copy.slot, descriptor, copy.generation, self._clock)

    def discard(self, copy: RecoveryCopy) -> None:
        """Delete what a crashed run left of a document; only after the user said so."""
        if slot := self.adopt(copy):
            slot.close()

    def _abandoned_slots(self) -> Iterator[Path]:
        with suppress(OSError):
            for slot in sorted(self._folder.iterdir()):
                if slot.name != _BROKEN and slot.is_dir() and (descriptor := _lock_slot(slot)) is not None:
                    os.close(descriptor)
                    yield slot

    def _newest(self, slot: Path) -> RecoveryCopy | None:
        for generation, file in _copies(slot):
            copy = _unpacked(file, generation)
            if copy is None:
                self._put_aside(file)
            elif _was_saved(copy):
                shutil.rmtree(slot, ignore_errors=True)
                return None
            else:
                return copy
        if not _copies(slot):
            shutil.rmtree(slot, ignore_errors=True)
        return None

    def _put_aside(self, file: Path) -> None:
        with suppress(OSError, FileError):
            ensure_private_folder(self._folder / _BROKEN)
            file.rename(self._folder / _BROKEN / f"{file.parent.name}-{file.name}")
            self.damaged += 1


def _lock_slot(slot: Path) -> int | None:
    """Make the slot this process's; None while another one has it, or where it cannot be made."""
    try:
        descriptor = open_file(slot / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    with suppress(OSError):
        if not try_lock(descriptor):
            os.close(descriptor)
            return None
    return descriptor


def _copies(slot: Path) -> list[tuple[int, Path]]:
    """Generation and file of each copy in a slot, newest first."""
    with suppress(OSError):
        names = ((_COPY.fullmatch(file.name), file) for file in slot.iterdir())
        return sorted(((int(name[1]), file) for name, file in names if name), reverse=True)
    return []


def _packed(data: bytes, origin: Origin, written: float) -> bytes:
    """A copy as bytes: the hash of all that follows, one line about the document, the document."""
    path = None if origin.path is None else os.fspath(origin.path)
    about = {"path": path, "digest": origin.digest, "modified": origin.modified, "written": written}
    body = json.dumps(about).encode("ascii") + b"\n" + data
    return hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body


def _unpacked(file: Path, generation: int) -> RecoveryCopy | None:
    """The copy that a file holds, None when it is damaged."""
    try:
        digest, _, body = read_file(file).data.partition(b"\n")
        if digest.decode("ascii", "replace") != _digest(body):
            return None
        line, _, data = body.partition(b"\n")
        about = json.loads(line)
        path = None if about["path"] is None else Path(about["path"])
        origin = Origin(path, about["digest"], about["modified"])
        return RecoveryCopy(origin, _on_disk(origin), about["written"], generation, data, file.parent)
    except (FileError, ValueError, TypeError, KeyError):
        return None


def _was_saved(copy: RecoveryCopy) -> bool:
    return copy.origin.path is not None and _digest_on_disk(copy.origin.path) == _digest(copy.data)


def _on_disk(origin: Origin) -> OnDisk:
    if origin.path is None:
        return OnDisk.NEVER
    now = _digest_on_disk(origin.path)
    if now is None:
        return OnDisk.GONE
    return OnDisk.SAME if now == origin.digest else OnDisk.OTHER


def _digest_on_disk(path: Path) -> str | None:
    with suppress(FileError):
        return read_file(path).stamp.digest
    return None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
