"""Numbers as a sentence writes them: 1,295件, 三件, 3.2万件, 近百件; what they may stand for, and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

_UNIT_WORDS = """
    万元 亿元 元 件次 人次 户次 台次 场次 期次 批次 件 条 起 项 次 个 宗 篇 份 例 部 人 家
    名 期 场 户 笔 天 个工作日 个月 个小时 个自然日 工作日 小时 年 月 日 号 时 分 万字 字 台
    套 类 种 批 辆 亩 公里 吨 平方米 米 岁 层 楼 室 页 本 册 幅 则 段 位 支 处 所 门 款
    届 轮 倍 步 大 方面 部分
"""
UNITS = tuple(_UNIT_WORDS.split())

SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "": 1}

_CHINESE = "零〇一二两三四五六七八九十百千"
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}

_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_COUNTED = "件次|人次|[件条起项次个宗篇份例部人家名期场户]"
_ARABIC = re.compile(
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?P<fraction>\.\d+)?(?P<more>余|多|来)?(?P<scale>[千万亿]?)"
    rf"(?P<more2>余|多)?(?:(?P<percent>个百分点|[%％‰])|(?P<unit>{_UNIT})?)(?P<after>以上|左右|上下|多|余)?"
)
_SPELT = re.compile(
    rf"(?P<number>[{_CHINESE}]+)(?P<more>余|多|来)?(?P<scale>[万亿]?)(?P<more2>余|多)?(?P<unit>{_COUNTED})(?P<after>以上|左右)?"
)
_OF_A_HUNDRED = re.compile(rf"百分之(?P<number>\d+(?:\.\d+)?|[{_CHINESE}]+)(?:点(?P<point>[{_CHINESE}]+))?")

_BOUND_WORDS = {
    "under": "近 将近 接近 不足 不到",
    "about": "约 大约 约为 大概 左右 上下 来",
    "over": "超 超过 逾 突破 余 多 以上",
}
BOUNDS = {word: bound for bound, words in _BOUND_WORDS.items() for word in words.split()}  # fmt: skip
"""Words that make a number a bound or an approximation."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text. ``low`` to ``high`` is what it can stand for, as far as it was rounded or bounded.

    ``value``, ``low`` and ``high`` are in single units (``unit`` without 万 or 亿: 3.2万件 is 32000 件); ``step`` is
    one unit of the last digit written. A percentage has ``unit`` "%" and its value in per cent.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    step: Decimal
    unit: str

    @property
    def is_share(self) -> bool:
        return self.unit in ("%", "个百分点")

    def fits(self, number: Decimal | int) -> bool:
        return self.low <= number <= self.high


class Found(NamedTuple):
    """A quantity and where it ends."""

    quantity: Quantity
    end: int


def quantity_at(text: str, start: int, bound: str = "") -> Found | None:
    """The number that begins at ``start``, if one does. ``bound`` is the word before it, of `BOUNDS`, or empty.

    A number in Chinese numerals counts only with a unit after it: 一是 and 第三 are not quantities.
    """
    if match := _OF_A_HUNDRED.match(text, start):
        whole = match["number"]
        value = Decimal(whole) if whole[0].isdigit() else Decimal(chinese_number(whole))
        digits = "".join(str(_DIGITS.get(c, 0)) for c in match["point"] or "")
        value = Decimal(f"{value}.{digits}") if digits else value
        return Found(_bounded(value, _step(value), "%", bound), match.end())
    match = _ARABIC.match(text, start) or _SPELT.match(text, start)
    if match is None:
        return None
    parts = match.groupdict()
    number = match["number"]
    if number[0].isdigit():
        value = Decimal(number.replace(",", "") + (parts.get("fraction") or ""))
    else:
        value = Decimal(chinese_number(number))
    unit = "%" if parts.get("percent") else match["unit"] or ""
    if parts.get("percent") == "个百分点":
        unit = "个百分点"
    scale = SCALES[match["scale"] or ""]
    if unit in ("万元", "亿元", "万字"):
        scale, unit = scale * SCALES[unit[0]], unit[1:]
    more = match["more"] or match["more2"] or match["after"] or ""
    return Found(_bounded(value * scale, _step(value) * scale, unit, bound or more, rounded=scale > 1), match.end())


def chinese_number(text: str) -> int:
    """The whole number that Chinese numerals up to 千 spell: 十二, 一百零五, 二〇二三."""
    if not any(c in _STEPS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = digit = 0
    for character in text:
        if character in _STEPS:
            total += (digit or 1) * _STEPS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _step(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _bounded(value: Decimal, step: Decimal, unit: str, bound: str, *, rounded: bool = False) -> Quantity:
    low = high = value
    round_step = _round_step(value)
    match BOUNDS.get(bound, ""):
        case "over":
            high = value + (max(round_step, value / 2) if bound in ("超", "超过", "逾", "突破", "以上") else round_step)
        case "under":
            low = Decimal(0) if bound in ("不足", "不到") else value * 85 / 100
        case "about":
            low, high = value * 9 / 10, value * 11 / 10
        case _ if rounded:
            low, high = value - step / 2, value + step * 99 / 100
    return Quantity(value, low, high, step, unit)


def _round_step(value: Decimal) -> Decimal:
    """How coarse a round number is: 1000余 may be anything up to 2000, 120余 up to 130."""
    if value <= 0 or value != value.to_integral_value():
        return max(value / 10, Decimal(1))
    digits = str(int(value))
    zeros = len(digits) - len(digits.rstrip("0"))
    return Decimal(10**zeros) if zeros else max(value / 10, Decimal(1))
