"""Pages of a PDF as images, by PDFium: for the preview and for printers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pypdfium2
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from model.pdfium import opened

POINTS_PER_INCH: Final = 72


def page_sizes(pdf: bytes) -> tuple[QSizeF, ...]:
    """The size of each page in points."""
    with opened(pdf) as document:
        return tuple(QSizeF(*document.get_page_size(number)) for number in range(len(document)))


def page_images(pdf: bytes, pages: Iterable[int], scale: float) -> dict[int, QImage]:
    """The wanted pages (from 0) as opaque images of ``scale`` pixels a point; a page that is not there is left out."""
    with opened(pdf) as document:
        return {number: _draw(document[number], scale) for number in pages if 0 <= number < len(document)}


def _draw(page: pypdfium2.PdfPage, scale: float) -> QImage:
    bitmap = page.render(scale=scale, prefer_bgrx=True)
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
    return image.copy()  # the buffer is PDFium's
