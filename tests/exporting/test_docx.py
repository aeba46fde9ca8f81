"""The Word file as Word's readers find it: real styles and merged cells, and the pages of the PDF in LibreOffice."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from model.document.blocks import Grid
from model.draft import Draft
from model.page import PageSettings, Typesetter
from model.report.report import Edit
from tests.exporting.conftest import Convert, Make
from tests.page.conftest import page_texts, plain
from tests.page.drafts import HOSTILE, NARRATIVES, RARE, draft, long_draft, numbered_draft


@pytest.fixture
def opened(make: Make) -> Document:
    return docx.Document(BytesIO(make("docx", numbered_draft())))


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def test_headings_have_the_styles_that_outlines_and_tables_of_contents_know(opened: Document) -> None:
    by_style: dict[str, list[str]] = {}
    for paragraph in opened.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert [heading[:2] for heading in by_style["Heading 1"]] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert [heading[:3] for heading in by_style["Heading 2"]] == ["（三）", "（四）", "（五）"]
    assert by_style["Title"] == ["云溪市人力资源和社会保障局\n2023年政府信息公开工作年度报告"]
    levels = [opened.styles[f"Heading {level}"].element.find(f".//{qn('w:outlineLvl')}") for level in range(1, 5)]
    assert [level.get(qn("w:val")) for level in levels] == ["0", "1", "2", "3"]


def test_a_run_in_heading_has_a_style_of_its_own(opened: Document) -> None:
    paragraph = next(each for each in opened.paragraphs if each.text.startswith("（一）"))
    lead, rest = paragraph.runs
    assert (lead.text, lead.style.name) == ("（一）主动公开。", "行内二级标题")
    assert rest.text.startswith("全年主动公开")


def test_every_figure_stands_in_the_cell_of_its_labels(opened: Document, typesetter: Typesetter) -> None:
    grids = [block for block in typesetter.blocks(numbered_draft(), PageSettings()) if isinstance(block, Grid)]
    assert len(opened.tables) == len(grids)
    for table, grid in zip(opened.tables, grids, strict=True):
        assert (len(table.rows), len(table.columns)) == (grid.rows, len(grid.columns))
        places = table._cells  # the public way reads the whole table for every cell
        for cell in grid.cells:
            first = cell.row * len(grid.columns) + cell.column
            last = first + (cell.row_span - 1) * len(grid.columns) + cell.column_span - 1
            assert places[first].text == cell.text
            assert places[last]._tc is places[first]._tc


def test_header_rows_are_repeated_and_no_row_is_torn(opened: Document) -> None:
    rows = [row._tr for table in opened.tables for row in table.rows]
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    repeated = [row for row in opened.tables[1].rows if row._tr.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(repeated) == 3


def test_properties_and_language_are_the_reports(opened: Document) -> None:
    properties = opened.core_properties
    assert properties.title == "云溪市人力资源和社会保障局2023年政府信息公开工作年度报告"
    assert (properties.author, properties.language) == ("云溪市人力资源和社会保障局", "zh-CN")


def test_text_is_never_markup(make: Make) -> None:
    report = draft(agency='<w:br/>&"', narratives=NARRATIVES | {"overview": f"{HOSTILE}\n{RARE}"})
    opened = docx.Document(BytesIO(make("docx", report)))
    texts = [paragraph.text for paragraph in opened.paragraphs]
    assert {HOSTILE, RARE, '<w:br/>&"'} <= set(texts)


def test_every_part_is_well_formed_and_every_relation_leads_somewhere(make: Make) -> None:
    for double_sided in (False, True):
        found = parts(make("docx", draft(), stamped=True, settings=PageSettings(double_sided=double_sided)))
        for content in found.values():
            ElementTree.fromstring(content)
        targets = re.findall(r'Target="([^"]+)"', found["word/_rels/document.xml.rels"])
        assert all(f"word/{target}" in found for target in targets)
        referred = set(re.findall(r'r:id="([^"]+)"', found["word/document.xml"]))
        assert referred <= set(re.findall(r'Id="([^"]+)"', found["word/_rels/document.xml.rels"]))


def test_the_stamp_is_a_watermark_and_no_text_of_the_document(make: Make) -> None:
    stamped = make("docx", draft(), stamped=True)
    assert 'string="草稿"' in parts(stamped)["word/header1.xml"]
    assert "草稿" not in parts(stamped)["word/document.xml"]
    assert "word/header1.xml" not in parts(make("docx", draft()))


def reports() -> dict[str, Draft]:
    rare = draft(
        narratives=NARRATIVES | {"overview": f"{HOSTILE}\n{RARE}"}, agency="云溪市" + "及周边地区" * 8 + "管理局"
    )
    large = draft(number=11_398_889)
    large.apply(Edit(narratives={"problems": ""}))
    return {"plain": draft(), "rare": rare, "large": large, "2019": draft("2019"), "long": long_draft(60)}


@pytest.mark.parametrize("name", reports())
def test_libreoffice_sets_it_on_as_many_pages_as_ours_or_one_more_or_less(
    name: str, make: Make, convert: Convert
) -> None:
    report = reports()[name]
    theirs, ours = convert(make("docx", report), "docx", "pdf"), make("pdf", report)
    pages = len(pypdfium2.PdfDocument(theirs))
    assert abs(pages - len(pypdfium2.PdfDocument(ours))) <= 1
    assert f"— {pages} —" in page_texts(theirs)[-1]


def test_libreoffice_prints_every_word(make: Make, convert: Convert) -> None:
    theirs = "".join(map(plain, page_texts(convert(make("docx", numbered_draft()), "docx", "pdf"))))
    for text in (*"\n".join(NARRATIVES.values()).split("\n"), "三、收到和处理政府信息公开申请情况"):
        assert plain(text) in theirs
