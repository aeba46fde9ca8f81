"""Drafts that a bad stick, a bad cable or a bad program changed: refused, or opened with a warning, never believed."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache

from model.draft import Draft
from model.form.edition import CellRef, NumberKind
from model.form.editions import load_edition
from model.report.report import Details, Edit, contents
from model.store.draft_json import DraftError, encode_draft, parse_draft
from tests.faults.scenarios import AGENCY, Figures


@cache
def sample() -> bytes:
    """A draft file in which every kind of content stands."""
    form = load_edition("2021")
    draft = Draft(form, 2023, Details(agency=AGENCY, agency_kind="department", title="年报 <b>&", preamble="根据"))
    numbers = {ref: Decimal("288.67") if form.kind(ref) is NumberKind.AMOUNT else 7 for ref in form.inputs[::3]}
    note: dict[CellRef, str | None] = {form.inputs[0]: "含信函申请 2 件"}
    draft.apply(Edit(entries=numbers, narratives={"overview": "机构职能、履职依据。\n\U00020bb7"}, cell_notes=note))
    return encode_draft(draft)


def truncate_everywhere() -> Figures:
    """Cut the draft off after each of its bytes."""
    data, figures = sample(), Figures()
    for length in range(len(data)):
        _judge(data[:length], f"cut after {length} of {len(data)} bytes", figures)
    return figures


def flip_bits(count: int, seed: int = 0) -> Figures:
    """Turn round one bit, somewhere, ``count`` times."""
    data, figures, chance = sample(), Figures(), random.Random(seed)
    for _ in range(count):
        place, bit = chance.randrange(len(data)), chance.randrange(8)
        flipped = bytearray(data)
        flipped[place] ^= 1 << bit
        _judge(bytes(flipped), f"bit {bit} of byte {place} flipped", figures)
    return figures


def _judge(data: bytes, what: str, figures: Figures) -> None:
    """``fired`` counts the damages that were noticed: the others have to be harmless."""
    figures.tried += 1
    try:
        parsed = parse_draft(data)
    except DraftError as refusal:
        figures.fired += 1
        if not str(refusal):
            figures.violations.append(f"{what}: refused without a word")
        return
    figures.fired += bool(parsed.warnings)
    if not parsed.warnings and contents(parsed.draft) != contents(parse_draft(sample()).draft):
        figures.violations.append(f"{what}: believed")
