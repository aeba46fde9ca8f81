"""Sums typed into a cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.form.edition import NumberKind
from model.report.formulas import calculate, is_formula
from model.report.numbers import Number, NumberError

COUNT, AMOUNT = NumberKind.COUNT, NumberKind.AMOUNT


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("=3+4", COUNT, 7),
        ("＝３＋４", COUNT, 7),
        ("= 10 - 2 * 3", COUNT, 4),
        ("=(1+2)×3÷9", COUNT, 1),
        ("=12", COUNT, 12),
        ("=5-5", COUNT, 0),
        ("=0.1+0.2", AMOUNT, Decimal("0.3")),
        ("=100*1.5", AMOUNT, Decimal(150)),
    ],
)
def test_what_it_comes_to(text: str, kind: NumberKind, number: Number) -> None:
    assert is_formula(text)
    assert calculate(text, kind) == number


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("=", "不是算式"),
        ("=a+1", "不是算式"),
        ("=SUM(A1:A3)", "不是算式"),
        ("=1+", "没有写完整"),
        ("=(1+2", "没有写完整"),
        ("=1)", "没有写完整"),
        ("=" + "(" * 300 + "1" + ")" * 300, "没有写完整"),
        ("=1/0", "不能除以 0"),
        ("=1/2", "只能是整数"),
        ("=3-5", "不填正负号"),
        ("=999999999999*9", "太大"),
        ("=" + "9" * 60, "不是算式"),
    ],
)
def test_what_it_cannot_be(text: str, why: str) -> None:
    with pytest.raises(NumberError, match=why):
        calculate(text, COUNT)


def test_what_is_no_sum() -> None:
    assert not is_formula("3+4")
    assert not is_formula("")
