"""Lines: full measure, no forbidden mark at an edge, nothing lost."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.page.fonts import FontLibrary
from model.page.lines import Line, Passage, Style
from model.page.paper import BODY_SIZE, BODY_TRACKING, CHARACTER_PITCH, MEASURE
from model.page.units import CLOSING_MARKS, NEVER_FIRST, NEVER_LAST
from model.report.text import printable

BODY = Style(FontLibrary().fangsong, BODY_SIZE, BODY_TRACKING)
EM = BODY_SIZE / 1000
FULL = MEASURE / EM
INDENT = 2 * CHARACTER_PITCH / EM

_HAN = "政府信息公开工作年度报告云溪市人力资源和社会保障局的了在是"
_MARKS = "，。、；：？！）》〉”’」』】〕…—％℃（《〈“‘「『【〔·～"
_OTHERS = "0123456789.,%()[]abcXYZ /:?&=-_<>\\é①㎡〇𠮷𬎆龘😀\u3000"
PIECES = st.one_of(
    st.text(_HAN, min_size=1, max_size=30),
    st.text(_MARKS, min_size=1, max_size=3),
    st.from_regex(r"\d{1,9}(\.\d{1,3})?%?", fullmatch=True),
    st.from_regex(r"[A-Za-z]{1,12}", fullmatch=True),
    st.sampled_from(["——", "……", "https://www.example.gov.cn/a/b.html?c=1&d=2", "〔2021〕30号", "<b>&amp;</b>", " "]),
    st.text(_OTHERS, min_size=1, max_size=6),
    st.text(max_size=4),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map("".join).map(printable).filter(bool)


def broken(text: str, measure: float = FULL, indent: float = INDENT) -> tuple[Passage, list[Line]]:
    passage = Passage(text, BODY)
    return passage, list(passage.lines(measure, indent))


def strings(text: str, characters: int = 28, indent: int = 0) -> list[str]:
    pitch = 1000 + BODY_TRACKING
    return [text[line.start : line.end] for line in broken(text, characters * pitch, indent * pitch)[1]]


@settings(max_examples=250, deadline=None)
@given(text=TEXTS)
def test_no_character_is_lost_and_none_changes_its_place(text: str) -> None:
    lines = broken(text)[1]
    assert lines[0].start == 0
    assert text[lines[-1].end :].strip(" ") == ""
    for line, following in pairwise(lines):
        assert text[line.end : following.start].strip(" ") == ""
        assert line.end > line.start


@settings(max_examples=250, deadline=None)
@given(text=TEXTS)
def test_no_line_is_overfull(text: str) -> None:
    """Adding up what is drawn: characters and gaps, without the white half of a mark at the end."""
    passage, lines = broken(text)
    for number, line in enumerate(lines):
        room = FULL - (0 if number else INDENT)
        drawn = sum(BODY.advances[char] for char in text[line.start : line.end]) - sum(line.kerns.values())
        last = text[line.end - 1]
        assert line.width == pytest.approx(drawn - (BODY.whites[last] if last in CLOSING_MARKS else 0))
        gaps = line.end - line.start - 1 - len(passage.joints.solid_between(line.start, line.end))
        if line.end - line.start > 1:
            assert line.width + gaps * min(0, passage.gap(line, room)) <= room + 1


@settings(max_examples=250, deadline=None)
@given(text=TEXTS)
def test_no_forbidden_mark_at_an_edge_unless_nothing_else_is_possible(text: str) -> None:
    passage, lines = broken(text)
    for number, (line, following) in enumerate(pairwise(lines)):
        if text[following.start] not in NEVER_FIRST and text[line.end - 1] not in NEVER_LAST:
            continue
        room = FULL - (0 if number else INDENT)
        within = (at for at in range(line.start + 1, following.start) if passage.width(line.start, at) <= room)
        assert not set(passage.joints.breaks()).intersection(within)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_words_and_numbers_stay_whole_unless_they_are_longer_than_a_line(text: str) -> None:
    passage, lines = broken(text)
    starts = {line.start for line in lines[1:]}
    for word in re.finditer("[0-9A-Za-z]+|—+|…+", text):
        if passage.width(*word.span()) < FULL / 4 and "://" not in text:
            run = re.compile(r"[!-~é—…]+").search(text, max(0, word.start() - 60))
            if run and run.end() - run.start() < 20:
                assert not starts & set(range(word.start() + 1, word.end()))


@pytest.mark.parametrize("count", [29, 57, 100])
def test_a_full_line_holds_28_characters(count: int) -> None:
    lengths = [len(line) for line in strings("政" * count)]
    assert lengths[:-2] == [28] * (len(lengths) - 2)
    assert sum(lengths) == count


def test_the_last_line_never_holds_a_single_character() -> None:
    assert [len(line) for line in strings("政" * 29)] == [27, 2]


def test_a_mark_at_a_lines_end_takes_half_its_width() -> None:
    _, (line, _) = broken("政" * 27 + "，" + "府" * 9, FULL, 0)
    assert line.end == 28
    assert FULL - line.width > 400


def test_a_mark_that_just_fits_by_halves_is_pulled_in() -> None:
    """29 characters on a line of 28: the stop at the end gives away half its width, the commas a quarter each."""
    line = "政" * 10 + "，" + "府" * 10 + "，" + "信" * 6 + "。"
    assert strings(line + "息" * 9)[0] == line


def test_a_forbidden_mark_takes_the_character_before_it_along() -> None:
    assert strings("政" * 27 + "府）” " + "信" * 9)[0] == "政" * 27


def test_an_opening_mark_at_a_lines_head_stands_flush_except_after_an_indent() -> None:
    first, second = broken("“" + "政" * 26 + "“府”", FULL, 0)[1][:2]
    assert first.start not in first.kerns
    assert second.kerns[second.start] > 400


def test_neighbouring_marks_share_their_width() -> None:
    apart = broken("他说好他", FULL, 0)[1][0].width
    together = broken("他。”他", FULL, 0)[1][0].width
    assert apart - together > 400


def test_every_line_but_the_last_fills_the_measure() -> None:
    text = "全年主动公开政府信息1,203条，其中：通知公告273条（“三审三校”）。" * 8
    passage = Passage(text, BODY)
    lines = list(passage.lines(FULL, INDENT))
    for number, line in enumerate(lines[:-1]):
        room = FULL - (0 if number else INDENT)
        gaps = line.end - line.start - 1 - len(passage.joints.solid_between(line.start, line.end))
        assert line.width + gaps * passage.gap(line, room) == pytest.approx(room, abs=1)


def test_numbers_and_dashes_are_not_stretched() -> None:
    passage = Passage("自2023年——至2024年" + "政" * 30, BODY)
    line = next(passage.lines(FULL))
    assert {passage.text[gap - 1 : gap + 1] for gap in passage.joints.solid_between(line.start, line.end)} == {
        "20", "02", "23", "24", "——",
    }  # fmt: skip


def test_a_word_longer_than_the_line_is_cut_and_marks_alone_still_end() -> None:
    assert "".join(strings("x" * 500)) == "x" * 500
    assert "".join(strings("，" * 200)) == "，" * 200
    assert "".join(strings("（" * 200)) == "（" * 200


def test_the_whole_paragraph_is_weighed_so_that_its_last_line_has_company() -> None:
    """Filled line by line, the second line would be full and the third hold 府。 alone."""
    text = "政" * 26 + "，" + "信息" * 14 + "政府。"
    lines = strings(text)
    assert [len(line) for line in lines[:-1]] != [28, 28]
    assert len(lines[-1].strip("。")) >= 2


def test_a_number_keeps_its_measure_and_a_straight_quotation_mark_begins_no_line() -> None:
    for before in range(20, 30):
        for kept in ("2件", "第711号", "12.5万人", "2023年"):
            assert any(kept in row for row in strings("政" * before + kept + "府" * 20))
        assert not any(row.startswith('"') for row in strings("政" * before + '"三审三校"' + "府" * 20))


def test_an_address_tears_no_line_apart() -> None:
    passage, lines = broken(
        "详见" + "政" * 20 + "https://www.yunxi.example.gov.cn/zwgk/2023/index.html?from=report&id=20240131"
    )
    assert len(lines) > 2
    for number, line in enumerate(lines[:-1]):
        assert passage.gap(line, FULL - (0 if number else INDENT)) <= 250
        assert passage.text[line.end - 1] not in ".-_"
