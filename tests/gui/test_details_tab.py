"""标题与说明: defaults follow the agency until somebody writes his own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.report.document import ReportDocument
from gui.report.tabs.details_tab import DetailsTab

Undoable = Callable[[Callable[[], object]], str]


@pytest.fixture
def page(document: ReportDocument, qtbot: QtBot) -> DetailsTab:
    made = DetailsTab(document)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_title_follows_the_agency(page: DetailsTab, undoable: Undoable, document: ReportDocument) -> None:
    page.agency.selectAll()
    assert undoable(lambda: QTest.keyClicks(page.agency, "A")) == "修改单位名称"
    assert page.title.text() == "A2025年政府信息公开工作年度报告"
    assert "编制A2025年" in page.preamble.toPlainText()


def test_a_run_of_typing_is_one_step(page: DetailsTab, document: ReportDocument) -> None:
    QTest.keyClicks(page.title, "abc")
    assert document.undo_stack.count() == 1
    page.take_focus()
    page.title.setFocus()
    QTest.keyClicks(page.title, "d")
    assert document.undo_stack.count() == 2


def test_ones_own_title_stays_until_the_default_is_wanted_back(page: DetailsTab, document: ReportDocument) -> None:
    QTest.keyClicks(page.title, "(x)")
    page.agency.setFocus()
    QTest.keyClicks(page.agency, "B")
    assert page.title.text().endswith("(x)")
    assert page._own_title.isVisible()
    page._own_title.click()
    assert document.draft.details.title is None
    assert page.title.text().startswith("云溪市人力资源和社会保障局B2025年")
    document.undo_stack.undo()
    assert page.title.text().endswith("(x)")


def test_the_opening_paragraph(page: DetailsTab, document: ReportDocument) -> None:
    page.preamble.selectAll()
    QTest.keyClicks(page.preamble, "X")
    assert document.draft.preamble == "X"
    page._own_preamble.click()
    assert document.draft.details.preamble is None


def test_choosing_the_kind(page: DetailsTab, undoable: Undoable, document: ReportDocument) -> None:
    assert undoable(lambda: QTest.keyClick(page.kind, Qt.Key.Key_Down)) == "修改单位类别"
    assert document.draft.agency_kind.key == "government"


def test_every_field_is_named_for_a_screen_reader_and_reached_by_a_mnemonic(page: DetailsTab) -> None:
    for field in (page.agency, page.kind, page.title, page.preamble):
        assert field.accessibleName()
        assert any(text.buddy() is field for text in page.findChildren(QLabel))


def test_a_finished_report_is_shown_but_not_edited(page: DetailsTab, document: ReportDocument) -> None:
    document.lock("只读")
    QTest.keyClicks(page.agency, "x")
    assert page.agency.text() == document.draft.agency == "云溪市人力资源和社会保障局"
    assert not page.kind.isEnabled()
