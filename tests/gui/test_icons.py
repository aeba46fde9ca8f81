"""Icons: every drawing is whole, of one family, and takes its colour from the theme."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

import gui.widgets.icons
from gui.widgets.icons import icon, icon_names
from gui.widgets.theme import LIGHT
from resources import resource_path

GUI = Path(gui.widgets.icons.__file__).parent


def inked(image: QImage) -> set[str]:
    """The colours of the fully opaque pixels."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", sorted(icon_names()))
def test_each_drawing_is_a_line_drawing_without_a_colour_of_its_own(qapp: QApplication, name: str) -> None:
    drawing = resource_path(f"icons/line/{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in drawing
    assert set(re.findall(r'(?:stroke|fill)="([^"]*)"', drawing)) == {"none", "currentColor"}
    assert inked(icon(name).pixmap(96, 96).toImage()) == {QColor(LIGHT.text).name()}


def test_a_disabled_icon_is_paler(qapp: QApplication) -> None:
    pale = icon("save").pixmap(96, 96, QIcon.Mode.Disabled)
    assert inked(pale.toImage()) == {QColor(LIGHT.disabled).name()}


def test_an_icon_is_sharp_on_a_screen_with_fine_pixels(qapp: QApplication) -> None:
    pixmap = icon("save").pixmap(QSize(20, 20), 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (40, 2.0)


def test_every_icon_that_the_window_asks_for_is_there() -> None:
    asked = {
        name for path in GUI.rglob("*.py") for name in re.findall(r'\bicon\("(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert asked <= icon_names()
    with pytest.raises(KeyError):
        icon("no such drawing")
