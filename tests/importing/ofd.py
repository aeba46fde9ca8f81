"""Writes .ofd files (GB/T 33190) with the pages of a PDF, as programs do: one text a run, or one a character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from model.importing.readers.geometry import Glyph, Page, as_lines
from model.importing.readers.pdf import page_of
from model.pdfium import opened
from tests.importing.producers import zipped

_MM = 25.4 / 72
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def ofd_of_pdf(pdf: bytes, *, by_character: bool) -> bytes:
    """The pages of a PDF; ``by_character`` also writes places as absolute paths and steps in run-length."""
    with opened(pdf) as document:
        pages = [page_of(document[number], number) for number in range(len(document))]
    slash = "/Doc_0/" if by_character else ""
    parts = {
        "OFD.xml": f"{_HEAD}<ofd:OFD {_SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        "</ofd:OFD>",
        "Doc_0/Document.xml": f"{_HEAD}<ofd:Document {_SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>"
        f"0 0 {pages[0].width * _MM:.2f} {pages[0].height * _MM:.2f}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        "<ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="{slash}Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        objects = "".join([*_texts(page, by_character=by_character), *_paths(page)])
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"{_HEAD}<ofd:Page {_SPACE}><ofd:Content><ofd:Layer><ofd:PageBlock>{objects}</ofd:PageBlock></ofd:Layer>"
            "</ofd:Content></ofd:Page>"
        )
    return zipped(parts)


def _texts(page: Page, *, by_character: bool) -> Iterator[str]:
    upright = [glyph for glyph in page.glyphs if glyph.turned]
    level = [glyph for glyph in page.glyphs if not glyph.turned]
    if by_character:
        yield from (_text([glyph], "") for glyph in page.glyphs)
        return
    yield from (_text([glyph], "") for glyph in upright)
    for line in as_lines(level):
        for run in line.runs:
            steps = [round((b.x0 - a.x0) * _MM, 3) for a, b in zip(run.glyphs, run.glyphs[1:], strict=False)]
            same = len(steps) > 2 and len(set(steps)) == 1
            yield _text(run.glyphs, f"g {len(steps)} {steps[0]}" if same else " ".join(map(str, steps)))


def _text(glyphs: Sequence[Glyph], steps: str) -> str:
    first = glyphs[0]
    size = (first.y1 - first.y0) * _MM
    x, y = first.x0 * _MM, first.y0 * _MM
    width = (glyphs[-1].x1 - first.x0) * _MM
    delta = f' DeltaX="{steps}"' if steps else ""
    text = escape("".join(glyph.text for glyph in glyphs))
    return (
        f'<ofd:TextObject ID="1" Boundary="{x:.3f} {y:.3f} {width:.3f} {size:.3f}" Size="{size:.3f}">'
        f'<ofd:TextCode X="0" Y="{0.88 * size:.3f}"{delta}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def _paths(page: Page) -> Iterator[str]:
    for x0, y0, x1, y1 in page.rules:
        x, y, width, height = x0 * _MM, y0 * _MM, (x1 - x0) * _MM, (y1 - y0) * _MM
        yield (
            f'<ofd:PathObject ID="2" Boundary="{x:.3f} {y:.3f} {width + 0.1:.3f} {height + 0.1:.3f}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {width:.3f} {height:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
        )
