"""空白补零 and 定稿: everything is listed before it happens, and what is in the way can be jumped to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.dialogs import finishing
from gui.dialogs.finishing import FinishDialog, ZerosDialog, ask_to_finish
from gui.report.document import ACKNOWLEDGED, ReportDocument
from model.draft import Draft
from model.form.edition import CellRef, Edition, Level
from model.report.report import Details, Edit

Undoable = Callable[[Callable[[], object]], str]
TODAY = date(2026, 1, 12)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def fill(document: ReportDocument) -> None:
    document.fill_blanks_with_zero()
    for section in document.draft.edition.narrative_sections:
        document.write(section=section.key, text="本年度没有收取信息处理费；公开不够及时的问题，下一步改进。")


def with_a_question(edition: Edition) -> ReportDocument:
    last = Draft(edition, 2024, Details(agency="云溪市人力资源和社会保障局"))
    last.apply(Edit(entries={CellRef("requests", "carried_over", "natural_person"): 1}))
    document = ReportDocument(Draft(edition, 2025, Details(agency="云溪市人力资源和社会保障局", previous=last)))
    fill(document)
    return document


def text_of(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_blanks_are_listed_by_section(document: ReportDocument, parent: QWidget) -> None:
    document.enter(values={CellRef("fees", "charges", "amount"): None})
    listing = ZerosDialog(parent, document).findChild(QPlainTextEdit)
    assert isinstance(listing, QPlainTextEdit)
    lines = listing.toPlainText().splitlines()
    assert "三、收到和处理政府信息公开申请情况（144 格）" in lines
    assert "    本年新收：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他" in lines
    assert "    行政事业性收费：本年收费金额（万元）" in lines
    assert sum(line.count("、") + 1 for line in lines if line.startswith("    ")) >= 166
    assert sum(int(found) for line in lines for found in re.findall(r"（(\d+) 格）$", line)) == 166


def test_one_table_alone_can_be_filled(document: ReportDocument, parent: QWidget) -> None:
    dialog = ZerosDialog(parent, document, document.draft.edition.tables["disputes"])
    dialog.show()
    (alone,) = dialog.findChildren(QCheckBox)
    assert alone.isVisible()
    QTest.mouseClick(alone, Qt.MouseButton.LeftButton, pos=QPoint(8, alone.height() // 2))
    listing = dialog.findChild(QPlainTextEdit)
    assert isinstance(listing, QPlainTextEdit)
    assert listing.toPlainText().startswith("四、政府信息公开行政复议、行政诉讼情况（12 格）")
    assert document.fill_blanks_with_zero(tables=dialog.tables)
    assert {ref.table for ref in document.draft.entries} == {"disputes"}
    assert len(document.draft.blanks) == 154


def test_with_nothing_in_the_way_the_dialog_is_small_and_enter_finishes(
    document: ReportDocument, parent: QWidget
) -> None:
    fill(document)
    dialog = FinishDialog(parent, document)
    dialog.show()
    assert dialog.height() < 200
    assert dialog.focusWidget() is dialog.finish


def test_enter_jumps_to_the_first_thing_in_the_way(document: ReportDocument, parent: QWidget) -> None:
    dialog = FinishDialog(parent, document)
    dialog.show()
    field = dialog.focusWidget()
    assert isinstance(field, QPushButton)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert dialog.wanted == document.draft.evaluation.missing[0]


def test_what_is_missing_blocks_and_can_be_jumped_to(document: ReportDocument, parent: QWidget) -> None:
    dialog = FinishDialog(parent, document)
    assert not dialog.finish.isEnabled()
    assert "还不能定稿：有 9 处" in text_of(dialog)
    QTest.mouseClick(dialog.findChildren(QPushButton)[-1], Qt.MouseButton.LeftButton)
    goto = next(button for button in dialog.findChildren(QPushButton) if button.text() == "定位")
    goto.click()
    assert dialog.wanted is not None and dialog.wanted.code == "BLANK"


def test_an_imbalance_blocks(document: ReportDocument, parent: QWidget) -> None:
    fill(document)
    document.enter(values={CellRef("requests", "new_received", "natural_person"): 1})
    dialog = FinishDialog(parent, document)
    assert not dialog.finish.isEnabled()
    assert "“自然人”列不平" in text_of(dialog)


def test_a_question_wants_a_tick_or_an_explanation(
    edition: Edition, parent: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = with_a_question(edition)
    dialog = FinishDialog(parent, document)
    dialog.show()
    asks = [finding for finding in document.findings if finding.level is Level.ASK]
    assert not dialog.finish.isEnabled()
    QTest.mouseClick(dialog.findChildren(QCheckBox)[0], Qt.MouseButton.LeftButton)
    assert document.draft.explanation(asks[0]) == ACKNOWLEDGED
    monkeypatch.setattr(finishing, "ask_text", lambda *_, **__: "上年多报 1 件")
    qtbot.waitUntil(lambda: any(box.isChecked() for box in dialog.findChildren(QCheckBox)))
    buttons = [button for button in dialog.findChildren(QPushButton) if button.text() == "填写说明"]
    QTest.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.finish.isEnabled)
    QTest.mouseClick(dialog.finish, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_finishing_makes_the_report_read_only(
    document: ReportDocument, parent: QWidget, undoable: Undoable, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(document)
    monkeypatch.setattr(FinishDialog, "exec", lambda dialog: QDialog.DialogCode.Accepted)
    assert undoable(lambda: ask_to_finish(parent, document, TODAY)) == "定稿"
    assert document.draft.details.finished == "2026-01-12"
    assert not document.editable
