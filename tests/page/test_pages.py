"""Pagination: what stays together, and what a divided table repeats."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from model.document.blocks import Block, Cell, CellRole, Closing, Column, Grid, Heading, Paragraph, Title
from model.page import Typesetter
from model.page.grid import GridSetter
from model.page.page_numbers import number_pages
from model.page.pages import Paginator
from model.page.paper import LINE_PITCH, LINES_ON_PAGE, MM, Sheets
from model.page.structure import Content, Element
from model.page.styles import Styles
from model.page.words import between_words
from model.report.narrative import Rank
from model.report.report import Edit
from tests.page.conftest import page_texts, plain
from tests.page.drafts import NARRATIVES, draft, long_draft


def laid_out(styles: Styles, *blocks: Block) -> Sheets:
    paginator = Paginator(styles, GridSetter(styles))
    paginator.lay_out(blocks)
    return paginator.sheets


def paragraph_of(lines: int) -> Paragraph:
    return Paragraph("政" * (28 * lines - 8))


def lines_by_page(sheets: Sheets, element: Element) -> list[int]:
    """How many lines of an element stand on each of its pages."""
    counts = []
    for kid in element.kids:
        assert isinstance(kid, Content)
        operators = "\n".join(sheets.pages[kid.page].operators)
        piece = operators.split(f"<</MCID {kid.mark}>>BDC", 1)[1].split("EMC", 1)[0]
        counts.append(len(re.findall(" Td ", piece)))
    return counts


@pytest.mark.parametrize("before", range(14, LINES_ON_PAGE + 1))
@pytest.mark.parametrize("lines", [2, 3, 4, 9])
def test_a_paragraph_never_leaves_one_line_alone(styles: Styles, before: int, lines: int) -> None:
    sheets = laid_out(styles, *[paragraph_of(1)] * before, paragraph_of(lines))
    parts = lines_by_page(sheets, sheets.root.kids[-1])  # type: ignore[arg-type]
    assert sum(parts) == lines
    assert min(parts) >= 2


@pytest.mark.parametrize("before", range(15, LINES_ON_PAGE + 1))
def test_a_heading_never_ends_a_page(styles: Styles, before: int) -> None:
    headings = Heading("一、总体情况", Rank.SECTION), Heading("（一）主动公开", Rank.PART)
    sheets = laid_out(styles, *[paragraph_of(1)] * before, *headings, paragraph_of(5))
    *_, section, part, text = sheets.root.kids
    pages = [kid.page for element in (section, part, text) for kid in element.kids[:1]]  # type: ignore[union-attr]
    assert len(set(pages)) == 1


@pytest.mark.parametrize("lines", [1, 2, 5])
@pytest.mark.parametrize("before", range(14, LINES_ON_PAGE + 1))
def test_the_closing_never_stands_on_a_page_alone(styles: Styles, before: int, lines: int) -> None:
    closing: list[Block] = [paragraph_of(lines), Closing("云溪市统计局", "2024年1月20日")]
    sheets = laid_out(styles, *[paragraph_of(1)] * before, *closing)
    *_, text, agency, date = sheets.root.kids
    assert text.kids[-1].page == agency.kids[0].page == date.kids[0].page  # type: ignore[union-attr]


def tall_grid(rows: int) -> Grid:
    cells = [Cell(0, 0, "表头", CellRole.COLUMN_HEAD), Cell(0, 1, "数量", CellRole.COLUMN_HEAD)]
    cells.append(Cell(1, 0, "跨页标签", CellRole.ROW_HEAD, row_span=rows, vertical=True))
    cells += [Cell(1 + row, 1, str(row), CellRole.FIGURE) for row in range(rows)]
    return Grid(tuple(cells), (Column(3), Column(5)), rows + 1, 1, (10.5, 9.0))


def test_a_divided_table_repeats_its_header_and_span_labels_as_artifacts(
    styles: Styles, typesetter: Typesetter
) -> None:
    sheets = laid_out(styles, tall_grid(90))
    assert len(sheets.pages) == 3
    codes = "".join(styles.table(9).typeface.codes[char] for char in "表头")
    for number, page in enumerate(sheets.pages):
        drawn = [text for text in page.operators if codes in text]
        assert len(drawn) == 1
        assert drawn[0].startswith("/Artifact" if number else "/TH")
    (table,) = sheets.root.kids
    assert sum(len(row.kids) for row in table.kids) == 2 + 1 + 90  # type: ignore[union-attr]


def test_the_requests_table_stands_on_one_page(typesetter: Typesetter) -> None:
    for number in (0, 12_345_678, 99_999_999_999):
        pages = [plain(text) for text in page_texts(typesetter.report(draft(number=number)).pdf)]
        assert [("一、本年新收政府信息公开申请数量" in page, "四、结转下年度" in page) for page in pages].count(
            (True, True)
        ) == 1


def figure_sizes(pdf: bytes) -> list[set[float]]:
    """The sizes of the digits in the cells of each page's tables, without those of labels."""
    document = pypdfium2.PdfDocument(pdf)
    sizes = []
    for page in document:
        text = page.get_textpage()
        digits = [at for at in range(text.count_chars()) if chr(pypdfium2.raw.FPDFText_GetUnicode(text, at)) in "45678"]
        found = (round(pypdfium2.raw.FPDFText_GetFontSize(text, at), 2) for at in digits)
        sizes.append({size for size in found if size < 10.5})
    document.close()
    return sizes


