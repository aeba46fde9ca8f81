"""Bytes that are no draft, and drafts with everything in them that people and programs can put there."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from model.draft import Draft
from model.form.edition import CellRef, NumberKind
from model.form.editions import load_edition
from model.report.numbers import NumberError, parse_number
from model.report.report import Details, Edit
from model.store.draft_json import DraftError, encode_draft, parse_draft
from tests.faults.damage import sample

TEXTS = st.text(st.characters(), max_size=60)  # half characters, bidi controls and all
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
DIGIT_LIKE = st.text("0123456789０１２３一二十百〇²①٣१,，. 　'’-−+_eExX\u00a0\u200b件约", max_size=14)


def every_test(examples: int) -> dict[str, Callable[[], None]]:
    """The properties, each of which tries ``examples`` inputs; raises AssertionError with the smallest that fails."""
    found = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    inputs: dict[Callable[..., None], st.SearchStrategy[Any]] = {
        _any_bytes: st.binary(max_size=400),
        _changed_draft: st.tuples(st.integers(0, len(sample())), st.integers(0, 40), st.binary(max_size=40)),
        _foreign_values: st.tuples(st.sampled_from(_KEYS), JSON),
        _round_trip: drafts(),
        _typed_number: DIGIT_LIKE,
    }
    return {check.__name__.strip("_"): found(given(strategy)(check)) for check, strategy in inputs.items()}


def drafts() -> st.SearchStrategy[Draft]:
    """Drafts with any figures and texts."""
    edition = load_edition("2021")
    refs = st.sampled_from(edition.inputs)
    sections = st.sampled_from([section.key for section in edition.narrative_sections])
    details = st.builds(Details, agency=TEXTS, agency_kind=st.just("department"), title=st.none() | TEXTS)
    filled = st.dictionaries(refs, st.integers(0, 10**9), max_size=12)

    def build(details: Details, entries: dict[CellRef, int], texts: dict[str, str], notes: dict[CellRef, str]) -> Draft:
        draft = Draft(edition, 2023, details)
        numbers = {ref: _fitting(number, edition.kind(ref)) for ref, number in entries.items()}
        draft.apply(Edit(entries=numbers, narratives=texts, cell_notes=notes))
        return draft

    return st.builds(
        build, details, filled, st.dictionaries(sections, TEXTS, max_size=3), st.dictionaries(refs, TEXTS, max_size=3)
    )


_KEYS = (
    *("schema", "edition", "year", "agency", "agency_kind", "title", "preamble", "entries", "reported", "narratives"),
    *("explanations", "cell_notes", "previous", "checksum", "something else"),
)


def _fitting(number: int, kind: NumberKind) -> int | Decimal:
    return Decimal(number) / 100 if kind is NumberKind.AMOUNT else number


def _any_bytes(data: bytes) -> None:
    _opens_or_refuses(data)


def _changed_draft(change: tuple[int, int, bytes]) -> None:
    place, removed, inserted = change
    _opens_or_refuses(sample()[:place] + inserted + sample()[place + removed :])


def _foreign_values(change: tuple[str, Any]) -> None:
    key, value = change
    raw = json.loads(sample()) | {key: value}
    if key != "checksum":
        del raw["checksum"]
    _opens_or_refuses(json.dumps(raw).encode("ascii"))


def _opens_or_refuses(data: bytes) -> None:
    """Nothing but `DraftError` may come out, and what opens can be saved and opened again."""
    try:
        parsed = parse_draft(data)
    except DraftError:
        return
    _same_after_saving(parsed.draft)


def _round_trip(draft: Draft) -> None:
    once = parse_draft(encode_draft(draft))
    assert encode_draft(once.draft) == encode_draft(draft)
    _same_after_saving(once.draft)


def _same_after_saving(draft: Draft) -> None:
    again = parse_draft(encode_draft(draft))
    assert again.draft.extra == draft.extra
    assert again.draft.entries == draft.entries
    assert encode_draft(again.draft) == encode_draft(draft)


def _typed_number(text: str) -> None:
    for kind in NumberKind:
        try:
            number = parse_number(text, kind)
        except NumberError as refusal:
            assert str(refusal).endswith("。")
        else:
            assert number is None or kind is NumberKind.CHANGE or number >= 0
