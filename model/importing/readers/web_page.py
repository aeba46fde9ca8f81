"""Reads .html and .mht: what a browser would show, as paragraphs and tables; tables for layout are looked through."""

from __future__ import annotations

import email.message
import email.parser  # `message_from_bytes` would load it when no file may be opened any more
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from model.importing.content import Cell, Content, ImportRefused, Paragraph, Table
from model.importing.readers.decoding import decode
from model.importing.readers.refusals import too_complex, too_large
from model.importing.readers.tables import MOST_COLUMNS, MOST_ROWS, lay_out

LARGEST = 5 * 1024 * 1024
DEEPEST = 200
_UNSEEN = re.compile(
    "script|style|head|title|noscript|template|select|textarea|button|object|applet|svg|math|iframe|audio|video|canvas"
    "|datalist"
)
_HEADING = re.compile("h[1-6]")
_LINE = re.compile("p|h[1-6]")
"""Elements that follow each other as the lines of one text; any other begins something new."""
_BLOCK = re.compile(
    "p|div|h[1-6]|li|[uod]l|d[td]|blockquote|section|article|header|footer|nav|aside|main|form|fieldset|center|address"
    "|pre|hr|figure|figcaption|caption|body|html"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_LONGEST_CELL = 400
"""A cell with more text than this, or with a table inside, is layout: what it holds is read as if it stood alone."""
_HTML_TYPES = ("text/html", "application/xhtml+xml")


def read_html(data: bytes) -> Content:
    """What the page shows; of text that CSS hides, only how often."""
    page = _Page()
    page.read(data)
    return page.content()


def read_mht(data: bytes) -> Content:
    """A page saved as one file: every HTML part of the message, in order."""
    message = email.message_from_bytes(data)
    page = _Page()
    for part in message.walk():
        if part.get_content_type() in _HTML_TYPES:
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                page.read(body, str(part.get_content_charset() or ""))
    if not page.blocks:
        raise ImportRefused("这个网页文件里没有文字，请在浏览器里打开网页，另存为 .html 后再导入。")
    return page.content()


@dataclass
class _Cell:
    blocks: list[Paragraph | Table] = field(default_factory=list)
    row_span: int = 1
    column_span: int = 1

    def is_layout(self) -> bool:
        size = sum(len(block.text) for block in self.blocks if isinstance(block, Paragraph))
        return size > _LONGEST_CELL or any(isinstance(block, Table) for block in self.blocks)

    def plain(self) -> Cell:
        lines = (block.text for block in self.blocks if isinstance(block, Paragraph))
        return Cell("\n".join(lines), self.row_span, self.column_span)


class _Page:
    """Gathers a walk through the tree into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Paragraph | Table] = []
        self._skipped: Counter[str] = Counter()
        self._broken = 0
        self._pieces: list[str] = []
        self._heading = False
        self._gap = True

    def content(self) -> Content:
        doubtful = {"损坏的字": self._broken} if self._broken else {}
        return Content(tuple(self.blocks), skipped=dict(+self._skipped), doubtful=doubtful)

    def read(self, data: bytes, stated: str = "") -> None:
        if len(data) > LARGEST:
            raise too_large("网页", len(data) >> 20, LARGEST >> 20, " MB")
        text, broken = decode(data, stated)
        self._broken += broken
        body = LexborHTMLParser(text).body
        if body is not None:
            self._add(body, self.blocks)
            self._flush(self.blocks)

    def _add(self, node: LexborNode, into: list[Paragraph | Table], depth: int = 0) -> None:
        if depth > DEEPEST:
            raise too_complex("网页")
        for inner in node.iter(include_text=True):
            tag = inner.tag or ""
            if tag == "-text":
                self._pieces.append(inner.text_content or "")
            elif _UNSEEN.fullmatch(tag) or _is_hidden(inner):
                self._skipped["隐藏文字"] += not _UNSEEN.fullmatch(tag) and bool(inner.text(deep=True).strip())
            elif tag in ("del", "strike", "s"):
                self._skipped["删除的修订"] += 1
            elif tag == "br":
                self._flush(into)
            elif tag == "table":
                self._flush(into)
                into += self._table(inner, depth)
                self._gap = True
            elif _BLOCK.fullmatch(tag):
                self._flush(into)
                self._heading = _HEADING.fullmatch(tag) is not None
                self._gap |= not _LINE.fullmatch(tag)
                self._add(inner, into, depth + 1)
                self._flush(into)
                self._heading = False
                self._gap |= not _LINE.fullmatch(tag)
            elif not tag.startswith(("-", "_", "!")):
                self._add(inner, into, depth + 1)

    def _flush(self, into: list[Paragraph | Table]) -> None:
        """End a paragraph."""
        raw = "".join(self._pieces)
        self._pieces = []
        if text := " ".join(raw.split()):
            indented = raw.lstrip("\r\n").startswith(("\u3000", "\xa0\xa0"))
            into.append(Paragraph(text, self._heading, self._gap, indented))
            self._gap = False

    def _table(self, table: LexborNode, depth: int) -> Sequence[Paragraph | Table]:
        blocks: list[Paragraph | Table] = []
        for inner in table.iter():
            if inner.tag == "caption":
                self._add(inner, blocks, depth + 1)
                self._flush(blocks)
        rows = [[self._cell(cell, depth) for cell in _cells(row)] for row in _rows(table)]
        if any(cell.is_layout() for row in rows for cell in row) or max(map(len, rows), default=0) <= 1:
            blocks += [block for row in rows for cell in row for block in cell.blocks]
        else:
            blocks.append(lay_out([[cell.plain() for cell in row] for row in rows]))
        return blocks

    def _cell(self, node: LexborNode, depth: int) -> _Cell:
        cell = _Cell(row_span=_span(node, "rowspan", MOST_ROWS), column_span=_span(node, "colspan", MOST_COLUMNS))
        self._add(node, cell.blocks, depth + 1)
        self._flush(cell.blocks)
        return cell


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for inner in table.iter():
        if _is_hidden(inner):
            continue
        if inner.tag == "tr":
            yield inner
        elif inner.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in inner.iter() if row.tag == "tr" and not _is_hidden(row))


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    return (cell for cell in row.iter() if cell.tag in ("td", "th") and not _is_hidden(cell))


def _span(node: LexborNode, name: str, most: int) -> int:
    text = (node.attributes.get(name) or "").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None
