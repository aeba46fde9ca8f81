"""The remark below a section's tables: edited in place, one step of the one undo stack, read-only with the report."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.report.document import ReportDocument
from gui.report.tabs.tables_tab import TablesTab
from model.report.report import Edit

Undoable = Callable[[Callable[[], object]], str]


@pytest.fixture
def page(document: ReportDocument, qtbot: QtBot) -> TablesTab:
    made = TablesTab(document, document.draft.edition.table_sections[0])
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_remark_is_typed_below_the_tables(page: TablesTab, undoable: Undoable, document: ReportDocument) -> None:
    section = document.draft.edition.table_sections[0]
    step = undoable(lambda: QTest.keyClicks(page.remark.field, "abc"))
    assert step == f"修改“{section.heading}”表下的说明"
    assert document.draft.remarks == {section.key: "abc"}


def test_undo_is_seen_in_the_field(page: TablesTab, document: ReportDocument) -> None:
    QTest.keyClicks(page.remark.field, "abc")
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert (page.remark.field.toPlainText(), document.draft.remarks) == ("", {})


def test_an_imported_remark_is_there_and_the_field_grows_with_it(document: ReportDocument, qtbot: QtBot) -> None:
    section = document.draft.edition.table_sections[0]
    empty = TablesTab(document, section)
    document.draft.apply(Edit(remarks={section.key: "注：一。\n注：二。"}))
    filled = TablesTab(document, section)
    for page in (empty, filled):
        qtbot.addWidget(page)
    assert filled.remark.field.toPlainText() == "注：一。\n注：二。"
    assert filled.remark.field.height() > empty.remark.field.height()


def test_a_report_that_cannot_be_edited_keeps_its_remark(page: TablesTab, document: ReportDocument) -> None:
    document.lock("只读。")
    QTest.keyClicks(page.remark.field, "abc")
    assert (page.remark.field.toPlainText(), document.draft.remarks) == ("", {})
