"""保存 and 另存为, honest in every case: either the file holds what the window shows, or the draft stays unsaved.

The file is written by a worker, so that a share that hangs can be waited for or given up.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.files.file_work import wait_for_file
from gui.files.folders import ask_where_to_save
from gui.report.document import ReportDocument
from gui.widgets.messages import Icon, choose
from model.report.quoting import quoted
from model.store.backups import BackupStore
from model.store.draft_file import save_draft
from model.store.file_errors import FileChanged, FileError, FileMissing
from model.store.files import ABSENT, FileStamp, SaveResult, read_file
from model.store.library import SUFFIX, drafts_folder, file_name
from model.store.places import data_folder

DRAFT_FILTER: Final = f"年报草稿 (*{SUFFIX})"

_SAVING: Final = "正在保存……"
_ELSEWHERE: Final = "另存为…"
_AGAIN: Final = "再试一次"


class Saver(QObject):
    """Saves one document, and asks in its window whatever has to be asked. Each verb says whether it was saved."""

    saved = Signal()
    warned = Signal(str)
    """A sentence about a save that succeeded: it is there, but…"""
    refused = Signal()
    """A file could not be saved: the moment for a recovery copy."""

    def __init__(self, document: ReportDocument, window: QWidget, backups: BackupStore | None = None) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._backups = backups or BackupStore(data_folder() / "backups")
        self._outcomes: dict[Path, SaveResult] = {}
        """What saves came to that nobody waited for any more."""

    def save(self) -> bool:
        """Save to the document's file, or ask for one."""
        path = self._document.path
        if path is None or self._document.lock_reason:
            return self.save_as()
        if late := self._outcomes.pop(path, None):
            self._document.stamp = late.stamp
        return self._attempt(path, lambda: self._write(path, self._document.stamp))

    def save_as(self, title: str = "另存为", *, addition: str = "") -> bool:
        """Ask where to, and save there. The name proposed ends in ``addition``."""
        path = ask_draft_path(self._window, title, _proposal(self._document, addition))
        return path is not None and self.save_to(path)

    def save_to(self, path: Path) -> bool:
        """Save to a file that was agreed on; what stands there is backed up before it is replaced."""
        return self._attempt(path, lambda: self._replace(path))

    def may_close(self) -> bool:
        """Before a document is closed: ask once what becomes of unsaved edits. False means that it stays open."""
        if not self._document.modified:
            return True
        question = f"{quoted(_proposal(self._document).stem)}改过，还没有保存。关闭前要保存吗？"
        answer = choose(self._window, question, ["保存", "不保存"])
        return answer == 1 or (answer == 0 and self.save())

    def _attempt(self, path: Path, write: Callable[[], bool]) -> bool:
        """Write, and ask about whatever stands in the way until it is written or given up."""
        try:
            return write()
        except FileError as error:
            self.refused.emit()
            if isinstance(error, FileChanged) and path == self._document.path:
                return self._settle(path, error)
            return self._offer_another_way(error, lambda: self._attempt(path, write))

    def _offer_another_way(self, error: FileError, try_again: Callable[[], bool]) -> bool:
        answer = choose(self._window, str(error), [_ELSEWHERE, _AGAIN], icon=Icon.WARNING)
        if answer == 0:
            return self.save_as()
        return answer == 1 and try_again()

    def _settle(self, path: Path, error: FileChanged) -> bool:
        """The file is not the one that was opened: somebody changed it, or took it away."""
        from gui.files.conflict import Choice, DiskVersion, ask  # noqa: PLC0415 - few sessions ever see a conflict

        try:
            disk = wait_for_file(self._window, "正在读取……", lambda: DiskVersion.of(read_file(path)))
        except FileMissing:
            return self._recreate(path, error)
        except FileError as unreadable:
            return self._offer_another_way(unreadable, self.save)
        choice = ask(self._window, path, self._document.draft, disk) if disk else Choice.CANCEL
        if choice is Choice.KEEP_MINE:
            return self.save_as("把我的另存为", addition="（我的）")
        if choice is Choice.TAKE_DISK and disk and disk.draft:
            self._document.take_disk_version(draft=disk.draft, stamp=disk.stamp, text="换成磁盘上的版本")
        return False  # nothing was saved: whoever wanted to close sees first what is there now

    def _recreate(self, path: Path, error: FileChanged) -> bool:
        answer = choose(self._window, str(error), ["重新生成", _ELSEWHERE], icon=Icon.WARNING)
        if answer == 0:
            return self._attempt(path, lambda: self._write(path, ABSENT))
        return answer == 1 and self.save_as()

    def _replace(self, path: Path) -> bool:
        try:
            standing = wait_for_file(self._window, _SAVING, lambda: self._back_up(path))
        except FileMissing:
            standing = ABSENT
        return standing is not None and self._write(path, standing)

    def _back_up(self, path: Path) -> FileStamp:
        content = read_file(path)
        self._backups.keep(path, content.data)
        return content.stamp

    def _write(self, path: Path, expect: FileStamp) -> bool:
        twin = self._document.draft.copy()

        def work() -> SaveResult:
            self._outcomes[path] = save_draft(twin, path, expect=expect, backups=self._backups)
            return self._outcomes[path]

        result = wait_for_file(self._window, _SAVING, work)
        if result is None:
            return False
        del self._outcomes[path]
        self._document.mark_saved(path=path, stamp=result.stamp)
        for warning in result.warnings:
            self.warned.emit(warning)
        self.saved.emit()
        return True


def ask_draft_path(parent: QWidget, title: str, proposal: Path) -> Path | None:
    """Ask where a draft goes; None when the clerk thought better of it. Replacing a file has been confirmed."""
    with suppress(OSError):
        proposal.parent.mkdir(parents=True, exist_ok=True)
    return ask_where_to_save(parent, title, proposal, DRAFT_FILTER)


def _proposal(document: ReportDocument, addition: str = "") -> Path:
    """The file that a dialog proposes: beside the document's own, else among the drafts."""
    path = document.path
    if path is None:
        return drafts_folder() / file_name(document.draft, f"{addition}{SUFFIX}")
    return path.with_stem(f"{path.stem}{addition}")
