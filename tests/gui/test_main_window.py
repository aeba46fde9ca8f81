"""The window under the keys of somebody who was told nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import SIGNAL, QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QToolBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.app.settings import Settings
from gui.panels.parts import FINDINGS, PREVIEW
from gui.report.document import ReportDocument
from gui.report.tables.table_view import TableView
from gui.report.tabs.details_tab import DetailsTab
from gui.report.tabs.narrative_tab import NarrativeTab
from gui.report.tabs.tables_tab import TablesTab
from gui.widgets.theme import colours
from gui.window.commands import TOOLBAR, all_commands
from gui.window.main_window import MainWindow
from gui.window.section_state import DETAILS
from model.draft import Draft
from model.form.edition import CellRef, Level
from model.report.report import Edit
from model.store.draft_file import load_draft, save_draft
from tests.gui.dialogs import Answers, escape, press

Key, Control, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROOT = Path(__file__).resolve().parents[2]


def cell(row: str, column: str = "natural_person") -> CellRef:
    return CellRef("requests", row, column)


@pytest.fixture
def path(draft: Draft, tmp_path: Path) -> Path:
    target = tmp_path / "年报.json"
    save_draft(draft, target)
    return target


@pytest.fixture
def opened(window: MainWindow, path: Path, qtbot: QtBot) -> MainWindow:
    """The window with a blank report from a file."""
    assert window.file_actions.open_path(path)
    window.activateWindow()
    return window


def press_key(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is, as the window's shortcuts see it too."""
    target = QApplication.focusWidget()
    QTest.keyClick(target if isinstance(target, QWidget) else window, key, modifiers)


def table(window: MainWindow) -> TableView:
    assert window.workspace is not None
    shown = window.workspace.table
    assert shown is not None
    return shown


def document_of(window: MainWindow) -> ReportDocument:
    assert window.document is not None
    return window.document


def test_the_title_names_the_report_and_marks_unsaved_edits(opened: MainWindow) -> None:
    assert opened.windowTitle() == "云溪市人力资源和社会保障局 2025 年报[*] — 公开年报"
    document_of(opened).enter(values={cell("granted"): 1})
    assert opened.isWindowModified()
    document_of(opened).undo_stack.undo()
    assert not opened.isWindowModified()


def test_the_sections_are_walked_with_control_tab(opened: MainWindow) -> None:
    assert opened.workspace is not None
    seen = []
    for _ in range(7):
        press_key(opened, Key.Key_Tab, Control)
        seen.append(opened.workspace.section)
    assert seen == ["overview", "disclosure", "requests", "disputes", "problems", "others", DETAILS]
    press_key(opened, Key.Key_Tab, Control | Shift)
    assert opened.workspace.section == "others"


def test_what_belongs_into_a_cell_is_said_on_the_tables_only(opened: MainWindow) -> None:
    workspace = opened.workspace
    assert workspace is not None

    def said() -> bool:
        return any("政府信息公开申请件数" in text.text() for text in workspace.findings.findChildren(QLabel))

    workspace.show_section("requests")
    assert said()
    workspace.show_section("problems")
    assert not said()


def test_hidden_pages_are_not_built(opened: MainWindow) -> None:
    assert opened.workspace is not None
    assert list(opened.workspace._pages) == [DETAILS]
    assert opened.workspace.panel.made == (FINDINGS,)


def test_tab_titles_say_how_far_each_section_is(opened: MainWindow) -> None:
    assert opened.workspace is not None
    tabs = opened.workspace.tabs
    assert tabs.accessibleTabName(3) == "三、收到和处理政府信息公开申请情况，未填"
    document_of(opened).fill_blanks_with_zero()
    document_of(opened).enter(values={cell("new_received"): 1})
    assert tabs.tabText(3) == "三、申请办理 2"
    assert tabs.accessibleTabName(3).endswith("有误 2")
    document_of(opened).undo_stack.undo()
    assert (tabs.tabText(3), tabs.accessibleTabName(4)) == (
        "三、申请办理",
        "四、政府信息公开行政复议、行政诉讼情况，完成",
    )


def test_the_status_line_counts_cells_findings_and_days(opened: MainWindow) -> None:
    status = opened.session.status
    assert status is not None
    assert (status.filled.text(), status.counts.text()) == ("已填 0/166", "强制性 0 · 核实性 0")
    assert status.days.text() == "距 1 月 31 日还有 19 天"
    document_of(opened).fill_blanks_with_zero()
    document_of(opened).enter(values={cell("new_received"): 1})
    assert (status.filled.text(), status.counts.text()) == ("已填 166/166", "强制性 2 · 核实性 0")


