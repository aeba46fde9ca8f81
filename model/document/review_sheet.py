"""核对记录: one page on which an office signs off its report - figures, totals, what was checked and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from model.document.blocks import Block, Cell, CellRole, Column, Grid, Title
from model.form.edition import CellRef, Level, Relation, TableLayout
from model.report.numbers import format_number
from model.report.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from model.checks.finding import Finding
    from model.draft import Draft
    from model.form.edition import Table

_TITLE = "政府信息公开工作年度报告核对记录"
_SIZES = (9.5,)
_LABEL = Column(least=7, share=3)
_FIGURE = Column(least=4)
_PAIRS = 3  # label and figure stand side by side that many times
_LONGEST_TEXT = 150  # characters of one finding or explanation: the sheet is one page
_LONGEST_NAME = 80
_SIGNERS = ("填报人", "审核人", "负责人")
_SIGNATURE_HEIGHT = 28.0


class _Entry(NamedTuple):
    label: str
    figure: str


def compose_review_sheet(draft: Draft, *, findings_shown: int, shading: bool) -> list[Block]:
    """The sheet with at most that many findings spelt out; the rest are counted."""
    return [
        Title((_TITLE,)),
        _figures(draft, shading=shading),
        _checks(draft, findings_shown, shading=shading),
        _signatures(draft),
    ]


def _figures(draft: Draft, *, shading: bool) -> Grid:
    """Whose report it is, then each section's main figures under a band."""
    width = 2 * _PAIRS
    facts = _facts(draft)
    cells: list[Cell] = []
    for row, (label, text) in enumerate(facts):
        cells.append(Cell(row, 0, label, CellRole.ROW_HEAD))
        cells.append(
            Cell(
                row, 1, _shortened(printable(text), _LONGEST_NAME), CellRole.TEXT, column_span=width - 1, centred=False
            )
        )
    row = len(facts)
    for section in draft.edition.sections:
        entries = [entry for table in draft.edition.tables_of(section) for entry in _entries(table, draft)]
        if not entries:
            continue
        cells.append(_band(row, printable(section.heading), width, shading=shading))
        for position in range(-(-len(entries) // _PAIRS) * _PAIRS):
            entry = entries[position] if position < len(entries) else _Entry("", "")
            line, column = row + 1 + position // _PAIRS, position % _PAIRS * 2
            cells.append(Cell(line, column, entry.label, CellRole.ROW_HEAD, centred=False))
            cells.append(Cell(line, column + 1, entry.figure, CellRole.FIGURE))
        row += 1 + -(-len(entries) // _PAIRS)
    return Grid(tuple(cells), (_LABEL, _FIGURE) * _PAIRS, row, 0, _SIZES)


def _facts(draft: Draft) -> list[tuple[str, str]]:
    return [
        ("单位名称", draft.agency),
        ("年度报告", draft.title),
        ("格式依据", draft.edition.basis),
    ]


def _entries(table: Table, draft: Draft) -> Iterator[_Entry]:
    """A table's main figures: in the total column where it has one, of the rows that are not items of others."""
    totals = [column for column in table.columns if column.sum_of]
    deepest = 0 if table.layout is TableLayout.ROW else 1
    for row in table.rows:
        if totals and table.layout is TableLayout.GRID and len(row.groups) > deepest:
            continue
        for column in totals or table.columns:
            ref = CellRef(table.key, row.key, column.key)
            amount = draft.evaluation.amounts.get(ref)
            label = row.short if totals or len(table.columns) == 1 else f"{row.short}·{column.short}"
            yield _Entry(printable(label), format_number(amount.number) if amount else "")


def _checks(draft: Draft, findings_shown: int, *, shading: bool) -> Grid:
    """What was checked and came out right, then each finding with the 说明 that answers it."""
    cells = [_band(0, "核对情况", 2, shading=shading)]
    rows = [("核对结果", summary) for summary in _summaries(draft)]
    findings = draft.evaluation.all_findings
    rows += [_finding_row(finding, draft) for finding in findings[:findings_shown]]
    if len(findings) > findings_shown:
        rows.append(("其余事项", f"另有{len(findings) - findings_shown}项未在本页列出，请在软件中查看。"))
    for row, (label, text) in enumerate(rows, 1):
        cells.append(Cell(row, 0, label, CellRole.ROW_HEAD))
        cells.append(Cell(row, 1, printable(text), CellRole.TEXT, centred=False))
    return Grid(tuple(cells), (Column(least=5, share=0), Column(least=20)), len(rows) + 1, 0, _SIZES)


def _summaries(draft: Draft) -> Iterator[str]:
    evaluation, edition = draft.evaluation, draft.edition
    with_last_year = [c for c in edition.checks if any(t.last_year for t in (*c.left, *c.right))]
    inside = [c for c in edition.checks if c not in with_last_year and c.relation is Relation.EQUAL]
    codes = {check.code for check in inside}
    yield _outcome("表内勾稽关系", len(inside), [f for f in evaluation.findings if f.code in codes])
    if draft.previous:
        codes = {check.code for check in with_last_year}
        yield _outcome("与上年年报的衔接", len(with_last_year), [f for f in evaluation.findings if f.code in codes])
    else:
        yield "与上年年报的衔接：没有上年年报，未核对。"
    blanks = len(draft.blanks)
    yield f"应填{len(edition.inputs)}格，" + (f"尚有{blanks}格未填。" if blanks else "已全部填写；合计由软件计算。")


def _outcome(name: str, count: int, broken: Sequence[Finding]) -> str:
    return f"{name}：共{count}项，" + (f"{len(broken)}项不符。" if broken else "全部相符。")


def _finding_row(finding: Finding, draft: Draft) -> tuple[str, str]:
    text = _shortened(finding.sentence(draft.evaluation))
    if finding.level is Level.HARD:
        return "须改正", text
    answer = draft.explanation(finding)
    return ("已说明", f"{text}说明：{_shortened(answer)}") if answer else ("待说明", text)


def _shortened(text: str, longest: int = _LONGEST_TEXT) -> str:
    return text if len(text) <= longest else f"{text[:longest]}……"


def _signatures(draft: Draft) -> Grid:
    """填报人, 审核人 and 负责人 sign and date; the office stamps."""
    cells: list[Cell] = []
    for row, signer in enumerate(_SIGNERS):
        for column, text in enumerate((f"{signer}（签字）", "", "日期", "年　　月　　日")):
            role = CellRole.TEXT if column % 2 else CellRole.ROW_HEAD
            cells.append(Cell(row, column, text, role))
    last = len(_SIGNERS)
    cells.append(Cell(last, 0, "单位（盖章）", CellRole.ROW_HEAD))
    cells.append(Cell(last, 1, _shortened(printable(draft.agency), _LONGEST_NAME), CellRole.TEXT, column_span=3))
    columns = (Column(least=7, share=0), Column(least=8), Column(least=4, share=0), Column(least=8))
    return Grid(tuple(cells), columns, last + 1, 0, _SIZES, row_height=_SIGNATURE_HEIGHT)


def _band(row: int, text: str, width: int, *, shading: bool) -> Cell:
    return Cell(row, 0, text, CellRole.COLUMN_HEAD, column_span=width, shaded=shading)
