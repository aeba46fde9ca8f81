"""The long run: ``python -m tests.faults --long`` tries everything at length and prints the figures.

Without ``--long`` everything is tried, in small. Exit status 1 if anything was violated.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.damage import flip_bits, truncate_everywhere
from tests.faults.faulty import Fate, FaultyProgram, swift_folder
from tests.faults.fuzz import every_test
from tests.faults.isolation import contacts, traces_of_the_user, window_contacts
from tests.faults.random_kills import in_a_process_of_its_own as random_kills
from tests.faults.real_clock import kill_at_real_pace
from tests.faults.scenarios import (
    ERRORS,
    EXPORT,
    NEW,
    SCENARIOS,
    SET,
    Figures,
    World,
    cut_power_everywhere,
    cut_writes_short,
    fail_everywhere,
    kill_everywhere,
)
from tests.faults.soak import Soak, soak_report
from tests.faults.window_kills import in_a_process_of_its_own as window_kills
from tests.faults.witness import strace_everywhere
from tests.faults.writers import compete

SEEDS = 20


class LongRun:
    """Tries everything, says what came out, and remembers whether all was well."""

    def __init__(self, folder: Path, *, long: bool) -> None:
        self._folder = folder
        self._long = long
        self.violations: list[str] = []

    def run(self, chosen: Sequence[str]) -> None:
        """Try the parts ``chosen``, or all if none is."""
        for name, part in self.parts().items():
            if not chosen or name in chosen:
                part()
        print(f"violations in all: {len(self.violations)}")
        for violation in self.violations[:50]:
            print(f"  {violation}")

    def parts(self) -> dict[str, Callable[[], None]]:
        return {
            "faults": self._save_under_faults,
            "kills": self._random_kills,
            "writers": self._competition,
            "input": self._bad_input,
            "soak": self._soak,
            "seclusion": self._seclusion,
        }

    def _count(self, much: int, little: int) -> int:
        return much if self._long else little

    def _sub(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir()
        return folder

    def _say(self, what: str, figures: str, violations: list[str], begin: float) -> None:
        self.violations += violations
        print(f"{what}: {figures}, violations {len(violations)} ({time.monotonic() - begin:.0f} s)", flush=True)

    def _save_under_faults(self) -> None:
        codes = ERRORS if self._long else ERRORS[:1]
        harnesses: dict[str, Callable[[World], Figures]] = {
            "kills at every file call": lambda world: kill_everywhere(world, only_changing=not self._long),
            "each error at each file call": lambda world: fail_everywhere(world, lambda _: codes),
            "every file call fails from one on": lambda world: fail_everywhere(
                world, lambda _: codes[:4], Fate.FAIL_FROM_HERE
            ),
            "short writes": cut_writes_short,
            "kills and errors by strace, from a fresh start": lambda world: (
                strace_everywhere(world, self._folder / "strace.log") if self._long else Figures()
            ),
            "states after a power cut": lambda world: cut_power_everywhere(world, self._folder / "strace.log"),
        }
        with swift_folder() as swift, FaultyProgram(self._sub("faulty")) as program:
            for name, harness in harnesses.items():
                begin, figures = time.monotonic(), Figures()
                for number, scenario in enumerate(SCENARIOS):
                    figures.add(harness(World(program, scenario, Path(swift) / f"{name} {number}")))
                missed = [f"{name}: a fault did not fire"] * (figures.tried - figures.fired)
                told = f"faults tried {figures.tried}, fired {figures.fired}"
                self._say(name, told, figures.violations + missed, begin)

    def _random_kills(self) -> None:
        count = self._count(1000, 20)
        for what, words in (("savers", "saving"), ("editors", "copying unsaved edits")):
            begin = time.monotonic()
            kills = random_kills(what, count, self._sub(what))
            told = f"kills {kills.kills}, edits acknowledged {kills.edits}, lost {kills.lost}"
            self._say(f"random kills while {words}", told, kills.problems, begin)
        begin = time.monotonic()
        with ThreadPoolExecutor(2) as pool:
            shares = list(pool.map(lambda seed: window_kills(count // 2, self._sub(f"window{seed}"), seed), (1, 2)))
        told = (
            f"kills {sum(share.kills for share in shares)}, edits typed {sum(share.edits for share in shares)}, "
            f"runs with recovered edits {sum(share.restored for share in shares)}, "
            f"with an old edit lost {sum(share.lost for share in shares)}"
        )
        self._say("random kills of the window", told, [p for share in shares for p in share.problems], begin)
        begin = time.monotonic()
        real = kill_at_real_pace(self._count(15, 1), self._sub("real"))
        told = (
            f"kills {real.kills}, edits typed {real.edits}, restored by a click {real.restored}, "
            f"oldest edit lost {real.worst:.1f} s old"
        )
        self._say("kills at real pace", told, real.problems + ["an old edit is lost"] * real.lost, begin)

    def _competition(self) -> None:
        for writers, updates in ((2, self._count(150, 10)), (5, self._count(60, 5))):
            begin = time.monotonic()
            result = compete(self._sub(f"writers{writers}"), writers, updates)
            told = f"saved {result.saved}, conflicts told {result.conflicts}, lost updates {result.lost}"
            self._say(f"{writers} writers", told, [*result.problems, *["lost update"] * result.lost], begin)

    def _bad_input(self) -> None:
        for what, run in (
            ("drafts cut off at every byte", truncate_everywhere),
            ("drafts with one bit flipped", lambda: flip_bits(self._count(20_000, 500))),
        ):
            begin, figures = time.monotonic(), run()
            self._say(what, f"tried {figures.tried}, noticed {figures.fired}", figures.violations, begin)
        examples = self._count(20_000, 200)
        for name, test in every_test(examples).items():
            begin, crashes = time.monotonic(), []
            try:
                test()
            except Exception as error:
                crashes.append(f"{name}: {error!r} {getattr(error, '__notes__', '')}")
            self._say(f"fuzzed, {name}", f"inputs {examples}, crashes {len(crashes)}", crashes, begin)

    def _soak(self) -> None:
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - after the platform was chosen

        from tests.faults.soak_window import none_references_lost, soak_window  # noqa: PLC0415 - needs Qt

        application = QApplication(["soak"])
        steps, seeds = self._count(10_000, 300), self._count(SEEDS, 2)
        for what, soak in (("the report", soak_report), ("the window's document and tables", soak_window)):
            begin, total = time.monotonic(), Soak()
            soak(200, 0)  # warms up: what is loaded once is no growth
            for seed in range(seeds):
                total.add(soak(steps, seed))
            told = (
                f"edits {len(total.times)}, of these undone {total.undone} and redone {total.redone}, "
                f"99 % within {total.p99_ms:.1f} ms, memory growth at most {total.growth:.1f} MiB in {steps}"
            )
            grown = ["more than 8 MiB of memory stayed"] if total.growth > 8 else []
            self._say(f"soak of {what}", told, total.violations + grown, begin)
        begin, lost = time.monotonic(), none_references_lost(steps)
        drifted = [f"{lost} references to None lost"] if lost > steps // 100 else []
        self._say("None references", f"lost {lost} in {steps} edits and undos", drifted, begin)
        application.quit()

    def _seclusion(self) -> None:
        begin = time.monotonic()
        found = contacts(self._folder / "hostile", self._folder / "strace.log")
        window = window_contacts(self._folder / "hostile window", self._folder / "strace.log")
        told = (
            f"commands {found.commands + window.commands}, calls looked at {found.calls + window.calls}, "
            f"sockets {len(found.sockets + window.sockets)}, foreign files opened {len(found.opened + window.opened)}"
        )
        everything = [*found.sockets, *window.sockets, *found.opened, *window.opened]
        self._say("network and foreign files", told, everything, begin)
        begin = time.monotonic()
        with FaultyProgram(self._sub("private")) as program:
            world = World(program, SCENARIOS[0], self._sub("outputs"))
            for command in (NEW, SET, EXPORT):
                program.run(world.arguments(command), world.folder)
        told_on = list(traces_of_the_user(world.folder))
        self._say("privacy of what was written", f"names found {len(told_on)}", told_on, begin)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("parts", nargs="*", help="faults, kills, writers, input, soak, seclusion; all if none is named")
    parser.add_argument("--long", action="store_true", help="at length: about an hour on two cores")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HOME": folder, "XDG_DATA_HOME": f"{folder}/data"}
        run = LongRun(Path(folder), long=options.long)
        run.run(options.parts)
    return 1 if run.violations else 0


if __name__ == "__main__":
    sys.exit(main())
