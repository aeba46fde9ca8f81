"""Drafts on disk: saved honestly, with the versions before within reach."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.report.report import Details, Edit
from model.store import draft_file
from model.store.backups import BackupStore
from model.store.draft_file import DraftUnreadable, OtherYear, load_draft, load_last_year, save_draft
from model.store.file_errors import FileChanged, FileTooLarge, cannot_save
from model.store.files import write_atomic

RECEIVED = CellRef("requests", "new_received", "natural_person")


@pytest.fixture
def draft(edition: Edition) -> Draft:
    return Draft(edition, 2023, Details(agency="云溪市水利局", agency_kind="department"))


@pytest.fixture
def backups(tmp_path: Path) -> BackupStore:
    return BackupStore(tmp_path / "backups")


def test_saved_and_opened_again(draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "年报.json"
    assert not save_draft(draft, path).warnings
    draft.enter({RECEIVED: 6})
    stamp = save_draft(draft, path, expect=load_draft(path).stamp).stamp
    loaded = load_draft(path)
    assert loaded.draft.entries == {RECEIVED: 6}
    assert loaded.stamp == stamp
    assert not loaded.warnings


def test_every_version_saved_is_a_backup_the_newest_too(draft: Draft, tmp_path: Path, backups: BackupStore) -> None:
    path, saved = tmp_path / "年报.json", []
    for number in range(3):
        draft.enter({RECEIVED: number})
        save_draft(draft, path, backups=backups)
        saved.append(path.read_bytes())
    assert [version.read() for version in backups.versions(path)] == saved[::-1]


def test_a_file_larger_than_any_draft_is_not_read(
    draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "年报.json"
    path.write_bytes(b" " * (draft_file.LIMIT + 1))
    monkeypatch.setattr(os, "read", lambda *_: pytest.fail("it was read"))
    for load in (load_draft, draft_file.load_figures):
        with pytest.raises(FileTooLarge, match="超过 8 MB"):
            load(path)


def test_last_years_report_is_of_the_year_before_and_comes_without_its_own(draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "年报.json"
    draft.apply(Edit(details={"previous": Draft(draft.edition, 2022, draft.details)}))
    save_draft(draft, path)
    assert load_last_year(path, 2024).draft.previous is None
    with pytest.raises(OtherYear, match="是 2023 年的年报，2025 年的年报要提取 2024 年的数"):
        load_last_year(path, 2025)


def test_what_another_program_wrote_is_kept_before_it_is_replaced(
    draft: Draft, tmp_path: Path, backups: BackupStore
) -> None:
    path = tmp_path / "年报.json"
    path.write_bytes(b"not ours")
    save_draft(draft, path, backups=backups)
    assert [version.read() for version in backups.versions(path)] == [path.read_bytes(), b"not ours"]


def test_without_a_place_for_backups_the_draft_is_saved_and_that_said(draft: Draft, tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"")
    path = tmp_path / "年报.json"
    for _ in range(2):
        (warning,) = save_draft(draft, path, backups=BackupStore(tmp_path / "home" / "backups")).warnings
        assert "没有存入备份" in warning
        assert "原来的文件没有改动" not in warning
    assert load_draft(path).draft.agency == "云溪市水利局"


def test_a_conflict_leaves_the_other_version(draft: Draft, tmp_path: Path, backups: BackupStore) -> None:
    path = tmp_path / "年报.json"
    stamp = save_draft(draft, path, backups=backups).stamp
    path.write_bytes(b"a colleague's")
    draft.enter({RECEIVED: 6})
    with pytest.raises(FileChanged):
        save_draft(draft, path, expect=stamp, backups=backups)
    assert path.read_bytes() == b"a colleague's"


def test_an_unreadable_file_that_is_replaced_on_purpose(
    draft: Draft, tmp_path: Path, backups: BackupStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "年报.json"
    write_atomic(path, b"old")

    def unreadable(where: Path) -> None:
        raise cannot_save(where, OSError(errno.EIO, os.strerror(errno.EIO)))

    with monkeypatch.context() as patch:
        patch.setattr(draft_file, "read_file", unreadable)
        (warning,) = save_draft(draft, path, backups=backups).warnings
    assert "原来那一版没有存入备份" in warning
    assert load_draft(path).draft.agency == "云溪市水利局"


def test_a_damaged_draft_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "年报.json"
    path.write_bytes(b'{"schema": 1')
    with pytest.raises(DraftUnreadable, match="打不开"):
        load_draft(path)
    assert path.read_bytes() == b'{"schema": 1'
