"""PDF and OFD: glyphs and rules of a page become the cells that people see, however a program draws them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from model.importing.content import Content, ImportRefused, Paragraph, Table
from model.importing.readers import read
from model.importing.readers.geometry import Glyph, Page, Rule
from model.importing.readers.pages import read_pages
from model.importing.recognising.recogniser import recognise
from model.page import Typesetter
from tests.importing.hostile import pdf_of_objects
from tests.importing.invented import blocks_of, figures_of, invented_draft
from tests.importing.measure import judged
from tests.importing.ofd import ofd_of_pdf
from tests.importing.pdf_pages import MANNERS, drawn


@pytest.mark.parametrize("manner", MANNERS)
def test_every_cell_is_read_however_a_program_draws(manner: str) -> None:
    draft = invented_draft(3)
    content = read(drawn(blocks_of(draft), MANNERS[manner]), "pdf")
    assert Counter(judged(recognise(content), figures_of(draft))) == {"right": 200}


@pytest.mark.parametrize("manner", ["level rules", "no rules", "no rules, right"])
def test_a_figure_that_wraps_where_no_rule_holds_it_is_never_another_figure(manner: str) -> None:
    draft = invented_draft(3)
    content = read(drawn(blocks_of(draft), replace(MANNERS[manner], size=9)), "pdf")
    assert Counter(judged(recognise(content), figures_of(draft)))["wrong"] == 0


@pytest.mark.parametrize("by_character", [False, True])
def test_an_ofd_gives_the_same_cells(by_character: bool) -> None:
    draft = invented_draft(4)
    pages = drawn(blocks_of(draft), MANNERS["ruled"])
    content = read(ofd_of_pdf(pages, by_character=by_character), "ofd")
    assert Counter(judged(recognise(content), figures_of(draft))) == {"right": 200}


@pytest.mark.parametrize("stamped", [False, True])
def test_our_own_pdf_comes_back_without_its_stamp_and_with_its_blanks(stamped: bool) -> None:
    draft = invented_draft(6, blank_zeros=stamped)
    imported = recognise(read(Typesetter().report(draft, draft_stamp=stamped).pdf, "pdf"))
    assert {**imported.entries, **imported.reported} == figures_of(draft)
    assert (imported.agency, imported.year) == (draft.agency, draft.year)


def test_page_numbers_are_no_text_of_the_report() -> None:
    content = read(drawn(blocks_of(invented_draft(3)), MANNERS["ruled"]), "pdf")
    texts = [block.text for block in content.blocks if isinstance(block, Paragraph)]
    assert texts and not any(text.startswith("-") for text in texts)


def text(line: str, x: float, y: float, size: float = 10, step: float = 10) -> list[Glyph]:
    """The glyphs of a line that begins at x and stands on y."""
    return [Glyph(char, x + n * step, y - size, x + n * step + step, y) for n, char in enumerate(line)]


def box(x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
    return [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]


def page(glyphs: list[Glyph], rules: list[Rule], number: int = 1) -> Page:
    return Page(600, 800, f"第{number}页", glyphs, rules)


def tables(content: Content) -> list[list[list[str]]]:
    return [block.grid() for block in content.blocks if isinstance(block, Table)]


def test_digits_go_on_in_the_next_line_only_where_the_cell_is_full() -> None:
    rules = [*box(100, 100, 200, 160), *box(200, 100, 300, 160)]
    full = [*text("12345678", 105, 120, step=11), *text("9", 105, 133)]
    apart = [*text("12", 205, 120), *text("3", 205, 133)]
    assert tables(read_pages([page([*full, *apart], rules)])) == [[["123456789", "12\n3"]]]


def test_text_that_overflows_into_the_next_cell_does_not_mix_with_its_figures() -> None:
    rules = [*box(100, 100, 140, 130), *box(140, 100, 180, 130)]
    label = text("很长的标签", 100, 120, step=15)
    content = read_pages([page([*label, *text("7", 150, 120)], rules)])
    (row,) = tables(content)[0]
    assert "7" in row[1].split()


def test_a_row_that_the_page_end_cuts_is_one_row() -> None:
    upper = page(
        [*text("申请人无正当理由", 100, 715), *text("逾期不补正", 100, 775)],
        [*box(90, 700, 300, 790), *box(300, 700, 400, 790), *box(90, 600, 300, 700), *box(300, 600, 400, 700)],
    )
    lower = page([*text("不再处理", 100, 65), *text("12", 310, 65)], [*box(90, 50, 300, 90), *box(300, 50, 400, 90)], 2)
    ((_, last),) = tables(read_pages([upper, lower]))
    assert last == ["申请人无正当理由逾期不补正不再处理", "12"]


def test_a_header_that_is_printed_again_is_dropped() -> None:
    rules = [*box(100, 100, 200, 130), *box(200, 100, 300, 130), *box(100, 130, 200, 160), *box(200, 130, 300, 160)]
    header = [*text("标签", 110, 120), *text("总计", 210, 120)]
    pages = [
        page([*header, *text("甲", 110, 150), *text("1", 210, 150)], rules),
        page([*header, *text("乙", 110, 150), *text("2", 210, 150)], rules, 2),
    ]
    assert tables(read_pages(pages)) == [[["标签", "总计"], ["甲", "1"], ["乙", "2"]]]


def test_without_rules_a_column_that_no_heading_shows_is_given_as_text_and_no_places() -> None:
    """A blank column would be unseen, and every figure right of it would stand in the wrong place."""
    lines = [[*text("规章", 100, y), *text("3", 300, y), *text("5", 400, y)] for y in (200.0, 220.0, 240.0)]
    content = read_pages([page([glyph for line in lines for glyph in line], [])])
    assert tables(content) == []
    assert [block.text for block in content.blocks if isinstance(block, Paragraph)] == ["规章 3 5"] * 3


def test_a_text_that_only_a_scanner_believes_in_is_named() -> None:
    invisible = "BT /F 12 Tf 3 Tr 10 10 Td (12) Tj ET"
    content = read(
        pdf_of_objects(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            f"<</Length {len(invisible)}>>stream\n{invisible}\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ),
        "pdf",
    )
    assert content.doubtful == {"看不见的文字": 1}


def test_a_text_without_meaning_is_refused() -> None:
    """Its characters are shapes: what they mean is written nowhere in the file."""
    shapes = "BT /F 12 Tf 10 50 Td <E001E002E003> Tj ET"
    cmap = "1 beginbfrange <E001> <E003> <E001> endbfrange"
    with pytest.raises(ImportRefused, match="乱码"):
        read(
            pdf_of_objects(
                "<</Type/Catalog/Pages 2 0 R>>",
                "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
                f"<</Length {len(shapes)}>>stream\n{shapes}\nendstream",
                "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
                "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
                "/Supplement 0>>>>",
                f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
            ),
            "pdf",
        )
