"""What every Qt model is written with."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex

NOWHERE: Final = QModelIndex()
"""The parent of every row of a table or list."""
