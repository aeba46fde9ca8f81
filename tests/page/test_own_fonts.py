"""Fonts that the office owns: found by their names, taken only where they may be embedded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from model.document.blocks import STAMPS
from model.page import PageSettings, Typesetter
from model.page.fonts import FontLibrary
from model.page.own_fonts import find_fonts
from resources import resource_path
from tests.page.conftest import TextOf
from tests.page.drafts import draft

WANTED = {"kai": ("SG Kai",), "title": ("方正小标宋简体",)}
PERMISSION = 8  # of table OS/2


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder in which a font lies that could be the office's."""
    return Path(shutil.copy(resource_path("fonts/SGKai.ttf"), tmp_path / "楷体.TTF")).parent


def forbid_embedding(font: Path) -> None:
    data = bytearray(font.read_bytes())
    tables = (data[12 + 16 * number : 28 + 16 * number] for number in range(int.from_bytes(data[4:6], "big")))
    place = next(int.from_bytes(table[8:12], "big") for table in tables if table[:4] == b"OS/2")
    data[place + PERMISSION : place + PERMISSION + 2] = b"\x00\x02"
    font.write_bytes(data)


def test_an_installed_font_comes_before_ours_in_its_role(installed: Path) -> None:
    found = find_fonts([installed], WANTED)
    library = FontLibrary(found.fonts)
    assert library.kai.find("政")[0].path == installed / "楷体.TTF"
    assert library.fangsong.find("政")[0].name == "ZhuqueFangsong"
    assert found.notes == ("“方正小标宋简体”没有安装，改用程序自带的字体。",)


def test_a_font_that_may_not_be_embedded_is_left_and_said(installed: Path) -> None:
    forbid_embedding(installed / "楷体.TTF")
    found = find_fonts([installed], WANTED)
    assert found.fonts == {}
    assert found.notes[0] == "“SG Kai”的授权不许嵌入文件，改用程序自带的字体。"


def test_what_is_no_font_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no font")
    assert find_fonts([tmp_path, tmp_path / "missing"], WANTED).fonts == {}


def test_a_report_is_set_whatever_fonts_there_are(typesetter: Typesetter) -> None:
    assert typesetter.report(draft(), PageSettings(own_fonts=True)).pages >= 3


@pytest.mark.parametrize("word", STAMPS)
def test_a_stamp_can_be_chosen(typesetter: Typesetter, text_of: TextOf, word: str) -> None:
    output = typesetter.report(draft(number=0), PageSettings(stamp=word))
    assert text_of(output.pdf).count(word) == output.pages
    assert word in text_of(typesetter.report(draft(number=None), PageSettings(stamp=word)).pdf)
