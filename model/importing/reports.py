"""From a file to what it states: read, then recognised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from model.importing.imported import Imported
from model.importing.isolation import read_document
from model.importing.recognising.recogniser import recognise


def read_report(
    data: bytes,
    suffix: str = "",
    *,
    year: int | None = None,
    agency: str | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Imported:
    """The report in a file's content. ``suffix`` (".txt") helps to tell the kind; ``year`` and ``agency`` overrule it.

    Raises `ImportRefused`, also once ``cancelled`` says that nobody wants the result any more.
    """
    content = read_document(data, suffix, cancelled=cancelled)
    imported = recognise(content, year=year, agency=agency)
    return replace(imported, notes=(*content.notes(), *imported.notes))
