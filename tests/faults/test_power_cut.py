"""The power goes at any moment of a save, and takes with it whatever was not forced onto the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.faulty import FaultsUnavailable
from tests.faults.power_cut import Disk, Inode, states
from tests.faults.scenarios import World, cut_power_everywhere
from tests.faults.tracing import Call


def test_every_state_of_a_real_save(world: World, log: Path) -> None:
    try:
        figures = cut_power_everywhere(world, log)
    except FaultsUnavailable as reason:
        pytest.skip(str(reason))
    assert figures.violations == []
    assert figures.tried >= 10


FOLDER = "/d"


def call(name: str, *texts: str, fd: int | None = None, result: int = 0, arguments: str = "") -> Call:
    return Call(name, arguments, tuple(text.encode() for text in texts), fd, result)


CREATE = call("openat", "/d/t", result=3, arguments="O_WRONLY|O_CREAT|O_EXCL")
WRITE = call("write", "new!", fd=3, result=4)
FSYNC = call("fsync", fd=3)
CLOSE = call("close", fd=3)
RENAME = call("rename", "/d/t", "/d/a")
OPEN_FOLDER = call("openat", "/d", result=3, arguments="O_RDONLY|O_DIRECTORY")
TRUNCATE = call("openat", "/d/a", result=3, arguments="O_WRONLY|O_CREAT|O_TRUNC")
REMOVE = call("unlink", "/d/a")


def found(*calls: Call) -> tuple[set[bytes | None], set[bytes | None]]:
    """What a power cut may leave of /d/a at any time, and after the last call."""
    ever: dict[int, set[bytes | None]] = {}
    for number, names in states(calls, {"/d/a": b"old"}, Path(FOLDER)):
        contents = names["/d/a"].after_a_cut() if "/d/a" in names else {None}
        ever.setdefault(number, set()).update(contents)
    return set().union(*ever.values()), ever[max(ever)]


class TestTheModel:
    """It has to know a right save from the wrong ones, or its silence is worth nothing."""

    def test_a_right_save(self) -> None:
        ever, last = found(CREATE, WRITE, FSYNC, CLOSE, RENAME, OPEN_FOLDER, FSYNC)
        assert ever == {b"old", b"new!"}
        assert last == {b"new!"}

    def test_without_fsync_the_name_may_lead_to_nothing(self) -> None:
        ever, _ = found(CREATE, WRITE, CLOSE, RENAME, OPEN_FOLDER, FSYNC)
        assert {b"", b"ne", b"\0\0\0\0"} <= ever

    def test_without_fsync_of_the_folder_a_reported_save_may_be_lost(self) -> None:
        _, last = found(CREATE, WRITE, FSYNC, CLOSE, RENAME)
        assert last == {b"old", b"new!"}

    def test_truncating_in_place(self) -> None:
        ever, _ = found(TRUNCATE, WRITE, FSYNC)
        assert b"" in ever

    def test_deleting_first(self) -> None:
        ever, _ = found(CREATE, WRITE, FSYNC, CLOSE, REMOVE, RENAME, OPEN_FOLDER, FSYNC)
        assert None in ever

    def test_a_short_write_counts_as_what_it_wrote(self) -> None:
        disk_states = states([CREATE, call("write", "new!", fd=3, result=2), FSYNC], {}, Path(FOLDER))
        *_, (_, names) = disk_states
        assert names["/d/t"].now == b"ne"

    def test_a_rename_takes_both_names_at_once(self) -> None:
        disk = Disk({"/d/a": Inode(b"old", b"old"), "/d/t": Inode(b"new!", b"new!")})
        disk.rename("/d/t", "/d/a")
        assert [sorted(names) for names in disk.after_a_cut()] == [["/d/a", "/d/t"], ["/d/a"]]
