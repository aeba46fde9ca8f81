"""Renaming and copying drafts: nothing is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.draft import Draft
from model.form.edition import Edition
from model.store.draft_file import load_draft, save_draft
from model.store.file_errors import FileError
from model.store.presence import DraftInUse, announce
from model.store.rearranging import duplicate_draft, rename_draft


@pytest.fixture
def path(edition: Edition, tmp_path: Path) -> Path:
    save_draft(Draft(edition, 2025), tmp_path / "a.json")
    return tmp_path / "a.json"


@pytest.mark.parametrize(
    ("name", "becomes"), [("民政局", "民政局"), ("民政局.json", "民政局"), (" 甲/乙 ", "甲乙"), ("CON", None)]
)
def test_a_new_name_is_one_that_every_system_takes(path: Path, name: str, becomes: str | None) -> None:
    renamed = rename_draft(path, name)
    assert renamed.suffix == ".json"
    assert becomes is None or renamed.stem == becomes
    assert renamed.parent == path.parent
    assert load_draft(renamed)
    assert not path.exists()


def test_the_same_name_is_no_change(path: Path) -> None:
    assert rename_draft(path, "a") == path
    assert path.exists()


@pytest.mark.parametrize("name", ["", "  ", "///"])
def test_no_name_is_refused(path: Path, name: str) -> None:
    with pytest.raises(FileError, match="名字是空的"):
        rename_draft(path, name)
    assert path.exists()


def test_another_draft_of_that_name_stays(path: Path) -> None:
    path.with_name("b.json").write_bytes(b"{}")
    with pytest.raises(FileError, match="已经有“b"):
        rename_draft(path, "b")
    assert (path.exists(), path.with_name("b.json").read_bytes()) == (True, b"{}")
    assert not list(path.parent.glob(".ogi-*.lock"))


def test_a_draft_that_somebody_has_open_keeps_its_name(path: Path) -> None:
    theirs = announce(path)
    with pytest.raises(DraftInUse):
        rename_draft(path, "b")
    theirs.release()
    assert path.exists()


def test_copies_are_numbered(path: Path) -> None:
    assert [duplicate_draft(path).stem for _ in range(3)] == ["a（副本）", "a（副本2）", "a（副本3）"]
    assert path.with_name("a（副本）.json").read_bytes() == path.read_bytes()
