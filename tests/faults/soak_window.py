"""The soak of `soak`, on what the window shows: its document, its undo stack and the models of all its tables.

Every cell that changes has to be announced: what the announcements add up to is compared with all cells asked anew.
Qt is needed; run `soak_window` in a process that has a QApplication.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from typing import Any

from PySide6.QtCore import QModelIndex

from gui.report.document import ReportDocument
from gui.report.tables.table_model import ReportTableModel
from model.form.arrangement import lay_out
from model.report.report import Edit, contents
from tests.faults.soak import Soak, faults, new_draft, random_edits, resident_memory

LOOKS_EVERY = 4  # steps; what is stale stays so until it is announced
SAVES = 0.01  # share of the steps that mark the document as saved


class Watcher:
    """What a view would show of one table: asked for once, then only where the model says that something changed."""

    def __init__(self, model: ReportTableModel) -> None:
        self._model = model
        self._shown = self._everything()
        model.dataChanged.connect(self._on_data_changed)

    def stale(self) -> list[str]:
        """Cells that changed without a word."""
        now = self._everything()
        return [str(self._model.ref(self._model.index(*place))) for place in now if now[place] != self._shown[place]]

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            for column in range(first.column(), last.column() + 1):
                self._shown[row, column] = self._cell(row, column)

    def _everything(self) -> dict[tuple[int, int], Any]:
        rows, columns = range(self._model.rowCount()), range(self._model.columnCount())
        return {(row, column): self._cell(row, column) for row in rows for column in columns}

    def _cell(self, row: int, column: int) -> tuple[str, object]:
        ref = self._model.ref(self._model.index(row, column))
        return self._model.text(ref), self._model.state(ref)


def soak_window(steps: int, seed: int) -> Soak:
    """Edit, undo and redo through the window's document."""
    chance, soak = random.Random(seed), Soak()
    document = ReportDocument(new_draft())
    edition = document.draft.edition
    models = [ReportTableModel(document, lay_out(table), document) for table in edition.tables.values()]
    watchers = [Watcher(model) for model in models]
    edits, stack = random_edits(edition, chance), document.undo_stack
    gc.collect()
    memory = resident_memory()
    for step in range(steps):
        turn = chance.random()
        begin = time.perf_counter()
        if turn < 0.3 and stack.canUndo():
            stack.undo()
            soak.undone += 1
        elif turn < 0.6 and stack.canRedo():
            stack.redo()
            soak.redone += 1
        else:
            _edit(document, next(edits))
        soak.times.append(time.perf_counter() - begin)
        if chance.random() < SAVES:
            stack.setClean()
        found = list(faults(document.draft, step))
        if step % LOOKS_EVERY == 0:
            found += [f"{cell} is stale" for one in watchers for cell in one.stale()]
        soak.violations += [f"window, seed {seed}, step {step}: {fault}" for fault in found]
    while stack.canUndo():
        stack.undo()
    if contents(document.draft) != contents(new_draft()):
        soak.violations.append(f"window, seed {seed}: undoing everything does not lead back")
    stack.clear()
    gc.collect()
    soak.growth = resident_memory() - memory
    return soak


def none_references_lost(cycles: int) -> int:
    """How many references to None go astray while a cell is filled and the step undone so many times.

    PySide6 6.12.0 dropped one at every call that returns nothing; before Python 3.12 the process then aborts after
    some thousand calls.
    """
    document = ReportDocument(new_draft())
    edition = document.draft.edition
    models = [ReportTableModel(document, lay_out(table), document) for table in edition.tables.values()]
    watchers = [Watcher(model) for model in models]
    cell = edition.inputs[0]

    def there_and_back() -> None:
        document.enter(values={cell: 7})
        document.undo_stack.undo()
        document.undo_stack.setClean()
        document.undo_stack.resetClean()

    there_and_back()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(cycles):
        there_and_back()
    gc.collect()
    lost = before - sys.getrefcount(None)
    assert all(not watcher.stale() for watcher in watchers)
    return lost


def _edit(document: ReportDocument, edit: Edit) -> None:
    """Do an edit as the window does it, by the verb that it belongs to."""
    for section, text in edit.narratives.items():
        document.write(section=section, text=text)
    for ref, note in edit.cell_notes.items():
        document.annotate(ref=ref, note=note or "")
    for name, value in edit.details.items():
        document.set_detail(name=name, value=value)
    if edit.entries:
        document.enter(values=edit.entries)
    if edit.reported:
        twin = document.draft.copy()
        twin.apply(edit)
        document.replace_contents(draft=twin, text="还原")
