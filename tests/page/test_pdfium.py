"""PDFium serves one thread at a time, whoever asks."""

from __future__ import annotations

import threading

import pypdfium2
import pytest

from model.page import Typesetter
from model.pdfium import opened
from tests.page.drafts import draft


def test_a_second_thread_waits_until_the_first_has_closed_its_document(typesetter: Typesetter) -> None:
    pdf = typesetter.report(draft()).pdf
    counted: list[int] = []

    def count() -> None:
        with opened(pdf) as document:
            counted.append(len(document))

    other = threading.Thread(target=count)
    with opened(pdf) as document:
        other.start()
        other.join(0.2)
        assert counted == []
        pages = len(document)
    other.join(10)
    assert counted == [pages]


def test_the_lock_is_free_again_after_a_broken_file() -> None:
    for _ in range(2):
        with pytest.raises(pypdfium2.PdfiumError), opened(b"%PDF-1.7 broken"):
            pass
