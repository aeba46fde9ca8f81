"""Imports: what was read is shown first, and becomes a new draft only when the user says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

import gui.files.importing
from gui.app.settings import Settings
from gui.files.importing import ImportDialog, can_import, import_report, what_was_read
from model.form.edition import CellRef, Edition
from model.importing import Imported, ImportRefused
from model.report.numbers import Number
from tests.gui.dialogs import Answers, choose_file, escape, press


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "去年的年报.txt"
    path.write_text("云溪市民政局2023年政府信息公开工作年度报告", encoding="utf-8")
    return path


@pytest.fixture
def imported(edition: Edition) -> Imported:
    """One cell, one narrative, and a remark."""
    return Imported(
        edition,
        2023,
        "云溪市民政局",
        entries={edition.inputs[0]: 7},
        narratives={edition.narrative_sections[0].key: "全年 主动公开\n信息"},
        notes=("没有找到<b>开头</b>的说明段。",),
    )


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch, imported: Imported) -> list[dict[str, object]]:
    """Stands in for the readers, which have tests of their own; notes what they were asked."""
    asked: list[dict[str, object]] = []

    def read(data: bytes, suffix: str, **known: Any) -> Imported:
        asked.append(known)
        if data == b"scan":
            raise ImportRefused("这是扫描件，读不出文字。")
        year, agency = known["year"] or imported.year, known["agency"] or imported.agency
        return Imported(imported.edition, year, agency, entries=imported.entries, notes=imported.notes)

    monkeypatch.setattr(gui.files.importing, "read_report", read)
    return asked


def test_a_document_becomes_a_draft(
    window: QWidget, settings: Settings, source: Path, answers: Callable[..., Answers], imported: Imported
) -> None:
    answers(choose_file(source), press("作为新草稿打开"))
    draft = import_report(window, settings, None)
    assert draft is not None
    assert (draft.agency, draft.year, draft.entries) == ("云溪市民政局", 2023, imported.entries)


def test_esc_opens_nothing(window: QWidget, settings: Settings, source: Path, answers: Callable[..., Answers]) -> None:
    answers(escape)
    assert import_report(window, settings, source) is None


def test_a_file_that_cannot_be_read_is_said_by_name(
    window: QWidget, settings: Settings, source: Path, answers: Callable[..., Answers]
) -> None:
    source.write_bytes(b"scan")
    said = answers(press("知道了"))
    assert import_report(window, settings, source) is None
    assert said.texts == ["没有导入“去年的年报.txt”：这是扫描件，读不出文字。"]


def test_a_file_that_is_gone_is_said(
    window: QWidget, settings: Settings, tmp_path: Path, answers: Callable[..., Answers]
) -> None:
    said = answers(press("知道了"))
    assert import_report(window, settings, tmp_path / "没有.txt") is None
    assert "找不到" in said.texts[0]


def test_what_was_read_and_what_was_not_stands_there_section_by_section(
    qtbot: QtBot, source: Path, imported: Imported, settings: Settings
) -> None:
    dialog = ImportDialog(source, imported, settings)
    qtbot.addWidget(dialog)
    shown = [part.text() for part in dialog.findChildren(QLabel)]
    assert {"正文 8 字", "读到 1 格，共 10 格", "没有读到正文"} <= set(shown)
    notes = dialog.findChild(QListWidget)
    assert notes.item(0).text() == "没有找到<b>开头</b>的说明段。"


def test_a_section_is_whole_only_when_every_cell_was_read(edition: Edition) -> None:
    section = next(section for section in edition.sections if edition.tables_of(section))
    tables = {table.key for table in edition.tables_of(section)}
    every: dict[CellRef, Number] = {ref: 0 for ref in edition.inputs if ref.table in tables}
    assert what_was_read(Imported(edition, 2023, "x", entries=every), section)[1]
    every.popitem()
    assert not what_was_read(Imported(edition, 2023, "x", entries=every), section)[1]


def test_a_corrected_year_is_read_with_the_form_of_that_year(
    window: QWidget,
    settings: Settings,
    source: Path,
    answers: Callable[..., Answers],
    reader: list[dict[str, object]],
) -> None:
    def correct(dialog: QDialog) -> None:
        dialog.findChild(QSpinBox).setValue(2022)
        press("作为新草稿打开")(dialog)

    answers(correct)
    draft = import_report(window, settings, source)
    assert draft is not None
    assert draft.year == 2022
    assert reader[-1] == {"year": 2022, "agency": "云溪市民政局"}


def test_agency_and_year_that_were_not_found_are_asked_for(
    qtbot: QtBot, source: Path, edition: Edition, settings: Settings, answers: Callable[..., Answers]
) -> None:
    dialog = ImportDialog(source, Imported(edition, None, ""), settings)
    qtbot.addWidget(dialog)
    dialog.show()
    said = answers(press("知道了"), press("知道了"))
    press("作为新草稿打开")(dialog)
    dialog.findChild(QLineEdit).setText("云溪市民政局")
    press("作为新草稿打开")(dialog)
    assert ["单位名称" in said.texts[0], "报告年度" in said.texts[1]] == [True, True]
    assert dialog.draft is None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_only_files_with_a_reader_are_taken() -> None:
    assert can_import(Path("年报.TXT"))
    assert not can_import(Path("年报.exe"))


def test_the_first_import_looks_among_the_documents(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("platformdirs.user_documents_dir", lambda: str(tmp_path))
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getOpenFileName",
        lambda _parent, _title, folder, _kinds: shown.append(folder) or ("", ""),
    )
    window = QWidget()
    qtbot.addWidget(window)
    assert import_report(window, Settings(None)) is None
    assert shown == [str(tmp_path)]
