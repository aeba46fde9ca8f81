"""Faces and typefaces: which file draws a character, how wide it is, and the part of a file that a PDF needs.

HarfBuzz reads and subsets the files; they are mapped into memory and opened when a character first asks for them.
A subset keeps the glyph numbers of its file, so a character's code in a page never depends on what else is printed.
"""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from model.page.deflate import PiecewiseDeflater
from model.page.units import CLOSING_MARKS, OPENING_MARKS
from model.report.glyphs import STAND_IN
from resources import resource_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import uharfbuzz

    from model.page.own_fonts import OwnFont

_TWINS = frozenset("‒•‧∙∼䎛㦳𤈎𤨁𧺯")
"""Characters whose glyph in some bundled file belongs to a commoner character, beyond those that Unicode relates."""

_LATIN = "".join(map(chr, (*range(0x21, 0x7F), *range(0xA1, 0x250))))
_KEPT_SUBSETS = 4
_GLYPHS_IN_PIECE = 1024
_DEFLATE_LEVEL = 4  # half the time of zlib's default for 2 % more of a font
_LAYOUT_TABLES = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "gasp", "meta", "vhea", "vmtx")
_FILE_TABLES = ("OS/2", "cmap", "name", "post")  # a font inside a PDF needs none of them


class Subset(NamedTuple):
    """A font program for embedding: deflated, with its size before that."""

    deflated: bytes
    size: int


@dataclass(eq=False)
class Face:
    """One font file. ``key`` is its resource name in a PDF, ``name`` its PostScript name there."""

    key: str
    name: str
    path: Path
    _glyphs: dict[str, int] = field(default_factory=dict)
    _subsets: OrderedDict[frozenset[int], Subset] = field(default_factory=OrderedDict)
    _deflater: PiecewiseDeflater = field(default_factory=lambda: PiecewiseDeflater(_DEFLATE_LEVEL))

    @cached_property
    def _harfbuzz(self) -> uharfbuzz.Font:
        import uharfbuzz  # noqa: PLC0415 - 20 ms that only a page needs

        return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self.path))))

    @cached_property
    def _scale(self) -> float:
        return 1000 / int(self._harfbuzz.face.upem)

    def glyph(self, char: str) -> int:
        """The character's glyph number; 0 if the file has none."""
        glyph = self._glyphs.get(char)
        if glyph is None:
            glyph = self._glyphs[char] = self._harfbuzz.get_nominal_glyph(ord(char)) or 0
        return glyph

    def code_points(self) -> set[int]:
        """Every character that the file has."""
        return set(self._harfbuzz.face.unicodes)

    def advance(self, glyph: int) -> float:
        """A glyph's width in 1/1000 em."""
        return float(self._harfbuzz.get_glyph_h_advance(glyph)) * self._scale

    def ink(self, glyph: int) -> tuple[float, float]:
        """Where a glyph's ink begins and ends on the line, in 1/1000 em."""
        extents = self._harfbuzz.get_glyph_extents(glyph)
        return extents.x_bearing * self._scale, (extents.x_bearing + extents.width) * self._scale

    def subset(self, glyphs: frozenset[int]) -> Subset:
        """The font program with these glyphs only; the last few are remembered."""
        found = self._subsets.get(glyphs)
        if found is None:
            found = self._subsets[glyphs] = self._subset(glyphs)
            if len(self._subsets) > _KEPT_SUBSETS:
                self._subsets.popitem(last=False)
        self._subsets.move_to_end(glyphs)
        return found

    def standalone(self, glyphs: Iterable[int], characters: Iterable[str]) -> bytes:
        """A font file of its own with these glyphs, which leads from these characters to theirs."""
        return bytes(self._reduced(glyphs, characters, _LAYOUT_TABLES).blob.data)

    def _reduced(self, glyphs: Iterable[int], characters: Iterable[str], dropped: Iterable[str]) -> uharfbuzz.Face:
        import uharfbuzz as hb  # noqa: PLC0415

        wanted = hb.SubsetInput()
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.glyph_set.update(glyphs)
        wanted.unicode_set.update(map(ord, characters))
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in dropped)
        return hb.subset(self._harfbuzz.face, wanted)

    def _subset(self, glyphs: frozenset[int]) -> Subset:
        face = self._reduced(glyphs, (), (*_LAYOUT_TABLES, *_FILE_TABLES))
        program = bytes(face.blob.data)
        return Subset(self._deflater.deflate(program, _cuts(face, program)), len(program))


