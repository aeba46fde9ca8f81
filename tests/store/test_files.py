"""Whole files: read with a guard, replaced entirely or not at all, never over what somebody else wrote."""

from __future__ import annotations

import errno
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from model.store import files, locking
from model.store.file_errors import (
    DiskFull,
    DiskReplaced,
    FileBusy,
    FileChanged,
    FileError,
    FileMissing,
    FileReadOnly,
    FileTooLarge,
    FileUnsettled,
    NotAPlainFile,
    SaveNotVerified,
)
from model.store.files import ABSENT, FileStamp, read_file, write_atomic
from model.store.temporary_files import temporary_name

OLD = "云溪市人力资源和社会保障局".encode()
NEW = "云溪市财政局".encode() * 5000

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and pipes are POSIX")
root_only = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "草稿.json"
    path.write_bytes(OLD)
    return path


def failing(code: int, *, after: int = 0) -> Callable[..., None]:
    """A system call that fails with ``code``, the first ``after`` times excepted."""
    calls = iter(range(after))

    def call(*_args: object, **_kwargs: object) -> None:
        if next(calls, None) is None:
            raise OSError(code, os.strerror(code))

    return call


def only(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


class TestReading:
    def test_content_with_what_a_later_save_needs(self, draft: Path) -> None:
        content = read_file(draft)
        assert content.data == OLD
        assert content.stamp.digest is not None
        assert content.stamp.device == draft.parent.stat().st_dev
        assert not content.read_only

    def test_an_empty_file_is_content_too(self, tmp_path: Path) -> None:
        (tmp_path / "empty").touch()
        assert read_file(tmp_path / "empty").data == b""

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(FileMissing, match=r"找不到.*没有\.json"):
            read_file(tmp_path / "没有.json")

    def test_larger_than_any_draft_is_refused_before_reading(self, tmp_path: Path) -> None:
        sparse = tmp_path / "sparse.json"
        with sparse.open("wb") as file:
            file.truncate(1 << 40)
        with pytest.raises(FileTooLarge, match="64 MB"):
            read_file(sparse)

    @posix_only
    @pytest.mark.parametrize("kind", ["pipe", "socket", "folder", "device", "circle"])
    def test_what_is_no_plain_file_is_refused_at_once(self, tmp_path: Path, kind: str) -> None:
        path = tmp_path / kind
        if kind == "pipe":
            os.mkfifo(path)
        elif kind == "socket":
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind(str(path))
        elif kind == "folder":
            path.mkdir()
        else:
            path.symlink_to("/dev/zero" if kind == "device" else path)
        begin = time.monotonic()
        with pytest.raises(NotAPlainFile):
            read_file(path)
        with pytest.raises(NotAPlainFile):
            write_atomic(path, NEW) if kind != "device" else read_file(path)
        assert time.monotonic() - begin < 1

    def test_a_file_that_keeps_changing_is_refused_not_mixed(
        self, draft: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read, rounds = os.read, []

        def disturbed(descriptor: int, size: int) -> bytes:
            chunk = read(descriptor, size)
            if chunk.startswith(OLD):
                rounds.append(chunk)
                draft.write_bytes(OLD + b"." * len(rounds))
            return chunk

        monkeypatch.setattr(os, "read", disturbed)
        with pytest.raises(FileUnsettled, match="改写"):
            read_file(draft)
        assert len(rounds) == 2

    def test_a_file_that_changed_once_is_read_again(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        read, disturbed = os.read, []

        def once(descriptor: int, size: int) -> bytes:
            chunk = read(descriptor, size)
            if not disturbed:
                disturbed.append(draft.write_bytes(NEW))
            return chunk

        monkeypatch.setattr(os, "read", once)
        assert read_file(draft).data == NEW

    def test_a_disk_error_is_named(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "read", failing(errno.EIO))
        with pytest.raises(FileError, match=r"无法读取.*磁盘读写出错"):
            read_file(draft)

    @pytest.mark.parametrize("name", ["a\0b", pytest.param("\ud800.json", marks=posix_only)])
    def test_a_name_that_cannot_be(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(FileError, match="不能用的字符"):
            read_file(tmp_path / name)
        with pytest.raises(FileError, match="不能用的字符"):
            write_atomic(tmp_path / name, NEW)

    def test_what_does_not_show_in_a_name_is_spelt_out(self, tmp_path: Path) -> None:
        with pytest.raises(FileMissing, match=r"年报\[U\+202E\]nosj\[U\+200B\]"):
            read_file(tmp_path / "年报\u202enosj\u200b")


class TestWriting:
    def test_replaces_all_and_leaves_nothing_beside(self, draft: Path) -> None:
        result = write_atomic(draft, NEW, expect=read_file(draft).stamp)
        assert draft.read_bytes() == NEW
        assert result.stamp == read_file(draft).stamp
        assert not result.warnings
        assert only(draft.parent) == [draft.name]

    @posix_only
    @pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o640)])
    def test_mode_of_a_new_file(self, tmp_path: Path, private: bool, mode: int) -> None:
        before = os.umask(0o027)
        try:
            write_atomic(tmp_path / "新.json", NEW, private=private)
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / "新.json").stat().st_mode) == mode

    @posix_only
    def test_mode_of_a_shared_draft_stays(self, draft: Path) -> None:
        draft.chmod(0o664)
        write_atomic(draft, NEW, private=True)
        assert stat.S_IMODE(draft.stat().st_mode) == 0o664

    @root_only
    def test_owner_and_attributes_stay(self, draft: Path) -> None:
        os.chown(draft, 1234, 2345)
        os.setxattr(draft, "user.部门".encode(), b"1")
        assert not write_atomic(draft, NEW).warnings
        assert (draft.stat().st_uid, draft.stat().st_gid) == (1234, 2345)
        assert os.getxattr(draft, "user.部门".encode()) == b"1"

    @root_only
    @pytest.mark.parametrize("call", ["fchown", "setxattr"])
    def test_what_could_not_be_kept_is_said(self, draft: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
        os.chown(draft, 1234, 2345)
        os.setxattr(draft, "user.x", b"1")
        monkeypatch.setattr(os, call, failing(errno.EPERM))
        (warning,) = write_atomic(draft, NEW).warnings
        assert "权限没能全部保留" in warning
        assert draft.read_bytes() == NEW

    @posix_only
    def test_a_link_stays_and_its_file_is_replaced(self, draft: Path, tmp_path: Path) -> None:
        folder = tmp_path / "别处"
        folder.mkdir()
        link = folder / "link.json"
        link.symlink_to("../草稿.json")
        write_atomic(link, NEW, expect=read_file(link).stamp)
        assert link.readlink() == Path("../草稿.json")
        assert draft.read_bytes() == NEW

    @posix_only
    def test_a_dangling_link_gets_its_file(self, tmp_path: Path) -> None:
        link = tmp_path / "link.json"
        link.symlink_to("target.json")
        write_atomic(link, NEW, expect=ABSENT)
        assert (tmp_path / "target.json").read_bytes() == NEW

    @posix_only
    def test_a_read_only_draft_is_not_replaced_even_by_root(self, draft: Path) -> None:
        draft.chmod(0o444)
        assert read_file(draft).read_only
        with pytest.raises(FileReadOnly, match="只读"):
            write_atomic(draft, NEW)
        assert draft.read_bytes() == OLD

    @pytest.mark.parametrize(
        "name",
        [
            "字" * 83 + ".json",
            "-rf.json",
            "%s{x}.json",
            *(pytest.param(name, marks=posix_only) for name in ("a" * 250 + ".json", "𠮷\t\n.json")),
        ],
    )
    def test_odd_names(self, tmp_path: Path, name: str) -> None:
        write_atomic(tmp_path / name, NEW)
        assert only(tmp_path) == [name]

    def test_no_such_folder(self, tmp_path: Path) -> None:
        with pytest.raises(FileMissing, match="文件夹不存在"):
            write_atomic(tmp_path / "没有" / "a.json", NEW)

    def test_larger_than_could_be_read_again_is_refused(self, draft: Path) -> None:
        with pytest.raises(FileTooLarge):
            write_atomic(draft, bytes(files.SIZE_LIMIT + 1))
        assert draft.read_bytes() == OLD

    def test_an_interrupt_leaves_nothing_behind(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(_descriptor: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_atomic(draft, NEW)
        assert draft.read_bytes() == OLD
        assert only(draft.parent) == [draft.name]


class TestFailingDisk:
    @pytest.mark.parametrize(
        ("call", "code", "answer"),
        [
            ("open", errno.EMFILE, (FileError, "打开的文件太多")),
            ("write", errno.ENOSPC, (DiskFull, "磁盘已满")),
            ("write", errno.EDQUOT, (DiskFull, "超出配额")),
            ("write", errno.EFBIG, (DiskFull, "超过了这个磁盘允许的大小")),
            ("write", errno.EPIPE, (FileError, "系统拒绝了写入")),
            ("fsync", errno.EIO, (FileError, "磁盘读写出错")),
            pytest.param("close", errno.EDQUOT, (DiskFull, "超出配额"), marks=posix_only),
            pytest.param("replace", errno.EACCES, (FileReadOnly, "没有写入权限"), marks=posix_only),
            ("replace", errno.EROFS, (FileReadOnly, "只读")),
            ("replace", errno.EBUSY, (FileBusy, "占用")),
            ("replace", errno.EXDEV, (FileError, "系统拒绝了写入")),
            ("replace", errno.ESTALE, (FileError, "已断开")),
        ],
    )
    def test_the_old_file_stays_and_the_reason_is_said(
        self, draft: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, answer: tuple[type[FileError], str]
    ) -> None:
        kind, words = answer
        with only_while_writing(monkeypatch, call, failing(code)), pytest.raises(kind, match=words) as refusal:
            write_atomic(draft, NEW)
        assert str(refusal.value).endswith("原来的文件没有改动。")
        assert draft.read_bytes() == OLD
        assert only(draft.parent) == [draft.name]

    def test_short_writes_are_continued(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write = os.write
        monkeypatch.setattr(os, "write", lambda descriptor, rest: write(descriptor, rest[: len(rest) // 2 + 1]))
        write_atomic(draft, NEW)
        assert draft.read_bytes() == NEW

    def test_a_write_that_takes_nothing_is_a_full_disk(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "write", lambda _descriptor, _rest: 0)
        with pytest.raises(DiskFull):
            write_atomic(draft, NEW)
        assert draft.read_bytes() == OLD

    def test_try_again_is_tried_again_and_not_for_ever(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "_PAUSES", (0.001, 0.001))
        write, refusals = os.write, iter([errno.EAGAIN, errno.EAGAIN])

        def hesitant(descriptor: int, rest: bytes) -> int:
            for code in refusals:
                raise OSError(code, os.strerror(code))
            return write(descriptor, rest)

        monkeypatch.setattr(os, "write", hesitant)
        write_atomic(draft, NEW)
        assert draft.read_bytes() == NEW
        monkeypatch.setattr(os, "write", failing(errno.EAGAIN))
        with pytest.raises(FileError):
            write_atomic(draft, OLD)
        assert draft.read_bytes() == NEW

    def test_bytes_lost_on_the_way_are_noticed_before_the_old_file_goes(
        self, draft: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write = os.write

        def lossy(descriptor: int, rest: memoryview) -> int:
            write(descriptor, rest[:-1])
            return len(rest)

        monkeypatch.setattr(os, "write", lossy)
        with pytest.raises(SaveNotVerified, match="读回来不一样"):
            write_atomic(draft, NEW)
        assert draft.read_bytes() == OLD
        assert only(draft.parent) == [draft.name]

    def test_a_name_that_leads_elsewhere_afterwards_is_noticed(
        self, draft: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        replace = Path.replace

        def usurped(self: Path, target: Path) -> None:
            replace(self, target)
            target.write_bytes(b"usurper")

        monkeypatch.setattr(Path, "replace", usurped)
        with pytest.raises(SaveNotVerified, match="另存"):
            write_atomic(draft, NEW)

    @posix_only
    @pytest.mark.parametrize("code", [errno.EIO, errno.EINVAL])
    def test_a_folder_that_does_not_confirm_is_a_warning(
        self, draft: Path, monkeypatch: pytest.MonkeyPatch, code: int
    ) -> None:
        monkeypatch.setattr(os, "fsync", failing(code, after=1))
        (warning,) = write_atomic(draft, NEW).warnings
        assert "尚未确认写入磁盘" in warning
        assert draft.read_bytes() == NEW

    def test_windows_readers_are_waited_for(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "_PAUSES", (0.0, 0.0, 0.0))
        replace, refusals = Path.replace, []

        def shared(self: Path, target: Path) -> None:
            if len(refusals) < 3:
                refusals.append(refusal := PermissionError(errno.EACCES, "in use"))
                refusal.winerror = 32  # type: ignore[attr-defined]
                raise refusal
            replace(self, target)

        monkeypatch.setattr(Path, "replace", shared)
        write_atomic(draft, NEW)
        assert len(refusals) == 3
        assert draft.read_bytes() == NEW

    @root_only
    def test_a_disk_that_is_really_full(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "U盘", "size=64k") as disk:
            write_atomic(disk / "a.json", OLD)
            with pytest.raises(DiskFull, match="磁盘已满"):
                write_atomic(disk / "a.json", b"x" * 200_000)
            assert (disk / "a.json").read_bytes() == OLD
            assert only(disk) == ["a.json"]

    @root_only
    def test_a_disk_without_room_for_names(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "U盘", "size=1m,nr_inodes=2") as disk:
            (disk / "a.json").write_bytes(OLD)
            with pytest.raises(DiskFull):
                write_atomic(disk / "a.json", NEW)
            assert (disk / "a.json").read_bytes() == OLD

    @root_only
    def test_a_write_protected_stick(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "U盘", "size=1m") as disk:
            (disk / "a.json").write_bytes(OLD)
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            assert read_file(disk / "a.json").read_only
            with pytest.raises(FileReadOnly, match="只读"):
                write_atomic(disk / "a.json", NEW)

    @root_only
    def test_a_stick_that_was_pulled(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "U盘", "size=1m") as disk:
            stamp = write_atomic(disk / "a.json", OLD).stamp
        with pytest.raises(DiskReplaced, match="拔出"):
            write_atomic(disk / "a.json", NEW, expect=stamp)
        assert only(disk) == []


class TestConflicts:
    def test_same_size_and_time_but_other_content(self, draft: Path) -> None:
        opened, status = read_file(draft).stamp, draft.stat()
        draft.write_bytes(OLD[::-1])
        os.utime(draft, ns=(status.st_atime_ns, status.st_mtime_ns))
        with pytest.raises(FileChanged, match="改过它"):
            write_atomic(draft, NEW, expect=opened)
        assert draft.read_bytes() == OLD[::-1]
        assert only(draft.parent) == [draft.name]

    def test_a_difference_far_behind_the_beginning(self, tmp_path: Path) -> None:
        path = tmp_path / "long.json"
        opened = write_atomic(path, NEW + b"1").stamp
        path.write_bytes(NEW + b"2")
        with pytest.raises(FileChanged):
            write_atomic(path, NEW, expect=opened)

    def test_a_clock_that_jumps_is_no_conflict(self, draft: Path) -> None:
        opened = read_file(draft).stamp
        for moment in (0, 2**31, time.time() - 3600):
            os.utime(draft, (moment, moment))
            opened = write_atomic(draft, NEW + str(moment).encode(), expect=opened).stamp

    def test_an_own_save_that_was_not_heard_of_is_no_conflict(self, draft: Path) -> None:
        opened = read_file(draft).stamp
        write_atomic(draft, NEW)
        write_atomic(draft, NEW, expect=opened)

    def test_a_file_that_is_gone_is_not_silently_made_again(self, draft: Path) -> None:
        opened = read_file(draft).stamp
        draft.unlink()
        with pytest.raises(FileChanged, match="删除或移走"):
            write_atomic(draft, NEW, expect=opened)
        write_atomic(draft, NEW, expect=ABSENT)

    def test_a_share_that_comes_and_goes_during_the_save(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        opened = read_file(draft).stamp
        monkeypatch.setattr(os, "lstat", failing(errno.ENOENT))
        with pytest.raises(FileChanged, match="删除或移走"):
            write_atomic(draft, NEW, expect=opened)
        assert draft.read_bytes() == OLD

    def test_a_new_draft_does_not_take_the_place_of_another(self, draft: Path) -> None:
        with pytest.raises(FileChanged, match="同名"):
            write_atomic(draft, NEW, expect=ABSENT)

    def test_a_share_that_was_mounted_again_with_the_same_file_is_no_conflict(self, draft: Path) -> None:
        opened = read_file(draft).stamp
        write_atomic(draft, NEW, expect=FileStamp(opened.digest, 1))

    def test_a_file_that_appears_during_the_save(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path, fsync = tmp_path / "年报.pdf", os.fsync

        def overtaken(descriptor: int) -> None:
            fsync(descriptor)
            path.write_bytes(b"colleague")

        monkeypatch.setattr(os, "fsync", overtaken)
        with pytest.raises(FileChanged, match="再保存一次"):
            write_atomic(path, NEW)
        assert path.read_bytes() == b"colleague"
        assert only(tmp_path) == [path.name]

    def test_another_disk_under_the_same_path(self, draft: Path) -> None:
        device = draft.parent.stat().st_dev
        with pytest.raises(DiskReplaced, match="拔出"):
            write_atomic(draft, NEW, expect=FileStamp("0" * 64, device + 1))
        assert draft.read_bytes() == OLD

    def test_a_change_at_the_last_moment(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        opened, fsync = read_file(draft).stamp, os.fsync

        def overtaken(descriptor: int) -> None:
            fsync(descriptor)
            draft.write_bytes(b"colleague")

        monkeypatch.setattr(os, "fsync", overtaken)
        with pytest.raises(FileChanged):
            write_atomic(draft, NEW, expect=opened)
        assert draft.read_bytes() == b"colleague"


class TestLitterAndLocks:
    def test_what_a_crash_left_goes_with_the_next_save(self, draft: Path) -> None:
        left = draft.with_name(temporary_name())
        foreign = draft.with_name(".ogi-000000-12345678.tmp")
        alike = draft.with_name(temporary_name() + ".json")
        for file in (left, foreign, alike):
            file.write_bytes(b"")
        write_atomic(draft, NEW)
        assert not left.exists()
        assert foreign.exists()
        assert alike.exists()

    @posix_only
    def test_a_second_saver_waits(self, draft: Path) -> None:
        with locking.exclusive(draft.parent):
            saver = threading.Thread(target=write_atomic, args=(draft, NEW))
            saver.start()
            time.sleep(0.05)
            assert draft.read_bytes() == OLD
        saver.join()
        assert draft.read_bytes() == NEW

    @posix_only
    def test_but_not_for_ever(self, draft: Path) -> None:
        with locking.exclusive(draft.parent) as locked:
            assert locked
            with pytest.raises(FileBusy, match="稍后再试"), locking.exclusive(draft.parent, patience=0.01):
                pass

    @posix_only
    def test_a_disk_without_locks_still_saves(self, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("fcntl.flock", failing(errno.ENOLCK))
        left = draft.with_name(temporary_name())
        left.touch()
        write_atomic(draft, NEW)
        assert draft.read_bytes() == NEW
        assert left.exists()  # it could be in use


class only_while_writing:  # noqa: N801 - reads as a statement
    """Break one system call on the prepared file alone: reading and cleaning up go on working."""

    def __init__(self, patch: pytest.MonkeyPatch, call: str, broken: Callable[..., None]) -> None:
        self._patch, self._call, self._broken = patch, call, broken

    def __enter__(self) -> None:
        if self._call == "replace":
            self._patch.setattr(Path, "replace", self._broken)
        elif self._call == "open":
            opened = locking.open_file

            def refusing(path: Path, flags: int, *mode: int) -> int:
                if flags & os.O_EXCL:
                    self._broken()
                return opened(path, flags, *mode)

            self._patch.setattr(files, "open_file", refusing)
        elif self._call == "close":
            closed = os.close
            broken_once = iter([True])

            def failing_close(descriptor: int) -> None:
                writable = Path(f"/proc/self/fd/{descriptor}").readlink().suffix == ".tmp"
                closed(descriptor)
                if writable and next(broken_once, False):
                    self._broken()

            self._patch.setattr(os, "close", failing_close)
        else:
            self._patch.setattr(os, self._call, self._broken)

    def __exit__(self, *_: object) -> None:
        self._patch.undo()


class small_disk:  # noqa: N801 - reads as a statement
    """A file system of its own in memory, mounted at ``folder`` for a while."""

    def __init__(self, folder: Path, options: str) -> None:
        self._folder, self._options = folder, options

    def __enter__(self) -> Path:
        self._folder.mkdir()
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", self._options, "tmpfs", str(self._folder)], capture_output=True, check=False
        )
        if made.returncode:
            pytest.skip("mounting is not allowed here")
        return self._folder

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", str(self._folder)], check=True)
