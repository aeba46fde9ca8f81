"""Figures in the text beside the tables: every number that can be placed must fit one of its readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from model.checks.evaluation import Examined
from model.checks.finding import Finding
from model.checks.passages import Stated, stated_numbers
from model.checks.reading.mentions import Known, Reading, Verdict, cells_of, value, verdict
from model.checks.wording import REQUESTS
from model.form.edition import CellRef, Edition, Level
from model.report.amounts import Amount
from model.report.numbers import Number, format_number

SHOWN_AT_MOST = 3
"""So many readings a message names."""


def wrong_figures(examined: Examined) -> Iterator[Finding]:
    """A number in the text that no reading of its sentence finds in the tables. Blank cells are given time."""
    known = certain_numbers(examined.amounts)
    seen: Counter[str] = Counter()
    for stated in stated_numbers(examined.report):
        spoken = stated.mention.spoken
        if spoken is None or verdict(stated.mention, known) is not Verdict.CONFLICT:
            continue
        seen[stated.said] += 1
        nearest = _nearest(stated, known)
        yield Finding(
            code=spoken.code,
            level=Level.ASK,
            subject=_subject(stated, seen[stated.said]),
            message=f"正文“{stated.said}”与表格对不上：表中{readings_in_words(stated, known, examined.edition)}；"
            f"{REQUESTS[Level.ASK]}。",
            cells=tuple(dict.fromkeys(ref for ref, _ in nearest)),
            spans=(stated.span,),
            figures=_figures(stated, known),
            values=(_in_the_tables_unit(stated), _number(nearest, known)),
        )


def understood(stated: Stated, known: Known, edition: Edition) -> str:
    """What was understood of a number, for people: empty where it was not placed."""
    match verdict(stated.mention, known) if stated.mention.readings else None:
        case Verdict.FITS:
            fitting = [r for r in stated.mention.readings if _fits(stated, r, known)]
            return f"文中“{stated.said}”：与{_listed(fitting, known, edition)}相符。"
        case Verdict.CONFLICT:
            return f"文中“{stated.said}”：表中{readings_in_words(stated, known, edition)}，都对不上。"
        case Verdict.UNKNOWN:
            return f"文中“{stated.said}”：表中有关的格还没有填完，填完再比。"
    return ""


def certain_numbers(amounts: Mapping[CellRef, Amount]) -> Known:
    """The cells that a text can be compared with: nothing under them is blank."""
    return {ref: amount.number for ref, amount in amounts.items() if amount.complete}


def readings_in_words(stated: Stated, known: Known, edition: Edition) -> str:
    """``本年新收74、本年新收＋上年结转75``."""
    return _listed(stated.mention.readings, known, edition)


def _listed(readings: tuple[Reading, ...] | list[Reading], known: Known, edition: Edition) -> str:
    named: dict[str, str] = {}
    for reading in readings:
        amount = value(reading, known)
        if amount is not None:
            named.setdefault(_written(amount), reading_in_words(reading, edition))
    return "、".join(f"{words}{amount}" for amount, words in list(named.items())[:SHOWN_AT_MOST])


def reading_in_words(reading: Reading, edition: Edition) -> str:
    """A sum of cells by their labels; a whole group of rows by the group's."""
    words = ""
    for name, sign in _terms_in_words(reading, edition):
        words += f"{'－' if sign < 0 else '＋' if words else ''}{name}"
    return words


def _terms_in_words(reading: Reading, edition: Edition) -> Iterator[tuple[str, int]]:
    rows = list(dict.fromkeys(ref.row for ref, _ in reading))
    columns = list(dict.fromkeys(ref.column for ref, _ in reading))
    table = edition.tables[reading[0].ref.table]
    suffix = _columns_in_words(columns, table.key, edition)
    signs = {ref.row: sign for ref, sign in reversed(reading)} if len(columns) == 1 else {}
    while rows:
        row = rows[0]
        group = [line.key for line in table.rows if line.groups and line.groups == table.row(row).groups]
        if len(group) > 1 and set(group) <= set(rows):
            name, taken = table.row(row).groups[-1], group
        else:
            name, taken = edition.row_label(CellRef(table.key, row, columns[0])), [row]
        rows = [key for key in rows if key not in taken]
        yield f"{name}{suffix}", signs.get(row, 1)


def _columns_in_words(columns: list[str], table: str, edition: Edition) -> str:
    form = edition.tables[table]
    if len(columns) == 1:
        only = form.column(columns[0])
        return "" if only.sum_of or len(form.columns) == 1 else f"·{only.short}"
    parts = [form.column(key).short for key in columns]
    return f"·{parts[0]}－{parts[1]}" if form.column(columns[0]).sum_of else f"·{'＋'.join(parts)}"


def _nearest(stated: Stated, known: Known) -> Reading:
    """The reading that comes closest: most likely what was meant."""
    wanted = _in_the_tables_unit(stated)
    return min(stated.mention.readings, key=lambda reading: abs(Decimal(_number(reading, known)) - Decimal(wanted)))


def _number(reading: Reading, known: Known) -> Number:
    amount = value(reading, known)
    return 0 if amount is None else amount


def _fits(stated: Stated, reading: Reading, known: Known) -> bool:
    amount, spoken = value(reading, known), stated.mention.spoken
    return amount is not None and spoken is not None and stated.mention.quantity.fits(amount * spoken.per)


def _in_the_tables_unit(stated: Stated) -> Number:
    number = Decimal(stated.mention.quantity.value)
    if stated.mention.spoken is not None:
        number /= stated.mention.spoken.per
    return int(number) if number == number.to_integral_value() else number


def _subject(stated: Stated, occurrence: int) -> str:
    again = f" {occurrence}" if occurrence > 1 else ""
    return f"{stated.passage.section} {stated.said}{again}"


def _figures(stated: Stated, known: Known) -> str:
    cells = sorted({ref for reading in stated.mention.readings for ref in cells_of(reading)})
    return "/".join([_written(stated.mention.quantity.value), *(_written(known.get(ref, 0)) for ref in cells)])


def _written(number: Decimal | int) -> str:
    if isinstance(number, Decimal) and number == number.to_integral_value():
        number = int(number)
    return format_number(number)
