"""设置 and 关于."""

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.app.settings import Settings
from gui.dialogs.about import AboutDialog
from gui.dialogs.settings_dialog import SettingsDialog
from gui.files.typesetting import page_settings
from gui.widgets.theme import Theme
from model import __version__
from resources.licence_list import components


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def dialog(qtbot: QtBot, settings: Settings) -> SettingsDialog:
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def box(dialog: SettingsDialog, words: str) -> QCheckBox:
    return next(box for box in dialog.findChildren(QCheckBox) if words in box.text())


def button(parent: QWidget, words: str) -> QPushButton:
    return next(button for button in parent.findChildren(QPushButton) if words in button.text())


def test_nothing_changes_before_it_is_accepted(dialog: SettingsDialog, settings: Settings) -> None:
    before = settings.values
    QTest.keyClick(box(dialog, "双面"), Qt.Key.Key_Space)
    assert settings.values == before
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert settings.values == before


def test_accepting_changes_the_look_and_the_pages(dialog: SettingsDialog, settings: Settings) -> None:
    colours = dialog.findChild(QComboBox)
    colours.setFocus()
    QTest.keyClick(colours, Qt.Key.Key_End)
    for words in ("双面", "落款", "底纹"):
        QTest.keyClick(box(dialog, words), Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert settings.values.theme == Theme.HIGH_CONTRAST.value
    printed = page_settings(settings.values)
    assert (printed.double_sided, printed.closing_line, printed.shading) == (True, False, False)


def test_a_deadline_of_ones_own(qtbot: QtBot, dialog: SettingsDialog, settings: Settings) -> None:
    field = dialog.findChild(QDateEdit)
    assert not field.isEnabled()
    QTest.keyClick(box(dialog, "自定"), Qt.Key.Key_Space)
    field.setDate(QDate(2025, 2, 28))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert settings.values.deadline == "02-28"
    again = SettingsDialog(settings)
    qtbot.addWidget(again)
    assert again.findChild(QDateEdit).date() == QDate(2025, 2, 28)
    box(again, "自定").setChecked(False)
    again.show()
    QTest.keyClick(again, Qt.Key.Key_Return)
    assert settings.values.deadline == ""


def test_traces_can_be_cleared(qtbot: QtBot, settings: Settings, tmp_path: Path) -> None:
    settings.add_recent(tmp_path / "a.json")
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    clearing = button(dialog, "清空最近打开的文件")
    QTest.mouseClick(clearing, Qt.MouseButton.LeftButton)
    assert settings.recent == ()
    assert not clearing.isEnabled()


def test_a_machine_that_keeps_no_settings_says_so(qtbot: QtBot) -> None:
    dialog = SettingsDialog(Settings(None))
    qtbot.addWidget(dialog)
    assert any("设置保存不了" in part.text() for part in dialog.findChildren(QLabel))


def test_about_names_the_version_and_every_part_with_its_licence(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    assert any(__version__ in part.text() for part in dialog.findChildren(QLabel))
    dialog.findChild(QTabWidget).setCurrentIndex(1)
    parts, text = dialog.findChild(QListWidget), dialog.findChild(QPlainTextEdit)
    assert [parts.item(row).text() for row in range(parts.count())] == [part.name for part in components()]
    for _ in range(parts.count()):
        assert len(text.toPlainText()) > 200
        QTest.keyClick(parts, Qt.Key.Key_Down)


def test_what_a_helper_has_to_know_can_be_copied(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.mouseClick(button(dialog, "复制版本信息"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert __version__ in copied
    assert "Qt 6" in copied