def test_the_status_line_says_that_a_report_is_finished(window: MainWindow) -> None:
    window.file_actions.open_sample()
    document_of(window).finish(on=date(2026, 1, 12))
    status = window.session.status
    assert status is not None
    assert (status.days.text(), status.days.property("part")) == ("已定稿", "done")


def test_f8_jumps_to_the_cell_and_typing_there_mends_it(opened: MainWindow) -> None:
    document_of(opened).fill_blanks_with_zero()
    document_of(opened).enter(values={cell("new_received"): 6, cell("carried_over"): 5})
    press_key(opened, Key.Key_F8)
    assert table(opened).current == cell("new_received")
    assert QApplication.focusWidget() is table(opened)
    QTest.keyClicks(table(opened), "5")
    press_key(opened, Key.Key_Return)
    assert document_of(opened).findings == ()


class TestUnfinished:
    """A column that is being filled is no imbalance; what contradicts itself is red at once."""

    def test_it_is_said_in_grey_and_nothing_is_framed(self, opened: MainWindow) -> None:
        opened.workspace.go_to(cell("new_received"))
        document_of(opened).enter(values={cell("new_received"): 9})
        status = opened.session.status
        assert status.unfinished.text() == "“自然人”列未填完，还差9"
        assert status.unfinished.property("part") == "muted"
        assert status.counts.text() == "强制性 0 · 核实性 0"
        assert {table(opened).cells.state(cell(row)).level for row in ("new_received", "result_total")} == {None}
        assert opened.workspace.panel.tabs.tabText(0) == "审核", "no problem is counted"
        opened.workspace.go_to(cell("new_received", "business"))
        assert status.unfinished.text() == ""

    def test_f8_leads_to_what_is_to_be_filled_next(self, opened: MainWindow) -> None:
        document_of(opened).enter(values={cell("new_received"): 9, cell("carried_in"): 0})
        press_key(opened, Key.Key_F8)
        assert table(opened).current == cell("granted")

    def test_what_no_filling_could_mend_is_red_at_once(self, opened: MainWindow) -> None:
        opened.workspace.go_to(cell("new_received"))
        document_of(opened).enter(values={cell("new_received"): 9, cell("carried_in"): 0, cell("granted"): 10})
        assert table(opened).cells.state(cell("new_received")).level is Level.HARD
        assert opened.session.status.unfinished.text() == ""
        assert opened.session.status.counts.text().startswith("强制性 1")


class TestSuspects:
    """Where arithmetic shows the wrong cell, that cell is marked, and F8 goes there."""

    @pytest.fixture
    def swapped(self, opened: MainWindow, qtbot: QtBot) -> MainWindow:
        """12 where 21 was meant."""
        opened.workspace.show_section("requests")
        document_of(opened).enter(values={cell("new_received"): 125, cell("granted"): 104, cell("partial"): 12})
        document_of(opened).fill_blanks_with_zero()
        qtbot.waitUntil(lambda: table(opened).cells.state(cell("partial")).suspected)
        return opened

    def test_f8_goes_to_the_cell_that_is_likely_to_be_wrong(self, swapped: MainWindow) -> None:
        press_key(swapped, Key.Key_F8)
        assert table(swapped).current == cell("partial")
        assert not table(swapped).cells.state(cell("granted")).suspected
        assert "可疑" in table(swapped).cells.spoken(cell("partial"))

    def test_its_sign_is_its_own(self, swapped: MainWindow) -> None:
        view = table(swapped)
        view.go_to(cell("granted", "other"))
        looks = [
            view.viewport().grab(view.visualRect(view.cells.index_of(cell(row)))).toImage()
            for row in ("partial", "new_received")
        ]
        assert looks[0].pixelColor(20, 4) == QColor(colours().hard_fill)
        assert looks[1].pixelColor(20, 4) == QColor(colours().paper)

    def test_the_mark_goes_with_the_mending_figure(self, swapped: MainWindow, qtbot: QtBot) -> None:
        document_of(swapped).enter(values={cell("partial"): 21})
        qtbot.waitUntil(lambda: not table(swapped).cells.state(cell("partial")).suspected)


