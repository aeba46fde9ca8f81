"""Earlier versions: the newest is known without a clock, and there is always a whole one."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from model.store import backups
from model.store.backups import BackupStore, worth_keeping
from model.store.file_errors import FileError
from model.store.files import write_atomic


@pytest.fixture
def store(tmp_path: Path) -> BackupStore:
    return BackupStore(tmp_path / "data" / "backups")


def test_newest_first_and_read_back_exactly(store: BackupStore, tmp_path: Path) -> None:
    for text in (b"1", b"2", b""):
        store.keep(tmp_path / "a.json", text)
    assert [version.read() for version in store.versions(tmp_path / "a.json")] == [b"", b"2", b"1"]


def test_a_draft_never_saved_has_none(store: BackupStore, tmp_path: Path) -> None:
    assert store.versions(tmp_path / "a.json") == []


@pytest.mark.skipif(sys.platform == "win32", reason="links want a privilege there")
def test_a_draft_is_the_same_by_whatever_link_it_is_reached(store: BackupStore, tmp_path: Path) -> None:
    (tmp_path / "a.json").touch()
    (tmp_path / "link.json").symlink_to("a.json")
    store.keep(tmp_path / "link.json", b"1")
    assert [version.read() for version in store.versions(tmp_path / "a.json")] == [b"1"]


def test_the_same_content_twice_is_one_version(store: BackupStore, tmp_path: Path) -> None:
    for text in (b"1", b"1", b"2", b"1"):
        store.keep(tmp_path / "a.json", text)
    assert len(store.versions(tmp_path / "a.json")) == 3


def test_a_clock_that_jumps_changes_nothing(store: BackupStore, tmp_path: Path) -> None:
    store.keep(tmp_path / "a.json", b"1")
    os.utime(store.versions(tmp_path / "a.json")[0].file, (2**33, 2**33))
    store.keep(tmp_path / "a.json", b"2")
    assert store.versions(tmp_path / "a.json")[0].read() == b"2"


def test_namesakes_in_two_folders_are_kept_apart(store: BackupStore, tmp_path: Path) -> None:
    store.keep(tmp_path / "甲" / "a.json", b"1")
    assert store.versions(tmp_path / "乙" / "a.json") == []


def test_damage_is_noticed_and_a_whole_copy_made_again(store: BackupStore, tmp_path: Path) -> None:
    store.keep(tmp_path / "a.json", b"123")
    store.versions(tmp_path / "a.json")[0].file.write_bytes(b"12")
    with pytest.raises(FileError, match="已损坏"):
        store.versions(tmp_path / "a.json")[0].read()
    store.keep(tmp_path / "a.json", b"123")
    assert store.versions(tmp_path / "a.json")[0].read() == b"123"


def test_many_saves_leave_few_files(store: BackupStore, tmp_path: Path) -> None:
    for number in range(1, 131):
        store.keep(tmp_path / "a.json", str(number).encode())
    kept = [version.generation for version in store.versions(tmp_path / "a.json")]
    assert kept == [*range(130, 120, -1), 120, 110, 100, 90, 80, 70, 60, 50, 40]


def test_a_version_let_go_never_comes_back() -> None:
    for generation in range(1, 1500):
        life = [worth_keeping(generation, newest) for newest in range(generation, 3000)]
        assert life == sorted(life, reverse=True)
        assert all(life[:10])


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_only_the_user_can_read_them(store: BackupStore, tmp_path: Path) -> None:
    store.keep(tmp_path / "a.json", b"1")
    file = store.versions(tmp_path / "a.json")[0].file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_two_programs_that_store_at_once(store: BackupStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, overtaken = write_atomic, []

    def slower(path: Path, data: bytes, **options: Any) -> object:
        if not overtaken:
            overtaken.append(path.parent.mkdir(exist_ok=True))
            path.write_bytes(b"the other one's")
        return write(path, data, **options)

    monkeypatch.setattr(backups, "write_atomic", slower)
    store.keep(tmp_path / "a.json", b"mine")
    assert store.versions(tmp_path / "a.json")[0].read() == b"mine"
    assert store.versions(tmp_path / "a.json")[0].generation == 2


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(FileError, match=r"文件夹不存在|已经有同名的文件"):
        BackupStore(tmp_path / "data" / "backups").keep(tmp_path / "a.json", b"1")