def _cuts(face: uharfbuzz.Face, program: bytes) -> list[int]:
    """Where a font program may be cut so that another glyph more or less changes few pieces: within its outlines."""
    outlines, places = (bytes(face.reference_table(tag).data) for tag in ("glyf", "loca"))
    start = program.find(outlines)
    is_long = bytes(face.reference_table("head").data)[50:52] != b"\x00\x00"
    width, unit = (4, 1) if is_long else (2, 2)
    numbers = range(0, len(places) // width, _GLYPHS_IN_PIECE)
    return [start + unit * int.from_bytes(places[number * width : (number + 1) * width], "big") for number in numbers]


@dataclass(eq=False)
class Typeface:
    """A role of type (仿宋, 黑体 …): the face that draws it and those that help out, in order.

    ``preferred`` names faces for single characters that the main face has but draws wrong for official text.
    The other fields grow with the characters met. ``advances`` are their widths, ``glyphs`` their glyph numbers, and
    ``codes`` the same as a content stream has them, in four hexadecimal digits. ``strangers`` are those that another
    face draws, ``disguised`` those whose glyph stands for another character, so that the page must say which is meant.
    """

    faces: tuple[Face, ...]
    preferred: Mapping[str, Face]
    advances: dict[str, float] = field(default_factory=dict)
    glyphs: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    strangers: dict[str, Face] = field(default_factory=dict)
    disguised: set[str] = field(default_factory=set)

    @property
    def main(self) -> Face:
        return self.faces[0]

    def has(self, char: str) -> bool:
        return any(face.glyph(char) for face in self.faces)

    def find(self, char: str) -> tuple[Face, int]:
        """The face that draws the character, and its glyph there (that of 〓 if no face has it)."""
        return self._own(char) or self.find(STAND_IN)

    def _own(self, char: str) -> tuple[Face, int] | None:
        chosen = self.preferred.get(char)
        for face in (chosen, *self.faces) if chosen else self.faces:
            if glyph := face.glyph(char):
                return face, glyph
        return None

    def face_of(self, char: str) -> Face:
        return self.strangers.get(char, self.main)

    def lacks(self, char: str) -> bool:
        """Whether 〓 is printed for the character."""
        return self._own(char) is None

    def drawer(self, char: str) -> tuple[Face, bool]:
        """The face of a character that was met, and whether its glyph stands for another character."""
        return self.strangers.get(char, self.faces[0]), char in self.disguised

    def meet(self, char: str) -> float:
        """Get ready to draw the character; its width in 1/1000 em."""
        known = self.advances.get(char)
        return self._first_met(char) if known is None else known

    def _first_met(self, char: str) -> float:
        own = self._own(char)
        face, glyph = own or self.find(STAND_IN)
        self.glyphs[char] = glyph
        self.codes[char] = f"{glyph:04X}"
        if face is not self.main:
            self.strangers[char] = face
        if not own or char in _TWINS or _is_variant(char, face, glyph):
            self.disguised.add(char)
        self.advances[char] = advance = face.advance(glyph)
        return advance

    def white(self, char: str) -> float:
        """How much of a mark's empty half may be taken away, in 1/1000 em; 0 for any other character.

        Measured on the drawn shape, so that marks never touch: the right half of a closing mark, the left half of
        an opening one.
        """
        if char not in CLOSING_MARKS and char not in OPENING_MARKS:
            return 0
        face, glyph = self.find(char)
        left, right = face.ink(glyph)
        room = face.advance(glyph) - right if char in CLOSING_MARKS else left
        return max(0, min(500, room - 40))


def _is_variant(char: str, face: Face, glyph: int) -> bool:
    """Whether the face draws the character with the glyph of the one that Unicode holds it equal to."""
    plain = unicodedata.normalize("NFKC", char)
    return plain != char and len(plain) == 1 and face.glyph(plain) == glyph


class FontLibrary:
    """The seven bundled files and the roles that they play. Opens nothing until a character asks for it.

    ``own`` are fonts of the office that come before the bundled ones in their roles.
    """

    def __init__(self, own: Mapping[str, OwnFont] | None = None) -> None:
        def face(key: str, name: str, file: str) -> Face:
            return Face(key, name, resource_path(f"fonts/{file}.ttf"))

        fangsong = face("F1", "ZhuqueFangsong", "ZhuqueFangsong-Regular")
        song = face("F2", "SGSong", "SGSong")
        hei = face("F3", "SGHei", "SGHei")
        kai = face("F4", "SGKai", "SGKai")
        title = face("F5", "SGXiaoBiaoSong", "SGXiaoBiaoSong")
        names = face("F6", "SGNames", "SGNames-ExtI")
        rare = face("F7", "SGRare", "SGRareL3")
        helpers = (song, fangsong, names, rare)
        owned = {role: Face(f"O{number}", f.name, f.path) for number, (role, f) in enumerate((own or {}).items(), 1)}
        self.faces = (fangsong, song, hei, kai, title, names, rare, *owned.values())

        def role(name: str, *faces: Face) -> tuple[Face, ...]:
            return (owned[name], *faces) if name in owned else faces

        # The quotation marks of Zhuque and SG Kai are proportional, official text wants them full width; the dash of
        # the Noto faces stops short of its box, so that —— would show a gap.
        # Figures and Latin letters of 仿宋 and 楷体 are lower than the Chinese and take 1 for I: 宋体 draws those too.
        dash = {"—": fangsong}
        lent = dict.fromkeys("“”‘’" + _LATIN, song)
        self.fangsong = Typeface(role("fangsong", fangsong, song, names, rare), lent)
        self.kai = Typeface(role("kai", kai, *helpers), lent)
        self.hei = Typeface((hei, *helpers), dash)
        self.title = Typeface(role("title", title, *helpers), dash)
        self.song = Typeface(helpers, dash)
