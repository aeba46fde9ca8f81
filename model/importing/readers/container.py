"""Zip containers and the XML in them, opened with limits: OOXML, OpenDocument and OFD are all of this kind."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from model.importing.content import ImportRefused
from model.importing.readers.refusals import damaged, forbidden, too_complex

MOST_ENTRIES = 2_000
LARGEST_PART = 50 * 1024 * 1024
LARGEST_TOTAL = 100 * 1024 * 1024
HIGHEST_RATIO = 200
RATIO_FROM = 1024 * 1024
"""Smaller parts may be packed as tightly as they like: a blank sheet is."""
DEEPEST = 200
MOST_ELEMENTS = 1_500_000
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError)


class Container:
    """A zip file that is never unpacked to disk. Sizes are checked before, and counted while reading."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _BAD_ZIP as error:
            raise damaged("这个 Word、Excel 或压缩文件") from error
        names = [entry.filename for entry in entries]
        if len(entries) > MOST_ENTRIES or any(map(_is_bomb, entries)) or _size(entries) > LARGEST_TOTAL:
            raise _too_much()
        if any(entry.flag_bits & 1 for entry in entries):
            raise ImportRefused("这个压缩文件加了密码，请解开压缩、去掉密码后再导入里面的文档。")
        if len(set(names)) != len(names) or _overlap(entries):
            raise ImportRefused("文件的压缩结构异常，为安全起见没有打开；请在原程序里另存一份后再导入。")
        self.names = frozenset(names)

    def read(self, name: str) -> bytes:
        """One part; `ImportRefused` if it is not there, damaged, or larger than it says."""
        try:
            with self._zip.open(name) as part:
                data = part.read(LARGEST_PART + 1)
        except _BAD_ZIP as error:
            raise damaged() from error
        if len(data) > LARGEST_PART:
            raise _too_much()
        return data

    def xml(self, name: str) -> Element:
        """One part as a tree."""
        return parse_xml(self.read(name))


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    packed = max(entry.compress_size, 1)
    return entry.file_size > LARGEST_PART or entry.file_size > max(RATIO_FROM, HIGHEST_RATIO * packed)


def _size(entries: Sequence[zipfile.ZipInfo]) -> int:
    return sum(entry.file_size for entry in entries)


def _too_much() -> ImportRefused:
    return ImportRefused("文件里压缩的内容异常庞大，为安全起见没有打开，请确认选对了文件。")


def _overlap(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes; Python checks this itself from 3.11.8 on."""
    local_header = 30
    spans = sorted(
        (entry.header_offset, entry.header_offset + local_header + len(entry.filename) + entry.compress_size)
        for entry in entries
    )
    return any(end > start for (_, end), (start, _) in pairwise(spans))


class _Builder(ElementTree.TreeBuilder):
    """Refuses document types (entities, external parts), depth that would break recursion, and floods of elements."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise forbidden()

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise too_complex()
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse_xml(data: bytes) -> Element:
    """The root of a tree without entities of its own; `ImportRefused` for what is broken or made to blow up."""
    parser = ElementTree.XMLParser(target=_Builder())
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise damaged() from error
    return root


def local(tag: object) -> str:
    """The name of an element or attribute without its namespace: strict and transitional OOXML differ only there."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """The attribute with this local name."""
    if element is None:
        return default
    return next((value for key, value in element.attrib.items() if local(key) == name), default)


def child(element: Element | None, name: str) -> Element | None:
    """The first child with this local name."""
    return None if element is None else next((inner for inner in element if local(inner.tag) == name), None)


def count(element: Element | None, name: str, default: int, *, most: int) -> int:
    """An attribute that counts something; the default where it is missing or no number."""
    text = attribute(element, name)
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 else default
