"""Reports of an office that does not exist, with figures that mean nothing: material for readers."""

from __future__ import annotations

import random
from decimal import Decimal

from model.document.blocks import Block
from model.document.report import compose_report
from model.document.tables import GridComposer
from model.draft import Draft
from model.form.edition import CellRef, NumberKind
from model.form.editions import load_edition
from model.report.numbers import Number
from model.report.report import Details, Edit
from tests.page.drafts import NARRATIVES

AGENCY = "云溪市人力资源和社会保障局"
_ZEROS = 0.6
_SIZES = ((1, 10), (10, 100), (100, 1000), (1000, 100_000))


def invented_draft(seed: int, edition: str = "2021", *, blank_zeros: bool = False) -> Draft:
    """A report whose figures ``seed`` decides: mostly zeros, the others of every length. A seed of 0: zeros alone.

    ``blank_zeros``: as in offices that fill in only what there is.
    """
    form = load_edition(edition)
    chance = random.Random(seed)
    draft = Draft(form, form.last_year or 2023, Details(agency=AGENCY))
    entries: dict[CellRef, Number] = {}
    for ref in form.inputs:
        figure = 0 if not seed or chance.random() < _ZEROS else chance.randrange(*chance.choice(_SIZES))
        if figure or not blank_zeros:
            entries[ref] = Decimal(figure) / 100 if form.kind(ref) is NumberKind.AMOUNT else figure
    draft.apply(Edit(entries=entries, narratives=NARRATIVES))
    return draft


def blocks_of(draft: Draft) -> list[Block]:
    """The report as its title, headings, paragraphs and grids."""
    return compose_report(draft, GridComposer(), shading=False, closing=False, closing_date=None)


def figures_of(draft: Draft) -> dict[CellRef, Number]:
    """What its tables print: entries and totals."""
    return {ref: amount.number for ref, amount in draft.evaluation.amounts.items()}
