"""Chinese for Qt's own dialogs, whatever language the desktop speaks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

_REST: Final = {
    "&Look in:": "查找范围(&L)：",
    "Files of &type:": "文件类型(&T)：",
    "Page &order:": "页面顺序(&O)：",
    "Pages &per sheet:": "每张纸打印的页数(&P)：",
    "Page &Set:": "页面范围(&S)：",
    "Folder": "文件夹",
    "File Folder": "文件夹",
    "%1 File": "%1 文件",
    "File": "文件",
    "Drive": "驱动器",
    "Shortcut": "快捷方式",
    "Alias": "快捷方式",
}
"""What qtbase_zh_CN.qm leaves in English."""


class _Rest(QTranslator):
    """The few texts that Qt's own translation lacks."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return _REST.get(source)

    def isEmpty(self) -> bool:
        return False


def speak_chinese(application: QCoreApplication) -> None:
    """Install the translations and make Chinese the way numbers and dates are written."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    of_qt = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    of_qt.load("qtbase_zh_CN", folder)  # without the file, as in a bundle that lost it, Qt stays English
    for translator in (of_qt, _Rest(application)):
        application.installTranslator(translator)
