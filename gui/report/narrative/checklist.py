"""What local requirements ask a section for, ticked as its text mentions it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from gui.report.document import ReportDocument
from gui.widgets.messages import label
from model.checks.requirements import Item, Requirements, lists_in_use


class Checklist(QWidget):
    """One line that counts, and below it, once unfolded, the items of every list that speaks of the section."""

    def __init__(self, document: ReportDocument, section: str) -> None:
        super().__init__()
        self._document = document
        self._section = section
        self._lists = [(one, items) for one in lists_in_use().lists if (items := _items(one, section))]
        self.heading = QToolButton()
        self.heading.setCheckable(True)
        self.heading.setAutoRaise(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.items = label(wraps=True, part="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.heading)
        column.addWidget(self.items)
        self.heading.toggled.connect(self._unfold)
        document.text_changed.connect(self._on_text_changed)
        self.setVisible(bool(self._lists))
        self._unfold(unfolded=False)
        self._refresh()

    @Slot(bool)
    def _unfold(self, unfolded: bool) -> None:
        self.items.setVisible(unfolded)
        self.heading.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)

    @Slot(str)
    def _on_text_changed(self, section: str) -> None:
        if section == self._section:
            self._refresh()

    def _refresh(self) -> None:
        text = self._document.draft.narratives.get(self._section, "")
        lines, mentioned, wanted = [], 0, 0
        for requirements, items in self._lists:
            ticks = [item.is_mentioned(text) for item in items]
            mentioned, wanted = mentioned + sum(ticks), wanted + len(ticks)
            lines.append(f"{requirements.name}（{requirements.about}）")
            lines += [f"{'✓' if tick else '○'} {item.label}" for tick, item in zip(ticks, items, strict=True)]
        self.heading.setText(f"要求清单 {mentioned}/{wanted}")
        self.items.setText("\n".join(lines))


def _items(requirements: Requirements, section: str) -> list[Item]:
    return [item for item in requirements.items if item.section == section]
