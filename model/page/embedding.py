"""Embedded fonts as PDF wants them: a composite font over a subset, its widths, and the way back to Unicode."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from model.report.glyphs import STAND_IN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from model.page.fonts import Face, Subset, Typeface

_KEPT = 16
_MAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)"
    "/Supplement 0>> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> "
    "endcodespacerange\n"
)
_MAP_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end"
_MAP_BLOCK = 100  # the most entries that one block may hold


class EmbeddedFont(NamedTuple):
    """What a font's PDF objects are made of; ``to_unicode`` is deflated, ``widths`` the inside of a W array."""

    name: str
    face: Face
    program: Subset
    widths: str
    to_unicode: bytes


@dataclass(eq=False)
class Embedder:
    """Turns used characters into embedded fonts, and remembers the last ones: most edits use no new character."""

    _kept: OrderedDict[tuple[str, tuple[tuple[int, str], ...]], EmbeddedFont] = field(default_factory=OrderedDict)

    def embed(self, used: Mapping[Typeface, set[str]]) -> list[EmbeddedFont]:
        """One font for every face that draws one of the characters, ordered by key."""
        meanings = _meanings(used)
        return [self._embedded(face, meanings[face]) for face in sorted(meanings, key=lambda face: face.key)]

    def _embedded(self, face: Face, meaning: dict[int, str]) -> EmbeddedFont:
        key = (face.key, tuple(sorted(meaning.items())))
        found = self._kept.get(key)
        if found is None:
            glyphs = frozenset(meaning)
            tag = _subset_tag(glyphs)
            found = self._kept[key] = EmbeddedFont(
                name=f"{tag}+{face.name}",
                face=face,
                program=face.subset(glyphs),
                widths=_widths(face, sorted(glyphs)),
                to_unicode=zlib.compress(_to_unicode(key[1]).encode("ascii")),
            )
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found


def _meanings(used: Mapping[Typeface, set[str]]) -> dict[Face, dict[int, str]]:
    """For every face, its used glyphs and the character that each stands for."""
    meanings: dict[Face, dict[int, str]] = {}
    shared: list[tuple[str, Typeface]] = []
    for typeface, characters in used.items():
        glyphs = typeface.glyphs
        special = characters & (typeface.strangers.keys() | typeface.disguised)
        meanings.setdefault(typeface.main, {}).update({glyphs[char]: char for char in characters - special})
        for char in special - typeface.disguised:
            meanings.setdefault(typeface.face_of(char), {})[glyphs[char]] = char
        shared += [(char, typeface) for char in special & typeface.disguised]
    for char, typeface in sorted(shared, key=lambda entry: entry[0]):
        # What stands for a missing character is called by its own name: that of the character is its ActualText.
        meant = STAND_IN if typeface.lacks(char) else char
        meanings.setdefault(typeface.face_of(char), {}).setdefault(typeface.glyphs[char], meant)
    return {face: meaning for face, meaning in meanings.items() if meaning}


def _subset_tag(glyphs: frozenset[int]) -> str:
    """Six capitals that name a subset, the same for the same glyphs."""
    number = zlib.crc32(repr(sorted(glyphs)).encode("ascii"))
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))


def _widths(face: Face, glyphs: list[int]) -> str:
    """Runs of neighbouring glyphs that are not a full em wide (which is the default)."""
    runs: list[tuple[int, list[str]]] = []
    for glyph in glyphs:
        width = face.advance(glyph)
        if width == 1000:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == glyph:
            runs[-1][1].append(f"{width:g}")
        else:
            runs.append((glyph, [f"{width:g}"]))
    return "".join(f"{first}[{' '.join(widths)}]" for first, widths in runs)


def _to_unicode(meaning: tuple[tuple[int, str], ...]) -> str:
    """The CMap from glyph numbers to UTF-16, right above U+FFFF too (as surrogate pairs)."""
    blocks = [_MAP_HEAD]
    for start in range(0, len(meaning), _MAP_BLOCK):
        entries = meaning[start : start + _MAP_BLOCK]
        lines = [f"<{glyph:04X}> <{char.encode('utf-16-be').hex().upper()}>" for glyph, char in entries]
        blocks.append(f"{len(lines)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar\n")
    return "".join(blocks) + _MAP_TAIL
