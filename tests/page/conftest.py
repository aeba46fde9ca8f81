"""Fixtures for the page: one warm typesetter, and readers that see a PDF as its readers do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest

from model.page import Typesetter
from model.page.fonts import FontLibrary
from model.page.styles import Styles

TextOf = Callable[[bytes], str]


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture(scope="session")
def library() -> FontLibrary:
    return FontLibrary()


@pytest.fixture(scope="session")
def styles(library: FontLibrary) -> Styles:
    return Styles(library)


def page_texts(pdf: bytes) -> list[str]:
    """What a reader's search and copy find on each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def plain(text: str) -> str:
    """Without blanks and line ends, which a page sets as it needs them, and without page numbers."""
    return re.sub(r"\s|\ufffe", "", re.sub(r"— \d+ —", "", text))


@pytest.fixture
def text_of() -> TextOf:
    """The text of a PDF from beginning to end, without blanks."""
    return lambda pdf: "".join(map(plain, page_texts(pdf)))
