"""Processes that die while they work on a draft: what was acknowledged must be there afterwards.

Run as ``python -m tests.faults.random_kills WHAT COUNT FOLDER``: forking needs a process without threads. Prints the
figures as one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from model.draft import Draft
from model.form.edition import CellRef
from model.form.editions import load_edition
from model.report.report import Details
from model.store.backups import BackupStore
from model.store.draft_file import load_draft, save_draft
from model.store.draft_json import encode_draft, parse_draft
from model.store.file_errors import FileError
from model.store.recovery import Origin, RecoveryStore
from tests.faults.faulty import ROOT

COUNTED = CellRef("requests", "new_received", "natural_person")
LONGEST_LIFE = 0.06  # seconds, after the first acknowledged edit


@dataclass
class Kills:
    """``lost`` counts acknowledged edits that were not found again; ``problems`` says what else was wrong."""

    kills: int = 0
    edits: int = 0
    lost: int = 0
    problems: list[str] = field(default_factory=list)


def kill_savers(count: int, folder: Path, seed: int = 0) -> Kills:
    """Kill processes that save a draft over and over, at random moments."""
    draft_file, backups = folder / "草稿.json", BackupStore(folder / "backups")
    draft = Draft(load_edition("2021"), 2023, Details(agency="云溪市水利局", agency_kind="department"))
    draft.enter({COUNTED: 0})
    save_draft(draft, draft_file, backups=backups)

    def save_for_ever(acknowledge: Callable[[int], None]) -> None:
        loaded = load_draft(draft_file)
        draft, stamp = loaded.draft, loaded.stamp
        while True:
            number = _count_up(draft)
            stamp = save_draft(draft, draft_file, expect=stamp, backups=backups).stamp
            acknowledge(number)

    result, chance, before = Kills(), random.Random(seed), 0
    for _ in range(count):
        said = _killed_after_random_time(save_for_ever, chance)
        try:
            loaded = load_draft(draft_file)
        except FileError as error:
            result.problems.append(str(error))
            break
        found = int(loaded.draft.entries[COUNTED])
        result.kills += 1
        result.edits += found - before
        result.lost += max(0, max(said, before) - found)
        if loaded.warnings or found > max(said, before) + 1:
            result.problems.append(f"found {found} after {said}, {loaded.warnings}")
        litter = list(folder.glob(".ogi-*"))
        if len(litter) > 1:
            result.problems.append(f"left behind: {litter}")
        if not any(_is_whole_draft(version.read) for version in backups.versions(draft_file)[:2]):
            result.problems.append("no whole backup among the newest two")
        before = found
    return result


def kill_editors(count: int, folder: Path, seed: int = 0) -> Kills:
    """Kill processes that store recovery copies of unsaved edits over and over, at random moments."""
    store = RecoveryStore(folder / "recovery")

    def edit_for_ever(acknowledge: Callable[[int], None]) -> None:
        draft = Draft(load_edition("2021"), 2023, Details(agency="云溪市水利局"))
        slot = store.new_slot()
        while True:
            number = _count_up(draft)
            trouble = slot.write(encode_draft(draft), Origin())
            if trouble:
                raise AssertionError(trouble)
            acknowledge(number)

    result, chance = Kills(), random.Random(seed)
    for _ in range(count):
        said = _killed_after_random_time(edit_for_ever, chance)
        result.kills += 1
        result.edits += said
        pending = store.pending()
        if len(pending) != 1:
            result.problems.append(f"{len(pending)} copies are offered after {said} edits")
            result.lost += said
            continue
        found = int(parse_draft(pending[0].data).draft.entries[COUNTED])
        result.lost += max(0, said - found)
        store.discard(pending[0])
    return result


def in_a_process_of_its_own(what: str, count: int, folder: Path) -> Kills:
    """Run one of the two above where forking is safe."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.random_kills", what, str(count), str(folder)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return Kills(**json.loads(done.stdout.splitlines()[-1]))


def _count_up(draft: Draft) -> int:
    number = int(draft.entries.get(COUNTED, 0)) + 1
    draft.enter({COUNTED: number})
    return number


def _is_whole_draft(read: Callable[[], bytes]) -> bool:
    with suppress(FileError):
        return not parse_draft(read()).warnings
    return False


def _killed_after_random_time(work: Callable[[Callable[[int], None]], None], chance: random.Random) -> int:
    """Let ``work`` run in a child, kill it, and return the last number that it acknowledged."""
    reading, writing = os.pipe()

    def acknowledge(number: int) -> None:
        os.write(writing, b"%d\n" % number)

    child = os.fork()
    if child == 0:
        try:
            work(acknowledge)
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
        finally:
            os._exit(1)
    os.close(writing)
    said = os.read(reading, 1 << 16)  # waits for the first
    time.sleep(chance.uniform(0, LONGEST_LIFE))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise AssertionError("the child ended by itself")
    while chunk := os.read(reading, 1 << 16):
        said += chunk
    os.close(reading)
    return int(said.split()[-1])


if __name__ == "__main__":
    works = {"savers": kill_savers, "editors": kill_editors}
    print(json.dumps(works[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3])).__dict__))
