"""The window's typefaces: the desktop's own sans for controls, the bundled 宋体 for figures as in print.

A bundled font is loaded when something is first written in it, so that the window opens without the large ones.
"""

from __future__ import annotations

from enum import Enum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from resources import resource_path

_FILES = {
    "SG Song": "SGSong.ttf",
    "SG Hei": "SGHei.ttf",
    "SG Kai": "SGKai.ttf",
    "SG Names": "SGNames-ExtI.ttf",
    "SG Rare": "SGRareL3.ttf",
}
_CHINESE = QFontDatabase.WritingSystem.SimplifiedChinese


class Face(Enum):
    """A role in the report's text, after GB/T 9704."""

    FIGURES = "SG Song"
    HEADING_1 = "SG Hei"
    HEADING_2 = "SG Kai"


def face(role: Face, points: float) -> QFont:
    """The font of a role, in points."""
    _load(role.value)
    _load(Face.FIGURES.value)
    font = QFont([role.value, Face.FIGURES.value, *QApplication.font().families()])
    font.setPointSizeF(points)
    return font


def dress_application(application: QApplication) -> None:
    """Give controls the desktop's sans, or the bundled 黑体 where the machine has no Chinese font."""
    font = application.font()
    if not QFontDatabase.families(_CHINESE):
        _load(Face.HEADING_1.value)
        font.setFamilies([Face.HEADING_1.value])
    font.setPointSizeF(max(font.pointSizeF(), 10))
    application.setFont(font)


def load_rare_characters() -> None:
    """Make the large fonts for rare characters available; slow, so only once a text needs them."""
    _load("SG Names")
    _load("SG Rare")


@cache
def _load(family: str) -> int:
    return QFontDatabase.addApplicationFont(str(resource_path(f"fonts/{_FILES[family]}")))
