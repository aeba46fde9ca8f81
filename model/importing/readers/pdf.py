"""Reads .pdf files with a text layer: PDFium gives glyphs and drawn rules, `pages` the paragraphs and tables."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from typing import Any

import pypdfium2.raw
from pypdfium2 import PdfiumError

from model.importing.content import Content, ImportRefused
from model.importing.readers.geometry import MOST_GLYPHS, MOST_PAGES, MOST_RULES, Glyph, Matrix, Page, Rule, rules_of
from model.importing.readers.pages import read_pages
from model.importing.readers.refusals import damaged, scanned, too_complex, too_large
from model.pdfium import opened

raw: Any = pypdfium2.raw
_SPACES = (0x20, 0xA0, 0x3000, 0x0D, 0x0A)
_HYPHENS = (0x02, 0xAD)
_UNKNOWN = "\ufffd"
_MOST_UNREADABLE = 0.05
_MOST_OBJECTS = 100_000
"""Texts, paths and pictures on one page."""
_DEEPEST_FORM = 8
_INVISIBLE = 3
"""The render mode of a text that is there to be searched: what a scanner's program believes to have seen."""
_MOSTLY = 0.75
"""The part of a page's characters that have to lie on one side for the page to be turned."""
_SKEW = 0.1
"""A text turned further than this (radians) from level and from upright is a watermark across the page."""


def read_pdf(data: bytes) -> Content:
    """What the pages print."""
    try:
        with opened(data[max(data.find(b"%PDF-"), 0) :]) as pdf:
            readings = list(_readings(pdf))
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise ImportRefused("这份 PDF 需要密码才能打开，请取得没有密码的文件再导入。") from error
        raise damaged("PDF 文件") from error
    _check_text([reading.page for reading in readings])
    outside, unseen = sum(reading.outside for reading in readings), sum(reading.unseen for reading in readings)
    return replace(
        read_pages(reading.page for reading in readings),
        skipped={"页面以外的字": outside} if outside else {},
        doubtful={"看不见的文字": unseen} if unseen else {},
    )


def page_of(page: Any, number: int) -> Page:
    """The glyphs and rules of one page of an open file; pages count from 0."""
    return _PageReading(page, number).page


def _readings(pdf: Any) -> Iterator[_PageReading]:
    count = len(pdf)
    if count > MOST_PAGES:
        raise too_large("这份 PDF ", count, MOST_PAGES, "页")
    for number in range(count):
        yield _PageReading(pdf[number], number)


def _check_text(pages: list[Page]) -> None:
    glyphs = [glyph for page in pages for glyph in page.glyphs]
    if not glyphs:
        raise scanned(" PDF ")
    unreadable = sum(glyph.text == _UNKNOWN or "\ue000" <= glyph.text <= "\uf8ff" for glyph in glyphs)
    if unreadable > _MOST_UNREADABLE * len(glyphs):
        raise ImportRefused("这份 PDF 的文字编码缺失，复制出来会是乱码，读不了；请找到当初的 Word、WPS 文档再导入。")


