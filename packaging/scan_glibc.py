"""Reads from the binaries of a Linux bundle which systems it can reach, and what it expects to find there.

    python packaging/scan_glibc.py FOLDER [--limit 2.28]      exit status 1 if anything needs a newer glibc

Uses objdump (Debian: binutils), which PyInstaller needs too.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FAMILIES: Final = ("GLIBC", "GLIBCXX", "CXXABI", "GCC")


@dataclass(frozen=True)
class Needs:
    """What one or many ELF files ask of the system.

    ``versions``: family -> version -> names of the files that ask for it. ``libraries``: soname -> names likewise.
    """

    versions: dict[str, dict[tuple[int, ...], set[str]]] = field(default_factory=dict)
    libraries: dict[str, set[str]] = field(default_factory=dict)

    def highest(self, family: str) -> tuple[tuple[int, ...], set[str]]:
        """The highest version asked of a family, and by whom; ``((), set())`` if nothing asks."""
        return max(self.versions.get(family, {}).items(), default=((), set()))


def scan(folder: Path) -> Needs:
    """The needs of all ELF files under a folder, without the libraries that the folder brings itself."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and is_elf(path)]
    needs = Needs()
    for path in files:
        output = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, encoding="utf-8", check=True)
        add(needs, path.name, output.stdout.splitlines())
    for own in {path.name for path in folder.rglob("*")} & needs.libraries.keys():
        del needs.libraries[own]
    return needs


def add(needs: Needs, name: str, lines: Iterable[str]) -> None:
    """Adds what objdump's private headers say of one file."""
    for line in lines:
        if match := re.match(r"\s+NEEDED\s+(\S+)", line):
            needs.libraries.setdefault(match[1], set()).add(name)
        elif match := re.match(rf"\s+0x\S+ 0x\S+ \d+ ({'|'.join(FAMILIES)})_([\d.]+)$", line):
            version = tuple(int(part) for part in match[2].split("."))
            needs.versions.setdefault(match[1], {}).setdefault(version, set()).add(name)


def is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)


def main() -> int:
    parser = argparse.ArgumentParser(description="Which systems does this bundle reach?")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", help="the glibc that must suffice, e.g. 2.28")
    options = parser.parse_args()
    needs = scan(options.folder)
    for family in FAMILIES:
        version, names = needs.highest(family)
        if version:
            print(f"{family} {dotted(version)}: {len(names)} files, e.g. {', '.join(sorted(names)[:5])}")
    print("expected of the system:", ", ".join(sorted(needs.libraries)))
    reached, names = needs.highest("GLIBC")
    if options.limit and reached > tuple(int(part) for part in options.limit.split(".")):
        print(f"glibc {dotted(reached)} is needed by {', '.join(sorted(names))}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
