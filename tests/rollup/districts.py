"""Districts for tests: folders of reports of invented units, some of them missing, doubled, or of another year."""

from __future__ import annotations

import random
from pathlib import Path

from model.draft import Draft
from model.form.edition import CellRef, Edition, NumberKind
from model.form.editions import edition_for_year
from model.report.numbers import Number
from model.report.report import Details, Edit, zeros_for_blanks
from model.store.draft_json import encode_draft

PLACE = "云东县"
YEAR = 2025


def unit_draft(agency: str, seed: int, *, year: int = YEAR, finished: bool = False, blank: bool = False) -> Draft:
    """A whole report with figures that depend on ``seed`` alone and balance; ``blank`` leaves its tables empty."""
    edition = edition_for_year(year)
    draft = Draft(edition, year, Details(agency=agency, finished=f"{year + 1}-01-20" if finished else None))
    if not blank:
        draft.apply(zeros_for_blanks(draft))
        draft.apply(Edit(entries=_balanced(edition, seed)))
    sections = edition.narrative_sections
    draft.apply(Edit(narratives={section.key: "本机关按要求开展工作，没有需要说明的情况。" for section in sections}))
    return draft


def _balanced(edition: Edition, seed: int) -> dict[CellRef, Number]:
    chance = random.Random(seed)
    entries: dict[CellRef, Number] = {}
    for check in edition.checks:
        terms = [term.ref for term in (*check.left, *check.right)]
        if any(term.last_year for term in (*check.left, *check.right)) or any(ref in edition.sums for ref in terms[:1]):
            continue
        number = chance.randrange(50)
        entries |= {terms[0]: number, terms[-1]: number}
    checked = {ref.table for ref in entries}
    for ref in edition.inputs:
        if edition.kind(ref) is NumberKind.COUNT and ref.table not in checked:
            entries[ref] = chance.randrange(9)
    return entries


def save(draft: Draft, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_draft(draft))
    return path
