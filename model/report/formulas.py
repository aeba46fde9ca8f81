"""``=3+4``: what people add up inside a cell instead of on paper."""

from __future__ import annotations

import re
from decimal import Decimal, DivisionByZero, InvalidOperation

from model.form.edition import NumberKind
from model.report.numbers import LONGEST, Number, NumberError, format_number, parse_number, shown

_SIGNS = str.maketrans("＝＋－−×＊÷／（）０１２３４５６７８９．", "=+--**//()0123456789.", " \u3000\u00a0")
_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?|[-+*/()]")
_DEEPEST = 20


def is_formula(text: str) -> bool:
    return text.translate(_SIGNS).startswith("=")


def calculate(text: str, kind: NumberKind) -> Number | None:
    """What ``=3+4`` comes to, as a number that the cell may hold: + - * / and brackets over plain numbers, exactly.

    `NumberError` says what is wrong with it, or with the result.
    """
    plain = text.translate(_SIGNS).removeprefix("=")
    tokens = _TOKEN.findall(plain)
    if not tokens or "".join(tokens) != plain or any(len(token) > LONGEST for token in tokens):
        raise NumberError(f"“{shown(text)}”不是算式：等号后面只能是数、加减乘除和括号，如 =3+4。")
    try:
        value = _Sum(tokens).whole()
    except (DivisionByZero, InvalidOperation):
        raise NumberError(f"“{shown(text)}”算不出来：不能除以 0。") from None
    except (IndexError, ValueError, RecursionError):
        raise NumberError(f"“{shown(text)}”没有写完整，请检查加减号和括号。") from None
    spelt = format_number(value.normalize() if value else Decimal(0))
    try:
        return parse_number(spelt, kind)
    except NumberError as error:
        raise NumberError(f"算出来是 {shown(spelt)}。{error}") from error


class _Sum:
    """Reads tokens from left to right; IndexError or ValueError where they are no sum."""

    def __init__(self, tokens: list[str]) -> None:
        self._rest = tokens[::-1]
        self._depth = 0

    def whole(self) -> Decimal:
        value = self._terms()
        if self._rest:
            raise ValueError(self._rest)
        return value

    def _terms(self) -> Decimal:
        value = self._factors()
        while self._rest and self._rest[-1] in "+-":
            value = value + self._factors() if self._rest.pop() == "+" else value - self._factors()
        return value

    def _factors(self) -> Decimal:
        value = self._figure()
        while self._rest and self._rest[-1] in "*/":
            value = value * self._figure() if self._rest.pop() == "*" else value / self._figure()
        return value

    def _figure(self) -> Decimal:
        token = self._rest.pop()
        if token[0].isdigit():
            return Decimal(token)
        if token != "(":
            raise ValueError(token)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("too deep")
        value = self._terms()
        if self._rest.pop() != ")":
            raise ValueError("no bracket")
        return value
