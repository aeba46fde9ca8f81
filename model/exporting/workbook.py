"""The report as .xlsx: a sheet a section in the form's shape, totals as live formulas, and a flat sheet for machines.

What may be typed is unlocked; the rest is protected without a password, against slips. Text is never a formula.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from model.document import flat_sheet
from model.document.blocks import Block, Cell, CellRole, Closing, Grid, Heading, Paragraph, Title
from model.exporting.packing import packed
from model.form.edition import CellRef, NumberKind, Relation
from model.page.typesetter import created, plain_title
from model.report.narrative import Rank
from model.report.numbers import MAXIMUM, Number, format_number
from model.report.text import printable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from model.draft import Draft
    from model.exporting.formats import Job
    from model.form.edition import Check
    from model.page import Typesetter

_FRONT = "封面"
_NOT_IN_A_SHEETS_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_000  # characters in a cell
_EMPTY_RESULT = re.compile(rb'<c (r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)>(<f>[^<]*</f><v></v>)</c>')
_AS_TEXT = rb'<c \1 t="str">\2</c>'  # the library leaves out that an empty result is a text, and not missing
_A4 = 9  # as Excel counts kinds of paper
_TEXT_WIDTH = 76  # of a sheet without tables, in digits
_SCREEN = 1.35  # a sheet is looked at from further away than paper
_LINE = 18.0
_BALANCED, _UNFINISHED = "平", "未填完"
_TABLE = {
    "font_name": "宋体",
    "font_size": 10.5,
    "border": 1,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}
_TEXT = {"font_name": "仿宋", "font_size": 12, "valign": "top", "text_wrap": True}
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "head": _TABLE,
    "row head": {**_TABLE, "align": "left"},
    "band": {**_TABLE, "bg_color": "#DBEBF7"},
    "vertical": {**_TABLE, "rotation": 270},
    "count": {**_TABLE, "num_format": "0", "locked": False},
    "amount": {**_TABLE, "num_format": "General", "locked": False},
    "total": {**_TABLE, "num_format": "0", "bg_color": "#F2F2F2"},
    "check": {**_TABLE, "border": 0, "font_color": "#1E6B2E"},
    "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True},
    "heading": {**_TEXT, "font_name": "黑体"},
    "text": _TEXT,
    "closing": {**_TEXT, "align": "right"},
    "flat": {"font_name": "宋体", "font_size": 10.5},
    "wrong": {"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True},
}


class _Place(NamedTuple):
    """Where one of the form's cells stands."""

    sheet: str
    row: int
    column: int

    @property
    def name(self) -> str:
        return str(xl_rowcol_to_cell(self.row, self.column))


def write_workbook(job: Job, typesetter: Typesetter) -> bytes:
    """The whole file; the same draft gives the same bytes."""
    return _Writer(job, typesetter).write()


