"""The folder of drafts: what a list shows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.draft import Details, Draft
from model.form.edition import Edition
from model.store.draft_file import save_draft
from model.store.library import list_drafts


@pytest.fixture
def draft(edition: Edition) -> Draft:
    return Draft(edition, 2025, Details(agency="云溪市人力资源和社会保障局"))


def test_capitals_make_no_other_kind_of_file(draft: Draft, tmp_path: Path) -> None:
    save_draft(draft, tmp_path / "年报.JSON")
    assert [summary.path.name for summary in list_drafts(tmp_path)] == ["年报.JSON"]
