"""Findings in a text: underlined in place, one click from the words to the cell and back, answered where they stand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app.settings import Settings
from gui.report.document import ReportDocument
from gui.report.narrative import editor as editor_module
from gui.report.narrative.finding_bar import UNRELATED
from gui.report.tabs.narrative_tab import NarrativeTab
from gui.window.workspace import Workspace
from model.form.edition import CellRef

RECEIVED = CellRef("requests", "new_received", "natural_person")
WRONG = "𠀀全年受理政府信息公开申请95件，办结75件。"


@pytest.fixture
def workspace(document: ReportDocument, qtbot: QtBot) -> Workspace:
    document.fill_blanks_with_zero()
    document.enter(values={RECEIVED: 75, CellRef("requests", "granted", "natural_person"): 75})
    document.write(section="overview", text=WRONG)
    made = Workspace(document, Settings(None))
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.show_section("overview")
    return made


def tab(workspace: Workspace) -> NarrativeTab:
    page = workspace.page
    assert isinstance(page, NarrativeTab)
    return page


def marked(workspace: Workspace) -> list[str]:
    return [selection.cursor.selectedText() for selection in tab(workspace).editor.extraSelections()]


def put_cursor_on(workspace: Workspace, words: str) -> None:
    editor = tab(workspace).editor
    assert editor.find(words) or editor.textCursor().selectedText() == words
    cursor = editor.textCursor()
    cursor.setPosition(cursor.selectionStart() + 1)
    editor.setTextCursor(cursor)


def test_the_words_are_underlined_where_they_stand(workspace: Workspace) -> None:
    assert marked(workspace) == ["受理政府信息公开申请95件"]


def test_the_underline_goes_with_the_keystroke_that_mends(workspace: Workspace, document: ReportDocument) -> None:
    editor = tab(workspace).editor
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    assert editor.find("95")
    QTest.keyClicks(editor, "75")
    assert marked(workspace) == []
    while document.draft.narratives["overview"] != WRONG:
        document.undo_stack.undo()
    assert marked(workspace) == ["受理政府信息公开申请95件"]


def test_typing_before_it_moves_the_underline_along(workspace: Workspace) -> None:
    editor = tab(workspace).editor
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    QTest.keyClicks(editor, "12")
    assert marked(workspace) == ["受理政府信息公开申请95件"]


def test_hovering_tells_how_a_number_was_understood(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(editor_module, "show_tooltip", lambda where, text, *_: shown.append(text))
    editor = tab(workspace).editor
    for words in ("95", "办结75", "全年"):
        editor.moveCursor(QTextCursor.MoveOperation.Start)
        assert editor.find(words)
        area = editor.cursorRect()
        place = QPoint(area.left() - 6, area.center().y())
        event = QHelpEvent(QEvent.Type.ToolTip, place, editor.viewport().mapToGlobal(place))
        QApplication.sendEvent(editor.viewport(), event)
    wrong, right, nothing = shown
    assert "与表格对不上：表中本年新收75；" in wrong
    assert right == "文中“办结75件”：与（七）总计75相符。"
    assert nothing == ""


def test_one_click_leads_from_the_words_to_the_cell_and_one_back(workspace: Workspace, qtbot: QtBot) -> None:
    put_cursor_on(workspace, "95")
    bar = tab(workspace).finding_bar
    assert bar.isVisible() and "与表格对不上" in bar.sentence.text()
    QTest.mouseClick(bar.to_table, Qt.MouseButton.LeftButton)
    assert workspace.section == "requests"
    assert workspace.table is not None and workspace.table.current.row == "new_received"
    assert workspace.findings.selected is not None and workspace.findings.selected.code == "TEXT-TABLE"
    QTest.mouseClick(workspace.findings.goto, Qt.MouseButton.LeftButton)
    assert workspace.section == "overview"
    assert tab(workspace).editor.textCursor().selectedText() == "受理政府信息公开申请95件"


def test_f8_goes_through_texts_too(workspace: Workspace) -> None:
    workspace.show_section("disclosure")
    codes = []
    for _ in range(workspace.findings.findings.rowCount()):
        workspace.findings.step(1)
        assert workspace.findings.selected is not None
        codes.append(workspace.findings.selected.code)
        if codes[-1] == "TEXT-TABLE":
            assert tab(workspace).editor.textCursor().selectedText() == "受理政府信息公开申请95件"
    assert "TEXT-TABLE" in codes


def test_what_speaks_of_something_else_is_remembered_until_its_number_changes(
    workspace: Workspace, document: ReportDocument
) -> None:
    put_cursor_on(workspace, "95")
    bar = tab(workspace).finding_bar
    QTest.mouseClick(bar.unrelated, Qt.MouseButton.LeftButton)
    assert marked(workspace) == [] and bar.isHidden()
    assert {given.text for given in document.draft.explanations.values()} == {UNRELATED}
    document.write(section="overview", text=f"认真办理。{WRONG}")
    assert marked(workspace) == []
    document.enter(values={RECEIVED: 74})
    assert "受理政府信息公开申请95件" in marked(workspace)


def test_the_bar_is_away_where_nothing_is_asked(workspace: Workspace) -> None:
    put_cursor_on(workspace, "95")
    put_cursor_on(workspace, "办结75")
    assert tab(workspace).finding_bar.isHidden()


def test_a_finished_report_is_not_answered(workspace: Workspace, document: ReportDocument) -> None:
    document.lock("别人正在编辑")
    put_cursor_on(workspace, "95")
    bar = tab(workspace).finding_bar
    assert bar.to_table.isVisible() and bar.unrelated.isHidden() and bar.explain.isHidden()


def test_the_checklist_is_ticked_as_the_text_mentions_its_items(workspace: Workspace, document: ReportDocument) -> None:
    checklist = tab(workspace).checklist
    QTest.mouseClick(checklist.heading, Qt.MouseButton.LeftButton)
    assert checklist.items.isVisible() and "○ 政策解读" in checklist.items.text()
    before = checklist.heading.text()
    document.write(section="overview", text=f"{WRONG}发布政策解读12篇。")
    assert "✓ 政策解读" in checklist.items.text()
    assert checklist.heading.text() != before
