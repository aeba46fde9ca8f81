"""Other people's documents as reports: a reader for each kind of file, one recogniser for all of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.importing.content import ImportRefused
    from model.importing.imported import Imported, to_draft
    from model.importing.isolation import read_document
    from model.importing.readers import SUFFIXES
    from model.importing.reports import read_report

__all__ = ["SUFFIXES", "ImportRefused", "Imported", "read_document", "read_report", "to_draft"]

_HOMES = {
    "ImportRefused": "content",
    "Imported": "imported",
    "SUFFIXES": "readers",
    "read_document": "isolation",
    "read_report": "reports",
    "to_draft": "imported",
}


def __getattr__(name: str) -> object:
    """Loads a name's module when it is asked for: the process that reads a file has no use for the recogniser."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