class _Writer:
    """Writes one workbook. Remembers where each figure came to stand, for the formulas that refer to it."""

    def __init__(self, job: Job, typesetter: Typesetter) -> None:
        self._job = job
        self._draft = job.draft
        self._typesetter = typesetter
        self._output = BytesIO()
        self._book = xlsxwriter.Workbook(self._output, {"in_memory": True})
        self._styles: dict[str, Format] = {name: self._book.add_format(look) for name, look in _STYLES.items()}
        self._places: dict[CellRef, _Place] = {}

    def write(self) -> bytes:
        job = self._job
        moment = created(self._draft, job.settings).replace(tzinfo=None)
        properties = {"title": plain_title(self._draft), "author": printable(self._draft.agency), "created": moment}
        self._book.set_properties(properties | ({"status": job.stamp} if job.stamp else {}))
        for name, blocks in _by_section(self._typesetter.blocks(self._draft, job.settings)):
            self._write_sheet(name, blocks)
        self._write_flat()
        self._book.close()
        with zipfile.ZipFile(self._output) as archive:  # packed anew: the library's zip tells the system that wrote it
            return packed({name: _EMPTY_RESULT.sub(_AS_TEXT, archive.read(name)) for name in archive.namelist()})

    # -- sheets in the form's shape

    def _write_sheet(self, name: str, blocks: Sequence[Block]) -> None:
        sheet = self._book.add_worksheet(self._sheet_name(name))
        sheet.protect("", {"format_columns": True, "format_rows": True})
        _fit_paper(sheet)
        sheet.hide_gridlines(2)
        if self._job.stamp:
            sheet.set_header(f'&C&"黑体"&24{self._job.stamp}')
            sheet.set_tab_color("#A40000")
        grids = [self._typesetter.set_grid(block) for block in blocks if isinstance(block, Grid)]
        widest = max((grid.set for grid in grids), key=lambda grid: len(grid.grid.columns), default=None)
        widths = [(right - left) / 5.3 for left, right in pairwise(widest.xs)] if widest else [_TEXT_WIDTH]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        row = 0
        for block in blocks:
            match block:
                case Title():
                    row = self._write_text(sheet, row, "".join(block.parts), "title", widths)
                case Heading():
                    row = self._write_text(sheet, row, block.text, "heading", widths)
                case Paragraph():
                    row = self._write_text(sheet, row, block.text, "text", widths)
                case Grid():
                    row = self._write_grid(sheet, row, block)
                case Closing():
                    for line in filter(None, block):
                        row = self._write_text(sheet, row, line, "closing", widths)

    def _sheet_name(self, name: str) -> str:
        """A name that Excel takes and no other sheet has."""
        plain = _NOT_IN_A_SHEETS_NAME.sub("", name).strip("' ")[:_LONGEST_NAME] or "表"
        taken = {sheet.get_name().lower() for sheet in self._book.worksheets()} | {flat_sheet.NAME}
        names = (plain, *(f"{plain[: _LONGEST_NAME - 3]}{number}" for number in range(2, 999)))
        return next(each for each in names if each.lower() not in taken)

    def _write_text(self, sheet: Worksheet, row: int, text: str, style: str, widths: Sequence[float]) -> int:
        """Write a text across the sheet, high enough to be read whole; the row after it."""
        for start in range(0, len(text), _LONGEST_TEXT):
            part = text[start : start + _LONGEST_TEXT]
            self._write_cell(sheet, (row, 0, 1, len(widths)), part, style)
            lines = math.ceil(sum(1 if char.isascii() else 2 for char in part) * 1.15 / sum(widths))
            sheet.set_row(row, min(409, _LINE * max(lines, 1)))
            row += 1
        return row

    def _write_cell(self, sheet: Worksheet, place: tuple[int, int, int, int], text: str, style: str) -> None:
        """Write a text at row, column, over so many rows and columns."""
        row, column, rows, columns = place
        if rows * columns > 1:
            sheet.merge_range(row, column, row + rows - 1, column + columns - 1, "", self._styles[style])
        sheet.write_string(row, column, text, self._styles[style])

    def _write_grid(self, sheet: Worksheet, top: int, grid: Grid) -> int:
        for row, height in enumerate(self._typesetter.set_grid(grid).heights):
            sheet.set_row(top + row, height * _SCREEN)
        figures = dict(_figures(grid, self._draft))
        mine = {ref: _Place(sheet.get_name(), top + cell.row, cell.column) for ref, cell in figures.items()}
        self._places |= mine
        for cell in grid.cells:
            if cell.role is not CellRole.FIGURE:
                place = (top + cell.row, cell.column, cell.row_span, cell.column_span)
                self._write_cell(sheet, place, cell.text, _style_of(cell))
        for ref, cell in figures.items():
            self._write_figure(sheet, ref, cell)
        return self._write_checks(sheet, top + grid.rows + 1, mine)

    def _write_figure(self, sheet: Worksheet, ref: CellRef, cell: Cell) -> None:
        edition, (_, row, column) = self._draft.edition, self._places[ref]
        amount = self._draft.evaluation.amounts.get(ref)
        kind = edition.kind(ref)
        style = self._styles["total" if ref in edition.sums else "amount" if kind is NumberKind.AMOUNT else "count"]
        if cell.column_span > 1:
            sheet.merge_range(row, column, row, column + cell.column_span - 1, "", style)
        if ref in edition.sums:
            parts = _ranges(self._places[part] for part in edition.sums[ref])
            formula = f'=IF(COUNT({parts})=0,"",SUM({parts}))'
            sheet.write_formula(row, column, formula, style, "" if amount is None else amount.number)
            return
        self._write_number(sheet, row, column, amount.number if amount else None, style)
        least = -MAXIMUM if kind is NumberKind.CHANGE else 0
        message = f"请填写{'' if kind is NumberKind.AMOUNT else '整数，'}{least}至{MAXIMUM}。"
        rule = {"validate": "decimal" if kind is NumberKind.AMOUNT else "integer", "criteria": "between"}
        limits = {"minimum": least, "maximum": MAXIMUM, "error_title": "没有填上", "error_message": message}
        sheet.data_validation(row, column, row, column, rule | limits)

    @staticmethod
    def _write_number(sheet: Worksheet, row: int, column: int, number: Number | None, style: Format) -> None:
        if number is None:
            sheet.write_blank(row, column, None, style)
        elif isinstance(value := _value(number), str):
            sheet.write_string(row, column, value, style)
        else:
            sheet.write_number(row, column, value, style)

    # -- what a sheet watches while it is filled in

    def _write_checks(self, sheet: Worksheet, row: int, mine: Mapping[CellRef, _Place]) -> int:
        """A row for every sort of sum check on these cells, each below its column; the row after them and a gap."""
        checks = [check for check in self._draft.edition.checks if _is_inside(check, mine)]
        for code in dict.fromkeys(check.code for check in checks):
            columns = []
            for check in (each for each in checks if each.code == code):
                column = mine[check.left[0].ref].column
                columns.append(column)
                sheet.write_formula(row, column, self._formula(check), self._styles["check"], self._outcome(check))
            if min(columns):
                self._write_cell(sheet, (row, 0, 1, min(columns)), "勾稽核对", "check")
            rule = {"type": "formula", "criteria": f'=LEFT({xl_rowcol_to_cell(row, min(columns))},2)="相差"'}
            sheet.conditional_format(row, min(columns), row, max(columns), rule | {"format": self._styles["wrong"]})
            row += 1
        return row + bool(checks)

    def _formula(self, check: Check) -> str:
        inputs = [ref for term in (*check.left, *check.right) for ref in self._inputs(term.ref)]
        count = f"COUNT({_ranges(self._places[ref] for ref in inputs)})<{len(inputs)}"
        left, right = (f"SUM({_ranges(self._places[term.ref] for term in side)})" for side in (check.left, check.right))
        return f'=IF({count},"{_UNFINISHED}",IF({left}={right},"{_BALANCED}","相差"&ABS({left}-{right})))'

    def _inputs(self, ref: CellRef) -> Sequence[CellRef]:
        return tuple(self._draft.edition.inputs_under.get(ref, (ref,)))

    def _outcome(self, check: Check) -> str:
        """What the formula comes to."""
        terms = (*check.left, *check.right)
        entries, amounts = self._draft.entries, self._draft.evaluation.amounts
        if any(ref not in entries for term in terms for ref in self._inputs(term.ref)):
            return _UNFINISHED
        left, right = (sum(amounts[term.ref].number for term in side) for side in (check.left, check.right))
        return _BALANCED if left == right else f"相差{abs(left - right)}"

    # -- the flat sheet

    def _write_flat(self) -> None:
        """One row a figure: what a collecting office stacks without looking for cells, and what an import reads."""
        sheet, style = self._book.add_worksheet(flat_sheet.NAME), self._styles["flat"]
        _fit_paper(sheet)
        sheet.protect()
        draft = self._draft
        for column, head in enumerate(flat_sheet.HEADS):
            sheet.write_string(0, column, head, style)
        for row, (ref, place) in enumerate(self._places.items(), 1):
            sheet.write_string(row, 0, printable(draft.agency), style)
            sheet.write_number(row, 1, draft.year, style)
            for column, text in enumerate((draft.edition.name, str(ref), draft.edition.label(ref)), 2):
                sheet.write_string(row, column, text, style)
            cell = f"'{place.sheet}'!{place.name}".replace("\n", "")
            amount = draft.evaluation.amounts.get(ref)
            value = _value(amount.number) if amount else ""
            sheet.write_formula(row, 5, f'=IF({cell}="","",{cell})', style, value)
        sheet.set_column(0, 0, 30)
        sheet.set_column(3, 4, 44)
        sheet.set_column(5, 5, 18)
        sheet.autofilter(0, 0, len(self._places), len(flat_sheet.HEADS) - 1)
        sheet.freeze_panes(1, 0)


