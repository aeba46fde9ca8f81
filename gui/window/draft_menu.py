"""What can be done to a draft of the start page's lists without opening it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from gui.app.settings import Settings
from gui.files.file_work import wait_for_file
from gui.files.folders import move_to_trash, open_folder, take_from_trash
from gui.widgets.icons import icon
from gui.widgets.messages import ask_text, confirm, warn
from gui.widgets.notices import NoticeBar
from gui.window.draft_list import Listed
from model.report.quoting import quoted
from model.store.file_errors import FileError
from model.store.rearranging import duplicate_draft, rename_draft

T = TypeVar("T")

_DELETED = "deleted"


class DraftMenu(QObject):
    """Does what it can, and says `changed` afterwards; opening is somebody else's."""

    chosen = Signal(Path)
    version_wanted = Signal(Path)
    """An earlier version of this draft has to be chosen."""
    changed = Signal()

    def __init__(self, page: QWidget, settings: Settings, notices: NoticeBar) -> None:
        super().__init__(page)
        self._page = page
        self._settings = settings
        self._notices = notices

    def menu_of(self, listed: Listed, *, forgettable: bool) -> QMenu:
        """The menu of one line of a list."""
        path = listed.summary.path
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines: list[tuple[str, str, Callable[[], object], bool] | None] = [
            ("打开", "open", lambda: self.chosen.emit(path), not listed.missing),
            ("打开所在文件夹", "folder", lambda: open_folder(self._page, path.parent), True),
            None,
            ("重命名…", "", lambda: self.rename(path), not listed.missing),
            ("复制一份", "copy", lambda: self.duplicate(path), not listed.missing),
            ("恢复到以前的版本…", "undo", lambda: self.version_wanted.emit(path), True),
            ("删除（移到回收站）…", "", lambda: self.delete(path), not listed.missing),
        ]
        if forgettable:
            lines += [
                None,
                ("从列表中移除", "close", lambda: self._settings.forget_recent(path), True),
                ("清空最近打开的文件", "", self._settings.clear_recent, True),
            ]
        for line in lines:
            if line is None:
                menu.addSeparator()
                continue
            text, drawing, act, possible = line
            action = menu.addAction(icon(drawing), text) if drawing else menu.addAction(text)
            action.triggered.connect(act)
            action.setEnabled(possible)
        return menu

    def rename(self, path: Path) -> None:
        """Ask for another name in the same folder."""
        name = ask_text(self._page, "新的文件名：", title="重命名", text=path.stem)
        if name is not None:
            renamed = self._attempt("正在改名……", lambda: rename_draft(path, name))
            if renamed is not None and path in self._settings.recent:
                self._settings.forget_recent(path)
                self._settings.add_recent(renamed)

    def duplicate(self, path: Path) -> None:
        """Put a copy beside it."""
        self._attempt("正在复制……", lambda: duplicate_draft(path))

    def delete(self, path: Path) -> None:
        """Move it to the system's trash, after a question; the notice afterwards takes it back."""
        question = f"把{quoted(path.name)}移到回收站吗？它的备份还留在本程序里。"
        if not confirm(self._page, question, "移到回收站"):
            return
        gone = self._attempt("正在删除……", lambda: move_to_trash(path))
        if gone is not None:
            self._notices.say(
                _DELETED, f"已把{quoted(path.name)}移到回收站。", [("撤销", lambda: self._put_back(gone, path))]
            )

    def _put_back(self, gone: Path, path: Path) -> None:
        if self._attempt("正在取回……", lambda: take_from_trash(gone, path)) is not None:
            self._notices.withdraw(_DELETED)

    def _attempt(self, text: str, work: Callable[[], T]) -> T | None:
        try:
            return wait_for_file(self._page, text, work)
        except FileError as error:
            warn(self._page, str(error))
            return None
        finally:
            self.changed.emit()
