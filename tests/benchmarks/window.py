"""How quick the window is, as ratios to an empty PySide6 window measured in the same run.

    python tests/benchmarks/window.py [--runs 7] [--edits 10000] [--json]
    python tests/benchmarks/window.py --instructions

Goals: start with a draft to first paint <= 1.5 empty windows, memory <= 2 empty windows, a keystroke to repainted
totals and findings p99 <= 16 ms, a preview of the changed page <= 50 ms, 10,000 edits <= 8 MiB.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources/samples/示例年报.json"
EMPTY = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, report)

def report():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    print(json.dumps({"rss_mb": pages * 4096 / 2**20}), flush=True)
    application.quit()

application = QApplication(sys.argv)
window = Window()
window.resize(1280, 720)
window.show()
application.exec()
"""


def start_once(command: list[str]) -> tuple[float, float]:
    """Milliseconds from spawning to the line that reports the first painted frame, and MiB resident then."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = (time.perf_counter() - began) * 1000
    return took, json.loads(line)["rss_mb"]


def measure_starts(runs: int) -> dict[str, float]:
    """Both kinds of start in turn, so that a busy machine is unkind to both; medians."""
    empty, ours = [], []
    for _ in range(runs + 1):  # the first pair only warms the disk cache
        empty.append(start_once(["-c", EMPTY]))
        ours.append(start_once(["main.py", "--smoke", str(SAMPLE)]))
    (empty_ms, empty_mb), (ours_ms, ours_mb) = (
        tuple(statistics.median(values) for values in zip(*kind[1:], strict=True)) for kind in (empty, ours)
    )
    return {
        "empty_ms": empty_ms,
        "start_ms": ours_ms,
        "start_ratio": ours_ms / empty_ms,
        "empty_mb": empty_mb,
        "start_mb": ours_mb,
        "memory_ratio": ours_mb / empty_mb,
    }


def measure_instructions() -> dict[str, float]:
    """Instructions of both kinds of start in millions, counted by valgrind: the same however busy the machine is."""
    empty, ours = (count_instructions(command) for command in (["-c", EMPTY], ["main.py", "--smoke", str(SAMPLE)]))
    return {"empty_instr": empty, "start_instr": ours, "start_ratio": ours / empty}


def count_instructions(command: list[str]) -> float:
    """Of one run, in millions; the run takes thirty times as long as it does otherwise."""
    counting = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", sys.executable]
    done = subprocess.run([*counting, *command], capture_output=True, cwd=ROOT, text=True, check=True)
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    assert found is not None
    return int(found[1].replace(",", "")) / 1e6


class Session:
    """One window with the sample in it, the panel open and copies being written; Qt is loaded here only."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415

        from gui.app.settings import Settings  # noqa: PLC0415
        from gui.report.document import ReportDocument  # noqa: PLC0415
        from gui.widgets.fonts import dress_application  # noqa: PLC0415
        from gui.widgets.theme import Theme, ThemeKeeper  # noqa: PLC0415
        from gui.window.main_window import MainWindow  # noqa: PLC0415
        from model.report.report import Edit  # noqa: PLC0415
        from model.store.draft_file import load_draft  # noqa: PLC0415
        from model.store.recovery import RecoveryStore  # noqa: PLC0415

        self.application = QApplication(sys.argv)
        dress_application(self.application)
        ThemeKeeper(self.application).use(Theme.LIGHT)
        draft = load_draft(SAMPLE).draft
        draft.apply(Edit(details={"finished": None}))
        self.window = MainWindow(Settings(None), RecoveryStore(Path(tempfile.mkdtemp())))
        self.document = ReportDocument(draft)
        self.window.show_document(self.document)
        self.window.resize(1280, 720)
        self.window.show()
        assert self.window.workspace is not None
        self.workspace = self.window.workspace
        self.window.verbs.show_findings()  # a small screen begins without the panel
        self.workspace.show_section("requests")
        assert self.workspace.table is not None
        self.table = self.workspace.table
        sums = draft.edition.sums
        self.inputs = [ref for row in self.table.arrangement.refs for ref in row if ref not in sums]
        self.random = random.Random(1)
        self.settle(300)

    def settle(self, milliseconds: int) -> None:
        from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def timed(self, action: Callable[[], object]) -> tuple[float, float]:
        """Milliseconds until what the action changed is painted: on the clock, and of this thread alone."""
        began, cpu_began = time.perf_counter(), time.thread_time()
        action()
        self.application.processEvents()
        return (time.perf_counter() - began) * 1000, (time.thread_time() - cpu_began) * 1000


