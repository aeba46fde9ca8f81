"""Fixtures for the window's tests: an application, a report to work on, and what every undo step must keep."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "win32":  # without a window system Qt looks for fonts beside itself only, where there are none
    os.environ.setdefault("QT_QPA_FONTDIR", str(Path(os.environ["SYSTEMROOT"], "Fonts")))

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app.chinese import speak_chinese
from gui.app.settings import Settings
from gui.report.document import ReportDocument
from gui.window.main_window import MainWindow
from model.draft import Draft
from model.form.edition import Edition
from model.report.report import Details
from model.store.draft_json import encode_draft
from model.store.recovery import RecoveryStore
from tests.gui.dialogs import Answer, Answers

Step = Callable[[], object]


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application, speaking Chinese as it does for users."""
    speak_chinese(qapp)
    return qapp


@pytest.fixture
def draft(edition: Edition) -> Draft:
    """A blank report of 2025."""
    return Draft(edition, 2025, Details(agency="云溪市人力资源和社会保障局", agency_kind="department"))


@pytest.fixture
def document(draft: Draft, qtbot: QtBot) -> ReportDocument:
    return ReportDocument(draft)


@pytest.fixture
def undoable(document: ReportDocument) -> Iterator[Callable[[Step], str]]:
    """Does a step, undoes it, does it again, and compares what a save would write; returns the step's label."""

    def check(step: Step) -> str:
        index = document.undo_stack.index()
        before = encode_draft(document.draft)
        step()
        after = encode_draft(document.draft)
        assert after != before, "the step changed nothing"
        assert document.undo_stack.index() == index + 1, "one action, one step"
        label = document.undo_stack.undoText()
        document.undo_stack.undo()
        assert encode_draft(document.draft) == before
        document.undo_stack.redo()
        assert encode_draft(document.draft) == after
        return label

    yield check


@pytest.fixture
def answers(qapp: object) -> Iterator[Callable[..., Answers]]:
    """Prepares the answers to the dialogs to come; each of them has to be asked for."""
    given: list[Answers] = []

    def prepare(*wanted: Answer) -> Answers:
        given.append(Answers(wanted))
        return given[-1]

    yield prepare
    for each in given:
        each.stop()
        assert each.all_given


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window as after a start without a draft, on 12 January 2026; it forgets its settings."""
    made = MainWindow(Settings(None), RecoveryStore(tmp_path / "recovery"), today=lambda: date(2026, 1, 12))
    qtbot.addWidget(made, before_close_func=_without_questions)
    made.show()
    return made


def _without_questions(window: MainWindow) -> None:
    if window.document is not None:
        window.document.undo_stack.setClean()
    window.hide()  # a field with letters in it would keep the window open, and speak to it when it is gone
