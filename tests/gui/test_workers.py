"""Long work: its result, its progress and its failures arrive on the GUI thread."""

import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.app.workers import Cancelled, LatestOnly, Progress, Refused, start, wait_for_all
from model.store.file_errors import DiskFull


class Receiver(QObject):
    """Writes down what arrives, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[Any] = []
        self.failures: list[str] = []
        self.threads: set[int] = set()

    @Slot(object)
    def take(self, result: object) -> None:
        self.threads.add(threading.get_ident())
        self.results.append(result)

    @Slot(str)
    def refuse(self, sentence: str) -> None:
        self.failures.append(sentence)


@pytest.fixture
def receiver(qapp: object) -> Receiver:
    return Receiver()


def fails_with(error: Exception) -> Callable[[Progress], None]:
    def work(_: Progress) -> None:
        raise error

    return work


def test_the_result_arrives_on_the_gui_thread(qtbot: QtBot, receiver: Receiver) -> None:
    start(lambda _: threading.get_ident(), done=receiver.take, failed=receiver.refuse)
    qtbot.waitUntil(lambda: bool(receiver.results))
    assert receiver.results[0] is not threading.get_ident()
    assert receiver.threads == {threading.get_ident()}


def test_progress_is_reported_step_by_step(qtbot: QtBot, receiver: Receiver) -> None:
    seen: list[tuple[int, int]] = []
    gate = threading.Event()

    def work(progress: Progress) -> str:
        gate.wait(5)
        for done in range(3):
            progress.step(done, 3)
        return "done"

    task = start(work, done=receiver.take, failed=receiver.refuse)
    task.progressed.connect(lambda done, total: seen.append((done, total)))
    gate.set()
    qtbot.waitUntil(lambda: receiver.results == ["done"])
    assert seen == [(0, 3), (1, 3), (2, 3)]


@pytest.mark.parametrize("error", [DiskFull("磁盘已满，请清理空间。"), Refused("这是一份扫描件，读不出文字。")])
def test_a_refusal_is_shown_as_it_stands(qtbot: QtBot, receiver: Receiver, error: Exception) -> None:
    start(fails_with(error), done=receiver.take, failed=receiver.refuse)
    qtbot.waitUntil(lambda: receiver.failures == [str(error)])


def test_a_fault_of_the_program_is_one_chinese_sentence_and_a_line_in_the_log(
    qtbot: QtBot, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        start(fails_with(KeyError("boom")), done=receiver.take, failed=receiver.refuse)
        qtbot.waitUntil(lambda: bool(receiver.failures))
    assert "没有完成" in receiver.failures[0]
    assert "boom" not in receiver.failures[0]
    assert "boom" in caplog.text


def test_cancelled_work_stops_and_delivers_nothing(qtbot: QtBot, receiver: Receiver) -> None:
    started, stopped = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        try:
            while True:
                progress.step(1, 0)
        except Cancelled:
            stopped.set()
            raise

    task = start(work, done=receiver.take, failed=receiver.refuse)
    started.wait(5)
    with qtbot.waitSignal(task.cancelled):
        task.cancel()
    assert stopped.is_set()
    assert not receiver.results
    assert not receiver.failures


def test_only_the_newest_waiting_request_is_served(qtbot: QtBot) -> None:
    gate = threading.Event()
    served: list[int] = []

    def work(number: int) -> int:
        gate.wait(5)
        served.append(number)
        return number

    latest = LatestOnly(work)
    ready: list[int] = []
    latest.ready.connect(ready.append)
    for number in range(5):
        latest.request(number)
    gate.set()
    qtbot.waitUntil(lambda: ready == [0, 4])
    assert served == [0, 4]
    assert not latest.busy


def test_the_end_of_the_program_waits_for_work_under_way(qapp: object, receiver: Receiver) -> None:
    ended = threading.Event()
    start(lambda _: ended.set(), done=receiver.take, failed=receiver.refuse)
    assert wait_for_all()
    assert ended.is_set()


def test_a_widget_that_its_work_holds_on_to_dies_on_the_gui_thread(qtbot: QtBot, receiver: Receiver) -> None:
    ended: list[int] = []

    class Widget(QWidget):
        def __del__(self) -> None:
            ended.append(threading.get_ident())

    def begin(fails: bool) -> None:
        widget = Widget()

        def work(_: Progress) -> QWidget:
            if fails:
                raise Refused(str(widget.width()))
            return widget

        start(work, done=receiver.take, failed=receiver.refuse)

    for fails in (False, True):
        begin(fails)
        qtbot.waitUntil(lambda: bool(receiver.results or receiver.failures))
        receiver.results.clear()
        receiver.failures.clear()
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert set(ended) == {threading.get_ident()}
