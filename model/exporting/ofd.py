"""The report as .ofd (GB/T 33190-2016): the very pages of the PDF, as objects of text, rules and tints.

OFD measures in millimetres from the upper left corner of a page, downwards. The file holds nothing that an archive
would refuse (GB/T 42133-2022): every font embedded as a subset, no script, no action but going to a heading.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import chain, count, groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from model.exporting.packing import packed, xml_attribute, xml_text
from model.page.grid import RULE, SHADE
from model.page.paper import MM, PAGE_HEIGHT, PAGE_WIDTH, Rule
from model.page.typesetter import created, plain_title
from model.report.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from model.exporting.formats import Job
    from model.page import Typesetter
    from model.page.drawing import Run
    from model.page.fonts import Face
    from model.page.grid import GridPart
    from model.page.paper import OutlineEntry, Page, PlacedLine, Sheets, Tint

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_ASCENT, _DESCENT = 0.88, 0.12  # of the size: the box by which readers select and clip
_CREATOR = "公开年报"
_OFFICE_NAMES = {
    "ZhuqueFangsong": "仿宋",
    "SGSong": "宋体",
    "SGHei": "黑体",
    "SGKai": "楷体",
    "SGXiaoBiaoSong": "方正小标宋简体",
}
"""What our fonts are called in the file: a reader that leaves embedded fonts aside takes its own of that name."""


@dataclass
class _Fonts:
    """The fonts of one file: their numbers, and which glyphs and characters each has to hold."""

    numbers: dict[Face, int] = field(default_factory=dict)
    glyphs: dict[Face, set[int]] = field(default_factory=dict)
    characters: dict[Face, set[str]] = field(default_factory=dict)

    def take(self, run: Run) -> None:
        self.glyphs.setdefault(run.face, set()).update(run.glyphs)
        self.characters.setdefault(run.face, set()).update("" if run.disguised else run.text)


class _Box(NamedTuple):
    """A box in points from the page's upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        return " ".join(map(_mm, self))


def write_ofd(job: Job, typesetter: Typesetter) -> bytes:
    """The whole file; the same draft gives the same bytes."""
    sheets = typesetter.sheets(job.draft, job.settings, stamped=job.stamped)
    fonts = _fonts(sheets)
    numbers = count(1)
    fonts.numbers = {face: next(numbers) for face in sorted(fonts.glyphs, key=lambda face: face.key)}
    pages = [next(numbers) for _ in sheets.pages]
    parts: dict[str, str | bytes] = {}
    for face in fonts.numbers:
        parts[f"Doc_0/Res/{face.name}.ttf"] = face.standalone(fonts.glyphs[face], fonts.characters[face])
    for index, page in enumerate(sheets.pages):
        parts[f"Doc_0/Pages/Page_{index}/Content.xml"] = _page(page, fonts.numbers, numbers)
    parts["Doc_0/PublicRes.xml"] = _resources(fonts.numbers)
    parts["Doc_0/Document.xml"] = _document(pages, sheets.outline, last_number=next(numbers) - 1)
    return packed({"OFD.xml": _head(job, parts), **parts})


def _fonts(sheets: Sheets) -> _Fonts:
    fonts = _Fonts()
    for page in sheets.pages:
        for placed in _lines(page):
            for run in placed.line.runs():
                fonts.take(run)
    return fonts


def _head(job: Job, parts: Mapping[str, str | bytes]) -> str:
    """The entry of the package. The document's identifier is a hash of its content."""
    digest = hashlib.sha256()
    for content in parts.values():
        digest.update(content.encode("utf-8") if isinstance(content, str) else content)
    day = created(job.draft, job.settings).date().isoformat()
    return (
        f'{_XML}<ofd:OFD {_SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{digest.hexdigest()[:32]}</ofd:DocID><ofd:Title>{xml_text(plain_title(job.draft))}</ofd:Title>"
        f"<ofd:Author>{xml_text(printable(job.draft.agency))}</ofd:Author><ofd:CreationDate>{day}</ofd:CreationDate>"
        f"<ofd:ModDate>{day}</ofd:ModDate><ofd:Creator>{_CREATOR}</ofd:Creator></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(pages: Sequence[int], outline: Sequence[OutlineEntry], *, last_number: int) -> str:
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{index}/Content.xml"/>' for index, number in enumerate(pages)
    )
    bookmarks = "".join(_bookmarks(outline, pages))
    return (
        f"{_XML}<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>{last_number}</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>{_Box(0, 0, PAGE_WIDTH, PAGE_HEIGHT)}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
        f"{f'<ofd:Outlines>{bookmarks}</ofd:Outlines>' if bookmarks else ''}</ofd:Document>"
    )