def test_undo_shows_the_place_that_changed(opened: MainWindow) -> None:
    assert opened.workspace is not None
    document_of(opened).enter(values={cell("granted"): 1})
    document_of(opened).write(section="problems", text="无。")
    press_key(opened, Key.Key_Z, Control)
    assert opened.workspace.section == "problems"
    press_key(opened, Key.Key_Z, Control)
    assert (opened.workspace.section, table(opened).current) == ("requests", cell("granted"))
    press_key(opened, Key.Key_Y, Control)
    assert document_of(opened).draft.entries == {cell("granted"): 1}
    menu = next(menu for menu in opened.menuBar().findChildren(QMenu) if menu.title() == "编辑(&E)")
    menu.aboutToShow.emit()
    assert opened.actions_by_verb["undo"].text() == "撤销：填写“（一）予以公开·自然人”"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_button_says_what_would_be_undone(opened: MainWindow) -> None:
    document_of(opened).enter(values={cell("granted"): 1})
    button = opened.findChild(QToolBar).widgetForAction(opened.actions_by_verb["undo"])
    QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), button.mapToGlobal(QPoint(5, 5))))
    assert "撤销：填写“（一）予以公开·自然人”" in button.toolTip()


def test_edits_leave_the_actions_of_the_toolbar_alone(opened: MainWindow) -> None:
    """Each change of such an action costs 144 bytes that PySide 6.11 never gives back."""
    document_of(opened).enter(values={cell("granted"): 1})
    changed: list[str] = []
    for verb, action in opened.actions_by_verb.items():
        action.changed.connect(lambda verb=verb: changed.append(verb))
    for row in ("partial", "granted", "carried_over"):
        document_of(opened).enter(values={cell(row): 2})
    document_of(opened).write(section="problems", text="无。")
    assert changed == []


DIALOGS = (
    *("new_report", "open_report", "import_report", "save_as", "revert", "take_last_year", "export review-sheet"),
    *("print_report", "fill_blanks", "annotate", "explain_finding", "finish", "adopt_all"),
    *("show_settings", "show_about"),
)


@pytest.mark.parametrize("verb", DIALOGS)
def test_a_dialog_that_was_closed_is_gone(opened: MainWindow, verb: str) -> None:
    """One that lives on follows the report at every edit."""
    opened.workspace.go_to(cell("carried_in"))
    with_a_question_and_a_printed_total(document_of(opened))
    for _ in range(len(document_of(opened).findings)):
        opened.workspace.findings.step(1)  # to the last, which is a question
    listeners = document_of(opened).receivers(SIGNAL("findings_changed()"))
    for _ in range(20):
        answers = Answers([escape])
        opened.actions_by_verb[verb].trigger()
        answers.stop()
        assert answers.all_given
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert opened.findChildren(QDialog) == []
    assert document_of(opened).receivers(SIGNAL("findings_changed()")) == listeners


def with_a_question_and_a_printed_total(document: ReportDocument) -> None:
    last = Draft(document.draft.edition, 2024)
    last.enter({cell("carried_over"): 1})
    twin = document.draft.copy()
    twin.apply(Edit(entries={cell("carried_in"): 2}, reported={cell("carried_in", "total"): 3}))
    document.take_last_year(previous=last)
    document.replace_contents(draft=twin, text="导入")
    document.take_last_year(previous=last)
    document.mark_saved(path=document.path, stamp=document.stamp)


def test_undo_from_inside_a_narrative(opened: MainWindow) -> None:
    assert opened.workspace is not None
    opened.workspace.show_section("overview")
    page = opened.workspace.page
    assert isinstance(page, NarrativeTab)
    page.take_focus()
    QTest.keyClicks(page.editor, "2025")
    press_key(opened, Key.Key_Z, Control)
    assert page.editor.text == ""


def test_saving_enters_what_is_being_typed(opened: MainWindow, path: Path) -> None:
    assert opened.workspace is not None
    opened.workspace.go_to(cell("granted"))
    QTest.keyClicks(table(opened), "7")
    press_key(opened, Key.Key_S, Control)
    assert load_draft(path).draft.entries == {cell("granted"): 7}
    assert not opened.isWindowModified()
    assert opened.session.status is not None and opened.session.status.saved.text().startswith("已保存")


