"""Spreadsheets, CSV and web pages: what they show, as tables and the lines of text around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.importing.content import Cell, Content, ImportRefused, Paragraph, Row, Table
from model.importing.readers import read
from model.importing.readers.kinds import exact_kind
from tests.importing.hostile import compound
from tests.importing.test_hostile import sheet_with

FILES = Path(__file__).parent / "files"


def html(body: str) -> Content:
    return read(f"<html><body>{body}</body></html>".encode(), "html")


def texts(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def grids(content: Content) -> list[list[list[str]]]:
    return [block.grid() for block in content.blocks if isinstance(block, Table)]


def test_a_sheet_is_cut_at_blank_rows_and_at_lines_of_text() -> None:
    data = (FILES / "libreoffice.xls").read_bytes()
    content = read(data, exact_kind(data))
    assert texts(content) == ["云溪市档案局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况", "文末12件"]
    assert grids(content) == [[["信息内容", "本年制发件数", ""], ["", "3", "288.67"], ["行政许可", "", "0"]]]
    (table,) = [block for block in content.blocks if isinstance(block, Table)]
    assert table.place == "工作表“年报”" and table.cells[0, 0] == Cell("信息内容", row_span=2)
    assert content.skipped == {"隐藏的工作表": 1}


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ('<c r="A1"><v>12</v></c><c r="B1"><v>12.0</v></c>', ["12", "12"]),
        ('<c r="A1"><v>288.67</v></c><c r="B1"><v>11398889</v></c>', ["288.67", "11398889"]),
        ('<c r="A1" t="str"><f>A2</f><v>12*</v></c><c r="B1"><f>1+1</f><v>2</v></c>', ["12*", "2"]),
        ('<c r="A1" t="inlineStr"><is><t>０12</t></is></c><c r="B1" t="b"><v>1</v></c>', ["０12", "是"]),
        ('<c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c>', ["#N/A", "1"]),
    ],
)
def test_cells_of_a_sheet_are_written_as_they_are_shown(cells: str, shown: list[str]) -> None:
    assert grids(read(sheet_with(f'<row r="1">{cells}</row>'), "sheet")) == [[shown]]


def test_a_sheet_of_binary_excel_with_a_failed_formula_is_refused() -> None:
    """There a failed formula is a number of another kind, which the library gives as a blank."""
    failed = b"\x05\x02\x08\0" + b"\0\0\1\0\0\0" + b"\x2a\1"
    with pytest.raises(ImportRefused, match="算错"):
        read(compound({"Workbook": failed}), "sheet")


def test_hidden_rows_are_read_and_said() -> None:
    content = read(sheet_with('<row r="1" hidden="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'), "sheet")
    assert grids(content) == [[["1", "2"]]] and content.doubtful == {"隐藏的行": 1}
    assert list(content.notes()) == ["原文里有隐藏的行（1处），请对照原文核对。"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
def test_a_csv_in_the_ways_of_sheets(separator: str, encoding: str) -> None:
    lines = ["二、情况", f'规章{separator}"1{separator}203"{separator}{separator}5', separator * 3]
    content = read("\r\n".join(lines).encode(encoding), "csv")
    assert content.blocks == (Paragraph("二、情况"), Row(("规章", f"1{separator}203", "", "5")))


def test_kinds_are_told_by_bytes_and_plain_text_by_its_name() -> None:
    assert exact_kind(b"a,b", ".csv") == "csv" and exact_kind(b"a,b", ".txt") == "text"
    assert exact_kind(b"a\tb", ".xls") == "csv" and exact_kind(b"<table><tr>", ".xls") == "html"
    assert exact_kind(b"<table><tr>", ".md") == "text" and exact_kind("<html>".encode("utf-16"), ".txt") == "html"
    assert exact_kind(b"{\\rtf1 x}", ".doc") == "rtf"


def test_a_page_is_read_as_a_browser_shows_it() -> None:
    content = html(
        "<h1>题  目</h1><p>甲<b>乙</b>\n丙<br>丁<del>9</del></p><ul><li>戊<li>己</ul><p style='display:none'>8</p>"
        "<textarea>7</textarea><p>&nbsp;&nbsp;庚&#65;</p>"
    )
    assert texts(content) == ["题 目", "甲乙 丙", "丁", "戊", "己", "庚A"]
    assert content.blocks[0] == Paragraph("题 目", heading=True, after_gap=True)
    assert content.skipped == {"删除的修订": 1, "隐藏文字": 1}


def test_lines_of_one_text_follow_each_other_and_a_list_begins_something_new() -> None:
    content = html("<ul><li>首页</ul><p>云溪市</p><p>2023年</p><div>正文</div>")
    assert [block.after_gap for block in content.blocks if isinstance(block, Paragraph)] == [True, True, False, True]


def test_a_table_around_the_page_is_looked_through_and_the_table_in_it_is_read() -> None:
    inner = "<table><tr><td rowspan=2>组<td>1<tr><td><p>2</p><p>3</p></table>"
    content = html(f"<table><tr><td>导航</td><td><p>一、总体情况</p>{inner}</td></tr></table>")
    assert texts(content) == ["导航", "一、总体情况"]
    assert grids(content) == [[["组", "1"], ["", "2\n3"]]]


def test_digits_that_a_page_hides_in_a_cell_are_none_of_its_figure() -> None:
    content = html(
        "<table><tr><td>规章<td>1<span style='DISPLAY : none'>9</span>2<tr style='display:none'><td>8<td>8</table>"
    )
    assert grids(content) == [[["规章", "12"]]]


def test_a_long_cell_is_layout() -> None:
    content = html(f"<table><tr><td>{'字' * 401}<td>边</table>")
    assert texts(content) == ["字" * 401, "边"]


def test_a_saved_page_is_read_part_by_part() -> None:
    mail = (
        "From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; "
        "charset=gb2312\nContent-Transfer-Encoding: quoted-printable\n\n<p>=B9=AB=BF=AA=\n12</p>\n--b\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+5bm05oqlPC9wPg==\n--b--\n"
    )
    assert texts(read(mail.encode(), exact_kind(mail.encode()))) == ["公开12", "年报"]


def test_a_sheet_in_the_xml_of_excel_2003() -> None:
    content = read(
        "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' "
        "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet ss:Name='表'><Table>"
        "<Row><Cell><Data>一、情况</Data></Cell></Row>"
        "<Row><Cell ss:MergeDown='1'><Data>组</Data></Cell><Cell ss:MergeAcross='1'><Data>宽</Data></Cell></Row>"
        "<Row><Cell ss:Index='3'><Data>5</Data></Cell></Row></Table></Worksheet></Workbook>".encode(),
        "sheet_xml",
    )
    assert texts(content) == ["一、情况"]
    assert grids(content) == [[["组", "宽", ""], ["", "", "5"]]]


def test_a_formula_with_an_empty_text_as_its_result_is_a_blank() -> None:
    cells = '<c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(A1,"",2)</f><v></v></c><c r="C1"><v>3</v></c>'
    assert grids(read(sheet_with(f'<row r="1">{cells}</row>'), "sheet")) == [[["1", "", "3"]]]
    with pytest.raises(ImportRefused, match="公式"):
        read(sheet_with('<row r="1"><c r="A1"><f>SUM(B1)</f><v/></c><c r="B1"><v>1</v></c></row>'), "sheet")
