"""Opening drafts that are in use, read-only, damaged or gone: it is said along the top, and there is a way on."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from gui.app.workers import wait_for_all
from gui.files import draft_files
from gui.files.draft_files import _Claim
from gui.panels.parts import LAST_YEAR
from gui.widgets.busy import SILENT_MS
from gui.widgets.notices import NoticeBar
from gui.window.main_window import MainWindow
from model.draft import Draft
from model.form.edition import CellRef
from model.importing import opening
from model.report.report import Details
from model.store import presence
from model.store.draft_file import load_draft, load_last_year, save_draft
from model.store.presence import Presence
from tests.gui.dialogs import Answers, choose_file, escape, press

PERSON = CellRef("requests", "granted", "natural_person")
BUSINESS = CellRef("requests", "granted", "business")
CARRIED_IN = CellRef("requests", "carried_in", "natural_person")
CARRIED_OVER = CellRef("requests", "carried_over", "natural_person")

Prepare = Callable[..., Answers]


@pytest.fixture
def path(tmp_path: Path, draft: Draft) -> Path:
    target = tmp_path / "年报" / "草稿.json"
    target.parent.mkdir()
    save_draft(draft, target)
    return target


@pytest.fixture
def colleague(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Presence]:
    """Somebody on another computer has the draft open, under a name that looks like markup."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(presence, "host_name", lambda: "二楼电脑")
        patch.setattr("getpass.getuser", lambda: "<b>李静")
        theirs = presence.announce(path)
    yield theirs
    theirs.release()


def click(window: MainWindow, name: str) -> None:
    """Click a button of the bar along the top."""
    buttons = [button for button in window.notices.findChildren(QPushButton) if button.text().startswith(name)]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


class TestInUse:
    """F-45: a draft that somebody else has open."""

    def test_it_opens_read_only_and_the_bar_says_who_has_it(
        self, window: MainWindow, path: Path, colleague: Presence
    ) -> None:
        assert window.file_actions.open_path(path)
        assert window.document and not window.document.editable
        (text,) = window.notices.texts
        assert text.startswith("<b>李静（在 二楼电脑 上，自 ")
        assert "正在使用这份草稿，这里以只读方式打开" in text
        for shown in window.notices.findChildren(QLabel):
            assert shown.textFormat() == Qt.TextFormat.PlainText

    def test_taking_over_is_asked_and_shows_what_they_saved(
        self, window: MainWindow, path: Path, colleague: Presence, answers: Prepare
    ) -> None:
        window.file_actions.open_path(path)
        theirs = load_draft(path).draft
        theirs.enter({BUSINESS: 7})
        save_draft(theirs, path)
        answers(press("接管"))
        click(window, "接管")
        assert window.document and window.document.editable
        assert window.document.draft.entries == {BUSINESS: 7}
        assert not window.document.modified
        assert window.notices.texts == []
        window.document.enter(values={PERSON: 3})
        window.file_actions.save()
        assert load_draft(path).draft.entries == {BUSINESS: 7, PERSON: 3}

    def test_thinking_better_of_taking_over(
        self, window: MainWindow, path: Path, colleague: Presence, answers: Prepare
    ) -> None:
        window.file_actions.open_path(path)
        answers(escape)
        click(window, "接管")
        assert window.document and not window.document.editable
        assert len(window.notices.texts) == 1

    def test_a_copy_of_ones_own_can_be_edited(
        self, window: MainWindow, path: Path, colleague: Presence, answers: Prepare
    ) -> None:
        window.file_actions.open_path(path)
        other = path.with_name("我的.json")
        answers(choose_file(other))
        click(window, "另存为")
        assert window.document and window.document.editable
        assert window.document.path == other
        assert window.notices.texts == []

    def test_whoever_has_it_is_left_in_peace(self, window: MainWindow, path: Path, colleague: Presence) -> None:
        before = sorted(path.parent.iterdir())
        window.file_actions.open_path(path)
        window.close()
        assert sorted(path.parent.iterdir()) == before


def test_others_are_told_until_the_window_closes(window: MainWindow, path: Path) -> None:
    window.file_actions.open_path(path)
    (announcement,) = path.parent.glob(".ogi-*.lock")
    assert json.loads(announcement.read_bytes())["user"]
    window.close()
    assert not list(path.parent.glob(".ogi-*.lock"))


def test_a_read_only_file_says_so(window: MainWindow, path: Path) -> None:
    """F-17."""
    path.chmod(0o444)
    window.file_actions.open_path(path)
    assert window.document and not window.document.editable
    assert "只读文件" in window.notices.texts[0]


