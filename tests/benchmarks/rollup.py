"""Consolidating a district: 3,000 drafts cold and unchanged, beside the floor of parsing the same JSON.

python -m tests.benchmarks.rollup [COUNT]
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from model.rollup.consolidation import consolidate
from model.rollup.folder import UnitReader, report_files
from tests.rollup.districts import save, unit_draft

T = TypeVar("T")


def timed(name: str, work: Callable[[], T], floor: float = 0.0) -> tuple[T, float]:
    """Do the work once and print its processor time, beside a floor if there is one."""
    before = time.process_time()
    result = work()
    spent = time.process_time() - before
    print(f"{name:40} {spent:7.2f} s" + (f", {spent / floor:.1f} times the floor" if floor else ""))
    return result, spent


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    with tempfile.TemporaryDirectory() as place:
        folder, memory = Path(place, "units"), Path(place, "memory.json")
        for number in range(count):
            save(unit_draft(f"云溪市第{number}局", number), folder / f"{number}.json")
        _, floor = timed(
            "floor: json.loads of every file", lambda: [json.loads(p.read_bytes()) for p in folder.iterdir()]
        )
        reports, _ = timed("read and checked, cold", lambda: UnitReader(memory).read(report_files([folder])), floor)
        timed("read, nothing changed", lambda: UnitReader(memory).read(report_files([folder])), floor)
        timed("summed", lambda: consolidate(reports), floor)
    print(f"largest resident size {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
