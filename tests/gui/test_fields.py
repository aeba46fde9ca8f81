"""Choices and numbers: the wheel scrolls the page that they stand on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateEdit,
    QMenu,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.widgets.fields import LineField, TextField, calm

GUI = Path(__file__).resolve().parents[2] / "gui"


def combo_box() -> QComboBox:
    box = QComboBox()
    box.addItems(["一", "二", "三"])
    return box


def value_of(box: QWidget) -> object:
    assert isinstance(box, QComboBox | QAbstractSpinBox)
    return box.currentText() if isinstance(box, QComboBox) else box.text()


def turn_wheel(widget: QWidget) -> bool:
    """Whether the widget took the wheel for itself; what it leaves, Qt gives to the page."""
    place = QPointF(widget.rect().center())
    kept = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    event = QWheelEvent(place, widget.mapToGlobal(place), QPoint(0, -120), QPoint(0, -120), *kept)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.mark.parametrize("make", [combo_box, lambda: QSpinBox(value=5), lambda: QDateEdit(QDate(2026, 1, 12))])
def test_the_wheel_is_left_to_the_page_until_the_field_has_the_focus(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    box, other = calm(make()), QSpinBox()
    column = QVBoxLayout(page)
    column.addWidget(other)
    column.addWidget(box)
    page.show()
    page.activateWindow()
    other.setFocus()
    before = value_of(box)
    assert not turn_wheel(box)
    assert (value_of(box), box.hasFocus()) == (before, False)
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    assert turn_wheel(box)
    assert value_of(box) != before


def test_every_choice_and_number_of_the_window_is_calm() -> None:
    for module in GUI.rglob("*.py"):
        for line in module.read_text(encoding="utf-8").splitlines():
            made = re.search(r"\bQ(ComboBox|SpinBox|DoubleSpinBox|DateEdit|DateTimeEdit|Slider)\(", line)
            assert made is None or "calm(" in line, f"{module.name}: {line.strip()}"


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("make", [lambda: LineField("单位"), lambda: TextField("开头段")])
def test_a_right_click_offers_what_the_window_can_undo(qtbot: QtBot, make: Callable[[], LineField | TextField]) -> None:
    field = make()
    qtbot.addWidget(field)
    field.show_text("云溪市民政局")
    field.selectAll()
    field.show()
    target = field.viewport() if isinstance(field, TextField) else field
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), field.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(target, event)
    (menu,) = field.findChildren(QMenu)
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    assert list(actions) == ["剪切", "复制", "粘贴", "全选"]
    actions["剪切"].trigger()
    assert QApplication.clipboard().text() == "云溪市民政局"
    assert (field.toPlainText() if isinstance(field, TextField) else field.text()) == ""
