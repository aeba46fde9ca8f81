"""The application around the window: fonts, language, input methods, crashes, and the way in from `main`."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import MutableMapping
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QObject, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from gui.app.chinese import speak_chinese
from gui.app.garbage import GarbageCollector
from gui.app.process import process_start, resident_memory
from gui.app.rescue import Rescue
from gui.app.settings import Settings, settings_path
from gui.app.workers import wait_for_all
from gui.widgets.fonts import dress_application
from gui.widgets.theme import STYLE, Theme, ThemeKeeper
from gui.window.main_window import MainWindow
from model import __version__
from model.checks.requirements import use_folder
from model.store.draft_index import DraftIndex
from model.store.log import keep_log
from model.store.places import APPLICATION, data_folder, requirements_folder
from model.store.recovery import RecoveryStore
from resources import resource_path

_SIGNAL_CHECK_MS = 200
_CRASHED = (
    "程序遇到了没有料到的问题，刚才这一步可能没有完成。编辑的内容已另存了一份恢复副本；请尽快保存，然后重新打开程序。"
)


def run_window(path: Path | None, *, smoke: bool = False) -> int:
    """Open the window, with a draft if ``path`` names one, and run until it is closed; the exit status.

    With ``smoke`` it is closed after its first painted frame, and one JSON line says how long that took.
    """
    keep_log(aloud=True)
    choose_input_method(os.environ)
    application = QApplication([*sys.argv[:1], *STYLE])
    application.setApplicationName(APPLICATION)
    application.setApplicationDisplayName("")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(APPLICATION)
    application.setWindowIcon(QIcon(str(resource_path("icons/app.png"))))
    speak_chinese(application)
    settings = Settings(None if smoke else settings_path())
    dress_application(application, settings.values.text_size)
    keeper = ThemeKeeper(application)
    keeper.use(_theme(settings))
    settings.changed.connect(lambda: keeper.use(_theme(settings)))
    collector = GarbageCollector(application)
    use_folder(requirements_folder)
    recovery = RecoveryStore(data_folder() / "recovery")
    window = MainWindow(settings, recovery, DraftIndex(data_folder() / "drafts-index.json"))
    rescue = Rescue(application, window.copy_edits)
    rescue.faulted.connect(window.admit_fault)
    if smoke:
        window.installEventFilter(SmokeReport(window))
    if path is None or not window.file_actions.open_path(path):
        window.show_start_page()
    window.show()
    if not smoke:
        window.file_actions.offer_recovery(recovery)
    status = application.exec()
    window.hide()  # an open field is asked for its figure while there is still a window to answer in
    rescue.close()
    collector.close()
    if not wait_for_all():
        os._exit(status)  # everything is saved: a disk that does not answer must not keep the program alive
    return status


def choose_input_method(environment: MutableMapping[str, str]) -> None:
    """Let fcitx write into the window although Qt's wheels carry no plugin for it: it answers to ibus's name.

    To be called before the application is made; why, says docs/decisions/0205-input-methods.md.
    """
    if not sys.platform.startswith("linux") or not environment.get("QT_IM_MODULE", "").lower().startswith("fcitx"):
        return
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    if any((plugins / "platforminputcontexts").glob("*fcitx*")):
        return  # a bundle that brings the matching plugin
    environment["QT_IM_MODULE"] = "ibus"
    environment.setdefault("IBUS_USE_PORTAL", "1")


def _theme(settings: Settings) -> Theme:
    try:
        return Theme(settings.values.theme)
    except ValueError:
        return Theme.SYSTEM


class SmokeReport(QObject):
    """After the window's first painted frame: one line of JSON, and the end."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._reported = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._reported:
            self._reported = True
            QTimer.singleShot(0, self, self._report)
        return False

    @Slot()
    def _report(self) -> None:
        ready = (time.time() - process_start()) * 1000
        figures = {"ready_ms": round(ready), "rss_mb": round(resident_memory() / 2**20, 1), "version": __version__}
        print(json.dumps(figures), flush=True)
        self._window.close()
