"""Printing: what comes out of the printer is what the PDF shows."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QRadioButton, QSpinBox
from pytestqt.qtbot import QtBot

import gui.files.printing
from gui.app.settings import Settings
from gui.app.workers import Progress, Refused
from gui.files.pdf_images import page_images, page_sizes
from gui.files.printers import RESOLUTION, Printers, PrintJob, paint_pages, send
from gui.files.printing import PrintDialog
from gui.panels.preview import PreviewPanel
from gui.report.document import ReportDocument
from model.exporting import format_named, leave
from model.page import PageSettings, Typesetter
from model.store.draft_file import load_draft
from resources import resource_path
from tests.gui.dialogs import Answers, choose_file, press

QUIET = Progress(lambda done, total: None)
cups_only = pytest.mark.skipif(os.name == "nt", reason="CUPS is not on Windows")


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture
def document(qapp: object) -> ReportDocument:
    return ReportDocument(load_draft(next(resource_path("samples").glob("*.json"))).draft)


@pytest.fixture
def pdf(document: ReportDocument, typesetter: Typesetter) -> bytes:
    return typesetter.report(document.draft).pdf


@pytest.fixture
def spooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for CUPS: ``lp`` that keeps what it is given; returns its folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    lp = folder / "lp"
    lp.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{folder}/words"\ncat > "{folder}/job.pdf"\n', encoding="utf-8")
    lp.chmod(lp.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def seen_from_afar(pdf: bytes, page: int) -> QImage:
    """A page at 300 dpi, shrunk so that a printer's half pixel to and fro does not show but a millimetre does."""
    image = page_images(pdf, [page], RESOLUTION / 72)[page]
    return image.scaled(200, 283, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def share_that_differs(one: QImage, other: QImage) -> float:
    """The share of pixels whose brightness differs by more than a sixth."""
    places = [(x, y) for x in range(200) for y in range(280)]
    far = sum(abs(one.pixelColor(*place).lightness() - other.pixelColor(*place).lightness()) > 40 for place in places)
    return far / len(places)


def test_painted_pages_equal_the_pages_of_the_pdf(pdf: bytes, tmp_path: Path) -> None:
    printed = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(printed))
    paint_pages(printer, PrintJob(pdf, "年报", "", first=3, last=4), QUIET)
    came_out = printed.read_bytes()
    assert [size.toSize() for size in page_sizes(came_out)] == [QSize(595, 842)] * 2
    for place, page in enumerate((2, 3)):
        assert share_that_differs(seen_from_afar(pdf, page), seen_from_afar(came_out, place)) < 0.005


def test_the_comparison_notices_another_page_and_one_that_is_shifted(pdf: bytes) -> None:
    table = seen_from_afar(pdf, 3)
    assert share_that_differs(seen_from_afar(pdf, 2), table) > 0.05
    assert share_that_differs(table, table.copy(0, 1, table.width(), table.height())) > 0.02


@cups_only
def test_cups_gets_the_pdf_itself_and_is_told_how(pdf: bytes, spooler: Path) -> None:
    send(PrintJob(pdf, "年报", "办公室-1", copies=3, double_sided=True, first=2, last=4), QUIET)
    assert (spooler / "job.pdf").read_bytes() == pdf
    words = (spooler / "words").read_text(encoding="utf-8").splitlines()
    assert words[:6] == ["-d", "办公室-1", "-n", "3", "-t", "年报"]
    assert {"media=A4", "sides=two-sided-long-edge", "print-scaling=none", "page-ranges=2-4"} <= set(words)


@cups_only
def test_a_printer_that_refuses_is_said_in_words(pdf: bytes, spooler: Path) -> None:
    (spooler / "lp").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    with pytest.raises(Refused, match="没有打印；请检查打印机"):
        send(PrintJob(pdf, "年报", "办公室-1"), QUIET)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def dialog(
    qtbot: QtBot, document: ReportDocument, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., PrintDialog]:
    """Opens the print dialog on a computer with these printers, and waits until 打印 can be pressed."""

    def open_with(*names: str, default: str = "") -> PrintDialog:
        monkeypatch.setattr(gui.files.printing, "find_printers", lambda: Printers(names, default))
        dialog = PrintDialog(document, settings)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: print_button(dialog).isEnabled())
        return dialog

    return open_with