def test_a_folder_that_takes_no_announcement_says_so(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F-47."""

    def refuse(_: Path) -> None:
        raise PermissionError(13, "")

    monkeypatch.setattr(presence, "_create", refuse)
    window.file_actions.open_path(path)
    assert window.document and not window.document.editable
    assert "不允许写入" in window.notices.texts[0]


class TestDisk:
    """O6: no disk, however slow, stops the window."""

    @pytest.fixture
    def elsewhere(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Writes down what reads or writes a draft or an announcement, and fails where the window would wait."""
        done: list[str] = []

        def watched(name: str, work: Callable[..., object]) -> Callable[..., object]:
            def watching(*arguments: object, **named: object) -> object:
                assert threading.current_thread() is not threading.main_thread(), name
                done.append(name)
                return work(*arguments, **named)

            return watching

        monkeypatch.setattr(draft_files, "load_draft", watched("load", load_draft))
        monkeypatch.setattr(opening, "load_last_year", watched("load", load_last_year))
        for name in ("announce", "take_over"):
            monkeypatch.setattr(draft_files, name, watched(name, getattr(presence, name)))
        monkeypatch.setattr(_Claim, "give_up", watched("release", _Claim.give_up))
        return done

    def test_opening_reverting_and_closing(
        self, window: MainWindow, path: Path, elsewhere: list[str], answers: Prepare
    ) -> None:
        window.file_actions.open_path(path)
        assert window.document
        window.document.enter(values={PERSON: 3})
        answers(press("还原"))
        window.file_actions.revert()
        assert (window.document.modified, window.document.draft.entries) == (False, {})
        window.close()
        assert elsewhere == ["load", "announce", "load", "release"]

    def test_taking_over(
        self, window: MainWindow, path: Path, colleague: Presence, elsewhere: list[str], answers: Prepare
    ) -> None:
        window.file_actions.open_path(path)
        answers(press("接管"))
        window.file_actions.take_over()
        assert window.document and window.document.editable
        assert elsewhere == ["load", "announce", "take_over", "load"]

    def test_taking_last_years_figures(
        self, window: MainWindow, path: Path, draft: Draft, elsewhere: list[str], answers: Prepare
    ) -> None:
        last = Draft(draft.edition, 2024, Details(agency=draft.agency))
        last.enter({CARRIED_OVER: 4})
        save_draft(last, path.with_name("2024.json"))
        window.file_actions.open_path(path)
        answers(choose_file(path.with_name("2024.json")))
        window.file_actions.take_last_year()
        assert window.document and window.workspace
        assert window.document.draft.entries[CARRIED_IN] == 4
        assert window.workspace.panel.part.key == LAST_YEAR
        assert elsewhere.count("load") == 2

    def test_an_announcement_that_comes_too_late_is_taken_back(
        self, window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch, answers: Prepare, qtbot: QtBot
    ) -> None:
        gate = threading.Event()

        def slow(target: Path) -> Presence:
            gate.wait(5)
            return presence.announce(target)

        monkeypatch.setattr(draft_files, "announce", slow)
        QTimer.singleShot(SILENT_MS + 200, lambda: press("取消")(QApplication.activeModalWidget()))
        assert not window.file_actions.open_path(path)
        gate.set()
        assert wait_for_all()
        assert not list(path.parent.glob(".ogi-*.lock"))


def test_another_report_in_the_file_is_not_taken_for_this_one(
    window: MainWindow, path: Path, draft: Draft, answers: Prepare
) -> None:
    window.file_actions.open_path(path)
    save_draft(Draft(draft.edition, 2024, Details(agency=draft.agency)), path)
    said = answers(press("还原"), press("知道了"))
    window.file_actions.revert()
    assert said.texts[1].startswith("文件里现在是另一份年报，没有还原")
    assert window.document and window.document.draft.year == 2025


def test_a_locked_report_is_not_reverted(window: MainWindow, path: Path, colleague: Presence, answers: Prepare) -> None:
    window.file_actions.open_path(path)
    assert window.document
    window.document.mark_unsaved()
    said = answers(press("知道了"))
    window.file_actions.revert()
    assert said.texts[0].startswith("没有还原：")
    assert window.document.modified


def test_last_years_report_of_another_year_is_refused(
    window: MainWindow, path: Path, draft: Draft, answers: Prepare
) -> None:
    save_draft(Draft(draft.edition, 2023, Details(agency=draft.agency)), path.with_name("2023.json"))
    window.file_actions.open_path(path)
    said = answers(choose_file(path.with_name("2023.json")), press("知道了"))
    window.file_actions.take_last_year()
    assert said.texts[1] == "“2023.json”是 2023 年的年报，2025 年的年报要提取 2024 年的数。"
    assert window.document and window.document.draft.previous is None


def test_last_years_report_may_be_a_document(window: MainWindow, path: Path, answers: Prepare) -> None:
    """A published page of last year: figures that are handed on come over, its text stands in the panel 上年."""
    page = path.with_name("2024年年报.txt")
    figures = "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0\n四、结转下年度继续办理\t4\t0\t0\t0\t0\t0\t4\n"
    page.write_text(
        "云溪市民政局2024年政府信息公开工作年度报告\n一、总体情况\n全年平稳。\n"
        f"三、收到和处理政府信息公开申请情况\n{figures}",
        encoding="utf-8",
    )
    window.file_actions.open_path(path)
    said = answers(choose_file(page), press("知道了"))
    window.file_actions.take_last_year()
    assert window.document and window.document.draft.previous
    assert window.document.draft.entries[CARRIED_IN] == 4
    assert window.document.draft.previous.narratives == {"overview": "全年平稳。"}
    assert "需要注意" in said.texts[1]


class TestUnreadable:
    """F-27: the file is damaged or gone; what was saved is among the backups."""

    @pytest.fixture
    def saved_twice(self, path: Path, draft: Draft) -> Path:
        draft.enter({PERSON: 3})
        save_draft(draft, path)
        return path

    @pytest.mark.parametrize("content", [b"", b"\0" * 5000, b'{"schema": 1', None])
    def test_the_newest_backup_is_offered_and_the_file_is_left_as_it_is(
        self, window: MainWindow, saved_twice: Path, answers: Prepare, content: bytes | None
    ) -> None:
        saved_twice.write_bytes(content) if content is not None else saved_twice.unlink()
        said = answers(press("打开备份"))
        assert window.file_actions.open_path(saved_twice)
        assert "今天" in said.texts[0]
        document = window.document
        assert document and (document.path, document.modified) == (None, True)
        assert document.draft.entries == {PERSON: 3}
        assert (saved_twice.read_bytes() if content is not None else None) == content

    def test_a_damaged_backup_is_passed_over(self, window: MainWindow, saved_twice: Path, answers: Prepare) -> None:
        newest, *_ = window.file_actions.files._backups.versions(saved_twice)
        newest.file.write_bytes(b"damaged as well")
        saved_twice.write_bytes(b"")
        answers(press("打开备份"))
        assert window.file_actions.open_path(saved_twice)
        assert window.document and window.document.draft.entries == {}

    def test_declining_opens_nothing(self, window: MainWindow, saved_twice: Path, answers: Prepare) -> None:
        saved_twice.write_bytes(b"")
        answers(press("取消"))
        assert not window.file_actions.open_path(saved_twice)
        assert window.document is None


def test_a_save_that_fails_at_closing_keeps_the_window(window: MainWindow, path: Path, answers: Prepare) -> None:
    """F-58, with the recovery copy that the failure leaves."""
    window.file_actions.open_path(path)
    assert window.document and window.session.autosave
    window.document.enter(values={PERSON: 3})
    path.chmod(0o444)
    answers(press("保存"), press("取消"))
    assert not window.close()
    assert window.isVisible()
    assert window.document.modified
    window.session.autosave._slot.release()
    (copy,) = window._recovery.pending()
    assert b'"requests.granted.natural_person": 3' in copy.data


def test_a_change_from_outside_while_a_cell_is_being_edited(
    window: MainWindow, path: Path, answers: Prepare, qtbot: QtBot
) -> None:
    """F-31: what is being typed and what somebody saved are both kept."""
    window.file_actions.open_path(path)
    assert window.workspace and window.document
    window.workspace.go_to(PERSON)
    table = window.workspace.table
    assert table
    QTest.keyClicks(table, "7")
    theirs = load_draft(path).draft
    theirs.enter({BUSINESS: 5})
    save_draft(theirs, path)
    answers(press("保留我的（另存）"), press("保存"))
    window.file_actions.save()
    assert load_draft(path).draft.entries == {BUSINESS: 5}
    assert load_draft(path.with_stem("草稿（我的）")).draft.entries == {PERSON: 7}


def test_a_notice_gives_way_to_the_next_about_the_same_subject(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.say("save", "第一句。")
    bar.say("copies", "第二句。")
    bar.say("save", "第三句。")
    assert bar.texts == ["第二句。", "第三句。"]
    with qtbot.waitExposed(bar):
        pass
    QApplication.processEvents()
    dismiss = [button for button in bar.findChildren(QPushButton) if button.isVisibleTo(bar)]
    for button in dismiss:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bar.texts == []
    assert bar.isHidden()


def test_an_earlier_version_comes_back_as_one_step(
    window: MainWindow, path: Path, draft: Draft, answers: Prepare
) -> None:
    draft.enter({PERSON: 3})
    save_draft(draft, path)
    draft.enter({PERSON: 4})
    save_draft(draft, path)
    seen: list[str] = []

    def choose(dialog: QDialog) -> None:
        listing = dialog.findChild(QListWidget)
        assert isinstance(listing, QListWidget)
        seen.extend(listing.item(row).text() for row in range(listing.count()))
        QTest.keyClick(listing, Qt.Key.Key_Down)
        press("打开这一版")(dialog)

    answers(choose)
    window.file_actions.open_version(path)
    assert [line.partition("，")[2] for line in seen] == ["已填 1 格，正文 0 字"] * 2 + ["已填 0 格，正文 0 字"]
    assert window.document
    assert (window.document.path, window.document.modified) == (path, True)
    assert window.document.draft.entries == {PERSON: 3}
    window.document.undo_stack.undo()
    assert window.document.draft.entries == {PERSON: 4}
    window.document.undo_stack.setClean()


def test_a_draft_without_earlier_versions_says_so(window: MainWindow, tmp_path: Path, answers: Prepare) -> None:
    said = answers(press("知道了"))
    window.file_actions.open_version(tmp_path / "没有.json")
    assert said.texts == ["没有“没有.json”以前的版本。"]
