"""The real program as strace sees it: from a fresh start, with every system call that it makes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.faulty import PATIENCE, ROOT, FaultsUnavailable

FILE_CALLS = (
    *("open", "openat", "creat", "write", "pwrite64", "writev", "fsync", "fdatasync", "close", "ftruncate", "truncate"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlinkat", "unlink", "unlinkat", "mkdir", "mkdirat"),
    *("rmdir", "chmod", "fchmod", "fchmodat", "fchown", "fsetxattr", "sendfile", "copy_file_range", "fallocate"),
)

_LINE = re.compile(r"(?:\d+ +)?(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Call:
    """One system call that succeeded. ``texts`` are its strings in order, ``fd`` its first argument if a number."""

    name: str
    arguments: str
    texts: tuple[bytes, ...]
    fd: int | None
    result: int


def environment(folder: Path) -> dict[str, str]:
    """The environment of a traced run: a home of its own, and no chance in what it does."""
    home = {"HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "data")}
    return os.environ | home | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}


def traced(
    arguments: Sequence[str | Path], folder: Path, log: Path, options: Sequence[str]
) -> subprocess.CompletedProcess[str]:
    """Run ``main.py`` under strace with ``options``, logging to ``log``; raises `FaultsUnavailable` without strace."""
    if shutil.which("strace") is None:
        raise FaultsUnavailable("following system calls needs strace")
    command = ["strace", "-f", "-o", str(log), *options, sys.executable, str(ROOT / "main.py"), *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment(folder), timeout=PATIENCE * 2, check=False
    )
    if "ptrace" in done.stderr and not log.read_bytes():
        raise FaultsUnavailable("strace may not follow processes here")
    return done


def calls_of(arguments: Sequence[str | Path], folder: Path, log: Path) -> list[Call]:
    """The file calls of a run that has to succeed, with all the bytes that it wrote."""
    done = traced(arguments, folder, log, ["-s", "100000000", "-xx", "-e", "trace=" + ",".join(FILE_CALLS)])
    if done.returncode:
        raise AssertionError(done.stderr)
    matches = (_LINE.match(line) for line in log.read_text(encoding="ascii", errors="replace").splitlines())
    return [_call(match) for match in matches if match and int(match["result"]) >= 0]


def _call(match: re.Match[str]) -> Call:
    arguments = match["arguments"]
    texts = tuple(bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments))
    fd = re.match(r"\d+", arguments)
    return Call(match["name"], arguments, texts, int(fd[0]) if fd else None, int(match["result"]))
