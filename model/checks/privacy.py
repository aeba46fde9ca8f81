"""Numbers that name a person: an identity card's (GB 11643), a bank card's (Luhn), a mobile telephone's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from model.checks.evaluation import Examined
from model.checks.finding import Finding
from model.checks.passages import Passage, passages
from model.form.edition import Level

_LONG = re.compile(r"(?<![\dA-Za-z.])\d(?:[ \u3000-]?\d){10,18}(?:[ \u3000-]?[Xx])?(?![\dA-Za-z.]*\d)")
_LONGEST = 19
_UNBROKEN = re.compile(r"(?<!\d)\d{11,19}[Xx]?(?!\d)")
_TO_ASCII = str.maketrans("０１２３４５６７８９Ｘｘ－", "0123456789Xx-")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_CARD_STARTS = tuple("34569")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")


def personal_numbers(examined: Examined) -> Iterator[Finding]:
    """Every number that looks like a person's, and passes the test that such numbers pass."""
    for passage in passages(examined.report):
        for start, end, digits in _long_numbers(passage.line.translate(_TO_ASCII)):
            if what := what_number(digits):
                yield _finding(passage, (start, end), digits, what)


def _long_numbers(line: str) -> Iterator[tuple[int, int, str]]:
    """Every long number with its place, written in groups or not; of two that a blank parts, each by itself."""
    for match in _LONG.finditer(line):
        digits = re.sub(r"[^0-9Xx]", "", match[0])
        if what_number(digits):
            yield *match.span(), digits
            continue
        for part in _UNBROKEN.finditer(line, match.start(), min(len(line), match.end() + _LONGEST)):
            yield *part.span(), part[0]


def what_number(digits: str) -> str:
    """What such a number is, in Chinese; empty if it is nobody's."""
    if is_identity_number(digits):
        return "身份证号码"
    if _MOBILE.fullmatch(digits):
        return "手机号码"
    if digits.isdigit() and 13 <= len(digits) <= 19 and digits.startswith(_CARD_STARTS) and passes_luhn(digits):
        return "银行卡号"
    return ""


def is_identity_number(digits: str) -> bool:
    """Whether 18 characters are an identity number: a place, a day of birth, and the check digit of GB 11643."""
    if not re.fullmatch(r"[1-9]\d{16}[\dXx]", digits):
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    checksum = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return born.year >= 1900 and _CHECK_DIGITS[checksum] == digits[17].upper()


def passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _finding(passage: Passage, place: tuple[int, int], digits: str, what: str) -> Finding:
    """The message shows only the ends of the number: what is private stays out of lists and sheets."""
    hidden = f"{digits[:3]}…{digits[-2:]}"
    return Finding(
        code="PRIVACY",
        level=Level.ASK,
        subject=f"{passage.section} {what}{digits[-4:]}",
        message=f"正文里有疑似{what}（{hidden}），公开前请删去或隐去；确需公开的请填写说明。",
        spans=(passage.span(*place),),
        figures=digits[-4:],
    )