def _bookmarks(entries: Sequence[OutlineEntry], pages: Sequence[int]) -> Iterator[str]:
    """The bookmarks, each around those that stand below it."""
    for entry, following in zip(entries, (*entries[1:], None), strict=True):
        top = _mm(PAGE_HEIGHT - entry.top)
        yield (
            f'<ofd:OutlineElem Title="{xml_attribute(entry.title)}"><ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto>'
            f'<ofd:Dest Type="XYZ" PageID="{pages[entry.page]}" Left="0" Top="{top}" Zoom="0"/>'
            "</ofd:Goto></ofd:Action></ofd:Actions>"
        )
        below = following.level if following else 0
        yield "</ofd:OutlineElem>" * (entry.level - below + 1)


def _resources(numbers: Mapping[Face, int]) -> str:
    fonts = "".join(
        f'<ofd:Font ID="{number}" FontName="{name}" FamilyName="{name}"><ofd:FontFile>{face.name}.ttf</ofd:FontFile>'
        "</ofd:Font>"
        for face, number in numbers.items()
        for name in [_OFFICE_NAMES.get(face.name, face.name)]
    )
    return f'{_XML}<ofd:Res {_SPACE} BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>'


# -- pages


def _page(page: Page, fonts: Mapping[Face, int], numbers: Iterator[int]) -> str:
    """A page's objects from the lowest to the uppermost: the stamp, tints, rules, text."""
    layer = next(numbers)
    lines = list(_lines(page))
    objects = chain(
        chain.from_iterable(_text_objects(placed, fonts, numbers) for placed in lines if placed.grey),
        chain.from_iterable(_background(part, page.shift, top, numbers) for part, top in page.grids),
        chain.from_iterable(_text_objects(placed, fonts, numbers) for placed in lines if not placed.grey),
    )
    return (
        f'{_XML}<ofd:Page {_SPACE}><ofd:Content><ofd:Layer Type="Body" ID="{layer}">{"".join(objects)}</ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    )


def _lines(page: Page) -> Iterator[PlacedLine]:
    """All lines of a page, in the order of reading: a grid's from cell to cell, where the grid stands."""
    shift = page.shift
    pieces = [(line.y, [line if line.grey else line._replace(x=line.x + shift)]) for line in page.lines]
    for part, top in page.grids:
        pieces.append((top, [line._replace(x=line.x + shift, y=line.y + top) for line in part.lines]))
    for _, lines in sorted(pieces, key=lambda piece: -piece[0]):
        yield from lines


def _background(part: GridPart, left: float, top: float, numbers: Iterator[int]) -> Iterator[str]:
    """A grid's tints and, in one object, its rules."""
    for tint in part.tints:
        yield _tint_object(tint._replace(x=tint.x + left, y=tint.y + top), next(numbers))
    rules = [Rule(rule.x + left, rule.y + top, rule.to_x + left, rule.to_y + top) for rule in part.rules]
    yield _rules_object(rules, next(numbers))


def _text_objects(placed: PlacedLine, fonts: Mapping[Face, int], numbers: Iterator[int]) -> Iterator[str]:
    for run in placed.line.runs():
        for part in _without_pairs(run):
            yield _text_object(part, placed, fonts[run.face], next(numbers))


def _without_pairs(run: Run) -> Iterator[Run]:
    """The run in pieces, so that a character beyond U+FFFF is alone: readers disagree on whether it counts once."""
    ends = (*run.places[1:], run.end)
    for _, part in groupby(range(len(run.text)), key=lambda at: at + 1 if run.text[at] > "\uffff" else 0):
        at = list(part)
        first, after = at[0], at[-1] + 1
        yield run._replace(
            text=run.text[first:after],
            glyphs=run.glyphs[first:after],
            places=run.places[first:after],
            end=ends[after - 1],
        )


def _text_object(run: Run, placed: PlacedLine, font: int, number: int) -> str:
    size = run.size * placed.scale
    first, *_ = run.places
    x = first * placed.scale
    width = max((run.end - first) * placed.scale, size / 10)
    if placed.slope:  # its box is the page; the matrix turns about the page's corner, and ordinates grow downwards
        box = _Box(0, 0, PAGE_WIDTH, PAGE_HEIGHT)
        turn = " ".join(f"{value:.4f}" for value in (placed.slope, -placed.slope, placed.slope, placed.slope))
        matrix = f' CTM="{turn} {_mm(placed.x)} {_mm(PAGE_HEIGHT - placed.y)}"'
        origin = (x, 0.0)
    else:
        box = _Box(placed.x + x, PAGE_HEIGHT - placed.y - _ASCENT * size, width, (_ASCENT + _DESCENT) * size)
        matrix, origin = "", (0.0, _ASCENT * size)
    steps = [_mm((after - before) * placed.scale) for before, after in pairwise(run.places)]
    delta = f' DeltaX="{_compressed(steps)}"' if steps else ""
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="{font}" Size="{_mm(size)}"{matrix}>'
        f"{_fill(placed.grey, placed.grey, placed.grey) if placed.grey else ''}{_glyphs(run)}"
        f'<ofd:TextCode X="{_mm(origin[0])}" Y="{_mm(origin[1])}"{delta}>{xml_text(run.text)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _glyphs(run: Run) -> str:
    """The glyphs by number, where the font's own table leads from the characters to others or to none."""
    if not run.disguised:
        return ""
    length = len(run.glyphs)
    return (
        f'<ofd:CGTransform CodePosition="0" CodeCount="{length}" GlyphCount="{length}"><ofd:Glyphs>'
        f"{' '.join(map(str, run.glyphs))}</ofd:Glyphs></ofd:CGTransform>"
    )


def _compressed(steps: Sequence[str]) -> str:
    """Steps from character to character; several alike as ``g count step``."""
    parts: list[str] = []
    for step, run in groupby(steps):
        length = len(list(run))
        parts += ["g", str(length), step] if length > 2 else [step] * length
    return " ".join(parts)


def _tint_object(tint: Tint, number: int) -> str:
    box = _Box(tint.x, PAGE_HEIGHT - tint.y - tint.height, tint.width, tint.height)
    width, height = _mm(tint.width), _mm(tint.height)
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{box}" Stroke="false" Fill="true">{_fill(*SHADE)}'
        f"<ofd:AbbreviatedData>M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )


def _rules_object(rules: Sequence[Rule], number: int) -> str:
    """A grid's rules as one object, in a box that leaves room for half of their thickness."""
    left, top = min(rule.x for rule in rules) - RULE, max(rule.y for rule in rules) + RULE
    right, bottom = max(rule.to_x for rule in rules) + RULE, min(rule.to_y for rule in rules) - RULE
    box = _Box(left, PAGE_HEIGHT - top, right - left, top - bottom)
    strokes = " ".join(
        f"M {_mm(rule.x - left)} {_mm(top - rule.y)} L {_mm(rule.to_x - left)} {_mm(top - rule.to_y)}" for rule in rules
    )
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="{_mm(RULE)}" Stroke="true">'
        f'<ofd:StrokeColor Value="0 0 0"/><ofd:AbbreviatedData>{strokes}</ofd:AbbreviatedData></ofd:PathObject>'
    )


def _fill(red: float, green: float, blue: float) -> str:
    return f'<ofd:FillColor Value="{" ".join(str(round(255 * part)) for part in (red, green, blue))}"/>'


def _mm(points: float) -> str:
    """Points as millimetres, as short as they can be written."""
    return f"{points / MM + 0.0:.4f}".rstrip("0").rstrip(".")
