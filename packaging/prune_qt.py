"""Removes from an environment the parts of Qt that the program never loads, before PyInstaller looks at it.

PyInstaller takes every plugin of an imported Qt module, and with each plugin the libraries that it links (GTK, CUPS'
Kerberos, OpenSSL …); an excluded module does not stop a linked library. What is not there cannot be collected.
Only ever used on the throw-away environment of build.py.
"""

import re
import shutil
from pathlib import Path
from typing import Final

# Folder of plugins -> the files to keep. A folder that is not named here goes.
PLUGINS: Final = {
    "iconengines": r"qsvgicon",
    "imageformats": r"q(svg|ico|jpeg)",
    "platforminputcontexts": r"(compose|ibus|fcitx5)",
    "platforms": r"q(xcb|wayland-generic|wayland-egl|offscreen|windows)",
    "platformthemes": r"qxdg",
    "printsupport": r".",
    "styles": r"q(windows11|modernwindows)",
    "wayland-decoration-client": r".",
    "wayland-shell-integration": r"xdg-shell",
}
TRANSLATIONS: Final = r"(qt|qtbase)_zh_CN\.qm"
FOLDERS: Final = ("qml", "metatypes", "libexec", "typesystems", "glue", "include", "resources", "scripts", "doc")
PROGRAMS: Final = "assistant|designer|linguist|lrelease|lupdate|qmlformat|qmllint|qmlls|balsam|balsamui|svgtoqml"


def prune(site_packages: Path) -> int:
    """Prunes PySide6 in this site-packages; returns the bytes won."""
    package = site_packages / "PySide6"
    qt = package / "Qt" if (package / "Qt").is_dir() else package  # Linux keeps Qt one folder deeper than Windows
    before = size_of(package)
    for folder in (qt / "plugins").iterdir():
        keep = PLUGINS.get(folder.name)
        if keep is None:
            shutil.rmtree(folder)
        else:
            remove_files(folder, but=rf"(lib)?{keep}.*")
    remove_files(qt / "translations", but=TRANSLATIONS)
    for name in FOLDERS:
        for parent in {package, qt}:
            shutil.rmtree(parent / name, ignore_errors=True)
    for path in package.iterdir():
        if re.fullmatch(rf"({PROGRAMS})(\.exe)?", path.name):
            path.unlink()
    return before - size_of(package)


def remove_files(folder: Path, *, but: str) -> None:
    """Deletes the files directly in a folder, except those whose whole name fits the pattern."""
    for path in folder.iterdir():
        if path.is_file() and not re.fullmatch(but, path.name):
            path.unlink()


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder; a link counts nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
