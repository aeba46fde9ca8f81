"""The web page and its fragment: real headings and tables, everything in place, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from model.document.blocks import CellRole, Grid
from model.draft import Draft
from model.page import PageSettings, Typesetter
from tests.exporting.conftest import Make
from tests.page.drafts import HOSTILE, NARRATIVES, RARE, draft, numbered_draft


def page(make: Make, report: Draft, key: str = "html") -> LexborHTMLParser:
    return LexborHTMLParser(make(key, report).decode("utf-8"))


@pytest.fixture
def tree(make: Make) -> LexborHTMLParser:
    return page(make, numbered_draft())


def test_headings_go_down_by_one_level_and_there_is_one_title(tree: LexborHTMLParser) -> None:
    levels = [int(heading.tag[1]) for heading in tree.css("h1, h2, h3, h4, h5, h6")]
    assert levels.count(1) == 1
    assert levels.count(2) == 6
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert tree.css_first("html").attributes["lang"] == "zh-CN"
    assert tree.css_first("title").text() == "云溪市人力资源和社会保障局2023年政府信息公开工作年度报告"


def test_nothing_runs_and_nothing_comes_from_elsewhere(make: Make) -> None:
    for key in ("html", "fragment"):
        text = make(key, numbered_draft()).decode("utf-8")
        assert not re.search(r"<script|<link|<img|<iframe|\son\w+=|url\(|https?://(?!rsj\.yunxi)", text)


def test_the_fragment_says_in_place_how_it_looks_and_leaves_the_title_to_the_website(make: Make) -> None:
    tree = page(make, numbered_draft(), "fragment")
    assert not tree.css("style, h1, meta, title")
    assert all("style" in node.attributes for node in tree.css("h2, h3, h4, p, table, th, td, caption"))


def test_every_figure_names_its_headings(tree: LexborHTMLParser) -> None:
    """As a screen reader says them: the column's from the outermost inwards, then the row's."""
    names = {node.attributes["id"]: node.text() for node in tree.css("th[id]")}
    assert len(names) == len(tree.css("th"))
    figures = {
        node.text(): [names[name] for name in (node.attributes["headers"] or "").split()] for node in tree.css("td")
    }
    report = numbered_draft()
    edition, entries = report.edition, report.entries
    for ref in edition.inputs_of[
        next(key for key, table in edition.tables.items() if table.corner and not table.caption)
    ]:
        table = edition.tables[ref.table]
        said = figures[str(entries[ref])]
        row, column = table.row(ref.row), table.column(ref.column)
        assert {*row.groups, row.label, *column.groups, column.label} <= set(said)


def test_tables_have_the_cells_of_the_form(tree: LexborHTMLParser, typesetter: Typesetter) -> None:
    grids = [block for block in typesetter.blocks(numbered_draft(), PageSettings()) if isinstance(block, Grid)]
    for table, grid in zip(tree.css("table"), grids, strict=True):
        covered = sorted(places(table))
        assert covered == [(row, column) for row in range(grid.rows) for column in range(len(grid.columns))]
        texts = [cell.text().replace("\xa0", "") for cell in table.css("th, td")]
        assert texts == [cell.text for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column))]
        heads = sum(cell.role in (CellRole.COLUMN_HEAD, CellRole.ROW_HEAD) for cell in grid.cells)
        assert len(table.css("th[scope]")) == heads


def places(table: LexborNode) -> Iterator[tuple[int, int]]:
    """The places that a browser gives to the cells of a table, each as often as a cell covers it."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.css("tr")):
        column = 0
        for cell in line.css("th, td"):
            while (row, column) in taken:
                column += 1
            for down in range(int(cell.attributes.get("rowspan") or 1)):
                for across in range(int(cell.attributes.get("colspan") or 1)):
                    taken.add((row + down, column + across))
                    yield row + down, column + across


def test_text_is_never_markup(make: Make) -> None:
    report = draft(agency='"><script>x</script>', narratives=NARRATIVES | {"overview": f"{HOSTILE}\n{RARE}"})
    tree = page(make, report)
    assert {HOSTILE, RARE, '"><script>x</script>'} <= {node.text() for node in tree.css("p")}
    assert not tree.css("script, a, img, b")
    assert tree.css_first('meta[name="ContentSource"]').attributes["content"] == '"><script>x</script>'


def test_a_stamp_stands_before_the_text(make: Make) -> None:
    fragment = LexborHTMLParser(make("fragment", draft(), stamped=True).decode("utf-8")).css_first("p")
    assert fragment is not None
    assert fragment.text() == "草稿"
    stamped = make("html", draft(), stamped=True).decode("utf-8")
    assert 'main::before{content:"草稿";' in stamped
    assert "<title>（草稿）" in stamped
    assert "草稿" not in make("html", draft()).decode("utf-8")
