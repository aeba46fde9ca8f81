"""审核: the list follows the keystroke, keeps its place, and moves the focus only when asked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from gui.panels import findings_panel
from gui.panels.findings_panel import FindingsModel, FindingsPanel
from gui.report.document import ReportDocument
from model.checks.finding import Finding
from model.draft import Draft
from model.form.edition import CellRef, Edition, Level
from model.report.report import Details, Edit, zeros_for_blanks


def cell(row: str, column: str = "natural_person") -> CellRef:
    return CellRef("requests", row, column)


@pytest.fixture
def panel(document: ReportDocument, qtbot: QtBot) -> FindingsPanel:
    made = FindingsPanel(document)
    qtbot.addWidget(made)
    made.resize(320, 500)
    made.show()
    return made


def keys(model: FindingsModel) -> list[str]:
    return [line.finding.key for line in model.lines]


def carried_wrongly(edition: Edition) -> Draft:
    """A report whose carried-in figure is not last year's: a question, not a fault."""
    last = Draft(edition, 2024, Details(agency="云溪市人力资源和社会保障局"))
    last.apply(zeros_for_blanks(last))
    last.enter({cell("carried_over"): 4})
    draft = Draft(edition, 2025, Details(agency="云溪市人力资源和社会保障局", previous=last))
    draft.apply(zeros_for_blanks(draft))
    draft.enter({cell("carried_in"): 3, cell("granted"): 3})
    return draft


def test_a_new_report_shows_nothing_wrong(panel: FindingsPanel) -> None:
    assert panel.findings.rowCount() == 0
    assert panel.findChildren(type(panel._summary))[0].text() == "没有发现问题，还有 166 格没有填。"


def test_a_finding_comes_with_the_figure_and_goes_with_the_mending_one(
    panel: FindingsPanel, document: ReportDocument
) -> None:
    QAbstractItemModelTester(panel.findings, QAbstractItemModelTester.FailureReportingMode.Fatal)
    document.enter(values={cell("new_received"): 6})
    assert keys(panel.findings) == [
        "REQ-BALANCE requests.new_received.natural_person",
        "REQ-BALANCE requests.new_received.total",
    ]
    document.enter(values={cell("carried_over"): 6})
    assert keys(panel.findings) == []


def test_lines_that_stay_keep_the_selection(panel: FindingsPanel, document: ReportDocument) -> None:
    document.enter(values={cell("new_received", "business"): 6})
    panel.step(1)
    assert panel.selected is not None and panel.selected.cells[0].column == "business"
    document.enter(values={cell("new_received"): 1})
    document.enter(values={cell("new_received", "business"): 7})
    assert panel.selected is not None and panel.selected.cells[0].column == "business"
    assert "本年新收7" in panel.list.currentIndex().data()


def test_f8_goes_round_and_asks_to_jump(panel: FindingsPanel, document: ReportDocument, qtbot: QtBot) -> None:
    panel.step(1)
    assert panel.selected is None, "nothing to go to"
    document.enter(values={cell("new_received"): 6})
    seen = []
    for direction in (1, 1, 1, -1):
        with qtbot.waitSignal(panel.jump_wanted):
            panel.step(direction)
        seen.append(panel.list.currentIndex().row())
    assert seen == [0, 1, 0, 1]


def test_selecting_only_frames(panel: FindingsPanel, document: ReportDocument, qtbot: QtBot) -> None:
    document.enter(values={cell("new_received"): 6})
    with qtbot.assertNotEmitted(panel.jump_wanted), qtbot.waitSignal(panel.finding_selected):
        panel.list.setFocus()
        QTest.keyClick(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.jump_wanted):
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.jump_wanted):
        where = panel.list.visualRect(panel.findings.index(1)).center()
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_a_question_is_answered_and_moves_to_the_end(
    edition: Edition, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = ReportDocument(carried_wrongly(edition))
    panel = FindingsPanel(document)
    qtbot.addWidget(panel)
    asks = [line for line in panel.findings.lines if line.finding.level is Level.ASK]
    assert len(asks) == 2
    monkeypatch.setattr(findings_panel, "ask_text", lambda *_, **__: "上年 1 件撤回，未结转")
    panel.step(1)
    panel.answer.click()
    assert panel.findings.lines[-1].answer == "上年 1 件撤回，未结转"
    assert "说明：上年 1 件撤回，未结转" in panel.findings.index(1).data()
    document.undo_stack.undo()
    assert panel.findings.lines[0].answer is None


def test_hard_findings_take_no_explanation(panel: FindingsPanel, document: ReportDocument) -> None:
    document.enter(values={cell("new_received"): 6, cell("carried_in"): 0, cell("granted"): 7})
    panel.step(1)
    assert not panel.answer.isEnabled()
    assert panel.goto.isEnabled()


def test_a_printed_total_can_be_dropped(panel: FindingsPanel, document: ReportDocument) -> None:
    other = document.draft.copy()
    other.apply(Edit(entries={cell("granted"): 1, cell("carried_in"): 1}, reported={cell("granted", "total"): 2}))
    document.replace_contents(draft=other, text="导入")
    panel.step(1)
    assert panel.adopt.isVisible()
    panel.adopt.click()
    assert document.draft.reported == {}
    assert document.undo_stack.undoText() == "采用计算值 1 处"


def test_a_screen_reader_hears_how_grave_it_is(panel: FindingsPanel, document: ReportDocument) -> None:
    document.enter(values={cell("new_received"): 6, cell("carried_in"): 0, cell("granted"): 7})
    assert panel.findings.index(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("强制性：“自然人”列不平")


def test_the_panel_says_what_belongs_into_the_cell(panel: FindingsPanel, document: ReportDocument) -> None:
    panel.show_cell(cell("granted"))
    assert "答复为全部公开的件数。" in panel._cell.text()
    document.annotate(ref=cell("granted"), note="含电话申请")
    assert "批注：含电话申请" in panel._cell.text()


def test_enter_presses_the_button_that_has_the_focus(panel: FindingsPanel, document: ReportDocument) -> None:
    document.enter(values={cell("new_received", "business"): 6})
    panel.step(1)
    wanted: list[Finding] = []
    panel.jump_wanted.connect(wanted.append)
    QTest.keyClick(panel.goto, Qt.Key.Key_Return)
    assert wanted == [panel.selected]
