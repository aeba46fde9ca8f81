"""Reads .ofd (GB/T 33190): pages of text codes and paths in XML, in millimetres; `pages` finds the tables."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from model.importing.content import Content, ImportRefused
from model.importing.readers.container import Container, attribute, local
from model.importing.readers.geometry import (
    MOST_GLYPHS,
    MOST_PAGES,
    MOST_RULES,
    Glyph,
    Matrix,
    Page,
    Point,
    Rule,
    rules_of,
)
from model.importing.readers.pages import read_pages
from model.importing.readers.refusals import damaged, scanned, too_complex, too_large

_POINTS = 72 / 25.4
_A4 = [0.0, 0.0, 210.0, 297.0]
_DEEPEST = 16
_ASCENT, _DESCENT = 0.88, 0.12
_SKEW = 0.1
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_PATH = re.compile(r"[SMLQBACsmlqbac]|" + _NUMBER.pattern)
_POINTS_OF = {"S": 1, "M": 1, "L": 1, "Q": 2, "B": 3}
"""How many points follow a letter of a path; an arc (A) has five numbers and one point."""
_UNITS = ("CompositeGraphicUnit", "CompositeGraphUnit")


def read_ofd(data: bytes) -> Content:
    """What the pages print."""
    container = Container(data)
    start = _find(container, "OFD.xml")
    if start is None:
        raise ImportRefused("这不是 OFD 文档，请确认选对了文件。")
    if any(name.lower().endswith("encryptions.xml") for name in container.names):
        raise ImportRefused("这份 OFD 加了密码，请取得没有密码的文件再导入。")
    main = _find(container, next((_text(e) for e in container.xml(start).iter() if local(e.tag) == "DocRoot"), ""))
    if main is None:
        raise damaged("OFD 文件")
    pages = list(_Reader(container, main).pages())
    if not any(page.glyphs for page in pages):
        raise scanned(" OFD ")
    return read_pages(pages)


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def _find(container: Container, path: str, base: str = "") -> str | None:
    """The part that a path names; paths are absolute or relative to ``base``, and programs differ in their case."""
    if not path:
        return None
    beside = normpath(join(dirname(base), path)) if not path.startswith("/") else ""
    by_lower = {name.lower(): name for name in container.names}
    for place in (beside, normpath(path).lstrip("/")):
        if place and place.lower() in by_lower:
            return place if place in container.names else by_lower[place.lower()]
    return None


class _Reader:
    def __init__(self, container: Container, main: str) -> None:
        self._container = container
        self._main = main
        self._root = container.xml(main)
        self._templates: dict[str, str] = {}
        self._units: dict[str, Element] = {}
        """Drawings that pages use by their number."""
        for element in self._root.iter():
            if local(element.tag) == "TemplatePage":
                self._templates[attribute(element, "ID")] = attribute(element, "BaseLoc")
            elif local(element.tag) in ("PublicRes", "DocumentRes") and (part := self._part(_text(element))):
                units = (unit for unit in container.xml(part).iter() if local(unit.tag) in _UNITS)
                self._units |= {attribute(unit, "ID"): unit for unit in units}
        self._box = self._box_of(self._root, _A4)

    def _part(self, path: str) -> str | None:
        return _find(self._container, path, self._main)

    @staticmethod
    def _box_of(root: Element, default: list[float]) -> list[float]:
        boxes = (_numbers(_text(element)) for element in root.iter() if local(element.tag) == "PhysicalBox")
        return next((box for box in boxes if len(box) == 4), default)

    def pages(self) -> Iterator[Page]:
        places = [attribute(element, "BaseLoc") for element in self._root.iter() if local(element.tag) == "Page"]
        if len(places) > MOST_PAGES:
            raise too_large("这份 OFD ", len(places), MOST_PAGES, "页")
        for number, place in enumerate(places, 1):
            if part := self._part(place):
                yield self._page(self._container.xml(part), number)

    def _page(self, content: Element, number: int) -> Page:
        left, top, width, height = self._box_of(content, self._box)
        page = Page(width * _POINTS, height * _POINTS, f"第{number}页")
        shown = Matrix(_POINTS, 0, 0, _POINTS, -left * _POINTS, -top * _POINTS)
        for element in content:
            if local(element.tag) == "Template":
                template = self._part(self._templates.get(attribute(element, "TemplateID"), ""))
                if template:
                    self._draw(self._container.xml(template), shown, page)
        self._draw(content, shown, page)
        return page

    def _draw(self, parent: Iterable[Element], matrix: Matrix, page: Page, depth: int = 0) -> None:
        for element in parent:
            if depth > _DEEPEST or len(page.glyphs) > MOST_GLYPHS or len(page.rules) > MOST_RULES:
                raise too_complex(f"OFD 的{page.place}")
            name = local(element.tag)
            if attribute(element, "Visible").lower() == "false":
                continue
            if name in ("Content", "Layer", "PageBlock", "Page"):
                self._draw(element, matrix, page, depth + 1)
            elif name == "TextObject":
                page.glyphs += _glyphs(element, _inside(element, matrix))
            elif name == "PathObject":
                page.rules += _rules(element, _inside(element, matrix))
            elif name == "CompositeObject" and (unit := self._units.get(attribute(element, "ResourceID"))) is not None:
                self._draw(unit, _inside(element, matrix), page, depth + 1)


def _inside(element: Element, matrix: Matrix) -> Matrix:
    """From the object's own coordinates to the page: first its CTM, then the corner of its boundary."""
    own = _numbers(attribute(element, "CTM"))
    corner = _numbers(attribute(element, "Boundary")) or [0.0, 0.0]
    shifted = Matrix(e=corner[0], f=corner[1]).then(matrix)
    return Matrix(*own).then(shifted) if len(own) == 6 else shifted


