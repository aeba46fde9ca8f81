"""How well the readers and the recogniser do, kind by kind: invented reports by as many programs as are to be had.

    python -m tests.importing.measure [--reports N] [--blank-zeros] [--keep FOLDER] [KIND…]

A cell is **right**, or **named** (blank, and a note says so), **lost** (blank, and no note names it) or **wrong**.
ms is the time of a whole import, process included. The exit status is 1 if any cell is lost or wrong, or any file is
refused. LibreOffice, Chromium, Typst, python-docx and openpyxl take part where they are installed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from model.draft import Draft
from model.form.edition import CellRef
from model.importing import Imported, ImportRefused, read_report
from model.report.numbers import Number
from tests.importing.invented import blocks_of, figures_of, invented_draft
from tests.importing.producers import PRODUCERS
from tests.importing.programs import converted, printed_pages

HEAD = f"{'kind, producer':34} {'files':>5} {'cells':>6} {'right':>6} {'named':>6} {'lost':>6} {'wrong':>6} {'ms':>6}"


class File(NamedTuple):
    kind: str
    suffix: str
    data: bytes
    draft: Draft


@dataclass
class Score:
    """What came of the files of one kind."""

    files: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    refused: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.refused or self.cells["lost"] or self.cells["wrong"])

    def line(self, kind: str) -> str:
        total, each = sum(self.cells.values()), 1000 * self.seconds / self.files
        counts = " ".join(f"{self.cells[word]:6}" for word in ("right", "named", "lost", "wrong"))
        return f"{kind:34} {self.files:5} {total:6} {counts} {each:6.0f} {' '.join(sorted(set(self.refused)))}"


def judged(imported: Imported, truth: Mapping[CellRef, Number]) -> Iterator[str]:
    """For every cell that the report prints, a word on what the import made of it."""
    found = {**imported.entries, **imported.reported}
    for ref, number in truth.items():
        if ref in found:
            yield "right" if found[ref] == number else "wrong"
        else:
            yield "named" if is_named(imported, ref) else "lost"
    yield from ("wrong" for ref in found if ref not in truth)


def is_named(imported: Imported, ref: CellRef) -> bool:
    """Whether a note tells of the cell, its row, its table or its whole section."""
    edition = imported.edition
    table = edition.tables[ref.table]
    words = (edition.label(ref), f"“{edition.row_label(ref)}”", table.caption, edition.section(table.section).heading)
    return any(word and word in note for word in words for note in imported.notes)


def score(files: Iterable[File]) -> dict[str, Score]:
    """Imports every file."""
    scores: dict[str, Score] = {}
    for file in files:
        mine = scores.setdefault(file.kind, Score())
        mine.files += 1
        started = time.perf_counter()
        try:
            imported = read_report(file.data, file.suffix)
        except ImportRefused as refusal:
            mine.refused.append(str(refusal))
        else:
            mine.cells.update(judged(imported, figures_of(file.draft)))
        mine.seconds += time.perf_counter() - started
    return scores


def produced(drafts: Iterable[Draft], folder: Path) -> Iterator[File]:
    """Every draft in every kind of file. ``folder`` is for the programs that need one."""
    made: list[tuple[Draft, dict[str, bytes]]] = []
    for draft in drafts:
        blocks = blocks_of(draft)
        files = {kind: make(blocks) for kind, (_, make) in PRODUCERS.items()}
        made.append((draft, files))
        yield from (File(kind, PRODUCERS[kind][0], data, draft) for kind, data in files.items())
        yield from (File(kind, suffix, data, draft) for kind, suffix, data in printed_pages(draft, blocks))
    for source in ("docx", "xlsx XlsxWriter", "html CMS UTF-8"):
        suffix = PRODUCERS[source][0]
        for kind, target, data, number in converted([files[source] for _, files in made], suffix, folder):
            yield File(kind, target, data, made[number][0])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="only kinds whose names begin so")
    parser.add_argument("--reports", type=int, default=3, help="how many reports of each kind (3)")
    parser.add_argument("--blank-zeros", action="store_true", help="reports in which a zero is left blank")
    parser.add_argument("--keep", type=Path, help="a folder for the files")
    options = parser.parse_args()
    drafts = [invented_draft(seed, blank_zeros=options.blank_zeros) for seed in range(options.reports)]
    with tempfile.TemporaryDirectory() as folder:
        files = [
            file
            for file in produced(drafts, Path(folder))
            if not options.kinds or file.kind.startswith(tuple(options.kinds))
        ]
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        for number, file in enumerate(files):
            name = f"{file.kind} {number}{file.suffix}".replace("/", "-").replace(" ", "_")
            (options.keep / name).write_bytes(file.data)
    print(HEAD)
    scores = score(files)
    for kind, found in scores.items():
        print(found.line(kind))
    whole = Score(sum(s.files for s in scores.values()), sum((s.cells for s in scores.values()), Counter()))
    whole.seconds = sum(s.seconds for s in scores.values())
    print(whole.line("all"))
    return 0 if all(found.is_clean for found in scores.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
