"""Prints reports the way offices do: the same figures in many shapes, for round trips through the importer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from model.form.edition import CellRef, Edition, Line, Section, Table, TableLayout
from model.report.amounts import compute_amounts
from model.report.numbers import Number, format_number

Rows = list[list[str]]


@dataclass(frozen=True)
class Style:
    """How one office's text looks. Each field names one habit; the defaults are the official form's."""

    draw: str = "tabs"  # tabs, bars, ruled bars, lines, spaces, label line, html, grid
    stub: str = "spanned"  # spanned, repeated, shifted, single
    disputes: str = "spread"  # spread, grid, values
    padding: int = 0
    number: Callable[[str], str] = str
    label: Callable[[str], str] = str
    heading: Callable[[str], str] = str
    totals: bool = True
    header: bool = True
    caption: bool = True
    break_after: int | None = None  # a page ends after so many rows of each table
    page_number: str = "— 3 —"
    title: str = "{agency}{year}年政府信息公开工作年度报告"
    narratives: Mapping[str, str] = field(default_factory=dict)


def print_report(edition: Edition, agency: str, year: int, entries: Mapping[CellRef, Number], style: Style) -> str:
    """The report as one text."""
    amounts = compute_amounts(edition, entries)
    figures = {ref: style.number(format_number(amount.number)) for ref, amount in amounts.items()}
    parts = [
        style.title.format(agency=agency, year=year),
        f"根据有关规定，编制{agency}{year}年度报告，统计期限为全年。",
    ]
    for section in edition.sections:
        parts.append(style.heading(section.heading))
        parts += _body(edition, section, figures, style)
    return "\n\n".join(parts) + "\n"


def _body(edition: Edition, section: Section, figures: Mapping[CellRef, str], style: Style) -> Sequence[str]:
    tables = edition.tables_of(section)
    if not tables:
        return [style.narratives.get(section.key, f"{section.title}按要求开展。")]
    return ["\n".join(_draw(_table(table, figures, style), style)) for table in tables]


def _table(table: Table, figures: Mapping[CellRef, str], style: Style) -> Rows:
    if table.layout is TableLayout.ROW and style.disputes != "grid":
        return _spread(table, figures, style)
    columns = [column for column in table.columns if style.totals or not column.sum_of]
    depth = 1 if style.stub == "single" else max(len(row.groups) for row in table.rows) + 1
    rows: Rows = _header(table, columns, depth, style) if style.header else []
    above: list[str] = []
    for row in table.rows:
        labels = [style.label(text) for text in (*row.groups, row.label)]
        values = [figures.get(CellRef(table.key, row.key, column.key), "") for column in columns]
        rows.append([*_stub(labels, above, depth, style), *values, *[""] * style.padding])
        above = labels
    return rows


def _stub(labels: list[str], above: list[str], depth: int, style: Style) -> list[str]:
    if style.stub == "single":
        return labels[-1:]
    shown = [
        "" if style.stub != "repeated" and index < len(labels) - 1 and above[index : index + 1] == [label] else label
        for index, label in enumerate(labels)
    ]
    return shown if style.stub == "shifted" else [*shown, *[""] * (depth - len(labels))]


def _header(table: Table, columns: Sequence[Line], depth: int, style: Style) -> Rows:
    levels = max(len(column.groups) for column in columns)
    caption = [[table.caption, *[""] * (depth + len(columns) - 1)]] if table.caption and style.caption else []
    rows = []
    for level in range(levels + 1):
        cells = [table.corner if level == 0 else "", *[""] * (depth - 1)]
        seen: tuple[str, ...] = ()
        for column in columns:
            path = (*column.groups, style.label(column.label))
            text = path[level] if level < len(path) and path[: level + 1] != seen[: level + 1] else ""
            cells.append(text)
            seen = path
        rows.append(cells)
    return caption + rows


def _spread(table: Table, figures: Mapping[CellRef, str], style: Style) -> Rows:
    columns = [column for column in table.columns if style.totals or not column.sum_of]
    values = [figures.get(CellRef(table.key, row.key, column.key), "") for row in table.rows for column in columns]
    if style.disputes == "values":
        return [values]
    tops, seen = [], ""
    for row in table.rows:
        top = (*row.groups, row.label)[0]
        tops += ["" if top == seen else top, *[""] * (len(columns) - 1)]
        seen = top
    middle: list[str] = []
    for row in table.rows:
        leaves = [style.label(column.label) for column in columns]
        middle += leaves if not row.groups else [style.label(row.label), *[""] * (len(columns) - 1)]
    bottom = [style.label(column.label) if row.groups else "" for row in table.rows for column in columns]
    return [tops, middle, bottom, values]


def _draw(rows: Rows, style: Style) -> list[str]:
    lines = _DRAWN[style.draw](rows)
    if style.break_after is None or style.draw in ("html", "grid") or len(lines) < 2:
        return lines
    cut = 1 + style.break_after % (len(lines) - 1)
    return [*lines[:cut], "", style.page_number, "", *lines[cut:]]


def _lines(rows: Rows) -> list[str]:
    return [cell for row in rows for cell in row if cell]


def _label_lines(rows: Rows) -> list[str]:
    """Labels on a line, the row's figures on the next."""
    lines = []
    for row in rows:
        cells = [cell for cell in row if cell]
        figures = [cell for cell in cells if not any(char.isalpha() and char not in "件" for char in cell)]
        labels = cells[: len(cells) - len(figures)]
        lines += [" ".join(part) for part in (labels, figures) if part]
    return lines


def _bars(rows: Rows) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in rows]


def _ruled_bars(rows: Rows) -> list[str]:
    lines = _bars(rows)
    return [lines[0], f"|{'|'.join([':---:'] * len(rows[0]))}|", *lines[1:]]


def _html(rows: Rows) -> list[str]:
    body = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows]
    return ["<table>", *body, "</table>"]


def _grid(rows: Rows, width: int = 12) -> list[str]:
    """A grid of + and |, cells broken over lines after ``width`` characters."""
    count = max(len(row) for row in rows)
    rule = "+" + "+".join(["-" * (width + 2)] * count) + "+"
    lines = [rule]
    for row in rows:
        height = max([1, *(-(-len(cell) // width) for cell in row)])
        for line in range(height):
            parts = [cell[line * width : (line + 1) * width] for cell in row]
            lines.append("| " + " | ".join(part.ljust(width, " ") for part in parts) + " |")
        lines.append(rule)
    return lines


_DRAWN: Mapping[str, Callable[[Rows], list[str]]] = {
    "tabs": lambda rows: ["\t".join(row) for row in rows],
    "bars": _bars,
    "ruled bars": _ruled_bars,
    "lines": _lines,
    "spaces": lambda rows: ["  ".join(cell for cell in row if cell) for row in rows],
    "label lines": _label_lines,
    "html": _html,
    "grid": _grid,
}
DRAWINGS = tuple(_DRAWN)