def _fit_paper(sheet: Worksheet) -> None:
    """A4, as wide as the paper."""
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5)
    sheet.fit_to_pages(1, 0)


def _by_section(blocks: Iterable[Block]) -> list[tuple[str, list[Block]]]:
    """The blocks by sheet: what stands before the first section, then each section under its heading."""
    sheets: list[tuple[str, list[Block]]] = [(_FRONT, [])]
    for block in blocks:
        if isinstance(block, Heading) and block.rank is Rank.SECTION and block.source:
            sheets.append((block.text, []))
        sheets[-1][1].append(block)
    return sheets


def _figures(grid: Grid, draft: Draft) -> Iterable[tuple[CellRef, Cell]]:
    """The form's cells in a grid: a table's figures stand in it in the table's own order."""
    for source, first, end in grid.sources:
        table = draft.edition.tables[source.key]
        cells = [cell for cell in grid.cells if cell.role is CellRole.FIGURE and first <= cell.row < end]
        cells.sort(key=lambda cell: (cell.row, cell.column))
        refs = [CellRef(table.key, row.key, column.key) for row in table.rows for column in table.columns]
        yield from zip(refs, cells, strict=True)


def _is_inside(check: Check, places: Mapping[CellRef, _Place]) -> bool:
    """Whether a check compares cells of one grid, of this year, for equality."""
    terms = (*check.left, *check.right)
    return check.relation is Relation.EQUAL and all(not term.last_year and term.ref in places for term in terms)


def _style_of(cell: Cell) -> str:
    if cell.vertical:
        return "vertical"
    if cell.shaded:
        return "band"
    return "head" if cell.centred else "row head"


def _value(number: Number) -> int | float | str:
    """A number as a spreadsheet holds it: its digits as text where its own numbers would lose some."""
    if not isinstance(number, Decimal):
        return number
    return float(number) if Decimal(repr(float(number))) == number else format_number(number)


def _ranges(places: Iterable[_Place]) -> str:
    """Cells of one sheet as a formula names them: neighbours in a row or a column as a range."""
    runs: list[list[_Place]] = []
    for place in places:
        if runs and _goes_on(runs[-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return ",".join(xl_range(*run[0][1:], *run[-1][1:]) if len(run) > 1 else run[0].name for run in runs)


def _goes_on(run: Sequence[_Place], place: _Place) -> bool:
    step = (place.row - run[-1].row, place.column - run[-1].column)
    steps = [(1, 0), (0, 1)] if len(run) == 1 else [(run[-1].row - run[-2].row, run[-1].column - run[-2].column)]
    return step in steps
