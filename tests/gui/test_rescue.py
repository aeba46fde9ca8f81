"""The program is ended from outside, or meets a fault of its own: the last edits are copied first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from model.store.draft_json import parse_draft
from model.store.recovery import RecoveryStore

ROOT = Path(__file__).resolve().parents[2]

WINDOW = """
import sys
import time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from gui.widgets.busy import wait_for
from gui.widgets.messages import tell
from gui.window.main_window import MainWindow
from gui.app.rescue import Rescue
from gui.app.settings import Settings
from model.form.editions import load_edition
from model.form.edition import CellRef
from model.draft import Draft
from gui.report.document import ReportDocument
from model.store.recovery import RecoveryStore

application = QApplication([])
window = MainWindow(Settings(None), RecoveryStore(Path(sys.argv[1])))
rescue = Rescue(application, window.copy_edits)
rescue.faulted.connect(window.admit_fault)
rescue.faulted.connect(lambda: print(window.notices.texts, flush=True))
window.show_document(ReportDocument(Draft(load_edition("2021"), 2025)))
window.document.enter(values={CellRef("requests", "granted", "natural_person"): 3})
window.show()

def happen():
    what = sys.argv[2]
    if what == "exception":
        QTimer.singleShot(200, application, lambda: application.exit(7))
        raise ZeroDivisionError("a fault")
    if what == "session":
        print(application.receivers("2commitDataRequest(QSessionManager&)"), flush=True)
        rescue._on_session_end()  # the signal carries a reference that Python cannot make
        application.exit(8)
    if what == "cell":
        window.workspace.go_to(RECEIVED)
        QTest.keyClicks(window.workspace.table, "7")
    print("ready", flush=True)
    DIALOGS.get(what, lambda: None)()

def work(progress):
    while not progress.cancelled:
        time.sleep(0.02)

RECEIVED = CellRef("requests", "new_received", "natural_person")
DIALOGS = {
    "question": window.close,
    "file": window.file_actions.open_report,
    "busy": lambda: wait_for(window, "正在导出……", work),
}
if sys.argv[2] == "before":
    QTimer.singleShot(0, lambda: print("ready", flush=True))
    tell(window, "有没有保存的修改。")
    tell(window, "还有一份。")
else:
    QTimer.singleShot(0, happen)
sys.exit(application.exec())
"""


def window(folder: Path, what: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(folder), what],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def status_after(process: subprocess.Popen[str], number: int) -> int:
    """What the program ends with after a signal."""
    try:
        process.send_signal(number)
        return process.wait(10)
    finally:
        process.kill()


def entries(folder: Path) -> list[dict[str, object]]:
    return [
        {str(k): v for k, v in parse_draft(copy.data).draft.entries.items()} for copy in RecoveryStore(folder).pending()
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends the session instead")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_copies_the_edits_and_ends_the_program(tmp_path: Path, name: str) -> None:
    with window(tmp_path, "wait") as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        number = getattr(signal, name)
        assert status_after(process, number) == 128 + number
    assert entries(tmp_path) == [{"requests.granted.natural_person": 3}]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends the session instead")
@pytest.mark.parametrize("dialog", ["question", "file", "busy", "before"])
def test_no_dialog_keeps_a_signal_from_ending_the_program(tmp_path: Path, dialog: str) -> None:
    with window(tmp_path, dialog) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)  # for the dialog to be there
        assert status_after(process, signal.SIGTERM) == 128 + signal.SIGTERM
    assert entries(tmp_path) == [{"requests.granted.natural_person": 3}]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends the session instead")
def test_the_figure_in_an_open_cell_is_copied_too(tmp_path: Path) -> None:
    with window(tmp_path, "cell") as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        assert status_after(process, signal.SIGTERM) == 128 + signal.SIGTERM
    assert entries(tmp_path) == [{"requests.granted.natural_person": 3, "requests.new_received.natural_person": 7}]


def test_an_exception_nobody_foresaw_copies_the_edits_and_the_window_goes_on(tmp_path: Path) -> None:
    process = window(tmp_path, "exception")
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 7, "it went on until it was told to end"
    assert "恢复副本" in output
    assert entries(tmp_path) == [{"requests.granted.natural_person": 3}]


def test_the_end_of_the_session_copies_the_edits(tmp_path: Path) -> None:
    process = window(tmp_path, "session")
    output, _ = process.communicate(timeout=20)
    assert output.startswith("1\n"), "the session's end is listened to"
    assert process.returncode == 8
    assert entries(tmp_path) == [{"requests.granted.natural_person": 3}]
