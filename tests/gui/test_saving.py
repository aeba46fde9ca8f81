"""Saving: what can go wrong is one honest sentence, the draft stays unsaved, and there is always a way on."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from gui.files import saving
from gui.files.saving import Saver
from gui.report.document import ReportDocument
from gui.widgets.busy import SILENT_MS
from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.report.report import Details
from model.store import files
from model.store.backups import BackupStore
from model.store.draft_file import load_draft, save_draft
from model.store.files import FileStamp
from model.store.library import draft_paths
from tests.gui.dialogs import Answer, Answers, choose_file, escape, press

PERSON = CellRef("requests", "granted", "natural_person")
BUSINESS = CellRef("requests", "granted", "business")

Prepare = Callable[..., Answers]


@pytest.fixture
def backups(tmp_path: Path) -> BackupStore:
    return BackupStore(tmp_path / "backups")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "年报"
    folder.mkdir()
    return folder / "草稿.json"


@pytest.fixture
def document(draft: Draft, path: Path, qtbot: QtBot, backups: BackupStore) -> ReportDocument:
    """A saved report with one unsaved figure."""
    save_draft(draft, path, backups=backups)
    opened = ReportDocument.of(load_draft(path), path)
    opened.enter(values={PERSON: 3})
    return opened


@pytest.fixture
def saver(document: ReportDocument, backups: BackupStore, qtbot: QtBot) -> Saver:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return Saver(document, window, backups)


def somebody_saves(path: Path, backups: BackupStore, figure: int = 7) -> None:
    theirs = load_draft(path).draft
    theirs.enter({BUSINESS: figure})
    save_draft(theirs, path, backups=backups)


def entries(path: Path) -> dict[CellRef, object]:
    return dict(load_draft(path).draft.entries)


def then(*answers: Answer) -> Answer:
    """Several things done in one dialog."""

    def answer(dialog: QDialog) -> None:
        for each in answers:
            each(dialog)

    return answer


def test_what_is_saved_is_what_the_window_shows(saver: Saver, document: ReportDocument, qtbot: QtBot) -> None:
    with qtbot.waitSignal(saver.saved):
        assert saver.save()
    assert not document.modified
    assert entries(document.path) == {PERSON: 3}


def test_a_new_report_is_asked_where_it_goes(
    draft: Draft, backups: BackupStore, tmp_path: Path, answers: Prepare, qtbot: QtBot
) -> None:
    document, window = ReportDocument(draft), QWidget()
    qtbot.addWidget(window)
    answers(choose_file(tmp_path / "新的"))
    assert Saver(document, window, backups).save()
    assert document.path == tmp_path / "新的.json"
    assert document.path.exists()


class TestNames:
    """What stands behind a dot in an office's name is no ending."""

    @pytest.fixture
    def unnamed(self, draft: Draft, backups: BackupStore, qtbot: QtBot) -> Saver:
        window = QWidget()
        qtbot.addWidget(window)
        return Saver(ReportDocument(draft, parent=window), window, backups)

    @pytest.mark.parametrize("typed", ["某局2025.1", "某局2025.1.json", "某局2025.1.JSON"])
    def test_a_draft_is_always_one_by_its_name(
        self, unnamed: Saver, tmp_path: Path, answers: Prepare, typed: str
    ) -> None:
        answers(choose_file(tmp_path / typed))
        assert unnamed.save()
        (kept,) = draft_paths(tmp_path)
        assert kept.name == (typed if typed.lower().endswith(".json") else f"{typed}.json")

    @pytest.mark.parametrize(("answer", "replaced"), [("替换", True), ("取消", False)])
    def test_what_stands_under_the_whole_name_is_asked_about(
        self, unnamed: Saver, tmp_path: Path, answers: Prepare, answer: str, replaced: bool
    ) -> None:
        (tmp_path / "某局2025.1.json").write_bytes(b"{}")
        said = answers(choose_file(tmp_path / "某局2025.1"), press(answer))
        assert unnamed.save() is replaced
        assert said.texts[1] == f"已经有“{tmp_path / '某局2025.1.json'}”，要替换它吗？"
        assert ((tmp_path / "某局2025.1.json").read_bytes() == b"{}") is not replaced


