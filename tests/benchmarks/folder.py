"""How long a folder of drafts takes to be listed, the first time and again, beside opening every draft in full.

    python -m tests.benchmarks.folder [DRAFTS]

What counts are the ratios: the milliseconds are this machine's.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from model.store.draft_file import load_draft
from model.store.draft_index import DraftIndex
from resources import resource_path

SAMPLE = "samples/示例年报.json"


def milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    with tempfile.TemporaryDirectory() as name:
        folder, kept = Path(name, "drafts"), Path(name, "index.json")
        folder.mkdir()
        for number in range(count):
            shutil.copyfile(resource_path(SAMPLE), folder / f"{number}.json")
        index = DraftIndex(kept)
        whole = milliseconds(lambda: [load_draft(path) for path in folder.iterdir()])
        for what, spent in (
            ("opened in full", whole),
            ("listed for the first time", milliseconds(lambda: index.list_drafts(folder))),
            ("listed again", milliseconds(lambda: index.list_drafts(folder))),
            ("listed after the next start", milliseconds(lambda: DraftIndex(kept).list_drafts(folder))),
        ):
            print(f"{count} drafts {what + ':':30} {spent:8.0f} ms, {spent / whole:.3f}")


if __name__ == "__main__":
    main()
