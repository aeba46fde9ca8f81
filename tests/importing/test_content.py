"""What a reader yields: cells that span, and the full-width rows that the recogniser goes through."""

from __future__ import annotations

from model.importing.content import Cell, Content, Paragraph, Row, Table


def test_a_grid_has_every_place_and_what_a_span_covers_is_blank() -> None:
    table = Table({(0, 0): Cell("结果", row_span=2), (0, 1): Cell("申请人", column_span=2), (1, 2): Cell("7")}, 2, 3)
    assert table.grid() == [["结果", "申请人", ""], ["", "", "7"]]


def test_tables_are_gone_through_as_rows_among_the_paragraphs() -> None:
    table = Table({(0, 0): Cell("规章"), (0, 1): Cell("3")}, 1, 2)
    content = Content((Paragraph("二"), table, Row(("甲", "乙"))))
    assert list(content.flat()) == [Paragraph("二"), Row(("规章", "3")), Row(("甲", "乙"))]
