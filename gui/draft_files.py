"""Opening drafts, and telling others that one is open here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.document import ReportDocument
from gui.messages import Icon, choose, tell, warn
from gui.settings import Settings
from model.store.draft_file import load_draft
from model.store.file_errors import FileError, FileMissing, FileReadOnly
from model.store.library import SUFFIX, drafts_folder
from model.store.presence import DraftInUse, Presence, announce, take_over

_READ_ONLY_FILE = "这份草稿是只读文件，不能在原处修改；请用“另存为”存到别处再改。"
_OPENED_READ_ONLY = "这份草稿以只读方式打开；要修改，请用“另存为”存一份自己的。"


class DraftFiles(QObject):
    """The way of one window to its drafts. Holds the announcement that the open one is in use here."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._presence: Presence | None = None

    def ask_path(self, title: str) -> Path | None:
        """Ask for a draft file."""
        folder = Path(self._settings.values.last_folder or drafts_folder())
        dialog = QFileDialog(
            self._window, title, str(folder if folder.is_dir() else Path.home()), f"年报草稿 (*{SUFFIX});;所有文件 (*)"
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
        files = dialog.selectedFiles()
        dialog.deleteLater()
        return Path(files[0]) if accepted and files else None

    def open(self, path: Path) -> ReportDocument | None:
        """The document of a draft file; None if it cannot be opened, which has then been said."""
        try:
            loaded = load_draft(path)
        except FileError as error:
            if isinstance(error, FileMissing):
                self._settings.forget_recent(path)
            warn(self._window, str(error))
            return None
        document = ReportDocument.of(loaded, path)
        if not self.announce(document, read_only=loaded.read_only):
            return None
        if loaded.warnings:
            tell(self._window, "\n".join(loaded.warnings), icon=Icon.WARNING)
        self._settings.add_recent(path)
        return document

    def announce(self, document: ReportDocument, *, read_only: bool) -> bool:
        """Tell others that the draft is open here; lock the document where that cannot be. False: do not open it."""
        assert document.path is not None
        presence: Presence | None = None
        try:
            presence = announce(document.path)
        except DraftInUse as error:
            answer = choose(self._window, str(error), ["以只读方式打开", "接管"], icon=Icon.WARNING)
            if answer is None:
                return False
            presence = _take_over(document.path) if answer == 1 else None
            if presence is None:
                document.lock(_OPENED_READ_ONLY)
        except FileReadOnly as error:
            document.lock(str(error))
        if read_only and not document.lock_reason:
            document.lock(_READ_ONLY_FILE)
        self.release()
        self._presence = presence
        return True

    def moved_to(self, path: Path) -> None:
        """The open report has another file now."""
        self.release()
        try:
            self._presence = announce(path)
        except FileError as error:  # it is saved; only others cannot be told
            tell(self._window, str(error), icon=Icon.WARNING)

    def release(self) -> None:
        """Tell others that the draft is no longer open here."""
        if self._presence is not None:
            self._presence.release()
            self._presence = None


def _take_over(path: Path) -> Presence | None:
    try:
        return take_over(path)
    except FileError:
        return None
