"""Who has a draft open: certain about programs of this computer, careful about those of others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from model.store import presence
from model.store.file_errors import FileReadOnly
from model.store.presence import DraftInUse, announce, take_over
from model.store.temporary_files import host_name

HOLD = """
import sys
from pathlib import Path
from model.store.presence import announce
announce(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "草稿.json"
    path.write_bytes(b"{}")
    return path


def announcement(draft: Path) -> Path:
    (file,) = draft.parent.glob(".ogi-*.lock")
    return file


@pytest.fixture
def other_program(draft: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another program on this computer that has the draft open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(draft)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline().rstrip() == b"open"
        yield process
        process.kill()


def test_announced_and_taken_back(draft: Path) -> None:
    present = announce(draft)
    said = json.loads(announcement(draft).read_text(encoding="utf-8"))
    assert sorted(said) == ["host", "since", "user"]
    present.release()
    assert [file.name for file in draft.parent.iterdir()] == [draft.name]


def test_in_use_says_who_where_and_since_when(draft: Path, other_program: subprocess.Popen[bytes]) -> None:
    with pytest.raises(DraftInUse, match=r"上，自 \d\d月\d\d日 \d\d:\d\d 起）正在使用“草稿\.json”") as refusal:
        announce(draft)
    assert refusal.value.holder
    assert refusal.value.holder.host == host_name()


def test_a_killed_program_is_known_to_be_gone(draft: Path, other_program: subprocess.Popen[bytes]) -> None:
    other_program.kill()
    other_program.wait()
    assert announcement(draft).exists()
    announce(draft).release()
    assert list(draft.parent.glob(".ogi-*")) == []


def test_another_computer_is_never_taken_for_dead(draft: Path) -> None:
    announce(draft).release()
    text = json.dumps({"user": "李四", "host": "CLERK-PC2", "since": "01月05日 09:00"}, ensure_ascii=False)
    put = presence._announcement_of(draft)
    put.write_text(text, encoding="utf-8")
    for age in (0.0, 2.0**31):
        os.utime(put, (age, age))
        with pytest.raises(DraftInUse, match="李四（在 CLERK-PC2 上，自 01月05日 09:00 起）"):
            announce(draft)
    taken = take_over(draft)
    assert "李四" not in put.read_text(encoding="utf-8")
    taken.release()


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"user": 1, "host": 2, "since": 3}'])
def test_an_unreadable_announcement_is_asked_about(draft: Path, content: bytes) -> None:
    presence._announcement_of(draft).write_bytes(content)
    with pytest.raises(DraftInUse, match="另一个人或程序正在使用") as refusal:
        announce(draft)
    assert refusal.value.holder is None


@pytest.mark.skipif(sys.platform == "win32", reason="an open file is not removed there")
def test_an_announcement_that_was_removed_before_it_was_locked_is_made_anew(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed: list[Path] = []
    lock = presence.try_lock  # type: ignore[attr-defined]

    def too_late(descriptor: int) -> bool:
        if not removed:
            removed.extend(file for file in draft.parent.iterdir() if file != draft)
            removed[0].unlink()
        return bool(lock(descriptor))

    monkeypatch.setattr(presence, "try_lock", too_late)
    ours = announce(draft)
    assert removed[0].exists()
    ours.release()
    assert not removed[0].exists()


def test_releasing_leaves_the_successors_announcement(draft: Path) -> None:
    first = announce(draft)
    second = take_over(draft)
    first.release()
    assert announcement(draft).exists()
    second.release()


def test_where_nothing_can_be_announced_the_draft_opens_read_only(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(presence, "open_file", refused)
    with pytest.raises(FileReadOnly, match="只读方式"):
        announce(draft)


def test_the_longest_name(tmp_path: Path) -> None:
    path = tmp_path / ("字" * 83 + ".json")
    path.touch()
    announce(path).release()
