"""Imports: what was read is shown first, and becomes a new draft only when the user says so."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

import gui.files.importing
from gui.app.settings import Settings
from gui.dialogs.import_preview import ImportDialog, SourceModel, what_was_read
from gui.files.importing import (
    Purpose,
    can_import,
    import_clipboard,
    import_files,
    import_report,
    import_several,
)
from gui.report.document import ReportDocument
from gui.widgets.models import Role
from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.importing import Imported, ImportRefused, to_draft
from model.report.numbers import Number
from model.store.draft_file import load_draft
from tests.gui.dialogs import Answers, escape, press


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
        asked.append({"suffix": suffix, "year": known["year"], "agency": known["agency"]})
        if data == b"scan":
            raise ImportRefused("这是扫描件，读不出文字。")
        year, agency = known["year"] or imported.year, known["agency"] or imported.agency
        return Imported(imported.edition, year, agency, entries=imported.entries, notes=imported.notes)

    monkeypatch.setattr(gui.files.importing, "read_report", read)
    return asked


def test_a_document_becomes_a_draft(
    window: QWidget, settings: Settings, source: Path, answers: Callable[..., Answers], imported: Imported
) -> None:
    answers(press("作为新草稿打开"))
    accepted = import_report(window, settings, source)
    assert accepted is not None
    draft, purpose = accepted
    assert (draft.agency, draft.year, draft.entries) == ("云溪市民政局", 2023, imported.entries)
    assert purpose is Purpose.DRAFT


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


@pytest.fixture
def preview(qtbot: QtBot, settings: Settings) -> Callable[..., ImportDialog]:
    """The dialog about what was read."""

    def show(imported: Imported, document: ReportDocument | None = None) -> ImportDialog:
        dialog = ImportDialog(
            "年报.docx",
            imported,
            settings,
            lambda year, agency: to_draft(replace(imported, year=year, agency=agency)),
            document=document,
        )
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


def test_what_was_read_and_what_was_not_stands_there_section_by_section(
    preview: Callable[..., ImportDialog], imported: Imported
) -> None:
    dialog = preview(imported)
    shown = [part.text() for part in dialog.findChildren(QLabel)]
    assert {"正文 8 字", "读到 1 格，共 10 格", "没有读到正文"} <= set(shown)
    notes = dialog.findChild(QListWidget)
    assert notes.item(0).text() == "没有找到<b>开头</b>的说明段。"
    assert "全年 主动公开" in dialog.findChild(QPlainTextEdit).toPlainText()


def test_each_table_stands_beside_the_sources_own_text(preview: Callable[..., ImportDialog], edition: Edition) -> None:
    """An unreadable cell and a printed total that is no sum are marked on both sides; the tooltip says why."""
    table = edition.tables["requests"]
    refs = [CellRef("requests", table.rows[0].key, column.key) for column in table.columns]
    entries: dict[CellRef, Number] = dict.fromkeys(refs[1:-1], 1)
    printed = dict.fromkeys(refs[1:-1], "1") | {refs[0]: "3万", refs[-1]: "7"}
    dialog = preview(Imported(edition, 2023, "某局", entries=entries, reported={refs[-1]: 7}, printed=printed))
    view = next(v for v in dialog.findChildren(QTableView) if v.model().rowCount() == len(table.rows))
    model = view.model()
    assert isinstance(model, SourceModel)
    texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert texts == ["", "1", "1", "1", "1", "1", "5", "3万", "1", "1", "1", "1", "1", "7"]
    marked = [model.index(0, column).data(Role.ToolTipRole) != "" for column in range(7)]
    assert marked == [True, False, False, False, False, False, True]
    assert "3万" in model.problem(refs[0])
    assert "7" in model.problem(refs[-1]) and "5" in model.problem(refs[-1])
    assert "没有数" in model.problem(CellRef("requests", table.rows[1].key, refs[0].column))


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
    accepted = import_report(window, settings, source)
    assert accepted is not None
    assert accepted.draft.year == 2022
    assert reader[-1] == {"suffix": ".txt", "year": 2022, "agency": "云溪市民政局"}


def test_agency_and_year_that_were_not_found_are_asked_for(
    preview: Callable[..., ImportDialog], edition: Edition, answers: Callable[..., Answers]
) -> None:
    dialog = preview(Imported(edition, None, ""))
    said = answers(press("知道了"), press("知道了"))
    press("作为新草稿打开")(dialog)
    dialog.findChild(QLineEdit).setText("云溪市民政局")
    press("作为新草稿打开")(dialog)
    assert ["单位名称" in said.texts[0], "报告年度" in said.texts[1]] == [True, True]
    assert dialog.draft is None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("years_later", "button", "purpose"),
    [(1, "作为当前年报的上年年报", Purpose.LAST_YEAR), (0, "只把数字填入当前年报", Purpose.FIGURES)],
)
def test_an_import_serves_the_open_report_where_the_years_fit(
    preview: Callable[..., ImportDialog],
    imported: Imported,
    answers: Callable[..., Answers],
    *,
    years_later: int,
    button: str,
    purpose: Purpose,
) -> None:
    fitting = preview(imported, ReportDocument(Draft(imported.edition, 2023 + years_later)))
    press(button)(fitting)
    assert (fitting.draft is not None, fitting.purpose) == (True, purpose)
    said = answers(press("知道了"))
    other = preview(imported, ReportDocument(Draft(imported.edition, 2022)))
    press(button)(other)
    assert other.draft is None
    assert "2023 年" in said.texts[0] and "2022 年" in said.texts[0]


def test_without_an_open_report_an_import_can_only_be_a_draft(
    preview: Callable[..., ImportDialog], imported: Imported
) -> None:
    names = [button.text() for button in preview(imported).findChildren(QPushButton)]
    assert "作为新草稿打开" in names
    assert not {"作为当前年报的上年年报", "只把数字填入当前年报"} & set(names)


@pytest.mark.parametrize("html", ["<p>甲局2023年</p>", ""])
def test_what_was_copied_elsewhere_is_imported(
    window: QWidget, settings: Settings, answers: Callable[..., Answers], reader: list[dict[str, object]], html: str
) -> None:
    """As a page where the clipboard has one, else as text."""
    mime = QMimeData()
    mime.setText("甲局2023年")
    if html:
        mime.setHtml(html)
    QGuiApplication.clipboard().setMimeData(mime)
    answers(press("作为新草稿打开"))
    assert import_clipboard(window, settings) is not None
    assert [asked["suffix"] for asked in reader] == [".html" if html else ".txt"]


def test_an_empty_clipboard_is_said(window: QWidget, settings: Settings, answers: Callable[..., Answers]) -> None:
    QGuiApplication.clipboard().clear()
    said = answers(press("知道了"))
    assert import_clipboard(window, settings) is None
    assert "剪贴板里没有文字" in said.texts[0]


def test_several_files_become_drafts_of_the_list(
    window: QWidget,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: Callable[..., Answers],
) -> None:
    """Two reports of one agency get two files; what cannot be read is said by name and stops nobody else."""
    monkeypatch.setattr(gui.files.importing, "drafts_folder", lambda: tmp_path / "草稿")
    sources = [tmp_path / name for name in ("甲.txt", "乙.txt", "坏.pdf")]
    for path in sources[:2]:
        path.write_text(
            "云溪市民政局2023年政府信息公开工作年度报告\n一、总体情况\n平稳。\n行政许可\t7\n", encoding="utf-8"
        )
    sources[2].write_bytes(b"%PDF-1.7 torn")
    said = answers(press("知道了"))
    assert import_several(window, settings, sources) == 2
    assert "2 份" in said.texts[0] and "1 个文件没有导入" in said.texts[0]
    drafts = [load_draft(path).draft for path in sorted((tmp_path / "草稿").glob("*.json"))]
    assert [draft.agency for draft in drafts] == ["云溪市民政局"] * 2


def test_only_files_with_a_reader_are_taken() -> None:
    assert can_import(Path("年报.TXT"))
    assert not can_import(Path("年报.exe"))


def test_the_first_import_looks_among_the_documents(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr("platformdirs.user_documents_dir", lambda: str(tmp_path))
    monkeypatch.setattr(
        gui.files.importing, "ask_for_files", lambda _parent, _title, folder, _kinds: shown.append(folder) or []
    )
    window = QWidget()
    qtbot.addWidget(window)
    assert import_files(window, Settings(None)) == []
    assert shown == [tmp_path]
