"""Exports: the file is the PDF or nothing, a draft is never overwritten, and the way to the folder is offered."""

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from gui.app.settings import Settings
from gui.dialogs.publishing import PublishDialog
from gui.files.exporting import Exporter
from gui.report.document import ReportDocument
from model.exporting import FORMATS, Format, Job, format_named, leave
from model.page import PageSettings, Typesetter
from model.pdfium import opened
from model.report.report import Edit
from model.store.draft_file import load_draft, save_draft
from model.store.draft_json import checksum_of
from resources import resource_path
from tests.gui.dialogs import Answer, Answers, choose_file, escape, press

PDF = format_named("pdf")


@pytest.fixture
def document(tmp_path: Path, qapp: object) -> ReportDocument:
    """A report without a flaw, saved in a folder of its own."""
    draft = load_draft(next(resource_path("samples").glob("*.json"))).draft
    path = tmp_path / "年报" / "草稿.json"
    path.parent.mkdir()
    save_draft(draft, path)
    return ReportDocument.of(load_draft(path), path)


@pytest.fixture
def exporter(qtbot: QtBot, tmp_path: Path) -> Exporter:
    window = QWidget()
    qtbot.addWidget(window)
    return Exporter(window, Settings(tmp_path / "settings.json"))


class FileManager(QObject):
    """Stands in for the desktop's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def file_manager(qapp: object) -> Iterator[FileManager]:
    manager = FileManager()
    QDesktopServices.setUrlHandler("file", manager, "show")  # type: ignore[arg-type] # which is what PySide6 takes
    yield manager
    QDesktopServices.unsetUrlHandler("file")


def unbalance(document: ReportDocument) -> None:
    table = next(check.left[0].ref for check in document.draft.edition.checks)
    document.enter(values={table: 8888})


def test_the_file_is_the_pdf_that_the_page_gives(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers], tmp_path: Path
) -> None:
    target = tmp_path / "公开.pdf"
    said = answers(choose_file(target), press("关闭"))
    assert exporter.export(document, PDF) == target
    assert target.read_bytes() == Typesetter().report(document.draft).pdf
    assert said.texts[1] == "已导出“公开.pdf”。"


def test_the_proposed_name_says_whose_report_it_is_and_stands_beside_the_draft(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers]
) -> None:
    answers(press("保存"), press("关闭"))
    written = exporter.export(document, PDF)
    assert written
    assert written.parent == document.path.parent
    assert written.name == "云溪市人力资源和社会保障局2025年政府信息公开工作年度报告.pdf"


def test_the_suffix_need_not_be_typed(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers], tmp_path: Path
) -> None:
    answers(choose_file(tmp_path / "公开"), press("关闭"))
    assert exporter.export(document, PDF) == tmp_path / "公开.pdf"


def test_a_report_with_flaws_says_so_first_and_is_stamped(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers], tmp_path: Path
) -> None:
    unbalance(document)
    said = answers(press("导出草稿"), choose_file(tmp_path / "a.pdf"), press("关闭"))
    exporter.export(document, PDF)
    assert "强制性问题没有改正，每一页都会印上“草稿”字样。" in said.texts[0]
    assert (tmp_path / "a.pdf").read_bytes() == Typesetter().report(document.draft, draft_stamp=True).pdf


@pytest.mark.parametrize("second_thoughts", [(escape,), (press("导出草稿"), escape)])
def test_thinking_better_of_it_writes_nothing(
    exporter: Exporter,
    document: ReportDocument,
    answers: Callable[..., Answers],
    second_thoughts: tuple[Answer, ...],
) -> None:
    unbalance(document)
    answers(*second_thoughts)
    assert exporter.export(document, PDF) is None
    assert [path.name for path in document.path.parent.iterdir()] == ["草稿.json"]


def test_a_draft_is_never_overwritten(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers]
) -> None:
    before = document.path.read_bytes()
    said = answers(choose_file(document.path), press("是"), press("知道了"))
    assert exporter.export(document, PDF) is None
    assert "不是 PDF 文件" in said.texts[2]
    assert document.path.read_bytes() == before


def test_a_folder_that_is_gone_is_said_and_nothing_breaks(
    exporter: Exporter,
    document: ReportDocument,
    answers: Callable[..., Answers],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gui.files.exporting.ask_export_path", lambda *_: tmp_path / "gone" / "a.pdf")
    said = answers(press("知道了"))
    assert exporter.export(document, PDF) is None
    assert "无法保存" in said.texts[0]


def test_the_way_to_the_folder_is_offered(
    exporter: Exporter,
    document: ReportDocument,
    answers: Callable[..., Answers],
    file_manager: FileManager,
    tmp_path: Path,
) -> None:
    answers(choose_file(tmp_path / "a.pdf"), press("打开所在文件夹"))
    exporter.export(document, PDF)
    assert [Path(folder) for folder in file_manager.opened] == [tmp_path]


def test_the_review_sheet_is_a_pdf_of_its_own(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers]
) -> None:
    answers(press("保存"), press("关闭"))
    written = exporter.export(document, format_named("review-sheet"))
    assert written
    assert "核对记录" in written.name
    with opened(written.read_bytes()) as sheet:
        text = sheet[0].get_textpage().get_text_bounded()
    assert f"校验码 {checksum_of(document.draft)[:16]}" in text


def test_the_page_follows_the_settings(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers], tmp_path: Path
) -> None:
    exporter._settings.change(double_sided=True)
    answers(choose_file(tmp_path / "a.pdf"), press("关闭"))
    exporter.export(document, PDF)
    assert (tmp_path / "a.pdf").read_bytes() != Typesetter().report(document.draft).pdf


def test_hostile_names_are_shown_as_they_are(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers]
) -> None:
    document.draft.apply(Edit(details={"agency": "<b>云溪</b>"}))
    answers(press("保存"), press("关闭"))
    written = exporter.export(document, PDF)
    assert written
    assert written.name.startswith("b云溪b2025年")


@pytest.mark.parametrize("target", [each for each in FORMATS if each.published], ids=lambda target: target.key)
def test_every_format_is_written_under_its_own_name(
    exporter: Exporter,
    document: ReportDocument,
    answers: Callable[..., Answers],
    target: Format,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class AtFour(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2026, 1, 19, 16)

    monkeypatch.setattr("gui.files.exporting.datetime", AtFour)
    answers(press("保存"), press("关闭"))
    written = exporter.export(document, target)
    assert written is not None
    assert written.name == leave(document.draft, target).name
    assert written.read_bytes() == target.write(Job(document.draft, PageSettings(), moment=AtFour.now()), Typesetter())


def test_the_page_is_copied_as_one_sees_it_and_as_text(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers]
) -> None:
    answers(press("知道了"))
    assert exporter.copy(document, as_code=False)
    content = QGuiApplication.clipboard().mimeData()
    assert content.html().startswith('<div lang="zh-CN">')
    assert "行政规范性文件\t3\t2\t12\n" in content.text()


def test_the_code_is_copied_as_text_alone(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers]
) -> None:
    said = answers(press("知道了"))
    assert exporter.copy(document, as_code=True)
    content = QGuiApplication.clipboard().mimeData()
    assert not content.hasHtml()
    assert content.text().startswith('<div lang="zh-CN">')
    assert "源代码" in said.texts[0]


def test_an_unfinished_report_is_copied_only_after_a_question(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers]
) -> None:
    unbalance(document)
    QGuiApplication.clipboard().setText("原来的")
    said = answers(escape)
    assert not exporter.copy(document, as_code=True)
    assert "文件里会标明“草稿”字样" in said.texts[0]
    assert QGuiApplication.clipboard().text() == "原来的"


def untick(*keys: str) -> Answer:
    """Take ticks away, and go on."""

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, PublishDialog)
        for key in keys:
            QTest.keyClick(dialog._boxes[key], Qt.Key.Key_Space)
        press("发布")(dialog)

    return answer


def test_what_is_ticked_is_published_and_remembered(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers], file_manager: FileManager
) -> None:
    exporter._settings.change(published="docx html ofd")
    answers(untick("docx", "ofd"), press("打开所在文件夹"))
    made = exporter.publish(document)
    assert made is not None
    assert [Path(file.name).suffix for file in made.files] == [".html"]
    assert file_manager.opened == [str(made.folder)]
    assert exporter._settings.values.published == "html"


def test_nothing_is_published_where_nothing_is_ticked(exporter: Exporter, document: ReportDocument) -> None:
    exporter._settings.change(published="")
    dialog = PublishDialog(exporter._window, exporter._settings, document.path)
    assert dialog.chosen == ()
    assert not dialog._publish.isEnabled()


def test_the_list_of_what_was_made_can_be_copied(
    exporter: Exporter, document: ReportDocument, answers: Callable[..., Answers]
) -> None:
    def copy_and_close(dialog: QDialog) -> None:
        press("复制清单")(dialog)
        escape(dialog)

    exporter._settings.change(published="html docx")
    answers(press("发布"), copy_and_close)
    made = exporter.publish(document)
    assert made is not None
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t") for line in lines] == [[file.name, str(file.size), file.digest] for file in made.files]
