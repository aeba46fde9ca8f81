"""Which kind of file some bytes are, whatever the name says: .doc files are often HTML or RTF, .xls files HTML."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from model.importing.content import ImportRefused
from model.importing.readers.refusals import damaged, encrypted

ZIP: Final = "zip"
COMPOUND: Final = "compound"
"""Containers, whose kind `exact_kind` tells: it looks into them, which only a process with limits should."""

_JUNK: Final = 8192
"""So much may stand before a PDF: what a mail system or a download left there."""
_SPACE: Final = b"\xef\xbb\xbf \t\r\n\0"
_MAGIC: Final = {
    b"PK\x03\x04": ZIP,
    b"PK\x05\x06": ZIP,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": COMPOUND,
    b"{\\rtf": "rtf",
}
_REFUSED: Final = {
    (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"): (
        "这是图片，里面没有文字，读不了；请找到当初的 Word、WPS 文档再导入。"
    ),
    (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"): "这是压缩文件，请先解压，再导入里面的文档。",
    (b"MZ", b"\x7fELF"): "这是程序，不是文档，请确认选对了文件。",
}
_MAIL: Final = re.compile(rb"(?:MIME-Version|From|Content-Type|Subject|Date)\s*:", re.IGNORECASE)
_PAGE_INSIDE: Final = re.compile(rb"content-type\s*:\s*(?:multipart|text/html)", re.IGNORECASE)
_PAGE: Final = re.compile(rb"<!doctype\s+html|<html|<head|<body|<meta", re.IGNORECASE)
_MARKUP: Final = re.compile(rb"<(?:[a-z!]|/)", re.IGNORECASE)
_DRAFT: Final = re.compile(rb"\{\s*\"[^\"]*\"\s*:")
_MARKDOWN: Final = (".md", ".markdown", ".txt")
_SHEETS: Final = (".csv", ".xls", ".xlsx", ".et", ".ods")


def kind_of(data: bytes, suffix: str = "") -> str:
    """A kind of `KINDS`, or `ZIP` or `COMPOUND`, by the first bytes. Raises `ImportRefused` for what is no document.

    ``suffix`` (".csv") decides only what bytes cannot tell: between kinds of plain text.
    """
    if sentence := next((said for magic, said in _REFUSED.items() if data.startswith(magic)), ""):
        raise ImportRefused(sentence)
    head = data[:4096].lstrip(_SPACE)
    if kind := next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), ""):
        return kind
    if b"%PDF-" in data[:_JUNK]:
        return "pdf"
    if _MAIL.match(head) and _PAGE_INSIDE.search(data[:65536]):
        return "mht"
    if _DRAFT.match(head) and b'"schema"' in data:
        raise ImportRefused("这是本程序的草稿，不用导入，请直接打开。")
    return _text_kind(head.replace(b"\0", b""), suffix.lower())  # without the NULs of UTF-16


def _text_kind(head: bytes, suffix: str) -> str:
    if head.startswith(b"<?xml") and (kind := _xml_kind(head)):
        return kind
    if _PAGE.search(head) or (_MARKUP.match(head) and suffix not in _MARKDOWN):
        return "html"
    return "csv" if suffix in _SHEETS else "text"


def _xml_kind(head: bytes) -> str:
    """The kind of an XML file; "" for a web page that is written as one."""
    if b"office:document" in head:
        return "fodt"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "sheet_xml"
    if _PAGE.search(head):
        return ""
    raise ImportRefused("认不出这是哪一种 XML 文件，请用原来的程序打开，另存为 .docx 后再导入。")


def exact_kind(data: bytes, suffix: str = "") -> str:
    """As `kind_of`, with containers opened: always a kind of `KINDS`."""
    kind = kind_of(data, suffix)
    return _in_zip(data) if kind == ZIP else _in_compound(data) if kind == COMPOUND else kind


def _in_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = {name.lower() for name in file.namelist()}
            mimetype = file.open("mimetype").read(200) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError) as error:
        raise damaged("这个 Word、Excel 或压缩文件") from error
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "sheet"
    if "ofd.xml" in names:
        return "ofd"
    if any(name.startswith("xl/") for name in names):
        return "sheet"
    if "[content_types].xml" in names and not any(name.startswith(("ppt/", "visio/")) for name in names):
        return "docx"
    raise ImportRefused("这个压缩文件不是 Word、Excel、OpenDocument 或 OFD 文档；如果文档在里面，请先解压再导入。")


def _in_compound(data: bytes) -> str:
    import olefile  # noqa: PLC0415 - for these files alone

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            if compound.exists("EncryptedPackage"):
                raise encrypted("文件")
            if compound.exists("WordDocument"):
                return "doc"
            if compound.exists("Workbook") or compound.exists("Book"):
                return "sheet"
    except (OSError, ValueError, IndexError) as error:
        raise damaged("这个旧版 Word 或 Excel 文件") from error
    raise ImportRefused("这不是 Word、Excel 或 WPS 的文档，请用原来的程序打开，另存为 .docx 后再导入。")
