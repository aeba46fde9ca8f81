"""Printers and how a PDF gets onto one.

Where CUPS is at hand the PDF itself goes to ``lp``: what is printed is the file. Elsewhere (Windows) the pages are
painted as images of 300 dpi at their true size.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QMarginsF, QPoint, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from gui.app.workers import Progress, Refused
from gui.files.pdf_images import POINTS_PER_INCH, page_images, page_sizes
from model.report.quoting import visible

RESOLUTION: Final = 300
_PATIENCE: Final = 60  # seconds that ``lp`` may take to accept a document
_NOT_TAKEN: Final = "打印机没有接受这份文件，没有打印；请检查打印机是否开机、联网、有纸。"


@dataclass(frozen=True)
class Printers:
    """The printers of this computer by name, and which of them is the usual one ("" if none is)."""

    names: tuple[str, ...]
    default: str


@dataclass(frozen=True)
class PrintJob:
    """What to print and how. ``first`` and ``last`` are page numbers from 1, both printed."""

    pdf: bytes
    title: str
    printer: str
    copies: int = 1
    double_sided: bool = False
    first: int = 1
    last: int = 9999


def find_printers() -> Printers:
    """Ask the system; may take a while where printers are on the network."""
    return Printers(tuple(QPrinterInfo.availablePrinterNames()), QPrinterInfo.defaultPrinterName())


def send(job: PrintJob, progress: Progress) -> None:
    """Print; returns when the system has taken the job. Raises `Refused` with a sentence when it has not."""
    spooler = shutil.which("lp") if sys.platform != "win32" else None
    if spooler:
        _send_to_cups(spooler, job)
    else:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(job.printer)
        paint_pages(printer, job, progress)


def _send_to_cups(spooler: str, job: PrintJob) -> None:
    sides = "two-sided-long-edge" if job.double_sided else "one-sided"
    options = ("media=A4", f"sides={sides}", "print-scaling=none", f"page-ranges={job.first}-{job.last}")
    command = [spooler, "-d", job.printer, "-n", str(job.copies), "-t", visible(job.title)]
    for option in options:
        command += ["-o", option]
    try:
        done = subprocess.run(command, input=job.pdf, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as cause:
        raise Refused(_NOT_TAKEN) from cause
    if done.returncode:
        raise Refused(_NOT_TAKEN)


def paint_pages(printer: QPrinter, job: PrintJob, progress: Progress) -> None:
    """Paint the job's pages on a printer, each where the PDF has it; raises `Refused` when it does not work."""
    sizes = page_sizes(job.pdf)
    numbers = range(job.first - 1, min(job.last, len(sizes)))
    printer.setDocName(visible(job.title))
    printer.setResolution(RESOLUTION)
    printer.setCopyCount(job.copies)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if job.double_sided else QPrinter.DuplexMode.DuplexNone)
    printer.setFullPage(True)
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    painter = QPainter()
    if not painter.begin(printer):
        raise Refused(_NOT_TAKEN)
    try:
        _paint(painter, printer, job.pdf, numbers, progress)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def _paint(painter: QPainter, printer: QPrinter, pdf: bytes, numbers: Iterable[int], progress: Progress) -> None:
    pages = list(numbers)
    scale = printer.resolution() / POINTS_PER_INCH
    for place, number in enumerate(pages):
        progress.step(place, len(pages))
        if place:
            printer.newPage()
        image = page_images(pdf, [number], scale)[number]
        painter.drawImage(QRectF(QPoint(0, 0), image.size().toSizeF()), image)
