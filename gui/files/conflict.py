"""Two people, one file: what to do when saving finds that somebody changed the file meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.files.comparison import ComparisonTable, compare
from gui.widgets.messages import TITLE, label, run
from gui.widgets.moments import moment
from model.draft import Draft
from model.report.quoting import quoted
from model.store.draft_json import DraftError, parse_draft
from model.store.files import FileContent, FileStamp


class Choice(Enum):
    """What the clerk decided."""

    KEEP_MINE = "保留我的（另存）"
    TAKE_DISK = "用磁盘上的"
    CANCEL = "取消"


@dataclass(frozen=True)
class DiskVersion:
    """What stands in the file now. ``draft`` is None where it cannot be opened, and ``problem`` says why."""

    draft: Draft | None
    problem: str
    modified: float
    stamp: FileStamp

    @classmethod
    def of(cls, content: FileContent) -> DiskVersion:
        try:
            return cls(parse_draft(content.data).draft, "", content.modified, content.stamp)
        except DraftError as error:
            return cls(None, str(error), content.modified, content.stamp)

    def fits(self, mine: Draft) -> bool:
        """Whether it is the same report, so that the two can be compared and one can take the other's place."""
        return self.draft is not None and _kind(self.draft) == _kind(mine)


class ConflictDialog(QDialog):
    """Says what happened and offers 保留我的, 用磁盘上的, 比较 and 取消; `choice` is the answer."""

    def __init__(self, parent: QWidget | None, path: Path, mine: Draft, disk: DiskVersion) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setMinimumWidth(640)
        self.choice = Choice.CANCEL
        self._mine, self._disk = mine, disk
        self._table: ComparisonTable | None = None
        self._compare = QPushButton("比较", self)
        self._compare.setCheckable(True)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(12)
        self._column.addWidget(label(f"还没有保存：{quoted(path.name)}被别人改过了", part="heading", wraps=True))
        self._column.addWidget(label(_explanation(mine, disk), wraps=True))
        self._column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        keep, take, cancel = (QPushButton(choice.value, self) for choice in Choice)
        keep.clicked.connect(self._keep_mine)
        take.clicked.connect(self._take_disk)
        cancel.clicked.connect(self.reject)
        keep.setFocus()
        self._compare.toggled.connect(self._show_comparison)
        keep.setDefault(True)
        for button in (take, self._compare):
            button.setEnabled(self._disk.fits(self._mine))
            button.setAutoDefault(False)
        cancel.setAutoDefault(False)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (keep, take, self._compare, cancel):
            row.addWidget(button)
        return row

    @Slot()
    def _keep_mine(self) -> None:
        self._answer(Choice.KEEP_MINE)

    @Slot()
    def _take_disk(self) -> None:
        self._answer(Choice.TAKE_DISK)

    def _answer(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()

    @Slot(bool)
    def _show_comparison(self, wanted: bool) -> None:
        self._compare.setText("收起比较" if wanted else "比较")
        if self._table is None and self._disk.draft is not None:
            self._table = ComparisonTable(compare(self._mine, self._disk.draft), ("我的", "磁盘上的"), self)
            self._column.insertWidget(2, self._table, 1)
        if self._table is not None:
            self._table.setVisible(wanted)
        self.adjustSize()


def _explanation(mine: Draft, disk: DiskVersion) -> str:
    saved = f"磁盘上的这一份是{moment(disk.modified)} 保存的"
    if disk.draft is None:
        return f"{saved}，现在打不开：{disk.problem}。请把您的另存一份；磁盘上的不会被改动。"
    if not disk.fits(mine):
        return f"{saved}，是{disk.draft.year}年的另一份年报。请把您的另存一份；磁盘上的不会被改动。"
    count = len(compare(mine, disk.draft))
    if not count:
        return f"{saved}，内容和您的一样。可以直接用磁盘上的。"
    return f"{saved}，和您的有 {count} 处不同。选哪一份都不会丢：换成磁盘上的以后，还可以撤销。"


def _kind(draft: Draft) -> tuple[str, int]:
    return draft.edition.name, draft.year


def ask(parent: QWidget | None, path: Path, mine: Draft, disk: DiskVersion) -> Choice:
    """Show the dialog until it is answered; closing it is 取消."""
    dialog = ConflictDialog(parent, path, mine, disk)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    run(dialog)
    return dialog.choice
