"""Reads .rtf: the final view of the text; cells by their right edges, merged ones by their marks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from model.importing.content import Content, ImportRefused, Paragraph, Row, Table
from model.importing.readers.refusals import too_complex, too_large
from model.importing.readers.tables import EdgedCell, paragraphs, place_by_edges

LARGEST = 20 * 1024 * 1024
DEEPEST = 200
_TOKEN = re.compile(
    rb"\\(?:([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
"""Word and number, byte in hexadecimal, symbol, brace, plain bytes."""
_UNSEEN = re.compile(
    "fonttbl|colortbl|stylesheet|info|listtable|listoverridetable|revtbl|rsidtbl|pict|object|objdata|header[lrf]?"
    "|footer[lrf]?|footnote|annotation|atnid|atnauthor|atnref|atndate|fldinst|xmlnstbl|themedata|colorschememapping"
    "|datastore|latentstyles|generator|datafield|bkmkstart|bkmkend|nonshppict|nesttableprops|filetbl|pntxta|pntxtb"
    "|xe|tc|template"
)
"""Groups that hold no text of the document."""
_AUTOMATIC_NUMBERS = frozenset(("listtext", "pntext"))
"""Groups that old readers are meant to skip; they hold the automatic numbers as they are printed."""
_CHARS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "-",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "nestcell": "\t",
    "nestrow": "\n",
}
_SYMBOLS = {b"~": " ", b"_": "-", b"-": ""}
_MERGES = {"clvmgf": "V", "clvmrg": "v", "clmgf": "H", "clmrg": "h"}
"""A capital begins a merged cell, a small letter goes on with one: downwards, sideways."""
_CHARACTER_SETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 204: "cp1251", 238: "cp1250"}
_PAGES = {b"936": "gb18030", b"950": "cp950", b"65001": "utf-8"}
_FONT = re.compile(rb"\\f([0-9]{1,5})[^{}]*?\\fcharset([0-9]{1,3})")


@dataclass
class _State:
    """What holds within one group."""

    skip: bool = False
    deleted: bool = False
    hidden: bool = False
    stand_ins: int = 1
    """How many bytes after a Unicode character repeat it for old programs."""
    font: int = 0


@dataclass
class _RowLayout:
    edges: list[int] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)


def read_rtf(data: bytes) -> Content:
    """The text of the document, tracked changes accepted."""
    if len(data) > LARGEST:
        raise too_large("RTF 文件", len(data) >> 20, LARGEST >> 20, " MB")
    reader = _Reader(data)
    for token in _TOKEN.finditer(data):
        reader.take(token)
    return reader.content()


class _Reader:
    def __init__(self, data: bytes) -> None:
        page = re.search(rb"\\ansicpg([0-9]{3,5})", data[:2000])
        self._encoding = _PAGES.get(page[1], "cp1252") if page else "cp1252"
        fonts = ((int(font), int(charset)) for font, charset in _FONT.findall(data[:200_000]))
        self._fonts = {font: _CHARACTER_SETS[charset] for font, charset in fonts if charset in _CHARACTER_SETS}
        self._blocks: list[Paragraph | Row | Table] = []
        self._skipped: Counter[str] = Counter()
        self._state = _State()
        self._stack: list[_State] = []
        self._bytes = bytearray()
        self._left = 0
        """So many stand-ins are still to come."""
        self._text: list[str] = []
        self._in_table = False
        self._layout = _RowLayout()
        self._merge = ""
        self._cells: list[str] = []
        self._rows: list[list[EdgedCell]] = []

    def content(self) -> Content:
        self._flush()
        self._end_paragraph()
        self._end_table()
        return Content(tuple(self._blocks), skipped=dict(+self._skipped))

    def take(self, token: re.Match[bytes]) -> None:
        word, number, code, symbol, brace, plain = token.groups()
        if code is not None:
            self._raw(bytes([int(code, 16)]))
        elif plain is not None:
            self._raw(plain)
        elif brace is not None:
            self._flush()
            self._open() if brace == b"{" else self._close()
        elif symbol is not None:
            self._symbol(symbol)
        elif word is not None:
            self._word(word.decode(), int(number) if number else None)

    def _open(self) -> None:
        if len(self._stack) > DEEPEST:
            raise too_complex("RTF ")
        self._stack.append(self._state)
        self._state = replace(self._state)

    def _close(self) -> None:
        self._left = 0
        if self._stack:
            self._state = self._stack.pop()

    def _raw(self, data: bytes) -> None:
        if self._left:
            self._left, data = max(0, self._left - len(data)), data[self._left :]
        self._bytes += data

    def _flush(self) -> None:
        if self._bytes:
            encoding = self._fonts.get(self._state.font, self._encoding)
            self._add(bytes(self._bytes).decode(encoding, "replace"))
            self._bytes.clear()

    def _add(self, text: str) -> None:
        if self._state.skip:
            return
        if self._state.deleted or self._state.hidden:
            self._skipped["删除的修订" if self._state.deleted else "隐藏文字"] += 1
        else:
            self._text.append(text)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state.skip = True
        elif symbol in b"\\{}":
            self._raw(symbol)
        elif symbol in _SYMBOLS:
            self._flush()
            self._add(_SYMBOLS[symbol])
        elif symbol in b"\r\n":
            self._flush()
            self._end_paragraph()

    def _word(self, word: str, number: int | None) -> None:
        if word == "bin":
            raise ImportRefused("RTF 里嵌有二进制内容，请用 Word 或 WPS 打开后另存为 .docx 再导入。")
        self._flush()
        self._left = 0
        state = self._state
        if word == "u":
            self._add(chr((number or 0) & 0xFFFF))
            self._left = state.stand_ins
        elif word in _AUTOMATIC_NUMBERS:
            state.skip = False
        elif _UNSEEN.fullmatch(word):
            state.skip = True
        elif word in _CHARS:
            self._add(_CHARS[word])
        elif word == "uc":
            state.stand_ins = number or 0
        elif word == "f":
            state.font = number or 0
        elif word == "deleted":
            state.deleted = number != 0
        elif word == "v":
            state.hidden = number != 0
        elif word == "plain":
            state.deleted = state.hidden = False
        elif not state.skip:
            self._place(word, number or 0)

    def _place(self, word: str, number: int) -> None:
        """Words that divide the text into paragraphs and cells."""
        if word == "trowd":
            self._layout, self._merge = _RowLayout(), ""
        elif word in _MERGES:
            self._merge += _MERGES[word]
        elif word == "cellx":
            self._layout.edges.append(number)
            self._layout.merges.append(self._merge)
            self._merge = ""
        elif word == "intbl":
            self._in_table = True
        elif word == "pard":
            self._in_table = False
        elif word == "cell":
            self._cells.append(self._taken())
        elif word == "row":
            self._rows.append(_row(self._cells, self._layout))
            self._cells = []
        elif word in ("par", "sect", "page"):
            self._end_paragraph()

    def _taken(self) -> str:
        text = "".join(self._text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._text = []
        return text.strip()

    def _end_paragraph(self) -> None:
        if self._in_table or self._cells:
            self._text.append("\n")
        elif text := self._taken():
            self._end_table()
            self._blocks += paragraphs(text)

    def _end_table(self) -> None:
        if self._rows:
            self._blocks.append(place_by_edges(self._rows))
            self._rows = []


def _row(texts: list[str], layout: _RowLayout) -> list[EdgedCell]:
    """The cells of one row; beyond the edges that the row states, each is as wide as the narrowest."""
    cells: list[EdgedCell] = []
    left = 0.0
    for number, text in enumerate(texts):
        right = layout.edges[number] if number < len(layout.edges) else left + 500
        merge = layout.merges[number] if number < len(layout.merges) else ""
        cells.append(EdgedCell(text, left, max(right, left), "h" in merge, "v" in merge, "V" in merge))
        left = max(right, left)
    return cells
