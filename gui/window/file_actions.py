"""The verbs of 文件: how a report comes into the window, and where it goes from there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gui.files.draft_files import DraftFiles
from gui.files.folders import open_folder
from gui.report.document import ReportDocument
from gui.widgets.busy import wait_for
from gui.widgets.messages import confirm, run, tell, warn
from model.draft import Draft
from model.exporting import format_named
from model.store.draft_file import load_draft
from model.store.library import SUFFIX, drafts_folder
from model.store.recovery import RecoveryStore
from resources import resource_path

if TYPE_CHECKING:
    from gui.files.exporting import Exporter
    from gui.files.importing import Import
    from gui.window.main_window import MainWindow

_SAMPLE = "samples/示例年报.json"


class FileActions(QObject):
    """Each verb is the command of that name. What needs the page engine or a reader is loaded when first asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._settings = window.settings
        self.files = DraftFiles(window, window.settings)
        self._exporter: Exporter | None = None

    @property
    def _document(self) -> ReportDocument | None:
        return self._window.document

    def may_leave(self) -> bool:
        """Whether the report that is shown may go; asks about unsaved edits, and stays for a refused figure."""
        session = self._window.session
        return session is None or (session.workspace.commit_pending() and session.saver.may_close())

    @Slot()
    def show_start(self) -> None:
        """Close the report and go to the page before it."""
        if self.may_leave():
            self.files.release()
            self._window.show_start_page()

    @Slot()
    def show_desk(self) -> None:
        """Close the report and go to the page of many reports."""
        if self.may_leave():
            self.files.release()
            self._window.show_desk()

    @Slot()
    def new_report(self) -> None:
        from gui.dialogs.new_report import NewReportDialog  # noqa: PLC0415

        if self.may_leave():
            dialog = NewReportDialog(self._settings, self._window.index, self._window, today=self._window.today)
            if run(dialog) and dialog.draft is not None:
                self._show_unsaved(dialog.draft)

    @Slot()
    def open_sample(self) -> None:
        """A filled-in report to play with; it has no file until it is saved."""
        if self.may_leave():
            self.files.release()
            self._window.show_document(ReportDocument(load_draft(resource_path(_SAMPLE)).draft))

    @Slot()
    def open_report(self) -> None:
        path = self.files.ask_path("打开年报草稿")
        if path is not None:
            self.open_path(path)

    @Slot(Path)
    def open_path(self, path: Path) -> bool:
        """Open a draft in place of the report that is shown; False if it stays."""
        if self._document is not None and self._document.path is not None and _same_file(path, self._document.path):
            return True
        if not self.may_leave():
            return False
        document = self.files.open(path)
        if document is None:
            return False
        self._window.show_document(document)
        return True

    @Slot(Path)
    def open_version(self, path: Path) -> None:
        """Open a draft as an earlier version of it was."""
        if self.may_leave():
            document = self.files.open_version(path)
            if document is not None:
                self._window.show_document(document)

    @Slot()
    def import_report(self) -> None:
        from gui.files.importing import import_files  # noqa: PLC0415

        if self._may_import() and (paths := import_files(self._window, self._settings)):
            self.take_files(paths)

    @Slot()
    def import_clipboard(self) -> None:
        """从剪贴板导入 what was copied from a page or a document."""
        from gui.files.importing import import_clipboard  # noqa: PLC0415

        if self._may_import():
            self._accept(import_clipboard(self._window, self._settings, self._document))

    def take_files(self, paths: Sequence[Path]) -> None:
        """Open a draft, import a document of another program, or import several into the list of drafts."""
        from gui.files.importing import import_report, import_several  # noqa: PLC0415

        if len(paths) > 1:
            if import_several(self._window, self._settings, paths):
                self.show_start()
        elif paths[0].suffix.lower() == SUFFIX:
            self.open_path(paths[0])
        elif self._may_import():
            self._accept(import_report(self._window, self._settings, paths[0], self._document))

    def _may_import(self) -> bool:
        """Whether what is being typed is entered: an import may go into the open report."""
        return self._document is None or self._entered() is not None

    def _accept(self, imported: Import | None) -> None:
        """Do with an import what the user wants of it."""
        from gui.files.importing import Purpose  # noqa: PLC0415

        document = self._document
        if imported is None:
            return
        if document is None or imported.purpose is Purpose.DRAFT:
            if self.may_leave():
                self._show_unsaved(imported.draft)
        elif imported.purpose is Purpose.LAST_YEAR:
            self._use_last_year(document, imported.draft)
        elif not document.enter(values=imported.draft.entries, text="导入数字"):
            tell(self._window, "当前年报里已经是这些数字，没有改动。")

    @Slot()
    def take_returned(self) -> None:
        """Take what somebody changed in a Word file or a sheet that was made of this report."""
        from gui.files.returned import take_returned  # noqa: PLC0415

        if document := self._entered():
            take_returned(self._window, self._settings, document)

    def _show_unsaved(self, draft: Draft) -> None:
        document = ReportDocument(draft)
        document.mark_unsaved()
        self.files.release()
        self._window.show_document(document)

    @Slot()
    def take_last_year(self) -> None:
        """提取上年数 from last year's report, a draft or a document of any kind."""
        from gui.files.last_year import ask_for_last_year, read_last_year  # noqa: PLC0415

        document = self._entered()
        folder = Path(self._settings.values.last_folder or drafts_folder())
        path = ask_for_last_year(self._window, folder) if document else None
        if document is None or path is None:
            return
        year = document.draft.year
        opened = wait_for(self._window, "正在读取上年的年报……", lambda progress: read_last_year(path, year, progress))
        if opened is not None:
            self._use_last_year(document, opened.draft)
            if opened.notes:
                tell(self._window, "上年年报读入了，有需要注意的地方，见下面。", details="\n".join(opened.notes))

    def _use_last_year(self, document: ReportDocument, previous: Draft) -> None:
        document.take_last_year(previous=previous)
        self._window.verbs.show_last_year()

    @Slot()
    def save(self) -> None:
        """Save what is entered; a figure that was refused stays in its field."""
        if session := self._window.session:
            session.workspace.commit_pending()
            session.saver.save()

    @Slot()
    def save_as(self) -> None:
        if session := self._window.session:
            session.workspace.commit_pending()
            session.saver.save_as()

    @Slot()
    def revert(self) -> None:
        """Go back to what the file says, after a question."""
        document = self._document
        if document is None or document.path is None:
            return
        if document.lock_reason:
            warn(self._window, f"没有还原：{document.lock_reason}")
        elif confirm(self._window, "放弃没有保存的修改，回到文件里保存的内容？之后仍可以撤销。", "还原"):
            self.files.revert(document)

    def export(self, key: str) -> None:
        """Write the report as the format of that key."""
        if document := self._entered():
            self._exports().export(document, format_named(key))

    @Slot()
    def copy_page(self) -> None:
        """复制网页内容: for an editor into which one pastes what one sees."""
        if document := self._entered():
            self._exports().copy(document, as_code=False)

    @Slot()
    def copy_html(self) -> None:
        """复制 HTML 代码: for an editor's source view."""
        if document := self._entered():
            self._exports().copy(document, as_code=True)

    @Slot()
    def publish(self) -> None:
        """发布: 定稿 before, if it is not done yet; the draft is saved, so that it and its files agree."""
        document, session = self._entered(), self._window.session
        if document is None or session is None:
            return
        if not document.finished:
            self._window.verbs.finish()  # which leads here again
        elif (document.path is not None and not document.modified) or session.saver.save():
            self._exports().publish(document)

    def _entered(self) -> ReportDocument | None:
        """The report, once what is being typed is entered; None where that is no number, which has then been said."""
        workspace = self._window.workspace
        return workspace.document if workspace and workspace.commit_pending() else None

    def _exports(self) -> Exporter:
        from gui.files.exporting import Exporter  # noqa: PLC0415

        if self._exporter is None:
            self._exporter = Exporter(self._window, self._settings)
        return self._exporter

    @Slot()
    def print_report(self) -> None:
        from gui.files.printing import PrintDialog  # noqa: PLC0415

        if document := self._entered():
            run(PrintDialog(document, self._settings, self._window))

    @Slot()
    def take_over(self) -> None:
        """Edit a draft that somebody else has open."""
        if self._document is not None:
            self.files.take_over(self._document)

    def offer_recovery(self, store: RecoveryStore) -> None:
        """At the start: ask about unsaved edits that a crash left, and show the first report that comes back."""
        from gui.files.recovery import offer  # noqa: PLC0415 - most starts have nothing to recover

        restored = offer(self._window, store)
        if restored is None:
            return
        self.files.announce(restored.document)
        self._window.show_document(restored.document, restored.slot)

    @Slot()
    def open_folder(self) -> None:
        if self._document is not None and self._document.path is not None:
            open_folder(self._window, self._document.path.parent)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
