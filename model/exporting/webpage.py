"""The report as HTML: a page that stands alone, and the fragment that is pasted into a website's editor.

Editors drop style sheets and classes but most keep ``style``, so every element says in place how it looks; the page
adds what only a style sheet can: narrow screens, paper, focus. No script, nothing from elsewhere.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from model.document.blocks import Cell, CellRole, Closing, Grid, Heading, Paragraph, Title
from model.page.typesetter import plain_title
from model.report.narrative import Rank
from model.report.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from model.document.blocks import Block
    from model.exporting.formats import Job
    from model.page import Typesetter

_LEVELS = {Rank.SECTION: 2, Rank.PART: 3, Rank.ITEM: 4, Rank.SUBITEM: 5}
_WIDE = 6  # columns; a table with more scrolls by itself on a narrow screen
_TEXT = "font-size:21px;line-height:1.75;margin:0;"
_FANGSONG = "font-family:仿宋_GB2312,仿宋,FangSong,serif;"
_KAI = "font-family:楷体_GB2312,楷体,KaiTi,serif;font-weight:normal;"
_HEI = "font-family:黑体,SimHei,sans-serif;font-weight:normal;"
_SONG = "font-family:宋体,SimSun,serif;"
_STYLES = {
    "h1": "text-align:center;font-size:29px;line-height:1.6;margin:0 0 1.2em;font-weight:normal;"
    "font-family:方正小标宋简体,方正小标宋_GBK,宋体,SimSun,serif;",
    "h2": f"{_TEXT}text-indent:2em;{_HEI}",
    "h3": f"{_TEXT}text-indent:2em;{_KAI}",
    "h4": f"{_TEXT}text-indent:2em;font-weight:normal;{_FANGSONG}",
    "h5": f"{_TEXT}text-indent:2em;font-weight:normal;{_FANGSONG}",
    "p": f"{_TEXT}text-indent:2em;text-align:justify;{_FANGSONG}",
    "closing": f"{_TEXT}text-align:right;padding-right:2em;{_FANGSONG}",
    "stamp": "font-size:21px;margin:0 0 16px;padding:4px;border:2px solid #a40000;color:#a40000;text-align:center;"
    f"{_HEI}",
    "scroll": "overflow-x:auto;margin:8px 0 16px;",
    "table": f"border-collapse:collapse;width:100%;font-size:14px;line-height:1.4;{_SONG}",
    "caption": "caption-side:top;text-align:left;font-size:14px;padding:2px 0;",
    "cell": "border:1px solid #333;padding:4px 3px;text-align:center;vertical-align:middle;font-weight:normal;",
}
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{metadata}<style>
body{{margin:0 auto;max-width:46rem;padding:1rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}}
.scroll:focus-visible{{outline:3px solid #1a56a0}}
{stamp}@media (max-width:600px){{h1{{font-size:1.4rem!important}}h2,h3,h4,h5,p{{font-size:1.1rem!important}}}}
@media print{{
@page{{size:A4;margin:37mm 26mm 35mm 28mm}}
body{{max-width:none;padding:0}}.scroll{{overflow:visible!important}}
h2,h3,h4,h5{{break-after:avoid}}tr{{break-inside:avoid}}thead{{display:table-header-group}}
}}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def write_page(job: Job, typesetter: Typesetter) -> bytes:
    """A page of its own, with title and metadata. Its stamp is no text of the report."""
    title = plain_title(job.draft)
    # the names that 国办发〔2017〕47号 gives to what a government website says of an article
    metadata = {"ArticleTitle": title, "ContentSource": printable(job.draft.agency)}
    page = _PAGE.format(
        title=escape(f"（{job.stamp}）{title}" if job.stamp else title),
        stamp=f'main::before{{content:"{job.stamp}";display:block;{_STYLES["stamp"]}}}\n' if job.stamp else "",
        metadata="".join(f'<meta name="{name}" content="{escape(text)}">\n' for name, text in metadata.items() if text),
        body="\n".join(_body(job, typesetter.blocks(job.draft, job.settings), with_title=True)),
    )
    return page.encode("utf-8")


def write_fragment(job: Job, typesetter: Typesetter) -> bytes:
    """What goes into a website's editor: without the title, which the website's own template prints."""
    body = "\n".join(_body(job, typesetter.blocks(job.draft, job.settings), with_title=False))
    return f'<div lang="zh-CN">\n{body}\n</div>\n'.encode()


def _body(job: Job, blocks: Sequence[Block], *, with_title: bool) -> Iterator[str]:
    caption, tables = "", 0
    for block in blocks:
        match block:
            case Title():
                if with_title:
                    yield _element("h1", "<br>".join(map(_text, block.parts)))
                elif job.stamp:
                    yield _element("p", job.stamp, style="stamp")
            case Heading():
                caption = block.text.partition("、")[2] or block.text if block.rank is Rank.SECTION else caption
                yield _element(f"h{_LEVELS[block.rank]}", _text(block.text))
            case Paragraph():
                yield _element("p", _paragraph(block))
            case Grid():
                tables += 1
                yield _table(block, caption, f"table{tables}")
            case Closing():
                yield from (_element("p", _text(line), style="closing") for line in block if line)


def _text(text: str) -> str:
    return escape(text, quote=False)


def _element(name: str, content: str, *, style: str = "", more: str = "", attributes: str = "") -> str:
    """An element in the style of that name, by default its own, with ``more`` of it behind."""
    return f'<{name}{attributes} style="{_STYLES[style or name]}{more}">{content}</{name}>'


def _paragraph(paragraph: Paragraph) -> str:
    lead, rest = _text(paragraph.text[: paragraph.lead]), _text(paragraph.text[paragraph.lead :])
    face = _HEI if paragraph.rank is Rank.SECTION else _KAI
    return f'<span style="{face}">{lead}</span>{rest}' if lead else rest


def _table(grid: Grid, caption: str, key: str) -> str:
    """A table in a box; one that is wide scrolls in it, for keyboards too."""
    rows = [f"<tr>{''.join(cells)}</tr>" for cells in _rows(grid, key)]
    head = f"<thead>{''.join(rows[: grid.header_rows])}</thead>" if grid.header_rows else ""
    content = f"{_element('caption', _text(caption))}{head}<tbody>{''.join(rows[grid.header_rows :])}</tbody>"
    if len(grid.columns) <= _WIDE:
        return _element("div", _element("table", content), style="scroll")
    region = f' class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}（可左右滚动）"'
    return _element("div", _element("table", content, more="min-width:640px;"), style="scroll", attributes=region)


def _rows(grid: Grid, key: str) -> Iterator[list[str]]:
    heads = [cell for cell in grid.cells if cell.role in (CellRole.COLUMN_HEAD, CellRole.ROW_HEAD)]
    bands = [cell.row for cell in heads if cell.column_span == len(grid.columns)]
    for row in range(grid.rows):
        band = max((line for line in bands if line <= row), default=0)
        above = [head for head in heads if head.role is CellRole.ROW_HEAD or head.row >= band]
        yield [
            _head(cell, key) if cell in heads else _figure(cell, above, key) for cell in grid.cells if cell.row == row
        ]


def _head(cell: Cell, key: str) -> str:
    side, span = ("col", cell.column_span) if cell.role is CellRole.COLUMN_HEAD else ("row", cell.row_span)
    scope = f"{side}group" if span > 1 else side
    attributes = f' id="{_name(cell, key)}" scope="{scope}"{_spans(cell)}'
    return _element("th", _text(cell.text), style="cell", more=_cell_style(cell), attributes=attributes)


def _figure(cell: Cell, heads: Sequence[Cell], key: str) -> str:
    """A cell that names all its headings: ``scope`` alone cannot say several levels of row headings."""
    names = " ".join(_name(head, key) for head in heads if _heads(head, cell))
    attributes = (f' headers="{names}"' if names else "") + _spans(cell)
    return _element("td", _text(cell.text) or "&nbsp;", style="cell", more=_cell_style(cell), attributes=attributes)


def _heads(head: Cell, cell: Cell) -> bool:
    if head.role is CellRole.COLUMN_HEAD:
        return head.row < cell.row and head.column <= cell.column < head.column + head.column_span
    return head.row <= cell.row < head.row + head.row_span


def _name(head: Cell, key: str) -> str:
    return f"{key}-{head.row}-{head.column}"


def _spans(cell: Cell) -> str:
    spans = (("rowspan", cell.row_span), ("colspan", cell.column_span))
    return "".join(f' {name}="{count}"' for name, count in spans if count > 1)


def _cell_style(cell: Cell) -> str:
    if cell.vertical:  # a narrow column stacks the label: editors lose a writing mode
        return "width:1.4em;min-width:1.4em;word-break:break-all;"
    band = "background-color:#dbebf7;" if cell.shaded else ""
    least = "min-width:2.5em;" if cell.role is CellRole.COLUMN_HEAD and cell.column_span == 1 else ""
    return band + least + ("" if cell.centred else "text-align:left;")
