"""Opening drafts, and telling others that one is open here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.app.settings import Settings
from gui.files.file_work import wait_for_file
from gui.files.folders import ask_for_file
from gui.report.document import ReportDocument
from gui.widgets.messages import Icon, choose, choose_line, confirm, tell, warn
from gui.widgets.moments import moment
from model.draft import Draft
from model.report.quoting import quoted
from model.store.backups import BackupStore
from model.store.draft_file import LoadedDraft, load_draft
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


_WHICH: Final = "恢复到哪一版？打开以后先看一遍，再保存；现在的这一版仍在备份里。"
_OTHER_REPORT: Final = "文件里现在是另一份年报，没有{}；请用“打开”来打开它。"


class _Rescued(NamedTuple):
    draft: Draft
    time: float


class _Claim(NamedTuple):
    """What came of telling others that a draft is open here: the announcement, or why it is read-only."""

    presence: Presence | None = None
    lock_reason: str = ""
    in_use: bool = False

    @classmethod
    def of(cls, path: Path, *, read_only: bool = False) -> _Claim:
        """Announce the draft; takes as long as the disk does."""
        if not path.parent.is_dir():
            return cls()  # nobody can have it open there; saving will ask where to
        try:
            return cls(announce(path), _READ_ONLY_FILE if read_only else "")
        except DraftInUse as error:
            return cls(None, _IN_USE.format(who=error.holder or _SOMEBODY), in_use=True)
        except FileReadOnly as error:
            return cls(None, str(error))

    def give_up(self) -> None:
        """Take the announcement back."""
        if self.presence is not None:
            self.presence.release()


class DraftFiles(QObject):
    """The way of one window to its drafts. Holds the announcement that the open one is in use here."""

    def __init__(self, window: QWidget, settings: Settings, backups: BackupStore | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._backups = backups or BackupStore(data_folder() / "backups")
        self._claim = _Claim()

    @property
    def in_use_elsewhere(self) -> bool:
        """Whether the open draft is read-only because somebody else has it open: it can be taken over."""
        return self._claim.in_use

    def ask_path(self, title: str) -> Path | None:
        """Ask for a draft file."""
        folder = Path(self._settings.values.last_folder or drafts_folder())
        return ask_for_file(self._window, title, folder, f"年报草稿 (*{SUFFIX});;所有文件 (*)")

    def open(self, path: Path) -> ReportDocument | None:
        """The document of a draft file; None if it cannot be opened, which has then been said.

        A draft that somebody else has open, or that cannot be written, comes locked. In place of a file that cannot be
        read the newest good backup is offered, as a report that was never saved.
        """

        def work() -> tuple[LoadedDraft, _Claim]:
            loaded = load_draft(path)
            return loaded, _Claim.of(path, read_only=loaded.read_only)

        try:
            opened = wait_for_file(self._window, "正在打开……", work, unwanted=lambda late: late[1].give_up())
        except FileError as error:
            if isinstance(error, FileMissing):
                self._settings.forget_recent(path)
            return self._open_backup(path, error)
        if opened is None:
            return None
        loaded, claim = opened
        document = ReportDocument.of(loaded, path)
        self._take(document, claim)
        if loaded.warnings:
            tell(self._window, "\n".join(loaded.warnings), icon=Icon.WARNING)
        self._settings.add_recent(path)
        return document

    def announce(self, document: ReportDocument) -> None:
        """Tell others that the document is open here, if it has a file; it is locked where that cannot be."""
        claim = self._claimed(document.path) if document.path else None
        self._take(document, claim or _Claim())

    def _claimed(self, path: Path) -> _Claim | None:
        return wait_for_file(self._window, "正在打开……", lambda: _Claim.of(path), unwanted=_Claim.give_up)

    def _take(self, document: ReportDocument, claim: _Claim) -> None:
        self.release()
        self._claim = claim
        if claim.lock_reason:
            document.lock(claim.lock_reason)

    def take_over(self, document: ReportDocument) -> None:
        """Ask, then let the document be edited here although somebody else has it open, as the file says now."""
        path = document.path
        if path is None or not confirm(self._window, _REALLY, "接管"):
            return
        try:
            presence = wait_for_file(
                self._window, "正在接管……", lambda: take_over(path), unwanted=lambda late: late.release()
            )
        except FileError as error:
            warn(self._window, str(error))
            return
        if presence is not None:
            self._claim = _Claim(presence)
            document.lock("")
            if not document.modified:
                self._show_disk_version(document, "接管")  # whoever had it may have saved since

    def revert(self, document: ReportDocument) -> None:
        """还原: go back to what the file says now, in a step that can be undone."""
        self._show_disk_version(document, "还原")

    def _show_disk_version(self, document: ReportDocument, step: str) -> None:
        path = document.path
        assert path is not None
        try:
            loaded = wait_for_file(self._window, f"正在{step}……", lambda: load_draft(path))
            if loaded is not None:
                document.take_disk_version(draft=loaded.draft, stamp=loaded.stamp, text=step)
        except FileError as error:
            warn(self._window, str(error))
        except ValueError:
            warn(self._window, _OTHER_REPORT.format(step))

    def moved_to(self, path: Path) -> None:
        """The open report has another file now."""
        self.release()
        try:
            presence = wait_for_file(
                self._window, "正在保存……", lambda: announce(path), unwanted=lambda late: late.release()
            )
            self._claim = _Claim(presence)
        except FileError as error:  # it is saved; only others cannot be told
            tell(self._window, str(error), icon=Icon.WARNING)

    def release(self) -> None:
        """Tell others that the draft is no longer open here."""
        claim, self._claim = self._claim, _Claim()
        if claim.presence is not None:
            wait_for_file(self._window, "正在关闭……", claim.give_up)

    def open_version(self, path: Path) -> ReportDocument | None:
        """The draft, saying what an earlier version of it said, once the user has chosen one; saving makes it so.

        What the file says now is one undo away. None if no version was chosen, or none can be opened.
        """
        kept = wait_for_file(self._window, "正在查找备份……", lambda: _versions(self._backups, path))
        if not kept:
            tell(self._window, f"没有{quoted(path.name)}以前的版本。")
            return None
        chosen = choose_line(
            self._window,
            "恢复到哪一版？打开以后先看一遍，再保存；现在的这一版仍在备份里。",
            [f"{moment(version.time)}，{_summary(version.draft)}" for version in kept],
        )
        document = self.open(path) if chosen is not None else None
        if document is not None and chosen is not None:
            try:
                document.replace_contents(draft=kept[chosen].draft, text="恢复到以前的版本")
            except ValueError:
                warn(self._window, _OTHER_REPORT.format("恢复"))
        return document

    def _open_backup(self, path: Path, error: FileError) -> ReportDocument | None:
        found = wait_for_file(self._window, "正在查找备份……", lambda: _newest_backup(self._backups, path))
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
    return next(_whole_versions(backups, path), None)


def _versions(backups: BackupStore, path: Path) -> list[_Rescued]:
    return list(_whole_versions(backups, path))


def _whole_versions(backups: BackupStore, path: Path) -> Iterator[_Rescued]:
    """The stored versions of a draft that can be opened, newest first."""
    for version in backups.versions(path):
        try:
            yield _Rescued(parse_draft(version.read()).draft, version.file.stat().st_mtime)
        except (FileError, DraftError, OSError):
            continue


def _summary(draft: Draft) -> str:
    words = sum(len("".join(text.split())) for text in draft.narratives.values())
    finished = "，已定稿" if draft.details.finished else ""
    return f"已填 {len(draft.entries)} 格，正文 {words} 字{finished}"
