"""The newcomer's entry: what it installs, when it asks, and what it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import run


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ``.venv`` of its own for run.py, with this interpreter in the place of its Python."""
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.symlink_to(sys.executable)
    monkeypatch.setattr(run, "VENV", folder)
    monkeypatch.setattr(run, "PYTHON", python)
    return folder


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The pip installations that run.py would start; none is started."""
    started: list[list[str]] = []

    def note(command: list[str], **_: object) -> int:
        if "install" in command:
            started.append(command)
        return 0

    monkeypatch.setattr(subprocess, "call", note)
    return started


def test_a_program_run_installs_no_test_tools() -> None:
    assert "\nreportlab==" in run.requirements(testing=False)
    assert "\npytest==" not in run.requirements(testing=False)
    assert run.requirements(testing=True).startswith(run.requirements(testing=False))
    assert "\npytest==" in run.requirements(testing=True)


def test_a_python_beyond_the_lock_gets_what_the_project_admits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "NEWEST_LOCKED", (3, 10))
    assert "\nreportlab>=" in run.requirements(testing=False)
    assert "\npytest>=" in run.requirements(testing=True)


def test_a_second_start_installs_nothing(venv: Path, calls: list[list[str]]) -> None:
    run.prepare_environment(testing=False)
    run.prepare_environment(testing=False)
    assert len(calls) == 1
    assert calls[0][:4] == [str(venv / "bin" / "python"), "-m", "pip", "install"]


def test_a_changed_dependency_is_installed_at_the_next_start(
    venv: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.prepare_environment(testing=False)
    monkeypatch.setattr(run, "requirements", lambda testing: "reportlab>=99")
    run.prepare_environment(testing=False)
    assert calls[1][-2] == "-r"
    assert Path(calls[1][-1]).read_text(encoding="utf-8") == "reportlab>=99"


def test_a_failed_installation_leaves_no_stamp(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "call", lambda command, **_: int("install" in command))
    with pytest.raises(run.SetupError, match="请检查网络"):
        run.prepare_environment(testing=False)
    assert not list(venv.glob("*.stamp"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system libraries are a Linux matter")
def test_missing_libraries_are_named_with_the_line_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(run.SetupError, match=r"sudo apt-get install .* libnever1\n"):
        run.prepare_system((("libc.so.6", "libc6"), ("libnever.so.1", "libnever1")))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_the_sample_is_done_and_with_one_the_window_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[object, ...]] = []
    monkeypatch.setattr(run, "prepare_environment", lambda testing: None)
    monkeypatch.setattr(run, "prepare_system", lambda libraries: None)
    monkeypatch.setattr(run, "run_sample", lambda: opened.append(("sample",)) or 0)
    monkeypatch.setattr(run, "call", lambda *command: opened.append(command[1:]) or 0)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert run.main([]) == 0
    monkeypatch.setenv("DISPLAY", ":1")
    assert run.main([]) == 0
    assert run.main(["check", "a.json"]) == 0
    main = run.HERE / "main.py"
    assert opened == [("sample",), (main,), (main, "check", "a.json")]


def test_the_sample_report_is_filled_in_checked_and_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    assert run.run_sample() == 0
    (pdf,) = (run.HERE / "build" / "sample").glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