def _steps(text: str) -> list[float]:
    """Distances between characters; ``g 3 4.5`` stands for 4.5 4.5 4.5."""
    words = text.split()
    found: list[float] = []
    at = 0
    while at < len(words) and len(found) < MOST_GLYPHS:
        if words[at] == "g" and at + 2 < len(words):
            found += [float(words[at + 2])] * min(int(float(words[at + 1])), MOST_GLYPHS)
            at += 3
        else:
            found.append(float(words[at]))
            at += 1
    return found


def _glyphs(element: Element, matrix: Matrix) -> Iterator[Glyph]:
    angle = math.atan2(matrix.b, matrix.a) + math.radians(float(attribute(element, "CharDirection") or 0))
    if _SKEW < angle % (math.pi / 2) < math.pi / 2 - _SKEW:
        return  # a watermark across the page
    size = float(attribute(element, "Size") or 3)
    scale = float(attribute(element, "HScale") or 1)
    turned = 0.5 < angle % math.pi < 2.6
    x = y = 0.0
    for code in element:
        if local(code.tag) != "TextCode":
            continue
        x, y = float(attribute(code, "X") or x), float(attribute(code, "Y") or y)
        across, down = _steps(attribute(code, "DeltaX")), _steps(attribute(code, "DeltaY"))
        at_x, at_y = x, y
        for number, char in enumerate((code.text or "").strip("\r\n")):
            width = size * scale * (1 if ord(char) > 0x2000 else 0.5)
            step = across[number] if number < len(across) else 0 if down else width
            if not char.isspace():
                ink = min(width, step) if step > 0 else width
                yield _glyph(char, matrix, (at_x, at_y - _ASCENT * size), (at_x + ink, at_y + _DESCENT * size), turned)
            at_x += step
            at_y += down[number] if number < len(down) else 0


def _glyph(char: str, matrix: Matrix, corner: Point, opposite: Point, turned: bool) -> Glyph:
    (left, top), (right, bottom) = corner, opposite
    shown = [matrix.apply(x, y) for x in (left, right) for y in (top, bottom)]
    xs, ys = [x for x, _ in shown], [y for _, y in shown]
    return Glyph(char, min(xs), min(ys), max(xs), max(ys), turned)


def _rules(element: Element, matrix: Matrix) -> Iterator[Rule]:
    stroked = attribute(element, "Stroke").lower() != "false"
    if not (stroked or attribute(element, "Fill").lower() == "true"):
        return
    data = next((_text(inner) for inner in element if local(inner.tag) == "AbbreviatedData"), "")
    for outline in _outlines(data):
        yield from rules_of([matrix.apply(x, y) for x, y in outline], stroked=stroked)


def _outlines(data: str) -> list[list[Point]]:
    """The outlines of a path, curves as the line between their ends."""
    outlines: list[list[Point]] = []
    command, pending = "", list[float]()
    for word in _PATH.findall(data)[: 2 * MOST_RULES]:
        if word.isalpha():
            command, pending = word.upper(), []
            if command == "C" and outlines:
                outlines[-1].append(outlines[-1][0])
            continue
        pending.append(float(word))
        if len(pending) < (7 if command == "A" else 2 * _POINTS_OF.get(command, 1)):
            continue
        point, pending = (pending[-2], pending[-1]), []
        if command in ("M", "S"):
            outlines.append([point])
        elif outlines:
            outlines[-1].append(point)
    return outlines
