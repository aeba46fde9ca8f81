"""核对记录: what an office signs before its report leaves: figures beside last year's, what was checked, answered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from model.document.blocks import Block, Cell, CellRole, Column, Grid, Title
from model.form.edition import CellRef, Level, Relation, TableLayout
from model.report.numbers import Number, add_up, format_number
from model.report.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from model.checks.finding import Finding
    from model.draft import Draft
    from model.form.edition import Table
    from model.report.amounts import Amount

_TITLE = "政府信息公开工作年度报告核对记录"
_UNFINISHED = "（未完成）"
_SIZES = (9.5, 9.0)
_HEADS = ("项目", "本年", "上年", "增减")
_COLUMNS = (Column(least=9, share=4), Column(least=4), Column(least=4), Column(least=4))
_PAIRS = 2  # label and figures stand side by side that many times
_LONGEST_TEXT = 600  # characters of one finding or explanation
_LONGEST_NAME = 80
_MOST_FINDINGS = 200
_SIGNERS = ("填报人", "审核人", "负责人")
_SIGNATURE_HEIGHT = 28.0


class Version(NamedTuple):
    """Which state of the draft was reviewed: the draft file's checksum, and when the sheet was made."""

    checksum: str
    moment: datetime | None = None


class _Entry(NamedTuple):
    label: str
    figure: str = ""
    last_year: str = ""
    change: str = ""


def compose_review_sheet(draft: Draft, *, version: Version | None, shading: bool) -> list[Block]:
    """The whole sheet. An unfinished report says so in its title."""
    return [
        Title((_TITLE, _UNFINISHED) if draft.evaluation.blocks_finishing else (_TITLE,)),
        _facts(draft, version),
        _figures(draft, shading=shading),
        _checks(draft, shading=shading),
        _signatures(draft),
    ]


def _facts(draft: Draft, version: Version | None) -> Grid:
    """Whose report it is, and in which state."""
    facts = [
        ("单位名称", draft.agency),
        ("年度报告", draft.title),
        ("格式依据", draft.edition.basis),
        ("状态", _state(draft)),
    ]
    if version:
        moment = f"，{version.moment:%Y年%m月%d日 %H:%M}生成" if version.moment else ""
        facts.append(("草稿版本", f"校验码 {version.checksum[:16]}{moment}"))
    cells = [
        cell
        for row, (label, text) in enumerate(facts)
        for cell in (
            Cell(row, 0, label, CellRole.ROW_HEAD),
            Cell(row, 1, _shortened(printable(text), _LONGEST_NAME), CellRole.TEXT, centred=False),
        )
    ]
    return Grid(tuple(cells), (Column(least=5, share=0), Column(least=20)), len(facts), 0, _SIZES)


def _state(draft: Draft) -> str:
    findings, blanks = draft.evaluation.findings, len(draft.blanks)
    hard = sum(finding.level is Level.HARD for finding in findings)
    if draft.details.finished:
        return f"已定稿（{draft.details.finished[:10]}）"
    if not draft.evaluation.blocks_finishing:
        return "已填写完整，尚未定稿"
    lacking = [f"{hard}处强制性问题没有改正"] * bool(hard) + [f"{blanks}格没有填"] * bool(blanks)
    return f"未完成：{'，'.join(lacking) or '有部分没有正文'}"


