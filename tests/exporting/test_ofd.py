"""The OFD file: the very pages of the PDF, in a package that follows GB/T 33190-2016, read by another's reader too."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree

import ofdkit
import pypdfium2
import pytest
import uharfbuzz

from model.draft import Draft
from model.page import PageSettings, Typesetter
from model.page.paper import MM, PAGE_HEIGHT
from tests.exporting.conftest import Make
from tests.page.conftest import page_texts, plain
from tests.page.drafts import HOSTILE, NARRATIVES, RARE, draft, numbered_draft

SPACE = "{http://www.ofdspec.org/2016}"
A4 = (210.0, 297.0)


class Character(NamedTuple):
    """A character of a page, and its place on the baseline in millimetres from the upper left corner."""

    text: str
    x: float
    y: float


class Ofd:
    """A file as a reader finds it, from OFD.xml on."""

    def __init__(self, data: bytes) -> None:
        self.package = zipfile.ZipFile(io.BytesIO(data))
        head = self.xml("OFD.xml")
        self.info = {part.tag.removeprefix(SPACE): part.text for part in head.find(f".//{SPACE}DocInfo")}
        self.document = self.xml(head.findtext(f".//{SPACE}DocRoot"))
        self.resources = self.xml("Doc_0/PublicRes.xml")
        places = [page.get("BaseLoc") for page in self.document.findall(f".//{SPACE}Page")]
        self.pages = [self.xml(f"Doc_0/{place}") for place in places]

    def xml(self, name: str | None) -> ElementTree.Element:
        assert name
        return ElementTree.fromstring(self.package.read(name))

    def texts(self) -> list[str]:
        """The text of every page in its order."""
        return ["".join(code.text or "" for code in page.iter(f"{SPACE}TextCode")) for page in self.pages]

    def characters(self, page: int) -> Iterator[Character]:
        for item in self.pages[page].iter(f"{SPACE}TextObject"):
            left, top, *_ = map(float, item.get("Boundary", "").split())
            code = item.find(f"{SPACE}TextCode")
            assert code is not None
            x, y = left + float(code.get("X", "0")), top + float(code.get("Y", "0"))
            for char, step in zip(code.text or "", (*steps(code.get("DeltaX", "")), 0.0), strict=True):
                yield Character(char, x, y)
                x += step


def steps(delta: str) -> Iterator[float]:
    """``DeltaX`` spelt out."""
    words = iter(delta.split())
    for word in words:
        if word == "g":
            count, step = int(next(words)), float(next(words))
            yield from [step] * count
        else:
            yield float(word)


@pytest.fixture
def opened(make: Make) -> Ofd:
    return Ofd(make("ofd", numbered_draft()))


def strange() -> Draft:
    return draft(agency="云溪市<&>局", narratives=NARRATIVES | {"overview": f"{HOSTILE}\n{RARE}"})


@pytest.mark.parametrize("report", [numbered_draft(), strange()], ids=["plain", "strange"])
def test_its_pages_say_what_the_pages_of_the_pdf_say(report: Draft, make: Make) -> None:
    ours = [sorted(plain(text)) for text in page_texts(make("pdf", report))]
    assert [sorted(plain(text)) for text in Ofd(make("ofd", report)).texts()] == ours


def test_every_character_stands_where_the_pdf_has_it(opened: Ofd, monkeypatch: pytest.MonkeyPatch) -> None:
    # Where the PDF gives a text's meaning once for several characters, its readers do not tell their places.
    for module in ("drawing", "grid"):
        monkeypatch.setattr(f"model.page.{module}.meaning", lambda _, operators: operators)
    pdf = pypdfium2.PdfDocument(Typesetter().report(numbered_draft(), draft_stamp=False).pdf)
    for number, page in enumerate(pdf):
        text = page.get_textpage()
        theirs = []
        for index in range(text.count_chars()):
            char = text.get_text_range(index, 1)
            if not char.isspace():
                left, bottom, *_ = text.get_charbox(index, loose=True)
                theirs.append(Character(char, left / MM, (PAGE_HEIGHT - bottom) / MM))
        ours = [character for character in opened.characters(number) if character.text != " "]
        for mine, other in zip(sorted(ours), sorted(theirs), strict=True):
            assert mine.text == other.text
            assert abs(mine.x - other.x) < 0.5  # millimetres: a j reaches to the left of its place


def test_another_reader_finds_the_text_in_its_order(make: Make) -> None:
    found = plain(ofdkit.extract_text(io.BytesIO(make("ofd", strange()))))
    places = [found.find(plain(line)) for line in ("云溪市<&>局", HOSTILE, NARRATIVES["problems"].split("\n")[0])]
    assert -1 not in places
    assert all(before < after for before, after in pairwise(places))


def test_numbers_are_used_once_and_none_is_above_the_greatest(opened: Ofd) -> None:
    numbers = [
        int(element.get("ID", "0"))
        for part in (opened.document, opened.resources, *opened.pages)
        for element in part.iter()
        if element.get("ID")
    ]
    assert len(numbers) == len(set(numbers))
    assert max(numbers) == int(opened.document.findtext(f".//{SPACE}MaxUnitID") or 0)


def test_everything_stands_on_the_paper_and_inside_its_box(opened: Ofd) -> None:
    for page in opened.pages:
        for item in page.iter():
            if boundary := item.get("Boundary"):
                left, top, width, height = map(float, boundary.split())
                assert 0 <= left <= left + width <= A4[0]
                assert 0 <= top <= top + height <= A4[1]
                for x, y in points(item):
                    assert -0.001 <= x <= width + 0.001
                    assert -0.001 <= y <= height + 0.001


def points(item: ElementTree.Element) -> list[tuple[float, float]]:
    data = item.findtext(f"{SPACE}AbbreviatedData") or ""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", data)]


def test_fonts_are_whole_files_that_know_their_characters(make: Make) -> None:
    opened = Ofd(make("ofd", strange()))
    faces: dict[str, uharfbuzz.Font] = {}
    for font in opened.resources.iter(f"{SPACE}Font"):
        program = opened.package.read(f"Doc_0/Res/{font.findtext(f'{SPACE}FontFile')}")
        face = uharfbuzz.Face(uharfbuzz.Blob(program))
        assert {"cmap", "name", "OS/2", "post", "glyf", "head", "hmtx"} <= set(face.table_tags)
        faces[font.get("ID", "")] = uharfbuzz.Font(face)
    for page in opened.pages:
        for item in page.iter(f"{SPACE}TextObject"):
            font, text = faces[item.get("Font", "")], item.findtext(f"{SPACE}TextCode") or ""
            glyphs = item.findtext(f"{SPACE}CGTransform/{SPACE}Glyphs")
            if glyphs:
                assert len(glyphs.split()) == len(text)
            else:
                assert all(font.get_nominal_glyph(ord(char)) for char in text)


def test_a_character_beyond_the_first_plane_is_alone(make: Make) -> None:
    codes = [code.text or "" for page in Ofd(make("ofd", strange())).pages for code in page.iter(f"{SPACE}TextCode")]
    beyond = [text for text in codes if any(char > "\uffff" for char in text)]
    assert "".join(beyond)[:3] == "𬎆𫖯𠀀"
    assert all(len(text) == 1 for text in beyond)


def test_bookmarks_lead_to_their_pages(opened: Ofd, typesetter: Typesetter) -> None:
    sheets = typesetter.sheets(numbered_draft(), PageSettings(), stamped=False)
    pages = [page.get("ID") for page in opened.document.findall(f".//{SPACE}Page")]
    marks = list(opened.document.iter(f"{SPACE}OutlineElem"))
    found = [(mark.get("Title"), pages.index(mark.find(f".//{SPACE}Dest").get("PageID"))) for mark in marks]
    assert found == [(entry.title, entry.page) for entry in sheets.outline]
    top = opened.document.find(f"{SPACE}Outlines")
    assert top is not None
    assert len(top) == len(numbered_draft().edition.sections)


def test_its_information_is_the_reports(make: Make) -> None:
    info = Ofd(make("ofd", draft())).info
    assert info["Title"] == "云溪市人力资源和社会保障局2023年政府信息公开工作年度报告"
    assert (info["Author"], info["CreationDate"]) == ("云溪市人力资源和社会保障局", "2024-01-01")
    assert re.fullmatch("[0-9a-f]{32}", info["DocID"] or "")
    assert Ofd(make("ofd", numbered_draft())).info["DocID"] != info["DocID"]


def test_the_stamp_lies_under_everything_else(make: Make) -> None:
    for page in Ofd(make("ofd", draft(), stamped=True)).pages:
        first = next(page.iter(f"{SPACE}TextObject"))
        assert first.findtext(f"{SPACE}TextCode") == "草稿"
        assert first.get("CTM")
