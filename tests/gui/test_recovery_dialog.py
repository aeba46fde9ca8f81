"""The start after a crash: what is there, from when, how it differs; nothing is lost whatever is answered."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QTableWidget

from gui.window.main_window import MainWindow
from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.report.report import Details, Edit
from model.store.draft_file import load_draft, save_draft
from model.store.draft_json import encode_draft
from model.store.files import read_file
from model.store.presence import announce
from model.store.recovery import Origin, RecoveryStore
from tests.gui.dialogs import Answer, Answers, choose_file, escape, press

PERSON = CellRef("requests", "granted", "natural_person")
BUSINESS = CellRef("requests", "granted", "business")

Prepare = Callable[..., Answers]


@pytest.fixture
def store(window: MainWindow) -> RecoveryStore:
    return window._recovery


@pytest.fixture
def path(tmp_path: Path, draft: Draft) -> Path:
    target = tmp_path / "草稿.json"
    draft.apply(Edit(entries={PERSON: 1}, narratives={"overview": "全年收到申请。"}))
    save_draft(draft, target)
    return target


def crash(store: RecoveryStore, path: Path | None, **edit: Any) -> None:
    """A run that ended with unsaved edits of the draft at ``path``."""
    content = read_file(path) if path else None
    draft = load_draft(path).draft
    draft.apply(Edit(**edit))
    slot = store.new_slot()
    assert content
    assert slot.write(encode_draft(draft), Origin(path, content.stamp.digest, content.modified)) is None
    slot.release()


def words(dialog: QDialog) -> str:
    return "\n".join(shown.text() for shown in dialog.findChildren(QLabel))


def reading(into: list[str], answer: Answer) -> Answer:
    """Note what the dialog says, then answer it."""

    def read(dialog: QDialog) -> None:
        into.append(words(dialog))
        for table in dialog.findChildren(QTableWidget):
            rows = range(table.rowCount())
            into.extend("|".join(table.item(row, column).text() for column in range(3)) for row in rows)
        answer(dialog)

    return read


def test_a_clean_start_asks_nothing(window: MainWindow, store: RecoveryStore) -> None:
    window.file_actions.offer_recovery(store)
    assert window.document is None


def test_edits_come_back_as_one_step_and_the_file_is_not_touched(
    window: MainWindow, store: RecoveryStore, path: Path, answers: Prepare
) -> None:
    before, stood = path.read_bytes(), path.stat()
    crash(store, path, entries={PERSON: 3, BUSINESS: 5}, narratives={"overview": "全年收到申请8件。"})
    said: list[str] = []
    answers(reading(said, press("恢复")))
    window.file_actions.offer_recovery(store)
    assert said[1:] == [
        "三、申请办理：（一）予以公开·自然人|1|3",
        "三、申请办理：（一）予以公开·商业企业|（空）|5",
        "一、总体情况，第 1 段|全年收到申请。|全年收到申请8件。",
    ]
    assert said[0].count("今天") == 2, "both times: the copy's and the file's"
    document = window.document
    assert document and document.path == path
    assert document.draft.entries == {PERSON: 3, BUSINESS: 5}
    assert document.modified
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stood.st_mtime_ns)
    document.undo_stack.undo()
    assert encode_draft(document.draft) == before
    assert not document.modified
    document.undo_stack.redo()
    window.file_actions.save()
    assert load_draft(path).draft.entries == {PERSON: 3, BUSINESS: 5}


def test_what_was_restored_is_still_safe_when_the_next_run_crashes_at_once(
    window: MainWindow, store: RecoveryStore, path: Path, answers: Prepare
) -> None:
    crash(store, path, entries={PERSON: 3})
    answers(press("恢复"))
    window.file_actions.offer_recovery(store)
    assert window.session.autosave
    window.session.autosave._slot.release()  # what the end of the process does
    (copy,) = store.pending()
    assert b'"requests.granted.natural_person": 3' in copy.data


def test_a_report_that_was_never_saved_comes_back(
    window: MainWindow, store: RecoveryStore, draft: Draft, answers: Prepare
) -> None:
    slot = store.new_slot()
    draft.enter({PERSON: 9})
    slot.write(encode_draft(draft), Origin())
    slot.release()
    said: list[str] = []
    answers(reading(said, press("恢复")))
    window.file_actions.offer_recovery(store)
    assert "还没有保存过" in said[0]
    assert window.document
    assert (window.document.path, window.document.modified) == (None, True)
    assert window.document.draft.entries == {PERSON: 9}


@pytest.mark.parametrize("answer", [press("不恢复"), escape])
def test_not_restoring_keeps_the_copy(
    window: MainWindow, store: RecoveryStore, path: Path, answers: Prepare, answer: Answer
) -> None:
    crash(store, path, entries={PERSON: 3})
    answers(answer)
    window.file_actions.offer_recovery(store)
    assert window.document is None
    assert len(store.pending()) == 1


def test_discarding_is_for_good(window: MainWindow, store: RecoveryStore, path: Path, answers: Prepare) -> None:
    crash(store, path, entries={PERSON: 3})
    answers(press("丢弃"))
    window.file_actions.offer_recovery(store)
    assert store.pending() == []
    assert load_draft(path).draft.entries == {PERSON: 1}


class TestNewerFile:
    """F-51, G3: recovery never writes over a newer file."""

    @pytest.fixture
    def newer(self, store: RecoveryStore, path: Path) -> Path:
        crash(store, path, entries={PERSON: 3})
        theirs = load_draft(path).draft
        theirs.enter({PERSON: 1, BUSINESS: 7})
        save_draft(theirs, path)
        return path

    def test_it_is_said_and_both_are_shown(
        self, window: MainWindow, store: RecoveryStore, newer: Path, answers: Prepare
    ) -> None:
        said: list[str] = []
        answers(reading(said, press("不恢复")))
        window.file_actions.offer_recovery(store)
        assert "比修改时打开的那一版新" in said[0]
        assert said[1:] == [
            "三、申请办理：（一）予以公开·自然人|1|3",
            "三、申请办理：（一）予以公开·商业企业|7|（空）",
        ]

    def test_saving_what_was_restored_asks_who_goes_first(
        self, window: MainWindow, store: RecoveryStore, newer: Path, answers: Prepare
    ) -> None:
        answers(press("恢复"), press("取消"), press("保留我的（另存）"), press("保存"))
        window.file_actions.offer_recovery(store)
        assert window.document
        assert window.document.draft.entries == {PERSON: 3}
        window.file_actions.save()
        assert load_draft(newer).draft.entries == {PERSON: 1, BUSINESS: 7}
        window.file_actions.save()
        assert load_draft(newer).draft.entries == {PERSON: 1, BUSINESS: 7}
        assert load_draft(newer.with_stem("草稿（我的）")).draft.entries == {PERSON: 3}

    def test_the_newer_version_is_one_undo_away(
        self, window: MainWindow, store: RecoveryStore, newer: Path, answers: Prepare
    ) -> None:
        answers(press("恢复"))
        window.file_actions.offer_recovery(store)
        assert window.document
        window.document.undo_stack.undo()
        assert window.document.draft.entries == {PERSON: 1, BUSINESS: 7}


def test_the_file_is_gone(window: MainWindow, store: RecoveryStore, path: Path, answers: Prepare) -> None:
    crash(store, path, entries={PERSON: 3})
    path.unlink()
    said: list[str] = []
    answers(reading(said, press("恢复")), press("重新生成"))
    window.file_actions.offer_recovery(store)
    assert "找不到" in said[0]
    window.file_actions.save()
    assert load_draft(path).draft.entries == {PERSON: 3}


def test_the_folder_is_gone_as_well(
    window: MainWindow, store: RecoveryStore, tmp_path: Path, path: Path, answers: Prepare
) -> None:
    """A stick that is no longer there: the work goes on, and is saved elsewhere."""
    stick = tmp_path / "stick"
    stick.mkdir()
    path.rename(stick / path.name)
    crash(store, stick / path.name, entries={PERSON: 3})
    stick.rename(tmp_path / "pulled")
    answers(press("恢复"), press("另存为"), choose_file(tmp_path / "另存.json"))
    window.file_actions.offer_recovery(store)
    assert window.document and window.document.editable
    window.file_actions.save()
    assert load_draft(tmp_path / "另存.json").draft.entries == {PERSON: 3}


def test_the_file_holds_another_years_report(
    window: MainWindow, store: RecoveryStore, path: Path, answers: Prepare, edition: Edition
) -> None:
    crash(store, path, entries={PERSON: 3})
    save_draft(Draft(edition, 2024, Details(agency="云溪市水利局")), path)
    answers(press("恢复"), press("取消"))
    window.file_actions.offer_recovery(store)
    assert window.document and window.document.draft.year == 2025
    window.file_actions.save()
    assert load_draft(path).draft.year == 2024


def test_somebody_else_has_the_file_open(
    window: MainWindow, store: RecoveryStore, path: Path, answers: Prepare
) -> None:
    crash(store, path, entries={PERSON: 3})
    theirs = announce(path)
    answers(press("恢复"))
    window.file_actions.offer_recovery(store)
    theirs.release()
    assert window.document
    assert (window.document.editable, window.document.draft.entries) == (False, {PERSON: 3})
    assert "正在使用" in window.notices.texts[0]


def test_a_damaged_copy_is_put_aside_and_the_one_before_serves(
    window: MainWindow, store: RecoveryStore, path: Path, answers: Prepare
) -> None:
    """F-50."""
    content, draft = read_file(path), load_draft(path).draft
    slot = store.new_slot()
    for figure in (3, 4):
        draft.enter({PERSON: figure})
        slot.write(encode_draft(draft), Origin(path, content.stamp.digest, content.modified))
    slot.release()
    newest = max(store._folder.glob("*/*.copy"))
    newest.write_bytes(newest.read_bytes()[:-20])
    said = answers(press("知道了"), press("恢复"))
    window.file_actions.offer_recovery(store)
    assert "1 份自动存下的副本已损坏" in said.texts[0]
    assert window.document and window.document.draft.entries[PERSON] == 3
    assert len(list(store._folder.glob("损坏/*"))) == 1


def test_a_copy_of_a_newer_program_is_kept(window: MainWindow, store: RecoveryStore, answers: Prepare) -> None:
    slot = store.new_slot()
    slot.write(b'{"schema": 999, "edition": "2030", "year": 2030}', Origin())
    slot.release()
    enabled: dict[str, bool] = {}

    def look(dialog: QDialog) -> None:
        enabled.update({button.text(): button.isEnabled() for button in dialog.findChildren(QPushButton)})
        escape(dialog)

    answers(look)
    window.file_actions.offer_recovery(store)
    assert enabled == {"恢复": False, "不恢复（保留副本）": True, "丢弃": True}
    assert len(store.pending()) == 1


def test_several_are_asked_about_until_one_is_restored(
    window: MainWindow, store: RecoveryStore, path: Path, tmp_path: Path, answers: Prepare
) -> None:
    others = [tmp_path / f"{number}.json" for number in range(2)]
    for other in (path, *others):
        save_draft(load_draft(path).draft, other)
        crash(store, other, entries={PERSON: 3})
    answers(press("不恢复"), press("恢复"))
    window.file_actions.offer_recovery(store)
    assert window.document
    assert len(store.pending()) == 2, "the others wait for the next start"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no such names")
def test_a_hostile_name_is_shown_literally(
    window: MainWindow, store: RecoveryStore, path: Path, answers: Prepare
) -> None:
    hostile = path.with_name("<img src='canary.png'>\u202egnp.json")
    path.rename(hostile)
    crash(store, hostile, details={"agency": "<b>x"})
    said: list[str] = []
    answers(reading(said, escape))
    window.file_actions.offer_recovery(store)
    assert "<img src='canary.png'>[U+202E]gnp.json" in said[0]
    assert "<b>x" in said[0]


def test_a_clock_that_was_wrong_does_not_matter(
    window: MainWindow, store: RecoveryStore, path: Path, answers: Prepare
) -> None:
    """F-48: which copy is offered, and whether the file is newer, is not a question of clocks."""
    crash(store, path, entries={PERSON: 3})
    ahead = time.time() + 10 * 365 * 86_400
    os.utime(path, (ahead, ahead))
    said: list[str] = []
    answers(reading(said, press("恢复")))
    window.file_actions.offer_recovery(store)
    assert "之后没有改动过" in said[0]
