"""Does the suite bite? Plants small defects one by one and prints those that the tests do not notice.

    python -m tests.mutants                every defect of table.py, each against the tests that are named beside it
    python -m tests.mutants --sample 12    so many of them, spread over the table: what CI does
    python -m tests.mutants clipboard      those whose file or text contains the word

The exit status is 1 if one survived. A defect whose place has changed is named and left out; mend the table then.
"""

from __future__ import annotations

import argparse
import queue
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.mutants.planting import Defect, PlaceChanged, first_failure, planted, scratch_copy
from tests.mutants.table import MUTANTS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Plant small defects.")
    parser.add_argument("words", nargs="*", help="only defects whose file or text contains one of these")
    parser.add_argument("--sample", type=int, help="only so many, spread over the table")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    chosen = [mutant for mutant in MUTANTS if not options.words or any(word in text(mutant) for word in options.words)]
    if options.sample:
        chosen = chosen[:: max(1, len(chosen) // options.sample)][: options.sample]
    with ExitStack() as stack:
        copies: queue.Queue[Path] = queue.Queue()
        for _ in range(options.jobs):
            copies.put(copy := stack.enter_context(scratch_copy()))
        parts = sorted({part for mutant in chosen for part in mutant.tests})
        if failing := first_failure(copy, parts):
            print(f"{failing} fails without any defect")
            return 1
        pool = stack.enter_context(ThreadPoolExecutor(options.jobs))
        outcomes = list(pool.map(lambda mutant: judge(mutant, copies), chosen))
    survived, gone = outcomes.count("survived"), outcomes.count("gone")
    print(f"{len(chosen)} planted, {survived} survived, {gone} have lost their place")
    return 1 if survived else 0


def judge(mutant: Defect, copies: queue.Queue[Path]) -> str:
    """Plant one defect in a copy that is free, and say what became of it."""
    copy = copies.get()
    try:
        with planted(mutant, copy):
            noticed = first_failure(copy, mutant.tests)
    except PlaceChanged as problem:
        print(f"gone      {problem}", flush=True)
        return "gone"
    finally:
        copies.put(copy)
    outcome = "noticed" if noticed else "survived"
    print(f"{outcome:9} {text(mutant)}  {noticed or ''}", flush=True)
    return outcome


def text(mutant: Defect) -> str:
    old, new = (" ".join(part.split()) for part in mutant.changes[0])
    return f"{mutant.file}: {old} -> {new}"


if __name__ == "__main__":
    sys.exit(main())
