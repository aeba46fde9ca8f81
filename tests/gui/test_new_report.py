"""A new report: whose, of which year, and what comes over from last year's."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from gui.app.settings import Settings
from gui.dialogs.new_report import NewReportDialog, usual_year
from model.draft import Draft
from model.form.editions import edition_for_year
from model.report.report import Details
from model.store.draft_file import save_draft
from model.store.draft_index import DraftIndex
from tests.gui.dialogs import Answers, choose_file, press

AGENCY = "云溪市人力资源和社会保障局"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "公开年报"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def last_year(folder: Path) -> Draft:
    """The same agency's report of 2024, in the folder, with 5 where this year's carried figures start from."""
    edition = edition_for_year(2024)
    draft = Draft(edition, 2024, Details(agency=AGENCY, agency_kind=edition.agency_kinds[0].key))
    draft.enter({ref: 5 for ref in edition.carry_forward.values() if ref not in edition.sums})
    save_draft(draft, folder / "去年.json")
    return draft


@pytest.fixture
def dialog(qtbot: QtBot, settings: Settings, folder: Path) -> Callable[[], NewReportDialog]:
    def open_it() -> NewReportDialog:
        dialog = NewReportDialog(settings, DraftIndex(), folder=folder, today=lambda: date(2026, 1, 8))
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_it


def previous_box(dialog: NewReportDialog) -> QComboBox:
    return dialog.findChildren(QComboBox)[1]


def create(dialog: NewReportDialog) -> None:
    buttons = dialog.findChild(QDialogButtonBox).findChildren(QPushButton)
    QTest.mouseClick(next(button for button in buttons if button.text() == "新建"), Qt.MouseButton.LeftButton)


def test_in_january_the_report_is_about_last_year(dialog: Callable[[], NewReportDialog]) -> None:
    assert dialog().findChild(QSpinBox).value() == 2025


def test_a_clock_that_says_1970_still_offers_a_year_that_has_a_form() -> None:
    assert edition_for_year(usual_year(date(1970, 1, 1)))


def test_a_blank_report(dialog: Callable[[], NewReportDialog], settings: Settings) -> None:
    opened = dialog()
    opened.findChild(QLineEdit).setText(f"  {AGENCY} ")
    create(opened)
    assert opened.draft is not None
    assert (opened.draft.agency, opened.draft.year, opened.draft.entries) == (AGENCY, 2025, {})
    assert settings.values.agency == AGENCY
    assert dialog().findChild(QLineEdit).text() == AGENCY


def test_last_years_report_of_the_same_agency_is_proposed_and_its_figures_come_over(
    qtbot: QtBot, dialog: Callable[[], NewReportDialog], settings: Settings, last_year: Draft
) -> None:
    settings.change(agency=AGENCY)
    opened = dialog()
    qtbot.waitUntil(lambda: previous_box(opened).currentText() == f"2024 年 {AGENCY}")
    create(opened)
    assert opened.draft is not None
    assert opened.draft.previous is not None
    assert opened.draft.previous.year == 2024
    assert 5 in opened.draft.entries.values()
    assert all(opened.draft.is_carried(ref) for ref in opened.draft.entries)


def test_a_report_of_another_year_is_not_offered(
    qtbot: QtBot, dialog: Callable[[], NewReportDialog], last_year: Draft
) -> None:
    opened = dialog()
    qtbot.waitUntil(lambda: previous_box(opened).count() == 3)
    opened.findChild(QSpinBox).setValue(2027)
    assert previous_box(opened).count() == 2


def test_a_decision_against_last_years_figures_stays(
    qtbot: QtBot, dialog: Callable[[], NewReportDialog], settings: Settings, last_year: Draft
) -> None:
    settings.change(agency=AGENCY)
    opened = dialog()
    qtbot.waitUntil(lambda: previous_box(opened).currentIndex() == 1)
    QTest.keyClick(previous_box(opened), Qt.Key.Key_Up)
    opened.findChild(QLineEdit).editingFinished.emit()
    create(opened)
    assert opened.draft is not None
    assert opened.draft.previous is None


def test_without_a_name_it_says_so_and_goes_to_the_field(
    dialog: Callable[[], NewReportDialog], answers: Callable[..., Answers]
) -> None:
    opened = dialog()
    said = answers(press("知道了"))
    create(opened)
    assert said.texts == ["还没有填单位名称，请填写公文用的全称。"]
    assert opened.isVisible()
    assert opened.draft is None


def test_a_chosen_file_of_the_wrong_year_is_refused_in_words(
    dialog: Callable[[], NewReportDialog],
    answers: Callable[..., Answers],
    tmp_path: Path,
) -> None:
    save_draft(Draft(edition_for_year(2022), 2022, Details(agency=AGENCY)), tmp_path / "前年.json")
    opened = dialog()
    opened.findChild(QLineEdit).setText(AGENCY)
    said = answers(choose_file(tmp_path / "前年.json"), press("知道了"))
    box = previous_box(opened)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    assert box.currentText() == "前年.json"
    create(opened)
    assert said.texts[1] == "“前年.json”是 2022 年的年报，2025 年的年报要提取 2024 年的数。"
    assert opened.draft is None


def test_the_kinds_of_body_follow_the_year(dialog: Callable[[], NewReportDialog]) -> None:
    opened = dialog()
    kinds = opened.findChildren(QComboBox)[0]
    opened.findChild(QSpinBox).setValue(2019)
    assert [kinds.itemData(row) for row in range(kinds.count())] == [
        kind.key for kind in edition_for_year(2019).agency_kinds
    ]
