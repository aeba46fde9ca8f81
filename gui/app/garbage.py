"""Garbage is collected in the GUI thread alone.

Python collects in whichever thread allocates next. A dialog that is part of a cycle would then die in the thread that
sets the preview, and take the program with it.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_INTERVAL: Final = 1000  # ms


class GarbageCollector(QObject):
    """Takes the place of Python's automatic collection until `close`; to be made in the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(_INTERVAL)

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation whose turn has come, by Python's own thresholds."""
        due = [count > threshold for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))

    def close(self) -> None:
        self._timer.stop()
        gc.enable()
