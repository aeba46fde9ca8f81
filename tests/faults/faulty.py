"""The program with faults in it: any file call that it makes in a folder can be made to fail, or to be its last."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PATIENCE = 30.0  # seconds for one command; more is a hang
KILLED = -9
USER = "wangxiaoming7"
"""The user whom the program believes to work for: a name that stands nowhere by chance."""


class Fate(IntEnum):
    """What happens at the chosen call; the numbers are those of shim.c."""

    NOTHING = 0
    FAIL_ONCE = 1
    FAIL_FROM_HERE = 2
    KILL = 3
    SHORT_WRITE = 4


@dataclass(frozen=True)
class Outcome:
    """How a command ended. ``calls`` are "name path" in order; the one that failed starts with "!"."""

    status: int
    stdout: str
    stderr: str
    calls: tuple[str, ...]

    @property
    def fired(self) -> bool:
        return any(call.startswith("!") for call in self.calls)


class FaultsUnavailable(Exception):
    """This computer lacks what the harness needs; the message says what."""


class FaultyProgram:
    """A server of forks of the program, with the fault library preloaded. Use it in a ``with`` statement."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch

    def __enter__(self) -> Self:
        library = build_library(self._scratch)
        environment = os.environ | {
            "LD_PRELOAD": str(library),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "USER": USER,
            "LOGNAME": USER,
        }
        self._server = subprocess.Popen(
            [sys.executable, str(HERE / "zygote.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=self._scratch,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.kill()
        self._server.communicate()

    def run(
        self,
        arguments: Sequence[str | Path],
        folder: Path,
        fate: Fate = Fate.NOTHING,
        *,
        nth: int = 0,
        code: int = 0,
    ) -> Outcome:
        """Run one command; its ``nth`` file call (from 1) below ``folder`` meets ``fate``."""
        job = {
            "arguments": [str(argument) for argument in arguments],
            "environment": {"HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "data")},
            "folder": str(folder),
            "scratch": str(self._scratch),
            "fate": int(fate),
            "nth": nth,
            "code": code,
        }
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(json.dumps(job) + "\n")
        self._server.stdin.flush()
        ready, _, _ = select.select([self._server.stdout], [], [], PATIENCE)
        answer = self._server.stdout.readline() if ready else ""
        if not answer:
            raise AssertionError(f"the program hangs: {job}")
        said = json.loads(answer)
        return Outcome(
            said["status"],
            (self._scratch / "stdout").read_text(encoding="utf-8", errors="replace"),
            (self._scratch / "stderr").read_text(encoding="utf-8", errors="replace"),
            tuple(said["journal"].splitlines()),
        )


def swift_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where there is one: injected faults do not need a disk, and thousands of fsyncs take long."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=memory if memory.is_dir() and os.access(memory, os.W_OK) else None)


def build_library(scratch: Path) -> Path:
    """Compile shim.c; raises `FaultsUnavailable` where that cannot be done."""
    compiler = shutil.which("cc")
    if not sys.platform.startswith("linux") or compiler is None:
        raise FaultsUnavailable("putting faults into system calls needs Linux and a C compiler (cc)")
    library = scratch / "shim.so"
    built = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "shim.c"), "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        raise FaultsUnavailable(f"shim.c does not compile here: {built.stderr[:300]}")
    return library
