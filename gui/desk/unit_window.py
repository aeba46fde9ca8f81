"""A unit's report in a window of its own, to be looked at and not to be changed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from gui.app.settings import Settings
from gui.report.document import ReportDocument
from gui.window.workspace import Workspace
from model.draft import Draft

_SIZE = QSize(1180, 700)
_REASON = "这是单位报来的年报，只供查看；要改的请退给单位。"


class UnitWindow(QMainWindow):
    """Tabs, findings, preview and last year, as the unit itself sees them."""

    def __init__(self, draft: Draft, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.document = ReportDocument(draft)
        self.document.setParent(self)
        self.document.lock(_REASON)
        self.workspace = Workspace(self.document, settings)
        self.setCentralWidget(self.workspace)
        self.setWindowTitle(f"{draft.agency or '未命名单位'} {draft.year} 年报（只读）")
        self.resize(_SIZE)
