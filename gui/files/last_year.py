"""上年: last year's report, from a draft or from any document that can be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from gui.app.workers import Progress
from gui.files.folders import ask_for_file
from model.importing.opening import Opened, open_last_year
from model.importing.readers import SUFFIXES
from model.store.library import SUFFIX


def ask_for_last_year(parent: QWidget, folder: Path) -> Path | None:
    """Ask for last year's report; None when the user thought better of it."""
    patterns = " ".join(f"*{suffix}" for suffix in (SUFFIX, *SUFFIXES))
    return ask_for_file(parent, "选择上年的年报", folder, f"年报草稿和能导入的文件 ({patterns});;所有文件 (*)")


def read_last_year(path: Path, year: int, progress: Progress) -> Opened:
    """The report of the year before ``year``. Raises a `FileError`, or `Cancelled` once nobody wants it any more."""
    opened = open_last_year(path, year, cancelled=lambda: progress.cancelled)
    progress.check()
    return opened
