"""What a right click in a table offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from gui.widgets.icons import icon

if TYPE_CHECKING:
    from gui.report.tables.table_view import TableView

_LINES = (
    ("剪切\tCtrl+X", "cut", "cut"),
    ("复制\tCtrl+C", "copy", "copy"),
    ("粘贴\tCtrl+V", "paste", "paste"),
    ("清空\tDelete", "", "clear_cells"),
    None,
    ("向下填充\tCtrl+D", "", "fill_down"),
    ("批注…\tShift+F2", "note", "annotate"),
)
"""Text and key, drawing, verb of the table; None for a rule."""


def show_menu(view: TableView, place: QPoint) -> None:
    """Show the menu at a global position; it works on the selected cells."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for line in _LINES:
        if line is None:
            menu.addSeparator()
            continue
        text, drawing, verb = line
        action = menu.addAction(text)
        if drawing:
            action.setIcon(icon(drawing))
        action.triggered.connect(getattr(view, verb))
        action.setEnabled(verb == "copy" or view.document.editable)
    menu.popup(place)
