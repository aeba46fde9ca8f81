"""The line at the bottom: saved when, filled how far, how many findings, how many days are left."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from gui.report.document import ReportDocument
from gui.widgets.messages import label, set_tooltip
from gui.window.section_state import completeness

_URGENT_DAYS = 7
_LONG_PAST = 60  # days after which nobody counts them


class StatusLine(QWidget):
    """Follows a document. The counts are a button that leads to 审核."""

    findings_wanted = Signal()

    def __init__(self, document: ReportDocument, deadline: date, today: date) -> None:
        super().__init__()
        self._document = document
        self._days = (deadline - today).days
        self._deadline = deadline
        self.saved = label(part="muted")
        self.sums = label()
        self.unfinished = label(part="muted")
        self.filled = label()
        self.counts = QToolButton()
        self.days = label()
        self._build()
        document.changed.connect(self.refresh)
        self.counts.clicked.connect(self.findings_wanted)
        self.refresh()

    def _build(self) -> None:
        set_tooltip(self.counts, "看审核发现的问题（F8 逐处定位）")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(18)
        row.addWidget(self.saved, 1)
        for part in (self.sums, self.unfinished, self.filled, self.counts, self.days):
            row.addWidget(part)
        self.saved.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        """Say in passing what was just saved, or why it was not."""
        self.saved.setText(text)

    @Slot()
    def refresh(self, *_: object) -> None:
        counts = completeness(self._document)
        self.filled.setText(f"已填 {counts.filled}/{counts.cells}")
        hints = f" · 提示 {counts.hint}" if counts.hint else ""
        self.counts.setText(f"强制性 {counts.hard} · 核实性 {counts.ask}{hints}")
        finished = self._document.finished
        self.days.setText("已定稿" if finished else _days_left(self._deadline, self._days))
        _look_like(self.days, "done" if finished else "ask" if -_LONG_PAST <= self._days < _URGENT_DAYS else "muted")


def deadline_of(document: ReportDocument, chosen: str = "") -> date:
    """The day by which the report has to be published; ``chosen`` (MM-DD) replaces the form's own."""
    draft = document.draft
    try:
        month, day = (int(part) for part in chosen.split("-"))
        return date(draft.year + 1, month, day)
    except ValueError:
        return date(draft.year + 1, *draft.agency_kind.deadline)


def _days_left(deadline: date, days: int) -> str:
    when = f"{deadline.month} 月 {deadline.day} 日"
    if days > 0:
        return f"距 {when}还有 {days} 天"
    if days == 0:
        return f"今天是公布期限（{when}）"
    return f"已过公布期限（{when}）{-days} 天" if -days <= _LONG_PAST else f"公布期限 {deadline.year} 年 {when}"


def _look_like(target: QLabel, part: str) -> None:
    if target.property("part") != part:
        target.setProperty("part", part)
        target.style().polish(target)
