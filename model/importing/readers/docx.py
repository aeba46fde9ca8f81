"""Reads .docx (Word, WPS, LibreOffice; transitional and strict): the final view of the text, with all table spans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from model.importing.content import Cell, Content, ImportRefused, Paragraph, Row, Table
from model.importing.readers.container import Container, attribute, child, count, local
from model.importing.readers.tables import MOST_COLUMNS, as_cell_lines, check_size, paragraphs

_DELETED, _HIDDEN, _NESTED = "删除的修订", "隐藏文字", "表中表"
_DROPPED = {
    "del": _DELETED,
    "moveFrom": "移走的修订",
    "rt": "拼音注音",
    "instrText": "",
    "delText": "",
    "delInstrText": "",
    "fldData": "",
}
"""What the final view does not show, and what to call it; "" is not worth a word."""
_OBJECTS = {"drawing": "图片", "pict": "图片", "object": "嵌入对象", "oMath": "公式"}
_NOTES = {"footnoteReference": "脚注", "endnoteReference": "尾注", "commentReference": "批注"}
_PRINTED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_PROPERTIES = {"pPr", "rPr", "sdtPr", "sdtEndPr", "tcPr", "trPr", "tblPr", "tblGrid"}
_WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}
"""Elements that stand around paragraphs, rows, cells and runs without changing them."""
_OFF = {"0", "false", "off", "none"}
_MOST_NUMBER = 10_000
_PLACEHOLDER = re.compile("%([1-9])")


def read_docx(data: bytes) -> Content:
    """The document as it is printed, with tracked changes accepted."""
    container = Container(data)
    main = next(_main_parts(container), None)
    if main is None:
        raise ImportRefused("这不是 Word 文档（缺少正文），请用 Word 或 WPS 打开后另存为 .docx 再导入。")
    reader = _Reader(container, main)
    body = child(container.xml(main), "body")
    blocks = tuple(reader.blocks(body if body is not None else ()))
    reader.skipped["宏"] += sum(name.endswith("vbaProject.bin") for name in container.names)
    reader.skipped["链接的外部文件"] += sum(_is_linked_file(link) for link in _links(container, main))
    return Content(blocks, skipped=dict(+reader.skipped))


def _main_parts(container: Container) -> Iterator[str]:
    """The main part is named by the package's relationships, and not always word/document.xml."""
    if "_rels/.rels" in container.names:
        for relation in container.xml("_rels/.rels"):
            target = attribute(relation, "Target").lstrip("/")
            if attribute(relation, "Type").endswith("/officeDocument") and target in container.names:
                yield target
    if "word/document.xml" in container.names:
        yield "word/document.xml"


def _links(container: Container, main: str) -> Iterable[Element]:
    folder, _, name = main.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    return container.xml(path) if path in container.names else ()


def _is_linked_file(link: Element) -> bool:
    """Whether a relationship wants something from outside the document; an address to click on does not."""
    return attribute(link, "TargetMode") == "External" and not attribute(link, "Type").endswith("/hyperlink")


def _value(element: Element | None) -> str:
    return attribute(element, "val")


def _is_on(element: Element | None) -> bool:
    return element is not None and _value(element) not in _OFF


class _Level(NamedTuple):
    """One level of an automatic list: 一、二、三…"""

    form: str
    text: str
    start: int


