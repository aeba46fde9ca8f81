"""One report in many kinds of file, as different programs write them: what the readers are tried on.

A producer gets the report as blocks and gives the bytes of a file. Everything is written here, as plainly as the
format allows, unless the name of a producer says which program does it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from base64 import encodebytes
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from quopri import encodestring

import xlsxwriter

from model.document.blocks import Block, Cell, Grid, Heading, Paragraph, Title

Blocks = Sequence[Block]

_PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title><style>p{{margin:0}}</style>
<script>var pages = "<table><tr><td>12</td></tr></table>";</script></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li>政务公开</li></ul><form><select><option>2020</select></form>
<span style="display:none">9999</span></div><div class="content">{body}</div>
<div class="foot"><p>版权所有：云溪市人民政府办公室　备案号：某ICP备00000000号</p></div></body></html>"""


def cms_page(blocks: Blocks, charset: str = "gbk") -> bytes:
    """A page of a government website: navigation, scripts and hidden text around the report."""
    body = "\n".join(_html(block) for block in blocks)
    return _PAGE.format(charset=charset, title=_title(blocks), body=body).encode(charset)


def word_page(blocks: Blocks) -> bytes:
    """What Word saves as a web page: every text in spans of its own, conditional comments, the report in a table."""
    body = "\n".join(_html(block, "class=MsoNormal style='text-indent:32.0pt'", _word_span) for block in blocks)
    page = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta http-equiv=Content-Type "
        "content='text/html; charset=utf-8'><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head>"
        f"<body><table width=900><tr><td><div class=WordSection1>{body}</div></td></tr></table></body></html>"
    )
    return page.encode()


def saved_page(blocks: Blocks, charset: str = "gb2312") -> bytes:
    """A page in one file (.mht), quoted-printable in GBK or base64 in UTF-8."""
    quoted = charset == "gb2312"
    page = cms_page(blocks, "gbk" if quoted else "utf-8")
    body = encodestring(page) if quoted else encodebytes(page)
    head = (
        'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_part"\r\n\r\n'
        f'--=_part\r\nContent-Type: text/html; charset="{charset}"\r\n'
        f"Content-Transfer-Encoding: {'quoted-printable' if quoted else 'base64'}\r\n\r\n"
    )
    picture = "\r\n--=_part\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    return head.encode() + body + picture.encode() + b"--=_part--\r\n"


def docx(blocks: Blocks) -> bytes:
    """A Word document: runs split in the middle of numbers, and merged cells."""
    body = "".join(_word(block) for block in blocks)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kinds = "http://schemas.openxmlformats.org/package/2006/"
    document = f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{kinds}content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{kinds}relationships"><Relationship Id="r1" Type="http://schemas.'
            'openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
            "word/document.xml": document,
        }
    )


def xlsx(blocks: Blocks) -> bytes:
    """A workbook by XlsxWriter: the report on one sheet, figures as numbers; a hidden sheet that is none of it."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet, hidden = book.add_worksheet("年报"), book.add_worksheet("底稿")
        hidden.write(0, 0, "一、本年新收政府信息公开申请数量")
        hidden.write(0, 1, 99)
        hidden.hide()
        row = 0
        for block in blocks:
            if isinstance(block, Grid):
                for cell in block.cells:
                    _write_cell(sheet, row + cell.row, cell)
                row += block.rows + 1
            else:
                sheet.write_string(row, 0, text_of(block))
                row += 1
    return output.getvalue()


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, cell: Cell) -> None:
    value: str | float = cell.text
    if cell.text.replace(".", "", 1).isdecimal():
        value = float(cell.text)
    if cell.row_span > 1 or cell.column_span > 1:
        sheet.merge_range(row, cell.column, row + cell.row_span - 1, cell.column + cell.column_span - 1, value)
    else:
        sheet.write(row, cell.column, value)


def comma_separated(blocks: Blocks) -> bytes:
    """A sheet saved as CSV on a Chinese Windows: GBK, merged cells filled in their first place alone."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    for block in blocks:
        writer.writerows(rows_of(block) if isinstance(block, Grid) else [[text_of(block)]])
    return output.getvalue().encode("gbk")


