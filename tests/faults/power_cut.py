"""Every state in which a power cut may leave the disk, for the system calls that a real save made.

The model is the pessimist's reading of POSIX, after "All File Systems Are Not Created Equal" (ALICE, OSDI 2014): what
was written to a file and not fsynced may be there, in part, as zeros, or not; names in a folder that was not fsynced
may be there in any combination. Killing processes cannot find a missing fsync; this can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path

from tests.faults.tracing import Call

MOST_COMBINED = 8  # unconfirmed names in one folder of which every combination is tried; of more, every beginning


@dataclass(eq=False)
class Inode:
    """A file's bytes: as they are, and as they are certain to be found after a power cut."""

    now: bytes = b""
    durable: bytes = b""

    def after_a_cut(self) -> set[bytes]:
        """What may be found."""
        if self.now == self.durable:
            return {self.now}
        half = len(self.now) // 2
        return {
            *(self.durable, self.now, self.now[:half], b"", bytes(len(self.now))),
            self.now[:half] + bytes(len(self.now) - half),
            self.now[:half] + self.durable[half:],
        }


@dataclass(frozen=True)
class Naming:
    """A name that was given to a file, or taken away (None)."""

    path: str
    inode: Inode | None


@dataclass
class Disk:
    """What a trace did to the files below one folder."""

    names: dict[str, Inode]
    durable_names: dict[str, Inode] = field(default_factory=dict)
    unconfirmed: dict[str, list[tuple[Naming, ...]]] = field(default_factory=dict)
    """For each folder, its changes since it was last fsynced, in order; a rename is one change of two names."""

    def __post_init__(self) -> None:
        self.durable_names = dict(self.names)

    def rename(self, old: str, new: str) -> None:
        inode = self.names.pop(old)
        self.names[new] = inode
        self._note(Naming(old, None), Naming(new, inode))

    def name(self, path: str, inode: Inode) -> None:
        self.names[path] = inode
        self._note(Naming(path, inode))

    def unname(self, path: str) -> None:
        self.names.pop(path, None)
        self._note(Naming(path, None))

    def confirm(self, folder: str) -> None:
        for change in self.unconfirmed.pop(folder, []):
            _apply(self.durable_names, change)

    def _note(self, *change: Naming) -> None:
        self.unconfirmed.setdefault(str(Path(change[-1].path).parent), []).append(change)

    def after_a_cut(self) -> Iterator[dict[str, Inode]]:
        """The names that may be found."""
        for chosen in product(*(_selections(changes) for changes in self.unconfirmed.values())):
            names = dict(self.durable_names)
            for change in (change for changes in chosen for change in changes):
                _apply(names, change)
            yield names


def states(calls: Iterable[Call], files: dict[str, bytes], folder: Path) -> Iterator[tuple[int, dict[str, Inode]]]:
    """What may be found below ``folder`` when the power goes after each number of calls.

    ``files`` are the files there before the first call, all of them safely on the disk. An inode stands for any of its
    `Inode.after_a_cut`.
    """
    disk = Disk({path: Inode(data, data) for path, data in files.items()})
    open_files: dict[int, Inode] = {}
    open_folders: dict[int, str] = {}
    yield from ((0, names) for names in disk.after_a_cut())
    for number, call in enumerate(calls, start=1):
        if _replay(call, disk, str(folder), open_files, open_folders):
            yield from ((number, names) for names in disk.after_a_cut())


def _replay(call: Call, disk: Disk, folder: str, open_files: dict[int, Inode], open_folders: dict[int, str]) -> bool:
    """Do to ``disk`` what the call did; False if it did nothing there."""
    paths = [text.decode("utf-8", "surrogateescape") for text in call.texts]
    ours = bool(paths) and paths[-1].startswith(folder)
    match call.name:
        case "open" | "openat" | "creat" if ours:
            return _replay_open(call, paths[-1], disk, open_files, open_folders)
        case "close":
            open_files.pop(call.fd or 0, None)
            open_folders.pop(call.fd or 0, None)
            return False
        case "write" if call.fd in open_files:
            inode = open_files[call.fd]
            inode.now += call.texts[0][: call.result]
        case "fsync" | "fdatasync" if call.fd in open_files:
            open_files[call.fd].durable = open_files[call.fd].now
        case "fsync" | "fdatasync" if call.fd in open_folders:
            disk.confirm(open_folders[call.fd])
        case "rename" | "renameat" | "renameat2" if ours:
            disk.rename(paths[0], paths[1])
        case "link" | "linkat" if ours:
            disk.name(paths[1], disk.names[paths[0]])
        case "unlink" | "unlinkat" if ours:
            disk.unname(paths[-1])
        case "pwrite64" | "writev" | "ftruncate" | "sendfile" | "copy_file_range" if call.fd in open_files:
            raise NotImplementedError(f"the model of power cuts does not know {call.name}")
        case _:
            return False
    return True


def _replay_open(call: Call, path: str, disk: Disk, open_files: dict[int, Inode], open_folders: dict[int, str]) -> bool:
    if "O_DIRECTORY" in call.arguments:
        open_folders[call.result] = path
        return False
    if "O_WRONLY" not in call.arguments and "O_RDWR" not in call.arguments:
        return False
    created = path not in disk.names
    if created:
        disk.name(path, Inode())
    inode = open_files[call.result] = disk.names[path]
    if "O_TRUNC" in call.arguments:
        inode.now = b""
    return True


def _selections(changes: list[tuple[Naming, ...]]) -> list[tuple[tuple[Naming, ...], ...]]:
    if len(changes) > MOST_COMBINED:
        return [tuple(changes[:count]) for count in range(len(changes) + 1)]
    return [chosen for count in range(len(changes) + 1) for chosen in combinations(changes, count)]


def _apply(names: dict[str, Inode], change: tuple[Naming, ...]) -> None:
    for naming in change:
        if naming.inode is None:
            names.pop(naming.path, None)
        else:
            names[naming.path] = naming.inode
