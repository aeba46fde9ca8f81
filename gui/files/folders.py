"""Where files are: the dialog that asks, and the desktop's file manager, the only other program ever opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.widgets.messages import confirm, run, warn
from model.report.quoting import quoted
from model.store.file_errors import FileError

_WIDTH, _HEIGHT = 760, 480


def file_dialog(parent: QWidget, title: str, folder: Path, kinds: str) -> QFileDialog:
    """A dialog that asks for a file; where Qt draws it itself it is wide enough for an office's name and the year."""
    dialog = QFileDialog(parent, title, str(folder), kinds)
    dialog.resize(_WIDTH, _HEIGHT)
    return dialog


def ask_for_file(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """Ask for a file that exists; ``kinds`` are filters as Qt spells them. None when the user thought better of it."""
    dialog = file_dialog(parent, title, folder if folder.is_dir() else Path.home(), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _answer(dialog)


def ask_for_files(parent: QWidget, title: str, folder: Path, kinds: str) -> list[Path]:
    """Ask for one or more files that exist; none when the user thought better of it."""
    dialog = file_dialog(parent, title, folder if folder.is_dir() else Path.home(), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return [Path(chosen) for chosen in dialog.selectedFiles()] if run(dialog) else []


def ask_where_to_save(parent: QWidget, title: str, proposal: Path, kinds: str) -> Path | None:
    """Ask where a file goes, whose ending is the proposal's; None when the user thought better of it.

    Replacing a file has been confirmed.
    """
    dialog = file_dialog(parent, title, proposal.parent, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposal.suffix.removeprefix("."))
    dialog.selectFile(proposal.name)
    chosen = _answer(dialog)
    if chosen is None or chosen.suffix.lower() == proposal.suffix:
        return chosen
    named = chosen.with_name(f"{chosen.name}{proposal.suffix}")  # Qt takes what follows a dot for an ending: 2025.1
    if named.exists() and not confirm(parent, f"已经有{quoted(named)}，要替换它吗？", "替换"):
        return None
    return named


def _answer(dialog: QFileDialog) -> Path | None:
    chosen = dialog.selectedFiles() if run(dialog) else []
    return Path(chosen[0]) if chosen else None


def move_to_trash(path: Path) -> Path:
    """Move a file to the system's trash; where it lies there. Raises a `FileError` where there is no trash."""
    trash = QFile(str(path))
    if not trash.moveToTrash():
        raise FileError(f"没有删除{quoted(path)}：这个磁盘没有回收站，或者不允许删除。可以在文件管理器里删除它。")
    return Path(trash.fileName())


def take_from_trash(gone: Path, path: Path) -> Path:
    """Undo `move_to_trash`; raises a `FileError` where something else stands there by now."""
    if path.exists() or not QFile.rename(str(gone), str(path)):
        raise FileError(f"没有取回{quoted(path.name)}：请打开系统的回收站，在那里还原它。")
    return path


def open_folder(window: QWidget, folder: Path) -> None:
    """Show a folder in the desktop's file manager."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        warn(window, f"打不开文件夹{quoted(folder)}，请在文件管理器里找到它。")
