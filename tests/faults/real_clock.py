"""The whole program at its real pace: keys are typed, it is killed, started again, and 恢复 is clicked.

`window_kills` kills more often, forty times as fast; this one proves that the ten seconds are ten seconds, and that
the way back through `run_window` and its dialog works. ``python -m tests.faults.real_clock KILLS`` prints the figures.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from gui.app import application
from gui.files.recovery import Choice, RecoveryDialog
from gui.window.main_window import MainWindow
from model.draft import Draft
from model.form.editions import load_edition
from model.report.report import Details
from model.store.draft_file import load_draft, save_draft
from tests.faults.faulty import ROOT
from tests.faults.random_kills import COUNTED

OLD_ENOUGH = 10.0  # seconds after which an unsaved edit has to come back
LIFE = (10.5, 16.0)  # seconds between the first edit and the end
TYPING_MS = 250


@dataclass
class RealKills:
    """``worst`` is the age in seconds of the oldest edit that did not come back; ``lost`` counts those over ten."""

    kills: int = 0
    edits: int = 0
    restored: int = 0
    lost: int = 0
    worst: float = 0.0
    problems: list[str] = field(default_factory=list)


class TypingWindow(MainWindow):
    """Somebody enters a figure four times a second, and says so."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._typing = QTimer(self, interval=TYPING_MS)
        self._typing.timeout.connect(self._type)
        self._typing.start()

    def _type(self) -> None:
        assert self.document and self.workspace
        self.workspace.go_to(COUNTED)
        table, number = self.workspace.table, int(self.document.draft.entries[COUNTED]) + 1
        QTest.keyClicks(table, str(number)[0])  # opens the field, which takes the rest
        QTest.keyClicks(table.editor(), str(number)[1:])
        QTest.keyClick(table.editor(), Qt.Key.Key_Return)
        assert self.document.draft.entries[COUNTED] == number
        print(number, time.monotonic(), flush=True)


class RestoringWindow(MainWindow):
    """Somebody clicks 恢复, looks, saves and leaves."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watching = QTimer(self, interval=50)
        self._watching.timeout.connect(self._watch)
        self._watching.start()

    def _watch(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, RecoveryDialog):
            restore = [b for b in dialog.findChildren(QPushButton) if b.text() == Choice.RESTORE.value]
            QTest.mouseClick(restore[0], Qt.MouseButton.LeftButton)
        elif self.document and self.document.modified:  # until then it shows what the file holds
            self._watching.stop()
            print(self.document.draft.entries[COUNTED], flush=True)
            self.file_actions.save()
            self.close()


def kill_at_real_pace(count: int, folder: Path, seed: int = 0) -> RealKills:
    """Let the program be killed ``count`` times; each time it is started again and its edits are restored."""
    file = folder / "草稿.json"
    draft = Draft(load_edition("2021"), 2023, Details(agency="云溪市水利局", agency_kind="department"))
    draft.enter({COUNTED: 0})
    save_draft(draft, file)
    result, chance = RealKills(), random.Random(seed)
    for _ in range(count):
        edits, died = _killed_while_typing(file, folder, chance.uniform(*LIFE))
        result.kills += 1
        result.edits += len(edits)
        shown = _restored(file, folder)
        gone = [died - when for number, when in edits.items() if number > shown]
        result.worst = max([result.worst, *gone])
        result.lost += any(age > OLD_ENOUGH for age in gone)
        result.restored += shown > min(edits)
        if load_draft(file).draft.entries[COUNTED] != shown:
            result.problems.append(f"{shown} came back, but something else was saved")
    return result


def _killed_while_typing(file: Path, folder: Path, seconds: float) -> tuple[dict[int, float], float]:
    with _start("type", file, folder) as program:
        assert program.stdout
        said = program.stdout.readline()
        time.sleep(seconds)
        died = time.monotonic()
        program.kill()
        said += program.stdout.read()
    lines = [line.split() for line in said.splitlines()]
    return {int(number): float(when) for number, when in lines}, died


def _restored(file: Path, folder: Path) -> int:
    """The figure that the window shows after the next start."""
    with _start("restore", file, folder) as program:
        output, errors = program.communicate(timeout=60)
    if program.returncode:
        raise AssertionError(errors)
    return int(output)


def _start(what: str, file: Path, folder: Path) -> subprocess.Popen[str]:
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.real_clock", what, str(file)],
        cwd=ROOT,
        env=os.environ | home | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _main(words: list[str]) -> int:
    windows = {"type": TypingWindow, "restore": RestoringWindow}
    if words[0] in windows:
        setattr(application, "MainWindow", windows[words[0]])  # noqa: B010
        return application.run_window(Path(words[1]))
    with tempfile.TemporaryDirectory() as folder:
        result = kill_at_real_pace(int(words[0]), Path(folder))
    print(json.dumps(result.__dict__, ensure_ascii=False))
    return bool(result.lost or result.problems)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
