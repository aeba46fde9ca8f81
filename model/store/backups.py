"""Earlier versions of a draft, kept in the program's own folder and never beside the draft.

A version is known by a generation number that only grows, and by the hash of its content; clocks play no part, so a
clock that jumps neither hides the newest version nor has one thrown away.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from model.report.quoting import quoted
from model.store.file_errors import FileChanged, FileError
from model.store.files import ABSENT, read_file, write_atomic
from model.store.places import ensure_private_folder

_NAME = re.compile(r"(?P<generation>\d{8})-(?P<digest>[0-9a-f]{32})\.json")
_TRIES = 20  # programs that may store a version of the same draft at the same moment


@dataclass(frozen=True, order=True)
class Backup:
    """One stored version: the higher the generation, the newer."""

    generation: int
    digest: str
    file: Path

    def read(self) -> bytes:
        """The stored content, exactly as it was; raises a `FileError` when it is damaged."""
        data = read_file(self.file).data
        if _digest(data) != self.digest:
            raise FileError(f"这份备份{quoted(self.file)}已损坏，请换一份更早的备份。")
        return data


class BackupStore:
    """The stored versions of all drafts, each draft by its full path, below ``folder`` (made when first needed)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def versions(self, draft: Path) -> list[Backup]:
        """The versions kept of a draft, newest first; those that were damaged since are among them."""
        with suppress(OSError):
            names = ((_NAME.fullmatch(file.name), file) for file in self._folder_of(draft).iterdir())
            kept = (Backup(int(name["generation"]), name["digest"], file) for name, file in names if name)
            return sorted(kept, reverse=True)
        return []

    def keep(self, draft: Path, data: bytes) -> None:
        """Store a version unless it is the newest already; then let go of some old ones. Raises a `FileError`."""
        folder = ensure_private_folder(self._folder_of(draft))
        for _ in range(_TRIES):
            kept = self.versions(draft)
            if kept and kept[0].digest == _digest(data) and _is_whole(kept[0]):
                return
            generation = kept[0].generation + 1 if kept else 1
            try:
                write_atomic(folder / f"{generation:08d}-{_digest(data)}.json", data, expect=ABSENT, private=True)
            except FileChanged:
                continue  # another program was faster
            _thin(self.versions(draft))
            return

    def _folder_of(self, draft: Path) -> Path:
        full = os.path.normcase(os.path.realpath(draft))
        return self._folder / hashlib.sha256(os.fsencode(full)).hexdigest()[:24]


def worth_keeping(generation: int, newest: int) -> bool:
    """Whether a version stays: the last ten, every tenth of the last hundred, and every hundredth for ever."""
    age = newest - generation
    return age < 10 or (age < 100 and generation % 10 == 0) or generation % 100 == 0


def _thin(versions: list[Backup]) -> None:
    for version in versions:
        if not worth_keeping(version.generation, versions[0].generation):
            with suppress(OSError):
                version.file.unlink()


def _is_whole(version: Backup) -> bool:
    with suppress(FileError):
        return bool(version.read()) or version.digest == _digest(b"")
    return False


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
