"""The desktop's file manager: the only other program that the window ever opens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gui.messages import warn
from model.store.file_errors import quoted


def open_folder(window: QWidget, folder: Path) -> None:
    """Show a folder in the desktop's file manager."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        warn(window, f"打不开文件夹{quoted(folder)}，请在文件管理器里找到它。")
