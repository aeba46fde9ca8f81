"""上年: last year's words and figures beside this year's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gui.panels.last_year_panel import LastYearPanel
from gui.report.document import ReportDocument
from model.draft import Draft
from model.form.edition import CellRef
from model.report.report import Details, Edit

RECEIVED = CellRef("requests", "new_received", "natural_person")
GRANTED = CellRef("requests", "granted", "natural_person")


@pytest.fixture
def panel(document: ReportDocument, qtbot: QtBot) -> LastYearPanel:
    panel = LastYearPanel(document)
    qtbot.addWidget(panel)
    panel.show()
    return panel


@pytest.fixture
def last_year(document: ReportDocument) -> Draft:
    last = Draft(document.draft.edition, 2024, Details(agency=document.draft.agency))
    last.apply(Edit(entries={RECEIVED: 12}, narratives={"overview": "去年的情况。"}))
    document.take_last_year(previous=last)
    return last


def figures(panel: LastYearPanel) -> list[tuple[str, str, str]]:
    model = panel.comparison
    rows = range(model.rowCount())
    heads = (model.headerData(row, Qt.Orientation.Vertical) for row in rows)
    return [
        (head, model.index(row, 0).data(), model.index(row, 1).data()) for row, head in zip(rows, heads, strict=True)
    ]


def test_without_last_years_report_there_is_a_way_to_it(panel: LastYearPanel, qtbot: QtBot) -> None:
    (button,) = [button for button in panel.findChildren(QPushButton) if button.isVisible()]
    with qtbot.waitSignal(panel.report_wanted):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_text_stands_for_text(panel: LastYearPanel, last_year: Draft) -> None:
    panel.show_section("overview")
    assert panel.text.isVisible()
    assert panel.text.toPlainText() == "去年的情况。"
    assert any(caption.text().startswith("2024 年的年报") for caption in panel.findChildren(QLabel))
    panel.show_section("problems")
    assert panel.text.toPlainText() == "（上年这一部分没有内容）"


def test_the_details_stand_for_the_details(panel: LastYearPanel, last_year: Draft) -> None:
    panel.show_section("")
    assert panel.text.toPlainText() == f"{last_year.title}\n{last_year.preamble}"


def test_figures_of_the_column_follow_the_cursor_and_the_keys(
    panel: LastYearPanel, last_year: Draft, document: ReportDocument
) -> None:
    panel.show_section("requests")
    panel.show_cell(GRANTED)
    name, last, this = figures(panel)[0]
    assert (last, this) == ("12", "")
    assert name == document.draft.edition.tables["requests"].row("new_received").short
    document.enter(values={RECEIVED: 15})
    assert figures(panel)[0][1:] == ("12", "15")
    panel.show_cell(CellRef("requests", "granted", "business"))
    assert figures(panel)[0][1:] == ("", "")


def test_taking_it_back_leads_to_the_way_again(
    panel: LastYearPanel, last_year: Draft, document: ReportDocument
) -> None:
    panel.show_section("overview")
    document.undo_stack.undo()
    assert not panel.text.isVisible()


@pytest.mark.parametrize("ref", [RECEIVED, CellRef("fees", "charges", "amount")])
def test_the_model_keeps_qts_rules(
    document: ReportDocument, qtmodeltester: ModelTester, qtbot: QtBot, ref: CellRef
) -> None:
    panel = LastYearPanel(document)
    qtbot.addWidget(panel)
    panel.show_cell(ref)
    qtmodeltester.check(panel.comparison)
    assert panel.comparison.rowCount(QModelIndex()) > 0