@pytest.mark.parametrize("number", [456_78, 45_678_456, 456_784_567_845])
def test_all_figures_of_a_table_are_of_one_size(typesetter: Typesetter, number: int) -> None:
    report = draft()
    column = report.edition.tables["requests"].columns[0].key
    report.enter({ref: number for ref in report.edition.inputs if ref.table == "requests" and ref.column == column})
    pdf = typesetter.report(report).pdf
    (sizes,) = [s for s, text in zip(figure_sizes(pdf), page_texts(pdf), strict=True) if "一、本年新收" in plain(text)]
    assert len(sizes) <= 1


def test_the_two_tables_of_applications_and_disputes_share_a_page(typesetter: Typesetter) -> None:
    pages = [plain(text) for text in page_texts(typesetter.report(draft(number=7)).pdf)]
    assert any("三、收到和处理" in page and "行政复议" in page and "尚未审结" in page for page in pages)


def test_heads_of_columns_are_broken_between_words(styles: Styles) -> None:
    style = styles.table(10.5)

    def rows(text: str, characters: float) -> tuple[str, ...]:
        return between_words(text, lambda part: styles.width(part, style), characters * 10.5)

    assert rows("社会公益组织", 4) == ("社会公益", "组织")
    assert rows("社会公益组织", 3) == ("社会", "公益", "组织")
    assert rows("法律服务机构", 5) == ("法律服务", "机构")
    assert rows("本年收费金额（单位：万元）", 7) == ("本年收费金额", "（单位：万元）")
    assert rows("自然人", 3.1) == ("自然人",)


def test_lines_fill_the_type_area(styles: Styles) -> None:
    sheets = laid_out(styles, *[paragraph_of(1)] * LINES_ON_PAGE, paragraph_of(1))
    assert [len(page.owners) for page in sheets.pages] == [LINES_ON_PAGE, 1]
    assert pytest.approx(225 * MM) == LINES_ON_PAGE * LINE_PITCH


def test_a_last_page_with_a_line_and_the_closing_is_spared(typesetter: Typesetter) -> None:
    pages = [
        typesetter.report(draft(narratives=NARRATIVES | {"others": "\n".join(["本机关没有收费。"] * lines)})).pages
        for lines in range(1, 60)
    ]
    assert pages == sorted(pages)
    room = [pages.count(number) for number in sorted(set(pages))[1:-1]]
    assert min(room) >= LINES_ON_PAGE


@pytest.mark.parametrize("agency", ["局", "云溪市人力资源和社会保障局", "云溪高新技术产业开发区住房和城乡建设局"])
def test_one_blank_line_parts_the_title_from_the_text(styles: Styles, agency: str) -> None:
    sheets = laid_out(styles, Title((agency, "2023年政府信息公开工作年度报告")), paragraph_of(1))
    operators = "\n".join(sheets.pages[0].operators)
    ordinates = [float(place) for place in re.findall(r" (\d[\d.]+) Td", operators)]
    title_lines = len(re.findall(" Td ", operators)) - 1
    assert ordinates[0] - ordinates[-1] == pytest.approx((title_lines + 1) * LINE_PITCH, abs=4)


def test_double_sided_pages_mirror_their_margins(styles: Styles) -> None:
    sheets = laid_out(styles, *[paragraph_of(1)] * 40)
    number_pages(sheets, styles, double_sided=True)
    assert [page.operators[0].endswith(" cm") for page in sheets.pages] == [False, True]


def test_page_numbers_stand_outside_when_printed_on_both_sides(styles: Styles) -> None:
    def places(*, double_sided: bool) -> list[float]:
        sheets = laid_out(styles, *[paragraph_of(1)] * 40)
        number_pages(sheets, styles, double_sided=double_sided)
        return [float(re.findall(r"Tf ([\d.]+) [\d.]+ Td", page.operators[-1])[0]) for page in sheets.pages]

    centred, outside = places(double_sided=False), places(double_sided=True)
    assert len(set(centred)) == 1
    assert outside[1] < centred[0] < outside[0]


def test_hundreds_of_headings_in_a_row_fill_their_pages(styles: Styles) -> None:
    assert len(laid_out(styles, *[Heading("（一）主动公开", Rank.PART)] * 500).pages) <= 30


def test_a_long_report_numbers_every_page(typesetter: Typesetter) -> None:
    output = typesetter.report(long_draft())
    texts = page_texts(output.pdf)
    assert output.pages == len(texts) > 40
    assert all(f"— {number} —" in text for number, text in enumerate(texts, 1))


def test_tags_of_headings_leave_out_no_level(styles: Styles) -> None:
    headings = [Heading("一、总", Rank.SECTION), Heading("1.分", Rank.ITEM), Heading("（1）细", Rank.SUBITEM)]
    headings += [Heading("（二）部", Rank.PART), Heading("二、总", Rank.SECTION)]
    sheets = laid_out(styles, *headings, paragraph_of(2))
    assert [kid.tag for kid in sheets.root.kids] == ["H2", "H3", "H4", "H3", "H2", "P"]  # type: ignore[union-attr]
    assert [entry.level for entry in sheets.outline] == [0, 1, 2, 1, 0]


def test_endless_text_is_neither_cut_nor_refused(typesetter: Typesetter) -> None:
    endless = {"title": "标题" * 2000, "agency": "云溪" * 1500}
    report = draft(narratives={"overview": "政府，“信息”、公开。12.5%（一）" * 2000})
    report.apply(Edit(details=endless))
    text = "".join(map(plain, page_texts(typesetter.report(report, draft_stamp=False).pdf)))
    assert "标题" * 2000 in text
    assert plain(report.narratives["overview"]) in text
    assert text.endswith(endless["agency"])
