"""Files and folders that belong to somebody else: what is allowed is done, what is not is never got round."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.store.file_errors import FileError, FileReadOnly
from model.store.files import read_file, write_atomic
from model.store.temporary_files import remove_litter, temporary_name

if sys.platform == "win32" or os.geteuid() != 0:
    pytest.skip("only root can act as two people", allow_module_level=True)

ME, COLLEAGUE, GROUP = 65534, 1234, 2345
OLD, NEW = b"old", b"new"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others can reach; pytest's own are private."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        shared = Path(made) / "共享"
        shared.mkdir()
        shared.chmod(0o777)
        yield shared


def as_me(work: Callable[[], str]) -> str:
    """What ``work`` answers, or the name and words of the `FileError` that it raises, done by an ordinary user."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([GROUP])
        os.setresgid(ME, ME, ME)
        os.setresuid(ME, ME, ME)
        try:
            answer = work()
        except FileError as error:
            answer = f"{type(error).__name__}: {error}"
        except BaseException as error:
            answer = f"unexpected: {error!r}"
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read().decode()


def save(path: Path) -> str:
    return "saved " + "".join(write_atomic(path, NEW, expect=read_file(path).stamp).warnings)


def made(folder: Path, *, owner: int, mode: int) -> Path:
    path = folder / "草稿.json"
    path.write_bytes(OLD)
    os.chown(path, owner, GROUP)
    path.chmod(mode)
    return path


def test_a_colleagues_shared_draft_stays_open_to_the_group(folder: Path) -> None:
    path = made(folder, owner=COLLEAGUE, mode=0o664)
    answer = as_me(lambda: save(path))
    assert answer.startswith("saved")
    assert "所有者或权限没能全部保留" in answer
    status = path.stat()
    assert (path.read_bytes(), status.st_gid, stat.S_IMODE(status.st_mode)) == (NEW, GROUP, 0o664)


def test_a_draft_that_i_may_only_read(folder: Path) -> None:
    path = made(folder, owner=COLLEAGUE, mode=0o644)
    assert as_me(lambda: str(read_file(path).read_only)) == "True"
    assert as_me(lambda: save(path)).startswith(FileReadOnly.__name__)
    assert path.read_bytes() == OLD


def test_a_draft_that_i_may_not_even_read(folder: Path) -> None:
    path = made(folder, owner=COLLEAGUE, mode=0o600)
    assert "没有读取权限" in as_me(lambda: save(path))
    assert path.read_bytes() == OLD


def test_a_folder_that_takes_no_new_files_is_not_got_round(folder: Path) -> None:
    path = made(folder, owner=ME, mode=0o644)
    os.chown(folder, COLLEAGUE, GROUP)
    folder.chmod(0o755)
    answer = as_me(lambda: save(path))
    assert answer.startswith(FileReadOnly.__name__)
    assert "没有写入权限" in answer
    assert path.read_bytes() == OLD
    assert [file.name for file in folder.iterdir()] == [path.name]


def test_in_a_folder_that_i_may_not_list(folder: Path) -> None:
    path = made(folder, owner=ME, mode=0o644)
    folder.chmod(0o733)
    answer = as_me(lambda: save(path))
    assert answer.startswith("saved")
    assert "尚未确认写入磁盘" in answer
    assert path.read_bytes() == NEW


def test_what_a_colleagues_save_has_prepared_is_left_alone(folder: Path) -> None:
    """Both names look alike: the computer is the same. Only one of the files is ours to remove."""
    mine, theirs = folder / temporary_name(), folder / temporary_name()
    for file, owner in ((mine, ME), (theirs, COLLEAGUE)):
        file.touch()
        os.chown(file, owner, GROUP)

    def tidy() -> str:
        remove_litter(folder)
        return ""

    assert as_me(tidy) == ""
    assert [file.exists() for file in (mine, theirs)] == [False, True]