def print_button(dialog: PrintDialog) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.text() == "打印")


def radio(dialog: PrintDialog, name: str) -> QRadioButton:
    return next(button for button in dialog.findChildren(QRadioButton) if name in button.text())


@cups_only
def test_the_usual_printer_is_chosen_and_gets_the_report(
    qtbot: QtBot, dialog: Callable[..., PrintDialog], answers: Callable[..., Answers], spooler: Path, pdf: bytes
) -> None:
    opened = dialog("三楼", "办公室", default="办公室")
    assert opened.findChild(QComboBox).currentText() == "办公室"
    said = answers(press("知道了"))
    QTest.keyClick(opened, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not opened.isVisible())
    assert said.texts == ["已交给打印机“办公室”。"]
    assert (spooler / "job.pdf").read_bytes() == pdf


@cups_only
def test_some_pages_in_copies(
    qtbot: QtBot, dialog: Callable[..., PrintDialog], answers: Callable[..., Answers], spooler: Path
) -> None:
    opened = dialog("办公室")
    copies, first, last = (box for box in opened.findChildren(QSpinBox) if box.prefix() == "")
    copies.setValue(2)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Up)
    assert radio(opened, "从第").isChecked()
    answers(press("知道了"))
    QTest.mouseClick(print_button(opened), Qt.MouseButton.LeftButton)
    words = (spooler / "words").read_text(encoding="utf-8").splitlines()
    assert {"2", f"page-ranges=2-{last.value()}"} <= set(words)
    assert last.value() == 5


@cups_only
def test_double_sided_paper_moves_the_page_numbers(
    qtbot: QtBot,
    dialog: Callable[..., PrintDialog],
    answers: Callable[..., Answers],
    spooler: Path,
    typesetter: Typesetter,
) -> None:
    opened = dialog("办公室")
    QTest.keyClick(radio(opened, "双面"), Qt.Key.Key_Space)
    assert not print_button(opened).isEnabled()
    qtbot.waitUntil(lambda: print_button(opened).isEnabled())
    answers(press("知道了"))
    QTest.mouseClick(print_button(opened), Qt.MouseButton.LeftButton)
    draft = load_draft(next(resource_path("samples").glob("*.json"))).draft
    assert (spooler / "job.pdf").read_bytes() == typesetter.report(draft, PageSettings(double_sided=True)).pdf
    assert "sides=two-sided-long-edge" in (spooler / "words").read_text(encoding="utf-8")


def test_without_a_printer_it_says_so_and_prints_to_a_file(
    dialog: Callable[..., PrintDialog], answers: Callable[..., Answers], tmp_path: Path, pdf: bytes
) -> None:
    opened = dialog()
    assert "没有找到打印机" in opened.notice
    assert opened.findChild(PreviewPanel).width() > opened.width() / 2
    target = tmp_path / "打印.pdf"
    answers(choose_file(target), press("关闭"))
    QTest.keyClick(opened, Qt.Key.Key_Return)
    assert target.read_bytes() == pdf
    assert not opened.isVisible()


def test_a_report_with_flaws_is_announced_as_a_draft(
    document: ReportDocument, dialog: Callable[..., PrintDialog]
) -> None:
    document.enter(values={document.draft.edition.inputs[30]: 8888})
    assert "草稿" in dialog("办公室").notice
    assert leave(document.draft, format_named("pdf")).name.endswith("（草稿）.pdf")


def test_esc_prints_nothing(dialog: Callable[..., PrintDialog], spooler: Path) -> None:
    opened = dialog("办公室")
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert not opened.isVisible()
    assert not (spooler / "job.pdf").exists()
