"""The page before a report is open: drafts here, recent files elsewhere, and the ways to begin."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gui.app.settings import Settings
from gui.window.draft_list import DraftListModel, DraftListView, Drafts, find_drafts
from gui.window.start_page import StartPage
from model.draft import Draft
from model.form.edition import Edition
from model.report.report import Details, Edit, zeros_for_blanks
from model.store.draft_file import save_draft
from model.store.draft_index import DraftIndex
from tests.gui.dialogs import Answers, escape, press


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "公开年报"
    folder.mkdir()
    return folder


@pytest.fixture
def save(edition: Edition) -> Callable[..., Path]:
    """Saves a draft: by default a blank one."""

    def make(path: Path, agency: str, *, wrong: bool = False, finished: bool = False) -> Path:
        draft = Draft(edition, 2025, Details(agency=agency))
        if wrong:
            draft.apply(zeros_for_blanks(draft))
            draft.enter({edition.checks[0].left[0].ref: 6})
        if finished:
            draft.apply(Edit(details={"finished": "2026-01-08"}))
        save_draft(draft, path)
        return path

    return make


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def page(qtbot: QtBot, settings: Settings, folder: Path) -> StartPage:
    page = StartPage(settings, DraftIndex(), folder)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    return page


def rows_of(view: DraftListView) -> list[tuple[str, ...]]:
    model = view.model()
    return [tuple(model.index(row, column).data() for column in range(4)) for row in range(model.rowCount())]


def test_drafts_are_listed_with_how_far_they_are(
    qtbot: QtBot, page: StartPage, folder: Path, save: Callable[..., Path]
) -> None:
    save(folder / "a.json", "云溪市民政局")
    save(folder / "b.json", "云溪市财政局", wrong=True)
    save(folder / "c.json", "云溪市水利局", finished=True)
    (folder / "d.json").write_text("{", encoding="utf-8")
    page.show()
    qtbot.waitUntil(lambda: len(rows_of(page.drafts)) == 4)
    assert set(rows_of(page.drafts)) == {
        ("", "d", "d", "打不开"),
        ("2025 年", "云溪市水利局", "c", "已定稿"),
        ("2025 年", "云溪市民政局", "a", "草稿"),
        ("2025 年", "云溪市财政局", "b", "有 2 处不平"),  # the column and the total
    }


def test_recent_files_from_elsewhere_stand_apart_and_missing_ones_cannot_be_chosen(
    qtbot: QtBot, page: StartPage, settings: Settings, save: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "公开年报"
    settings.add_recent(save(folder / "a.json", "云溪市民政局"))
    settings.add_recent(tmp_path / "U盘" / "不见了.json")
    settings.add_recent(save(tmp_path / "b.json", "云溪市财政局"))
    page.show()
    qtbot.waitUntil(lambda: bool(rows_of(page.recent)))
    assert [row[1] for row in rows_of(page.recent)] == ["云溪市财政局", "不见了"]
    assert [row[1] for row in rows_of(page.drafts)] == ["云溪市民政局"]
    gone = page.recent.model().index(1, 0)
    assert page.recent.model().index(1, 3).data() == "找不到文件"
    assert not gone.flags() & Qt.ItemFlag.ItemIsEnabled


def test_enter_opens_the_chosen_draft(qtbot: QtBot, page: StartPage, folder: Path, save: Callable[..., Path]) -> None:
    path = save(folder / "a.json", "云溪市民政局")
    page.show()
    qtbot.waitUntil(lambda: bool(rows_of(page.drafts)))
    page.activateWindow()
    page.setFocus()
    for _ in range(5):  # the buttons
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.drafts
    assert page.drafts.selectionModel().isRowSelected(0, QModelIndex())
    with qtbot.waitSignal(page.draft_chosen) as chosen:
        QTest.keyClick(page.drafts, Qt.Key.Key_Return)
    assert chosen.args == [path]


def test_a_double_click_opens_too(qtbot: QtBot, page: StartPage, folder: Path, save: Callable[..., Path]) -> None:
    path = save(folder / "a.json", "云溪市民政局")
    page.show()
    qtbot.waitUntil(lambda: bool(rows_of(page.drafts)))
    place = page.drafts.visualRect(page.drafts.model().index(0, 0)).center()
    QTest.mouseClick(page.drafts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(page.draft_chosen) as chosen:
        QTest.mouseDClick(page.drafts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [path]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
@pytest.mark.parametrize(
    ("words", "signal"),
    [("新建", "new_wanted"), ("打开", "open_wanted"), ("导入", "import_wanted"), ("用示例", "sample_wanted")],
)
def test_each_way_to_begin_can_be_pressed_from_the_keyboard(
    qtbot: QtBot, page: StartPage, words: str, signal: str, key: Qt.Key
) -> None:
    page.show()
    button = next(button for button in page.findChildren(QPushButton) if button.text().startswith(words))
    with qtbot.waitSignal(getattr(page, signal)):
        QTest.keyClick(button, key)


def test_nothing_is_said_of_a_folder_before_it_was_looked_at(qtbot: QtBot, page: StartPage) -> None:
    def said() -> list[str]:
        return [text.text() for text in page.findChildren(QLabel) if text.isVisible() and "草稿" in text.text()]

    page.show()
    assert not any(text.startswith("还没有草稿") for text in said())
    qtbot.waitUntil(lambda: not page._search.busy)
    assert any(text.startswith("还没有草稿") for text in said())


def test_a_draft_that_appears_is_there_when_one_comes_back(
    qtbot: QtBot, page: StartPage, folder: Path, save: Callable[..., Path]
) -> None:
    page.show()
    qtbot.waitUntil(lambda: not page._search.busy)
    assert rows_of(page.drafts) == []
    page.hide()
    save(folder / "a.json", "云溪市民政局")
    page.show()
    qtbot.waitUntil(lambda: bool(rows_of(page.drafts)))


def test_the_lists_are_read_off_the_gui_thread(qtbot: QtBot, page: StartPage, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []

    def note(*_: object) -> Drafts:
        threads.append(threading.get_ident())
        return Drafts((), ())

    monkeypatch.setattr("gui.window.start_page.find_drafts", note)
    page.show()
    qtbot.waitUntil(lambda: bool(threads))
    assert threading.get_ident() not in threads


def test_the_folder_is_looked_at_again_for_the_recent_files_alone(
    qtbot: QtBot, page: StartPage, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show()
    qtbot.waitUntil(lambda: not page._search.busy)
    asked: list[object] = []
    monkeypatch.setattr(page._search, "request", asked.append)
    settings.change(text_size=120, geometry="AAAA")
    assert asked == []
    settings.add_recent(tmp_path / "a.json")
    assert asked == [(tmp_path / "a.json",)]


def test_a_name_that_looks_like_markup_is_shown_as_it_is(
    qtbot: QtBot, page: StartPage, folder: Path, save: Callable[..., Path]
) -> None:
    save(folder / "a.json", "<b>x</b><img src='/canary.png'>")
    page.show()
    qtbot.waitUntil(lambda: bool(rows_of(page.drafts)))
    assert rows_of(page.drafts)[0][1] == "<b>x</b><img src='/canary.png'>"


def test_forgetting_takes_a_file_off_the_list(
    qtbot: QtBot, page: StartPage, settings: Settings, tmp_path: Path
) -> None:
    settings.add_recent(tmp_path / "不见了.json")
    page.show()
    qtbot.waitUntil(lambda: bool(rows_of(page.recent)))
    menu = page.menu.menu_of(page.recent.drafts.listed(page.recent.model().index(0, 0)), forgettable=True)
    actions = {action.text(): action for action in menu.actions()}
    assert not actions["打开"].isEnabled()
    actions["从列表中移除"].trigger()
    qtbot.waitUntil(lambda: not rows_of(page.recent))
    assert settings.recent == ()


def test_the_model_keeps_qts_rules(
    qtmodeltester: ModelTester, folder: Path, save: Callable[..., Path], qapp: object
) -> None:
    model = DraftListModel()
    save(folder / "a.json", "云溪市民政局")
    model.show_rows(find_drafts(DraftIndex(), folder, ()).here)
    assert model.rowCount(model.index(0, 0)) == 0
    qtmodeltester.check(model)
    model.show_rows(())
    qtmodeltester.check(model)


def test_a_screen_reader_hears_the_whole_line(folder: Path, save: Callable[..., Path], qapp: object) -> None:
    save(folder / "a.json", "云溪市民政局")
    model = DraftListModel()
    model.show_rows(find_drafts(DraftIndex(), folder, ()).here)
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("2025 年，云溪市民政局，a，草稿，今天")
    assert model.data(QModelIndex()) is None


class TestTidying:
    """Renaming, copying, deleting, and going back to an earlier version, from the list."""

    @pytest.fixture
    def listed(self, qtbot: QtBot, page: StartPage, folder: Path, save: Callable[..., Path]) -> Path:
        path = save(folder / "a.json", "云溪市民政局")
        page.show()
        qtbot.waitUntil(lambda: bool(rows_of(page.drafts)))
        return path

    @staticmethod
    def choose(page: StartPage, text: str) -> None:
        menu = page.menu.menu_of(page.drafts.drafts.listed(page.drafts.model().index(0, 0)), forgettable=False)
        next(action for action in menu.actions() if action.text().startswith(text)).trigger()

    def test_a_draft_gets_another_name(self, qtbot: QtBot, page: StartPage, listed: Path) -> None:
        def rename(dialog: QDialog) -> None:
            field = dialog.findChild(QLineEdit)
            assert isinstance(field, QLineEdit)
            assert field.selectedText() == "a"
            QTest.keyClicks(field, "b")
            QTest.keyClick(field, Qt.Key.Key_Return)

        answers = Answers([rename])
        self.choose(page, "重命名")
        answers.stop()
        qtbot.waitUntil(lambda: [row[2] for row in rows_of(page.drafts)] == ["b"])
        assert [path.name for path in listed.parent.iterdir()] == ["b.json"]

    def test_a_copy_lies_beside_it(self, qtbot: QtBot, page: StartPage, listed: Path) -> None:
        self.choose(page, "复制一份")
        qtbot.waitUntil(lambda: sorted(row[2] for row in rows_of(page.drafts)) == ["a", "a（副本）"])

    def test_what_was_deleted_comes_back(
        self, qtbot: QtBot, page: StartPage, listed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def into(trash: Path) -> Callable[[Path], Path]:
            trash.mkdir()
            return lambda path: path.rename(trash / path.name)

        monkeypatch.setattr("gui.window.draft_menu.move_to_trash", into(tmp_path / "trash"))
        answers = Answers([press("移到回收站")])
        self.choose(page, "删除")
        answers.stop()
        assert not listed.exists()
        assert page._notices.texts == ["已把“a.json”移到回收站。"]
        button = next(button for button in page._notices.findChildren(QPushButton) if button.text() == "撤销")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(rows_of(page.drafts)))
        assert listed.exists()
        assert page._notices.texts == []

    def test_thinking_better_of_it_deletes_nothing(self, page: StartPage, listed: Path) -> None:
        answers = Answers([escape])
        self.choose(page, "删除")
        answers.stop()
        assert listed.exists()
