"""Writing the text: one undo stack, sentence by sentence; plain text whatever is pasted; official headings shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.report.document import ReportDocument
from gui.report.narrative.editor import NarrativeEditor
from gui.report.narrative.highlighter import unprintable
from gui.report.tabs.narrative_tab import NarrativeTab
from gui.widgets.fields import belongs_to_window

Control = Qt.KeyboardModifier.ControlModifier
Undoable = Callable[[Callable[[], object]], str]


@pytest.fixture
def page(document: ReportDocument, qtbot: QtBot) -> NarrativeTab:
    made = NarrativeTab(document, document.draft.edition.section("overview"))
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.take_focus()
    return made


@pytest.fixture
def editor(page: NarrativeTab) -> NarrativeEditor:
    return page.editor


def written(document: ReportDocument) -> str:
    return document.draft.narratives.get("overview", "")


def insert(editor: NarrativeEditor, text: str) -> None:
    """Text as an input method hands it over, word by word."""
    for word in text:
        editor.textCursor().insertText(word)


def test_typing_reaches_the_draft_with_the_keystroke(editor: NarrativeEditor, document: ReportDocument) -> None:
    QTest.keyClicks(editor, "2025")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "x")
    assert written(document) == "2025\nx"


def test_undo_takes_back_a_sentence(editor: NarrativeEditor, document: ReportDocument) -> None:
    insert(editor, "全年公开。申请")
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert (written(document), editor.text) == ("全年公开。", "全年公开。")
    document.undo_stack.undo()
    assert (written(document), editor.text) == ("", "")
    document.undo_stack.redo()
    assert editor.text == "全年公开。"


def test_typing_elsewhere_begins_a_new_step(editor: NarrativeEditor, document: ReportDocument) -> None:
    insert(editor, "全年")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    insert(editor, "本")
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert editor.text == "全年"


def test_the_cursor_stays_when_the_text_changes_elsewhere(editor: NarrativeEditor, document: ReportDocument) -> None:
    document.write(section="overview", text="甲。\n乙。\n丙。")
    cursor = editor.textCursor()
    cursor.setPosition(1)
    editor.setTextCursor(cursor)
    document.write(section="overview", text="甲。\n乙乙。\n丙。")
    assert editor.text == "甲。\n乙乙。\n丙。"


def test_the_editor_claims_no_undo_key_for_itself(editor: NarrativeEditor, document: ReportDocument) -> None:
    QTest.keyClicks(editor, "12")
    QTest.keyClick(editor, Qt.Key.Key_Z, Control)
    assert editor.text == "12" == written(document), "Ctrl+Z belongs to the window"


def rich(tmp_path: Path) -> QMimeData:
    data = QMimeData()
    data.setHtml(f"<h1>标题</h1><p><b>正文</b><img src='{tmp_path}/canary.png'></p>")
    data.setText("标题\r\n正文 <b>不是粗体</b>")
    return data


def test_paste_from_word_is_plain_text_and_one_step(
    editor: NarrativeEditor, undoable: Undoable, tmp_path: Path, document: ReportDocument
) -> None:
    QGuiApplication.clipboard().setMimeData(rich(tmp_path))
    assert undoable(lambda: QTest.keyClick(editor, Qt.Key.Key_V, Control)) == "修改“一、总体情况”"
    assert written(document) == "标题\n正文 <b>不是粗体</b>" == editor.text
    assert "canary" not in editor.document().toHtml()


def test_files_are_not_dropped_into_the_text(editor: NarrativeEditor) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/年报.docx")])
    data.setText("file:///tmp/年报.docx")
    assert not editor.canInsertFromMimeData(data)


def test_what_the_widget_would_change_is_kept(editor: NarrativeEditor, document: ReportDocument) -> None:
    text = "5\u00a0件 𠮷 　全角\n\n末段"
    document.write(section="overview", text=text)
    assert editor.text == text
    insert(editor, "。")
    assert written(document).replace("。", "") == text


def headings(editor: NarrativeEditor) -> list[tuple[str, int] | None]:
    """For every paragraph, the face of its heading and how many characters that has."""
    found: list[tuple[str, int] | None] = []
    block = editor.document().begin()
    while block.isValid():
        formats = block.layout().formats()
        found.append((formats[0].format.font().families()[0], formats[0].length) if formats else None)
        block = block.next()
    return found


def test_headings_are_shown_by_level_as_the_page_has_them(editor: NarrativeEditor, document: ReportDocument) -> None:
    document.write(section="overview", text="一、总体\n(一)主动公开\n1.制度\n其余\n1.制度。其余\n（二）申请。收到𠮷件")
    assert headings(editor) == [("SG Hei", 4), ("SG Kai", 7), ("SG Song", 4), None, None, ("SG Kai", 6)]


def test_a_line_becomes_a_heading_with_the_text_typed_below_it(editor: NarrativeEditor) -> None:
    insert(editor, "1.制度\n2.平台")
    assert headings(editor) == [None, None]
    editor.moveCursor(QTextCursor.MoveOperation.StartOfBlock)
    insert(editor, "文字\n")
    assert headings(editor) == [("SG Song", 4), None, None]


def test_paragraphs_are_indented_by_two_characters(editor: NarrativeEditor, document: ReportDocument) -> None:
    document.write(section="overview", text="甲\n乙")
    QTest.keyClick(editor, Qt.Key.Key_End, Control)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    indents = set()
    block = editor.document().begin()
    while block.isValid():
        indents.add(block.blockFormat().textIndent())
        block = block.next()
    assert len(indents) == 1 and indents.pop() > 20


def test_a_character_without_a_font_is_marked_and_named(page: NarrativeTab, document: ReportDocument) -> None:
    assert unprintable("全年收到申请12件，𠮷某") == frozenset()
    document.write(section="overview", text="甲\U0010fffd")
    assert "有 1 个字没有字体" in page._unprintable.text()
    formats = page.editor.document().begin().layout().formats()
    assert [(part.start, part.length) for part in formats] == [(1, 2)]


def test_the_counter_counts_characters_and_paragraphs(page: NarrativeTab, document: ReportDocument) -> None:
    document.write(section="overview", text="全年 12件。\n\n完。")
    assert page._counter.text() == "8 字，2 段"


def test_finding_goes_round_and_replacing_is_undoable(
    page: NarrativeTab, document: ReportDocument, undoable: Undoable
) -> None:
    document.write(section="overview", text="甲局收到。甲局答复。")
    bar = page.find_bar
    bar.open(replacing=True)
    QTest.keyClicks(bar.find_field, "x")
    assert "共 0 处" in bar._result.text()
    bar.find_field.setText("甲局")
    bar.replace_field.setText("本机关")
    found = []
    for _ in range(3):
        QTest.keyClick(bar.find_field, Qt.Key.Key_Return)
        found.append(page.editor.textCursor().selectionStart())
    assert found == [0, 5, 0]
    undoable(bar.replace_one)
    assert written(document) == "本机关收到。甲局答复。"
    document.undo_stack.undo()
    undoable(bar.replace_all)
    assert written(document) == "本机关收到。本机关答复。"
    QTest.keyClick(bar.find_field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_a_finished_report_cannot_be_typed_in(editor: NarrativeEditor, document: ReportDocument) -> None:
    document.lock("只读")
    QTest.keyClicks(editor, "x")
    assert editor.text == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_E, Qt.Key.Key_D])
def test_fields_leave_the_windows_commands_to_it(editor: NarrativeEditor, key: Qt.Key) -> None:
    """On X11 a field would take them for the end of the line and for deleting."""
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, Control)
    assert belongs_to_window(asked)
    asked.accept()
    editor.event(asked)
    assert not asked.isAccepted()
