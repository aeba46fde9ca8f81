"""Small tables in narratives: which line is a head, and how each column stands."""

from __future__ import annotations

from model.document.blocks import CellRole, Grid, Heading, Paragraph
from model.document.report import compose_report
from model.document.tables import GridComposer
from model.draft import Draft
from model.report.report import Edit
from tests.page.drafts import draft

TABLE = "渠道\t条数\t说明\n政府门户网站\t1,203条\t含转载的信息若干\n微信公众号\t30\t—"


def grid_of(text: str) -> Grid:
    blocks = compose_report(
        draft(narratives={"overview": text}), GridComposer(), shading=True, closing=False, closing_date=None
    )
    return next(block for block in blocks if isinstance(block, Grid))


def test_a_first_line_without_numbers_over_numbers_is_a_head() -> None:
    grid = grid_of(TABLE)
    assert (grid.rows, len(grid.columns), grid.header_rows) == (3, 3, 1)
    assert {cell.role for cell in grid.cells if cell.row == 0} == {CellRole.COLUMN_HEAD}
    assert grid_of("网站\t30\n微信\t5").header_rows == 0


def test_columns_are_aligned_by_what_they_hold() -> None:
    first, figures, texts = (cell for cell in grid_of(TABLE).cells if cell.row == 1)
    assert (first.role, figures.role, texts.role) == (CellRole.ROW_HEAD, CellRole.FIGURE, CellRole.TEXT)
    assert (first.centred, figures.centred, texts.centred) == (True, True, False)


def test_a_table_stands_between_its_paragraphs_and_stays_the_same_object() -> None:
    text = f"统计如下：\n{TABLE}\n（二）依申请公开\n收到2件。"
    first, second = (
        compose_report(
            draft(narratives={"overview": text}), GridComposer(), shading=True, closing=False, closing_date=None
        )
        for _ in range(2)
    )
    kinds = [type(block) for block in first]
    place = kinds.index(Grid)
    assert kinds[place - 1 : place + 3] == [Paragraph, Grid, Heading, Paragraph]
    assert first[place] is second[place], "what is derived from a grid is remembered by the grid"


def test_remarks_stand_below_the_tables_of_their_section() -> None:
    report: Draft = draft()
    report.apply(Edit(remarks={"requests": "注：含街道办事处。"}))
    blocks = compose_report(report, GridComposer(), shading=True, closing=False, closing_date=None)
    place = blocks.index(Paragraph("注：含街道办事处。"))
    assert isinstance(blocks[place - 1], Grid)
