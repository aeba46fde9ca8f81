"""The report as .docx, for revision in Word or WPS: plain WordprocessingML, read by what such programs really do.

Every measure is that of the page, so that the document breaks as the PDF does, give or take a line. Lengths in the XML
are twips (1/20 pt) or half points, as their elements want them. The reasons are in docs/decisions/0501-word.md.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from model.document.blocks import Block, CellRole, Closing, Grid, Heading, Paragraph, Title
from model.exporting.docx_parts import MEASURE, TEXT_STEP, package, size
from model.exporting.packing import xml_attribute, xml_text
from model.page.paper import DEPTH, LINE_PITCH
from model.page.typesetter import created, plain_title
from model.report.narrative import Rank
from model.report.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from model.exporting.formats import Job
    from model.page import Typesetter
    from model.page.grid import PaddedGrid, SetCell

_TWIPS = 20  # in a point
_SHADE = "DBEBF7"
_LEADING = 1.25  # of the type in tables
_HEADING_STYLES = {Rank.SECTION: "1", Rank.PART: "2", Rank.ITEM: "3", Rank.SUBITEM: "4"}
_LEAD_STYLES = {Rank.SECTION: "Lead1", Rank.PART: "Lead2"}
_KEEP = "<w:keepNext/>"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def write_docx(job: Job, typesetter: Typesetter) -> bytes:
    """The whole file; the same draft gives the same bytes."""
    blocks = typesetter.blocks(job.draft, job.settings)
    body = "".join(_body(blocks, typesetter))
    return package(
        body,
        title=plain_title(job.draft),
        author=printable(job.draft.agency),
        created=created(job.draft, job.settings),
        pitch=job.settings.line_pitch,
        double_sided=job.settings.double_sided,
        stamp=job.stamp,
    )


def _body(blocks: Sequence[Block], typesetter: Typesetter) -> Iterator[str]:
    caption = ""
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        match block:
            case Title():
                yield _paragraph("Title", "<w:r><w:br/></w:r>".join(map(_run, block.parts)))
                yield _paragraph("a")
            case Heading():
                caption = block.text if block.rank is Rank.SECTION else caption
                yield _paragraph(_HEADING_STYLES[block.rank], _run(block.text))
            case Paragraph():
                yield _text(block, before_closing=isinstance(following, Closing))
            case Grid():
                yield _table(typesetter.set_grid(block), caption)
                yield _paragraph("a", properties='<w:spacing w:line="120" w:lineRule="exact"/>')
            case Closing():
                yield _paragraph("a", properties=_KEEP)
                yield from _closing(block)


def _run(text: str, properties: str = "") -> str:
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>' if text else ""


def _paragraph(style: str, runs: str = "", properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _text(paragraph: Paragraph, *, before_closing: bool) -> str:
    """Running text. The last of it stays with the closing, or the date would stand alone on a page."""
    lead = _LEAD_STYLES.get(paragraph.rank) if paragraph.rank else None
    mark = f'<w:rStyle w:val="{lead}"/>' if lead else ""
    runs = _run(paragraph.text[: paragraph.lead], mark) + _run(paragraph.text[paragraph.lead :])
    return _paragraph("Body", runs, _KEEP if before_closing else "")


def _closing(closing: Closing) -> Iterator[str]:
    """The date begins two characters right of the agency; the longer of them ends two from the edge (GB/T 9704)."""
    agency, date = (_width(text) for text in closing)
    indents = (2 + max(0, date + 2 - agency), 2 + max(0, agency - date - 2)) if date else (2.0, 2.0)
    for text, indent in zip(closing, indents, strict=True):
        if text:
            place = f'<w:ind w:rightChars="{indent * 100:.0f}" w:right="{indent * TEXT_STEP:.0f}"/>'
            yield _paragraph("Closing", _run(text), (_KEEP if text is closing.agency and date else "") + place)


def _width(text: str) -> float:
    """About how many characters wide a text is."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def _table(setting: PaddedGrid, caption: str) -> str:
    """A grid with its cells merged as Word merges them: ``gridSpan`` across, ``vMerge`` down."""
    xs, grid = setting.set.xs, setting.set.grid
    edges = [round((x - xs[0]) * MEASURE / (xs[-1] - xs[0])) for x in xs]
    widths = [after - before for before, after in pairwise(edges)]
    kept_together = setting.height <= DEPTH - LINE_PITCH
    rows = "".join(_row(setting, row, widths, keep=kept_together and row < grid.rows - 1) for row in range(grid.rows))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{MEASURE}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        # in the table itself: LibreOffice does not look at the default style's
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:firstColumn="1" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{xml_attribute(caption)}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(setting: PaddedGrid, row: int, widths: Sequence[int], *, keep: bool) -> str:
    cells: list[str] = []
    column = 0
    while column < len(widths):
        item = setting.set.cells[setting.set.owner[row][column]]
        width = sum(widths[column : column + item.cell.column_span])
        cells.append(_cell(item, row, width, setting.set.size, keep=keep))
        column += item.cell.column_span
    height = round(setting.heights[row] * _TWIPS)
    head = "<w:tblHeader/>" if row < setting.set.grid.header_rows else ""
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}</w:trPr>'
        f"{''.join(cells)}</w:tr>"
    )


def _cell(item: SetCell, row: int, width: int, type_size: float, *, keep: bool) -> str:
    cell = item.cell
    properties = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if cell.column_span > 1:
        properties.append(f'<w:gridSpan w:val="{cell.column_span}"/>')
    if cell.row_span > 1:
        properties.append('<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>")
    if cell.shaded:
        properties.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>')
    if cell.vertical:
        properties.append('<w:textDirection w:val="tbRlV"/>')
    properties.append('<w:vAlign w:val="center"/>')
    text = _run(cell.text, size(item.size if cell.role is CellRole.FIGURE else type_size)) if cell.row == row else ""
    leading = f'<w:spacing w:line="{round(type_size * _LEADING * _TWIPS)}" w:lineRule="exact"/>'
    side = "" if cell.centred else '<w:jc w:val="left"/>'
    paragraph = _paragraph("TableText", text, (_KEEP if keep else "") + leading + side)
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{paragraph}</w:tc>"
