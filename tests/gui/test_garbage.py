"""Garbage that holds Qt objects may only be collected where Qt objects live."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gui.app.garbage import GarbageCollector
from gui.app.workers import start


class Knot:
    """Refers to itself, so that only a collection can end it; notes the thread in which that happened."""

    def __init__(self, ended_in: list[threading.Thread]) -> None:
        self._itself = self
        self._ended_in = ended_in

    def __del__(self) -> None:
        self._ended_in.append(threading.current_thread())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    gc.freeze()  # what other tests left behind is none of this one's
    collector = GarbageCollector()
    yield collector
    collector.close()


def allocate(_: Any = None) -> list[list[int]]:
    """More containers than Python makes without a collection."""
    return [[number] for number in range(20_000)]


def test_a_worker_never_collects(qtbot: QtBot, collector: GarbageCollector) -> None:
    ended_in: list[threading.Thread] = []
    Knot(ended_in)
    made: list[object] = []
    start(allocate, done=made.append, failed=print)
    qtbot.waitUntil(lambda: bool(made))
    assert not ended_in
    gc.collect()
    assert ended_in == [threading.main_thread()]


def test_the_timer_collects(qtbot: QtBot, collector: GarbageCollector) -> None:
    ended_in: list[threading.Thread] = []
    Knot(ended_in)
    made = allocate()
    qtbot.waitUntil(lambda: bool(ended_in), timeout=4000)
    assert made


def test_python_collects_again_when_it_is_closed(collector: GarbageCollector) -> None:
    assert not gc.isenabled()
    collector.close()
    assert gc.isenabled()
