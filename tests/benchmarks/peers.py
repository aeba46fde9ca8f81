"""The peers of the page benchmark: Typst and stock Platypus, on the same content with the same fonts.

Run as a script it sets one report from a JSON file, which is what the cold measurement times.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
MM = 72 / 25.4

_TYPST = """
#let blocks = json(bytes(sys.inputs.at("blocks")))
#set document(title: "年度报告", author: "云溪市")
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm), numbering: "— 1 —")
#set text(font: ("Zhuque Fangsong (technical preview)", "SG Song"), size: 16pt, lang: "zh", region: "cn",
  top-edge: 14pt, bottom-edge: -2pt)
#set par(justify: true, leading: 12pt, spacing: 12pt, first-line-indent: (amount: 2em, all: true))
#show heading: it => block(width: 100%, sticky: true, above: 12pt, below: 12pt,
  text(size: 16pt, font: if it.level == 1 { "SG Hei" } else { "SG Kai" }, weight: "regular", h(2em) + it.body))
#let grid-of(b) = {
  set text(font: "SG Song", size: 10pt, top-edge: "ascender", bottom-edge: "descender")
  set par(justify: false, leading: 1pt, spacing: 0pt, first-line-indent: 0pt)
  let cell(c) = table.cell(x: c.column, y: c.row, colspan: c.column_span, rowspan: c.row_span,
    fill: if c.shaded { rgb("dbebf7") } else { none }, align: center + horizon, c.text)
  let (head, body) = (b.cells.filter(c => c.row < b.header_rows), b.cells.filter(c => c.row >= b.header_rows))
  table(columns: b.columns.map(w => w * 1fr), stroke: 0.5pt, inset: (x: 2pt, y: 3pt),
    ..if head.len() > 0 { (table.header(..head.map(cell)),) } else { () }, ..body.map(cell))
}
#for b in blocks {
  if b.type == "title" { align(center, par(first-line-indent: 0pt, text(font: "SG XiaoBiaoSong", size: 22pt, b.text))) }
  else if b.type == "heading" { heading(level: b.level, b.text) }
  else if b.type == "grid" { grid-of(b) }
  else { par(b.text) }
}
"""


def plain_block(block: Any) -> dict[str, Any]:
    """One of our content blocks as plain data."""
    name = type(block).__name__.lower()
    if name == "title":
        return {"type": name, "text": "".join(block.parts)}
    if name == "heading":
        return {"type": name, "text": block.text, "level": min(block.rank.value, 2)}
    if name == "closing":
        return {"type": "paragraph", "text": block.agency}
    if name == "paragraph":
        return {"type": name, "text": block.text}
    names = ("row", "column", "row_span", "column_span", "text", "shaded")
    return {
        "type": name,
        "header_rows": block.header_rows,
        "rows": block.rows,
        "columns": [max(column.least, 2.6) for column in block.columns],
        "cells": [{key: getattr(cell, key) for key in names} for cell in block.cells],
    }


def typst_renderer() -> Callable[[str], bytes]:
    """A warm Typst compiler; the content comes as JSON text. Writes tagged PDF/A-2a as ours does."""
    import typst  # noqa: PLC0415 - optional

    folder = Path(tempfile.mkdtemp())
    source = folder / "report.typ"
    source.write_text(_TYPST, encoding="utf-8")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    compiler = typst.Compiler(str(source), root=str(folder), font_paths=fonts)

    def render(blocks: str) -> bytes:
        pdf = compiler.compile(format="pdf", sys_inputs={"blocks": blocks}, pdf_standards=["a-2a", "ua-1"])
        assert isinstance(pdf, bytes)
        return pdf

    return render


def platypus_renderer() -> Callable[[list[dict[str, Any]]], bytes]:
    """Platypus as its manual shows it: TrueType fonts, CJK wrapping, a Table with spans."""
    from reportlab.lib import colors  # noqa: PLC0415
    from reportlab.lib.enums import TA_CENTER  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table  # noqa: PLC0415

    for name in ("ZhuqueFangsong-Regular", "SGSong", "SGHei", "SGKai", "SGXiaoBiaoSong"):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    body = ParagraphStyle(
        "body", fontName="ZhuqueFangsong-Regular", fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK"
    )
    title = ParagraphStyle(
        "title", body, fontName="SGXiaoBiaoSong", fontSize=22, leading=36, firstLineIndent=0, alignment=TA_CENTER
    )
    headings = [ParagraphStyle("h", body, fontName=name, keepWithNext=1) for name in ("SGHei", "SGKai")]
    small = ParagraphStyle(
        "cell", body, fontName="SGSong", fontSize=9, leading=10.5, firstLineIndent=0, alignment=TA_CENTER
    )

    def table(block: dict[str, Any]) -> Table:
        rows = [[""] * len(block["columns"]) for _ in range(block["rows"])]
        style: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        style += [("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
        style += [("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)]
        for cell in block["cells"]:
            row, column = cell["row"], cell["column"]
            rows[row][column] = Paragraph(_escaped(cell["text"]), small)
            corner = (column + cell["column_span"] - 1, row + cell["row_span"] - 1)
            style.append(("SPAN", (column, row), corner))
        total = sum(block["columns"])
        return Table(
            rows, [156 * MM * width / total for width in block["columns"]], style=style, repeatRows=block["header_rows"]
        )

    def render(blocks: list[dict[str, Any]]) -> bytes:
        story: list[Any] = []
        for block in blocks:
            if block["type"] == "grid":
                story.append(table(block))
                continue
            style = {"title": title, "paragraph": body}.get(block["type"]) or headings[block["level"] - 1]
            story.append(Paragraph(_escaped(block["text"]), style))
        output = BytesIO()
        margins = {"topMargin": 37 * MM, "leftMargin": 28 * MM, "rightMargin": 26 * MM, "bottomMargin": 35 * MM}
        SimpleDocTemplate(output, pagesize=(210 * MM, 297 * MM), **margins).build(story)
        return output.getvalue()

    return render


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def main() -> None:
    engine, source, target = sys.argv[1:]
    text = Path(source).read_text(encoding="utf-8")
    pdf = typst_renderer()(text) if engine == "typst" else platypus_renderer()(json.loads(text))
    Path(target).write_bytes(pdf)


if __name__ == "__main__":
    main()
