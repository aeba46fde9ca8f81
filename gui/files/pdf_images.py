"""Pages of a PDF as images, by PDFium: for the preview and for printers.

PDFium is not made for several threads at once, so every call opens the document, draws, and closes it under one lock;
opening takes a fraction of a millisecond.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

POINTS_PER_INCH: Final = 72
_PDFIUM: Final = threading.Lock()


def page_sizes(pdf: bytes) -> tuple[QSizeF, ...]:
    """The size of each page in points."""
    with _opened(pdf) as document:
        return tuple(QSizeF(*document.get_page_size(number)) for number in range(len(document)))


def page_images(pdf: bytes, pages: Iterable[int], scale: float) -> dict[int, QImage]:
    """The wanted pages (from 0) as opaque images of ``scale`` pixels a point; a page that is not there is left out."""
    with _opened(pdf) as document:
        return {number: _draw(document[number], scale) for number in pages if 0 <= number < len(document)}


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _draw(page: pypdfium2.PdfPage, scale: float) -> QImage:
    bitmap = page.render(scale=scale, prefer_bgrx=True)
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
    return image.copy()  # the buffer is PDFium's
