"""Answers dialogs from the keyboard, the way a user does: each opens its own event loop, so answers wait in line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox, QPushButton, QWidget

from gui.widgets.busy import BusyDialog

Answer = Callable[[QDialog], None]


class Answers(QObject):
    """Gives each modal dialog that opens the next answer; remembers what the dialogs said."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        super().__init__()
        self._answers = list(answers)
        self._answered: list[QDialog] = []
        self.texts: list[str] = []
        self._timer = QTimer(self, interval=10)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._patience = QTimer(self, singleShot=True, interval=5000)
        self._patience.timeout.connect(self._give_up)
        self._patience.start()

    @property
    def all_given(self) -> bool:
        return not self._answers

    def stop(self) -> None:
        self._timer.stop()
        self._patience.stop()

    def _give_up(self) -> None:
        """A dialog that nobody expected would keep the test waiting for ever."""
        self._timer.stop()
        while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
            dialog.reject()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, BusyDialog):
            return  # on a busy machine quick work may take long enough to show
        if isinstance(dialog, QDialog) and dialog not in self._answered and self._answers:
            self._answered.append(dialog)
            self.texts.append(dialog.text() if isinstance(dialog, QMessageBox) else dialog.windowTitle())
            answer = self._answers.pop(0)
            QTimer.singleShot(0, lambda: answer(dialog))  # an answer may open the next dialog inside itself


def press(name: str) -> Callable[[QWidget], None]:
    """Click the button of that name."""

    def answer(dialog: QWidget) -> None:
        button = next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "").startswith(name))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return answer


def escape(dialog: QWidget) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def choose_file(path: object) -> Answer:
    """Put a path into a file dialog and press Enter."""

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(field, QLineEdit)
        field.setText(str(path))  # QTest knows no keys for Chinese
        QTest.keyClick(field, Qt.Key.Key_Return)

    return answer
