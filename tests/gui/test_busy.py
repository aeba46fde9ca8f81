"""Work that the user waits for."""

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from gui.app.workers import Progress, Refused
from gui.widgets.busy import BusyDialog, wait_for
from tests.gui.dialogs import Answers, press


def once_shown(action: Callable[[BusyDialog], None]) -> None:
    """Act as soon as the busy window is there."""
    shown = QApplication.activeModalWidget()
    if isinstance(shown, BusyDialog):
        action(shown)
    else:
        QTimer.singleShot(20, lambda: once_shown(action))


def test_quick_work_shows_nothing(qtbot: QtBot) -> None:
    assert wait_for(None, "正在导出……", lambda _: 42) == 42
    assert not any(isinstance(widget, BusyDialog) and widget.isVisible() for widget in QApplication.topLevelWidgets())


def test_slow_work_shows_how_far_it_is(qtbot: QtBot) -> None:
    gate = threading.Event()
    seen: list[tuple[int, int]] = []

    def work(progress: Progress) -> str:
        progress.step(0, 4)
        gate.wait(5)
        progress.step(3, 4)
        return "done"

    def look(dialog: BusyDialog) -> None:
        bar = dialog.findChild(QProgressBar)
        seen.append((bar.value(), bar.maximum()))
        gate.set()

    once_shown(look)
    assert wait_for(None, "正在导入……", work) == "done"
    assert seen == [(0, 4)]


def test_esc_cancels_at_once_even_when_the_work_is_slow_to_stop(qtbot: QtBot) -> None:
    gate, stopped = threading.Event(), threading.Event()

    def work(progress: Progress) -> str:
        gate.wait(5)
        stopped.set()
        return "too late"

    once_shown(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert wait_for(None, "正在导入……", work) is None
    assert not stopped.is_set()
    gate.set()
    qtbot.waitUntil(stopped.is_set)


def test_a_failure_is_shown_in_words(qtbot: QtBot, answers: Callable[..., Answers]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    said = answers(press("知道了"))

    def work(_: Progress) -> None:
        raise Refused("这是一份扫描件，读不出文字。")

    assert wait_for(parent, "正在导入……", work) is None
    assert said.texts == ["这是一份扫描件，读不出文字。"]
