"""Word's files (.docx, .doc, .rtf) and OpenDocument: the final view of the text, and tables with all their spans."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.importing.content import Cell, Content, Paragraph, Row, Table
from model.importing.readers import read
from model.importing.readers.kinds import exact_kind
from tests.importing.hostile import WORD, docx_with, word_paragraph, word_xml
from tests.importing.producers import fodt

FILES = Path(__file__).parent / "files"
SPACES = " ".join(f'xmlns:{name}="urn:x:{name}"' for name in ("office", "text", "table", "style", "draw"))


def read_docx(body: str, parts: dict[str, str | bytes] | None = None) -> Content:
    return read(docx_with(word_xml(body), parts), "docx")


def read_odt(body: str) -> Content:
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    return read(f"<office:document {SPACES}>{text}</office:document>".encode(), "fodt")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def lines(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


SHOWN = "<w:vanish w:val='0'/>"
WIDE = "<w:gridSpan w:val='2'/>"
FINAL_VIEW = {
    "an insertion is text, a deletion is none": (
        f"<w:p>{run('收到')}<w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins>{run('15')}</w:ins>{run('件')}</w:p>",
        "收到15件",
        {"删除的修订": 1},
    ),
    "what was moved stands where it went": (
        f"<w:p><w:moveFrom>{run('7')}</w:moveFrom><w:moveTo>{run('8')}</w:moveTo></w:p>",
        "8",
        {"移走的修订": 1},
    ),
    "hidden text is not printed": (f"<w:p>{run('12')}{run('34', '<w:vanish/>')}</w:p>", "12", {"隐藏文字": 1}),
    "hiding that is switched off again hides nothing": (
        f"<w:p>{run('12', SHOWN)}</w:p>",
        "12",
        {},
    ),
    "of a field its result": (
        f"<w:p><w:fldSimple w:instr='=6+6'>{run('12')}</w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        "12",
        {},
    ),
    "a content control and a smart tag": (
        f"<w:p><w:sdt><w:sdtContent><w:smartTag>{run('12')}</w:smartTag></w:sdtContent></w:sdt></w:p>",
        "12",
        {},
    ),
    "a text box once, though it stands there twice": (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='x'><mc:Choice><w:txbxContent>"
        f"{word_paragraph('12')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{word_paragraph('12')}"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        "12",
        {},
    ),
    "notes and pictures are named": (
        f"<w:p>{run('12')}<w:r><w:footnoteReference/><w:drawing/></w:r></w:p>",
        "12",
        {"脚注": 1, "图片": 1},
    ),
    "marks that Word writes for itself": (
        "<w:p><w:r><w:t>1</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>2</w:t></w:r></w:p>",
        "1-2",
        {},
    ),
    "a paragraph whose end was deleted goes on": (
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('1')}</w:p><w:p>{run('2')}</w:p>",
        "12",
        {},
    ),
    "a line break parts paragraphs": ("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>", "甲|乙", {}),
}


@pytest.mark.parametrize(("body", "text", "skipped"), FINAL_VIEW.values(), ids=FINAL_VIEW)
def test_a_docx_is_read_as_it_is_printed(body: str, text: str, skipped: dict[str, int]) -> None:
    content = read_docx(body)
    assert "|".join(lines(content)) == text
    assert content.skipped == skipped


def test_automatic_numbers_are_printed_as_word_prints_them() -> None:
    numbering = (
        f"<w:numbering xmlns:w='{WORD}'><w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
        "<w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl><w:lvl w:ilvl='1'><w:numFmt "
        "w:val='decimal'/><w:lvlText w:val='（%1.%2）'/></w:lvl></w:abstractNum><w:num w:numId='5'><w:abstractNumId "
        "w:val='1'/></w:num></w:numbering>"
    )
    styles = (
        f"<w:styles xmlns:w='{WORD}'><w:style w:styleId='H'><w:pPr><w:numPr><w:numId w:val='5'/></w:numPr></w:pPr>"
        "</w:style></w:styles>"
    )
    styled = "<w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
    inner = (
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='5'/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
    )
    body = styled.format("甲") + inner.format("子") + inner.format("丑") + styled.format("乙") + inner.format("寅")
    content = read_docx(body, {"word/numbering.xml": numbering, "word/styles.xml": styles})
    assert lines(content) == ["一、甲", "（一.1）子", "（一.2）丑", "二、乙", "（二.1）寅"]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{word_paragraph(text)}</w:tc>"


def test_merged_cells_of_a_docx_span_and_a_nested_table_is_text_of_its_cell() -> None:
    down = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    inner = f"<w:tbl><w:tr>{cell('1')}{cell('2')}</w:tr></w:tbl>"
    rows = (
        f"<w:tr>{cell('组', down[0])}{cell('宽', WIDE)}</w:tr>"
        f"<w:tr>{cell('', down[1])}{cell('3')}<w:tc>{inner}<w:p/></w:tc></w:tr>"
        f"<w:sdt><w:sdtContent><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('4')}{cell('5')}</w:tr>"
        "</w:sdtContent></w:sdt>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('6')}{cell('7')}{cell('8')}</w:tr>"
    )
    content = read_docx(f"<w:tbl>{rows}</w:tbl>")
    (table,) = content.blocks
    assert isinstance(table, Table)
    assert table.cells[0, 0] == Cell("组", row_span=2) and table.cells[0, 1] == Cell("宽", column_span=2)
    assert table.grid() == [["组", "宽", ""], ["", "3", "1\t2"], ["", "4", "5"]]
    assert content.skipped == {"表中表": 1, "删除的修订": 1}


def test_a_table_made_of_tabs_is_rows() -> None:
    content = read_docx("<w:p><w:r><w:t>规章</w:t><w:tab/><w:t>3</w:t><w:tab/><w:tab/><w:t>5</w:t></w:r></w:p>")
    assert content.blocks == (Row(("规章", "3", "", "5")),)


def test_an_odt_is_read_as_it_is_printed() -> None:
    content = read_odt(
        "<text:tracked-changes><text:p>9</text:p></text:tracked-changes><text:h>一、<text:s text:c='2'/>题</text:h>"
        "<text:p>甲<text:line-break/>乙<text:note><text:p>8</text:p></text:note></text:p>"
        "<text:list><text:list-item><text:p><text:number>1.</text:number>丙</text:p></text:list-item></text:list>"
        "<text:section text:display='none'><text:p>7</text:p></text:section>"
        "<text:p><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></text:p>"
    )
    assert lines(content) == ["一、  题", "甲", "乙", "1.丙", "框"]
    assert content.blocks[0] == Paragraph("一、  题", heading=True)
    assert content.skipped == {"修订": 1, "脚注": 1, "隐藏文字": 1}


def test_an_odt_repeats_cells_and_rows_and_covers_what_they_span() -> None:
    content = read_odt(
        "<table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned='2'>"
        "<text:p>宽</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>"
        "<table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='2'>"
        "<text:p>0</text:p></table:table-cell></table:table-row></table:table>"
    )
    (table,) = content.blocks
    assert isinstance(table, Table) and table.grid() == [["宽", ""], ["0", "0"], ["0", "0"]]


def rtf(body: str) -> Content:
    return read(f"{{\\rtf1\\ansi\\ansicpg936{{\\fonttbl{{\\f0\\fcharset134 SimSun;}}}}{body}}}".encode("gbk"), "rtf")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("\\pard 12{\\deleted 3}{\\v 9}{\\revised 4}\\par", "124"),
        ("\\pard\\u20844\\'b9\\u24320\\'bf{\\uc2\\u39033\\'cf\\'ee}1\\par", "公开项1"),
        ("\\pard 甲\\line 乙\\par 丙\\par", "甲|乙|丙"),
        ("{\\*\\generator X}{\\header 页眉}{\\listtext 1.\\tab}条{\\footnote 注}\\par", "1. 条"),
        ("{\\field{\\*\\fldinst PAGE}{\\fldrslt 12}}\\par", "12"),
        ("\\{1\\}\\par", "{1}"),
    ],
)
def test_an_rtf_is_read_as_it_is_printed(body: str, text: str) -> None:
    assert "|".join(lines(rtf(body))) == text


def test_cells_of_an_rtf_are_placed_by_their_edges() -> None:
    content = rtf(
        "\\trowd\\clvmgf\\cellx1000\\cellx3000\\intbl 组\\cell 宽\\cell\\row"
        "\\trowd\\clvmrg\\cellx1001\\cellx2000\\cellx3001\\intbl\\cell 1\\cell 2\\cell\\row\\pard 后\\par"
    )
    table, after = content.blocks
    assert isinstance(table, Table) and table.grid() == [["组", "宽", ""], ["", "1", "2"]]
    assert after == Paragraph("后")


@pytest.mark.parametrize("name", ["libreoffice.doc", "libreoffice.rtf", "libreoffice.odt"])
def test_what_libreoffice_writes_has_the_same_cells(name: str) -> None:
    data = (FILES / name).read_bytes()
    content = read(data, exact_kind(data))
    assert lines(content) == ["云溪市档案局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况", "文末12件"]
    (table,) = [block for block in content.blocks if isinstance(block, Table)]
    assert table.grid() == [["信息内容", "本年制发件数", ""], ["", "3", "288.67"], ["行政许可", "", "0"]]
    assert table.cells[0, 0].row_span == 2 and table.cells[0, 1].column_span == 2


def test_a_flat_odt_and_a_packed_one_are_told_by_their_bytes() -> None:
    assert exact_kind(fodt([])) == "fodt"