def test_a_refused_figure_keeps_its_field_and_the_rest_is_saved(opened: MainWindow, path: Path) -> None:
    assert opened.workspace is not None
    document_of(opened).enter(values={cell("partial"): 2})
    opened.workspace.go_to(cell("granted"))
    QTest.keyClicks(table(opened), "7")
    QTest.keyClicks(table(opened).editor(), "x")
    press_key(opened, Key.Key_S, Control)
    assert load_draft(path).draft.entries == {cell("partial"): 2}
    field = table(opened).editor()
    assert field is not None and field.text() == "7x"


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("typed", [Key.Key_7, Key.Key_A])
def test_leaving_the_menus_leads_back_to_the_figure_being_typed(opened: MainWindow, typed: Qt.Key) -> None:
    opened.workspace.show_section("requests")
    table(opened).setFocus()
    press_key(opened, typed)
    field = QApplication.focusWidget()
    press_key(opened, Key.Key_F, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Key.Key_Escape)
    press_key(opened, Key.Key_Escape)
    assert QApplication.focusWidget() is field
    press_key(opened, Key.Key_Escape)
    assert QApplication.focusWidget() is table(opened)


def test_what_is_being_typed_is_exported_with_the_rest(opened: MainWindow, tmp_path: Path) -> None:
    opened.workspace.show_section("requests")
    table(opened).setFocus()
    press_key(opened, Key.Key_7)
    answers = Answers([press("取消")])
    press_key(opened, Key.Key_E, Control)
    answers.stop()
    assert document_of(opened).draft.entries[cell("new_received")] == 7
    press_key(opened, Key.Key_A)
    press_key(opened, Key.Key_E, Control)
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize(("button", "kept"), [("保存", {cell("granted"): 1}), ("不保存", {})])
def test_closing_asks_once_about_unsaved_edits(
    opened: MainWindow, path: Path, button: str, kept: dict[CellRef, int]
) -> None:
    document_of(opened).enter(values={cell("granted"): 1})
    answers = Answers([press(button)])
    assert opened.close()
    answers.stop()
    assert len(answers.texts) == 1
    assert load_draft(path).draft.entries == kept


def test_thinking_better_of_closing(opened: MainWindow) -> None:
    document_of(opened).enter(values={cell("granted"): 1})
    answers = Answers([press("取消")])
    assert not opened.close()
    answers.stop()
    assert document_of(opened).modified


@pytest.mark.parametrize("key", [Key.Key_W, Key.Key_Q])
def test_a_refused_figure_is_not_lost_by_leaving(opened: MainWindow, key: Qt.Key) -> None:
    opened.workspace.go_to(cell("granted"))
    QTest.keyClicks(table(opened), "1")
    QTest.keyClicks(table(opened).editor(), "2a")
    press_key(opened, key, Control)
    assert opened.isVisible()
    field = table(opened).editor()
    assert field is not None and field.text() == "12a"