def measure_keys(session: Session) -> dict[str, float]:
    """A figure typed and left with Tab, 400 times over the table; then letters in a text."""
    from PySide6.QtCore import Qt  # noqa: PLC0415
    from PySide6.QtTest import QTest  # noqa: PLC0415

    from gui.report.tabs.narrative_tab import NarrativeTab  # noqa: PLC0415

    table, times = session.table, []
    table.go_to(session.inputs[0])
    for _ in range(400):
        digit = session.random.choice("123456789")
        times.append(session.timed(lambda digit=digit: QTest.keyClicks(table, digit)))
        field = table.editor() or table
        times.append(session.timed(lambda field=field: QTest.keyClick(field, Qt.Key.Key_Tab)))
        if table.current == session.inputs[-1]:
            table.go_to(session.inputs[0])
    session.workspace.show_section("overview")
    assert isinstance(session.workspace.page, NarrativeTab)
    editor = session.workspace.page.editor
    session.settle(100)
    letters = [session.timed(lambda: QTest.keyClicks(editor, "5"))[0] for _ in range(300)]
    clock, cpu = ([time[kind] for time in times] for kind in (0, 1))
    return {
        "keystroke_p50_ms": statistics.median(clock),
        "keystroke_p99_ms": _percentile(clock, 99),
        "keystroke_cpu_p99_ms": _percentile(cpu, 99),  # without what other programs took meanwhile
        "letter_p99_ms": _percentile(letters, 99),
    }


def measure_preview(session: Session) -> dict[str, float]:
    """From an edit to the page that shows it."""
    from PySide6.QtCore import QEventLoop  # noqa: PLC0415

    from gui.panels.preview.preview_panel import PreviewPanel  # noqa: PLC0415

    session.window.verbs.show_preview()
    preview = session.workspace.panel.findChild(PreviewPanel)
    assert isinstance(preview, PreviewPanel)
    while not preview.up_to_date:
        session.settle(20)
    session.settle(200)
    times = []
    for figure in range(12):
        loop = QEventLoop()
        preview.pages_shown.connect(loop.quit)
        began = time.perf_counter()
        session.document.enter(values={session.inputs[3]: figure + 100})
        loop.exec()
        session.application.processEvents()
        times.append((time.perf_counter() - began) * 1000)
        session.settle(60)
    session.window.verbs.show_findings()
    return {"preview_ms": statistics.median(times[2:])}


def measure_soak(session: Session, edits: int) -> dict[str, float]:
    """How much memory grows over so many edits, some of them undone, after a first tenth has warmed everything up."""
    from gui.app.process import resident_memory  # noqa: PLC0415

    def soak(count: int) -> None:
        for _ in range(count):
            ref = session.random.choice(session.inputs)
            session.document.enter(values={ref: session.random.randint(0, 99)})
            session.application.processEvents()
            if session.random.random() < 0.3:
                session.document.undo_stack.undo()
        session.document.undo_stack.clear()
        session.settle(200)

    soak(max(200, edits // 10))
    before = resident_memory()
    soak(edits)
    return {"growth_mb": (resident_memory() - before) / 2**20}


def measure_window(edits: int) -> dict[str, float]:
    session = Session()
    figures = measure_keys(session) | measure_preview(session) | measure_soak(session, edits)
    session.document.undo_stack.setClean()
    session.window.close()
    return figures


def _percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


GOALS = {
    "start_ratio": 1.5,
    "memory_ratio": 2.0,
    "keystroke_p99_ms": 16.0,
    "letter_p99_ms": 16.0,
    "preview_ms": 50.0,
    "growth_mb": 8.0,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--instructions", action="store_true", help="count those of a start instead, by valgrind")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/pyc"}
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
        if options.instructions:
            measure_starts(1)  # compiles what is loaded
            figures = measure_instructions()
        else:
            figures = measure_starts(options.runs) | measure_window(options.edits)
    if options.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
        return 0
    for name, value in figures.items():
        goal = GOALS.get(name)
        print(f"{name:18} {value:9.2f}" + (f"   goal {goal:g}  {'ok' if value <= goal else 'MISSED'}" if goal else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
