"""Where files are: the dialog that asks, and the desktop's file manager, the only other program ever opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.widgets.messages import warn
from model.store.file_errors import quoted

_WIDTH, _HEIGHT = 760, 480


def file_dialog(parent: QWidget, title: str, folder: Path, kinds: str) -> QFileDialog:
    """A dialog that asks for a file; where Qt draws it itself it is wide enough for an office's name and the year."""
    dialog = QFileDialog(parent, title, str(folder), kinds)
    dialog.resize(_WIDTH, _HEIGHT)
    return dialog


def open_folder(window: QWidget, folder: Path) -> None:
    """Show a folder in the desktop's file manager."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        warn(window, f"打不开文件夹{quoted(folder)}，请在文件管理器里找到它。")