class TestConflict:
    """F-30, F-34, F-35, F-36: somebody saved the file meanwhile."""

    def test_mine_goes_elsewhere_and_both_are_kept(
        self, saver: Saver, document: ReportDocument, path: Path, backups: BackupStore, answers: Prepare
    ) -> None:
        somebody_saves(path, backups)
        answers(press("保留我的（另存）"), press("保存"))
        assert saver.save()
        assert document.path == path.with_stem("草稿（我的）")
        assert (entries(path), entries(document.path)) == ({BUSINESS: 7}, {PERSON: 3})

    def test_the_disks_version_is_one_step_that_can_be_undone(
        self, saver: Saver, document: ReportDocument, path: Path, backups: BackupStore, answers: Prepare
    ) -> None:
        somebody_saves(path, backups)
        steps = document.undo_stack.count()
        answers(press("用磁盘上的"))
        assert not saver.save(), "nothing was saved: whoever closes sees first what there is now"
        assert document.draft.entries == {BUSINESS: 7}
        assert not document.modified
        assert document.undo_stack.count() == steps + 1
        document.undo_stack.undo()
        assert document.draft.entries == {PERSON: 3}
        assert document.modified
        assert saver.save()
        assert entries(path) == {PERSON: 3}

    def test_comparing_shows_both_figures_and_cancelling_changes_nothing(
        self, saver: Saver, document: ReportDocument, path: Path, backups: BackupStore, answers: Prepare
    ) -> None:
        somebody_saves(path, backups)
        rows: list[list[str]] = []
        answers(then(press("比较"), lambda dialog: rows.extend(rows_of(dialog)), escape))
        assert not saver.save()
        assert rows == [
            ["三、申请办理：（一）予以公开·自然人", "3", "（空）"],
            ["三、申请办理：（一）予以公开·商业企业", "（空）", "7"],
        ]
        assert document.modified
        assert entries(path) == {BUSINESS: 7}

    def test_a_change_of_the_same_size_and_time_is_seen(
        self, saver: Saver, document: ReportDocument, path: Path, backups: BackupStore, answers: Prepare
    ) -> None:
        saver.save()
        before = path.stat()
        text = path.read_bytes().replace(b'natural_person": 3', b'natural_person": 4')
        path.write_bytes(text)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
        document.enter(values={BUSINESS: 1})
        answers(press("取消"))
        assert not saver.save()
        assert path.read_bytes() == text

    @pytest.mark.parametrize("drift", [-3600, 2, 86_400 * 3650])
    def test_a_clock_that_jumps_is_no_conflict(self, saver: Saver, path: Path, drift: int) -> None:
        os.utime(path, (path.stat().st_mtime + drift,) * 2)
        assert saver.save()

    @pytest.mark.parametrize(
        "content", [b'{"schema": 999, "edition": "2021", "year": 2025}', b'{"schema"', b"\0" * 4096, b""]
    )
    def test_what_cannot_be_opened_is_not_overwritten(
        self, saver: Saver, document: ReportDocument, path: Path, answers: Prepare, content: bytes
    ) -> None:
        path.write_bytes(content)
        enabled: dict[str, bool] = {}
        answers(then(lambda dialog: enabled.update(buttons_of(dialog)), press("取消")))
        assert not saver.save()
        assert enabled == {"保留我的（另存）": True, "用磁盘上的": False, "比较": False, "取消": True}
        assert path.read_bytes() == content
        assert document.modified

    def test_over_the_unreadable_version_only_after_saying_so_and_with_a_backup(
        self, saver: Saver, document: ReportDocument, path: Path, answers: Prepare, backups: BackupStore
    ) -> None:
        path.write_bytes(b"damaged")
        answers(press("保留我的（另存）"), choose_file(path), replace_it)
        assert saver.save()
        assert entries(path) == {PERSON: 3}
        assert b"damaged" in [version.read() for version in backups.versions(path)]

    def test_without_a_backup_it_is_not_replaced_at_all(
        self, saver: Saver, path: Path, answers: Prepare, backups: BackupStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path.write_bytes(b"damaged")
        monkeypatch.setattr(backups, "_folder", path / "no folder")
        answers(press("保留我的（另存）"), choose_file(path), replace_it, press("取消"))
        assert not saver.save()
        assert path.read_bytes() == b"damaged"

    def test_another_years_report_in_its_place(
        self, saver: Saver, path: Path, answers: Prepare, edition: Edition, backups: BackupStore
    ) -> None:
        save_draft(Draft(edition, 2024, Details(agency="云溪市水利局")), path, backups=backups)
        enabled: dict[str, bool] = {}
        answers(then(lambda dialog: enabled.update(buttons_of(dialog)), press("取消")))
        assert not saver.save()
        assert not enabled["用磁盘上的"]
        assert load_draft(path).draft.year == 2024


class TestNoWayToTheFile:
    """F-17, F-18, F-21, F-24: the file or its disk is gone, or may not be written."""

    def test_a_deleted_file_is_made_again_after_a_question(
        self, saver: Saver, document: ReportDocument, path: Path, answers: Prepare
    ) -> None:
        path.unlink()
        said = answers(press("取消"), press("重新生成"))
        assert not saver.save()
        assert not path.exists()
        assert document.modified
        assert saver.save()
        assert entries(path) == {PERSON: 3}
        assert "已被删除或移走" in said.texts[0]

    def test_a_file_that_came_back_meanwhile_is_not_overwritten(
        self, saver: Saver, path: Path, answers: Prepare, backups: BackupStore
    ) -> None:
        theirs = path.read_bytes().replace("云溪市".encode(), "玉溪市".encode())
        path.unlink()

        def comes_back(dialog: QDialog) -> None:
            path.write_bytes(theirs)
            press("重新生成")(dialog)

        answers(comes_back, press("取消"))
        assert not saver.save()
        assert path.read_bytes() == theirs

    def test_a_missing_folder_leads_elsewhere(
        self, saver: Saver, document: ReportDocument, path: Path, tmp_path: Path, answers: Prepare
    ) -> None:
        path.parent.rename(tmp_path / "elsewhere")
        said = answers(press("另存为"), choose_file(tmp_path / "另存.json"))
        assert saver.save()
        assert entries(tmp_path / "另存.json") == {PERSON: 3}
        assert "不存在或已断开" in said.texts[0]

    def test_a_pulled_stick_is_said_and_nothing_goes_to_the_disk_below(
        self, saver: Saver, document: ReportDocument, path: Path, answers: Prepare
    ) -> None:
        path.unlink()  # the mount point is there, what was on the stick is not
        document.stamp = FileStamp(document.stamp.digest, device=-1)
        said = answers(press("取消"))
        assert not saver.save()
        assert "可能已被拔出" in said.texts[0]
        assert not path.exists()
        assert document.modified

    def test_a_read_only_file_leads_elsewhere(
        self, saver: Saver, document: ReportDocument, path: Path, tmp_path: Path, answers: Prepare
    ) -> None:
        path.chmod(0o444)
        said = answers(press("另存为"), choose_file(tmp_path / "另存.json"))
        assert saver.save()
        assert (entries(path), entries(tmp_path / "另存.json")) == ({}, {PERSON: 3})
        assert "只读" in said.texts[0]


posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX's names and answers")

FAULTS = [
    ("write", errno.ENOSPC, "磁盘已满"),
    ("write", errno.EDQUOT, "磁盘已满或超出配额"),
    ("fsync", errno.EIO, "磁盘读写出错"),
    pytest.param("replace", errno.EACCES, "没有写入权限", marks=posix_only),
    ("replace", errno.EROFS, "磁盘是只读的"),
    ("replace", errno.EBUSY, "占用"),
    ("open_file", errno.EMFILE, "同时打开的文件太多"),
]


@pytest.mark.parametrize(("call", "code", "words"), FAULTS, ids=str)
def test_a_fault_of_the_disk_is_one_sentence_and_trying_again_helps(
    *,
    saver: Saver,
    document: ReportDocument,
    path: Path,
    answers: Prepare,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    code: int,
    words: str,
) -> None:
    before, fired = path.read_bytes(), list[str]()
    place = files if call == "open_file" else os
    real = getattr(place, call)

    def faulty(*arguments: object, **named: object) -> object:
        about_the_draft = call in ("write", "fsync") or str(arguments[0]).startswith(str(path.parent / ".ogi"))
        if about_the_draft and not fired:
            fired.append(call)
            raise OSError(code, os.strerror(code))
        return real(*arguments, **named)

    modified_while_asked: list[bool] = []

    def look_and_cancel(dialog: QDialog) -> None:
        modified_while_asked.append(document.modified)
        press("取消")(dialog)

    monkeypatch.setattr(BackupStore, "keep", lambda *_: None)  # the fault is for the draft
    monkeypatch.setattr(place, call, faulty)
    said = answers(look_and_cancel)
    assert not saver.save()
    assert fired
    assert words in said.texts[0]
    assert said.texts[0].rstrip("。").count("。") <= 1, "two sentences at most"
    assert modified_while_asked == [True]
    assert document.modified
    assert path.read_bytes() == before
    assert saver.save(), "the next attempt starts afresh"
    assert entries(path) == {PERSON: 3}


def test_a_refused_save_asks_for_a_recovery_copy(saver: Saver, path: Path, answers: Prepare, qtbot: QtBot) -> None:
    path.chmod(0o444)
    answers(press("取消"))
    with qtbot.waitSignal(saver.refused):
        saver.save()


class TestClosing:
    """F-58: closing asks once, and a save that fails keeps the report open."""

    def test_saved_is_not_asked_about(self, saver: Saver) -> None:
        saver.save()
        assert saver.may_close()

    @pytest.mark.parametrize(("button", "may"), [("保存", True), ("不保存", True), ("取消", False)])
    def test_the_three_answers(self, saver: Saver, path: Path, answers: Prepare, *, button: str, may: bool) -> None:
        answers(press(button))
        assert saver.may_close() is may
        assert entries(path) == ({PERSON: 3} if button == "保存" else {})

    def test_escape_stays(self, saver: Saver, answers: Prepare) -> None:
        answers(escape)
        assert not saver.may_close()

    def test_a_failed_save_keeps_it_open(self, saver: Saver, path: Path, answers: Prepare) -> None:
        path.chmod(0o444)
        answers(press("保存"), press("取消"))
        assert not saver.may_close()

    def test_taking_the_disks_version_keeps_it_open(
        self, saver: Saver, path: Path, answers: Prepare, backups: BackupStore
    ) -> None:
        somebody_saves(path, backups)
        answers(press("保存"), press("用磁盘上的"))
        assert not saver.may_close()


class TestSlowShare:
    """F-23: the user can stop waiting, and is told the truth afterwards."""

    def test_giving_up_leaves_the_draft_unsaved_and_the_late_end_is_no_conflict(
        self,
        *,
        saver: Saver,
        document: ReportDocument,
        path: Path,
        answers: Prepare,
        qtbot: QtBot,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        go_on, ended = threading.Event(), threading.Event()

        def slowly(*arguments: Any, **named: Any) -> object:
            go_on.wait(10)
            try:
                return save_draft(*arguments, **named)
            finally:
                ended.set()

        monkeypatch.setattr(saving, "save_draft", slowly)
        answers()  # no question is expected
        QTimer.singleShot(2 * SILENT_MS, lambda: escape(QApplication.activeModalWidget()))
        assert not saver.save()
        assert document.modified
        go_on.set()
        qtbot.waitUntil(ended.is_set)
        qtbot.wait(20)
        document.enter(values={BUSINESS: 5})
        assert saver.save()
        assert entries(path) == {PERSON: 3, BUSINESS: 5}


def test_a_warning_after_a_save_is_passed_on(saver: Saver, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_folder_reached_the_disk", lambda _folder: False)
    with qtbot.waitSignal(saver.warned, check_params_cb=lambda text: "尚未确认写入磁盘" in text):
        assert saver.save()


@posix_only
def test_the_names_of_hostile_files_are_shown_literally(
    saver: Saver, document: ReportDocument, path: Path, answers: Prepare, backups: BackupStore
) -> None:
    """Q-01, Q-05."""
    hostile = path.with_name("<img src='canary.png'><b>x\u202egnp.json")
    path.rename(hostile)
    document.path = hostile
    somebody_saves(hostile, backups)
    texts: list[str] = []

    def read(dialog: QDialog) -> None:
        for shown in dialog.findChildren(QWidget):
            if isinstance(shown, QLabel | QMessageBox):
                assert shown.textFormat() == Qt.TextFormat.PlainText
                texts.append(shown.text())
        escape(dialog)

    answers(read)
    saver.save()
    assert any("<img src='canary.png'><b>x[U+202E]gnp.json" in text for text in texts)


def replace_it(dialog: QDialog) -> None:
    """The file dialog's own question, in whatever language it speaks."""
    assert isinstance(dialog, QMessageBox)
    QTest.mouseClick(dialog.button(QMessageBox.StandardButton.Yes), Qt.MouseButton.LeftButton)


def rows_of(dialog: QDialog) -> list[list[str]]:
    table = dialog.findChild(QTableWidget)
    assert isinstance(table, QTableWidget)
    assert table.isVisible()
    return [[table.item(row, column).text() for column in range(3)] for row in range(table.rowCount())]


def buttons_of(dialog: QDialog) -> dict[str, bool]:
    return {button.text(): button.isEnabled() for button in dialog.findChildren(QPushButton)}
