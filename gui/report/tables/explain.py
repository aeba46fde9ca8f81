"""What a cell says of itself when the pointer rests on it: how it comes about, or what belongs into it."""

from __future__ import annotations

from model.draft import Draft
from model.form.edition import CellRef
from model.report.numbers import format_number


def explain_cell(ref: CellRef, draft: Draft, *, findings: bool = True) -> str:
    """The cell's name, its sum or its 口径, its note, and on demand the findings that name it, a line each."""
    edition = draft.edition
    lines = [edition.label(ref), explain_sum(ref, draft) if ref in edition.sums else explain_entry(ref, draft)]
    if ref in draft.cell_notes:
        lines.append(f"批注：{draft.cell_notes[ref]}")
    if findings:
        lines += [finding.sentence(draft.evaluation) for finding in draft.findings if ref in finding.cells]
    return "\n".join(line for line in lines if line)


def explain_sum(ref: CellRef, draft: Draft) -> str:
    """``总计＝自然人5＋商业企业4＝9``: the parts that are not 0 with their figures."""
    edition, amounts = draft.edition, draft.evaluation.amounts
    parts = edition.sums[ref]
    along_the_row = all(part.row == ref.row for part in parts)
    name = edition.column_label if along_the_row else edition.row_label
    total = amounts.get(ref)
    if total is None:
        return f"{name(ref)}由程序自动计算，各项还没有填。"
    counted = [part for part in parts if part in amounts and amounts[part].number] or list(parts[:1])
    figures = "＋".join(
        f"{name(part)}{format_number(amounts[part].number) if part in amounts else ''}" for part in counted
    )
    unfilled = "" if total.complete else "（还有空格没有填）"
    return f"{name(ref)}＝{figures}＝{format_number(total.number)}{unfilled}"


def explain_entry(ref: CellRef, draft: Draft) -> str:
    """The 口径 of the cell's row or column, and where a figure that came over is from."""
    table = draft.edition.tables[ref.table]
    hints = (table.row(ref.row).hint, table.column(ref.column).hint)
    return "".join((*hints, _source(ref, draft)))


def _source(ref: CellRef, draft: Draft) -> str:
    """Which cell of which report a figure came over from."""
    if draft.previous is None or not draft.is_carried(ref):
        return ""
    source = draft.edition.carry_forward[ref]
    printed = format_number(draft.evaluation.last_year[source].number)
    return f"取自 {draft.previous.year} 年年报的“{draft.edition.label(source)}”：{printed}。"
