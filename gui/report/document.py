"""The open report: the only object of the window that changes a draft, and the one that says so."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from weakref import proxy

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from model.checks.finding import Finding
from model.draft import Change, Draft, carried_forward
from model.form.edition import CellRef, Level
from model.report.numbers import Number
from model.report.report import Edit, Explanation, difference, zeros_for_blanks
from model.store.draft_file import LoadedDraft
from model.store.files import ABSENT, FileStamp

ACKNOWLEDGED = "已核实"
"""The 说明 of a finding that somebody looked at and found right."""

_GRAVITY = {level: gravity for gravity, level in enumerate(Level)}

DETAIL_NAMES: Mapping[str, str] = {
    "agency": "单位名称",
    "agency_kind": "单位类别",
    "title": "标题",
    "preamble": "开头段",
    "finished": "定稿日期",
    "previous": "上年年报",
    "units": "汇总的单位",
}


class ApplyEdit(QUndoCommand):
    """One step of the undo stack, whatever it changes.

    Two steps in a row about the same ``subject`` (a cell, a run of typing) become one.
    """

    _MERGES, _STANDS_ALONE = 1, -1

    def __init__(self, document: ReportDocument, edit: Edit, text: str, subject: Hashable) -> None:
        super().__init__(text)
        # The document owns its steps. In a cycle with it they would be collected before the stack that lists them.
        self._document: ReportDocument = proxy(document)
        self._edit = edit
        self._inverse = Edit()
        self._subject = subject
        self._done = False

    def id(self) -> int:
        return self._STANDS_ALONE if self._subject is None else self._MERGES

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ApplyEdit) or other._subject != self._subject:
            return False
        self._edit = other._edit
        self.setText(other.text())
        self.setObsolete(self._leads_nowhere())
        return True

    def _leads_nowhere(self) -> bool:
        """Whether the way there and back is none: 1.0 and 1.00 are one number, but not one entry."""
        before = self._inverse.entries
        spelt_alike = all(_same(before.get(ref), number) for ref, number in self._edit.entries.items())
        return spelt_alike and self._edit == self._inverse

    def redo(self) -> None:
        change = self._document._apply(self._edit)
        if not self._done:
            self._inverse, self._done = change.inverse, True

    def undo(self) -> None:
        self._document._apply(self._inverse)


class ReportDocument(QObject):
    """A draft, the file it came from, and one undo stack.

    Verbs return whether they changed something; they change nothing while the report is not `editable`. Modified
    means: differs from what was last saved or opened. Recovery copies never make a document look saved.
    """

    changed = Signal(object)
    """A `Change`, after each edit, undo and redo."""
    cells_changed = Signal(frozenset)
    """The `CellRef`s that look different now: figure, note or origin."""
    findings_changed = Signal()
    text_changed = Signal(str)
    """The section key of a narrative, or of tables whose remark changed."""
    details_changed = Signal()
    """Agency, kind, title, opening paragraph, or last year's report."""
    modified_changed = Signal(bool)
    path_changed = Signal()
    finished_changed = Signal(bool)
    editable_changed = Signal(bool)

    def __init__(
        self, draft: Draft, *, path: Path | None = None, stamp: FileStamp = ABSENT, parent: QObject | None = None
    ) -> None:
        """A document around ``draft``; ``path`` and ``stamp`` name the file that it was just read from, if any."""
        super().__init__(parent)
        self.draft = draft
        self.path = path
        self.stamp = stamp
        self.lock_reason = ""
        self._open_findings: tuple[Finding, ...] | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)

    @classmethod
    def of(cls, loaded: LoadedDraft, path: Path, parent: QObject | None = None) -> ReportDocument:
        """The document of a file that was just loaded."""
        return cls(loaded.draft, path=path, stamp=loaded.stamp, parent=parent)

    @property
    def modified(self) -> bool:
        return not self.undo_stack.isClean()

    @property
    def finished(self) -> bool:
        return self.draft.details.finished is not None

    @property
    def editable(self) -> bool:
        return not self.finished and not self.lock_reason

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks say while the report is being typed."""
        return self.draft.findings

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Those of `findings` that nobody has answered, the gravest first."""
        if self._open_findings is None:
            unanswered = (finding for finding in self.findings if self.draft.explanation(finding) is None)
            self._open_findings = tuple(sorted(unanswered, key=lambda finding: _GRAVITY[finding.level]))
        return self._open_findings

    def lock(self, reason: str) -> None:
        """Refuse every edit from now on; ``reason`` is a sentence to show. An empty one allows edits again."""
        self.lock_reason = reason
        self.editable_changed.emit(self.editable)

    def mark_unsaved(self) -> None:
        """Count the present content as unsaved: it was imported or recovered and stands in no file yet."""
        self.undo_stack.resetClean()

    def enter(
        self,
        *,
        values: Mapping[CellRef, Number | None],
        notes: Mapping[CellRef, str] | None = None,
        text: str | None = None,
    ) -> bool:
        """Fill cells, or blank those whose value is None, with ``notes`` on them.

        One cell entered twice in a row, without a note, is one step.
        """
        entries = self.draft.entries
        differing = {ref: number for ref, number in values.items() if not _same(entries.get(ref), number)}
        noted = {ref: note for ref, note in (notes or {}).items() if self.draft.cell_notes.get(ref) != note}
        if not differing and not noted:
            return False
        subject = next(iter(differing)) if len(differing) == 1 and text is None and not noted else None
        return self._push(Edit(entries=differing, cell_notes=noted), text or self._describe(values), subject)

    def write(self, *, section: str, text: str, continues: bool = False) -> bool:
        """Give a narrative new text. ``continues``: it belongs to the same run of typing as the write before."""
        if self.draft.narratives.get(section, "") == text:
            return False
        label = f"修改“{self.draft.edition.section(section).heading}”"
        subject = ("narrative", section, self.undo_stack.index() if continues else self.undo_stack.index() + 1)
        return self._push(Edit(narratives={section: text}), label, subject)

    def remark(self, *, section: str, text: str, continues: bool = False) -> bool:
        """Give the tables of a section another remark; an empty one removes it."""
        if self.draft.remarks.get(section, "") == text:
            return False
        subject = ("remark", section, self.undo_stack.index() if continues else self.undo_stack.index() + 1)
        return self._push(
            Edit(remarks={section: text}), f"修改“{self.draft.edition.section(section).heading}”表下的说明", subject
        )

    def set_detail(self, *, name: str, value: Any, continues: bool = False) -> bool:
        """Give a field of `Details` a new value."""
        if getattr(self.draft.details, name) == value:
            return False
        subject = ("detail", name, self.undo_stack.index() if continues else self.undo_stack.index() + 1)
        return self._push(Edit(details={name: value}), f"修改{DETAIL_NAMES[name]}", subject)

    def annotate(self, *, ref: CellRef, note: str) -> bool:
        """Put a note on a cell; an empty one removes it."""
        if self.draft.cell_notes.get(ref, "") == note:
            return False
        verb = "批注" if note else "删除批注"
        return self._push(Edit(cell_notes={ref: note or None}), f"{verb}“{self.draft.edition.label(ref)}”")

    def explain(self, *, finding: Finding, text: str) -> bool:
        """Answer a finding with a 说明 that holds while its figures stay; an empty one takes the answer back."""
        answer = Explanation(text, finding.figures) if text else None
        if self.draft.explanations.get(finding.key) == answer:
            return False
        return self._push(Edit(explanations={finding.key: answer}), "填写说明" if text else "删除说明")

    def adopt_computed(self, *, refs: Collection[CellRef]) -> bool:
        """采用计算值: drop the totals that an imported document printed."""
        printed = {ref: None for ref in refs if ref in self.draft.reported}
        return bool(printed) and self._push(Edit(reported=printed), f"采用计算值 {len(printed)} 处")

    def fill_blanks_with_zero(self, *, tables: Collection[str] | None = None) -> bool:
        """空白补零: in all tables, or in some by their keys."""
        zeros = zeros_for_blanks(self.draft)
        edit = Edit(entries={ref: zero for ref, zero in zeros.entries.items() if tables is None or ref.table in tables})
        return bool(edit) and self._push(edit, f"空白补零 {len(edit.entries)} 格")

    def take_last_year(self, *, previous: Draft) -> bool:
        """提取上年数: keep last year's report at hand and fill blank cells with the figures that it hands on."""
        twin = self.draft.copy()
        twin.apply(Edit(details={"previous": previous}))
        return self._push(replace(carried_forward(twin), details={"previous": previous}), "提取上年数")

    def finish(self, *, on: date) -> bool:
        """定稿; False while something hard stands in the way."""
        if self.draft.evaluation.blocks_finishing:
            return False
        return self._push(Edit(details={"finished": on.isoformat()}), "定稿")

    def unfinish(self) -> bool:
        """取消定稿."""
        if not self.finished or self.lock_reason:
            return False
        self.undo_stack.push(ApplyEdit(self, Edit(details={"finished": None}), "取消定稿", None))
        return True

    def replace_contents(self, *, draft: Draft, text: str) -> bool:
        """Say what ``draft`` says, in one step that can be undone. It is of the same edition and year: ValueError."""
        if (draft.edition.name, draft.year) != (self.draft.edition.name, self.draft.year):
            raise ValueError(f"{draft.year} is another report than {self.draft.year}")
        edit = difference(self.draft, draft)
        if not edit or self.lock_reason:
            return False
        self.undo_stack.push(ApplyEdit(self, edit, text, None))
        return True

    def mark_saved(self, *, path: Path, stamp: FileStamp) -> None:
        """Take note that ``path`` holds the present content; a report that moved to another file is locked no more."""
        moved = path != self.path
        self.path, self.stamp = path, stamp
        self.undo_stack.setClean()
        if moved:
            if self.lock_reason:
                self.lock("")
            self.path_changed.emit()

    def take_disk_version(self, *, draft: Draft, stamp: FileStamp, text: str) -> bool:
        """Say what the document's file says now (``draft``, ``stamp``), in a step that can be undone.

        False, and nothing is done, where the report is locked; a finalised one is as the file says afterwards. Raises
        ValueError if the file holds the report of another year.
        """
        if self.path is None or self.lock_reason:
            return False
        self.replace_contents(draft=draft, text=text)
        self.draft.extra = dict(draft.extra)  # no part of the history: it belongs to the version on the disk
        self.mark_saved(path=self.path, stamp=stamp)
        return True

    def _describe(self, values: Mapping[CellRef, Number | None]) -> str:
        verb = "填写" if any(number is not None for number in values.values()) else "清空"
        if len(values) > 1:
            return f"{verb} {len(values)} 格"
        return f"{verb}“{self.draft.edition.label(next(iter(values)))}”"

    def _push(self, edit: Edit, text: str, subject: Hashable = None) -> bool:
        if not self.editable:
            return False
        self.undo_stack.push(ApplyEdit(self, edit, text, subject))
        return True

    def _apply(self, edit: Edit) -> Change:
        was_editable = self.editable
        change = self.draft.apply(edit)
        self._open_findings = None
        cells = change.cells | edit.entries.keys() | edit.cell_notes.keys() | edit.reported.keys()
        if "previous" in edit.details:
            cells |= self.draft.edition.carry_forward.keys()
        if cells:
            self.cells_changed.emit(frozenset(cells))
        if change.findings_changed:
            self.findings_changed.emit()
        for section in (*edit.narratives, *edit.remarks):
            self.text_changed.emit(section)
        if edit.details:
            self.details_changed.emit()
        if "finished" in edit.details:
            self.finished_changed.emit(self.finished)
        if self.editable is not was_editable:
            self.editable_changed.emit(self.editable)
        self.changed.emit(change)
        return change

    @Slot(bool)
    def _on_clean_changed(self, clean: bool) -> None:
        self.modified_changed.emit(not clean)


def _same(old: Number | None, new: Number | None) -> bool:
    return str(old) == str(new)
