"""Fixtures for the exports: files of a draft by format, and LibreOffice with the program's own fonts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import uharfbuzz

from model.draft import Draft
from model.exporting import Job, format_named
from model.page import PageSettings, Typesetter
from resources import resource_path

Make = Callable[..., bytes]
Convert = Callable[[bytes, str, str], bytes]

_STAND_INS = {
    "ZhuqueFangsong-Regular": ("仿宋_GB2312", "仿宋"),
    "SGKai": ("楷体_GB2312", "楷体"),
    "SGHei": ("黑体",),
    "SGSong": ("宋体",),
    "SGXiaoBiaoSong": ("方正小标宋简体",),
}


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture(scope="session")
def make(typesetter: Typesetter) -> Make:
    """A draft as the bytes of a format's file."""

    def made(key: str, draft: Draft, *, stamped: bool = False, settings: PageSettings | None = None) -> bytes:
        return format_named(key).write(Job(draft, settings or PageSettings(), stamped), typesetter)

    return made


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """LibreOffice: a file of one suffix as a file of another, set in the program's own fonts."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    (folder / "fonts.conf").write_text(_font_settings(folder), encoding="utf-8")

    def converted(data: bytes, suffix: str, to: str) -> bytes:
        source = folder / f"report.{suffix}"
        source.write_bytes(data)
        output, profile = folder / "out", f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            [office, profile, "--headless", "--convert-to", to, "--outdir", str(output), str(source)],
            check=True,
            capture_output=True,
            timeout=55,
            env={"FONTCONFIG_FILE": str(folder / "fonts.conf"), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
        )
        return (output / f"report.{to.partition(':')[0]}").read_bytes()

    return converted


def _font_settings(folder: Path) -> str:
    """Fontconfig's settings under which the names of office fonts lead to ours."""
    matches = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(name)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(_family(file))}</string></edit></match>'
        for file, names in _STAND_INS.items()
        for name in names
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{resource_path("fonts")}</dir>'
        f"<cachedir>{folder / 'cache'}</cachedir>{matches}</fontconfig>"
    )


def _family(file: str) -> str:
    """The family's English name, as its file has it."""
    names = bytes(
        uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(resource_path(f"fonts/{file}.ttf"))))
        .reference_table("name")
        .data
    )
    count, strings = int.from_bytes(names[2:4], "big"), int.from_bytes(names[4:6], "big")
    for record in range(6, 6 + 12 * count, 12):
        platform, _, language, name, length, offset = (
            int.from_bytes(names[at : at + 2], "big") for at in range(record, record + 12, 2)
        )
        if (platform, language, name) == (3, 0x409, 1):
            return names[strings + offset : strings + offset + length].decode("utf-16-be")
    raise LookupError(file)
