"""A second witness for the faults: strace instead of the preloaded library, and a fresh start for each of them.

Slow (half a second a fault), independent of shim.c, and blind to nothing that the kernel sees.
"""

from __future__ import annotations

import errno
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.faults.faulty import KILLED, Outcome
from tests.faults.scenarios import Figures, World
from tests.faults.tracing import FILE_CALLS, traced

CODES = (errno.EIO, errno.ENOSPC)
WATCHED = (*FILE_CALLS, "read", "newfstatat", "fstat", "flock", "getdents64", "faccessat2", "access", "lseek", "ioctl")

_CALL = re.compile(r"(?:\d+ +)?(\w+)\(")


def strace_everywhere(world: World, log: Path) -> Figures:
    """Kill and fail the scenario's command at each system call that concerns its folder."""
    figures = Figures()
    for name, nth in _points(world, log):
        for fate in ("signal=KILL", *(f"error={errno.errorcode[code]}" for code in CODES)):
            world.reset()
            injection = f"inject={name}:{fate}:when={nth}"
            arguments = world.arguments(world.scenario.command)
            done = traced(arguments, world.folder, log, ["-y", "-e", f"trace={','.join(WATCHED)}", "-e", injection])
            said = log.read_text(encoding="utf-8", errors="replace")
            killed = "killed by SIGKILL" in said
            outcome = Outcome(KILLED if killed else done.returncode, done.stdout, done.stderr, ())
            litter = fate == "signal=KILL" or name.startswith("unlink")
            figures.tried += 1
            figures.fired += killed or "(INJECTED)" in said
            figures.violations += [
                f"{world.scenario.name}, {injection}: {violation}"
                for violation in world.violations(outcome, allow_litter=litter)
            ]
    return figures


def _points(world: World, log: Path) -> Iterator[tuple[str, int]]:
    """Which call of which name concerns the folder, as strace counts them."""
    world.reset()
    arguments = world.arguments(world.scenario.command)
    done = traced(arguments, world.folder, log, ["-y", "-e", f"trace={','.join(WATCHED)}"])
    assert done.returncode == 0, done.stderr
    seen: Counter[str] = Counter()
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if call := _CALL.match(line):
            seen[call[1]] += 1
            if str(world.folder) in line:
                found.append((call[1], seen[call[1]]))
    return iter(found)
