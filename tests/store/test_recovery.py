"""Unsaved edits come back after a crash, once, and never over a newer file."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from model.store import recovery
from model.store.file_errors import cannot_save
from model.store.files import read_file, write_atomic
from model.store.recovery import OnDisk, Origin, RecoverySlot, RecoveryStore

UNSAVED = '{"agency": "云溪市水利局"}\n与换行'.encode()


@pytest.fixture
def store(tmp_path: Path) -> RecoveryStore:
    return RecoveryStore(tmp_path / "recovery", clock=lambda: 86400.0)


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    path = tmp_path / "草稿.json"
    write_atomic(path, b"saved")
    return Origin(path, read_file(path).stamp.digest, 1.5)


def crash(slot: RecoverySlot) -> None:
    """What the end of the process does: the lock goes, the copies stay."""
    slot.release()


def copies(store: RecoveryStore) -> list[Path]:
    return sorted(store._folder.glob("*/*.copy"))


def test_edits_come_back_with_what_is_known_of_them(store: RecoveryStore, origin: Origin) -> None:
    slot = store.new_slot()
    assert slot.write(b"older", origin) is None
    assert slot.write(UNSAVED, origin) is None
    crash(slot)
    (copy,) = store.pending()
    assert (copy.data, copy.origin, copy.on_disk) == (UNSAVED, origin, OnDisk.SAME)
    assert (copy.written, copy.generation) == (86400.0, 2)


def test_a_document_that_was_never_saved(store: RecoveryStore) -> None:
    slot = store.new_slot()
    slot.write(UNSAVED, Origin())
    crash(slot)
    (copy,) = store.pending()
    assert (copy.data, copy.on_disk) == (UNSAVED, OnDisk.NEVER)


def test_an_open_window_is_no_crash(store: RecoveryStore, origin: Origin) -> None:
    slot = store.new_slot()
    slot.write(UNSAVED, origin)
    assert store.pending() == []
    assert len(copies(store)) == 1
    slot.close()
    assert list(store._folder.iterdir()) == []


def test_two_copies_are_kept(store: RecoveryStore, origin: Origin) -> None:
    slot = store.new_slot()
    for number in range(5):
        slot.write(str(number).encode(), origin)
    assert [file.name for file in copies(store)] == ["00000004.copy", "00000005.copy"]


@pytest.mark.parametrize("damage", ["cut", "emptied", "flipped", "header"])
def test_a_damaged_copy_is_put_aside_and_the_one_before_used(store: RecoveryStore, origin: Origin, damage: str) -> None:
    slot = store.new_slot()
    slot.write(b"older", origin)
    slot.write(UNSAVED, origin)
    crash(slot)
    newest = copies(store)[-1]
    content = newest.read_bytes()
    flipped = content[:-3] + bytes([content[-3] ^ 1]) + content[-2:]
    broken = {"cut": content[:-1], "emptied": b"", "flipped": flipped, "header": content.replace(b"path", b"paht")}
    newest.write_bytes(broken[damage])
    (copy,) = store.pending()
    assert copy.data == b"older"
    (aside,) = (store._folder / "损坏").iterdir()
    assert aside.read_bytes() == broken[damage]


def test_with_nothing_whole_left_nothing_is_offered_and_nothing_deleted(store: RecoveryStore, origin: Origin) -> None:
    slot = store.new_slot()
    slot.write(UNSAVED, origin)
    crash(slot)
    copies(store)[0].write_bytes(b"?")
    assert store.pending() == []
    assert [file.read_bytes() for file in (store._folder / "损坏").iterdir()] == [b"?"]
    assert store.pending() == []


def test_edits_that_were_saved_after_all_are_not_offered(store: RecoveryStore, origin: Origin) -> None:
    slot = store.new_slot()
    slot.write(UNSAVED, origin)
    assert origin.path
    write_atomic(origin.path, UNSAVED)
    crash(slot)
    assert store.pending() == []
    assert copies(store) == []


def test_a_file_that_was_saved_since_is_told_apart(store: RecoveryStore, origin: Origin) -> None:
    slot = store.new_slot()
    slot.write(UNSAVED, origin)
    crash(slot)
    assert origin.path
    write_atomic(origin.path, b"colleague")
    assert store.pending()[0].on_disk is OnDisk.OTHER
    assert origin.path.read_bytes() == b"colleague"
    origin.path.unlink()
    assert store.pending()[0].on_disk is OnDisk.GONE
    assert not origin.path.exists()


def test_a_restored_document_goes_on_in_its_slot(store: RecoveryStore, origin: Origin) -> None:
    slot = store.new_slot()
    slot.write(UNSAVED, origin)
    crash(slot)
    (copy,) = store.pending()
    adopted = store.adopt(copy)
    assert adopted
    assert store.adopt(copy) is None  # another window
    assert store.pending() == []
    adopted.write(b"more", origin)
    crash(adopted)
    assert [(copy.data, copy.generation) for copy in store.pending()] == [(b"more", 2)]


def test_saving_forgets_and_later_edits_start_again(store: RecoveryStore, origin: Origin) -> None:
    slot = store.new_slot()
    slot.write(UNSAVED, origin)
    slot.clear()
    assert copies(store) == []
    slot.write(b"later", origin)
    crash(slot)
    assert [copy.data for copy in store.pending()] == [b"later"]


def test_given_up_edits_are_gone(store: RecoveryStore, origin: Origin) -> None:
    slot = store.new_slot()
    slot.write(UNSAVED, origin)
    crash(slot)
    store.discard(store.pending()[0])
    assert list(store._folder.iterdir()) == []


def test_namesakes_in_two_folders(store: RecoveryStore, tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        slot = store.new_slot()
        slot.write(name.encode(), Origin(tmp_path / name / "草稿.json"))
        crash(slot)
    assert {copy.data.decode(): copy.origin.path for copy in store.pending()} == {
        name: tmp_path / name / "草稿.json" for name in ("甲", "乙")
    }


def test_a_failure_is_told_once_and_costs_no_copy(
    store: RecoveryStore, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = store.new_slot()
    slot.write(UNSAVED, origin)

    def full(path: Path, *_args: object, **_options: object) -> None:
        raise cannot_save(path, OSError(errno.ENOSPC, "full"))

    with monkeypatch.context() as patch:
        patch.setattr(recovery, "write_atomic", full)
        told = [slot.write(b"more", origin) for _ in range(20)]
    assert told[0] is not None
    assert "自动保存没有成功" in told[0]
    assert "磁盘已满" in told[0]
    assert told[1:] == [None] * 19
    assert slot.write(b"room again", origin) is None
    crash(slot)
    assert store.pending()[0].data == b"room again"


def test_without_a_place_to_keep_copies_the_program_goes_on(tmp_path: Path, origin: Origin) -> None:
    (tmp_path / "home").write_bytes(b"")
    store = RecoveryStore(tmp_path / "home" / "recovery")
    assert store.pending() == []
    slot = store.new_slot()
    assert "请随时手工保存" in (slot.write(UNSAVED, origin) or "")
    slot.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder of a file that is open")
def test_a_folder_that_vanished_is_made_again(store: RecoveryStore, origin: Origin) -> None:
    slot = store.new_slot()
    slot.write(UNSAVED, origin)
    slot.clear()
    (slot._folder / "lock").unlink()
    slot._folder.rmdir()
    assert slot.write(b"again", origin) is None


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_only_the_user_can_read_them(store: RecoveryStore, origin: Origin) -> None:
    store.new_slot().write(UNSAVED, origin)
    assert stat.S_IMODE(copies(store)[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(copies(store)[0].parent.stat().st_mode) == 0o700
