"""An open report in the window: the document, what shows it, and what keeps it safe."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.app.settings import Settings
from gui.files.autosave import Autosave
from gui.files.saving import Saver
from gui.report.document import ReportDocument
from gui.window.status_line import StatusLine, deadline_of
from gui.window.workspace import Workspace
from model.store.recovery import RecoverySlot


class Session(QObject):
    """All that begins and ends with one open report. ``slot`` takes its recovery copies."""

    def __init__(
        self, document: ReportDocument, slot: RecoverySlot, settings: Settings, today: date, window: QWidget
    ) -> None:
        super().__init__(window)
        self.document = document
        self.autosave = Autosave(document, slot, self)
        self.saver = Saver(document, window)
        self.status = StatusLine(document, deadline_of(document, settings.values.deadline), today)
        self.workspace = Workspace(document, settings)
        self.workspace.unfinished_changed.connect(self.status.unfinished.setText)
        self.workspace.sums_changed.connect(self.status.sums.setText)
        self.saver.refused.connect(self.autosave.write_now)
        for part in (document, self.saver):
            part.setParent(self)

    def close(self) -> None:
        """Forget the recovery copies and let everything go: what becomes of the report has been decided."""
        self.autosave.close()
        for part in (self.workspace, self.status, self):
            part.deleteLater()
