"""What goes into the bundle and what stays out."""

import struct
import tomllib
from pathlib import Path

import pytest

from tests.packaging.scripts import FOLDER, script

prune_qt = script("prune_qt")
slim_icu = script("slim_icu")


def test_pruning_keeps_what_a_chinese_desktop_needs(tmp_path: Path) -> None:
    qt = tmp_path / "PySide6" / "Qt"
    kept = ["plugins/platforms/libqxcb.so", "plugins/iconengines/libqsvgicon.so", "translations/qtbase_zh_CN.qm"]
    kept += ["plugins/platforminputcontexts/libibusplatforminputcontextplugin.so"]
    gone = ["plugins/platformthemes/libqgtk3.so", "plugins/sqldrivers/libqsqlite.so", "translations/qtbase_fr.qm"]
    for name in kept + gone:
        (qt / name).parent.mkdir(parents=True, exist_ok=True)
        (qt / name).write_bytes(b"1234")
    assert prune_qt.prune(tmp_path) == 4 * len(gone)
    assert {path.relative_to(qt).as_posix() for path in qt.rglob("*") if path.is_file()} == set(kept)


def unicode_data(items: dict[str, bytes]) -> bytes:
    """ICU's common data with these items, with a library's bytes around it."""
    header = struct.pack("<H2B", 32, 0xDA, 0x27) + bytes(8) + b"CmnD" + bytes(16)
    return bytes(b"\x7fELF" + header + slim_icu.write_items(items) + b"the end")


def test_unicode_data_loses_other_languages_and_nothing_else() -> None:
    chinese = {"icudt73l/coll/zh.res": b"order", "icudt73l/gb18030.cnv": b"x" * 33, "icudt73l/keyTypeData.res": b"k"}
    foreign = {"icudt73l/coll/sv.res": b"ordning", "icudt73l/af_ZA.res": b"", "icudt73l/unit/zh.res": b"unit"}
    data = slim_icu.slim_data(unicode_data({**foreign, **chinese, "icudt73l/zu.res": b""}))
    read = slim_icu.read_items(data, 32)
    assert list(read) == sorted(chinese)
    assert all(read[name].startswith(content) for name, content in chinese.items() if name != max(chinese))


@pytest.mark.parametrize("recipe", ["ogi-report.spec"])
def test_the_recipe_is_python(recipe: str) -> None:
    compile((FOLDER / recipe).read_text(encoding="utf-8"), recipe, "exec")


def test_the_qt_of_the_bundle_is_one_that_the_program_admits() -> None:
    pinned = (FOLDER / "requirements.txt").read_text(encoding="utf-8")
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "PySide6_Essentials>=6.8,<6.12" in project["dependencies"]
    assert "PySide6_Essentials==6.9.3 ;" in pinned
    assert "PySide6_Essentials==6.8.0.2 ;" in pinned
