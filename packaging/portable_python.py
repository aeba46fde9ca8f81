"""Builds the Python that the Linux bundle carries: one that starts on every system since glibc 2.28.

A distribution's own Python needs the glibc it was compiled on (Debian 12: 2.36), and with it the whole bundle would.
Zig's C compiler, installed as an ordinary wheel, compiles against the symbols of an older glibc on any machine; see
docs/decisions/0302. Left out is what an offline program has no use for: OpenSSL, SQLite, Tk, curses, readline.

    python packaging/portable_python.py TARGET [--archives FOLDER]      (an interpreter that has ziglang)

Takes about three minutes. ``--archives`` names a folder that holds the three source archives already.
"""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COMPILER: Final = "ziglang==0.17.1"
GLIBC: Final = "2.28"  # what PySide6 6.9.3 itself needs on x86_64: reaching further back would win nothing
TARGET: Final = f"{platform.machine()}-linux-gnu.{GLIBC}"


@dataclass(frozen=True)
class Archive:
    """A source archive. ``digests`` are SHA-256: upstream's own, and of a distribution's repack if there is one."""

    folder: str
    url: str
    digests: tuple[str, ...]


PYTHON: Final = Archive(
    "Python-3.13.5",
    "https://www.python.org/ftp/python/3.13.5/Python-3.13.5.tar.xz",
    ("93e583f243454e6e9e4588ca2c2662206ad961659863277afcdb96801647d640",),
)
LIBFFI: Final = Archive(
    "libffi-3.4.4",
    "https://github.com/libffi/libffi/releases/download/v3.4.4/libffi-3.4.4.tar.gz",
    ("d66c56ad259a82cf2a9dfc408b32bf5da52371500b84745f7fb8b645712df676",),
)
ZLIB: Final = Archive(
    "zlib-1.3.1",
    "https://github.com/madler/zlib/releases/download/v1.3.1/zlib-1.3.1.tar.gz",
    (
        "9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23",
        "60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb",  # Debian's, without contrib/
    ),
)

LEFT_OUT: Final = (
    *("_bz2", "_lzma", "_dbm", "_gdbm", "_sqlite3", "_uuid", "nis"),
    *("_ssl", "_hashlib", "_tkinter", "_curses", "_curses_panel", "readline"),
)


class Builder:
    """Unpacks and compiles into ``work``, installs into ``target``."""

    def __init__(self, target: Path, archives: Path, work: Path) -> None:
        self.target = target
        self.archives = archives
        self.work = work
        self.libraries = work / "libraries"
        self.environment = {
            **os.environ,
            "CC": self._tool("cc", f"-target {TARGET} -Wno-date-time"),
            "AR": self._tool("ar"),
            "RANLIB": self._tool("ranlib"),
            "PKG_CONFIG_LIBDIR": str(self.libraries / "lib" / "pkgconfig"),  # never the system's libraries
        }

    def build(self) -> None:
        """The two libraries as static ones, then Python with a shared libpython, as PyInstaller wants it."""
        flags = "CFLAGS=-O2 -fPIC"
        self._compile(ZLIB, ["env", flags, "./configure", "--static", f"--prefix={self.libraries}"])
        static = ["--disable-shared", "--disable-docs", "--disable-exec-static-tramp"]
        self._compile(LIBFFI, ["./configure", *static, flags, f"--prefix={self.libraries}"])
        self._compile(PYTHON, self._python_configuration(), "PY3LIBRARY=")

    def _python_configuration(self) -> list[str]:
        include = f"-I{self.libraries / 'include'}"
        library = f"-L{self.libraries / 'lib'}"
        return [
            "./configure",
            f"--prefix={self.target}",
            "--enable-shared",
            "--disable-test-modules",
            "OPT=-DNDEBUG -O3 -Wall",
            f"LDFLAGS={library} -Wl,-rpath,\\$$ORIGIN/../lib",
            f"ZLIB_CFLAGS={include}",
            f"ZLIB_LIBS={library} -lz",
            f"LIBFFI_CFLAGS={include}",
            f"LIBFFI_LIBS={library} -lffi",
            *(f"py_cv_module_{name}=n/a" for name in LEFT_OUT),
        ]

    def _compile(self, archive: Archive, configure: list[str], *make: str) -> None:
        """configure, make, make install; their talk goes to a log, which is shown if one of them fails."""
        folder = self._unpack(archive)
        print(f"compiling {archive.folder}", flush=True)
        log = self.work / f"{archive.folder}.log"
        with log.open("wb") as output:
            for command in (configure, ["make", f"-j{os.cpu_count()}", *make], ["make", "install", *make]):
                if subprocess.call(command, cwd=folder, env=self.environment, stdout=output, stderr=output):
                    tail = log.read_text(encoding="utf-8", errors="replace")[-3000:]
                    sys.exit(f"{tail}\n{archive.folder}: {command[0]} failed, see {log}")

    def _unpack(self, archive: Archive) -> Path:
        folder = self.work / archive.folder
        shutil.rmtree(folder, ignore_errors=True)
        with tarfile.open(self._find_or_download(archive)) as packed:
            packed.extractall(self.work, filter="data")
        if archive is PYTHON:  # Zig's linker knows the long spelling of this option only
            makefile = folder / "Makefile.pre.in"
            text = makefile.read_text(encoding="utf-8").replace("-Wl,-h$", "-Wl,-soname,$")
            makefile.write_text(text, encoding="utf-8")
        return folder

    def _find_or_download(self, archive: Archive) -> Path:
        self.archives.mkdir(parents=True, exist_ok=True)
        for file in sorted(self.archives.iterdir()):
            if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() in archive.digests:
                return file
        file = self.archives / archive.url.rpartition("/")[2]
        print(f"downloading {archive.url}", flush=True)
        with urllib.request.urlopen(archive.url, timeout=60) as response:
            content: bytes = response.read()
        if hashlib.sha256(content).hexdigest() not in archive.digests:
            sys.exit(f"{archive.url} is not the file that was expected")
        file.write_bytes(content)
        return file

    def _tool(self, name: str, options: str = "") -> str:
        """A script that calls one of Zig's tools: configure and make want a path without arguments."""
        script = self.work / "tools" / name
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ziglang {name} {options} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
        return str(script)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build a Python for the Linux bundle.")
    parser.add_argument("target", type=Path)
    parser.add_argument("--archives", type=Path, help="where the source archives are, or are downloaded to")
    options = parser.parse_args()
    target: Path = options.target.resolve()
    work = target.with_name(target.name + "-work")
    Builder(target, options.archives or work / "archives", work).build()
    print(target / "bin" / "python3")


if __name__ == "__main__":
    main()
