"""导出: a report as a file of one format, written whole or not at all, and never over a draft."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.app.settings import Settings
from gui.app.workers import Progress
from gui.files.folders import file_dialog, open_folder
from gui.files.typesetting import page_settings
from gui.report.document import ReportDocument
from gui.widgets.busy import wait_for
from gui.widgets.messages import Icon, choose, confirm
from model.exporting import Format, Job, Leaving, leave
from model.exporting.writing import write_export
from model.page import Typesetter
from model.store.file_errors import quoted


class Exporter(QObject):
    """Makes files of a report. Lives with its window; keeps the fonts between two exports."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._typesetter = Typesetter()

    def export(self, document: ReportDocument, target: Format) -> Path | None:
        """Ask where to, and write the report as ``target``; the file, or None when nothing was written."""
        leaving = leave(document.draft, target)
        if leaving.hindrance and not confirm(self._window, stamp_notice(leaving), "导出草稿"):
            return None
        path = ask_export_path(
            self._window, target.title, first_folder(document, self._settings) / leaving.name, target
        )
        if path is None:
            return None
        job = Job(document.draft.copy(), page_settings(self._settings.values), leaving.stamped)

        def work(progress: Progress) -> tuple[Path, tuple[str, ...]]:
            data = target.write(job, self._typesetter)
            progress.check()
            return path, write_export(path, data, target)

        written = wait_for(self._window, f"正在{target.title}……", work)
        if written is None:
            return None
        self._settings.change(last_folder=str(path.parent))
        tell_written(self._window, *written)
        return path


def first_folder(document: ReportDocument, settings: Settings) -> Path:
    """Where a file dialog begins: beside the draft, else where the last file went, else among the documents."""
    if document.path is not None:
        return document.path.parent
    return Path(settings.values.last_folder or platformdirs.user_documents_dir())


def stamp_notice(leaving: Leaving) -> str:
    """Why the pages will be stamped 草稿, as a sentence; empty when they will not."""
    return f"这份年报{leaving.hindrance}，每一页都会印上“草稿”字样。" if leaving.hindrance else ""


def ask_export_path(parent: QWidget, title: str, proposal: Path, target: Format) -> Path | None:
    """Ask where a file goes; replacing an existing one has been confirmed. None when the user thought better of it."""
    dialog = file_dialog(parent, title, proposal.parent, f"{target.files} (*{target.suffix})")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(target.suffix.lstrip("."))
    dialog.selectFile(proposal.name)
    accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
    chosen = dialog.selectedFiles()
    dialog.deleteLater()
    return Path(chosen[0]) if accepted and chosen else None


def tell_written(window: QWidget, target: Path, warnings: tuple[str, ...]) -> None:
    """Say that a file is there, and offer to go to it."""
    text = "\n".join([f"已导出{quoted(target.name)}。", *warnings])
    icon = Icon.WARNING if warnings else Icon.INFORMATION
    if choose(window, text, ["打开所在文件夹"], icon=icon, cancel="关闭") == 0:
        open_folder(window, target.parent)
