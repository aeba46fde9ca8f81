"""Other people's documents as reports: a reader for each kind of file, one recogniser for all of them."""

from __future__ import annotations

from model.importing.content import ImportRefused
from model.importing.imported import Imported, to_draft
from model.importing.isolation import read_document
from model.importing.readers import SUFFIXES
from model.importing.recognising.recogniser import recognise

__all__ = ["SUFFIXES", "ImportRefused", "Imported", "read_document", "read_report", "to_draft"]


def read_report(data: bytes, suffix: str = "", *, year: int | None = None, agency: str | None = None) -> Imported:
    """The report in a file's content. ``suffix`` (".txt") helps to tell the kind; ``year`` and ``agency`` overrule it.

    Raises `ImportRefused`.
    """
    return recognise(read_document(data, suffix), year=year, agency=agency)
