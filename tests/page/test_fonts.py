"""Which face draws a character."""

from __future__ import annotations

import zlib

import pytest
import uharfbuzz

from model.page.drawing import set_lines
from model.page.fonts import FontLibrary
from model.page.lines import Passage, Style


def opened(library: FontLibrary) -> set[str]:
    return {face.name for face in library.faces if "_harfbuzz" in vars(face)}


def test_a_face_is_opened_when_a_character_asks_for_it() -> None:
    library = FontLibrary()
    assert opened(library) == set()
    library.fangsong.meet("政")
    assert opened(library) == {"ZhuqueFangsong"}
    library.fangsong.meet("䶮")
    assert "SGRare" not in opened(library)
    library.fangsong.meet("\U00020000")
    assert "SGRare" in opened(library)


def test_characters_that_a_face_lacks_come_from_the_next_one(library: FontLibrary) -> None:
    for char, name in [("政", "ZhuqueFangsong"), ("①", "SGSong"), ("𠀀", "SGRare"), ("\U0002ebf0", "SGNames")]:
        assert library.fangsong.find(char)[0].name == name


def test_quotation_marks_are_full_width_in_every_role(library: FontLibrary) -> None:
    for typeface in (library.fangsong, library.kai, library.song, library.hei, library.title):
        assert [typeface.meet(mark) for mark in "“”‘’"] == [1000] * 4


def test_figures_and_latin_letters_of_a_text_are_those_of_the_tables(library: FontLibrary) -> None:
    for typeface in (library.fangsong, library.kai):
        assert {typeface.find(char)[0].name for char in '0123456789AZaz%.,()"é'} == {"SGSong"}
    style = Style(library.fangsong, 16, tabular=True)
    assert len({style.advances[digit] for digit in "0123456789"}) == 1


def test_two_dashes_join(library: FontLibrary) -> None:
    for typeface in (library.fangsong, library.kai, library.song, library.hei, library.title):
        face, glyph = typeface.find("—")
        left, right = face.ink(glyph)
        assert left <= 15
        assert right >= face.advance(glyph) - 15


def test_figures_in_tables_have_one_width(library: FontLibrary) -> None:
    style = Style(library.song, 10.5, tabular=True)
    assert len({style.advances[digit] for digit in "0123456789"}) == 1
    (line,) = set_lines(Passage("1111", style), 400, justified=False)
    assert line.width == pytest.approx(4 * style.digit_width * 10.5 / 1000)


def test_a_subset_holds_the_wanted_glyphs_under_their_own_numbers(library: FontLibrary) -> None:
    face = library.fangsong.main
    glyphs = frozenset(map(face.glyph, "政府"))
    subset = face.subset(glyphs)
    program = zlib.decompress(subset.deflated)
    assert len(program) == subset.size
    font = uharfbuzz.Font(uharfbuzz.Face(program))
    for glyph in glyphs:
        assert font.get_glyph_extents(glyph).width > 0
    assert font.get_glyph_extents(face.glyph("信")).width == 0


def test_subset_bytes_do_not_depend_on_what_was_printed_before() -> None:
    first, second = FontLibrary(), FontLibrary()
    for text in ("一二三", "四五六七", "政府信息"):
        second.fangsong.main.subset(frozenset(map(second.fangsong.main.glyph, text)))
    glyphs = frozenset(map(first.fangsong.main.glyph, "政府信息公开"))
    assert first.fangsong.main.subset(glyphs) == second.fangsong.main.subset(glyphs)
