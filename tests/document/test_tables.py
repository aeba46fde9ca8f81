"""The form's tables as grids: spans as in the official form, for any form."""

from __future__ import annotations

from dataclasses import replace

from model.document.blocks import Cell, CellRole, Grid
from model.document.tables import GridComposer
from model.form.edition import Edition
from tests.page.drafts import draft, numbered_draft


def grid_of(edition: Edition, section: str) -> Grid:
    report = draft(edition)
    (grid,) = GridComposer().grids(report, edition.section(section), shading=True)
    return grid


def cell(grid: Grid, text: str) -> Cell:
    return next(cell for cell in grid.cells if cell.text == text)


def spans(cell: Cell) -> tuple[int, int]:
    return cell.row_span, cell.column_span


def assert_covers_every_place_once(grid: Grid) -> None:
    places = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert sorted(places) == [(row, column) for row in range(grid.rows) for column in range(len(grid.columns))]


def test_every_grid_of_every_edition_is_whole(edition: Edition, edition_2019: Edition) -> None:
    for form in (edition, edition_2019):
        report = draft(form)
        for section in form.sections:
            for grid in GridComposer().grids(report, section, shading=True):
                assert_covers_every_place_once(grid)


def test_the_requests_table_spans_as_the_official_form(edition: Edition) -> None:
    grid = grid_of(edition, "requests")
    assert (grid.rows, len(grid.columns), grid.header_rows) == (28, 10, 3)
    assert spans(grid.cells[0]) == (3, 3)
    assert spans(cell(grid, "申请人情况")) == (1, 7)
    assert spans(cell(grid, "法人或其他组织")) == (1, 5)
    assert spans(cell(grid, "总计")) == (2, 1)
    assert spans(cell(grid, "一、本年新收政府信息公开申请数量")) == (1, 3)
    result = cell(grid, "三、本年度办理结果")
    assert (spans(result), result.vertical) == ((22, 1), True)
    assert spans(cell(grid, "（三）不予公开")) == (8, 1)
    assert spans(cell(grid, "（一）予以公开")) == (1, 2)


def test_the_disputes_table_is_one_row_of_fifteen(edition: Edition) -> None:
    grid = grid_of(edition, "disputes")
    assert (grid.rows, len(grid.columns), grid.header_rows) == (4, 15, 3)
    assert spans(cell(grid, "行政复议")) == (1, 5)
    assert spans(cell(grid, "行政诉讼")) == (1, 10)
    assert spans(cell(grid, "复议后起诉")) == (1, 5)
    assert sum(cell.role is CellRole.FIGURE for cell in grid.cells) == 15


def test_small_tables_stand_under_shaded_bands(edition: Edition) -> None:
    grid = grid_of(edition, "disclosure")
    bands = [cell for cell in grid.cells if cell.shaded]
    assert [band.text[:3] for band in bands] == ["第二十"] * 4
    assert all(spans(band) == (1, 4) for band in bands)
    plain = GridComposer().grids(draft(edition), edition.section("disclosure"), shading=False)[0]
    assert not any(cell.shaded for cell in plain.cells)


def test_every_number_stands_in_its_cell(edition: Edition) -> None:
    report = numbered_draft()
    composer = GridComposer()
    figures = [
        cell.text
        for section in edition.sections
        for grid in composer.grids(report, section, shading=True)
        for cell in grid.cells
        if cell.role is CellRole.FIGURE
    ]
    assert figures == [str(report.evaluation.amounts[ref].number) for ref in edition.cells]


def test_a_blank_cell_prints_nothing(edition: Edition) -> None:
    grids = GridComposer().grids(draft(number=None), edition.section("requests"), shading=True)
    assert {cell.text for cell in grids[0].cells if cell.role is CellRole.FIGURE} == {""}


def test_an_edition_with_another_row_and_column_needs_no_code(edition: Edition) -> None:
    table = edition.tables["requests"]
    row = replace(table.rows[3], key="partly_again", label="（八）另行答复")
    column = replace(table.columns[1], key="media", label="新闻媒体")
    wider = replace(table, rows=(*table.rows, row), columns=(*table.columns[:2], column, *table.columns[2:]))
    form = replace(edition, tables={**edition.tables, "requests": wider}, name="2031")
    grid = grid_of(form, "requests")
    assert_covers_every_place_once(grid)
    assert spans(cell(grid, "法人或其他组织")) == (1, 6)
    assert cell(grid, "（八）另行答复")


def test_unchanged_figures_give_the_same_grid(edition: Edition) -> None:
    report, composer, section = draft(), GridComposer(), edition.section("requests")
    before = composer.grids(report, section, shading=True)
    assert composer.grids(report.copy(), section, shading=True) is before
    report.enter({next(ref for ref in edition.inputs if ref.table == "requests"): 5})
    assert composer.grids(report, section, shading=True) is not before
