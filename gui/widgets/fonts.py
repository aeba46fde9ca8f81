"""The window's typefaces: the desktop's own sans for controls, the bundled 宋体 for figures as in print.

A bundled font is loaded when something is first written in it, so that the window opens without the large ones.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from resources import resource_path

_FILES = {
    "SG Song": "SGSong.ttf",
    "SG Hei": "SGHei.ttf",
    "SG Kai": "SGKai.ttf",
    "SG Names": "SGNames-ExtI.ttf",
    "SG Rare": "SGRareL3.ttf",
}
_SANS = (
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "PingFang SC",
    "WenQuanYi Micro Hei",
)
_RARE = ("SG Names", "SG Rare")
_COMMON = re.compile(r"[\x20-\x7e\u3000-\u303f\u4e00-\u9fa5\uff01-\uff5e\u2014\u2018-\u201d\u2026\u00b7\s]*")
_HAN = ord("汉")
_SMALLEST = 10  # points
_SCALE = "textScale"  # a property of the application


class Face(Enum):
    """A role in the report's text, after GB/T 9704."""

    FIGURES = "SG Song"
    HEADING_1 = "SG Hei"
    HEADING_2 = "SG Kai"


def face(role: Face, points: float) -> QFont:
    """The font of a role; ``points`` at 100 % of the text size that the user chose."""
    _load(role.value)
    _load(Face.FIGURES.value)
    font = QFont([role.value, Face.FIGURES.value, *QApplication.font().families(), *_RARE])
    font.setPointSizeF(points * text_scale())
    return font


def text_scale() -> float:
    """How much larger than usual the user wants all text."""
    application = QApplication.instance()
    chosen = application.property(_SCALE) if application else None
    return chosen if isinstance(chosen, float) else 1.0


def dress_application(application: QApplication, percent: int = 100) -> None:
    """Give controls the desktop's sans; where that has no Chinese, an installed one that has, or the bundled 黑体.

    ``percent`` is the size of all text; widgets that are there already keep theirs.
    """
    application.setProperty(_SCALE, percent / 100)
    font = application.font()
    if not QRawFont.fromFont(font).supportsCharacter(_HAN):
        font.setFamilies([_chinese_sans()])
    font.setFamilies([*font.families(), Face.FIGURES.value, *_RARE])  # those that are not loaded are passed over
    font.setPointSizeF(max(font.pointSizeF(), _SMALLEST) * text_scale())
    application.setFont(font)


def _chinese_sans() -> str:
    installed = set(QFontDatabase.families())
    found = next((family for family in _SANS if family in installed), None)
    if found is None:
        found = Face.HEADING_1.value
        _load(found)
    return found


def is_common(text: str) -> bool:
    """Whether every usual Chinese font has all of its characters."""
    return _COMMON.fullmatch(text) is not None


def prepare_for(text: str) -> None:
    """Load the large fonts if the text has characters that others may lack: names of people and places."""
    if not is_common(text):
        for family in (Face.FIGURES.value, *_RARE):
            _load(family)


@cache
def _load(family: str) -> int:
    return QFontDatabase.addApplicationFont(str(resource_path(f"fonts/{_FILES[family]}")))
