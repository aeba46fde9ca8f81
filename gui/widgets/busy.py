"""Work that the user waits for: nothing shows while it is quick, then a small window with a bar and 取消."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QVBoxLayout, QWidget

from gui.app.workers import Work, start
from gui.widgets.messages import TITLE, label, warn

SILENT_MS: Final = 300


class BusyDialog(QDialog):
    """What is being done, how far it is, and 取消."""

    def __init__(self, parent: QWidget | None, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._bar = QProgressBar(self, minimum=0, maximum=0, textVisible=False)
        self._bar.setAccessibleName(text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(label(text, wraps=True))
        column.addWidget(self._bar)
        column.addWidget(buttons)
        self.setMinimumWidth(360)

    @Slot(int, int)
    def show_progress(self, done: int, total: int) -> None:
        """``total`` 0: nobody knows how much there is."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)


class _Waiting(QObject):
    """Runs an event loop until a task has ended, and keeps how it did."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = QEventLoop()
        self.ended = False
        self.result: Any = None
        self.failure = ""

    @Slot(object)
    def finish(self, result: object) -> None:
        self.result = result
        self.end()

    @Slot(str)
    def fail(self, sentence: str) -> None:
        self.failure = sentence
        self.end()

    @Slot()
    def end(self) -> None:
        self.ended = True
        self.loop.quit()


def wait_for(parent: QWidget | None, text: str, work: Work) -> Any:
    """Do ``work`` in a worker while the user waits; its result.

    None when the user cancelled it, or when it failed; then the reason has been shown. ``text`` says what is being
    done. Keys and clicks of the first moment are not lost, only put off.
    """
    waiting = _Waiting()
    dialog = BusyDialog(parent, text)
    task = start(work, done=waiting.finish, failed=waiting.fail)
    task.cancelled.connect(waiting.end)
    task.progressed.connect(dialog.show_progress)
    dialog.rejected.connect(task.cancel)
    dialog.rejected.connect(waiting.end)  # at once: work that is slow to stop must not keep the user
    QTimer.singleShot(SILENT_MS, waiting.loop, waiting.loop.quit)
    waiting.loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    if not waiting.ended:
        dialog.show()
        waiting.loop.exec()
    if not waiting.ended:
        task.cancel()  # the program is about to end
    dialog.hide()
    dialog.deleteLater()
    if waiting.failure:
        warn(parent, waiting.failure)
    return waiting.result
