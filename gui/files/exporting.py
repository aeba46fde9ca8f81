"""导出: a report as a file of one format, written whole or not at all, and never over a draft."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import platformdirs
from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.app.settings import Settings
from gui.app.workers import Progress
from gui.dialogs.publishing import ask_what_to_publish, show_publication
from gui.files.folders import file_dialog, open_folder
from gui.files.typesetting import page_settings
from gui.report.document import ReportDocument
from gui.widgets.busy import wait_for
from gui.widgets.messages import Icon, choose, confirm, tell
from model.exporting import Format, Job, Leaving, format_named, leave
from model.exporting.plain_text import plain_text
from model.exporting.publishing import Publication, publication_folder, publish
from model.exporting.writing import write_export
from model.page import Typesetter
from model.report.quoting import quoted

_FRAGMENT: Final = format_named("fragment")
_COPIED: Final = "已复制网页内容。请到网站后台的编辑器里粘贴；如果表格的边框没有了，请改用“复制 HTML 代码”。"
_COPIED_CODE: Final = "已复制 HTML 代码。请在网站后台的编辑器里切换到“源代码”或者“HTML”，再粘贴。"


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
        if leaving.hindrance and not confirm(self._window, stamp_notice(leaving, target), "导出草稿"):
            return None
        path = ask_export_path(
            self._window, target.title, first_folder(document, self._settings) / leaving.name, target
        )
        if path is None:
            return None
        job = Job(document.draft.copy(), page_settings(self._settings.values), leaving.stamped, datetime.now())

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

    def copy(self, document: ReportDocument, *, as_code: bool) -> bool:
        """Put the report's fragment on the clipboard, as what one sees or as code; False when nothing was copied."""
        leaving = leave(document.draft, _FRAGMENT)
        if leaving.hindrance and not confirm(self._window, stamp_notice(leaving, _FRAGMENT), "复制草稿"):
            return False
        job = Job(document.draft.copy(), page_settings(self._settings.values), leaving.stamped)

        def work(_: Progress) -> tuple[str, str]:
            return _FRAGMENT.write(job, self._typesetter).decode("utf-8"), plain_text(job, self._typesetter)

        made = wait_for(self._window, "正在复制……", work)
        if made is None:
            return False
        html, text = made
        content = QMimeData()
        content.setText(html if as_code else text)
        if not as_code:
            content.setHtml(html)
        QGuiApplication.clipboard().setMimeData(content)
        tell(self._window, _COPIED_CODE if as_code else _COPIED)
        return True

    def publish(self, document: ReportDocument) -> Publication | None:
        """发布: ask what is needed, make it beside the draft, and show what was made; None when nothing was.

        The draft has a file, and the file says what the draft says.
        """
        assert document.path is not None
        draft, path = document.draft.copy(), document.path
        chosen = ask_what_to_publish(self._window, self._settings, publication_folder(draft, path))
        if not chosen:
            return None
        settings = page_settings(self._settings.values)

        def work(progress: Progress) -> Publication:
            return publish(draft, path, chosen, settings=settings, typesetter=self._typesetter, step=progress.step)

        made: Publication | None = wait_for(self._window, "正在发布……", work)
        if made is not None and show_publication(self._window, made):
            open_folder(self._window, made.folder)
        return made


def first_folder(document: ReportDocument, settings: Settings) -> Path:
    """Where a file dialog begins: beside the draft, else where the last file went, else among the documents."""
    if document.path is not None:
        return document.path.parent
    return Path(settings.values.last_folder or platformdirs.user_documents_dir())


def stamp_notice(leaving: Leaving, target: Format) -> str:
    """Why the file will be marked 草稿, as a sentence; empty when it will not."""
    where = "每一页都会印上" if target.paged else "文件里会标明"
    return f"这份年报{leaving.hindrance}，{where}“草稿”字样。" if leaving.hindrance else ""


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
