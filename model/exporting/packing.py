"""Zip packages whose bytes depend on their content alone, and text as XML has it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts, in their order. It says neither when nor on which system it was made."""
    package = BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return package.getvalue()


def xml_text(text: str) -> str:
    """A printable text as the content of an element: never markup."""
    return escape(text)


def xml_attribute(text: str) -> str:
    """A printable text as the value of an attribute in double quotes."""
    return escape(text, {'"': "&quot;"})
