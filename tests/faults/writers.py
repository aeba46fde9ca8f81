"""Several people save the same draft at once: every update is in the file, or its author was told of the conflict."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.faults.faulty import FaultyProgram
from tests.faults.scenarios import AGENCY

CELLS = tuple(
    f"requests.new_received.{column}" for column in ("natural_person", "business", "research", "charity", "law_firm")
)
MOST_TRIES = 200  # conflicts in a row before a writer is taken to be starved


@dataclass
class Result:
    """``lost`` are updates that were reported as saved and are not in the file."""

    saved: int = 0
    conflicts: int = 0
    lost: int = 0
    problems: tuple[str, ...] = ()


def compete(folder: Path, writers: int, updates: int) -> Result:
    """Let ``writers`` programs each count its own cell up to ``updates`` by ``main.py set``, all in the same draft."""
    draft = folder / "草稿.json"
    with ExitStack() as stack:
        programs = []
        for number in range(writers):
            (folder / f"scratch{number}").mkdir()
            programs.append(stack.enter_context(FaultyProgram(folder / f"scratch{number}")))
        made = programs[0].run(["new", "--agency", AGENCY, "--year", "2023", "-o", draft], folder)
        assert made.status == 0, made.stderr
        with ThreadPoolExecutor(writers) as pool:
            done = list(pool.map(lambda program, cell: _count_up(program, cell, draft, updates), programs, CELLS))
    entries = json.loads(draft.read_bytes())["entries"]
    return Result(
        saved=sum(result.saved for result in done),
        conflicts=sum(result.conflicts for result in done),
        lost=sum(result.lost + updates - entries[cell] for result, cell in zip(done, CELLS, strict=False)),
        problems=tuple(problem for result in done for problem in result.problems),
    )


def _count_up(program: FaultyProgram, cell: str, draft: Path, updates: int) -> Result:
    result = Result()
    for number in range(1, updates + 1):
        for _ in range(MOST_TRIES):
            outcome = program.run(["set", draft, f"{cell}={number}"], draft.parent)
            if outcome.status == 0:
                break
            if "改过它" not in outcome.stderr:
                result.problems += (outcome.stderr,)
            result.conflicts += 1
        else:
            result.problems += (f"{cell} starved",)
        result.saved += 1
        result.lost += json.loads(draft.read_bytes())["entries"].get(cell) != number
    return result
