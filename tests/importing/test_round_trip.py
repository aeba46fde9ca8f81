"""Whatever habits an office prints with, the figures come back, or the cell stays blank: never another figure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.form.edition import CellRef, Edition, NumberKind
from model.importing import Imported
from model.importing.readers.text import read_text
from model.importing.recognising.recogniser import recognise
from model.report.amounts import compute_amounts
from model.report.numbers import Number
from tests.importing.printed import DRAWINGS, Style, print_report

AGENCY = "云溪市人力资源和社会保障局"
Habit = Callable[[str], str]


def full_width(text: str) -> str:
    return text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))


def grouped(text: str) -> str:
    return f"{int(text):,}" if text.isdigit() else text


def half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


NUMBERS: list[Habit] = [str, full_width, grouped]
LABELS: list[Habit] = [
    str,
    half_width,
    lambda text: text.replace(".", "、"),
    lambda text: text.replace(".", ". "),
    lambda text: text.replace("（", "（ ").replace("）", " ）").replace("规章", "规 章"),
    lambda text: text.split(".", 1)[-1],
]
HEADINGS: list[Habit] = [
    str,
    lambda text: f"## {text}",
    lambda text: f"**{text}**",
    lambda text: text.replace("、", "、 "),
]

styles = st.builds(
    Style,
    draw=st.sampled_from(DRAWINGS),
    stub=st.sampled_from(["spanned", "repeated", "shifted", "single"]),
    disputes=st.sampled_from(["spread", "grid", "values"]),
    padding=st.integers(0, 2),
    number=st.sampled_from(NUMBERS),
    label=st.sampled_from(LABELS),
    heading=st.sampled_from(HEADINGS),
    totals=st.sampled_from([True, True, True, False]),
    header=st.sampled_from([True, True, True, False]),
    caption=st.booleans(),
    break_after=st.none() | st.integers(0, 40),
    page_number=st.sampled_from(["— 3 —", "- 3 -", "第3页"]),
)
numbers: dict[NumberKind, st.SearchStrategy[Number]] = {
    NumberKind.COUNT: st.sampled_from([0, 0, 0, 1, 2, 17]) | st.integers(0, 99_999),
    NumberKind.CHANGE: st.integers(-9, 9),
    NumberKind.AMOUNT: st.sampled_from([Decimal("0"), Decimal("288.67"), Decimal("12.000001")]),
}


def entries_of(edition: Edition, draw: Callable[[st.SearchStrategy[Number]], Number]) -> dict[CellRef, Number]:
    return {ref: draw(numbers[edition.kind(ref)]) for ref in edition.inputs}


def imported(edition: Edition, text: str) -> Imported:
    return recognise(read_text(text.encode("utf-8")), edition_of=lambda year: edition)


def check(edition: Edition, data: st.DataObject, style: Style) -> None:
    """Print, import, compare: every figure, every total that is printed, agency, year and the texts."""
    year = edition.first_year
    entries = entries_of(edition, data.draw)
    result = imported(edition, print_report(edition, AGENCY, year, entries, style))
    assert (result.agency, result.year) == (AGENCY, year)
    assert result.entries == entries
    amounts = compute_amounts(edition, entries)
    totals = {ref: amounts[ref].number for ref in edition.sums}
    assert result.reported == (totals if style.totals else {ref: totals[ref] for ref in result.reported})
    expected = {section.key: f"{section.title}按要求开展。" for section in edition.narrative_sections}
    assert result.narratives == expected


@pytest.mark.parametrize("fixture", ["edition", "edition_2019", "invented_edition"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), style=styles)
def test_every_style_gives_the_figures_back(
    fixture: str, data: st.DataObject, style: Style, request: pytest.FixtureRequest
) -> None:
    edition: Edition = request.getfixturevalue(fixture)
    check(edition, data, replace(style, title=edition.title))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), style=styles)
def test_blank_cells_never_move_a_figure(edition: Edition, data: st.DataObject, style: Style) -> None:
    """With holes in the tables a figure may stay unread, but none may turn up in another cell."""
    entries = entries_of(edition, data.draw)
    holes = data.draw(st.sets(st.sampled_from(edition.inputs), max_size=40))
    kept = {ref: number for ref, number in entries.items() if ref not in holes}
    result = imported(edition, print_report(edition, AGENCY, 2023, kept, style))
    amounts = compute_amounts(edition, kept)
    drawn = style.draw not in ("lines", "spaces", "label lines")
    for ref, number in (result.entries | result.reported).items():
        if drawn or ref in kept:
            assert ref in amounts and amounts[ref].number == number, (ref, number)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), style=styles)
def test_rows_that_are_not_printed_stay_blank(edition: Edition, data: st.DataObject, style: Style) -> None:
    table = edition.tables["requests"]
    gone = data.draw(st.sets(st.sampled_from([row.key for row in table.rows if not row.sum_of]), max_size=6))
    rows = tuple(row for row in table.rows if row.key not in gone)
    shortened = replace(table, rows=rows)
    printed = replace(edition, tables={**edition.tables, "requests": shortened})
    entries = {ref: n for ref, n in entries_of(edition, data.draw).items() if ref.row not in gone}
    text = print_report(printed, AGENCY, 2023, entries, replace(style, totals=True, header=True))
    result = imported(edition, text)
    assert result.entries == entries
    assert not any(ref.row in gone for ref in result.reported)
