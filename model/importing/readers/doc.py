"""Reads .doc and .wps (Word 97-2003 binary): the piece table gives the text, paragraph properties give the tables.

Names and numbers of structures are those of [MS-DOC]: FIB 2.5.1, Clx 2.9.38, PapxFkp 2.9.176, ChpxFkp 2.9.33,
TDefTableOperand 2.9.321.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple

import olefile

from model.importing.content import Content, ImportRefused, Paragraph, Row, Table
from model.importing.readers.refusals import damaged, encrypted
from model.importing.readers.tables import EdgedCell, paragraphs, place_by_edges

_CELL, _PARAGRAPH, _PAGE = "\x07", "\x0d", "\x0c"
_GONE = "\0"
_LONGEST = 3_000_000

_WORD_97 = 0xC1
_MAGIC = 0xA5EC
_COUNTS, _LOCATIONS = 76, 154
"""Offsets in the FIB: lengths of the text's parts, and (offset, size) pairs of tables in the table stream."""
_CHARACTERS, _PARAGRAPHS, _PIECES = 12, 13, 33
"""Which of these pairs tells where the character runs, the paragraph runs and the pieces are."""

_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_ELSEWHERE = (0x6646, 0x6645)
"""Modifiers that stand in the Data stream, because wide tables have many."""
_DEFINITIONS = (0xD608, 0xD606)
_VERTICAL, _DELETED, _HIDDEN = 0xD62B, 0x0800, 0x083C
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of an operand by its size class; class 6 states its own length."""
_JOINS_LEFT, _JOINS_ABOVE, _BEGINS_COLUMN = 0x02, 0x20, 0x40


@dataclass
class _Properties:
    """What a paragraph's modifiers say about tables; ``edges`` and ``flags`` describe the row that ends with it."""

    depth: int = 0
    row_end: bool = False
    edges: Sequence[int] = ()
    flags: list[int] = field(default_factory=list)


class _Piece(NamedTuple):
    start: int
    """Offset in the main stream."""
    length: int
    narrow: bool
    """One byte a character, not two."""


class _Runs(NamedTuple):
    """Modifiers by offset in the main stream: each holds from its offset to the next."""

    offsets: list[int]
    modifiers: list[bytes]

    def at(self, offset: int) -> int:
        return bisect_right(self.offsets, offset) - 1


