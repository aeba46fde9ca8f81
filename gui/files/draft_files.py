"""Opening drafts, and telling others that one is open here."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.app.settings import Settings
from gui.files.file_work import wait_for_file
from gui.files.folders import file_dialog
from gui.report.document import ReportDocument
from gui.widgets.messages import Icon, choose, confirm, tell, warn
from gui.widgets.moments import moment
from model.draft import Draft
from model.store.backups import BackupStore
from model.store.draft_file import load_draft
from model.store.draft_json import DraftError, parse_draft
from model.store.file_errors import FileError, FileMissing, FileReadOnly
from model.store.library import SUFFIX, drafts_folder
from model.store.places import data_folder
from model.store.presence import DraftInUse, Presence, announce, take_over

_READ_ONLY_FILE: Final = "这份草稿是只读文件，不能在原处修改；请用“另存为”存到别处再改。"
_IN_USE: Final = "{who}正在使用这份草稿，这里以只读方式打开。要修改，请另存一份，或者确认对方已关闭后接管。"
_SOMEBODY: Final = "另一个人或程序"
_REALLY: Final = (
    "接管以后可以在这里修改。对方如果还开着，两边都不会被悄悄覆盖，但后保存的人要决定用哪一份；请先和对方说一声。"
)


class _Rescued(NamedTuple):
    draft: Draft
    time: float


class DraftFiles(QObject):
    """The way of one window to its drafts. Holds the announcement that the open one is in use here."""

    def __init__(self, window: QWidget, settings: Settings, backups: BackupStore | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._backups = backups or BackupStore(data_folder() / "backups")
        self._presence: Presence | None = None
        self._elsewhere = False

    @property
    def in_use_elsewhere(self) -> bool:
        """Whether the open draft is read-only because somebody else has it open: it can be taken over."""
        return self._elsewhere

    def ask_path(self, title: str) -> Path | None:
        """Ask for a draft file."""
        folder = Path(self._settings.values.last_folder or drafts_folder())
        kinds = f"年报草稿 (*{SUFFIX});;所有文件 (*)"
        dialog = file_dialog(self._window, title, folder if folder.is_dir() else Path.home(), kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
        files = dialog.selectedFiles()
        dialog.deleteLater()
        return Path(files[0]) if accepted and files else None

    def open(self, path: Path) -> ReportDocument | None:
        """The document of a draft file; None if it cannot be opened, which has then been said.

        A draft that somebody else has open, or that cannot be written, comes locked. In place of a file that cannot be
        read the newest good backup is offered, as a report that was never saved.
        """
        try:
            loaded = wait_for_file(self._window, "正在打开……", lambda: load_draft(path))
        except FileError as error:
            if isinstance(error, FileMissing):
                self._settings.forget_recent(path)
            return self._open_backup(path, error)
        if loaded is None:
            return None
        document = ReportDocument.of(loaded, path)
        self.announce(document, read_only=loaded.read_only)
        if loaded.warnings:
            tell(self._window, "\n".join(loaded.warnings), icon=Icon.WARNING)
        self._settings.add_recent(path)
        return document

    def announce(self, document: ReportDocument, *, read_only: bool) -> None:
        """Tell others that the document is open here; it is locked where that cannot be."""
        self.release()
        assert document.path is not None
        if not document.path.parent.is_dir():
            return  # nobody can have it open there; saving will ask where to
        try:
            self._presence = announce(document.path)
        except DraftInUse as error:
            self._elsewhere = True
            document.lock(_IN_USE.format(who=error.holder or _SOMEBODY))
        except FileReadOnly as error:
            document.lock(str(error))
        if read_only and not document.lock_reason:
            document.lock(_READ_ONLY_FILE)

    def take_over(self, document: ReportDocument) -> None:
        """Ask, then let the document be edited here although somebody else has it open, as the file says now."""
        if document.path is None or not confirm(self._window, _REALLY, "接管"):
            return
        try:
            self._presence = take_over(document.path)
            self._elsewhere = False
            document.lock("")
            if not document.modified:
                document.revert()  # whoever had it may have saved since
        except (FileError, ValueError) as error:
            warn(self._window, str(error) if isinstance(error, FileError) else "文件里现在是另一份年报，请重新打开它。")

    def moved_to(self, path: Path) -> None:
        """The open report has another file now."""
        self.release()
        try:
            self._presence = announce(path)
        except FileError as error:  # it is saved; only others cannot be told
            tell(self._window, str(error), icon=Icon.WARNING)

    def release(self) -> None:
        """Tell others that the draft is no longer open here."""
        self._elsewhere = False
        if self._presence is not None:
            self._presence.release()
            self._presence = None

    def _open_backup(self, path: Path, error: FileError) -> ReportDocument | None:
        found = _newest_backup(self._backups, path)
        if found is None:
            warn(self._window, str(error))
            return None
        question = f"{error}\n本程序存有一份备份（{moment(found.time)}），可以作为一份新的年报打开。"
        if choose(self._window, question, ["打开备份"], icon=Icon.WARNING) != 0:
            return None
        self.release()
        document = ReportDocument(found.draft)
        document.mark_unsaved()
        return document


def _newest_backup(backups: BackupStore, path: Path) -> _Rescued | None:
    for version in backups.versions(path):
        try:
            return _Rescued(parse_draft(version.read()).draft, version.file.stat().st_mtime)
        except (FileError, DraftError, OSError):
            continue
    return None