class _Numbering:
    """Automatic numbers as people see them printed."""

    def __init__(self, root: Element | None) -> None:
        parts: Iterable[Element] = root if root is not None else ()
        abstract = {attribute(part, "abstractNumId"): part for part in parts if local(part.tag) == "abstractNum"}
        self._levels: dict[tuple[str, str], _Level] = {}
        self._counters: dict[tuple[str, str], int] = {}
        for part in parts:
            base = child(part, "abstractNumId") if local(part.tag) == "num" else None
            for level in abstract.get(_value(base), ()) if base is not None else ():
                if local(level.tag) == "lvl":
                    form, text = (_value(child(level, name)) for name in ("numFmt", "lvlText"))
                    start = count(child(level, "start"), "val", 1, most=_MOST_NUMBER)
                    self._levels[attribute(part, "numId"), attribute(level, "ilvl")] = _Level(form, text, start)

    def next(self, properties: Element | None) -> str:
        """The number of the next paragraph with these properties; "" for one without."""
        list_id, depth = _value(child(properties, "numId")), _value(child(properties, "ilvl")) or "0"
        level = self._levels.get((list_id, depth))
        if level is None:
            return ""
        self._counters[list_id, depth] = self._counters.get((list_id, depth), level.start - 1) + 1
        for other, inner in list(self._counters):
            if other == list_id and inner > depth:
                del self._counters[other, inner]
        if level.form in ("bullet", "none"):
            return ""
        return _PLACEHOLDER.sub(lambda match: self._written(list_id, str(int(match[1]) - 1)), level.text)

    def _written(self, list_id: str, depth: str) -> str:
        level = self._levels.get((list_id, depth), _Level("decimal", "", 1))
        return _written(self._counters.get((list_id, depth), level.start), level.form)


def _written(number: int, form: str) -> str:
    if not form.startswith(("chinese", "ideographDigital", "japaneseCounting", "taiwanese")) or number >= 100:
        return str(number)
    digits, tens, ones = "〇一二三四五六七八九", number // 10, number % 10
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones or not tens else "")


