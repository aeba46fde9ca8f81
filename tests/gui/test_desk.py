"""The district office's page: a folder becomes a list of units and the tables that they add up to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.app.settings import Settings
from gui.desk import desk_page
from gui.desk.desk_page import DeskPage
from gui.desk.unit_window import UnitWindow
from gui.report.tabs.tables_tab import TablesTab
from model.form.edition import CellRef
from model.rollup.consolidation import UnitState
from model.store.draft_file import load_draft
from tests.rollup.districts import PLACE, save, unit_draft

RECEIVED = CellRef.parse("requests.new_received.natural_person")
UNITS = tuple(f"{PLACE}{name}" for name in ("公安局", "财政局", "卫生健康局"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed, agency in enumerate(UNITS):
        save(unit_draft(agency, seed), tmp_path / "年报" / f"{agency}.json")
    return tmp_path / "年报"


@pytest.fixture
def desk(qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskPage]:
    monkeypatch.setenv("OGI_REPORT_DATA", str(tmp_path / "data"))
    page = DeskPage(Settings(tmp_path / "settings.json"))
    qtbot.addWidget(page)
    page.resize(1200, 640)
    page.show()
    page.open_folder(folder)
    yield page


def rows(desk: DeskPage) -> list[tuple[str, str]]:
    model = desk.units.model()
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def select(desk: DeskPage, agency: str) -> None:
    model = desk.units.model()
    desk.units.setCurrentIndex(
        next(model.index(row, 0) for row in range(model.rowCount()) if model.index(row, 0).data() == agency)
    )


def test_the_units_of_a_folder_are_listed_and_counted(desk: DeskPage) -> None:
    assert sorted(rows(desk)) == sorted((unit, "已报") for unit in UNITS)
    assert "已报 3" in desk.summary.text()
    assert "2025 年度" in desk.summary.text()


def test_a_cell_shows_the_units_that_it_consists_of(desk: DeskPage) -> None:
    assert desk.consolidation is not None
    page = desk.tables.tabs.widget(1)
    assert isinstance(page, TablesTab)
    desk.tables.tabs.setCurrentIndex(1)
    page.tables[0].setFocus()
    QTest.keyClick(page.tables[0], Qt.Key.Key_Right)
    QTest.keyClick(page.tables[0], Qt.Key.Key_Left)
    total = desk.consolidation.sums[RECEIVED]
    assert f"：{total}，" in desk.tables.caption.text()
    assert desk.tables.parts.count() == len(desk.consolidation.parts(RECEIVED))


def test_the_consolidated_tables_cannot_be_typed_in(desk: DeskPage) -> None:
    page = desk.tables.tabs.widget(1)
    assert isinstance(page, TablesTab)
    before = page.tables[0].cells.text(RECEIVED)
    QTest.keyClicks(page.tables[0].viewport(), "77")
    QTest.keyClick(page.tables[0], Qt.Key.Key_Return)
    assert page.tables[0].cells.text(RECEIVED) == before


def test_a_pasted_list_shows_who_is_missing(desk: DeskPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_page, "ask_text", lambda *_, **__: "\n".join((*UNITS, f"{PLACE}水利局")))
    monkeypatch.setattr(desk_page, "tell", lambda *_: None)
    desk.roster_button.click()
    assert (f"{PLACE}水利局", "未报") in rows(desk)
    desk.missing_button.click()
    assert QGuiApplication.clipboard().text() == f"{PLACE}水利局"


def test_a_unit_is_left_out_with_a_reason_and_taken_back(desk: DeskPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_page, "ask_text", lambda *_, **__: "垂直管理")
    select(desk, UNITS[0])
    desk.leave_out_button.click()
    assert (UNITS[0], "不计入") in rows(desk)
    assert desk.consolidation is not None
    assert desk.consolidation.counts[UnitState.INCLUDED] == 2
    select(desk, UNITS[0])
    desk.leave_out_button.click()
    assert desk.consolidation.counts[UnitState.INCLUDED] == 3


def test_what_was_decided_is_remembered_with_the_folder(
    desk: DeskPage, folder: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_page, "ask_text", lambda *_, **__: f"{PLACE}水利局")
    desk.roster_button.click()
    again = DeskPage(Settings(tmp_path / "settings.json"))
    qtbot.addWidget(again)
    again.open_folder(folder)
    assert (f"{PLACE}水利局", "未报") in rows(again)


def test_the_filter_and_the_headings_find_a_unit_among_many(desk: DeskPage) -> None:
    desk.filter.insert("财政")  # as an input method does
    assert rows(desk) == [(UNITS[1], "已报")]
    desk.filter.clear()
    desk.units.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [name for name, _ in rows(desk)] == sorted(UNITS, reverse=True)


def test_enter_opens_a_report_in_a_window_of_its_own_that_changes_nothing(desk: DeskPage, qtbot: QtBot) -> None:
    select(desk, UNITS[1])
    QTest.keyClick(desk.units, Qt.Key.Key_Return)
    (window,) = desk.window().findChildren(UnitWindow)
    qtbot.addWidget(window)
    assert window.windowTitle().startswith(UNITS[1])
    assert not window.document.editable


def test_the_sums_become_a_draft_that_is_opened(
    desk: DeskPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "汇总.json"
    monkeypatch.setattr(desk_page, "ask_text", lambda *_, **__: f"{PLACE}人民政府")
    monkeypatch.setattr(desk_page, "ask_where_to_save", lambda *_: target)
    with qtbot.waitSignal(desk.draft_wanted) as wanted:
        desk.consolidate_button.click()
    assert wanted.args == [target]
    assert desk.consolidation is not None
    assert load_draft(target).draft.entries == desk.consolidation.sums


def test_findings_and_overview_are_sheets(desk: DeskPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_page, "tell", lambda *_: None)
    for button, sheet in ((desk.overview_button, "数据"), (desk.feedback_button, "审核意见")):
        target = tmp_path / f"{sheet}.xlsx"
        monkeypatch.setattr(desk_page, "ask_where_to_save", lambda *_, target=target: target)
        button.click()
        assert sheet in load_workbook(target).sheetnames


def test_a_new_file_in_the_folder_is_seen_by_itself(desk: DeskPage, folder: Path, qtbot: QtBot) -> None:
    save(unit_draft(f"{PLACE}水利局", 9), folder / "水利局.json")
    qtbot.waitUntil(lambda: (f"{PLACE}水利局", "已报") in rows(desk), timeout=8000)


def test_a_folder_without_reports_is_said(desk: DeskPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("gui.widgets.busy.warn", lambda _, sentence: said.append(sentence))
    (tmp_path / "空").mkdir()
    desk.open_folder(tmp_path / "空")
    assert said == ["文件夹“空”里没有读到一份年报，请换一个文件夹。"]
