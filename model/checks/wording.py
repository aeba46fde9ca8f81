"""Words that the sentences of several checks share: how cells, lines and sums are named, and what is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from model.checks.sums import Term
from model.form.edition import CellRef, Edition, Level, TableLayout
from model.report.numbers import add_up, format_number

LEVEL_NAMES = {Level.HARD: "强制性", Level.ASK: "核实性", Level.HINT: "提示"}

REQUESTS = {Level.HARD: "请核对", Level.ASK: "请核对，情况属实的请填写说明", Level.HINT: "请留意"}

ADDED_AT_MOST = 6
"""A sum spells out so many terms before it lumps the others together."""


def quoted(label: str) -> str:
    """A label in quotation marks; those that it has itself become inner ones."""
    return f"“{label.replace('“', '‘').replace('”', '’')}”"


def quoted_label(ref: CellRef, edition: Edition) -> str:
    return quoted(edition.label(ref))


def shared_line(refs: Sequence[CellRef], edition: Edition) -> str:
    """The label of the row or column that all the cells stand in, or nothing."""
    if len({(ref.table, ref.column) for ref in refs}) == 1:
        return edition.column_label(refs[0])
    if len({(ref.table, ref.row) for ref in refs}) == 1:
        return edition.row_label(refs[0])
    return ""


def line_of_cells(refs: Sequence[CellRef], edition: Edition) -> str:
    """That row or column as a message speaks of it: “自然人”列."""
    shared = shared_line(refs, edition)
    if not shared:
        return f"{quoted_label(refs[0], edition)}等格"
    in_one_row = len({(ref.table, ref.column) for ref in refs}) > 1
    if not in_one_row:
        return f"{quoted(shared)}列"
    is_grid = edition.tables[refs[0].table].layout is TableLayout.GRID
    return f"{quoted(shared)}行" if is_grid else quoted(shared)


def side_in_words(terms: Sequence[Term], shared: str, edition: Edition) -> str:
    """One side of a check: ``本年新收6＋上年结转0＝6``; a single term needs no sum after it."""
    return term_in_words(terms[0], shared, edition) if len(terms) == 1 else sum_in_words(terms, shared, edition)


def sum_in_words(terms: Sequence[Term], shared: str, edition: Edition) -> str:
    """A sum spelt out, as far as it stays readable: ``自然人3＋商业企业1＝4``."""
    spelt_out = terms if len(terms) <= ADDED_AT_MOST else terms[: ADDED_AT_MOST - 1]
    named = [term_in_words(term, shared, edition) for term in spelt_out]
    others = terms[len(spelt_out) :]
    if others:
        named.append(f"其余{len(others)}项{format_number(add_up(term.number for term in others))}")
    return f"{'＋'.join(named)}＝{format_number(add_up(term.number for term in terms))}"


def term_in_words(term: Term, shared: str, edition: Edition) -> str:
    row, column = edition.row_label(term.ref), edition.column_label(term.ref)
    name = row if shared == column else column if shared == row else edition.label(term.ref)
    number = "（未填）" if term.number is None else format_number(term.number)
    return f"{'上年年报的' if term.last_year else ''}{name}{number}"