def _figures(draft: Draft, *, shading: bool) -> Grid:
    """Each section's main figures under a band, beside last year's."""
    width = len(_HEADS) * _PAIRS
    cells: list[Cell] = []
    row = 0
    for section in draft.edition.sections:
        entries = [entry for table in draft.edition.tables_of(section) for entry in _entries(table, draft)]
        if not entries:
            continue
        cells.append(_band(row, printable(section.heading), width, shading=shading))
        cells += [Cell(row + 1, column, _HEADS[column % len(_HEADS)], CellRole.COLUMN_HEAD) for column in range(width)]
        lines = -(-len(entries) // _PAIRS)
        entries += [_Entry("")] * (lines * _PAIRS - len(entries))
        # Down the left half first, as a sum is read.
        for line in range(lines):
            for pair in range(_PAIRS):
                cells += _entry_cells(row + 2 + line, pair * len(_HEADS), entries[pair * lines + line])
        row += 2 + lines
    return Grid(tuple(cells), _COLUMNS * _PAIRS, row, 0, _SIZES)


def _entry_cells(row: int, column: int, entry: _Entry) -> Iterator[Cell]:
    yield Cell(row, column, entry.label, CellRole.ROW_HEAD, centred=False)
    for place, text in enumerate(entry[1:], column + 1):
        yield Cell(row, place, text, CellRole.FIGURE)


def _entries(table: Table, draft: Draft) -> Iterator[_Entry]:
    """A table's main figures, in its total column where it has one; of a group's items the sum: all adds up."""
    totals = [column for column in table.columns if column.sum_of]
    deepest = 0 if table.layout is TableLayout.ROW else 1
    told: set[tuple[str, ...]] = set()
    for row in table.rows:
        label, rows = printable(row.short), [row]
        if totals and table.layout is TableLayout.GRID and len(row.groups) > deepest:
            if row.groups in told:
                continue
            told.add(row.groups)
            label, rows = printable(row.groups[-1]), [other for other in table.rows if other.groups == row.groups]
        for column in totals or table.columns:
            refs = [CellRef(table.key, each.key, column.key) for each in rows]
            several = not totals and len(table.columns) > 1
            yield _entry(f"{label}·{printable(column.short)}" if several else label, refs, draft)


def _entry(label: str, refs: Sequence[CellRef], draft: Draft) -> _Entry:
    now, before = (_sum(refs, amounts) for amounts in (draft.evaluation.amounts, draft.evaluation.last_year))
    change = now - before if now is not None and before is not None else None
    sign = "+" if change is not None and change > 0 else ""
    return _Entry(label, _shown(now), _shown(before), f"{sign}{_shown(change)}")


def _sum(refs: Sequence[CellRef], amounts: Mapping[CellRef, Amount]) -> Number | None:
    """The sum of what is there; None where nothing is."""
    found = [amounts[ref].number for ref in refs if ref in amounts]
    return add_up(found) if found else None


def _shown(number: Number | None) -> str:
    return "" if number is None else format_number(number)


def _checks(draft: Draft, *, shading: bool) -> Grid:
    """What was checked and came out right, then each finding with the 说明 that answers it."""
    cells = [_band(0, "核对情况", 2, shading=shading)]
    rows = [("核对结果", summary) for summary in _summaries(draft)]
    findings = draft.evaluation.all_findings
    rows += [_finding_row(finding, draft) for finding in findings[:_MOST_FINDINGS]]
    if len(findings) > _MOST_FINDINGS:
        rows.append(("其余事项", f"另有{len(findings) - _MOST_FINDINGS}项没有列出，请在软件中查看。"))
    for row, (label, text) in enumerate(rows, 1):
        cells.append(Cell(row, 0, label, CellRole.ROW_HEAD))
        cells.append(Cell(row, 1, printable(text), CellRole.TEXT, centred=False))
    return Grid(tuple(cells), (Column(least=5, share=0), Column(least=20)), len(rows) + 1, 0, _SIZES)


def _summaries(draft: Draft) -> Iterator[str]:
    evaluation, edition, blanks = draft.evaluation, draft.edition, len(draft.blanks)
    with_last_year = [c for c in edition.checks if any(t.last_year for t in (*c.left, *c.right))]
    inside = [c for c in edition.checks if c not in with_last_year and c.relation is Relation.EQUAL]
    codes = {check.code for check in inside}
    yield _outcome("表内勾稽关系", len(inside), [f for f in evaluation.findings if f.code in codes], blanks)
    if draft.previous:
        codes = {check.code for check in with_last_year}
        broken = [f for f in evaluation.findings if f.code in codes]
        yield _outcome("与上年年报的衔接", len(with_last_year), broken, blanks)
    else:
        yield "与上年年报的衔接：没有上年年报，未核对。"
    yield f"应填{len(edition.inputs)}格，" + (f"尚有{blanks}格未填。" if blanks else "已全部填写；合计由软件计算。")


def _outcome(name: str, count: int, broken: Sequence[Finding], blanks: int) -> str:
    if broken:
        return f"{name}：共{count}项，{len(broken)}项不符。"
    return f"{name}：共{count}项，" + ("没有填完，不能全部核对。" if blanks else "全部相符。")


def _finding_row(finding: Finding, draft: Draft) -> tuple[str, str]:
    text = _shortened(finding.sentence(draft.evaluation))
    if finding.level is Level.HARD:
        return "须改正", text
    answer = draft.explanation(finding)
    if answer:
        return "已说明", f"{text}说明：{_shortened(answer)}"
    return ("待说明" if finding.level is Level.ASK else "提示"), text


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