class _PageReading:
    """One page of the file, as it is shown: turned and cropped.

    ``outside`` counts the characters beyond its edges, ``unseen`` the texts that do not print.
    """

    def __init__(self, page: Any, number: int) -> None:
        self._page = page
        self._place = f"第{number + 1}页"
        self.outside = self.unseen = 0
        self._text = page.get_textpage()
        self._count = self._text.count_chars()
        if self._count > MOST_GLYPHS:
            raise too_large(f"PDF 的{self._place}", self._count, MOST_GLYPHS, "个字")
        width, height = page.get_size()
        lying = 90 * self._quarters_to_upright()
        self._width, self._height = (height, width) if lying % 180 else (width, height)
        self._rotation = (page.get_rotation() + lying) % 360
        left, bottom, _, _ = page.get_cropbox()
        self._shown = {
            0: Matrix(1, 0, 0, -1, -left, self._height + bottom),
            90: Matrix(0, 1, 1, 0, -bottom, -left),
            180: Matrix(-1, 0, 0, 1, self._width + left, -bottom),
            270: Matrix(0, -1, -1, 0, self._width + bottom, self._height + left),
        }[self._rotation]
        self.page = Page(self._width, self._height, self._place, list(self._glyphs()), list(self._rules()))
        self._text.close()
        page.close()

    def _quarters_to_upright(self) -> int:
        """By how many quarters of a turn, clockwise, a page has to be turned whose text lies on its side."""
        text = self._text.raw
        printed = (index for index in range(self._count) if raw.FPDFText_IsGenerated(text, index) != 1)
        directions = Counter(round(raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4 for index in printed)
        direction, often = max(directions.items(), key=itemgetter(1), default=(0, 0))
        upright = -self._page.get_rotation() // 90
        return (upright - direction) % 4 if often > _MOSTLY * directions.total() else 0

    def _glyphs(self) -> Iterator[Glyph]:
        text, turned_page = self._text, math.radians(self._rotation)
        for index in range(self._count):
            code = raw.FPDFText_GetUnicode(text.raw, index)
            if code in _SPACES or raw.FPDFText_IsGenerated(text.raw, index) == 1:
                continue
            corners = _corners(text, index)
            angle = raw.FPDFText_GetCharAngle(text.raw, index) + turned_page
            if corners is None or _SKEW < angle % (math.pi / 2) < math.pi / 2 - _SKEW:
                continue
            x0, y0 = self._shown.apply(corners[0], corners[3])
            x1, y1 = self._shown.apply(corners[2], corners[1])
            char = "-" if code in _HYPHENS else chr(code) if code else _UNKNOWN
            glyph = Glyph(char, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), 0.5 < angle % math.pi < 2.6)
            if self._prints(glyph):
                yield glyph
            else:
                self.outside += 1

    def _prints(self, glyph: Glyph) -> bool:
        x, y = glyph.middle
        return bool(0 <= x <= self._width and 0 <= y <= self._height)

    def _rules(self) -> Iterator[Rule]:
        left = MOST_RULES
        page = self._page.raw
        count = raw.FPDFPage_CountObjects(page)
        if count > _MOST_OBJECTS:
            raise too_complex(f"PDF 的{self._place}")
        stack: list[tuple[Any, Matrix, int]] = [
            (raw.FPDFPage_GetObject(page, number), self._shown, 0) for number in range(count)
        ]
        while stack and left > 0:
            item, outer, depth = stack.pop()
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self.unseen += raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
                continue
            own = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, own)
            matrix = Matrix(own.a, own.b, own.c, own.d, own.e, own.f).then(outer)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                inner = min(raw.FPDFFormObj_CountObjects(item), left)
                stack += [(raw.FPDFFormObj_GetObject(item, number), matrix, depth + 1) for number in range(inner)]
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                for rule in _of_path(item, matrix):
                    left -= 1
                    yield rule
        if left <= 0:
            raise too_complex(f"PDF 的{self._place}")


def _corners(text: Any, index: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of a character in the file's space; None for one that has no place.

    PDFium's loose box is many times too big in fonts for upright writing: there the ink tells where the character is.
    """
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text.raw, index, box):
        return None
    matrix = raw.FS_MATRIX()  # the font size alone leaves out how the text is scaled
    raw.FPDFText_GetMatrix(text.raw, index, matrix)
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    em = raw.FPDFText_GetFontSize(text.raw, index) * scale or 1.0
    if box.top - box.bottom <= 1.6 * em and box.right - box.left <= 2.5 * em:
        return box.left, box.bottom, box.right, box.top
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
    x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
    return x - em / 2, y - em / 2, x + em / 2, y + em / 2


def _of_path(item: Any, matrix: Matrix) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not (fill.value or stroke.value):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    parts: list[list[tuple[float, float]]] = []
    for number in range(min(raw.FPDFPath_CountSegments(item), MOST_RULES)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.apply(x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            parts.append([point])
        elif parts:
            parts[-1].append(point)
            if raw.FPDFPathSegment_GetClose(segment):
                parts[-1].append(parts[-1][0])
    for part in parts:
        yield from rules_of(part, stroked=bool(stroke.value))
