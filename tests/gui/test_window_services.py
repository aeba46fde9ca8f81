"""The window and what serves it: beginning, preview, help, print, export, each from the keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.dialogs.help_viewer import HelpWindow
from gui.files.printing import PrintDialog
from gui.panels.preview import PreviewPanel
from gui.window.main_window import MainWindow
from gui.window.start_page import StartPage
from model.draft import Draft
from model.form.edition import Edition
from model.page import Typesetter
from model.report.report import Details
from model.store.draft_file import save_draft
from tests.gui.dialogs import Answers, choose_file, escape, press

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sample(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The window with the shipped sample in it."""
    window.show_start_page()
    window.activateWindow()
    window.findChild(StartPage).sample_wanted.emit()
    qtbot.waitUntil(lambda: window.workspace is not None)
    return window


def preview_of(window: MainWindow) -> PreviewPanel:
    panel = window.findChild(PreviewPanel)
    assert isinstance(panel, PreviewPanel)
    return panel


def help_shown() -> str:
    """The heading that the guide stands at."""
    shown = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, HelpWindow))
    return shown.view.textCursor().block().text()


def drop(window: QWidget, path: Path) -> bool:
    """Drag a file onto the window and let go; whether the window takes it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    kept = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(window.rect().center(), *kept)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(window.rect().center()), *kept))
    return enter.isAccepted()


def test_a_new_report_from_the_start_page(qtbot: QtBot, window: MainWindow, answers: Callable[..., Answers]) -> None:
    def fill_in(dialog: QDialog) -> None:
        QTest.keyClicks(dialog.findChild(QLineEdit), "Yunxi")
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    window.show_start_page()
    answers(fill_in)
    window.findChild(StartPage).new_wanted.emit()
    assert window.document is not None
    assert (window.document.draft.agency, window.document.draft.year) == ("Yunxi", 2025)
    assert window.document.modified


def test_a_dropped_draft_is_opened(qtbot: QtBot, window: MainWindow, edition: Edition, tmp_path: Path) -> None:
    path = tmp_path / "云溪.json"
    save_draft(Draft(edition, 2025, Details(agency="云溪市民政局")), path)
    window.show_start_page()
    assert drop(window, path)
    qtbot.waitUntil(lambda: window.document is not None)
    assert window.document is not None
    assert window.document.path == path


def test_a_dropped_document_is_imported(
    qtbot: QtBot, window: MainWindow, answers: Callable[..., Answers], tmp_path: Path
) -> None:
    path = tmp_path / "年报.txt"
    path.write_text("云溪市民政局2024年政府信息公开工作年度报告\n一、总体情况\n全年平稳。\n", encoding="utf-8")
    window.show_start_page()
    answers(press("作为新草稿打开"))
    assert drop(window, path)
    qtbot.waitUntil(lambda: window.document is not None)
    assert window.document is not None
    assert (window.document.draft.year, window.document.path) == (2024, None)


def test_a_picture_is_not_taken(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    window.show_start_page()
    assert not drop(window, tmp_path / "a.png")


def test_f5_shows_the_preview_with_room_and_it_follows_the_tabs(qtbot: QtBot, sample: MainWindow) -> None:
    sample.resize(1366, 720)
    QTest.keyClick(sample, Qt.Key.Key_F7)
    narrow = sample.workspace.panel.width()
    QTest.keyClick(sample, Qt.Key.Key_F5)
    preview = preview_of(sample)
    qtbot.waitUntil(lambda: preview.up_to_date)
    assert sample.workspace.panel.width() > sample.width() // 3
    sample.workspace.show_section("requests")
    qtbot.waitUntil(lambda: preview.view.page == 3)
    QTest.keyClick(sample, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: sample.workspace.panel.width() == narrow)


def test_a_click_on_a_page_goes_to_its_tab(qtbot: QtBot, sample: MainWindow) -> None:
    QTest.keyClick(sample, Qt.Key.Key_F5)
    preview = preview_of(sample)
    qtbot.waitUntil(lambda: preview.up_to_date)
    preview.show_section("disputes")
    anchor = next(anchor for anchor in preview.view.anchors if anchor.key == "disputes")
    place = preview.view.place_of(anchor).center().toPoint()
    QTest.mouseClick(preview.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert sample.workspace.section == "disputes"


def test_f1_explains_the_tab_and_the_finding(qtbot: QtBot, sample: MainWindow) -> None:
    sample.workspace.show_section("requests")
    sample.workspace.page.take_focus()
    QTest.keyClick(sample, Qt.Key.Key_F1)
    assert help_shown() == "一、本年新收政府信息公开申请数量", "the row that the cursor is in"
    sample.workspace.show_section("overview")
    sample.activateWindow()
    sample.workspace.page.take_focus()
    QTest.keyClick(sample, Qt.Key.Key_F1)
    assert help_shown().startswith("4.")
    cell = next(ref for check in sample.document.draft.edition.checks for ref in [check.left[0].ref])
    sample.document.enter(values={cell: 8888})
    sample.activateWindow()
    QTest.keyClick(sample, Qt.Key.Key_F8)
    QTest.keyClick(sample, Qt.Key.Key_F7)
    sample.workspace.panel.take_focus()
    QTest.keyClick(sample, Qt.Key.Key_F1)
    assert help_shown().startswith("不平")


def test_ctrl_p_opens_the_print_dialog_and_esc_leaves_it(sample: MainWindow, answers: Callable[..., Answers]) -> None:
    said = answers(escape)
    QTest.keyClick(sample, Qt.Key.Key_P, CONTROL)
    assert said.texts == ["打印"]
    assert not any(isinstance(widget, PrintDialog) and widget.isVisible() for widget in QApplication.topLevelWidgets())


def test_ctrl_e_exports(sample: MainWindow, answers: Callable[..., Answers], tmp_path: Path) -> None:
    answers(choose_file(tmp_path / "公开.pdf"), press("关闭"))
    QTest.keyClick(sample, Qt.Key.Key_E, CONTROL)
    assert (tmp_path / "公开.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_what_is_being_typed_is_in_the_export(
    sample: MainWindow, answers: Callable[..., Answers], tmp_path: Path
) -> None:
    sample.workspace.show_section("requests")
    sample.workspace.page.take_focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_8)
    answers(press("导出草稿"), choose_file(tmp_path / "公开.pdf"), press("关闭"))
    QTest.keyClick(sample, Qt.Key.Key_E, CONTROL)
    assert 8 in sample.document.draft.entries.values()
    assert (tmp_path / "公开.pdf").read_bytes() == Typesetter().report(sample.document.draft).pdf


def test_a_figure_that_is_refused_keeps_its_field_and_nothing_is_exported(sample: MainWindow) -> None:
    sample.workspace.show_section("requests")
    sample.workspace.page.take_focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_X)
    QTest.keyClick(sample, Qt.Key.Key_E, CONTROL)
    assert QApplication.activeModalWidget() is None
    assert isinstance(QApplication.focusWidget(), QLineEdit)
