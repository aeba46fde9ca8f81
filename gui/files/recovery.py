"""After a crash: what unsaved work there is, from when, how it differs, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.files.comparison import ComparisonTable, compare
from gui.files.file_work import wait_for_file
from gui.report.document import ReportDocument
from gui.widgets.messages import TITLE, label, run, tell
from gui.widgets.moments import moment
from model.draft import Draft
from model.report.quoting import quoted
from model.store.draft_json import DraftError, parse_draft
from model.store.file_errors import FileError
from model.store.files import FileStamp, read_file
from model.store.recovery import OnDisk, RecoveryCopy, RecoverySlot, RecoveryStore

_STEP: Final = "恢复没有保存的修改"
_LOOKING: Final = "正在查看上次没有保存的修改……"


class Choice(Enum):
    """What becomes of a copy."""

    RESTORE = "恢复"
    KEEP = "不恢复（保留副本）"
    DISCARD = "丢弃"


@dataclass(frozen=True)
class Find:
    """A recovery copy beside what its file holds now.

    ``draft`` is None where the copy cannot be opened (``problem`` says why), ``standing`` where the file cannot.
    """

    copy: RecoveryCopy
    draft: Draft | None
    problem: str
    standing: Draft | None
    standing_time: float | None

    @classmethod
    def of(cls, copy: RecoveryCopy) -> Find:
        """Read both; never raises."""
        draft, problem = None, ""
        try:
            draft = parse_draft(copy.data).draft
        except DraftError as error:
            problem = str(error)
        standing, time = None, None
        if copy.origin.path is not None:
            try:
                content = read_file(copy.origin.path)
                time = content.modified
                standing = parse_draft(content.data).draft
            except (FileError, DraftError):
                pass
        return cls(copy, draft, problem, standing, time)

    @property
    def comparable(self) -> tuple[Draft, Draft] | None:
        """The file's version and the copy's, if they are of the same report."""
        if self.draft and self.standing and _kind(self.draft) == _kind(self.standing):
            return self.standing, self.draft
        return None


class RecoveryDialog(QDialog):
    """Shows one find and asks; `choice` is the answer, KEEP while there is none."""

    def __init__(self, parent: QWidget | None, find: Find, *, number: int = 1, count: int = 1) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setMinimumWidth(680)
        self.choice = Choice.KEEP
        column = QVBoxLayout(self)
        column.setSpacing(12)
        which = f"（第 {number} 份，共 {count} 份）" if count > 1 else ""
        column.addWidget(label(f"上次程序没有正常关闭，有没保存的修改{which}", part="heading"))
        for line in _facts(find):
            column.addWidget(label(line, wraps=True))
        if versions := find.comparable:
            column.addWidget(ComparisonTable(compare(*versions), ("文件里的", "没有保存的修改"), self), 1)
        column.addLayout(self._buttons(restorable=find.draft is not None))

    def _buttons(self, *, restorable: bool) -> QHBoxLayout:
        restore, keep, discard = (QPushButton(choice.value, self) for choice in Choice)
        restore.clicked.connect(self._restore)
        keep.clicked.connect(self.reject)
        discard.clicked.connect(self._discard)
        restore.setEnabled(restorable)
        restore.setDefault(restorable)
        (restore if restorable else keep).setFocus()
        for button in (keep, discard):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(discard)
        row.addStretch(1)
        row.addWidget(restore)
        row.addWidget(keep)
        return row

    @Slot()
    def _restore(self) -> None:
        self._answer(Choice.RESTORE)

    @Slot()
    def _discard(self) -> None:
        self._answer(Choice.DISCARD)

    def _answer(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()


def ask(parent: QWidget | None, find: Find, *, number: int = 1, count: int = 1) -> Choice:
    """Show the dialog until it is answered; closing it keeps the copy."""
    dialog = RecoveryDialog(parent, find, number=number, count=count)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    run(dialog)
    return dialog.choice


def restored(find: Find) -> ReportDocument:
    """The document that was being edited, as it was before the crash; its file is not touched.

    What the file holds now is one undo away. Saving compares the file with the version that the edits began from, so
    that a version which somebody saved since leads to the question who goes first. ValueError without a readable copy.
    """
    if find.draft is None:
        raise ValueError("a copy that cannot be opened cannot be restored")
    origin = find.copy.origin
    base = FileStamp(origin.digest)
    if find.comparable is None or origin.path is None:
        document = ReportDocument(find.draft, path=origin.path, stamp=base)
        document.mark_unsaved()
        return document
    document = ReportDocument(find.comparable[0], path=origin.path, stamp=base)
    document.replace_contents(draft=find.draft, text=_STEP)
    return document


class Restored(NamedTuple):
    """A report that came back, and the slot of its copies."""

    document: ReportDocument
    slot: RecoverySlot


def offer(parent: QWidget | None, store: RecoveryStore) -> Restored | None:
    """Ask about the copies that crashed runs left, up to the first that is restored: a window shows one report.

    Those that were not asked about wait for the next start.
    """
    finds = wait_for_file(parent, _LOOKING, lambda: [Find.of(copy) for copy in store.pending()]) or []
    if store.damaged:
        tell(parent, f"有 {store.damaged} 份自动存下的副本已损坏，读不出来，已放在一边。草稿文件不受影响。")
    for number, find in enumerate(finds, 1):
        choice = ask(parent, find, number=number, count=len(finds))
        if choice is Choice.RESTORE and (slot := store.adopt(find.copy)):
            return Restored(restored(find), slot)
        if choice is Choice.DISCARD:
            store.discard(find.copy)
    return None


def _facts(find: Find) -> list[str]:
    copy = find.copy
    whose = f"{find.draft.agency or '未填单位'} {find.draft.year} 年年报，" if find.draft else ""
    facts = [
        f"{whose}草稿{quoted(copy.origin.path)}。" if copy.origin.path else f"{whose}还没有保存过。",
        f"没有保存的修改：{moment(copy.written)} 自动存下。",
    ]
    if copy.on_disk is not OnDisk.NEVER:
        facts.append(f"文件：{_file_fact(find)}")
    if find.problem:
        facts.append(f"这份副本现在打不开：{find.problem}。")
    return facts


def _file_fact(find: Find) -> str:
    if find.standing_time is None or find.copy.on_disk is OnDisk.GONE:
        return "现在找不到，或者读不了。"
    time = moment(find.standing_time)
    if find.copy.on_disk is OnDisk.SAME:
        return f"{time} 保存，之后没有改动过。"
    if find.comparable is None:
        return f"{time} 又被改过，现在打不开，或者是另一份年报。恢复不会改动它。"
    return f"{time} 又保存过，比修改时打开的那一版新。恢复不会改动它，到保存时再由您决定用哪一份。"


def _kind(draft: Draft) -> tuple[str, int]:
    return draft.edition.name, draft.year
