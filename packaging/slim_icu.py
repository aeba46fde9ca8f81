"""Replaces the 32 MB of Unicode data that Qt for Linux carries by the 4 MB that a Chinese program can ask for.

Qt takes from ICU the order of texts, converters of character sets and names of time zones. Kept are the tables that
belong to no language, and those of the root, Chinese and English; what is missing falls back to the root, as ICU does
for every language it does not know. The format is ICU's "common data": a header, a table of contents, the items.
"""

import re
import struct
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LOCALES: Final = r"(root|pool|res_index|zh\w*|en(_US\w*)?)\.res"
KEPT: Final = re.compile(
    rf"({LOCALES}|([a-z]{{4,}}[a-z0-9]*|[a-z]+[A-Z][A-Za-z]*)\.res|"  # ours, and tables of no language: keyTypeData
    r"(gb18030|windows-936-2000|ibm-1386_P100-2001)\.cnv|cnvalias\.icu|[^/]+\.nrm|"
    rf"coll/(ucadata\.icu|{LOCALES})|zone/(tzdbNames\.res|{LOCALES}))"
)
ALIGNMENT: Final = 16


def slim(library: Path, compiler: list[str], work: Path) -> int:
    """Rebuilds ``libicudata.so.N`` in its place with ``compiler``, a C compiler's command; returns the bytes won.

    ``library`` is an absolute path, ``work`` a folder for what the compiler reads.
    """
    content = library.read_bytes()
    work.mkdir(parents=True, exist_ok=True)
    (work / "icu.dat").write_bytes(slim_data(content))
    symbol = f"icudt{library.name.rpartition('.')[2]}_dat"
    source = work / "icu.S"
    source.write_text(
        f".section .rodata\n.balign {ALIGNMENT}\n.global {symbol}\n.type {symbol}, %object\n"
        f'{symbol}:\n.incbin "icu.dat"\n.size {symbol}, .-{symbol}\n.section .note.GNU-stack,"",%progbits\n',
        encoding="utf-8",
    )
    link = ["-shared", "-nostdlib", f"-Wl,-soname,{library.name}", "-o", str(library), source.name]
    subprocess.run([*compiler, *link], cwd=work, check=True)
    return len(content) - library.stat().st_size


def slim_data(library: bytes) -> bytes:
    """The common data inside a data library, with the kept items only."""
    start = library.index(b"CmnD") - 12  # the format's name stands twelve bytes into the header
    header_size: int = struct.unpack_from("<H", library, start)[0]
    items = {name: content for name, content in read_items(library, start + header_size).items() if is_kept(name)}
    return library[start : start + header_size] + write_items(items)


def is_kept(name: str) -> bool:
    """Whether an item such as ``icudt73l/coll/zh.res`` stays."""
    return KEPT.fullmatch(name.partition("/")[2]) is not None


def read_items(library: bytes, contents: int) -> dict[str, bytes]:
    """Name -> bytes, from the table of contents at this place; the last item ends where the next section begins."""
    count: int = struct.unpack_from("<I", library, contents)[0]
    places = list(struct.iter_unpack("<II", library[contents + 4 : contents + 4 + 8 * count]))
    ends = [offset for _, offset in places[1:]] + [places[-1][1]]  # the last one is an empty alias
    items = {}
    for (name_at, offset), end in zip(places, ends, strict=True):
        name = library[contents + name_at : library.index(b"\0", contents + name_at)].decode("ascii")
        items[name] = library[contents + offset : contents + end]
    return items


def write_items(items: Mapping[str, bytes]) -> bytes:
    """The table of contents in the order of names, the names, and the items, each aligned."""
    ordered = sorted(items.items())
    table, name_at = [struct.pack("<I", len(items))], 4 + 8 * len(items)
    names = b"".join(name.encode("ascii") + b"\0" for name, _ in ordered)
    body, place = [], name_at + len(names)
    for name, content in ordered:
        padding = -place % ALIGNMENT
        body.append(bytes(padding) + content)
        table.append(struct.pack("<II", name_at, place + padding))
        name_at += len(name) + 1
        place += padding + len(content)
    return b"".join([*table, names, *body])
