"""The Chinese sentence for each finding: the cells, both sides, the difference, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from model.form.report_format import CellRef, Relation, ReportFormat
from model.report.causes import Cause, CauseKind, likely_cause
from model.report.evaluation import Evaluation, Finding, Term
from model.report.numbers import add_up, format_number

NAMED_AT_MOST = 3
"""A message names so many cells one by one before it says 等."""

_CAUSES = {
    CauseKind.MOVED: "与“{label}”正好差相反的数，可能有{number}填错了位置",
    CauseKind.FORGOTTEN: "上年年报结转过来的是{number}，可能忘了填“{label}”",
    CauseKind.SWAPPED: "“{label}”可能把相邻两位数字写反了，应为{number}",
    CauseKind.LEFT_OUT: "可能漏加了“{label}”的{number}",
    CauseKind.UNFILLED: "“{label}”还没有填",
    CauseKind.TOO_MANY: "“{label}”可能多计{number}",
    CauseKind.TOO_FEW: "“{label}”可能少计{number}",
}


def describe(finding: Finding, evaluation: Evaluation) -> str:
    """One finding in words, with the likely cause where arithmetic shows one: two sentences at most."""
    report_format = evaluation.report_format
    if finding.blanks:
        return _unfilled_cells(finding.blanks, report_format)
    if finding.sections:
        headings = "、".join(f"“{report_format.section(key).heading}”" for key in finding.sections)
        return f"{headings}还没有正文，请填写。"
    sentence = _wrong_total(finding, report_format) if finding.left[0].reported else _sum(finding, report_format)
    cause = likely_cause(finding, evaluation)
    return f"{sentence}{explain_cause(cause, report_format)}" if cause else sentence


def explain_cause(cause: Cause, report_format: ReportFormat) -> str:
    words = _CAUSES[cause.kind].format(label=report_format.label(cause.ref), number=format_number(cause.number))
    return f"可能的原因：{words}。"


def _unfilled_cells(blanks: Sequence[CellRef], report_format: ReportFormat) -> str:
    table = report_format.tables[blanks[0].table]
    heading = report_format.section(table.section).heading
    names = "、".join(report_format.label(ref) for ref in blanks[:NAMED_AT_MOST])
    more = "等" if len(blanks) > NAMED_AT_MOST else ""
    return f"“{heading}”{table.caption}还有{len(blanks)}格没有填：{names}{more}；没有发生的请填0。"


def _wrong_total(finding: Finding, report_format: ReportFormat) -> str:
    printed, computed = finding.left[0], finding.right
    parts = [term for term in computed if term.number] or list(computed[:1])
    shared = _shared_line([printed, *parts], report_format)
    sum_of_parts = _side(parts, shared, report_format)
    return (
        f"“{report_format.label(printed.ref)}”原文件写的是{format_number(finding.left_sum)}，"
        f"各项相加是{sum_of_parts}，相差{format_number(finding.difference)}；请核对各项，或采用计算值。"
    )


def _sum(finding: Finding, report_format: ReportFormat) -> str:
    terms = [*finding.left, *finding.right]
    shared = _shared_line(terms, report_format)
    left, right = (_side(side, shared, report_format) for side in (finding.left, finding.right))
    against_last_year = "与上年年报" if any(term.last_year for term in terms) else ""
    where = f"“{shared}”" if shared else ""
    difference = format_number(finding.difference)
    if finding.relation is Relation.AT_MOST:
        return f"{where}{against_last_year}对不上：{left}，不应大于{right}，多出{difference}。"
    return f"{where}{against_last_year}不平：{left}，{right}，相差{difference}。"


def _shared_line(terms: Sequence[Term], report_format: ReportFormat) -> str:
    """The label of the row or column that all the terms stand in, or nothing."""
    refs = [term.ref for term in terms]
    if len({(ref.table, ref.column) for ref in refs}) == 1:
        return report_format.column_label(refs[0])
    if len({(ref.table, ref.row) for ref in refs}) == 1:
        return report_format.row_label(refs[0])
    return ""


def _side(terms: Sequence[Term], shared: str, report_format: ReportFormat) -> str:
    """One side of a sum: ``本年新收6＋上年结转0＝6``; a single term needs no sum after it."""
    named = "＋".join(_term(term, shared, report_format) for term in terms)
    if len(terms) == 1:
        return named
    return f"{named}＝{format_number(add_up(term.number for term in terms))}"


def _term(term: Term, shared: str, report_format: ReportFormat) -> str:
    row, column = report_format.row_label(term.ref), report_format.column_label(term.ref)
    name = row if shared == column else column if shared == row else report_format.label(term.ref)
    number = "（未填）" if term.number is None else format_number(term.number)
    return f"{'上年年报的' if term.last_year else ''}{name}{number}"
