"""The running window, killed at random moments while somebody types and saves.

Run as ``python -m tests.faults.window_kills COUNT FOLDER SEED``: forking needs a process without threads. Time runs
forty times as fast as for a clerk: copies are taken after 0.1 s instead of 4 s. An edit of 1 s ago has to come back
instead of one of 10 s ago: disk and processor do not run faster.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, NoReturn

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gui.app.settings import Settings
from gui.window.main_window import MainWindow
from model.draft import Draft
from model.form.editions import load_edition
from model.report.report import Details
from model.store.draft_file import load_draft, save_draft
from model.store.draft_json import parse_draft
from model.store.file_errors import FileError
from model.store.recovery import RecoveryStore
from tests.faults.faulty import ROOT
from tests.faults.random_kills import COUNTED

COPY_DELAY_MS = 100
OLD_ENOUGH = 1.0  # seconds after which an unsaved edit has to come back
LIFE = (0.4, 2.0)  # seconds between the first edit and the end
TYPING_MS = 7
SAVED_EVERY = 150  # edits: seldom, so that it is mostly the copies that count


@dataclass
class WindowKills:
    """``lost`` counts the runs in which an edit that was old enough did not come back."""

    kills: int = 0
    edits: int = 0
    saves: int = 0
    restored: int = 0
    lost: int = 0
    problems: list[str] = field(default_factory=list)


class Life(NamedTuple):
    """When each edit was made, the last one that was saved, and when the end came (monotonic seconds)."""

    edits: dict[int, float]
    saved: int
    died: float


def kill_windows(count: int, folder: Path, seed: int) -> WindowKills:
    """Let ``count`` windows be killed, one after the other, on the same draft."""
    file, store = folder / "草稿.json", RecoveryStore(folder / "recovery")
    draft = Draft(load_edition("2021"), 2023, Details(agency="云溪市水利局", agency_kind="department"))
    draft.enter({COUNTED: 0})
    save_draft(draft, file)
    result, chance = WindowKills(), random.Random(seed)
    for _ in range(count):
        life = _life_of_a_window(file, folder, chance.uniform(*LIFE))
        result.kills += 1
        result.edits += len(life.edits)
        result.saves += life.saved > 0
        try:
            _judge(result, file, store, life)
        except FileError as error:
            result.problems.append(str(error))
            break
    return result


def _judge(result: WindowKills, file: Path, store: RecoveryStore, life: Life) -> None:
    content, loaded = file.read_bytes(), load_draft(file)
    in_file = int(loaded.draft.entries[COUNTED])
    if loaded.warnings or in_file < life.saved:
        result.problems.append(f"the file holds {in_file} after {life.saved} was saved, {loaded.warnings}")
    pending = store.pending()
    copied = [int(parse_draft(copy.data).draft.entries[COUNTED]) for copy in pending]
    if file.read_bytes() != content:
        result.problems.append("looking for copies changed the file")
    if len(pending) > 1:
        result.problems.append(f"{len(pending)} copies of one document")
    due = max((number for number, when in life.edits.items() if life.died - when > OLD_ENOUGH), default=0)
    best = max([in_file, *copied])
    if best < due:
        result.lost += 1
        result.problems.append(f"edit {due} is lost: the file holds {in_file}, the copies {copied}")
    result.restored += bool(copied) and max(copied) > in_file
    for copy in pending:
        store.discard(copy)


def _life_of_a_window(file: Path, folder: Path, seconds: float) -> Life:
    """What happened in a window that was killed ``seconds`` after its first edit."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_a_window(file, folder, writing)
    os.close(writing)
    said = os.read(reading, 1 << 16)  # waits for the first edit
    time.sleep(seconds)
    died = time.monotonic()
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise AssertionError("the window ended by itself")
    while chunk := os.read(reading, 1 << 16):
        said += chunk
    os.close(reading)
    events = [line.split() for line in said.decode("ascii").splitlines()]
    edits = {int(number): float(when) for what, number, when in events if what == "edit"}
    return Life(edits, max((int(number) for what, number, _ in events if what == "save"), default=0), died)


def _be_a_window(file: Path, folder: Path, writing: int) -> NoReturn:
    """A clerk at work, until the end. Never returns."""
    try:
        application = QApplication(["window"])
        window = MainWindow(Settings(None), RecoveryStore(folder / "recovery"))
        assert window.file_actions.open_path(file)
        window.show()
        assert window.document is not None
        assert window.session.autosave is not None
        window.session.autosave._timer.setInterval(COPY_DELAY_MS)
        document = window.document
        busy = False

        def type_on() -> None:
            nonlocal busy
            if busy:
                return
            number = int(document.draft.entries[COUNTED]) + 1
            document.enter(values={COUNTED: number}, text="填写")
            os.write(writing, f"edit {number} {time.monotonic()}\n".encode())
            if number % SAVED_EVERY == 0:
                busy = True
                window.file_actions.save()
                busy = False
                if not document.modified:
                    os.write(writing, f"save {number} 0\n".encode())

        typing = QTimer(interval=TYPING_MS)
        typing.timeout.connect(type_on)
        typing.start()
        application.exec()
    except BaseException as error:
        os.write(2, f"{error!r}\n".encode())
    finally:
        os._exit(1)


def in_a_process_of_its_own(count: int, folder: Path, seed: int = 0) -> WindowKills:
    """`kill_windows` where forking is safe."""
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.window_kills", str(count), str(folder), str(seed)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | home,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return WindowKills(**json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    print(json.dumps(kill_windows(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])).__dict__))
