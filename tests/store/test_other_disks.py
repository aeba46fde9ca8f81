"""Folders that are no folder of this computer's own disk: sticks of Windows, shares, what a sync client keeps.

NTFS is the real one where its driver is installed. Shares and sync clients are imitated by the answers that they give;
what came of each stands in docs/faults.md.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.store import files, locking
from model.store.file_errors import FileChanged, FileError, FileMissing, FileReadOnly
from model.store.files import ABSENT, read_file, write_atomic
from model.store.presence import DraftInUse, announce

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows' own disks: test_windows")

OLD, NEW = b"old", b"new" * 1000


def refusing(code: int) -> Callable[..., int]:
    def call(*_: object, **__: object) -> int:
        raise OSError(code, os.strerror(code))

    return call


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "草稿.json"
    path.write_bytes(OLD)
    return path


class TestNtfs:
    """A stick or a second disk of a Windows computer, in a Linux desktop: no modes, names in any case are one."""

    @pytest.fixture
    def disk(self, tmp_path: Path) -> Iterator[Path]:
        if not (shutil.which("lowntfs-3g") and shutil.which("mkntfs") and os.geteuid() == 0):
            pytest.skip("ntfs-3g is not installed, or this is not root")
        image, place = tmp_path / "image", tmp_path / "U盘"
        place.mkdir()
        with image.open("wb") as file:
            file.truncate(8 << 20)
        subprocess.run(["mkntfs", "-F", "-q", str(image)], check=True, capture_output=True)
        options = ["-o", "ignore_case,windows_names"]
        if subprocess.run(["lowntfs-3g", *options, str(image), str(place)], check=False).returncode:
            pytest.skip("nothing can be mounted here")
        yield place
        subprocess.run(["umount", str(place)], check=True)

    def test_saved_twice_with_nothing_left_beside(self, disk: Path) -> None:
        path = disk / "草稿.json"
        write_atomic(path, OLD, expect=ABSENT, private=True)
        assert write_atomic(path, NEW, expect=read_file(path).stamp).warnings == ()
        assert path.read_bytes() == NEW
        assert [file.name for file in disk.iterdir()] == [path.name]

    def test_another_case_is_the_same_file(self, disk: Path) -> None:
        write_atomic(disk / "Draft.json", OLD, expect=ABSENT)
        with pytest.raises(FileChanged, match="已经有同名的文件"):
            write_atomic(disk / "DRAFT.JSON", NEW, expect=ABSENT)
        assert (disk / "draft.json").read_bytes() == OLD

    @pytest.mark.parametrize("name", ["某局:2023.json", "某局?.json", "<某局>.json"])
    def test_names_that_it_does_not_take(self, disk: Path, name: str) -> None:
        with pytest.raises(FileError, match="不能用的字符"):
            write_atomic(disk / name, NEW)

    def test_who_has_a_draft_open_is_known(self, disk: Path) -> None:
        write_atomic(disk / "a.json", OLD)
        first = announce(disk / "a.json")
        with pytest.raises(DraftInUse):
            announce(disk / "a.json")
        first.release()
        assert [file.name for file in disk.iterdir()] == ["a.json"]

    def test_a_disk_that_is_full(self, disk: Path) -> None:
        write_atomic(disk / "a.json", OLD)
        with pytest.raises(FileError, match="磁盘已满"):
            write_atomic(disk / "a.json", bytes(8 << 20))
        assert (disk / "a.json").read_bytes() == OLD
        assert [file.name for file in disk.iterdir()] == ["a.json"]


class TestShares:
    """What SMB and NFS servers answer that a local disk does not."""

    @pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL])
    def test_without_locks_it_is_saved(self, draft: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
        monkeypatch.setattr("fcntl.flock", refusing(code))
        assert write_atomic(draft, NEW, expect=read_file(draft).stamp).warnings == ()
        assert draft.read_bytes() == NEW

    def test_without_locks_an_announcement_is_never_taken_for_dead(
        self, draft: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("fcntl.flock", refusing(errno.ENOLCK))
        announce(draft)
        with pytest.raises(DraftInUse):
            announce(draft)

    def test_a_folder_that_cannot_be_flushed_is_a_warning(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        flush = os.fsync

        def on_files_only(descriptor: int) -> None:
            if stat.S_ISDIR(os.fstat(descriptor).st_mode):
                raise OSError(errno.EINVAL, "")
            flush(descriptor)

        monkeypatch.setattr(os, "fsync", on_files_only)
        (warning,) = write_atomic(draft, NEW).warnings
        assert "尚未确认写入磁盘" in warning
        assert draft.read_bytes() == NEW

    @pytest.mark.parametrize("code", [errno.EBUSY, errno.ETXTBSY])
    def test_a_file_that_somebody_reads_cannot_be_replaced(
        self, draft: Path, monkeypatch: pytest.MonkeyPatch, code: int
    ) -> None:
        monkeypatch.setattr(Path, "replace", refusing(code))
        with pytest.raises(FileError, match=r"占用.*没有改动"):
            write_atomic(draft, NEW)
        assert draft.read_bytes() == OLD
        assert [file.name for file in draft.parent.iterdir()] == [draft.name]

    @pytest.mark.parametrize("call", ["fchown", "setxattr"])
    def test_owners_that_only_the_server_may_set_are_a_warning(
        self, draft: Path, monkeypatch: pytest.MonkeyPatch, call: str
    ) -> None:
        if os.geteuid() != 0:
            pytest.skip("needs root")
        os.chown(draft, 1234, 2345)
        os.setxattr(draft, "user.x", b"1")
        monkeypatch.setattr(os, call, refusing(errno.EPERM))
        (warning,) = write_atomic(draft, NEW).warnings
        assert "权限没能全部保留" in warning

    @pytest.mark.parametrize("code", [errno.ESTALE, errno.EHOSTDOWN, errno.ENOTCONN, errno.ETIMEDOUT])
    def test_one_that_went_away(self, draft: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
        monkeypatch.setattr(files, "open_file", refusing(code))
        with pytest.raises(FileError, match="共享文件夹已断开"):
            read_file(draft)
        with pytest.raises(FileError, match=r"共享文件夹已断开.*没有改动"):
            write_atomic(draft, NEW)

    @pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EROFS])
    def test_one_that_may_only_be_read(self, draft: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
        opened = locking.open_file

        def for_reading(path: Path, flags: int, mode: int = 0o666) -> int:
            return refusing(code)() if flags & os.O_CREAT else opened(path, flags, mode)

        monkeypatch.setattr(files, "open_file", for_reading)
        monkeypatch.setattr("model.store.presence.open_file", for_reading)
        with pytest.raises(FileReadOnly):
            write_atomic(draft, NEW)
        with pytest.raises(FileReadOnly, match="只能以只读方式打开"):
            announce(draft)
        assert read_file(draft).data == OLD


class TestSyncClients:
    """They replace, rename and delete files at any moment."""

    def meanwhile(self, monkeypatch: pytest.MonkeyPatch, happen: Callable[[], object]) -> None:
        """Let something happen after the new file is written, and before it gets its name."""
        written = files._write_new

        def disturbed(*arguments: object) -> bool:
            kept = written(*arguments)  # type: ignore[arg-type]
            happen()
            return kept

        monkeypatch.setattr(files, "_write_new", disturbed)

    def test_a_colleagues_version_that_arrives_during_a_save_stays(
        self, draft: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened = read_file(draft).stamp
        arrived = draft.with_name("arrived")
        arrived.write_bytes(b"a colleague's")
        self.meanwhile(monkeypatch, lambda: arrived.replace(draft))
        with pytest.raises(FileChanged, match="改过它"):
            write_atomic(draft, NEW, expect=opened)
        assert draft.read_bytes() == b"a colleague's"

    def test_a_draft_that_is_renamed_away_during_a_save_is_not_made_again(
        self, draft: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened = read_file(draft).stamp
        aside = draft.with_name("草稿（冲突）.json")
        self.meanwhile(monkeypatch, lambda: draft.rename(aside))
        with pytest.raises(FileChanged, match="已被删除或移走"):
            write_atomic(draft, NEW, expect=opened)
        assert aside.read_bytes() == OLD
        assert not draft.exists()

    def test_a_prepared_file_that_is_cleaned_away(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def clean() -> None:
            for file in draft.parent.glob(".ogi-*.tmp"):
                file.unlink()

        self.meanwhile(monkeypatch, clean)
        with pytest.raises(FileMissing, match=r"无法保存.*同步盘.*再试一次"):
            write_atomic(draft, NEW, expect=read_file(draft).stamp)
        assert draft.read_bytes() == OLD
