"""What Windows refuses, and means by a name: imitated on every system, and real where the tests run on Windows."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from model.draft import begin_report
from model.form.editions import edition_for_year
from model.report.report import Details
from model.store import file_names, presence
from model.store.file_errors import (
    FileBusy,
    FileError,
    FileMissing,
    FileNameRefused,
    FileReadOnly,
    SaveNotVerified,
    cannot_read,
    cannot_save,
)
from model.store.file_names import safe_name
from model.store.files import FileStamp, read_file, write_atomic
from model.store.library import file_name
from model.store.presence import announce, take_over
from tests.store.windows_disk import WindowsDisk, refusal

OLD, NEW = b"old", b"new" * 100


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "草稿.json"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> WindowsDisk:
    return WindowsDisk(monkeypatch)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """For functions that decide by the system's name, and open nothing."""
    monkeypatch.setattr(sys, "platform", "win32")


def is_new(path: Path) -> bool:
    return path.suffix == ".tmp" or (path.exists() and path.read_bytes() == NEW)


class TestScannersAndSyncClients:
    """They have a new file to themselves, for a moment, when it appears and when it gets its name."""

    def test_a_save_waits_for_them(self, draft: Path, disk: WindowsDisk) -> None:
        disk.hold(is_new, 0.3)
        saved = write_atomic(draft, NEW, expect=read_file(draft).stamp)
        assert saved.warnings == ()
        assert draft.read_bytes() == NEW

    def test_one_that_begins_when_the_file_has_its_name_is_no_reason_to_be_alarmed(
        self, draft: Path, disk: WindowsDisk
    ) -> None:
        disk.hold(lambda path: path == draft and is_new(path))
        saved = write_atomic(draft, NEW)
        (warning,) = saved.warnings
        assert "已保存" in warning
        assert "核对" in warning
        assert saved.stamp == FileStamp(saved.stamp.digest, draft.parent.stat().st_dev)
        assert saved.stamp.digest is not None

    def test_another_content_under_that_name_still_is(self, draft: Path, disk: WindowsDisk) -> None:
        replace = Path.replace

        def usurped(source: Path, target: Path) -> None:
            replace(source, target)
            target.write_bytes(b"usurper")

        with pytest.MonkeyPatch.context() as patch, pytest.raises(SaveNotVerified):
            patch.setattr(Path, "replace", usurped)
            write_atomic(draft, NEW)

    def test_opening_waits_for_them(self, draft: Path, disk: WindowsDisk) -> None:
        disk.hold(lambda path: path == draft, 0.3)
        assert read_file(draft).data == OLD

    def test_who_never_lets_go_is_named_and_the_old_file_stays(self, draft: Path, disk: WindowsDisk) -> None:
        disk.hold(lambda path: path == draft, may_read=True)
        with pytest.raises(FileBusy, match=r"占用.*请关闭那个程序.*原来的文件没有改动。$"):
            write_atomic(draft, NEW)
        assert [path.name for path in draft.parent.iterdir()] == [draft.name]
        assert draft.read_bytes() == OLD

    def test_a_file_that_nobody_lets_us_read(self, draft: Path, disk: WindowsDisk) -> None:
        disk.hold(lambda path: path == draft)
        with pytest.raises(FileBusy, match="正被别的程序占用"):
            read_file(draft)


class TestRefusals:
    @pytest.mark.parametrize(
        ("number", "kind", "words"),
        [
            (2, FileMissing, "找不到"),
            (3, FileMissing, "找不到"),
            (5, FileError, "没有读取权限"),
            (19, FileReadOnly, "写保护"),
            (21, FileError, "已断开"),
            (32, FileBusy, "占用"),
            (33, FileBusy, "占用"),
            (53, FileError, "共享文件夹已断开"),
            (67, FileError, "共享文件夹已断开"),
            (123, FileError, "不能用的字符"),
            (206, FileError, "路径太长"),
            (362, FileError, "云盘"),
        ],
    )
    def test_reading(self, number: int, kind: type[FileError], words: str) -> None:
        error = cannot_read(Path("草稿.json"), refusal(number))
        assert type(error) is kind
        assert words in str(error)

    @pytest.mark.parametrize(
        ("number", "kind", "words"),
        [
            (3, FileMissing, "文件夹不存在"),
            (5, FileReadOnly, "没有写入权限"),
            (19, FileReadOnly, "写保护"),
            (21, FileError, "已断开"),
            (32, FileBusy, "占用"),
            (39, FileError, "磁盘已满"),
            (53, FileError, "共享文件夹已断开"),
            (64, FileError, "共享文件夹已断开"),
            (112, FileError, "磁盘已满"),
            (183, FileError, "同名"),
            (206, FileError, "路径太长"),
        ],
    )
    def test_saving(self, number: int, kind: type[FileError], words: str) -> None:
        error = cannot_save(Path("没有/草稿.json"), refusal(number))
        assert isinstance(error, kind)
        assert words in str(error)

    @pytest.mark.usefixtures("windows")
    @pytest.mark.parametrize(("code", "words"), [(errno.EACCES, "占用"), (errno.EINVAL, "断开"), (errno.EBADF, "断开")])
    def test_of_a_file_that_is_open_already(self, code: int, words: str) -> None:
        assert words in str(cannot_read(Path("草稿.json"), OSError(code, "")))

    @pytest.mark.usefixtures("windows")
    def test_a_path_that_is_too_long_is_not_missing(self) -> None:
        long = Path("/" + "长" * 120) / ("名" * 140 + ".json")
        assert "太长" in str(cannot_read(long, refusal(3)))
        assert "太长" in str(cannot_save(long, refusal(2)))

    @pytest.mark.usefixtures("windows")
    def test_nothing_is_saved_where_no_other_program_could_open_it(self, tmp_path: Path) -> None:
        with pytest.raises(FileError, match=r"太长.*没有改动"):
            write_atomic(tmp_path / ("a" * 250 + ".json"), NEW)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.usefixtures("windows")
    def test_nor_is_one_beside_which_nothing_can_be_prepared(self) -> None:
        assert "太长" in str(cannot_save(Path("/" + "长" * 240) / "a.json", refusal(3)))


