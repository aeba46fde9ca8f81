"""发布: every file whole or absent, a list that tells the truth, and a mark once the draft has moved on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from model.draft import Draft
from model.exporting import FORMATS, Format, format_named
from model.exporting.publishing import (
    LIST_NAME,
    OUTDATED_NAME,
    Publication,
    mark_outdated,
    publication_folder,
    publish,
    read_publication,
)
from model.page import PageSettings, Typesetter
from model.report.report import Edit
from model.store.draft_file import load_draft, save_draft
from model.store.file_errors import FileError
from tests.page.drafts import NARRATIVES, draft

PDF, EXCEL = format_named("pdf"), format_named("xlsx")
NAME = "云溪市人力资源和社会保障局2023年政府信息公开工作年度报告"
Publish = Callable[..., Publication]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "年报.json"
    save_draft(draft(), target)
    return target


@pytest.fixture
def published(path: Path, typesetter: Typesetter) -> Publish:
    def make(report: Draft, *chosen: Format, step: Callable[[int, int], None] = lambda *_: None) -> Publication:
        return publish(report, path, chosen, settings=PageSettings(), typesetter=typesetter, step=step)

    return make


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_everything_stands_in_one_folder_beside_the_draft(published: Publish, path: Path) -> None:
    chosen = [each for each in FORMATS if each.published]
    made = published(draft(), *chosen)
    assert made.folder == path.parent / f"{NAME}（发布）"
    assert names(made.folder) == {LIST_NAME, *(file.name for file in made.files)}
    assert [Path(file.name).suffix for file in made.files] == [each.suffix for each in chosen]
    for file in made.files:
        data = (made.folder / file.name).read_bytes()
        assert (file.size, file.digest) == (len(data), hashlib.sha256(data).hexdigest())


def test_the_list_is_read_back_as_it_was_made(published: Publish) -> None:
    made = published(draft(), PDF, EXCEL)
    assert read_publication(made.folder) == made
    text = (made.folder / LIST_NAME).read_text(encoding="utf-8")
    assert all(f"{file.digest}  {file.size}  {file.name}\n" in text for file in made.files)


def test_progress_is_told_and_giving_up_leaves_nothing(published: Publish, path: Path) -> None:
    told: list[tuple[int, int]] = []

    def step(done: int, total: int) -> None:
        told.append((done, total))
        if done == 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        published(draft(), PDF, EXCEL, step=step)
    assert told == [(0, 2), (1, 2)]
    assert names(path.parent) == {path.name}


def test_a_full_disk_leaves_whole_files_and_no_list(
    published: Publish, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(draft(), PDF, EXCEL)
    before = (publication_folder(draft(), path) / f"{NAME}.xlsx").read_bytes()
    write = "model.exporting.publishing.write_atomic"
    from model.store.files import write_atomic  # noqa: PLC0415

    def full(target: Path, data: bytes) -> object:
        if target.suffix == ".xlsx":
            raise FileError("磁盘已满。")
        return write_atomic(target, data)

    monkeypatch.setattr(write, full)
    report = draft(narratives=NARRATIVES | {"others": "改了一句。"})
    with pytest.raises(FileError):
        published(report, PDF, EXCEL)
    folder = publication_folder(report, path)
    assert (folder / f"{NAME}.xlsx").read_bytes() == before
    assert read_publication(folder) is None


def test_a_changed_draft_marks_its_folder_and_publishing_again_takes_the_mark_away(
    published: Publish, path: Path
) -> None:
    report = load_draft(path).draft
    folder = published(report, PDF).folder
    assert mark_outdated(report, path) == ()
    report.apply(Edit(narratives={"others": "改了一句。"}))
    save_draft(report, path)
    assert mark_outdated(load_draft(path).draft, path) == (folder,)
    assert OUTDATED_NAME in names(folder)
    published(report, PDF)
    assert OUTDATED_NAME not in names(folder)
    assert mark_outdated(report, path) == ()


def test_a_draft_that_says_again_what_was_published_is_up_to_date_again(published: Publish, path: Path) -> None:
    report = load_draft(path).draft
    folder = published(report, PDF).folder
    change = report.apply(Edit(narratives={"others": "改了一句。"}))
    assert mark_outdated(report, path) == (folder,)
    report.apply(change.inverse)
    assert mark_outdated(report, path) == ()
    assert OUTDATED_NAME not in names(folder)


def test_an_office_that_changed_its_name_still_marks_what_bears_the_old_one(published: Publish, path: Path) -> None:
    folder = published(draft(), PDF).folder
    assert mark_outdated(draft(agency="云溪市人社局"), path) == (folder,)


def test_other_drafts_folders_are_left_alone(published: Publish, path: Path) -> None:
    folder = published(draft(), PDF).folder
    assert mark_outdated(draft(number=5), path.with_name("另一.json")) == ()
    assert OUTDATED_NAME not in names(folder)


def test_files_that_are_not_made_again_go_unless_somebody_changed_them(published: Publish) -> None:
    folder = published(draft(), PDF, EXCEL, format_named("html")).folder
    (folder / f"{NAME}.html").write_text("改过的网页", encoding="utf-8")
    published(draft(narratives=NARRATIVES | {"others": "改了一句。"}), PDF)
    assert names(folder) == {LIST_NAME, f"{NAME}.pdf", f"{NAME}.html"}