class _Reader:
    def __init__(self, container: Container, main: str) -> None:
        self.skipped: Counter[str] = Counter()
        folder = main.rpartition("/")[0]

        def part(name: str) -> Element | None:
            path = f"{folder}/{name}".lstrip("/")
            return container.xml(path) if path in container.names else None

        root = part("styles.xml")
        styles = [style for style in root if local(style.tag) == "style"] if root is not None else []
        self._hidden = {attribute(style, "styleId") for style in styles if _is_on(child(child(style, "rPr"), "vanish"))}
        self._list_of_style = _lists_of(styles)
        self._numbering = _Numbering(part("numbering.xml"))

    def blocks(self, parent: Iterable[Element]) -> Iterator[Paragraph | Row | Table]:
        """Paragraphs and tables in order; content controls, custom markup and text boxes are looked into."""
        pending = ""
        for element in parent:
            name = local(element.tag)
            if name == "p":
                boxes: list[Element] = []
                text = pending + self._text(element, boxes)
                properties = child(element, "pPr")
                pending = text if _goes_on(properties) else ""
                if not pending:
                    yield from paragraphs(text, heading=child(properties, "outlineLvl") is not None)
                for box in boxes:
                    yield from self.blocks(box)
            elif name == "tbl":
                yield self._table(element)
            elif name in _WRAPPERS or name in ("AlternateContent", "Choice", "Fallback"):
                yield from self.blocks(_first_choice(element))
            elif name in _DROPPED:
                self._skip(_DROPPED[name])
            elif name == "altChunk":
                self._skip("嵌入的其他文档")
        yield from paragraphs(pending)

    def _skip(self, what: str) -> None:
        if what:
            self.skipped[what] += 1

    def _text(self, paragraph: Element, boxes: list[Element]) -> str:
        properties = child(paragraph, "pPr")
        numbered = child(properties, "numPr")
        if numbered is None:
            numbered = self._list_of_style.get(_value(child(properties, "pStyle")))
        text = "".join(self._inline(paragraph, boxes))
        return self._numbering.next(numbered) + text if text.strip() else text

    def _inline(self, parent: Iterable[Element], boxes: list[Element]) -> Iterator[str]:
        for element in parent:
            name = local(element.tag)
            if name in _PRINTED:
                yield _PRINTED[name]
            elif name == "t":
                yield element.text or ""
            elif name == "sym":
                self._skip("符号字体的字")
                yield "□"
            elif name == "r":
                properties = child(element, "rPr")
                if _is_on(child(properties, "vanish")) or _value(child(properties, "rStyle")) in self._hidden:
                    self._skip(_HIDDEN)
                else:
                    yield from self._inline(element, boxes)
            elif name in _DROPPED or name in _NOTES:
                self._skip(_DROPPED.get(name) or _NOTES.get(name, ""))
            elif name == "txbxContent":
                boxes.append(element)
            elif name not in _PROPERTIES:
                found = list(self._inline(_first_choice(element), boxes))
                if name in _OBJECTS and not boxes and not found:
                    self._skip(_OBJECTS[name])
                yield from found

    def _table(self, table: Element) -> Table:
        placing = _Placing()
        for row in _inside(table, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self._skip(_DELETED)
                continue
            placing.begin_row(count(child(properties, "gridBefore"), "val", 0, most=MOST_COLUMNS))
            for cell in _inside(row, "tc"):
                if child(child(cell, "tcPr"), "cellDel") is None:
                    placing.add(cell, self._cell_text(cell))
                else:
                    self._skip(_DELETED)
        return placing.table()

    def _cell_text(self, cell: Element) -> str:
        """The paragraphs of a cell; those of a table inside it too, row by row."""
        lines: list[str] = []
        for block in self.blocks(cell):
            if isinstance(block, Table):
                self._skip(_NESTED)
                lines += as_cell_lines(block)
            else:
                lines.append(block.text if isinstance(block, Paragraph) else "\t".join(block.cells))
        return "\n".join(filter(None, lines))


class _Placing:
    """Puts the cells of a table into its grid, row by row."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], Cell] = {}
        self._above: dict[int, tuple[int, int]] = {}
        """The cells that may go on downwards, by column."""
        self._row, self._column, self._width = -1, 0, 0
        self._left: tuple[int, int] | None = None

    def begin_row(self, column: int) -> None:
        self._row += 1
        self._column, self._left = column, None

    def add(self, cell: Element, text: str) -> None:
        properties = child(cell, "tcPr")
        span = max(1, count(child(properties, "gridSpan"), "val", 1, most=MOST_COLUMNS + 1))
        down, sideways = child(properties, "vMerge"), child(properties, "hMerge")
        column = self._column
        check_size(self._row + 1, column + span, len(self._cells))
        if sideways is not None and _value(sideways) != "restart" and self._left:
            old = self._cells[self._left]
            self._cells[self._left] = Cell(old.text + text, old.row_span, old.column_span + span)
        elif down is not None and _value(down) != "restart" and column in self._above:
            top = self._above[column]
            old = self._cells[top]
            self._cells[top] = Cell(old.text + text, self._row - top[0] + 1, old.column_span)
        else:
            self._left = self._row, column
            self._cells[self._left] = Cell(text, 1, span)
            self._above.pop(column, None)
            if down is not None:
                self._above[column] = self._left
        self._column += span
        self._width = max(self._width, self._column)

    def table(self) -> Table:
        return Table(self._cells, self._row + 1, self._width)


def _lists_of(styles: Iterable[Element]) -> Mapping[str, Element]:
    """The automatic lists that paragraph styles bring, by the style's id."""
    lists = {attribute(style, "styleId"): child(child(style, "pPr"), "numPr") for style in styles}
    return {style: numbered for style, numbered in lists.items() if numbered is not None}


def _goes_on(properties: Element | None) -> bool:
    """A tracked deletion of the paragraph mark joins the paragraph with the next one."""
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those in content controls and custom markup too."""
    for element in parent:
        if local(element.tag) == name:
            yield element
        elif local(element.tag) in _WRAPPERS:
            yield from _inside(element, name)


def _first_choice(element: Element) -> Iterable[Element]:
    """AlternateContent holds the same thing twice: for new programs and for old ones."""
    if local(element.tag) != "AlternateContent":
        return element
    return next(([inner] for wanted in ("Choice", "Fallback") for inner in element if local(inner.tag) == wanted), [])