def sheet_xml(blocks: Blocks) -> bytes:
    """A sheet in the XML of Excel 2003, as older systems export it under the name of .xls."""
    rows = []
    for block in blocks:
        if not isinstance(block, Grid):
            rows.append(f'<Row><Cell><Data ss:Type="String">{escape(text_of(block))}</Data></Cell></Row>')
            continue
        rows += [f"<Row>{''.join(map(_sheet_cell, cells))}</Row>" for cells in _by_row(block)]
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    head = f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
    return f'{head}<Worksheet ss:Name="年报"><Table>{"".join(rows)}</Table></Worksheet></Workbook>'.encode()


def _sheet_cell(cell: Cell) -> str:
    merges = f' ss:MergeAcross="{cell.column_span - 1}"' * (cell.column_span > 1)
    merges += f' ss:MergeDown="{cell.row_span - 1}"' * (cell.row_span > 1)
    data = f'<Data ss:Type="String">{escape(cell.text)}</Data>' if cell.text else ""
    return f'<Cell ss:Index="{cell.column + 1}"{merges}>{data}</Cell>'


def rtf(blocks: Blocks) -> bytes:
    """RTF as WPS writes it: Chinese as bytes of GBK, cells merged by their marks."""
    body = "".join(_rtf_table(block) if isinstance(block, Grid) else _rtf_paragraph(text_of(block)) for block in blocks)
    return f"{{\\rtf1\\ansi\\ansicpg936{{\\fonttbl{{\\f0\\fcharset134 SimSun;}}}}\\f0 {body}}}".encode("ascii")


