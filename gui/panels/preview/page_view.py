"""Pages lying on a desk, one below the other: scrolling, zooming, clicking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget

from gui.widgets.theme import colours, qt
from model.page import Anchor

FIT_WIDTH: Final = 0
ZOOM_LEAST, ZOOM_MOST = 25, 300
_GAP: Final = 14  # between pages and around them, in pixels
_POINT: Final = 96 / 72  # pixels at 100 %
_ZOOM_STEP: Final = 10
_SAME_SCALE: Final = 1e-6
_MOST_PIXELS: Final = 24_000_000  # in one image, whatever zoom and screen


@dataclass(frozen=True, slots=True)
class _Drawn:
    image: QImage
    scale: float
    edition: int


class PageView(QAbstractScrollArea):
    """Shows page images that somebody else draws: on ``images_wanted`` ask `wanted_pages`, then call `set_images`."""

    images_wanted = Signal()
    section_activated = Signal(str)
    """The key of the section whose heading or table was clicked."""
    page_changed = Signal(int)
    """The page (from 0) at the upper edge."""
    zoom_changed = Signal(int)
    """The zoom in per cent that is in effect."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: Sequence[QSizeF] = ()
        self._anchors: Sequence[Anchor] = ()
        self._drawn: dict[int, _Drawn] = {}
        self._edition = 0
        self._zoom = FIT_WIDTH
        self._page = 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or fitting the width would flicker
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("预览")
        self.viewport().setMouseTracking(True)

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page (from 0) at the upper edge."""
        return self._page

    @property
    def zoom(self) -> int:
        """What was chosen: per cent, or FIT_WIDTH."""
        return self._zoom

    @property
    def percent(self) -> int:
        """The zoom in effect."""
        return round(self._scale / _POINT * 100)

    def set_pages(
        self, sizes: Sequence[QSizeF], anchors: Sequence[Anchor], images: Mapping[int, QImage], scale: float
    ) -> None:
        """Show another edition of the document; pages without an image keep their old one until it comes."""
        self._sizes, self._anchors = sizes, anchors
        self._edition += 1
        self._drawn = {page: drawn for page, drawn in self._drawn.items() if page < len(sizes)}
        self.set_images(images, scale)
        self._lay_out()

    def set_images(self, images: Mapping[int, QImage], scale: float) -> None:
        """Take images of the present edition, drawn with ``scale`` pixels a point."""
        for page, image in images.items():
            image.setDevicePixelRatio(self.devicePixelRatioF())
            self._drawn[page] = _Drawn(image, scale, self._edition)
        near = self.visible_pages(margin=1)
        self._drawn = {page: drawn for page, drawn in self._drawn.items() if page in near or page in images}
        self.viewport().update()

    def wanted_pages(self) -> tuple[tuple[int, ...], float]:
        """The visible pages that have no up-to-date image, and the scale to draw them with."""
        scale = self.image_scale
        return tuple(page for page in self.visible_pages() if not self._is_fresh(page, scale)), scale

    @property
    def image_scale(self) -> float:
        """Device pixels a point."""
        largest = max((size.width() * size.height() for size in self._sizes), default=1.0)
        return min(self._scale * self.devicePixelRatioF(), sqrt(_MOST_PIXELS / largest))

    def set_zoom(self, percent: int, around: QPoint | None = None) -> None:
        """Zoom so that what is at ``around`` (of the viewport; its upper edge) stays there; FIT_WIDTH fits."""
        around = around or QPoint(self.viewport().width() // 2, 0)
        page, point = self._point_under(around)
        self._zoom = FIT_WIDTH if percent == FIT_WIDTH else max(ZOOM_LEAST, min(ZOOM_MOST, percent))
        self._lay_out()
        if self._sizes:
            place = QPointF(self._document_rects()[page].topLeft()) + point * self._scale - QPointF(around)
            self.horizontalScrollBar().setValue(round(place.x()))
            self.verticalScrollBar().setValue(round(place.y()))

    def zoom_in(self) -> None:
        self.set_zoom(self.percent // _ZOOM_STEP * _ZOOM_STEP + _ZOOM_STEP)

    def zoom_out(self) -> None:
        self.set_zoom((self.percent - 1) // _ZOOM_STEP * _ZOOM_STEP)

    def fit_width(self) -> None:
        self.set_zoom(FIT_WIDTH)

    def go_to_page(self, page: int) -> None:
        """Scroll so that a page (from 0) begins at the upper edge."""
        if self._sizes:
            page = max(0, min(page, len(self._sizes) - 1))
            self.verticalScrollBar().setValue(self._document_rects()[page].top() - _GAP)

    def show_section(self, key: str) -> None:
        """Scroll to where a section begins."""
        anchor = next((anchor for anchor in self._anchors if anchor.section == key), None)
        if anchor is not None:
            place = self._document_rects()[anchor.page].top() + anchor.rectangle.y * self._scale
            self.verticalScrollBar().setValue(round(place) - 3 * _GAP)

    @property
    def anchors(self) -> Sequence[Anchor]:
        """Where the report's parts stand on the pages."""
        return self._anchors

    def place_of(self, anchor: Anchor) -> QRectF:
        """Where a part of the report is seen, in the viewport's coordinates."""
        x, y, width, height = (length * self._scale for length in anchor.rectangle)
        corner = self.page_rects()[anchor.page].topLeft()
        return QRectF(corner.x() + x, corner.y() + y, width, height)

    @property
    def _scale(self) -> float:
        """Logical pixels a point."""
        if self._zoom != FIT_WIDTH:
            return self._zoom / 100 * _POINT
        widest = max((size.width() for size in self._sizes), default=595.0)
        return max(ZOOM_LEAST / 100 * _POINT, (self.viewport().width() - 2 * _GAP) / widest)

    def _document_rects(self) -> list[QRect]:
        """Where each page lies on the desk, before scrolling."""
        scale, top, rects = self._scale, _GAP, []
        width = max(self.viewport().width(), self._desk_size().width())
        for size in self._sizes:
            page = QSize(round(size.width() * scale), round(size.height() * scale))
            rects.append(QRect(QPoint((width - page.width()) // 2, top), page))
            top += page.height() + _GAP
        return rects

    def _point_under(self, place: QPoint) -> tuple[int, QPointF]:
        """The page at or above a place in the viewport, and the place in points from that page's corner."""
        rects = self.page_rects()
        page = max((number for number, rect in enumerate(rects) if rect.top() <= place.y()), default=0)
        corner = rects[page].topLeft() if rects else QPoint(0, 0)
        return page, QPointF(place - corner) / self._scale

    def _desk_size(self) -> QSize:
        scale = self._scale
        width = max((round(size.width() * scale) for size in self._sizes), default=0)
        height = sum(round(size.height() * scale) + _GAP for size in self._sizes)
        return QSize(width + 2 * _GAP, height + _GAP)

    def page_rects(self) -> list[QRect]:
        """Where each page lies in the viewport."""
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return [rect.translated(-offset) for rect in self._document_rects()]

    def visible_pages(self, margin: int = 0) -> list[int]:
        """The pages that show, and ``margin`` more before and after them."""
        shown = self.viewport().rect()
        visible = [page for page, rect in enumerate(self.page_rects()) if rect.intersects(shown)]
        if not visible:
            return []
        return list(range(max(0, visible[0] - margin), min(len(self._sizes), visible[-1] + margin + 1)))

    def _is_fresh(self, page: int, scale: float) -> bool:
        drawn = self._drawn.get(page)
        return drawn is not None and drawn.edition == self._edition and abs(drawn.scale - scale) < _SAME_SCALE

    def _lay_out(self) -> None:
        desk, shown = self._desk_size(), self.viewport().size()
        for bar, length, room in (
            (self.verticalScrollBar(), desk.height(), shown.height()),
            (self.horizontalScrollBar(), desk.width(), shown.width()),
        ):
            bar.setRange(0, max(0, length - room))
            bar.setPageStep(room)
            bar.setSingleStep(48)
        self.zoom_changed.emit(self.percent)
        self._look()

    def _look(self) -> None:
        """The visible part may have changed: say which page it is and ask for what is missing."""
        upper_third = QPoint(self.viewport().width() // 2, self.viewport().height() // 3)
        rects = self.page_rects()
        above = [page for page, rect in enumerate(rects) if rect.top() <= upper_third.y()]
        page = above[-1] if above else 0
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()
        if self.wanted_pages()[0]:
            self.images_wanted.emit()

    def _anchor_at(self, place: QPointF) -> Anchor | None:
        return next((anchor for anchor in self._anchors if self.place_of(anchor).contains(place)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen, painter = colours(), QPainter(self.viewport())
        painter.fillRect(event.rect(), qt(chosen.desk))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page, rect in enumerate(self.page_rects()):
            if not rect.adjusted(-1, -1, 1, 1).intersects(event.rect()):
                continue
            drawn = self._drawn.get(page)
            if drawn is None:
                painter.fillRect(rect, qt(chosen.sheet))
            elif abs(drawn.scale - self.image_scale) < _SAME_SCALE:
                painter.drawImage(self._on_pixel(rect.topLeft()), drawn.image)
            else:
                painter.drawImage(rect, drawn.image)  # until a sharp one comes
            painter.setPen(qt(chosen.sheet_edge))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        painter.end()

    def _on_pixel(self, place: QPoint) -> QPointF:
        """The point next to ``place`` where a pixel of the screen begins: at 150 % not every point is one."""
        ratio = self.devicePixelRatioF()
        origin = self.viewport().mapTo(self.window(), QPoint(0, 0))
        pixel = QPointF(place + origin) * ratio
        return QPointF(round(pixel.x()), round(pixel.y())) / ratio - QPointF(origin)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._look()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(hand if self._anchor_at(event.position()) else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        anchor = self._anchor_at(event.position()) if event.button() is Qt.MouseButton.LeftButton else None
        if anchor is not None:
            self.section_activated.emit(anchor.section)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = _ZOOM_STEP if event.angleDelta().y() > 0 else -_ZOOM_STEP
            self.set_zoom(self.percent // _ZOOM_STEP * _ZOOM_STEP + step, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._verb(event):
            event.accept()  # while the preview has the focus, its keys go before the window's
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        verb = self._verb(event)
        if verb:
            verb()
        else:
            super().keyPressEvent(event)

    def _verb(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does here, beyond what every scroll area does."""
        key, control = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        verbs = {
            (Qt.Key.Key_Home, False): lambda: self.go_to_page(0),
            (Qt.Key.Key_End, False): lambda: self.go_to_page(self.page_count - 1),
            (Qt.Key.Key_Return, False): self._activate_current,
            (Qt.Key.Key_Enter, False): self._activate_current,
            (Qt.Key.Key_Plus, True): self.zoom_in,
            (Qt.Key.Key_Equal, True): self.zoom_in,
            (Qt.Key.Key_Minus, True): self.zoom_out,
            (Qt.Key.Key_0, True): self.fit_width,
        }
        return verbs.get((key, control))

    def _activate_current(self) -> None:
        """Go to the section that the upper part of the view shows."""
        tops = [(self.place_of(anchor).top(), anchor.section) for anchor in self._anchors]
        at_the_top = [section for top, section in tops if 0 <= top <= self.viewport().height() / 3]
        above = [section for top, section in tops if top < 0]
        if at_the_top or above:
            self.section_activated.emit((at_the_top or above[-1:])[0])
