"""Percentages in the text: a share beside its part and whole, a growth beside what it grew from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from model.checks.evaluation import Examined
from model.checks.finding import Finding
from model.checks.passages import Stated, stated_numbers
from model.checks.reading.mentions import Known, readings_of, value
from model.checks.stated_figures import certain_numbers
from model.checks.text_itself import finding_about, written

CODE = "PERCENT"
_HUNDRED = Decimal(100)
_ROUNDED_UP = Decimal("0.6")
"""Of the last digit: a whole percentage may be cut off or rounded, but 25.3 is not 26."""


def wrong_percentages(examined: Examined) -> Iterator[Finding]:
    """A percentage that fits none of the numbers beside it; one unit of its last digit is allowed either way."""
    known = certain_numbers(examined.amounts)
    paragraphs: dict[int, list[Stated]] = defaultdict(list)
    for stated in stated_numbers(examined.report):
        paragraphs[stated.number].append(stated)
    seen: set[str] = set()
    for numbers in paragraphs.values():
        for at, stated in enumerate(numbers):
            if stated.mention.quantity.unit == "%":
                finding = _share(numbers, at, known) or _of_a_target(numbers[:at], stated)
                if finding is not None and finding.subject not in seen:
                    seen.add(finding.subject)
                    yield finding


def _share(numbers: Sequence[Stated], at: int, known: Known) -> Finding | None:
    """24件，占26%: the number just before it is the part, the whole any that is near, or the tables'."""
    stated, before = numbers[at], numbers[:at]
    mention = stated.mention
    if not mention.share or mention.compares or not before:
        return None
    part = before[-1]
    if part.mention.sentence != mention.sentence or part.mention.quantity.is_share or part.mention.compares:
        return None
    if mention.clause - part.mention.clause > 1:
        return None
    near = [
        other
        for place, other in enumerate(numbers)
        if other is not part
        and abs(other.mention.sentence - mention.sentence) <= 1
        and not _is_a_part(numbers, place)
        and other.mention.quantity.unit == part.mention.quantity.unit
        and not other.mention.compares
        and other.mention.quantity.high >= part.mention.quantity.low
    ]
    wholes = [other.mention.quantity.value for other in near]
    tables = [Decimal(number) for number in _totals(part, known)]
    return _unless_one_fits(part, stated, wholes, tables)


def _is_a_part(numbers: Sequence[Stated], at: int) -> bool:
    """Whether the number is followed by a share of its own, and so is no whole."""
    return at + 1 < len(numbers) and numbers[at + 1].mention.share and numbers[at + 1].mention.quantity.is_share


def _of_a_target(before: Sequence[Stated], stated: Stated) -> Finding | None:
    """完成3015人次，是任务数2800人次的107.7%: the number that it is of stands right before it."""
    if not before or not stated.mention.of_the_last:
        return None
    whole = before[-1]
    parts = [
        other
        for other in before[:-1]
        if other.mention.sentence == stated.mention.sentence
        and other.mention.quantity.unit == whole.mention.quantity.unit
    ]
    if not parts or whole.mention.quantity.is_share:
        return None
    if any(_fits(part, whole.mention.quantity.value, stated) for part in parts):
        return None
    return _finding(parts[-1], stated, whole.mention.quantity.value)


def _totals(part: Stated, known: Known) -> Iterator[Decimal | int]:
    """What the tables hold as the whole of such a part."""
    spoken = part.mention.spoken
    if spoken is None or not part.mention.readings:
        return
    rows = spoken.row or {tuple((ref.row, sign) for ref, sign in part.mention.readings[0])}
    for reading in readings_of(spoken, rows, spoken.column):
        number = value(reading, known)
        if number:
            yield number


def _unless_one_fits(
    part: Stated, stated: Stated, wholes: Sequence[Decimal], tables: Iterable[Decimal]
) -> Finding | None:
    candidates = [whole for whole in (*wholes, *tables) if whole > 0]
    if not candidates or any(_fits(part, whole, stated) for whole in candidates):
        return None
    return _finding(part, stated, candidates[0] if wholes else candidates[-1])


def _fits(part: Stated, whole: Decimal, stated: Stated) -> bool:
    quantity, percent = part.mention.quantity, stated.mention.quantity
    if whole <= 0:
        return False
    slack = percent.step if percent.low == percent.high else percent.high - percent.low
    above = slack if percent.step < 1 else slack * _ROUNDED_UP
    return quantity.low * _HUNDRED / whole - slack <= percent.value <= quantity.high * _HUNDRED / whole + above


def _finding(part: Stated, stated: Stated, whole: Decimal) -> Finding:
    """Says what it should be, to the digits that were written."""
    quantity = stated.mention.quantity
    right = (part.mention.quantity.value * _HUNDRED / whole).quantize(min(quantity.step, Decimal("0.1")))
    message = f"正文“{part.said}”占{written(whole)}的{written(right)}%，写的是{written(quantity.value)}%"
    return finding_about(CODE, message, [stated, part], (quantity.value, right))
