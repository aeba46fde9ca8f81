"""One table cell's text as a figure: the number, the unit beside it, and what was remarked about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from model.form.edition import NumberKind
from model.report.numbers import DECIMAL_PLACES, Number, NumberError, format_number, parse_number, shown

_MONEY = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "亿元": Decimal(10**8),
}
_PIECES = ("件", "个", "项", "宗", "份")
_NO_FRACTION = re.compile(r"[.．][0０]+$")
_FIGURE = re.compile(
    r"(?P<sign>增加?|减少?|[-+＋－−↑↓]?)\s*"
    r"(?P<number>[0-9０-９][0-9０-９,，'’\s]*(?:[.．][0-9０-９]+)?)\s*"
    rf"(?P<unit>[百千万亿]?元|{'|'.join(_PIECES)})?\s*"
    r"(?P<remark>[（(【〔\[].*[）)】〕\]]|[，,；;].*)?"
)
_NOTHING = re.compile(r"[-－—–―_/／\\×xX*＊]{1,4}|无|空|暂无|没有|不涉及|N/?A|n/a")
_UNIT = re.compile(r"[（(]?(?:单位)?[:：]?\s*([百千万亿]?元)\s*[）)]?\s*$")
_LONGEST_FIGURE = 80
_BRACKETS = "（(【〔[）)】〕]，,；; "


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell says. ``number`` is None where it says nothing that can be entered; then ``problem`` may say why.

    ``remark`` belongs beside the number as a cell note.
    """

    number: Number | None
    remark: str = ""
    problem: str = ""


def is_figure(text: str) -> bool:
    """Whether a cell's text stands where a number does: a number, perhaps with unit and remark, or a dash."""
    plain = text.strip()
    if len(plain) > _LONGEST_FIGURE:
        return False
    return _FIGURE.fullmatch(plain) is not None or _NOTHING.fullmatch(plain) is not None


def money_unit(label: str) -> str:
    """The unit of money that a column's label names, or nothing."""
    match = _UNIT.search(label[-_LONGEST_FIGURE:])
    return match.group(1) if match else ""


def read_figure(text: str, kind: NumberKind, *, unit: str = "", printed_unit: str = "") -> Figure:
    """The figure in a cell of ``kind``.

    ``unit`` is the form's unit of money for the column, ``printed_unit`` the one that the document's own column label
    names. A unit beside the number is stronger than both; money is converted only where that is exact.
    """
    plain = text.strip()
    if not plain:
        return Figure(None)
    match = _FIGURE.fullmatch(plain) if len(plain) <= _LONGEST_FIGURE else None
    if match is None:
        return Figure(None, problem=f"原文是“{shown(plain)}”")
    sign = {"增": "+", "减": "-", "↑": "+", "↓": "-"}.get(match["sign"][:1], match["sign"])
    written = match["number"].strip()
    if kind is not NumberKind.AMOUNT:
        written = _NO_FRACTION.sub("", written)
    try:
        number = parse_number(f"{sign}{written}", kind)
    except NumberError as error:
        return Figure(None, problem=str(error).rstrip("。"))
    remark, found_unit = (match["remark"] or "").strip(_BRACKETS), match["unit"] or ""
    if not found_unit and remark in (*_MONEY, *_PIECES):
        remark, found_unit = "", remark
    if kind is not NumberKind.AMOUNT or number is None:
        return Figure(None, problem=f"原文是“{shown(plain)}”") if found_unit in _MONEY else Figure(number, remark)
    if found_unit and found_unit not in _MONEY:
        return Figure(None, problem=f"原文是“{shown(plain)}”")
    return _converted(Decimal(number), found_unit or printed_unit, unit, remark)


def _converted(number: Decimal, found_unit: str, unit: str, remark: str) -> Figure:
    printed = f"{format_number(number)}{found_unit}"
    if not found_unit or found_unit == unit:
        return Figure(number, remark)
    if not unit:
        return Figure(number, "，".join(filter(None, (f"原文为{printed}", remark))))
    exact = number * _MONEY[found_unit] / _MONEY[unit]
    rounded = exact.quantize(Decimal(1).scaleb(-DECIMAL_PLACES))
    if rounded != exact:
        return Figure(None, problem=f"原文是“{printed}”，换算成{unit}后小数超过{DECIMAL_PLACES}位")
    plain = Decimal(f"{rounded:f}".rstrip("0").rstrip("."))
    return Figure(plain, "，".join(filter(None, (f"原文为{printed}，已换算成{unit}", remark))))
