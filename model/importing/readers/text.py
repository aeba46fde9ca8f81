"""Reads plain text and Markdown: tab-separated tables, tables drawn with bars, and lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from model.importing.content import Block, Content, ImportRefused, Paragraph, Row
from model.importing.readers.decoding import decode
from model.importing.readers.markup import whole_rows

SIZE_LIMIT = 5 * 1024 * 1024
LINE_LIMIT = 200_000
"""Characters in one line; a whole report pasted as one line has some tens of thousands."""
LINES_LIMIT = 20_000

CELLS_LIMIT = 50_000
"""A report's tables have some three hundred cells; with stubs, headers and padding under a thousand."""
_MOST_CELLS = 200
_RULE = re.compile(r"\s*([-=*_·—]\s*){3,}")
_DELIMITER_CELL = re.compile(r"\s*:?-+:?\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}(?!#)\s*")
_BULLET = re.compile(r"[-*+•●]\s+(?=\S)")
_STRESS = re.compile(r"\*{2,}|_{2,}|`+")
_EMPHASIS = re.compile(r"(?<![0-9A-Za-z*\\])\*([^\s*][^*]{0,99})(?<!\s)\*(?![0-9A-Za-z*])")
_TAG = re.compile(
    r"</?(?:p|div|span|b|strong|i|em|u|font|center|h[1-6]|a|img|ul|ol|li|sup|sub)\b[^<>]*>", re.IGNORECASE
)
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff]")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_IMAGE = re.compile(r"!\[[^\[\]]{0,200}\]\([^()]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()]{1,500}\)")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—－–―_·•]{1,4}\s*[0-9０-９]{1,4}\s*[-—－–―_·•]{1,4}|第\s*[0-9]{1,4}\s*页(?:\s*[/，,]?\s*共\s*[0-9]{1,4}\s*页)?"
    r"|[0-9]{1,3}\s*/\s*[0-9]{1,3})\s*"
)


def read_text(data: bytes) -> Content:
    """The paragraphs and table rows of a text; `ImportRefused` for what is not a text."""
    if len(data) > SIZE_LIMIT:
        raise ImportRefused(
            f"文件有{len(data) / 1024 / 1024:.1f} MB，文本最多{SIZE_LIMIT // 1024 // 1024} MB，请确认选对了文件。"
        )
    text, broken = decode(data)
    blocks = tuple(_blocks(_lines(text)))
    if sum(len(block.cells) for block in blocks if isinstance(block, Row)) > CELLS_LIMIT:
        raise ImportRefused(f"文件里的表格超过{CELLS_LIMIT}格，不像一份年报，请确认选对了文件。")
    return Content(blocks, torn=True, doubtful={"损坏的字": broken} if broken else {})


def _lines(text: str) -> list[str]:
    lines = text.replace("\f", "\n\n").splitlines()
    if len(lines) > LINES_LIMIT:
        raise ImportRefused(f"文件有{len(lines)}行，超过{LINES_LIMIT}行，不像一份年报，请确认选对了文件。")
    longest = max(range(len(lines)), key=lambda number: len(lines[number]), default=0)
    if lines and len(lines[longest]) > LINE_LIMIT:
        raise ImportRefused(f"第{longest + 1}行有{len(lines[longest])}个字，不像一份年报，请确认选对了文件。")
    return lines


def _blocks(lines: list[str]) -> Iterator[Block]:
    gap = True
    for line in whole_rows(lines):
        if not line.strip() or _RULE.fullmatch(line) or _PAGE_NUMBER.fullmatch(line):
            gap = True
            continue
        block = _row(line) or _paragraph(line, gap)
        if block is not None:
            yield block
            gap = False


def _row(line: str) -> Row | None:
    """A table row; None for a line of text."""
    bare = line.strip()
    if bare.startswith("|") and bare.count("|") > 1:
        cells = bare.removeprefix("|").removesuffix("|").replace(r"\|", "¦").split("|")
    elif "\t" in line.strip(" ").lstrip("\t"):
        cells = line.split("\t")
    elif bare.count("|") > 1:
        cells = bare.split("|")
    else:
        return None
    if len(cells) > _MOST_CELLS:
        return None
    if not any(cell and not cell.isspace() and not _DELIMITER_CELL.fullmatch(cell) for cell in cells):
        return Row(())
    return Row(tuple(plain(_BREAK.sub(" ", cell)).strip() for cell in cells))


def _paragraph(line: str, gap: bool) -> Paragraph | None:
    bare = _BREAK.sub(" ", line).strip()
    bare = bare.lstrip("> ") if bare.startswith(">") else bare
    heading = _HEADING.match(bare)
    bare = bare[heading.end() :] if heading else bare
    bullet = _BULLET.match(bare)
    text = plain(bare[bullet.end() :] if bullet else bare).strip()
    indented = line.startswith(("\u3000", "  ", "\t"))
    return Paragraph(text, heading=heading is not None, after_gap=gap, indented=indented) if text else None


def plain(text: str) -> str:
    """The text without Markdown's marks."""
    for pattern, kept in (
        (_IMAGE, ""),
        (_LINK, r"\1"),
        (_TAG, ""),
        (_STRESS, ""),
        (_EMPHASIS, r"\1"),
        (_ESCAPE, r"\1"),
    ):
        text = pattern.sub(kept, text)
    return _INVISIBLE.sub("", html.unescape(text))