def test_a_step_that_fails_leaves_the_history_in_order(opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    document_of(opened).enter(values={cell("granted"): 1})

    def fail() -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(document_of(opened).undo_stack, "undo", fail)
    with pytest.raises(RuntimeError):
        opened.verbs.undo()
    opened.workspace.show_section("overview")
    document_of(opened).enter(values={cell("granted"): 2})
    assert opened.workspace.section == "overview", "an edit does not jump"


def test_the_panel_folds_and_remembers(opened: MainWindow) -> None:
    assert opened.workspace is not None
    assert opened.width() < 1100 and not opened.workspace.panel.isVisible(), "no room for it: it begins folded"
    press_key(opened, Key.Key_F7)
    assert opened.workspace.panel.isVisible()
    press_key(opened, Key.Key_F9)
    assert not opened.workspace.panel.isVisible()
    assert not opened.settings.values.panel_open
    press_key(opened, Key.Key_F5)
    assert opened.workspace.panel.isVisible()
    assert opened.workspace.panel.part.key == PREVIEW
    press_key(opened, Key.Key_F7)
    assert opened.workspace.panel.part.key == FINDINGS


class TestPanelWidth:
    """Each part of the panel has its own width, and none takes what the tables need."""

    def test_it_is_remembered_for_each_part_as_a_share(self, opened: MainWindow, path: Path, qtbot: QtBot) -> None:
        opened.resize(1366, 720)
        press_key(opened, Key.Key_F7)
        opened.workspace._splitter.setSizes([1000, 366])
        opened.workspace._splitter.splitterMoved.emit(1000, 1)
        press_key(opened, Key.Key_F5)
        assert opened.workspace.panel.width() > 450
        again = MainWindow(opened.settings, opened._recovery)
        qtbot.addWidget(again)
        again.showNormal()
        again.resize(1366 * 3 // 2, 720)
        opened.file_actions.show_start()
        again.file_actions.open_path(path)
        press_verb(again, "show_findings")
        assert again.workspace.panel.width() == pytest.approx(366 * 3 // 2, abs=20)

    def test_the_tables_keep_what_they_need(self, opened: MainWindow) -> None:
        opened.resize(1366, 720)
        opened.settings.change(panel_shares={"preview": 90, "findings": 80})
        opened.workspace.show_section("requests")
        press_key(opened, Key.Key_F5)
        needed = opened.workspace.page.least_width
        assert 500 < needed <= opened.workspace.page.width()
        opened.resize(900, 720)
        QApplication.processEvents()
        assert opened.workspace.panel.width() <= opened.workspace.panel.minimumWidth() + 1

    def test_what_the_tables_cannot_use_is_the_panels(self, opened: MainWindow) -> None:
        opened.resize(1920, 1040)
        opened.workspace.show_section("requests")
        press_key(opened, Key.Key_F7)
        shown = table(opened)
        right = shown.mapTo(opened.workspace, shown.rect().topRight()).x()
        assert opened.workspace.panel.mapTo(opened.workspace, QPoint(0, 0)).x() - right < 80
        assert shown.verticalScrollBar().maximum() == 0, "all 25 rows stand"
        assert shown.rowHeight(0) == 28

    def test_a_folded_panel_leaves_a_handle(self, opened: MainWindow) -> None:
        handle = next(b for b in opened.findChildren(QToolButton) if b.accessibleName() == "展开右侧面板")
        assert handle.isVisible()
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton)
        assert opened.workspace.panel.isVisible() and not handle.isVisible()
        press_key(opened, Key.Key_F9)
        assert handle.isVisible()


def press_verb(window: MainWindow, verb: str) -> None:
    window.actions_by_verb[verb].trigger()


def test_after_an_undo_a_block_begins_where_the_undo_led(opened: MainWindow) -> None:
    opened.workspace.go_to(cell("granted"))
    press_key(opened, Key.Key_Home, Control)
    QTest.keyClicks(table(opened), "9")
    press_key(opened, Key.Key_9)
    for key in (Key.Key_Return, Key.Key_Down, Key.Key_Down, Key.Key_Down):
        press_key(opened, key)
    press_key(opened, Key.Key_Z, Control)
    document_of(opened).enter(values={cell(row): 1 for row in ("new_received", "carried_in", "granted", "partial")})
    press_key(opened, Key.Key_Down, Shift)
    press_key(opened, Key.Key_Delete)
    assert set(document_of(opened).draft.entries) == {cell("granted"), cell("partial")}


def test_a_jump_brings_a_table_further_down_into_view(opened: MainWindow) -> None:
    opened.resize(1280, 540)
    fees = CellRef("fees", "charges", "amount")
    opened.workspace.go_to(fees)
    shown = table(opened)
    area = shown.visualRect(shown.currentIndex())
    corner = shown.viewport().mapTo(opened, area.bottomRight())
    assert opened.rect().contains(corner)
    assert not shown.viewport().visibleRegion().intersected(area).isEmpty()


def test_the_status_line_sums_the_block(opened: MainWindow) -> None:
    document_of(opened).enter(values={cell("new_received"): 2, cell("carried_in"): 4})
    opened.workspace.go_to(cell("new_received"))
    press_key(opened, Key.Key_Down, Shift)
    assert opened.session.status.sums.text() == "平均值＝3　计数＝2　求和＝6"
    press_key(opened, Key.Key_Tab, Control)
    assert opened.session.status.sums.text() == ""


def test_f6_changes_sides(opened: MainWindow) -> None:
    assert opened.workspace is not None
    press_key(opened, Key.Key_F6)
    assert QApplication.focusWidget() is opened.workspace.findings.list
    press_key(opened, Key.Key_F6)
    assert isinstance(opened.workspace.page, DetailsTab)
    assert QApplication.focusWidget() is opened.workspace.page.agency


def test_dropping_a_draft_opens_it(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Shift & Control)
    )
    assert document_of(window).path == path


def test_the_start_page_comes_back(opened: MainWindow, qtbot: QtBot) -> None:
    press_key(opened, Key.Key_W, Control)
    assert opened.document is None
    assert not opened.actions_by_verb["save"].isEnabled()
    assert opened.actions_by_verb["open_report"].isEnabled()


def test_the_sample_is_whole_and_has_no_file(window: MainWindow) -> None:
    window.file_actions.open_sample()
    assert (document_of(window).path, document_of(window).modified) == (None, False)


def test_commands_follow_the_state_of_the_report(opened: MainWindow) -> None:
    actions = opened.actions_by_verb
    assert not actions["undo"].isEnabled()
    assert actions["fill_blanks"].isEnabled()
    document_of(opened).lock("这份草稿以只读方式打开。")
    assert not actions["fill_blanks"].isEnabled()
    assert actions["save_as"].isEnabled()


def test_a_draft_that_somebody_has_open_can_be_read(window: MainWindow, path: Path, draft: Draft, qtbot: QtBot) -> None:
    window.file_actions.open_path(path)
    other = type(window)(window.settings, window._recovery, today=window.today)
    qtbot.addWidget(other)
    assert other.file_actions.open_path(path)
    assert not document_of(other).editable
    assert "正在使用这份草稿，这里以只读方式打开" in other.notices.texts[0]


def test_an_unreadable_file_is_a_sentence_and_the_report_stays(opened: MainWindow, tmp_path: Path) -> None:
    broken = tmp_path / "坏.json"
    broken.write_bytes(b"{")
    answers = Answers([press("知道了")])
    assert not opened.file_actions.open_path(broken)
    answers.stop()
    assert "打不开" in answers.texts[0]
    assert document_of(opened).draft.agency == "云溪市人力资源和社会保障局"


def test_every_command_has_a_verb_and_no_two_share_a_key(window: MainWindow) -> None:
    commands = list(all_commands())
    assert {command.name for command in commands} == window.actions_by_verb.keys()
    assert {verb for verb in TOOLBAR if verb not in (None, ">")} <= window.actions_by_verb.keys()
    keys = [key.toString() for action in window.actions_by_verb.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_control_f_and_control_h_open_the_find_bar_of_the_text(opened: MainWindow) -> None:
    assert opened.workspace is not None
    opened.workspace.show_section("overview")
    page = opened.workspace.page
    assert isinstance(page, NarrativeTab)
    page.take_focus()
    for key in (Key.Key_F, Key.Key_H):
        press_key(opened, key, Control)
        assert page.find_bar.isVisible()
        page.find_bar.hide()
        page.take_focus()


def test_every_button_has_a_name(opened: MainWindow) -> None:
    for button in opened.findChildren(QToolButton):
        assert button.accessibleName() or button.text() or button.objectName().startswith("qt_"), button


def test_nothing_scrolls_sideways_at_1280(opened: MainWindow) -> None:
    assert opened.workspace is not None
    opened.resize(1280, 720)
    for key in ("disclosure", "requests", "disputes"):
        opened.workspace.show_section(key)
        QApplication.processEvents()
        page = opened.workspace.page
        assert isinstance(page, TablesTab)
        for view in page.tables:
            assert view.horizontalScrollBar().maximum() == 0, key
    assert opened.workspace.tabs.sizeHint().width() <= 1280


@pytest.mark.parametrize(
    ("screen", "maximised"), [((1280, 720), True), ((1366, 728), True), ((960, 500), True), ((1920, 1040), False)]
)
def test_the_window_fits_the_screen_or_fills_it(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch, screen: tuple[int, int], maximised: bool
) -> None:
    width, height = screen
    available = QRect(0, 0, width, height)
    monkeypatch.setattr(MainWindow, "screen", lambda _: SimpleNamespace(availableGeometry=lambda: available))
    window = MainWindow(Settings(None), opened._recovery)
    assert window.width() < width
    assert window.height() < height
    assert window.isMaximized() == maximised
    assert opened.minimumSizeHint().width() <= 880
    assert opened.minimumSizeHint().height() <= 460


@pytest.mark.parametrize("arguments", [[], ["resources/samples/示例年报.json"]])
def test_smoke_prints_one_line_and_exits(arguments: list[str]) -> None:
    begin = time.monotonic()
    run = subprocess.run(
        [sys.executable, "main.py", "--smoke", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    figures = json.loads(run.stdout)
    assert figures.keys() == {"ready_ms", "rss_mb", "version"}
    assert 20 < figures["ready_ms"] < (time.monotonic() - begin) * 1000  # on the wall, not of the processor
    assert 20 < figures["rss_mb"] < 1000
