"""Draws a report as a PDF in the manners of many programs: rules of every kind, turned and cropped pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from model.document.blocks import Block, Cell, CellRole, Grid
from resources import resource_path
from tests.importing.producers import text_of

_FONT = "SGHei"
_MARGIN = 60.0
_PADDING = 3.0


@dataclass(frozen=True)
class Manner:
    """How one program draws. The defaults are a plain ruled table on upright A4."""

    rules: str = "lines"  # lines, boxes, filled, dashed, dotted, double, open, level, three, none
    size: float = 9.0
    align: str = "centre"  # centre, left, right
    landscape: bool = False
    turned: int = 0
    """Degrees by which the drawing is turned within the file."""
    rotated: bool = True
    """The file says so, and viewers show the pages upright."""
    cropped: bool = False
    form: bool = False
    double_struck: bool = False
    watermark: bool = False
    shaded: bool = False
    upright: str = ""  # labels down the page: "characters" that stand, "turned" text
    page_numbers: bool = True


MANNERS: Mapping[str, Manner] = {
    "ruled": Manner(),
    "boxes": Manner(rules="boxes"),
    "filled rules": Manner(rules="filled"),
    "dashed": Manner(rules="dashed"),
    "dotted": Manner(rules="dotted"),
    "double": Manner(rules="double"),
    "open sides": Manner(rules="open"),
    "level rules": Manner(rules="level", align="left", size=7.5),
    "level rules, centred": Manner(rules="level", size=7.5),
    "three rules": Manner(rules="three", align="left", size=7.5),
    "no rules": Manner(rules="none", align="left", size=7.5),
    "no rules, right": Manner(rules="none", align="right", size=7.5),
    "large": Manner(size=12),
    "small": Manner(size=6),
    "landscape": Manner(landscape=True),
    "turned 90": Manner(turned=90),
    "turned 180": Manner(turned=180),
    "turned 270": Manner(turned=270),
    "lying 90": Manner(turned=90, rotated=False),
    "upside down": Manner(turned=180, rotated=False),
    "lying 270, upright labels": Manner(turned=270, rotated=False, upright="characters"),
    "cropped": Manner(cropped=True),
    "form": Manner(form=True),
    "double-struck": Manner(double_struck=True),
    "watermark": Manner(watermark=True),
    "shaded": Manner(shaded=True),
    "upright labels": Manner(upright="characters"),
    "turned labels": Manner(upright="turned"),
    "left": Manner(align="left"),
    "right, small": Manner(align="right", size=7),
}


def drawn(blocks: Sequence[Block], manner: Manner) -> bytes:
    """The report as a PDF."""
    registerFont(TTFont(_FONT, str(resource_path("fonts/SGHei.ttf"))))
    output = io.BytesIO()
    width, height = A4[::-1] if manner.landscape else A4
    lying = manner.turned in (90, 270) and not manner.rotated  # of a rotated page ReportLab swaps the sides itself
    canvas = Canvas(output, pagesize=(height, width) if lying else (width, height))
    if manner.rotated:
        canvas.setPageRotation(manner.turned)
    if manner.cropped:
        canvas.setCropBox((20, 30, width - 10, height - 25))
    _Drawing(canvas, width, height, manner).draw(blocks)
    canvas.save()
    return output.getvalue()


class _Drawing:
    def __init__(self, canvas: Canvas, width: float, height: float, manner: Manner) -> None:
        self._canvas = canvas
        self._width, self._height = width, height
        self._manner = manner
        self._pages = 0
        self._y = 0.0
        self._begin_page()

    def draw(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Grid):
                self._grid(block)
            else:
                self._text(text_of(block))
        self._end_page()

    def _begin_page(self) -> None:
        self._pages += 1
        self._y = self._height - _MARGIN
        if self._manner.turned:
            self._canvas.transform(*_TURNS[self._manner.turned](self._width, self._height))
        if self._manner.form:
            self._canvas.beginForm(f"page{self._pages}")
        if self._manner.watermark:
            self._canvas.saveState()
            self._canvas.translate(self._width / 2, self._height / 2)
            self._canvas.rotate(45)
            self._canvas.setFont(_FONT, 60)
            self._canvas.drawCentredString(0, 0, "内部资料123")
            self._canvas.restoreState()

    def _end_page(self) -> None:
        if self._manner.page_numbers:
            self._canvas.setFont(_FONT, 9)
            self._canvas.drawCentredString(self._width / 2, 40, f"- {self._pages} -")
        if self._manner.form:
            self._canvas.endForm()
            self._canvas.doForm(f"page{self._pages}")
        self._canvas.showPage()

    def _room(self, height: float) -> None:
        if self._y - height < _MARGIN:
            self._end_page()
            self._begin_page()

    def _text(self, text: str) -> None:
        size = self._manner.size + 3
        for number, line in enumerate(_wrapped(f"　　{text}", size, self._width - 2 * _MARGIN)):
            self._room(size * 1.6)
            self._y -= size * 1.6
            self._show(_MARGIN, self._y, line.lstrip("　") if number else line, size)
        self._y -= 4

    def _show(self, x: float, y: float, text: str, size: float) -> None:
        indent = len(text) - len(text.lstrip("　"))
        for shift in (0.0, 0.3) if self._manner.double_struck else (0.0,):
            self._canvas.setFont(_FONT, size)
            self._canvas.drawString(x + indent * size + shift, y, text[indent:])

    def _grid(self, grid: Grid) -> None:
        edges = _edges(grid, self._width - 2 * _MARGIN)
        heights = [self._row_height(grid, row, edges) for row in range(grid.rows)]
        row = 0
        while row < grid.rows:
            self._room(heights[row])
            last, total = row, 0.0
            while last < grid.rows and self._y - total - heights[last] >= _MARGIN:
                total += heights[last]
                last += 1
            self._part(grid, row, max(last, row + 1), edges, heights)
            row = max(last, row + 1)
        self._y -= 14

    def _row_height(self, grid: Grid, row: int, edges: Sequence[float]) -> float:
        """So that every cell fits that ends with this row, were it alone."""
        size = self._manner.size
        lines = [
            len(_wrapped(cell.text, size, edges[cell.column + cell.column_span] - edges[cell.column] - 2 * _PADDING))
            for cell in grid.cells
            if cell.row == row and cell.row_span == 1
        ]
        return max([1, *lines]) * size * 1.25 + 2 * _PADDING

    def _part(self, grid: Grid, first: int, end: int, edges: Sequence[float], heights: Sequence[float]) -> None:
        """The rows of a grid that stand on one page."""
        tops = [self._y]
        for row in range(first, end):
            tops.append(tops[-1] - heights[row])
        for cell in grid.cells:
            top, bottom = max(cell.row, first), min(cell.row + cell.row_span, end)
            if top < bottom:
                left, right = edges[cell.column], edges[cell.column + cell.column_span]
                self._cell(cell, (left, tops[bottom - first], right, tops[top - first]), shown=cell.row >= first)
        if self._manner.rules == "three":
            header = max(first, min(end, first + grid.header_rows))
            for y in (tops[0], tops[header - first], tops[-1]):
                self._canvas.line(edges[0], y, edges[-1], y)
        self._y = tops[-1]

    def _cell(self, cell: Cell, box: tuple[float, float, float, float], *, shown: bool) -> None:
        left, bottom, right, top = box
        if self._manner.shaded and cell.role is not CellRole.FIGURE:
            self._canvas.setFillGray(0.85)
            self._canvas.rect(left, bottom, right - left, top - bottom, stroke=0, fill=1)
            self._canvas.setFillGray(0)
        _RULES[self._manner.rules](self._canvas, left, bottom, right, top)
        if not shown:
            return
        size = self._manner.size
        if cell.vertical and self._manner.upright == "characters":
            for number, char in enumerate(cell.text):
                self._show((left + right - size) / 2, top - _PADDING - (number + 1) * size * 1.1, char, size)
            return
        if cell.vertical and self._manner.upright == "turned":
            self._canvas.saveState()
            self._canvas.translate((left + right - size) / 2, top - _PADDING)
            self._canvas.rotate(-90)
            self._show(0, 0, cell.text, size)
            self._canvas.restoreState()
            return
        lines = _wrapped(cell.text, size, right - left - 2 * _PADDING)
        y = (top + bottom) / 2 + len(lines) * size * 1.25 / 2 - size
        for line in lines:
            wide = stringWidth(line, _FONT, size)
            place = 0.0 if cell.role is CellRole.ROW_HEAD else _ALIGNED[self._manner.align]
            self._show(left + _PADDING + place * (right - left - 2 * _PADDING - wide), y, line, size)
            y -= size * 1.25


_ALIGNED = {"left": 0.0, "centre": 0.5, "right": 1.0}
_TURNS: Mapping[int, Callable[[float, float], tuple[float, ...]]] = {
    90: lambda _, height: (0, 1, -1, 0, height, 0),
    180: lambda width, height: (-1, 0, 0, -1, width, height),
    270: lambda width, _: (0, -1, 1, 0, 0, width),
}


def _edges(grid: Grid, width: float) -> list[float]:
    shares = [column.least + 2 * column.share for column in grid.columns]
    edges = [_MARGIN]
    for share in shares:
        edges.append(edges[-1] + width * share / sum(shares))
    return edges


def _wrapped(text: str, size: float, width: float) -> list[str]:
    lines = [""]
    for char in text:
        if stringWidth(lines[-1] + char, _FONT, size) > max(width, size) and lines[-1]:
            lines.append("")
        lines[-1] += char
    return lines


Edge = Callable[[Canvas, float, float, float, float], None]


def _sides(left: float, bottom: float, right: float, top: float) -> Iterator[tuple[float, float, float, float]]:
    yield from ((left, bottom, right, bottom), (left, top, right, top))
    yield from ((left, bottom, left, top), (right, bottom, right, top))


def _lines(canvas: Canvas, left: float, bottom: float, right: float, top: float) -> None:
    canvas.setLineWidth(0.5)
    for side in _sides(left, bottom, right, top):
        canvas.line(*side)


def _boxes(canvas: Canvas, left: float, bottom: float, right: float, top: float) -> None:
    canvas.rect(left, bottom, right - left, top - bottom)


def _filled(canvas: Canvas, left: float, bottom: float, right: float, top: float) -> None:
    for x0, y0, x1, y1 in _sides(left, bottom, right, top):
        canvas.rect(x0, y0, max(x1 - x0, 0.5), max(y1 - y0, 0.5), stroke=0, fill=1)


def _dashed(*pattern: float) -> Edge:
    def draw(canvas: Canvas, left: float, bottom: float, right: float, top: float) -> None:
        """As some programs do it: every dash a line of its own."""
        for x0, y0, x1, y1 in _sides(left, bottom, right, top):
            length = max(x1 - x0, y1 - y0)
            across, up = (x1 - x0) / length, (y1 - y0) / length
            for dash in range(int(length / sum(pattern)) + 1):
                start = dash * sum(pattern)
                end = min(start + pattern[0], length)
                canvas.line(x0 + start * across, y0 + start * up, x0 + end * across, y0 + end * up)

    return draw


def _double(canvas: Canvas, left: float, bottom: float, right: float, top: float) -> None:
    _lines(canvas, left, bottom, right, top)
    _lines(canvas, left + 1, bottom + 1, right - 1, top - 1)


def _open(canvas: Canvas, left: float, bottom: float, right: float, top: float) -> None:
    """No rule at the outer sides of the table."""
    for x0, y0, x1, y1 in _sides(left, bottom, right, top):
        if y0 == y1 or _MARGIN + 1 < x0 < canvas._pagesize[0] - _MARGIN - 1:
            canvas.line(x0, y0, x1, y1)


def _level(canvas: Canvas, left: float, bottom: float, right: float, top: float) -> None:
    canvas.line(left, bottom, right, bottom)
    canvas.line(left, top, right, top)


def _nothing(canvas: Canvas, left: float, bottom: float, right: float, top: float) -> None:
    return


_RULES: Mapping[str, Edge] = {
    "lines": _lines,
    "boxes": _boxes,
    "filled": _filled,
    "dashed": _dashed(3, 2),
    "dotted": _dashed(1.5, 3),
    "double": _double,
    "open": _open,
    "level": _level,
    "three": _nothing,
    "none": _nothing,
}
