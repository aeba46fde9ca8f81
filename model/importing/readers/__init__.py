"""A reader for each kind of file: bytes become `Content`. The kind is told by the bytes, the suffix only helps."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, NamedTuple

from model.importing.content import Content, ImportRefused
from model.importing.readers.refusals import damaged, too_complex

Reader = Callable[[bytes], Content]


class Kind(NamedTuple):
    """A kind of file: what people call it, how its files are named, and the function that reads it."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    function: str

    def reader(self) -> Reader:
        """The function; its module, with the libraries that it needs, is loaded now and not before."""
        reader: Reader = getattr(import_module(f"{__name__}.{self.module}"), self.function)
        return reader


KINDS: Final = {
    "docx": Kind("Word 文档", (".docx",), "docx", "read_docx"),
    "doc": Kind("旧版 Word、WPS 文档", (".doc", ".wps"), "doc", "read_doc"),
    "pdf": Kind("PDF", (".pdf",), "pdf", "read_pdf"),
    "ofd": Kind("OFD", (".ofd",), "ofd", "read_ofd"),
    "html": Kind("网页", (".html", ".htm"), "web_page", "read_html"),
    "mht": Kind("单个文件的网页", (".mht", ".mhtml"), "web_page", "read_mht"),
    "sheet": Kind("Excel、WPS 表格", (".xlsx", ".xls", ".et", ".ods"), "sheet", "read_sheet"),
    "sheet_xml": Kind("Excel 2003 的 XML 表格", (), "sheet_xml", "read_sheet_xml"),
    "csv": Kind("CSV 表格", (".csv",), "separated", "read_csv"),
    "odt": Kind("OpenDocument 文档", (".odt",), "odt", "read_odt"),
    "fodt": Kind("OpenDocument 文档", (".fodt",), "odt", "read_fodt"),
    "rtf": Kind("RTF", (".rtf",), "rtf", "read_rtf"),
    "text": Kind("文本", (".txt", ".md", ".markdown"), "text", "read_text"),
}
SUFFIXES: Final = tuple(suffix for kind in KINDS.values() for suffix in kind.suffixes)
"""How the names of files end that can be read."""

PLAIN: Final = ("text", "csv")
"""Kinds that need no library: what reads them is a few lines of ours, with limits of its own."""


def read(data: bytes, kind: str) -> Content:
    """What a file of this kind says; `ImportRefused` for whatever is wrong with it."""
    try:
        return KINDS[kind].reader()(data)
    except (ImportRefused, MemoryError):
        raise
    except RecursionError as error:
        raise too_complex() from error
    except Exception as error:  # other people's bytes: numbers that are none, tables that end early
        raise damaged() from error
