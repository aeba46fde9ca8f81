"""The Chinese sentence for each finding: the cells, both sides, the difference, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from model.checks.causes import Cause, CauseKind, likely_cause
from model.checks.evaluation import Evaluation, Finding, Term
from model.form.edition import CellRef, Edition, Level, Relation, TableLayout
from model.report.numbers import add_up, format_number

NAMED_AT_MOST = 3
"""A message names so many blank cells one by one before it says 等."""

ADDED_AT_MOST = 6
"""A sum spells out so many terms before it lumps the others together."""

_REQUESTS = {Level.HARD: "请核对", Level.ASK: "请核对，情况属实的请填写说明", Level.HINT: "请留意"}

_CAUSES = {
    CauseKind.FOLLOWS: "由{lines}引起，那里改平了，这里也就平了",
    CauseKind.FORGOTTEN: "上年年报结转下来的是{number}，{label}漏填或填错了",
    CauseKind.ONE_CELL: "{label}应为{number}，改后有关的各处都能对上",
    CauseKind.MOVED: "{lines}一多一少，有{number}填错了地方",
    CauseKind.LEFT_OUT: "漏加了{label}的{number}",
    CauseKind.MISPRINTED: "其他各处都对得上，只是这个总计写错了",
    CauseKind.TOO_MANY: "{label}多计了{number}",
}


def describe(finding: Finding, evaluation: Evaluation) -> str:
    """One finding in words, with the likely cause where arithmetic shows one: two sentences at most."""
    edition = evaluation.edition
    if finding.blanks:
        return _unfilled_cells(finding.blanks, edition)
    if finding.sections:
        headings = "、".join(_quoted(edition.section(key).heading) for key in finding.sections)
        return f"{headings}还没有正文，请填写。"
    sentence = _wrong_total(finding, edition) if finding.left[0].reported else _sum(finding, edition)
    cause = likely_cause(finding, evaluation)
    return f"{sentence}{explain_cause(cause, edition)}" if cause else sentence


def explain_cause(cause: Cause, edition: Edition) -> str:
    """A likely cause as a sentence that may follow the finding's own."""
    if cause.kind is CauseKind.UNFILLED:
        words = _still_blank(cause, edition)
    elif cause.kind is CauseKind.SWAPPED:
        cells = "或".join(f"{_quoted(edition.label(s.ref))}（应为{format_number(s.number)}）" for s in cause.suspects)
        words = f"{cells}有相邻两位数字写反了"
    else:
        words = _CAUSES[cause.kind].format(
            label=_quoted(edition.label(cause.ref)),
            number=format_number(cause.number),
            lines="、".join(_line(finding.cells, edition) for finding in cause.findings),
        )
    return f"可能的原因：{words}。"


def _still_blank(cause: Cause, edition: Edition) -> str:
    label = _quoted(edition.label(cause.ref))
    return f"{label}还没有填" if cause.number == 1 else f"{label}等{cause.number}格还没有填"


def _unfilled_cells(blanks: Sequence[CellRef], edition: Edition) -> str:
    table = edition.tables[blanks[0].table]
    heading = _quoted(edition.section(table.section).heading)
    names = "、".join(edition.label(ref) for ref in blanks[:NAMED_AT_MOST])
    more = "等" if len(blanks) > NAMED_AT_MOST else ""
    return f"{heading}{table.caption}还有{len(blanks)}格没有填：{names}{more}；没有发生的请填0。"


def _wrong_total(finding: Finding, edition: Edition) -> str:
    printed = finding.left[0].ref
    shared = _shared_line([printed, *finding.cells], edition)
    figures = [term for term in finding.right if term.number]
    request = "请核对各项，或采用计算值"
    if len(figures) > 1:
        added = f"各项相加是{_added_up(figures, shared, edition)}"
    elif figures:
        added = f"各项中只有{_term(figures[0], shared, edition)}"
    elif any(term.number is not None for term in finding.right):
        added = "各项都是0"
    else:
        added, request = "各项都还没有填", "请补填各项"
    return (
        f"{_quoted(edition.label(printed))}原文件写的是{format_number(finding.left_sum)}，{added}，"
        f"相差{format_number(finding.difference)}；{request}。"
    )


def _sum(finding: Finding, edition: Edition) -> str:
    terms = [*finding.left, *finding.right]
    refs = [term.ref for term in terms]
    shared = _shared_line(refs, edition)
    left, right = (_side(side, shared, edition) for side in (finding.left, finding.right))
    verdict = "不平" if finding.relation is Relation.EQUAL else "对不上"
    if any(term.last_year for term in terms):
        verdict = "与上年年报对不上"
        left, right = (
            text if any(term.last_year for term in side) else f"本表的{text}"
            for text, side in ((left, finding.left), (right, finding.right))
        )
    if finding.relation is Relation.AT_MOST:
        figures = f"{left}，不应大于{right}，多出{format_number(finding.difference)}"
    else:
        figures = f"{left}，{right}，相差{format_number(finding.difference)}"
    return f"{_line(refs, edition)}{verdict}：{figures}；{_REQUESTS[finding.level]}。"


def _shared_line(refs: Sequence[CellRef], edition: Edition) -> str:
    """The label of the row or column that all the cells stand in, or nothing."""
    if len({(ref.table, ref.column) for ref in refs}) == 1:
        return edition.column_label(refs[0])
    if len({(ref.table, ref.row) for ref in refs}) == 1:
        return edition.row_label(refs[0])
    return ""


def _line(refs: Sequence[CellRef], edition: Edition) -> str:
    """That row or column as a message speaks of it: “自然人”列."""
    shared = _shared_line(refs, edition)
    if not shared:
        return f"{_quoted(edition.label(refs[0]))}等格"
    in_one_row = len({(ref.table, ref.column) for ref in refs}) > 1
    if not in_one_row:
        return f"{_quoted(shared)}列"
    is_grid = edition.tables[refs[0].table].layout is TableLayout.GRID
    return f"{_quoted(shared)}行" if is_grid else _quoted(shared)


def _side(terms: Sequence[Term], shared: str, edition: Edition) -> str:
    """One side of a check: ``本年新收6＋上年结转0＝6``; a single term needs no sum after it."""
    return _term(terms[0], shared, edition) if len(terms) == 1 else _added_up(terms, shared, edition)


def _added_up(terms: Sequence[Term], shared: str, edition: Edition) -> str:
    """A sum spelt out, as far as it stays readable: ``自然人3＋商业企业1＝4``."""
    spelt_out = terms if len(terms) <= ADDED_AT_MOST else terms[: ADDED_AT_MOST - 1]
    named = [_term(term, shared, edition) for term in spelt_out]
    others = terms[len(spelt_out) :]
    if others:
        named.append(f"其余{len(others)}项{format_number(add_up(term.number for term in others))}")
    return f"{'＋'.join(named)}＝{format_number(add_up(term.number for term in terms))}"


def _term(term: Term, shared: str, edition: Edition) -> str:
    row, column = edition.row_label(term.ref), edition.column_label(term.ref)
    name = row if shared == column else column if shared == row else edition.label(term.ref)
    number = "（未填）" if term.number is None else format_number(term.number)
    return f"{'上年年报的' if term.last_year else ''}{name}{number}"


def _quoted(label: str) -> str:
    """A label in quotation marks; those that it has itself become inner ones."""
    return f"“{label.replace('“', '‘').replace('”', '’')}”"
