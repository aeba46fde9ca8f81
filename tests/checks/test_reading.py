"""Reading figures in sentences: what agrees in any reading is let be, and a number that fits none is noticed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.checks.reading.mentions import Mention, Verdict, verdict
from model.checks.reading.paragraph import read_paragraph
from model.checks.reading.quantities import chinese_number, quantity_at
from tests.checks.corpus import Sentence, sentences
from tests.checks.world import YEAR, edition

SENTENCES = tuple(sentences())


def conflicts(sentence: Sentence, text: str) -> list[str]:
    mentions = read_paragraph(text, edition().wording, YEAR, sentence.agency).mentions
    known = sentence.known
    return [text[m.start : m.end] for m in mentions if verdict(m, known) is Verdict.CONFLICT]


@pytest.mark.parametrize("sentence", [s for s in SENTENCES if not s.asks], ids=lambda s: s.text[:40])
def test_a_right_sentence_is_let_be(sentence: Sentence) -> None:
    assert conflicts(sentence, sentence.text) == []


@pytest.mark.parametrize("sentence", [s for s in SENTENCES if s.asks], ids=lambda s: s.text[:40])
def test_a_wrong_sentence_is_asked_about(sentence: Sentence) -> None:
    assert conflicts(sentence, sentence.text)


@pytest.mark.parametrize("sentence", [s for s in SENTENCES if s.changed], ids=lambda s: s.text[:40])
def test_a_changed_number_is_noticed(sentence: Sentence) -> None:
    assert [text for text in sentence.changed if not conflicts(sentence, text)] == []


def mentions(text: str, year: int = YEAR) -> tuple[Mention, ...]:
    return read_paragraph(text, edition().wording, year, "").mentions


def test_a_mention_is_where_it_stands_in_the_text_as_typed() -> None:
    text = "全年 共收到政府信息公开申请 ７４ 件，办结 73 件。"
    assert [text[m.start : m.end] for m in mentions(text)] == ["收到政府信息公开申请 ７４ 件", "办结 73 件"]
    assert [text[m.number_start : m.end] for m in mentions(text)] == ["７４ 件", "73 件"]


def test_a_heading_says_what_the_next_paragraph_is_about() -> None:
    wording = edition().wording
    heading = read_paragraph("（二）依申请公开", wording, YEAR, "")
    below = read_paragraph("全年收到75件。", wording, YEAR, "", heading.topic)
    assert below.mentions[0].readings and not mentions("全年收到75件。")[0].readings
    assert read_paragraph("（三）政府信息管理", wording, YEAR, "", below.topic).topic != heading.topic


def test_what_was_carried_in_makes_the_reading_certain() -> None:
    both, included, left_out = (
        len(mentions(text)[at].readings)
        for text, at in (
            ("受理政府信息公开申请75件。", 0),
            ("受理政府信息公开申请75件（含上年结转1件）。", 0),
            ("除去上年结转的1件，收到政府信息公开申请74件。", 1),
        )
    )
    assert both > included
    assert left_out >= 1


def test_the_same_words_name_other_years_in_another_year() -> None:
    text = "2023年结转政府信息公开申请1件。"
    (of_2024,), (of_2023,) = mentions(text, 2024), mentions(text, 2023)
    assert of_2024.readings != of_2023.readings


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,295件", 1295, "件"),
        ("1295 件".replace(" ", ""), 1295, "件"),
        ("3.2万件", 32000, "件"),
        ("288.67万元", 2886700, "元"),
        ("十二件", 12, "件"),
        ("两件", 2, "件"),
        ("一百零五件", 105, "件"),
        ("26.3%", Decimal("26.3"), "%"),
        ("百分之二十六点三", Decimal("26.3"), "%"),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, value: int | Decimal, unit: str) -> None:
    found = quantity_at(text, 0)
    assert found is not None and found.end == len(text)
    assert (found.quantity.value, found.quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "bound", "fits", "does_not"),
    [
        ("3100余件", "", (3100, 3180, 3199), (3099, 3300)),
        ("100件", "近", (92, 99, 100), (80, 101)),
        ("100件", "约", (95, 108), (70, 130)),
        ("100件", "超", (100, 130), (99, 400)),
        ("1.2万件", "", (11960, 12040, 12099), (11000, 13000)),
        ("74件", "", (74,), (73, 75)),
    ],
)
def test_a_rounded_number_stands_for_what_it_can(
    text: str, bound: str, fits: tuple[int, ...], does_not: tuple[int, ...]
) -> None:
    found = quantity_at(text, 0, bound)
    assert found is not None
    assert [n for n in fits if not found.quantity.fits(n)] == []
    assert [n for n in does_not if found.quantity.fits(n)] == []


@pytest.mark.parametrize("text", ["一是", "第三", "十分重视"])
def test_a_numeral_without_a_unit_is_no_number(text: str) -> None:
    assert quantity_at(text, 0) is None


@pytest.mark.parametrize(("text", "number"), [("二〇二三", 2023), ("二十", 20), ("十", 10), ("一千二百", 1200)])
def test_chinese_numerals(text: str, number: int) -> None:
    assert chinese_number(text) == number
