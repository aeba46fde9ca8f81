"""A Windows Python for Wine, from what package registries carry: for tests where no Windows is.

Panda3D builds Windows programs on other systems, so its wheel for Windows carries python.org's signed library and
extension modules. The source archive of Python has the standard library. What neither has is made here with a
cross-compiler (Debian: gcc-mingw-w64-x86-64): python.exe, python3.dll, and the launchers that ``venv`` copies. Releases
are built with a Python from python.org, never with this one.
"""

from __future__ import annotations

import re
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import Final

COMPILER: Final = "x86_64-w64-mingw32-gcc"
CONSOLE: Final = (COMPILER, "-municode", "-O1", "-s")
_CARRIED = "deploy_libs/"
_UNWANTED = ("api-ms-win-", "tcl86t", "tk86t", "_tkinter", "_sqlite3", "sqlite3", "zlib1")
_MAIN = """
#include <windows.h>
#include <stdlib.h>
int Py_Main(int, wchar_t **);
#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE a, HINSTANCE b, PWSTR c, int d) { return Py_Main(__argc, __wargv); }
#else
int wmain(int argc, wchar_t **argv) { return Py_Main(argc, argv); }
#endif
"""


def assemble(target: Path, wheel: Path, source: Path) -> None:
    """Fill ``target``, which is made: libraries from the wheel, modules from the archive, the rest compiled."""
    (target / "DLLs").mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            file = name.removeprefix(_CARRIED)
            if file != name and "t-win_amd64" not in file and not file.startswith(_UNWANTED):
                folder = target if file.lower().startswith(("python3", "vcruntime")) else target / "DLLs"
                (folder / file).write_bytes(archive.read(name))
    with tarfile.open(source) as modules:
        top = modules.getnames()[0].partition("/")[0]
        for member in modules:
            member.name = member.name.removeprefix(f"{top}/")
            if member.name.startswith("Lib/") and not member.name.startswith(("Lib/test/", "Lib/idlelib/")):
                modules.extract(member, target, filter="data")
    library = next(path for path in target.glob("python3*.dll") if path.stem != "python3")
    _make_programs(target, library)
    _make_forwarder(target, library)


def _make_programs(target: Path, library: Path) -> None:
    main, definition, stub = (target / name for name in ("main.c", "main.def", "libmain.a"))
    main.write_text(_MAIN, encoding="ascii")
    definition.write_text(f"LIBRARY {library.name}\nEXPORTS\n  Py_Main\n", encoding="ascii")
    _run("x86_64-w64-mingw32-dlltool", "-d", definition, "-l", stub)
    launchers = target / "Lib" / "venv" / "scripts" / "nt"
    source = Path(__file__).with_name("venvlauncher.c")
    for letter, options in (("", []), ("w", ["-DWINDOWED", "-mwindows"])):
        _run(*CONSOLE, *options, "-o", target / f"python{letter}.exe", main, stub)
        started = f'-DEXE=L"python{letter}.exe"'
        _run(*CONSOLE, started, "-o", launchers / f"venv{letter}launcher.exe", source)
    for file in (main, definition, stub):
        file.unlink()


def _make_forwarder(target: Path, library: Path) -> None:
    """python3.dll, through which wheels for any Python 3 such as PySide6's find the one that is loaded."""
    command = ["x86_64-w64-mingw32-objdump", "-p", str(library)]
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^\s*\[ *\d+\] (\w+)$", table, re.MULTILINE)
    definition, empty = target / "python3.def", target / "empty.c"
    forwards = [f"  {name} = {library.stem}.{name}" for name in names]
    definition.write_text("\n".join(["EXPORTS", *forwards, ""]), encoding="ascii")
    empty.write_text("int unused;\n", encoding="ascii")
    _run(COMPILER, "-shared", "-nostdlib", "-Wl,--entry=0", "-o", target / "python3.dll", empty, definition)
    definition.unlink()
    empty.unlink()


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True)
