"""The file: ReportLab's Canvas assembles pages, fonts, structure tree and metadata into PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from model.page.compact import CompactDocument, Raw, Stream
from model.page.metadata import CREATOR, LANGUAGE, PRODUCER, Metadata
from model.page.paper import PAGE_HEIGHT, PAGE_WIDTH
from model.page.reportlab_isolation import Canvas, pdfdoc
from model.page.structure import flatten, formatted
from resources import resource_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.page.deflate import PiecewiseDeflater
    from model.page.embedding import EmbeddedFont
    from model.page.paper import Page, Sheets


_CHARACTER_BOX = "/Ascent 880/Descent -120"
"""A Chinese character's box, said of every face alike: so text selected across fallback faces stands on one line."""


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
    """A canvas over a compact document, whose pages begin with nothing: no font that PDF/A would want embedded."""

    def __init__(self, output: BytesIO) -> None:
        super().__init__(output, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=0)
        self._doc = CompactDocument(LANGUAGE)

    def _make_preamble(self) -> None:
        self._preamble = ""


def write_pdf(sheets: Sheets, fonts: Sequence[EmbeddedFont], metadata: Metadata, deflater: PiecewiseDeflater) -> bytes:
    """The whole file. The same content gives the same bytes; ``deflater`` saves work on pages that did not change."""
    output = BytesIO()
    canvas = _ReportCanvas(output)
    document = canvas._doc
    document.info = _Information(metadata)
    for font in fonts:
        _add_font(document, font)
    for index, page in enumerate(sheets.pages):
        for number, entry in enumerate(sheets.outline):
            if entry.page == index:
                canvas.bookmarkPage(str(number), fit="XYZ", left=0, top=entry.top)
                canvas.addOutlineEntry(entry.title, str(number), entry.level)
        _add_page(canvas, index, page, deflater)
    _add_structure(document, sheets)
    _add_catalogue_entries(document, metadata)
    canvas.save()
    return output.getvalue()


def _reference(document: pdfdoc.PDFDocument, item: Raw) -> str:
    return str(document.Reference(item).format(document).decode("ascii"))


def _add_font(document: pdfdoc.PDFDocument, font: EmbeddedFont) -> None:
    def add(text: str) -> str:
        return _reference(document, Raw(text.encode("ascii")))

    deflated, size = font.program
    program = _reference(document, Stream(f"/Filter/FlateDecode/Length1 {size}", deflated))
    to_unicode = _reference(document, Stream("/Filter/FlateDecode", font.to_unicode))
    descriptor = add(
        f"<</Type/FontDescriptor/FontName/{font.name}/Flags 4/FontBBox[-200 -300 1200 1200]/ItalicAngle 0"
        f"{_CHARACTER_BOX}/CapHeight 730/StemV 80/FontFile2 {program}>>"
    )
    descendant = add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font.name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/DW 1000/W[{font.widths}]/CIDToGIDMap/Identity/FontDescriptor {descriptor}>>"
    )
    composite = Raw(
        f"<</Type/Font/Subtype/Type0/BaseFont/{font.name}/Encoding/Identity-H/DescendantFonts[{descendant}]"
        f"/ToUnicode {to_unicode}>>".encode("ascii")
    )
    document.idToObject[pdfdoc.BasicFonts].dict[font.face.key] = document.Reference(composite)


def _add_page(canvas: Canvas, index: int, page: Page, deflater: PiecewiseDeflater) -> None:
    canvas.addLiteral(" ")
    canvas.showPage()
    added = canvas._doc.Pages.pages[-1]
    content = "\n".join(page.operators).encode("ascii")
    canvas._doc.updateSignature(content)
    added.stream = None
    added.Contents = Stream("/Filter/FlateDecode", deflater.deflate(content))
    added.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
    added.StructParents = index
    added.Tabs = "/S"


def _add_structure(document: CompactDocument, sheets: Sheets) -> None:
    """The structure tree and, for every page, whose its marked pieces are."""
    page_numbers = [
        document.idToObjectNumberAndVersion[f"Page{number}"][0] for number in range(1, len(sheets.pages) + 1)
    ]
    root = document.reserve(1)
    parents = document.reserve(1)
    elements = flatten(sheets.root, document.objectcounter + 1)
    document.reserve(len(elements))
    for element in elements:
        document.fill(element.number, formatted(element, root, page_numbers).encode("ascii"))
    marks = "".join(
        f"{index}[{' '.join([f'{owner.number} 0 R' for owner in page.owners])}]"
        for index, page in enumerate(sheets.pages)
    )
    document.fill(parents, f"<</Nums[{marks}]>>".encode("ascii"))
    document.fill(
        root,
        f"<</Type/StructTreeRoot/K {sheets.root.number} 0 R/ParentTree {parents} 0 R"
        f"/ParentTreeNextKey {len(sheets.pages)}>>".encode("ascii"),
    )
    document.Catalog.StructTreeRoot = f"{root} 0 R"


def _add_catalogue_entries(document: pdfdoc.PDFDocument, metadata: Metadata) -> None:
    catalogue: Any = document.Catalog
    profile = zlib.compress(resource_path("icc/sRGB.icc").read_bytes())
    intent = _reference(document, Stream("/N 3/Filter/FlateDecode", profile))
    catalogue.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
    catalogue.OutputIntents = (
        f"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile {intent}>>]"
    )
    catalogue.Metadata = Stream("/Type/Metadata/Subtype/XML", metadata.xmp())
    catalogue.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
    catalogue.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
    catalogue.PageMode = "/UseOutlines"
