"""Reports as other programs write them: LibreOffice, Chromium, Typst, python-docx, openpyxl; each only where it is."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from model.document.blocks import Block, Grid, Heading, Title
from model.draft import Draft
from model.page import Typesetter
from tests.importing.ofd import ofd_of_pdf
from tests.importing.pdf_pages import MANNERS, drawn
from tests.importing.producers import cms_page, rows_of, text_of

_FROM_DOCX = {
    "doc LibreOffice": ("doc", ".doc"),
    "wps LibreOffice": ("doc", ".wps"),
    "docx LibreOffice": ("docx:MS Word 2007 XML", ".docx"),
    "odt LibreOffice": ("odt", ".odt"),
    "fodt LibreOffice": ("fodt", ".fodt"),
    "rtf LibreOffice": ("rtf", ".rtf"),
    "html LibreOffice": ("html:HTML (StarWriter)", ".html"),
    "txt LibreOffice": ("txt:Text (encoded):UTF8", ".txt"),
    "pdf LibreOffice": ("pdf", ".pdf"),
}
_FROM_XLSX = {
    "xls LibreOffice": ("xls", ".xls"),
    "et LibreOffice": ("xls", ".et"),
    "ods LibreOffice": ("ods", ".ods"),
    "xlsx LibreOffice": ("xlsx", ".xlsx"),
    "pdf LibreOffice sheet": ("pdf", ".pdf"),
}
_FROM_HTML = {"pdf LibreOffice web page": ("pdf", ".pdf"), "odt LibreOffice web page": ("odt:writer8", ".odt")}
_CONVERSIONS = {".docx": _FROM_DOCX, ".xlsx": _FROM_XLSX, ".htm": _FROM_HTML}
_SECONDS = 180


def converted(sources: Sequence[bytes], suffix: str, folder: Path) -> Iterator[tuple[str, str, bytes, int]]:
    """The files as LibreOffice converts them: kind, suffix, content and the number of the source."""
    office = shutil.which("soffice")
    if office is None:
        return
    for number, data in enumerate(sources):
        (folder / f"{number}{suffix}").write_bytes(data)
    names = [str(folder / f"{number}{suffix}") for number in range(len(sources))]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind, (target, ending) in _CONVERSIONS[suffix].items():
        results = folder / kind.replace(" ", "-")
        command = [office, "--headless", profile, "--convert-to", target, "--outdir", str(results), *names]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        for number in range(len(sources)):
            yield kind, ending, (results / f"{number}.{target.partition(':')[0]}").read_bytes(), number


def printed_pages(draft: Draft, blocks: Sequence[Block]) -> Iterator[tuple[str, str, bytes]]:
    """The report as pages, and by Python libraries that may be there: kind, suffix and content."""
    pdf = Typesetter().report(draft).pdf
    yield "pdf ours", ".pdf", pdf
    for style in ("runs", "characters"):
        yield f"ofd {style}", ".ofd", ofd_of_pdf(pdf, by_character=style == "characters")
    yield from ((f"pdf, {name}", ".pdf", drawn(blocks, manner)) for name, manner in MANNERS.items())
    if find_spec("typst"):
        for rules in ("all", "level", "none"):
            yield f"pdf Typst, rules: {rules}", ".pdf", _typst(blocks, rules)
    if find_spec("docx"):
        yield "docx python-docx", ".docx", _python_docx(blocks)
    if find_spec("openpyxl"):
        yield "xlsx openpyxl", ".xlsx", _openpyxl(blocks)
    if find_spec("weasyprint"):
        yield "pdf WeasyPrint", ".pdf", _weasyprint(blocks)


def _typst(blocks: Sequence[Block], rules: str) -> bytes:
    typst: Any = import_module("typst")
    stroke = {"all": "0.5pt", "level": "(x: none, y: 0.5pt)", "none": "none"}[rules]
    parts = [
        '#set page(paper: "a4", margin: 20mm)',
        '#set text(font: "Zhuque Fangsong (technical preview)", size: 10pt)',
    ]
    for block in blocks:
        if isinstance(block, Grid):
            columns = "(" + "1fr," * len(block.columns) + ")"
            cells = ", ".join(
                f"table.cell(x: {cell.column}, y: {cell.row}, colspan: {cell.column_span}, rowspan: {cell.row_span})"
                f"[#{_typst_string(cell.text)}]"
                for cell in block.cells
            )
            parts.append(f"#table(columns: {columns}, stroke: {stroke}, {cells})")
        elif isinstance(block, Title | Heading):
            parts.append(f"#strong({_typst_string(text_of(block))})")
        else:
            parts.append(f"#{_typst_string(text_of(block))}")
    fonts = Path(__file__).parents[2] / "resources" / "fonts"
    return bytes(typst.compile("\n\n".join(parts).encode(), font_paths=[str(fonts)]))


def _typst_string(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _python_docx(blocks: Sequence[Block]) -> bytes:
    docx: Any = import_module("docx")
    document = docx.Document()
    for block in blocks:
        if not isinstance(block, Grid):
            document.add_paragraph(text_of(block))
            continue
        table = document.add_table(block.rows, len(block.columns), style="Table Grid")
        places = [list(row.cells) for row in table.rows]
        for cell in block.cells:
            last = places[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1]
            places[cell.row][cell.column].merge(last).text = cell.text
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _openpyxl(blocks: Sequence[Block]) -> bytes:
    openpyxl: Any = import_module("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for block in blocks:
        top = sheet.max_row + 1
        if not isinstance(block, Grid):
            sheet.cell(top, 1, text_of(block))
            continue
        for number, row in enumerate(rows_of(block)):
            for column, text in enumerate(row):
                if text:
                    sheet.cell(top + 1 + number, 1 + column, int(text) if text.isdecimal() else text)
        for cell in block.cells:
            if cell.row_span > 1 or cell.column_span > 1:
                row, column = top + 1 + cell.row, 1 + cell.column
                sheet.merge_cells(
                    start_row=row,
                    start_column=column,
                    end_row=row + cell.row_span - 1,
                    end_column=column + cell.column_span - 1,
                )
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _weasyprint(blocks: Sequence[Block]) -> bytes:
    weasyprint: Any = import_module("weasyprint")
    return bytes(weasyprint.HTML(string=cms_page(blocks, "utf-8").decode()).write_pdf())
