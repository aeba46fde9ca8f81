"""The file: ReportLab's Canvas assembles pages, fonts, structure tree and metadata into PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from model.page.metadata import CREATOR, LANGUAGE, PRODUCER, Metadata
from model.page.sheet import PAGE_HEIGHT, PAGE_WIDTH
from model.page.structure import flatten, formatted
from resources import resource_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.page.embedding import EmbeddedFont
    from model.page.sheet import OutlineEntry, Page, Sheets


class _Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect object whose bytes are ready."""

    __RefOnly__ = 1

    def __init__(self, content: bytes) -> None:
        self.content = content

    def format(self, _document: pdfdoc.PDFDocument) -> bytes:
        return self.content


class _Information(pdfdoc.PDFInfo):  # type: ignore[misc]
    """The information dictionary with what the XMP packet says and nothing else."""

    def __init__(self, metadata: Metadata) -> None:
        super().__init__()
        self.title, self.author = metadata.title, metadata.author
        self._entries = {
            "Title": metadata.title,
            "Author": metadata.author,
            "Creator": CREATOR,
            "Producer": PRODUCER,
            "CreationDate": metadata.info_date(),
            "ModDate": metadata.info_date(),
        }

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        entries = {key: pdfdoc.PDFString(value) for key, value in self._entries.items() if value}
        return bytes(pdfdoc.PDFDictionary(entries).format(document))


class _ReportCanvas(Canvas):  # type: ignore[misc]
    """A canvas that begins its pages with nothing: no font of its own, which PDF/A would want embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""


def write_pdf(sheets: Sheets, fonts: Sequence[EmbeddedFont], metadata: Metadata) -> bytes:
    """The whole file. The same arguments give the same bytes."""
    output = BytesIO()
    canvas = _ReportCanvas(
        output, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pdfVersion=(1, 7), lang=LANGUAGE, pageCompression=0
    )
    document = canvas._doc
    document.info = _Information(metadata)
    for font in fonts:
        _add_font(document, font)
    for index, page in enumerate(sheets.pages):
        _add_page(canvas, index, page, [entry for entry in sheets.outline if entry.page == index])
    _add_structure(document, sheets)
    _add_catalogue_entries(document, metadata)
    canvas.save()
    return output.getvalue()


def _stream(dictionary: str, data: bytes) -> _Raw:
    """A stream object; PDF/A wants the line end before ``endstream``."""
    return _Raw(f"<<{dictionary}/Length {len(data)}>>stream\n".encode("ascii") + data + b"\nendstream")


def _reference(document: pdfdoc.PDFDocument, item: _Raw) -> str:
    return str(document.Reference(item).format(document).decode("ascii"))


def _add_font(document: pdfdoc.PDFDocument, font: EmbeddedFont) -> None:
    def add(text: str) -> str:
        return _reference(document, _Raw(text.encode("ascii")))

    deflated, size = font.program
    program = _reference(document, _stream(f"/Filter/FlateDecode/Length1 {size}", deflated))
    to_unicode = _reference(document, _stream("/Filter/FlateDecode", font.to_unicode))
    metrics = font.face.metrics
    box = " ".join(f"{edge:.0f}" for edge in metrics.box)
    descriptor = add(
        f"<</Type/FontDescriptor/FontName/{font.name}/Flags 4/FontBBox[{box}]/ItalicAngle 0/Ascent {metrics.ascent:.0f}"
        f"/Descent {metrics.descent:.0f}/CapHeight {metrics.ascent:.0f}/StemV 80/FontFile2 {program}>>"
    )
    descendant = add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font.name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/DW 1000/W[{font.widths}]/CIDToGIDMap/Identity/FontDescriptor {descriptor}>>"
    )
    composite = _Raw(
        f"<</Type/Font/Subtype/Type0/BaseFont/{font.name}/Encoding/Identity-H/DescendantFonts[{descendant}]"
        f"/ToUnicode {to_unicode}>>".encode("ascii")
    )
    document.idToObject[pdfdoc.BasicFonts].dict[font.face.key] = document.Reference(composite)


def _add_page(canvas: Canvas, index: int, page: Page, outline: list[OutlineEntry]) -> None:
    for number, entry in enumerate(outline):
        key = f"{index}.{number}"
        canvas.bookmarkPage(key, fit="XYZ", left=0, top=entry.top)
        canvas.addOutlineEntry(entry.title, key, entry.level)
    canvas.addLiteral(" ")
    canvas.showPage()
    added = canvas._doc.Pages.pages[-1]
    content = "\n".join(page.operators).encode("ascii")
    canvas._doc.updateSignature(content)
    added.stream = None
    added.Contents = _stream("/Filter/FlateDecode", zlib.compress(content))
    added.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
    added.StructParents = index
    added.Tabs = "/S"


def _add_structure(document: pdfdoc.PDFDocument, sheets: Sheets) -> None:
    """The structure tree, its objects numbered in one go so that they can name each other."""
    page_numbers = [
        document.idToObjectNumberAndVersion[f"Page{number}"][0] for number in range(1, len(sheets.pages) + 1)
    ]
    root = _Raw(b"")
    parents = _Raw(b"")
    document.Reference(root)
    document.Reference(parents)
    root_number = document.objectcounter - 1
    elements = flatten(sheets.root, root_number + 2)
    for element in elements:
        document.Reference(_Raw(formatted(element, root_number, page_numbers).encode("ascii")))
    marks = "".join(
        f"{index}[{' '.join([f'{owner.number} 0 R' for owner in page.owners])}]"
        for index, page in enumerate(sheets.pages)
    )
    parents.content = f"<</Nums[{marks}]>>".encode("ascii")
    root.content = (
        f"<</Type/StructTreeRoot/K {sheets.root.number} 0 R/ParentTree {root_number + 1} 0 R"
        f"/ParentTreeNextKey {len(sheets.pages)}>>"
    ).encode("ascii")
    document.Catalog.StructTreeRoot = root


def _add_catalogue_entries(document: pdfdoc.PDFDocument, metadata: Metadata) -> None:
    catalogue: Any = document.Catalog
    profile = zlib.compress(resource_path("icc/sRGB.icc").read_bytes())
    intent = _reference(document, _stream("/N 3/Filter/FlateDecode", profile))
    catalogue.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
    catalogue.OutputIntents = (
        "[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)"
        f"/DestOutputProfile {intent}>>]"
    )
    catalogue.Metadata = _stream("/Type/Metadata/Subtype/XML", metadata.xmp())
    catalogue.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
    catalogue.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
    catalogue.PageMode = "/UseOutlines"
