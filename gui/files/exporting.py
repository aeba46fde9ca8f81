"""导出: the PDF and the 核对记录, written whole or not at all, and never over a draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.app.settings import Settings
from gui.app.workers import Progress, Refused
from gui.files.folders import file_dialog, open_folder
from gui.files.typesetting import page_settings
from gui.report.document import ReportDocument
from gui.widgets.busy import wait_for
from gui.widgets.messages import Icon, choose, confirm
from model.draft import Draft
from model.form.edition import Level
from model.page import PageOutput, PageSettings, Typesetter
from model.store.file_errors import quoted
from model.store.files import write_atomic
from model.store.library import file_name

_PDF_MARK: Final = b"%PDF-"

Typeset = Callable[[Draft, PageSettings], PageOutput]


class Exporter(QObject):
    """Makes files of a report. Lives with its window; keeps the fonts between two exports."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._typesetter = Typesetter()

    def export_pdf(self, document: ReportDocument) -> Path | None:
        """Ask where to, and write the report's PDF; the file, or None when nothing was written."""
        notice = stamp_notice(document.draft)
        if notice and not confirm(self._window, notice, "导出草稿"):
            return None
        return self._export(document, "导出 PDF", pdf_name(document.draft), self._typesetter.report)

    def export_review_sheet(self, document: ReportDocument) -> Path | None:
        """Ask where to, and write the 核对记录; the file, or None when nothing was written."""
        name = file_name(document.draft, "（核对记录）.pdf")
        return self._export(document, "导出核对记录", name, self._typesetter.review_sheet)

    def _export(self, document: ReportDocument, title: str, name: str, typeset: Typeset) -> Path | None:
        target = ask_pdf_path(self._window, title, first_folder(document, self._settings) / name)
        if target is None:
            return None
        draft, settings = document.draft.copy(), page_settings(self._settings.values)

        def work(progress: Progress) -> tuple[Path, tuple[str, ...]]:
            output = typeset(draft, settings)
            progress.check()
            return target, write_pdf(target, output.pdf)

        written = wait_for(self._window, f"正在{title}……", work)
        if written is None:
            return None
        self._settings.change(last_folder=str(target.parent))
        tell_written(self._window, *written)
        return target


def first_folder(document: ReportDocument, settings: Settings) -> Path:
    """Where a file dialog begins: beside the draft, else where the last file went, else among the documents."""
    if document.path is not None:
        return document.path.parent
    return Path(settings.values.last_folder or platformdirs.user_documents_dir())


def stamp_notice(draft: Draft) -> str:
    """Why the pages will be stamped 草稿, as a sentence; empty when they will not."""
    hard = sum(finding.level is Level.HARD for finding in draft.evaluation.findings)
    missing = bool(draft.evaluation.missing)
    if not draft.evaluation.blocks_finishing:
        return ""
    reasons = [f"有 {hard} 处强制性问题没有改正"] * bool(hard) + ["还有内容没有填"] * missing
    return f"这份年报{'，'.join(reasons)}，每一页都会印上“草稿”字样。"


def pdf_name(draft: Draft) -> str:
    """The name proposed for the report's PDF: one whose pages are stamped 草稿 says so."""
    return file_name(draft, "（草稿）.pdf" if stamp_notice(draft) else ".pdf")


def ask_pdf_path(parent: QWidget, title: str, proposal: Path) -> Path | None:
    """Ask where a PDF goes; replacing an existing file has been confirmed. None when the user thought better of it."""
    dialog = file_dialog(parent, title, proposal.parent, "PDF 文件 (*.pdf)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(proposal.name)
    accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
    chosen = dialog.selectedFiles()
    dialog.deleteLater()
    return Path(chosen[0]) if accepted and chosen else None


def write_pdf(target: Path, pdf: bytes) -> tuple[str, ...]:
    """Write a PDF; sentences to show. Raises a `FileError`, or `Refused` where something else than a PDF stands."""
    if target.is_file():
        try:
            with target.open("rb") as file:
                in_the_way = file.read(len(_PDF_MARK)) not in (_PDF_MARK, b"")
        except OSError:
            in_the_way = False  # writing will say what is wrong
        if in_the_way:
            raise Refused(f"没有导出：{quoted(target.name)}不是 PDF 文件，导出会把它毁掉。请换一个文件名。")
    return write_atomic(target, pdf).warnings


def tell_written(window: QWidget, target: Path, warnings: tuple[str, ...]) -> None:
    """Say that a file is there, and offer to go to it."""
    text = "\n".join([f"已导出{quoted(target.name)}。", *warnings])
    icon = Icon.WARNING if warnings else Icon.INFORMATION
    if choose(window, text, ["打开所在文件夹"], icon=icon, cancel="关闭") == 0:
        open_folder(window, target.parent)
