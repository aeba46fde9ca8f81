"""Numbers as people type and paste them: read exactly, or refused with a sentence; never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.form.edition import NumberKind
from model.report.numbers import MAXIMUM, NumberError, add_up, fits, format_number, parse_number, shown

COUNT, CHANGE, AMOUNT = NumberKind.COUNT, NumberKind.CHANGE, NumberKind.AMOUNT


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("0", 0),
        ("0012", 12),
        ("000", 0),
        ("１２", 12),
        ("１2", 12),
        (" 12 ", 12),
        ("\u300012\u00a0", 12),
        ("\ufeff12\u200b", 12),
        ("\t12\r\n", 12),
        ("1,000", 1000),
        ("１，０００", 1000),
        ("1 000", 1000),
        ("1\u202f000", 1000),
        ("1'000", 1000),
        ("1’000", 1000),
        ("12,345,678", 12_345_678),
        ("999999999999", MAXIMUM),
        ("11,398,889", 11_398_889),
        ("", None),
        (" \u3000\n", None),
        ("\u200b", None),
    ],
)
def test_a_count_is_read_as_people_write_it(text: str, number: int | None) -> None:
    assert parse_number(text, COUNT) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("288.67", "288.67"),
        ("２８８．６７", "288.67"),
        ("288。67", "288.67"),
        ("1,234.50", "1234.50"),
        ("0.000001", "0.000001"),
        ("7", "7"),
        ("00.5", "0.5"),
        ("999999999999", "999999999999"),
    ],
)
def test_an_amount_keeps_its_decimals_as_typed(text: str, number: str) -> None:
    read = parse_number(text, AMOUNT)
    assert isinstance(read, Decimal)
    assert format_number(read) == number


@pytest.mark.parametrize(("text", "number"), [("-5", -5), ("−5", -5), ("－５", -5), ("+5", 5), ("- 5", -5), ("-0", 0)])
def test_a_change_may_have_a_sign(text: str, number: int) -> None:
    assert parse_number(text, CHANGE) == number


REFUSED = {
    "不是数字：没有发生请填 0，尚未统计请留空。": ["-", "—", "——", "/", "／", "无", "空", "没有"],
    "不能填：这里不填正负号，只填 0 或更大的数。": ["+5", "-5", "−5", "－５", "-0", "-1,000"],
    "不是阿拉伯数字：请改用 12 这样的写法。": ["十二", "一百零五", "〇", "壹佰", "两", "廿", "三万"],
    "的分隔位置不对：千位分隔应像 1,000，或不加分隔。": [
        "12,34",
        "1,0000",
        "1 2",
        "1,000 000",
        "1'00",
        "1,,000",
        "1，",
    ],
    "不完整：小数点前后都要有数字，如 0.5。": [".5", "5.", "５。"],
    "不是数字：请只填阿拉伯数字，单位和说明写在批注里。": [
        *["0件", "12 件", "约10", "10余件", "22（其中修订16件）", "12%", "1-2", "1/2", "--5", "1+", "1.2.3", "1..2"],
        *["1_000", "1e3", "0x10", "²", "①", "٣", "१२", "Ⅻ", "½", "nan", "inf", "∞", "=1+1", "=A1", "O", "l2", "1０a"],
        *["😀", "\x00", ",", ".", "'"],
    ],
}


@pytest.mark.parametrize(
    ("text", "refusal"), [(text, refusal) for refusal, texts in REFUSED.items() for text in texts], ids=ascii
)
def test_what_is_no_count_is_refused_with_what_to_do(text: str, refusal: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number(text, COUNT)
    assert str(caught.value) == f"“{shown(text)}”{refusal}"


@pytest.mark.parametrize(
    ("text", "kind", "refusal"),
    [
        ("1.5", COUNT, "“1.5”有小数：这里填件数，只能是整数。"),
        ("12.0", COUNT, "“12.0”有小数：这里填件数，只能是整数。"),
        ("1.5", CHANGE, "“1.5”有小数：这里填件数，只能是整数。"),
        ("1.2345678", AMOUNT, "“1.2345678”小数太长：最多六位小数。"),
        ("-1.5", AMOUNT, "“-1.5”不能填：这里不填正负号，只填 0 或更大的数。"),
        ("1000000000000", COUNT, "“1000000000000”太大：最大可填 999999999999。"),
        ("1000000000000", AMOUNT, "“1000000000000”太大：最大可填 999999999999。"),
        ("999999999999.5", AMOUNT, "“999999999999.5”太大：最大可填 999999999999。"),
        ("-1000000000000", CHANGE, "“-1000000000000”太大：最大可填 999999999999。"),
        ("9" * 5000, COUNT, f"“{'9' * 10}…{'9' * 10}”太大：最大可填 999999999999。"),
    ],
)
def test_a_number_that_the_cell_may_not_hold_is_refused(text: str, kind: NumberKind, refusal: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number(text, kind)
    assert str(caught.value) == refusal


DIGIT_LIKE = "0123456789０１９٣१௧²①⑩〇一十百零壹,，.．。'’ \u3000\u00a0\u202f\u200b_+-−－—/eExX件约%½Ⅻ\t\n\x00"


@given(text=st.text(DIGIT_LIKE, max_size=12) | st.text(max_size=8), kind=st.sampled_from(NumberKind))
@settings(max_examples=600, deadline=None)
@example(text="٣", kind=COUNT)
@example(text="1_000", kind=COUNT)
def test_any_text_is_a_number_that_fits_or_a_blank_or_refused(text: str, kind: NumberKind) -> None:
    try:
        number = parse_number(text, kind)
    except NumberError as error:
        assert str(error).startswith("“")
        assert str(error).endswith("。")
        assert str(error).replace("\u3000", "").isprintable()
        return
    if number is None:
        assert not any(c.isprintable() and not c.isspace() for c in text)
        return
    assert fits(number, kind)
    assert parse_number(format_number(number), kind) == number
    assert kind is CHANGE or number >= 0


@given(number=st.integers(0, MAXIMUM), kind=st.sampled_from(NumberKind))
def test_every_whole_number_is_read_with_and_without_separators(number: int, kind: NumberKind) -> None:
    full_width = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (f"{number}", f"{number:,}", f"{number:,}".replace(",", " "), full_width, f"  {number}　"):
        assert parse_number(text, kind) == number


@given(st.lists(st.none() | st.integers(0, MAXIMUM) | st.decimals(0, 999, places=6), max_size=30))
def test_sums_are_exact_and_a_blank_adds_nothing(numbers: list[int | Decimal | None]) -> None:
    assert add_up(numbers) == add_up(reversed([n for n in numbers if n is not None]))
    assert add_up(numbers) * 10**6 == sum(int((n or 0) * 10**6) for n in numbers)


def test_a_number_is_written_without_exponent() -> None:
    assert [format_number(n) for n in (0, 12, Decimal("1E+3"), Decimal("0.000001"), Decimal("2.50"))] == [
        "0",
        "12",
        "1000",
        "0.000001",
        "2.50",
    ]


@pytest.mark.parametrize(
    ("number", "kind", "verdict"),
    [
        (0, COUNT, True),
        (MAXIMUM, COUNT, True),
        (MAXIMUM + 1, COUNT, False),
        (-1, COUNT, False),
        (-1, CHANGE, True),
        (-MAXIMUM - 1, CHANGE, False),
        (True, COUNT, False),
        (1.0, COUNT, False),
        ("1", COUNT, False),
        (Decimal(1), COUNT, False),
        (1, AMOUNT, False),
        (Decimal("0.000001"), AMOUNT, True),
        (Decimal("0.0000001"), AMOUNT, False),
        (Decimal("1E+3"), AMOUNT, True),
        (Decimal("-0"), AMOUNT, False),
        (Decimal("Infinity"), AMOUNT, False),
        (Decimal("NaN"), AMOUNT, False),
    ],
)
def test_what_fits_into_a_cell(number: object, kind: NumberKind, verdict: bool) -> None:
    assert fits(number, kind) is verdict


def test_what_was_typed_is_shown_short_and_with_everything_visible() -> None:
    assert shown(" 12\x0034 ") == "12[U+0000]34"
    assert shown("\u202e12") == "[U+202E]12"
    assert shown("长" * 30) == "长" * 10 + "…" + "长" * 10
    assert shown("a\nb") == "a[U+000A]b"
