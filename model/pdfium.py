"""PDFium, one call at a time: the preview, the printers and the reader of PDF files share one lock.

PDFium is not made for several threads, not even with a document each. Every use opens its document, does its work and
closes it under the lock; opening takes a fraction of a millisecond.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2

_ONE_AT_A_TIME: Final = threading.Lock()


@contextmanager
def opened(pdf: bytes, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """The document, while the block lasts. What comes of it (pages, texts) may not be used after it.

    Raises `pypdfium2.PdfiumError` for what is no PDF, or is locked by another password.
    """
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf, password=password)
        try:
            yield document
        finally:
            document.close()
