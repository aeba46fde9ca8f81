"""比对送回的文件: what a leader changed in Word is shown, and what is ticked comes in as one step."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from gui.app.settings import Settings
from gui.files.returned import ReturnedDialog, take_returned
from gui.report.document import ReportDocument
from model.exporting import Job, format_named
from model.page import PageSettings, Typesetter
from model.report.report import Edit
from tests.gui.dialogs import Answer, Answers, escape, press
from tests.page.drafts import draft, numbered_draft

Take = Callable[[Path], bool]


@pytest.fixture
def report(qapp: object) -> ReportDocument:
    return ReportDocument(numbered_draft())


@pytest.fixture
def take(qtbot: QtBot, report: ReportDocument) -> Take:
    window = QWidget()
    qtbot.addWidget(window)
    settings = Settings(None)
    return lambda path: take_returned(window, settings, report, path)


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """The Word file of the report, with a sentence and a figure changed."""
    path = tmp_path / "送审稿.docx"
    word = docx.Document(BytesIO(format_named("docx").write(Job(numbered_draft(), PageSettings()), Typesetter())))
    sentence = next(paragraph for paragraph in word.paragraphs if paragraph.text.startswith("制发规范性文件"))
    sentence.runs[0].text = "制发规范性文件3件。"
    figure = next(cell for row in word.tables[0].rows for cell in row.cells if cell.text == "1001")
    figure.paragraphs[0].runs[0].text = "7"
    word.save(str(path))
    return path


def untick(row: int) -> Answer:
    def answer(dialog: QDialog) -> None:
        listing = dialog.findChild(QTreeWidget)
        assert isinstance(listing, QTreeWidget)
        listing.setFocus()
        listing.setCurrentItem(listing.topLevelItem(row))
        QTest.keyClick(listing, Qt.Key.Key_Space)
        press("采用选中的")(dialog)

    return answer


def test_what_came_back_is_taken_in_one_step(
    take: Take, report: ReportDocument, returned: Path, answers: Callable[..., Answers]
) -> None:
    answers(press("采用选中的"))
    assert take(returned)
    assert report.draft.entries[report.draft.edition.inputs[0]] == 7
    assert "制发规范性文件3件。" in report.draft.narratives["overview"]
    assert report.undo_stack.count() == 1
    assert report.undo_stack.undoText() == "采用送回的修改 2 处"
    report.undo_stack.undo()
    assert report.draft.entries == numbered_draft().entries
    assert report.draft.narratives == numbered_draft().narratives


def test_what_is_not_ticked_stays(
    take: Take, report: ReportDocument, returned: Path, answers: Callable[..., Answers]
) -> None:
    answers(untick(0))
    assert take(returned)
    assert report.draft.narratives == numbered_draft().narratives
    assert report.draft.entries[report.draft.edition.inputs[0]] == 7


def test_thinking_better_of_it_changes_nothing(
    take: Take, report: ReportDocument, returned: Path, answers: Callable[..., Answers]
) -> None:
    answers(escape)
    assert not take(returned)
    assert not report.modified


def test_an_untouched_file_is_said_to_be_one(take: Take, tmp_path: Path, answers: Callable[..., Answers]) -> None:
    path = tmp_path / "送审稿.docx"
    path.write_bytes(format_named("docx").write(Job(numbered_draft(), PageSettings()), Typesetter()))
    said = answers(press("知道了"))
    assert not take(path)
    assert "没有不同" in said.texts[0]


def test_another_years_report_is_refused(take: Take, tmp_path: Path, answers: Callable[..., Answers]) -> None:
    path = tmp_path / "去年.docx"
    path.write_bytes(format_named("docx").write(Job(draft(year=2022), PageSettings()), Typesetter()))
    said = answers(press("知道了"))
    assert not take(path)
    assert "是 2022 年的年报" in said.texts[0]


def test_what_is_gone_is_not_ticked_to_begin_with(qtbot: QtBot) -> None:
    from model.importing.returned import changes  # noqa: PLC0415

    ours, theirs = draft(), draft()
    theirs.apply(Edit(entries={ours.edition.inputs[0]: None, ours.edition.inputs[1]: 3}))
    dialog = ReturnedDialog(Path("a.docx"), changes(ours, theirs))
    qtbot.addWidget(dialog)
    assert [change.theirs for change in dialog.chosen] == ["3"]