def read_doc(data: bytes) -> Content:
    """The text of the document, tracked changes accepted; text boxes come last."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            main = ole.openstream("WordDocument").read()
            table = f"{main[11] >> 1 & 1}Table"
            parts = [ole.openstream(name).read() if ole.exists(name) else b"" for name in (table, "Data")]
        return _Binary(main, *parts).content()
    except (OSError, struct.error, IndexError, ValueError) as error:
        raise damaged("Word 文档") from error


class _Binary:
    def __init__(self, main: bytes, table: bytes, store: bytes) -> None:
        self._main, self._table, self._store = main, table, store
        magic, version = struct.unpack_from("<HH", main)
        if magic != _MAGIC or version < _WORD_97:
            raise ImportRefused("这是 Word 95 或更早的文档，读不了，请用 Word 或 WPS 打开后另存为 .docx 再导入。")
        if main[11] & 1:
            raise encrypted("文档")
        self._skipped: Counter[str] = Counter()
        self._paragraphs = self._runs(_PARAGRAPHS, 13)
        self._characters = self._runs(_CHARACTERS, 1)

    def content(self) -> Content:
        lengths = struct.unpack_from("<8I", self._main, _COUNTS)
        text, offsets = self._text()
        blocks = list(self._blocks(text[: lengths[0]], offsets))
        boxes, box_length = sum(lengths[:6]), lengths[6]
        for part in text[boxes : boxes + box_length].replace(_CELL, _PARAGRAPH).split(_PARAGRAPH):
            blocks += paragraphs(_printed(part))
        return Content(tuple(blocks), skipped=dict(+self._skipped))

    def _location(self, index: int) -> tuple[int, int]:
        offset, size = struct.unpack_from("<II", self._main, _LOCATIONS + 8 * index)
        return offset, size

    def _pieces(self) -> Iterator[_Piece]:
        position, size = self._location(_PIECES)
        clx = self._table[position : position + size]
        at = 0
        while clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        count = (struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12
        starts = struct.unpack_from(f"<{count + 1}i", clx, at + 5)
        if not 0 < starts[-1] <= _LONGEST:
            raise damaged("Word 文档")
        for number in range(count):
            offset = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)[0]
            narrow = bool(offset & 0x40000000)
            offset &= 0x3FFFFFFF
            yield _Piece(offset // 2 if narrow else offset, starts[number + 1] - starts[number], narrow)

    def _runs(self, index: int, step: int) -> _Runs:
        """Paragraph or character runs, from their 512-byte pages; ``step`` is the size of an entry in those."""
        position, size = self._location(index)
        count = (size - 4) // 8
        pages = struct.unpack_from(f"<{count}I", self._table, position + 4 * (count + 1))
        found: list[tuple[int, bytes]] = []
        for page in pages:
            data = self._main[(page & 0x3FFFFF) * 512 :][:512]
            runs = data[511]
            limits = struct.unpack_from(f"<{runs + 1}I", data)
            for run in range(runs):
                at = 2 * data[4 * (runs + 1) + step * run]
                length = 0
                if at and step == 1:
                    length, at = data[at], at + 1
                elif at:
                    length, at = (2 * data[at] - 1, at + 1) if data[at] else (2 * data[at + 1], at + 2)
                found.append((limits[run], data[at : at + length][0 if step == 1 else 2 :]))
        found.sort(key=lambda pair: pair[0])
        return _Runs([offset for offset, _ in found], [modifiers for _, modifiers in found])

    def _text(self) -> tuple[str, list[int]]:
        """Every character, with deleted and hidden ones as NUL, and its offset in the main stream."""
        characters: list[str] = []
        offsets: list[int] = []
        for start, count, narrow in self._pieces():
            width = 1 if narrow else 2
            raw = self._main[start : start + count * width]
            if narrow:
                piece = raw.decode("cp1252", "replace")
            else:  # unit by unit: characters beyond the first plane take two places
                piece = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
            characters += piece
            offsets += range(start, start + len(piece) * width, width)
        self._blank_out(characters, offsets)
        return "".join(characters), offsets

    def _blank_out(self, characters: list[str], offsets: Sequence[int]) -> None:
        """Take out what is deleted or hidden."""
        unseen = {run: what for run, data in enumerate(self._characters.modifiers) if (what := _why_unseen(data))}
        last = None
        for number, offset in enumerate(offsets if unseen else ()):
            run = self._characters.at(offset)
            if run in unseen and characters[number] not in (_CELL, _PARAGRAPH):
                characters[number] = _GONE
                self._skipped[unseen[run]] += run != last
            last = run

    def _properties(self, offset: int) -> _Properties:
        run = self._paragraphs.at(offset)
        found = _Properties()
        for code, operand in self._modifiers(self._paragraphs.modifiers[run] if run >= 0 else b""):
            if code == _IN_TABLE and operand[0]:
                found.depth = max(found.depth, 1)
            elif code == _DEPTH:
                found.depth = struct.unpack("<i", operand)[0]
            elif code in (_ROW_END, _INNER_ROW_END):
                found.row_end = bool(operand[0])
            elif code in _DEFINITIONS:
                count = operand[0]
                found.edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
                cells = operand[1 + 2 * (count + 1) :]
                found.flags = [int.from_bytes(cells[20 * n : 20 * n + 2], "little") for n in range(count)]
            elif code == _VERTICAL and operand[0] < len(found.flags):
                old = found.flags[operand[0]] & ~(_JOINS_ABOVE | _BEGINS_COLUMN)
                found.flags[operand[0]] = old | (operand[1] & 3) << 5
        return found

    def _modifiers(self, data: bytes, *, nested: bool = False) -> Iterator[tuple[int, bytes]]:
        at = 0
        while at + 2 <= len(data):
            code = struct.unpack_from("<H", data, at)[0]
            at += 2
            if code in _DEFINITIONS:
                length, at = struct.unpack_from("<H", data, at)[0] - 1, at + 2
            elif code >> 13 == 6:
                length, at = data[at], at + 1
            else:
                length = _OPERANDS[code >> 13]
            operand = data[at : at + length]
            at += length
            if code in _ELSEWHERE and not nested:
                place = struct.unpack("<I", operand)[0]
                size = struct.unpack_from("<H", self._store, place)[0]
                yield from self._modifiers(self._store[place + 2 : place + 2 + size], nested=True)
            else:
                yield code, operand

    def _blocks(self, text: str, offsets: Sequence[int]) -> Iterator[Paragraph | Row | Table]:
        """Paragraphs and tables; a table inside a cell counts as text of that cell."""
        rows: list[list[EdgedCell]] = []
        cells: list[str] = []
        lines: list[str] = []
        start = 0
        for end, mark in enumerate(text):
            if mark not in (_CELL, _PARAGRAPH, _PAGE):
                continue
            found = self._properties(offsets[end])
            line, start = _printed(text[start:end]), end + 1
            if mark == _CELL and found.row_end and found.depth <= 1:
                rows.append(_row(cells, found))
                cells, lines = [], []
            elif found.depth:
                if found.depth > 1 and found.row_end:
                    self._skipped["表中表"] += 1
                elif line:
                    lines.append(line)
                if mark == _CELL and found.depth == 1:
                    cells.append("\n".join(lines))
                    lines = []
            else:
                if rows:
                    yield place_by_edges(rows)
                    rows = []
                yield from paragraphs(line)
        if rows:
            yield place_by_edges(rows)


def _why_unseen(modifiers: bytes) -> str:
    """Why a run of characters is not shown; "" for one that is."""
    deleted = hidden = False
    at = 0
    while at + 2 < len(modifiers):
        code = struct.unpack_from("<H", modifiers, at)[0]
        on = bool(modifiers[at + 2] & 1)  # deletions are marked by 0x81 as well as by 1
        deleted |= code == _DELETED and on
        hidden |= code == _HIDDEN and on
        at += 3 + modifiers[at + 2] if code >> 13 == 6 else 2 + _OPERANDS[code >> 13]
    return "删除的修订" if deleted else "隐藏文字" if hidden else ""


_SHOWN = {"\x0b": "\n", "\x1e": "-", "\xa0": " "}
_FIELD_CODE, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"


def _printed(text: str) -> str:
    """The text as printed: of a field its result, without the marks of pictures, notes and drawings."""
    shown: list[str] = []
    in_code = [False]
    for char in text:
        if char == _FIELD_CODE:
            in_code.append(True)
        elif char == _FIELD_RESULT:
            in_code[-1] = False
        elif char == _FIELD_END:
            if len(in_code) > 1:
                in_code.pop()
        elif not any(in_code):
            shown.append(_SHOWN.get(char, char if char >= " " or char == "\t" else ""))
    return "".join(shown).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip(" \n\t\r")


def _row(texts: Sequence[str], properties: _Properties) -> list[EdgedCell]:
    """The cells of one row; without edges, each is as good as any other."""
    edges = properties.edges if len(properties.edges) > len(texts) else [500 * n for n in range(len(texts) + 1)]
    flags = [*properties.flags, *[0] * len(texts)]
    return [
        EdgedCell(
            text,
            edges[number],
            edges[number + 1],
            bool(flags[number] & _JOINS_LEFT),
            bool(flags[number] & _JOINS_ABOVE) and not flags[number] & _BEGINS_COLUMN,
            bool(flags[number] & _BEGINS_COLUMN),
        )
        for number, text in enumerate(texts)
    ]
