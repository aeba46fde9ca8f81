"""What a spreadsheet's keys do to a block of cells: each is one step of the undo stack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gui.report.document import ReportDocument
from gui.report.tables.clipboard import Block, Paste, fit
from gui.report.tables.table_model import ReportTableModel
from model.draft import Draft
from model.form.edition import CellRef
from model.report.numbers import Number, add_up, format_number
from model.report.report import Edit

Cells = Sequence[Sequence[CellRef]]


@dataclass(frozen=True)
class Pasted:
    """The cells that a block was pasted over, and what has to be said about it, if anything."""

    area: Cells
    word: str = ""


def paste(cells: ReportTableModel, block: Block, selected: Cells) -> Pasted:
    """Enter a block at the top left of the selection; one figure fills all of it. Raises `PasteRefused`."""
    document, edition = cells.document, cells.document.draft.edition
    if len(block) == len(block[0]) == 1:
        block = [list(block[0]) * len(row) for row in selected]
        target: Cells = selected
    else:
        row, column = cells.arrangement.places[selected[0][0]]
        target = [refs[column:] for refs in cells.arrangement.refs[row:]]
    fitting = fit(block, target, edition)
    pasted = with_block(document.draft, fitting.values, fitting.totals, fitting.notes)
    document.replace_contents(draft=pasted, text=f"粘贴 {len(block)}×{len(block[0])} 格")
    area = [refs[: len(block[0])] for refs in target[: len(block)]]
    return Pasted(area, _differing_totals(document, fitting))


def with_block(
    draft: Draft,
    values: Mapping[CellRef, Number | None],
    totals: Mapping[CellRef, Number],
    notes: Mapping[CellRef, str],
) -> Draft:
    """The draft with a block in it. A total that comes out otherwise is kept beside ours, until it is settled."""
    twin = draft.copy()
    twin.apply(Edit(entries=values, cell_notes=notes))
    amounts = twin.evaluation.amounts
    differing = {ref: number for ref, number in totals.items() if ref not in amounts or amounts[ref].number != number}
    twin.apply(Edit(reported=differing))
    return twin


def _differing_totals(document: ReportDocument, fitting: Paste) -> str:
    amounts = document.draft.evaluation.amounts
    differing = [ref for ref, number in fitting.totals.items() if ref in amounts and amounts[ref].number != number]
    if not differing:
        return ""
    ref = differing[0]
    more = f"等 {len(differing)} 格" if len(differing) > 1 else ""
    return (
        f"已粘贴。合计由程序计算，“{document.draft.edition.label(ref)}”{more}与粘贴的不同："
        f"粘贴的是{format_number(fitting.totals[ref])}，算出来是{format_number(amounts[ref].number)}，请核对。"
    )


def in_sum(document: ReportDocument, selected: Cells) -> str:
    """Average, count and sum of a block of cells, as WPS words them; nothing for fewer than two figures."""
    amounts = document.draft.evaluation.amounts
    numbers = [amounts[ref].number for row in selected for ref in row if ref in amounts]
    if len(numbers) < 2:
        return ""
    total = add_up(numbers)
    average = (Decimal(total) / len(numbers)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"平均值＝{average.normalize():f}　计数＝{len(numbers)}　求和＝{format_number(total)}"


def clear(document: ReportDocument, selected: Cells) -> bool:
    """Blank cells; False if there are only totals among them."""
    refs = [ref for row in selected for ref in row if ref not in document.draft.edition.sums]
    document.enter(values=dict.fromkeys(refs))
    return bool(refs)


def fill_down(cells: ReportTableModel, selected: Cells) -> bool:
    """Copy the top row of the selection down; into a single row, the row above. False if there is nothing to fill."""
    document, edition = cells.document, cells.document.draft.edition
    if len(selected) == 1:
        row, column = cells.arrangement.places[selected[0][0]]
        if row == 0:
            return False
        selected = [cells.arrangement.refs[row - 1][column : column + len(selected[0])], *selected]
    values: dict[CellRef, Number | None] = {}
    for row_below in selected[1:]:
        for source, ref in zip(selected[0], row_below, strict=True):
            amount = document.draft.evaluation.amounts.get(source)
            if ref not in edition.sums and edition.kind(ref) is edition.kind(source):
                values[ref] = amount.number if amount else None
    if values:
        document.enter(values=values, text=f"向下填充 {len(values)} 格")
    return bool(values)
