"""Thousands of edits with undo and redo: after each, what is shown is what a recomputation from nothing says.

Works on the report alone, and on the window's document with the table models that its views show.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from model.draft import Draft
from model.form.edition import CellRef, Edition, NumberKind
from model.form.editions import load_edition
from model.report.numbers import Number
from model.report.report import Details, Edit, contents
from model.store.draft_json import encode_draft, parse_draft

WHOLE_CHECK = 200  # steps between two comparisons of everything, file included


@dataclass
class Soak:
    """``times`` are the seconds that each step took; ``growth`` the MiB that stayed in memory after all of them."""

    undone: int = 0
    redone: int = 0
    times: list[float] = field(default_factory=list)
    growth: float = 0.0
    violations: list[str] = field(default_factory=list)

    def add(self, other: Soak) -> None:
        self.undone += other.undone
        self.redone += other.redone
        self.times += other.times
        self.growth = max(self.growth, other.growth)
        self.violations += other.violations

    @property
    def p99_ms(self) -> float:
        return sorted(self.times)[len(self.times) * 99 // 100] * 1000


def new_draft() -> Draft:
    return Draft(load_edition("2021"), 2023, Details(agency="云溪市水利局", agency_kind="department"))


def random_edits(edition: Edition, chance: random.Random) -> Iterator[Edit]:
    """Edits as people make them: mostly single cells, now and then a block, a text, a note, a printed total."""
    totals = tuple(edition.sums)
    sections = tuple(section.key for section in edition.narrative_sections)
    while True:
        kind = chance.random()
        if kind < 0.7:
            yield Edit(entries=_figures(edition, chance, 1))
        elif kind < 0.8:
            yield Edit(entries=_figures(edition, chance, 24))
        elif kind < 0.87:
            yield Edit(narratives={chance.choice(sections): "公开" * chance.randrange(300)})
        elif kind < 0.93:
            yield Edit(reported={chance.choice(totals): chance.choice([None, chance.randrange(100)])})
        elif kind < 0.97:
            yield Edit(cell_notes={chance.choice(edition.inputs): chance.choice([None, "信函申请", "含上年"])})
        else:
            yield Edit(details={"agency": f"云溪市第{chance.randrange(9)}局"})


def _figures(edition: Edition, chance: random.Random, count: int) -> dict[CellRef, Number | None]:
    return {ref: _figure(edition.kind(ref), chance) for ref in chance.sample(edition.inputs, count)}


def _figure(kind: NumberKind, chance: random.Random) -> Number | None:
    if chance.random() < 0.15:
        return None
    number = chance.choice([0, 1, chance.randrange(100), chance.randrange(10**7)])
    if kind is NumberKind.AMOUNT:
        return Decimal(number).scaleb(-2)
    return -number if kind is NumberKind.CHANGE and chance.random() < 0.3 else number


def soak_report(steps: int, seed: int) -> Soak:
    """Edit, undo and redo a report by its own verbs."""
    chance, draft, soak = random.Random(seed), new_draft(), Soak()
    edits = random_edits(draft.edition, chance)
    done: list[Edit] = []  # what takes each edit back, and below, what makes it again
    undone: list[Edit] = []
    for step in range(steps):
        turn = chance.random()
        begin = time.perf_counter()
        if turn < 0.3 and done:
            undone.append(draft.apply(done.pop()).inverse)
            soak.undone += 1
        elif turn < 0.6 and undone:
            done.append(draft.apply(undone.pop()).inverse)
            soak.redone += 1
        else:
            done.append(draft.apply(next(edits)).inverse)
            undone.clear()
        soak.times.append(time.perf_counter() - begin)
        soak.violations += [f"seed {seed}, step {step}: {fault}" for fault in faults(draft, step)]
    while done:
        draft.apply(done.pop())
    if contents(draft) != contents(new_draft()):
        soak.violations.append(f"seed {seed}: undoing everything does not lead back")
    return soak


def faults(draft: Draft, step: int) -> Iterator[str]:
    """How the draft differs from one that is built from nothing with the same content."""
    fresh = Draft(draft.edition, draft.year, draft.details)
    fresh.apply(Edit(entries=draft.entries, reported=draft.reported, narratives=draft.narratives))
    if fresh.evaluation != draft.evaluation:
        yield "the evaluation differs from a fresh one"
    yield from _wrong_totals(draft)
    if step % WHOLE_CHECK == 0 and contents(parse_draft(encode_draft(draft)).draft) != contents(draft):
        yield "the file differs"


def _wrong_totals(draft: Draft) -> Iterator[str]:
    """Totals that are not the sum of what they stand over, added up without the engine."""
    for total, parts in draft.edition.sums.items():
        shown = draft.evaluation.amounts.get(total)
        if shown is None or total in draft.reported:
            continue
        leaves = [number for leaf in _leaves(draft.edition, parts) if (number := draft.entries.get(leaf)) is not None]
        if shown.number != sum(leaves):
            yield f"{total} shows {shown.number}, its parts are {sum(leaves)}"


def _leaves(edition: Edition, parts: tuple[CellRef, ...]) -> Iterator[CellRef]:
    for part in parts:
        if part in edition.sums:
            yield from _leaves(edition, edition.sums[part])
        else:
            yield part


def resident_memory() -> float:
    """MiB of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
