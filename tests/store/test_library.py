"""The folder of drafts: what a list shows of it, and that only a draft that changed is opened again."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.report.report import Details, Edit, zeros_for_blanks
from model.store import draft_index
from model.store.draft_file import load_draft, load_figures, save_draft
from model.store.draft_index import DraftIndex
from model.store.library import DraftState, draft_paths, summarise

RECEIVED = CellRef("requests", "new_received", "natural_person")
CARRIED_OVER = CellRef("requests", "carried_over", "natural_person")


@pytest.fixture
def save(edition: Edition, tmp_path: Path) -> Callable[..., Path]:
    """Saves a draft of an office with what was received; the path."""

    def make(name: str, received: int | None = None, agency: str = "云溪市民政局") -> Path:
        draft = Draft(edition, 2025, Details(agency=agency))
        draft.apply(zeros_for_blanks(draft))
        draft.enter({RECEIVED: received})
        save_draft(draft, tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the drafts that were opened for a list."""
    names: list[str] = []

    def watching(path: Path) -> object:
        names.append(path.name)
        return summarise(path)

    monkeypatch.setattr(draft_index, "summarise", watching)
    return names


def test_capitals_make_no_other_kind_of_file(save: Callable[..., Path], tmp_path: Path) -> None:
    save("年报.JSON")
    (tmp_path / ".hidden.json").write_bytes(b"{}")
    assert [path.name for path in draft_paths(tmp_path)] == ["年报.JSON"]


def test_a_list_needs_the_figures_alone(edition: Edition, tmp_path: Path) -> None:
    last = Draft(edition, 2024, Details(agency="云溪市民政局"))
    last.enter({CARRIED_OVER: 4})
    draft = Draft(edition, 2025, Details(agency="云溪市民政局", finished="2026-01-20", previous=last))
    draft.apply(Edit(entries={RECEIVED: 6}, narratives={"overview": "正文。"}))
    save_draft(draft, tmp_path / "a.json")
    figures = load_figures(tmp_path / "a.json")
    whole = load_draft(tmp_path / "a.json").draft
    assert (figures.entries, figures.narratives) == (whole.entries, {})
    of_figures = [[f for f in one.evaluation.findings if not f.spans] for one in (figures, whole)]
    assert of_figures[0] == of_figures[1] != []
    assert figures.details.finished == "2026-01-20"


def test_only_what_changed_is_opened_again(save: Callable[..., Path], tmp_path: Path, opened: list[str]) -> None:
    for name in ("a.json", "b.json"):
        save(name)
    index = DraftIndex()
    assert {summary.state for summary in index.list_drafts(tmp_path)} == {DraftState.DRAFT}
    opened.clear()
    save("b.json", 6)
    (tmp_path / "a.json").rename(tmp_path / "c.json")
    states = {summary.path.name: summary.state for summary in index.list_drafts(tmp_path)}
    assert states == {"b.json": DraftState.UNBALANCED, "c.json": DraftState.DRAFT}
    assert sorted(opened) == ["b.json", "c.json"]


def test_the_last_changed_comes_first(save: Callable[..., Path], tmp_path: Path) -> None:
    for at, name in enumerate(("a.json", "b.json", "c.json")):
        os.utime(save(name), (1_700_000_000 + at, 1_700_000_000 + at))
    assert [summary.path.name for summary in DraftIndex().list_drafts(tmp_path)] == ["c.json", "b.json", "a.json"]


def test_the_next_start_remembers(save: Callable[..., Path], tmp_path: Path, opened: list[str]) -> None:
    kept = tmp_path / "data" / "drafts-index.json"
    save("a.json", 6)
    before = DraftIndex(kept).list_drafts(tmp_path)
    opened.clear()
    assert DraftIndex(kept).list_drafts(tmp_path) == before
    assert opened == []


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"program": "0.0.1", "drafts": []}', b'{"program": 1}'])
def test_a_damaged_memory_costs_one_reading(save: Callable[..., Path], tmp_path: Path, damage: bytes) -> None:
    kept = tmp_path / "data" / "drafts-index.json"
    kept.parent.mkdir()
    kept.write_bytes(damage)
    save("a.json")
    assert [summary.agency for summary in DraftIndex(kept).list_drafts(tmp_path)] == ["云溪市民政局"]


def test_a_disk_that_fails_once_is_asked_again(
    save: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save("a.json")
    index = DraftIndex()
    unread = replace(summarise(path), state=DraftState.UNREADABLE, settled=False)
    with monkeypatch.context() as patch:
        patch.setattr(draft_index, "summarise", lambda _: unread)
        assert index.summarise(path).state is DraftState.UNREADABLE
    assert index.summarise(path).state is DraftState.DRAFT


def test_what_is_no_draft_is_listed_with_the_reason(tmp_path: Path, opened: list[str]) -> None:
    (tmp_path / "a.json").write_bytes(b"{")
    index = DraftIndex()
    (summary,) = index.list_drafts(tmp_path)
    assert (summary.state, summary.settled) == (DraftState.UNREADABLE, True)
    assert "打不开" in summary.problem
    index.list_drafts(tmp_path)
    assert opened == ["a.json"]
