"""Numbers as people type, paste and print them, and back. One parser serves keys, clipboard and imported documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from model.form.edition import NumberKind
from model.report.quoting import excerpt

Number = int | Decimal

MAXIMUM = 999_999_999_999
DECIMAL_PLACES = 6

LONGEST = 40
"""So many digits are looked at; more are too large in any case, and Python refuses to convert 4,300."""

_HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９，．。＇’＋－−\u3000\u00a0\u2007\u2009\u202f",
    "0123456789,..''+--     ",
    "\u200b\ufeff\u2060",
)
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:(?P<separator>[, '])[0-9]{3})(?:(?P=separator)[0-9]{3})*")
_FRACTION = re.compile(r"[0-9]+")
_MISPLACED = re.compile(r"[0-9][0-9, ']*[, '][0-9, ']*(?:\.[0-9]*)?")
_SIGNED = re.compile(r"[-+] *[0-9][0-9, '.]*")
_HALF_A_DECIMAL = re.compile(r"[0-9]+\.|\.[0-9]+")
_MEANS_NONE = frozenset({"-", "--", "—", "——", "/", "／", "无", "空", "没有"})
_CHINESE_DIGITS = re.compile(r"[〇零一二三四五六七八九十百千万亿两廿壹贰叁肆伍陆柒捌玖拾佰仟]+")


class NumberError(ValueError):
    """What was typed is not a number that the cell may hold; the message is one Chinese sentence."""


def parse_number(text: str, kind: NumberKind) -> Number | None:
    """The number that ``text`` spells, or None for a blank.

    Full-width digits, surrounding spaces, well-formed thousands separators (``1,000``, ``1 000``, ``1'000``) and
    leading zeros are read; everything else is refused with `NumberError`, never guessed. Counts come back as int,
    amounts as Decimal with the decimals as typed.
    """
    plain = text.translate(_HALF_WIDTH).strip()
    if not plain:
        return None
    sign, digits = _split_sign(plain) if kind is NumberKind.CHANGE else ("", plain)
    whole, point, fraction = digits.partition(".")
    if not _WHOLE.fullmatch(whole) or (point and not _FRACTION.fullmatch(fraction)):
        raise NumberError(_refusal(text, digits or plain))
    if point and kind is not NumberKind.AMOUNT:
        raise NumberError(f"“{shown(text)}”有小数：这里填件数，只能是整数。")
    if len(fraction) > DECIMAL_PLACES:
        raise NumberError(f"“{shown(text)}”小数太长：最多六位小数。")
    ascii_digits = re.sub(r"[^0-9]", "", whole) if len(whole) <= LONGEST else str(MAXIMUM + 1)
    number: Number = int(sign + ascii_digits)
    if kind is NumberKind.AMOUNT:
        number = Decimal(f"{number}{point}{fraction}")
    if not -MAXIMUM <= number <= MAXIMUM:
        raise NumberError(f"“{shown(text)}”太大：最大可填 {MAXIMUM}。")
    return number


def fits(number: object, kind: NumberKind) -> bool:
    """Whether a value is a number that such a cell may hold: of the right type, within its range and places."""
    if kind is not NumberKind.AMOUNT:
        lowest = -MAXIMUM if kind is NumberKind.CHANGE else 0
        return isinstance(number, int) and not isinstance(number, bool) and lowest <= number <= MAXIMUM
    if not isinstance(number, Decimal) or not number.is_finite() or number.is_signed():
        return False
    exponent = number.as_tuple().exponent
    return number <= MAXIMUM and isinstance(exponent, int) and exponent >= -DECIMAL_PLACES


def add_up(numbers: Iterable[Number | None]) -> Number:
    """The exact sum; a blank adds nothing."""
    total: Number = 0
    for number in numbers:
        total += number or 0
    return total


def format_number(number: Number) -> str:
    """A number as it stands in a cell, on the page and in a message: plain digits, decimals as typed."""
    return str(number) if isinstance(number, int) else f"{number:f}"


def shown(text: str) -> str:
    """Typed text for use inside a message: one line, some 20 characters, everything visible."""
    return excerpt(text.strip(), 20)


def _split_sign(plain: str) -> tuple[str, str]:
    return (plain[0], plain[1:].lstrip()) if plain[0] in "+-" else ("", plain)


def _refusal(text: str, plain: str) -> str:
    quoted = f"“{shown(text)}”"
    if plain in _MEANS_NONE:
        return f"{quoted}不是数字：没有发生请填 0，尚未统计请留空。"
    if _SIGNED.fullmatch(plain):
        return f"{quoted}不能填：这里不填正负号，只填 0 或更大的数。"
    if _CHINESE_DIGITS.fullmatch(plain):
        return f"{quoted}不是阿拉伯数字：请改用 12 这样的写法。"
    if _HALF_A_DECIMAL.fullmatch(plain):
        return f"{quoted}不完整：小数点前后都要有数字，如 0.5。"
    if _MISPLACED.fullmatch(plain):
        return f"{quoted}的分隔位置不对：千位分隔应像 1,000，或不加分隔。"
    return f"{quoted}不是数字：请只填阿拉伯数字，单位和说明写在批注里。"
