"""What others wrote, inside a sentence of ours."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from model.report.quoting import excerpt, quoted, visible


def test_what_does_not_show_or_turns_the_writing_is_spelt_out() -> None:
    assert visible("年报\u202egnp.json\n\x1b[2J") == "年报[U+202E]gnp.json[U+000A][U+001B][2J"


def test_what_clerks_type_stays() -> None:
    assert visible("云溪市\u3000教育局 2024〔3〕号") == "云溪市\u3000教育局 2024〔3〕号"


def test_a_path_is_quoted_and_a_long_one_loses_its_middle() -> None:
    assert quoted(Path("年报.json")) == "“年报.json”"
    assert quoted("头" + "x" * 500 + ".json", 20) == "“头xxxxxxxxx…xxxxx.json”"


@given(st.text(max_size=400))
def test_an_excerpt_is_one_short_visible_line(text: str) -> None:
    found = excerpt(text, 60)
    assert all(char.isprintable() or char == "\u3000" for char in found)
    assert len(found) <= 61 * len("[U+10FFFF]")
