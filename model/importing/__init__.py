"""Other people's documents as reports: a reader for each kind of file, one recogniser for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from model.importing.content import Content
from model.importing.imported import Imported, ImportRefused, to_draft
from model.importing.recognising.recogniser import recognise
from model.importing.text_reader import read_text

__all__ = ["SUFFIXES", "ImportRefused", "Imported", "read_report", "to_draft"]

_READERS: Mapping[str, Callable[[bytes], Content]] = {".txt": read_text, ".md": read_text, ".markdown": read_text}

SUFFIXES = tuple(_READERS)
"""The kinds of file that can be imported."""


def read_report(data: bytes, suffix: str, *, year: int | None = None, agency: str | None = None) -> Imported:
    """The report in a file's content. ``suffix`` (".txt") tells the kind; ``year`` and ``agency`` overrule it.

    Raises `ImportRefused`.
    """
    reader = _READERS.get(suffix.lower())
    if reader is None:
        raise ImportRefused(f"不能导入 {suffix or '没有扩展名的'} 文件，可以导入：{'、'.join(SUFFIXES)}。")
    return recognise(reader(data), year=year, agency=agency)
