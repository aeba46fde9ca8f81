"""User text is never markup, wherever the window shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import gui
from gui.widgets import messages
from tests.gui.dialogs import Answers, press

HOSTILE = "<b>x</b><img src='/canary.png'><a href='x'>&amp;\n  第二行"
GUI = Path(gui.__file__).parent
MADE_ELSEWHERE = re.compile(
    r"\bQ(?:Label|MessageBox|ErrorMessage|InputDialog|ProgressDialog|WhatsThis)\(|\.setToolTip\(|QToolTip\.showText"
    r"|QMessageBox\.(?:information|warning|critical|question|about)\(|\.setWhatsThis\(|setInformativeText"
    r"|\bQText(?:Edit|Browser)\(|(?<!Accept)RichText"
)


@pytest.mark.parametrize(
    "path", [path for path in GUI.rglob("*.py") if path.name != "messages.py"], ids=lambda path: path.name
)
def test_labels_and_boxes_are_made_by_the_helper_alone(path: Path) -> None:
    found = [line for line in path.read_text(encoding="utf-8").splitlines() if MADE_ELSEWHERE.search(line)]
    assert not found


def test_a_label_shows_what_it_is_given(qtbot: QtBot) -> None:
    made = messages.label(HOSTILE)
    qtbot.addWidget(made)
    assert (made.textFormat(), made.text()) == (Qt.TextFormat.PlainText, HOSTILE)


def test_a_tooltip_reads_back_as_the_text(qapp: QApplication) -> None:
    shown = QTextDocument()
    shown.setHtml(messages.tooltip(HOSTILE))
    assert shown.toPlainText() == HOSTILE
    assert messages.tooltip("") == ""


def answer(key: Qt.Key, seen: list[QMessageBox]) -> None:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    seen.append(box)
    for shown in box.findChildren(QLabel):
        assert shown.textFormat() == Qt.TextFormat.PlainText or not shown.text()
    QTest.keyClick(box, key)


@pytest.mark.parametrize(("key", "chosen"), [(Qt.Key.Key_Return, 0), (Qt.Key.Key_Escape, None)])
def test_a_question_is_answered_from_the_keyboard(qtbot: QtBot, key: Qt.Key, chosen: int | None) -> None:
    parent, seen = QWidget(), list[QMessageBox]()
    qtbot.addWidget(parent)
    QTimer.singleShot(0, lambda: answer(key, seen))
    assert messages.choose(parent, HOSTILE, ["保存", "不保存"]) == chosen
    assert seen[0].text() == HOSTILE


@pytest.mark.parametrize(("button", "chosen"), [("甲", 0), ("乙", 1), ("丙", 2), ("取消", None)])
@pytest.mark.parametrize("details", ["", "细节"])
def test_the_answer_is_the_button_that_was_pressed(qtbot: QtBot, button: str, chosen: int | None, details: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    answers = Answers([press(button)])
    assert messages.choose(parent, "选哪个？", ["甲", "乙", "丙"], details=details) == chosen
    answers.stop()


class TestAskingForText:
    """批注 and 说明 from the keyboard alone."""

    @pytest.fixture
    def asked(self, qtbot: QtBot) -> Callable[[Callable[[QPlainTextEdit], None]], str | None]:
        def ask(answer: Callable[[QPlainTextEdit], None]) -> str | None:
            parent = QWidget()
            qtbot.addWidget(parent)

            def find(dialog: QDialog) -> None:
                field = dialog.findChild(QPlainTextEdit)
                assert isinstance(field, QPlainTextEdit)
                answer(field)

            answers = Answers([find])
            text = messages.ask_text(parent, "原因：", title="填写说明", text="已核实", lines=True)
            answers.stop()
            return text

        return ask

    def test_what_is_offered_is_selected_and_control_enter_accepts(
        self, asked: Callable[[Callable[[QPlainTextEdit], None]], str | None]
    ) -> None:
        def answer(field: QPlainTextEdit) -> None:
            QTest.keyClicks(field, "12")
            QTest.keyClick(field, Qt.Key.Key_Return)
            QTest.keyClicks(field, "3")
            QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

        assert asked(answer) == "12\n3"

    def test_tab_leaves_the_field(self, asked: Callable[[Callable[[QPlainTextEdit], None]], str | None]) -> None:
        def answer(field: QPlainTextEdit) -> None:
            QTest.keyClick(field, Qt.Key.Key_Tab)
            button = QApplication.focusWidget()
            assert isinstance(button, QPushButton)
            QTest.keyClick(button, Qt.Key.Key_Return)

        assert asked(answer) == "已核实"


def test_the_button_that_enter_presses_looks_the_same_wherever_the_focus_is(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    looks: dict[str, bool] = {}

    def look(dialog: QDialog) -> None:
        buttons = dialog.findChildren(QPushButton)
        buttons[-1].setFocus()
        looks.update({button.text(): bool(button.property("primary")) for button in buttons})
        dialog.reject()

    answers = Answers([look])
    messages.choose(parent, "要保存吗？", ["保存", "不保存"])
    answers.stop()
    assert looks == {"保存": True, "不保存": False, "取消": False}
