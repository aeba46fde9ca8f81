"""The program's own line icons, in the colour of the text around them.

The drawings are SVG files that say ``currentColor``; an icon is painted in the theme's colour at the moment it is
shown, so a change of theme needs no new icons.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from gui.widgets.theme import colours
from resources import resource_path


def icon(name: str, role: str = "text") -> QIcon:
    """The icon of ``icons/line/<name>.svg`` in the colour of a role of the theme; KeyError for an unknown name."""
    if name not in icon_names():
        raise KeyError(name)
    return QIcon(_LineIcon(name, role))


@cache
def icon_names() -> frozenset[str]:
    """Every icon that is shipped."""
    return frozenset(path.stem for path in resource_path("icons/line").glob("*.svg"))


class _LineIcon(QIconEngine):
    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, scale))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        colour = getattr(colours(), "disabled" if mode is QIcon.Mode.Disabled else self._role)
        pixels = size * scale
        key = f"line-icon {self._name} {colour} {pixels.width()}x{pixels.height()}@{scale}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = _draw(self._name, colour, pixels)
            pixmap.setDevicePixelRatio(scale)
            QPixmapCache.insert(key, pixmap)
        return pixmap

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name, self._role)


def _draw(name: str, colour: str, size: QSize) -> QPixmap:
    drawing = resource_path(f"icons/line/{name}.svg").read_bytes().replace(b"currentColor", colour.encode("ascii"))
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(drawing))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    renderer.render(painter)
    painter.end()
    return pixmap
