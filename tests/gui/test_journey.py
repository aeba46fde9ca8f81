"""One clerk, one report, from nothing to paper, with one mistake and one power cut on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.app.settings import Settings
from gui.files.printing import PrintDialog
from gui.window.main_window import MainWindow
from gui.window.start_page import StartPage
from gui.window.workspace import Workspace
from model.exporting import format_named, leave
from model.exporting.publishing import publication_folder
from model.form.edition import CellRef
from model.store.draft_file import load_draft
from model.store.recovery import RecoveryStore
from tests.gui.dialogs import Answer, Answers, choose_file, press

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
TEXT = "2025"
PASTED = "年没有收取信息处理费；公开不够及时的问题，下一步改进。"


class Clerk:
    """Presses keys where the focus is, and answers dialogs as they come."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self._folder = folder
        self._qtbot = qtbot
        self._windows: list[MainWindow] = []
        """All of them: a window that only the garbage collector knows may die on a worker's thread."""
        self.window = self.start()

    def start(self) -> MainWindow:
        """Start the program."""
        settings = Settings(self._folder / "settings.json")
        self.window = MainWindow(settings, RecoveryStore(self._folder / "recovery"), today=lambda: date(2026, 1, 19))
        self._windows.append(self.window)
        self._qtbot.addWidget(self.window, before_close_func=forget_edits)
        self.window.show_start_page()
        self.window.show()
        self.window.activateWindow()
        return self.window

    @property
    def workspace(self) -> Workspace:
        assert self.window.workspace is not None
        return self.window.workspace

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focused = QApplication.focusWidget()
        QTest.keyClick(focused if isinstance(focused, QWidget) else self.window, key, modifiers)

    def type(self, text: str) -> None:
        for character in text:
            QTest.keyClicks(QApplication.focusWidget(), character)

    def answering(self, action: Callable[[], object], *answers: Answer) -> list[str]:
        """Do something that opens dialogs; what they said."""
        prepared = Answers(answers)
        action()
        self._qtbot.waitUntil(lambda: prepared.all_given)
        prepared.stop()
        self.window.activateWindow()  # no window manager does it here
        QApplication.processEvents()
        return prepared.texts


def forget_edits(window: MainWindow) -> None:
    """A journey that failed half way must not wait for an answer."""
    if window.document is not None:
        window.document.undo_stack.setClean()


def name_the_agency(dialog: QDialog) -> None:
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("云溪市人力资源和社会保障局")  # QTest knows no keys for Chinese
    QTest.keyClick(dialog, Key.Key_Return)


def print_to_file(qtbot: QtBot) -> Answer:
    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, PrintDialog)
        printers = dialog.findChildren(QComboBox)[0]
        button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "打印")
        qtbot.waitUntil(lambda: printers.findText("打印到文件（PDF）") >= 0, timeout=10_000)
        printers.setCurrentText("打印到文件（PDF）")
        qtbot.waitUntil(button.isEnabled, timeout=10_000)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return answer


def crash(window: MainWindow) -> None:
    """What the end of the process does: copies stay, their lock goes, nothing is asked."""
    assert window.session.autosave is not None
    window.session.autosave.write_now()
    window.session.autosave._slot.release()
    window.file_actions.files.release()
    window.hide()


def cell(row: str, column: str = "natural_person") -> CellRef:
    return CellRef("requests", row, column)


def pages_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_from_a_new_report_to_paper(qtbot: QtBot, tmp_path: Path) -> None:
    clerk = Clerk(tmp_path, qtbot)
    start = clerk.window.findChild(StartPage)
    assert isinstance(start, StartPage)
    clerk.answering(start.new_wanted.emit, name_the_agency)
    assert clerk.window.document is not None

    fill_in_the_table_with_one_mistake(clerk)
    find_and_mend_it(clerk)
    draft = tmp_path / "年报.json"
    clerk.answering(lambda: clerk.press(Key.Key_S, Control), choose_file(draft))
    assert load_draft(draft).draft.entries[cell("granted")] == 5

    write_the_text(clerk)
    crash(clerk.window)
    clerk.start()
    found = clerk.answering(lambda: clerk.window.file_actions.offer_recovery(clerk.window._recovery), press("恢复"))
    assert len(found) == 1
    assert clerk.window.document is not None and clerk.window.document.modified
    assert clerk.window.document.draft.narratives.keys() == {"overview", "problems", "others"}

    clerk.answering(clerk.window.actions_by_verb["fill_blanks"].trigger, press("全部填 0"))
    clerk.window.settings.change(published="pdf docx html")
    clerk.answering(clerk.window.actions_by_verb["finish"].trigger, press("定稿"), press("发布"), press("关闭"))
    assert clerk.window.document.finished
    assert load_draft(draft).draft.details.finished == "2026-01-19"

    exported, printed = tmp_path / "年报.pdf", tmp_path / "打印.pdf"
    clerk.answering(lambda: clerk.press(Key.Key_E, Control), choose_file(exported), press("关闭"))
    clerk.answering(lambda: clerk.press(Key.Key_P, Control), print_to_file(qtbot), choose_file(printed), press("关闭"))
    assert "云溪市人力资源和社会保障局" in pages_of(exported)
    assert exported.read_bytes() == printed.read_bytes(), "the printed page is the published page"
    published = publication_folder(clerk.window.document.draft, draft)
    assert {path.suffix for path in published.iterdir()} == {".pdf", ".docx", ".html", ".txt"}
    assert (
        published / leave(clerk.window.document.draft, format_named("pdf")).name
    ).read_bytes() == printed.read_bytes()
    assert clerk.window.close()


def fill_in_the_table_with_one_mistake(clerk: Clerk) -> None:
    for _ in range(3):
        clerk.press(Key.Key_Tab, Control)
    assert clerk.workspace.section == "requests"
    clerk.type("6")
    clerk.press(Key.Key_Return)
    clerk.type("0")
    clerk.press(Key.Key_Return)
    clerk.type("7")
    clerk.press(Key.Key_Return)


def find_and_mend_it(clerk: Clerk) -> None:
    clerk.press(Key.Key_F8)
    sentence = clerk.workspace.findings.list.currentIndex().data()
    assert "“自然人”列不平" in sentence and "相差1" in sentence
    clerk.workspace.go_to(cell("granted"))
    clerk.type("5")
    clerk.press(Key.Key_Return)
    clerk.workspace.go_to(cell("carried_over"))
    clerk.type("1")
    clerk.press(Key.Key_Return)
    assert clerk.window.document is not None and clerk.window.document.findings == ()


def write_the_text(clerk: Clerk) -> None:
    for key in ("overview", "problems", "others"):
        clerk.workspace.show_section(key)
        clerk.workspace.page.take_focus()
        clerk.type(TEXT)
        QApplication.clipboard().setText(PASTED)  # QTest knows no keys for Chinese
        clerk.press(Key.Key_V, Control)
