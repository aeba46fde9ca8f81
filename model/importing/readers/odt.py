"""Reads .odt and the flat .fodt: the final view of the text, with all table spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from model.importing.content import Cell, Content, Paragraph, Row, Table
from model.importing.readers.container import Container, attribute, child, count, local, parse_xml
from model.importing.readers.refusals import damaged, encrypted
from model.importing.readers.tables import MOST_COLUMNS, MOST_ROWS, as_cell_lines, lay_out, paragraphs

_SKIPPED = {
    "tracked-changes": "修订",
    "note": "脚注",
    "annotation": "批注",
    "annotation-end": "",
    "ruby-text": "拼音注音",
    "forms": "",
    "sequence-decls": "",
    "table-of-content-source": "",
}
"""What is not part of the text, and what to call it; "" is not worth a word."""
_ROW_GROUPS = ("table-header-rows", "table-rows", "table-row-group")
_MOST_SPACES = 100
_MOST_REPEATED_ROWS = 200
_MANIFEST = "META-INF/manifest.xml"


def read_odt(data: bytes) -> Content:
    """The text of an OpenDocument package."""
    container = Container(data)
    if _MANIFEST in container.names and b"encryption-data" in container.read(_MANIFEST):
        raise encrypted("文档")
    return _content(container.xml("content.xml"))


def read_fodt(data: bytes) -> Content:
    """The text of OpenDocument in one XML file."""
    return _content(parse_xml(data))


def _content(root: Element) -> Content:
    body = child(child(root, "body"), "text")
    if body is None:
        raise damaged("文档")
    styles = (element for element in root.iter() if local(element.tag) == "style")
    hidden = {attribute(style, "name") for style in styles if any(attribute(p, "display") == "none" for p in style)}
    reader = _Reader(hidden)
    return Content(tuple(reader.blocks(body)), skipped=dict(+reader.skipped))


class _Reader:
    def __init__(self, hidden: set[str]) -> None:
        self.skipped: Counter[str] = Counter()
        self._hidden = hidden

    def blocks(self, parent: Iterable[Element]) -> Iterator[Paragraph | Row | Table]:
        for element in parent:
            name = local(element.tag)
            if name in ("p", "h"):
                boxes: list[Element] = []
                number = child(element, "number")  # the printed list number, which newer writers store
                text = ((number.text or "") if number is not None else "") + "".join(self._inline(element, boxes))
                yield from paragraphs(text, heading=name == "h")
                for box in boxes:
                    yield from self.blocks(box)
            elif name == "table":
                yield lay_out(self._rows(element))
            elif name in _SKIPPED:
                self._skip(_SKIPPED[name])
            elif name == "section" and attribute(element, "display") == "none":
                self._skip("隐藏文字")
            else:
                yield from self.blocks(element)

    def _skip(self, what: str) -> None:
        if what:
            self.skipped[what] += 1

    def _inline(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        yield element.text or ""
        for inner in element:
            name = local(inner.tag)
            if name == "s":
                yield " " * count(inner, "c", 1, most=_MOST_SPACES)
            elif name in ("tab", "line-break"):
                yield "\t" if name == "tab" else "\n"
            elif name == "text-box":
                boxes.append(inner)
            elif name in _SKIPPED:
                self._skip(_SKIPPED[name])
            elif name == "span" and attribute(inner, "style-name") in self._hidden:
                self._skip("隐藏文字")
            elif name != "number":
                yield from self._inline(inner, boxes)
            yield inner.tail or ""

    def _rows(self, table: Element) -> Iterator[list[Cell]]:
        for inner in table:
            if local(inner.tag) == "table-row":
                row = list(self._cells(inner))
                for _ in range(count(inner, "number-rows-repeated", 1, most=_MOST_REPEATED_ROWS)):
                    yield row
            elif local(inner.tag) in _ROW_GROUPS:
                yield from self._rows(inner)

    def _cells(self, row: Element) -> Iterator[Cell]:
        """Covered cells stand in the file too, but hold nothing: `lay_out` leaves their places free by the spans."""
        for inner in row:
            if local(inner.tag) == "table-cell":
                down = count(inner, "number-rows-spanned", 1, most=MOST_ROWS)
                across = count(inner, "number-columns-spanned", 1, most=MOST_COLUMNS)
                cell = Cell("\n".join(self._lines(inner)), down, across)
                for _ in range(count(inner, "number-columns-repeated", 1, most=MOST_COLUMNS)):
                    yield cell

    def _lines(self, cell: Element) -> Iterator[str]:
        for block in self.blocks(cell):
            if isinstance(block, Table):
                self._skip("表中表")
                yield from as_cell_lines(block)
            else:
                yield block.text if isinstance(block, Paragraph) else "\t".join(block.cells)
