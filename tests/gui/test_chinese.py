"""Qt's own dialogs speak Chinese."""

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFileIconProvider,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

ENGLISH = re.compile(r"[A-Za-z]{4,}")
not_on_windows = pytest.mark.skipif(sys.platform == "win32", reason="Windows' own there, in its own language")


@pytest.mark.parametrize("dialog", [QFileDialog, pytest.param(QPrintDialog, marks=not_on_windows)])
def test_no_dialog_of_qt_has_an_english_label(qtbot: QtBot, dialog: type[QWidget]) -> None:
    shown = dialog()
    qtbot.addWidget(shown)
    found = {part.text() for part in shown.findChildren(QLabel)}
    found |= {part.text() for part in shown.findChildren(QPushButton)}
    assert not {text for text in found if ENGLISH.search(text)}
    assert any("\u4e00" <= char <= "\u9fff" for text in found for char in text)


def test_every_standard_button_is_chinese(qtbot: QtBot) -> None:
    for standard in QDialogButtonBox.StandardButton:
        box = QDialogButtonBox(standard)
        qtbot.addWidget(box)
        assert not [button.text() for button in box.buttons() if ENGLISH.search(button.text())]


def test_the_menu_of_a_text_is_chinese(qtbot: QtBot) -> None:
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    texts = [action.text().partition("\t")[0] for action in editor.createStandardContextMenu().actions()]
    assert "粘贴(&P)" in texts
    assert not [text for text in texts if ENGLISH.search(text)]


@not_on_windows
def test_the_kinds_of_file_in_a_file_dialog_are_chinese(qapp: object, tmp_path: Path) -> None:
    (tmp_path / "年报.pdf").write_bytes(b"")
    kinds = QFileIconProvider()
    assert kinds.type(QFileInfo(str(tmp_path))) == "文件夹"
    assert not ENGLISH.search(kinds.type(QFileInfo(str(tmp_path / "年报.pdf"))))