def fodt(blocks: Blocks) -> bytes:
    """OpenDocument in one XML file."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    body = "".join(_odf(block) for block in blocks)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def odt(blocks: Blocks) -> bytes:
    """OpenDocument as a package."""
    content = fodt(blocks).decode().replace("office:document ", "office:document-content ")
    content = content.replace("</office:document>", "</office:document-content>")
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return output.getvalue()


PRODUCERS: Mapping[str, tuple[str, Callable[[Blocks], bytes]]] = {
    "docx": (".docx", docx),
    "html CMS GBK": (".html", cms_page),
    "html CMS UTF-8": (".htm", lambda blocks: cms_page(blocks, "utf-8")),
    "html Word": (".html", word_page),
    "html Word as .doc": (".doc", word_page),
    "mht GBK": (".mht", saved_page),
    "mht UTF-8": (".mht", lambda blocks: saved_page(blocks, "utf-8")),
    "xlsx XlsxWriter": (".xlsx", xlsx),
    "csv GBK": (".csv", comma_separated),
    "xls Excel 2003 XML": (".xls", sheet_xml),
    "rtf": (".rtf", rtf),
    "fodt": (".fodt", fodt),
    "odt": (".odt", odt),
}
"""Name, suffix and writer of every kind of file that needs no other program."""


def text_of(block: Block) -> str:
    """The text of a block that is no table."""
    if isinstance(block, Title):
        return "".join(block.parts)
    return block.text if isinstance(block, Heading | Paragraph) else ""


def _title(blocks: Blocks) -> str:
    return next((text_of(block) for block in blocks if isinstance(block, Title)), "")


def _by_row(grid: Grid) -> Iterator[list[Cell]]:
    """The cells by the row where they begin, from left to right."""
    for row in range(grid.rows):
        yield sorted((cell for cell in grid.cells if cell.row == row), key=lambda cell: cell.column)


def rows_of(grid: Grid) -> list[list[str]]:
    """The texts of a grid, with what spans cover blank."""
    texts = {(cell.row, cell.column): cell.text for cell in grid.cells}
    return [[texts.get((row, column), "") for column in range(len(grid.columns))] for row in range(grid.rows)]


def _html(block: Block, attributes: str = "", dress: Callable[[str], str] = str) -> str:
    if not isinstance(block, Grid):
        tag = "h2" if isinstance(block, Title | Heading) else "p"
        return f"<{tag} {attributes}>{dress(escape(text_of(block)))}</{tag}>"
    rows = []
    for cells in _by_row(block):
        texts = (
            f"<td rowspan={cell.row_span} colspan={cell.column_span}>"
            f"<p {attributes}>{dress(escape(cell.text))}</p></td>"
            for cell in cells
        )
        rows.append(f"<tr>{''.join(texts)}</tr>")
    return f"<table border=1><tbody>{''.join(rows)}</tbody></table>"


def _word_span(text: str) -> str:
    return f"<span lang=EN-US style='mso-hide:none'>{text}</span><o:p></o:p>"


def _word(block: Block) -> str:
    if not isinstance(block, Grid):
        return _word_paragraph(text_of(block))
    grid = "".join('<w:gridCol w:w="900"/>' for _ in block.columns)
    rows = "".join(f"<w:tr>{''.join(_word_cells(block, row))}</w:tr>" for row in range(block.rows))
    properties = f'<w:tblPr><w:tblW w:w="9000" w:type="dxa"/>{_WORD_BORDERS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    table = f"<w:tbl>{properties}{rows}</w:tbl>"
    return f"{table}{_word_paragraph('')}"


_WORD_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)


def _word_paragraph(text: str) -> str:
    middle = len(text) // 2
    runs = (f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (text[:middle], text[middle:]))
    return f"<w:p>{''.join(runs)}</w:p>"


def _word_cells(grid: Grid, row: int) -> Iterator[str]:
    """The cells of one row; a cell that goes on from above is there, and empty."""
    for cell in sorted(grid.cells, key=lambda cell: cell.column):
        if cell.row <= row < cell.row + cell.row_span:
            merge = "" if cell.row_span == 1 else "<w:vMerge/>" if row > cell.row else '<w:vMerge w:val="restart"/>'
            span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
            text = cell.text if row == cell.row else ""
            yield f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_word_paragraph(text)}</w:tc>"


def _rtf_text(text: str) -> str:
    pieces = (char if char.isascii() else "".join(f"\\'{byte:02x}" for byte in char.encode("gbk")) for char in text)
    return "".join(pieces)


def _rtf_paragraph(text: str) -> str:
    return f"\\pard {_rtf_text(text)}\\par\n"


def _rtf_table(grid: Grid) -> str:
    rows = []
    for row in range(grid.rows):
        there = [cell for cell in grid.cells if cell.row <= row < cell.row + cell.row_span]
        there.sort(key=lambda cell: cell.column)
        layout = "".join(
            ("" if cell.row_span == 1 else "\\clvmgf" if cell.row == row else "\\clvmrg")
            + f"\\cellx{900 * (cell.column + cell.column_span)}"
            for cell in there
        )
        texts = "".join(f"{_rtf_text(cell.text) if cell.row == row else ''}\\cell " for cell in there)
        rows.append(f"\\trowd{layout}\\pard\\intbl {texts}\\row\n")
    return "".join(rows)


def _odf(block: Block) -> str:
    if isinstance(block, Title | Heading):
        return f'<text:h text:outline-level="1">{escape(text_of(block))}</text:h>'
    if not isinstance(block, Grid):
        return f"<text:p>{escape(text_of(block))}</text:p>"
    rows = []
    for row in range(block.rows):
        texts = []
        for cell in sorted(block.cells, key=lambda cell: cell.column):
            if cell.row == row:
                spans = f'table:number-rows-spanned="{cell.row_span}" table:number-columns-spanned="{cell.column_span}"'
                texts.append(f"<table:table-cell {spans}><text:p>{escape(cell.text)}</text:p></table:table-cell>")
                texts.append("<table:covered-table-cell/>" * (cell.column_span - 1))
            elif cell.row < row < cell.row + cell.row_span:
                texts.append("<table:covered-table-cell/>" * cell.column_span)
        rows.append(f"<table:table-row>{''.join(texts)}</table:table-row>")
    return f"<table:table>{''.join(rows)}</table:table>"
