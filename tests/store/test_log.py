"""The log: what a fault of the program leaves behind, and what it never does."""

from __future__ import annotations

import json
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import main
from model.cli import check
from model.store import log
from model.store.places import ELSEWHERE

ROOT = Path(__file__).resolve().parents[2]
SECRET = "云溪市张三的身份证号"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "data" / "ogi-report"
    monkeypatch.setenv(ELSEWHERE, str(folder))
    handlers = list(logging.getLogger().handlers)
    log.keep_log()
    yield folder
    logging.getLogger().handlers[:] = handlers


def fail_with_a_secret() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(f"cannot read {SECRET}") from error


def note_a_fault() -> str:
    try:
        fail_with_a_secret()
    except ValueError as error:
        logging.getLogger("gui").critical("unforeseen: %s", SECRET, exc_info=error)
    return log.log_file().read_text(encoding="utf-8")


def test_a_fault_is_told_by_its_kind_and_the_lines_that_led_there() -> None:
    written = note_a_fault()
    assert "CRITICAL gui: unforeseen" in written
    assert "builtins.ValueError" in written and "builtins.KeyError" in written
    assert "tests/store/test_log.py" in written and "fail_with_a_secret" in written


def test_nothing_of_a_report_stands_in_the_log() -> None:
    assert SECRET not in note_a_fault()


def test_what_is_no_fault_is_not_kept(data: Path) -> None:
    logging.getLogger("gui").info("started")
    assert not data.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders apart by other means")
def test_the_log_and_its_folders_are_the_users_alone(data: Path) -> None:
    note_a_fault()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (log.log_file(), data, data.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_the_log_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LIMIT", 1000)
    for _ in range(10):
        note_a_fault()
    assert sorted(path.name for path in log.log_file().parent.iterdir()) == ["log.old.txt", "log.txt"]
    assert all(path.stat().st_size < 4000 for path in log.log_file().parent.iterdir())


def test_a_log_that_cannot_be_written_stops_nothing(data: Path) -> None:
    data.parent.mkdir(parents=True)
    data.write_text("no folder")
    logging.getLogger("gui").error("work failed")


def test_a_fault_of_a_command_is_one_sentence_and_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: Path
) -> None:
    monkeypatch.setattr(check, "read", lambda path: 1 / 0)
    assert main.main(["check", "a.json"]) == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "没有料到" in sentence and str(data / "log.txt") in sentence
    assert "builtins.ZeroDivisionError" in log.log_file().read_text(encoding="utf-8")


def run(words: list[str], code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code] if code else [sys.executable, "main.py", *words]
    environment = {name: value for name, value in os.environ.items() if name != ELSEWHERE}
    environment |= {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=True
    )


def test_debug_says_everything_and_keeps_its_data_apart() -> None:
    done = run(["--debug", "formats"])
    assert "ogi-report-debug-" in done.stderr
    assert "2021" in done.stdout
    done = run(["--debug", "--smoke"])
    assert json.loads(done.stdout)["version"]


def test_a_start_of_the_window_imports_without_pyside6_looking_on() -> None:
    code = """
import builtins
import main
from gui.app import application
assert "feature" in builtins.__import__.__name__, "PySide6 no longer looks on: gui/app/imports.py can go"
application.run_window = lambda *_, **__: 0
main.main([])
assert "feature" not in builtins.__import__.__name__
"""
    run([], code)
