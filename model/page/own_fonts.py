"""The fonts that the office owns: 方正小标宋, 仿宋_GB2312 and 楷体_GB2312 as installed on this machine.

They may not be shipped, but whoever has a licence may print with them. What a font's maker says about embedding
(OpenType, table OS/2, fsType) is respected: without leave the bundled face stays, and a sentence says why.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import uharfbuzz

WANTED: Mapping[str, tuple[str, ...]] = {
    "title": ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "fangsong": ("仿宋_GB2312", "FangSong_GB2312"),
    "kai": ("楷体_GB2312", "KaiTi_GB2312"),
}
"""The roles of type with the family names of the fonts that official documents are set in."""

_FAMILY, _FULL_NAME, _POSTSCRIPT = 1, 4, 6
_RESTRICTED, _NO_SUBSETTING, _BITMAPS_ONLY = 0x0002, 0x0100, 0x0200


class OwnFont(NamedTuple):
    """An installed font file and its PostScript name."""

    path: Path
    name: str


class OwnFonts(NamedTuple):
    """The usable fonts by role, and a Chinese sentence for each that is missing or may not be embedded."""

    fonts: Mapping[str, OwnFont]
    notes: tuple[str, ...]


@cache
def installed_fonts() -> OwnFonts:
    """What this machine has; looked for once."""
    return find_fonts(_folders(), WANTED)


def find_fonts(folders: Iterable[Path], wanted: Mapping[str, tuple[str, ...]]) -> OwnFonts:
    """The fonts in these folders that bear a wanted family name and may be embedded as subsets."""
    files: dict[str, tuple[Path, uharfbuzz.Face]] = {}
    names = {name for family in wanted.values() for name in family}
    for path in _font_files(folders):
        if face := _opened(path):
            for name in names & _names(face):
                files.setdefault(name, (path, face))
    fonts: dict[str, OwnFont] = {}
    notes: list[str] = []
    for role, family in wanted.items():
        found = next((files[name] for name in family if name in files), None)
        hindrance = _hindrance(found[1]) if found else "没有安装"
        if found and not hindrance:
            fonts[role] = OwnFont(found[0], _plain(found[1].get_name(_POSTSCRIPT) or role))
        else:
            notes.append(f"“{family[0]}”{hindrance}，改用程序自带的字体。")
    return OwnFonts(fonts, tuple(notes))


def _folders() -> Iterator[Path]:
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        yield Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft" / "Windows" / "Fonts"
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield from (home / ".local" / "share" / "fonts", home / ".fonts")


def _font_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".ttf")


def _opened(path: Path) -> uharfbuzz.Face | None:
    import uharfbuzz  # noqa: PLC0415 - as in `fonts`: only a page needs it

    try:
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    except (uharfbuzz.HarfBuzzError, OSError):
        return None
    return face if face.glyph_count else None


def _names(face: uharfbuzz.Face) -> set[str]:
    """Family and full names in every language that the file has them in."""
    return {face.get_name(*entry) or "" for entry in face.list_names() if entry[0] in (_FAMILY, _FULL_NAME)}


def _hindrance(face: uharfbuzz.Face) -> str:
    """Why a font cannot be used, as the end of a clause; empty where it can."""
    permission = int.from_bytes(bytes(face.reference_table("OS/2").data)[8:10], "big")
    if permission & (_RESTRICTED | _NO_SUBSETTING | _BITMAPS_ONLY):
        return "的授权不许嵌入文件"
    return "" if "glyf" in face.table_tags else "不是 TrueType 字体"


def _plain(name: str) -> str:
    """A PostScript name as a PDF may write it."""
    return "".join(char for char in name if char.isascii() and (char.isalnum() or char == "-")) or "OwnFont"