class TestTakingOver:
    def test_what_a_live_program_holds_open(self, draft: Path, disk: WindowsDisk) -> None:
        """It can be renamed there, not deleted: the name would stay taken until that program ends."""
        first = announce(draft)
        file = presence._announcement_of(draft)
        disk.hold(lambda path: path == file, may_read=True)
        second = take_over(draft)
        first.release()
        assert file.exists()
        second.release()

    @pytest.mark.skipif(sys.platform != "win32", reason="the same with two programs, on Windows itself")
    def test_on_windows_itself(self, draft: Path) -> None:
        code = "import sys; from pathlib import Path; from model.store.presence import announce\n"
        code += "announce(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
        command = [sys.executable, "-c", code, str(draft)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout
            assert other.stdout.readline().startswith(b"open")
            with pytest.raises(FileError, match="正在使用"):
                announce(draft)
            take_over(draft).release()
            other.kill()
        assert list(draft.parent.glob(".ogi-*.lock")) == []


class TestNames:
    @pytest.mark.parametrize(
        ("agency", "kept"),
        [
            ("云溪市：财政局", "云溪市：财政局"),
            ("云溪市:财政局?", "云溪市财政局"),
            (" 某局. ", "某局"),
            ("CON", "CON"),
            ("con.某局", "con．某局"),
            ("COM¹.x.y", "COM¹．x.y"),
            ("CONSUL.某局", "CONSUL.某局"),
            ("\u202e某\n局", "某局"),
            ('<>:"/\\|?*', ""),
        ],
    )
    def test_an_agency_as_the_beginning_of_a_file_name(self, agency: str, kept: str) -> None:
        assert safe_name(agency) == kept

    @pytest.mark.usefixtures("windows")
    @pytest.mark.parametrize("agency", ["CON.", "nul.局", "LPT1", "局:", "?", " .", "字" * 200])
    def test_windows_takes_every_name_that_is_proposed(self, agency: str) -> None:
        name = file_name(begin_report(edition_for_year(2023), 2023, Details(agency=agency)), ".json")
        assert file_names.objection(Path(name)) is None
        assert len(name) < 80

    @pytest.mark.usefixtures("windows")
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("CON", "设备"),
            ("con.json", "设备"),
            ("NUL .json", "设备"),
            ("LPT9.tar.gz", "设备"),
            ("CONOUT$", "设备"),
            ("年报.json ", "空格或句点结尾"),
            ("年报.", "空格或句点结尾"),
            ("年报:2.json", "不能用的字符"),
            ("年报?.json", "不能用的字符"),
            ("年\n报.json", "不能用的字符"),
        ],
    )
    def test_names_that_windows_takes_for_something_else(self, tmp_path: Path, name: str, words: str) -> None:
        for use in (read_file, lambda path: write_atomic(path, NEW)):
            with pytest.raises(FileNameRefused, match=words):
                use(tmp_path / name)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.usefixtures("windows")
    @pytest.mark.parametrize("name", ["年报.json", "CONTRACT.json", "COM10.json", ".json", "a.b c.json"])
    def test_names_that_it_takes(self, name: str) -> None:
        assert file_names.objection(Path(name)) is None

    @pytest.mark.skipif(sys.platform == "win32", reason="they are names like others elsewhere")
    def test_elsewhere_they_are_names_like_others(self, tmp_path: Path) -> None:
        write_atomic(tmp_path / "CON:1.json ", NEW)
        assert read_file(tmp_path / "CON:1.json ").data == NEW
