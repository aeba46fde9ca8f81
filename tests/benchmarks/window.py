"""How quick the window is, as ratios to an empty PySide6 window measured in the same run.

    python tests/benchmarks/window.py [--runs 7] [--edits 10000] [--json]

Goals: start with a draft to first paint <= 1.5 empty windows, memory <= 2 empty windows, a keystroke to repainted
totals and findings p99 <= 16 ms, a preview of the changed page <= 50 ms, 10,000 edits <= 8 MiB.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

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


def measure_starts(runs: int) -> dict[str, Any]:
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


def measure_window(edits: int) -> dict[str, Any]:
    """Keystrokes, preview and soak in one window with the panel open and copies being written."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: PLC0415 - only the child of this process needs Qt
    from PySide6.QtTest import QTest  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from gui.application import _resident_memory  # noqa: PLC0415
    from gui.document import ReportDocument  # noqa: PLC0415
    from gui.fonts import dress_application  # noqa: PLC0415
    from gui.main_window import MainWindow  # noqa: PLC0415
    from gui.settings import Settings  # noqa: PLC0415
    from gui.theme import Theme, ThemeKeeper  # noqa: PLC0415
    from model.report.draft import Edit  # noqa: PLC0415
    from model.store.draft_file import load_draft  # noqa: PLC0415
    from model.store.recovery import RecoveryStore  # noqa: PLC0415

    application = QApplication(sys.argv)
    dress_application(application)
    ThemeKeeper(application).use(Theme.LIGHT)
    draft = load_draft(SAMPLE).draft
    draft.apply(Edit(details={"finished": None}))
    window = MainWindow(Settings(None), RecoveryStore(Path(tempfile.mkdtemp())))
    document = ReportDocument(draft)
    window.show_document(document)
    window.resize(1280, 720)
    window.show()
    workspace = window.workspace
    assert workspace is not None
    random_ = random.Random(1)

    def settle(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def timed(action: Any) -> float:
        began = time.perf_counter()
        action()
        QApplication.processEvents()
        return (time.perf_counter() - began) * 1000

    window.verbs.show_findings()  # a small screen begins without the panel
    workspace.show_section("requests")
    table = workspace.table
    assert table is not None
    inputs = [ref for row in table.sheet.refs for ref in row if ref in draft.report_format.inputs]
    table.go_to(inputs[0])
    settle(300)

    def type_figure() -> list[float]:
        times = [timed(lambda: QTest.keyClicks(table, random_.choice("123456789")))]
        field = table.editor()
        times.append(timed(lambda: QTest.keyClick(field or table, Qt.Key.Key_Tab)))
        return times

    keystrokes: list[float] = []
    for _ in range(400):
        keystrokes += type_figure()
        if table.current == inputs[-1]:
            table.go_to(inputs[0])

    workspace.show_section("overview")
    editor = workspace.page.editor  # type: ignore[union-attr]
    settle(100)
    letters = [timed(lambda: QTest.keyClicks(editor, "5")) for _ in range(300)]

    window.verbs.show_preview()
    preview = workspace.panel.preview
    while not preview.up_to_date:  # type: ignore[union-attr]
        settle(20)
    settle(200)
    previews = []
    for figure in range(12):
        loop = QEventLoop()
        preview.pages_shown.connect(loop.quit)  # type: ignore[union-attr]
        began = time.perf_counter()
        document.enter(values={inputs[3]: figure + 100})
        loop.exec()
        QApplication.processEvents()
        previews.append((time.perf_counter() - began) * 1000)
        settle(60)
    workspace.panel.show_part(workspace.panel.part.FINDINGS)

    def soak(count: int) -> None:
        for _ in range(count):
            document.enter(values={random_.choice(inputs): random_.randint(0, 99)})
            QApplication.processEvents()
            if random_.random() < 0.3:
                document.undo_stack.undo()
        document.undo_stack.clear()
        settle(200)

    soak(max(200, edits // 10))
    before = _resident_memory()
    soak(edits)
    grown = (_resident_memory() - before) / 2**20
    document.undo_stack.setClean()
    window.close()
    return {
        "keystroke_p50_ms": statistics.median(keystrokes),
        "keystroke_p99_ms": _percentile(keystrokes, 99),
        "letter_p99_ms": _percentile(letters, 99),
        "preview_ms": statistics.median(previews[2:]),
        "growth_mb": grown,
    }


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
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/pyc"}
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
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
