"""Two versions of one report, and a plain table of where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from gui.report.document import DETAIL_NAMES
from gui.widgets.messages import tooltip
from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.report.numbers import Number, format_number
from model.report.report import difference

EMPTY: Final = "（空）"

_AROUND: Final = 12  # characters of a text that are shown before and after what differs
_ROW: Final = 28  # pixels, as in the form's tables
_ROWS_SHOWN: Final = 8


class Difference(NamedTuple):
    """One place where two versions differ, in words; where a version has nothing it says ""."""

    place: str
    left: str
    right: str


def compare(left: Draft, right: Draft) -> list[Difference]:
    """Where two versions of a report of the same edition and year differ, in printing order.

    Totals are not listed: they follow from what was entered.
    """
    edition, edit, both = left.edition, difference(left, right), (left, right)
    found = [Difference(DETAIL_NAMES[name], *(_detail(draft, name) for draft in both)) for name in edit.details]
    for ref in edition.cells:
        place = cell_place(edition, ref)
        if ref in edit.entries:
            found.append(Difference(place, *(_figure(draft.entries.get(ref)) for draft in both)))
        if ref in edit.reported:
            figures = (_figure(draft.reported.get(ref)) for draft in both)
            found.append(Difference(f"{place}（原文件的合计）", *figures))
        if ref in edit.cell_notes:
            notes = (draft.cell_notes.get(ref, "") for draft in both)
            found.append(Difference(f"{place}（批注）", *notes))
    for section in edition.narrative_sections:
        if section.key in edit.narratives:
            found += _paragraphs(section.heading, *(draft.narratives.get(section.key, "") for draft in both))
    found += [Difference(_finding(key, both), *(_answer(draft, key) for draft in both)) for key in edit.explanations]
    return found


def excerpt(text: str, other: str) -> str:
    """What of ``text`` is not in ``other``, with a few characters around it; all of it where it is short."""
    start = _shared_length(text, other)
    end = len(text) - _shared_length(text[start:][::-1], other[start:][::-1])
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return f"{'…' * (first > 0)}{text[first:last]}{'…' * (last < len(text))}"


class ComparisonTable(QTableWidget):
    """The differences, one a line; two columns are headed with what the versions are called."""

    def __init__(self, found: Sequence[Difference], versions: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(len(found), 3, parent)
        self.setHorizontalHeaderLabels(["不同之处", *versions])
        self.setAccessibleName("两份的不同之处")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row, (place, left, right) in enumerate(found):
            self._fill(row, [place, excerpt(left, right), excerpt(right, left)], [place, left, right])
        self.setMinimumHeight(_ROW * (1 + min(len(found), _ROWS_SHOWN)) + 4)

    def _fill(self, row: int, shown: Sequence[str], whole: Sequence[str]) -> None:
        for column, (short, text) in enumerate(zip(shown, whole, strict=True)):
            item = QTableWidgetItem(short or EMPTY)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            item.setData(Qt.ItemDataRole.ToolTipRole, tooltip(text))
            self.setItem(row, column, item)


def cell_place(edition: Edition, ref: CellRef) -> str:
    """A cell's name where cells of several tables stand together."""
    section = edition.section(edition.tables[ref.table].section)
    return f"{section.number}、{section.tab}：{edition.label(ref)}"


def _figure(number: Number | None) -> str:
    return "" if number is None else format_number(number)


def _detail(draft: Draft, name: str) -> str:
    if name == "agency_kind":
        return draft.agency_kind.label
    if name == "previous":
        return f"{draft.previous.year} 年年报，{draft.previous.agency}" if draft.previous else ""
    if name == "units":
        return f"{len(draft.details.units.sources)} 个单位" if draft.details.units else ""
    return getattr(draft.details, name) or ""


def _paragraphs(heading: str, left: str, right: str) -> Iterator[Difference]:
    """The paragraphs of a narrative that differ."""
    old, new = left.split("\n"), right.split("\n")
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            pairs = zip_longest(old[old_from:old_to], new[new_from:new_to], fillvalue="")
            for number, (before, after) in enumerate(pairs, min(old_from, new_from) + 1):
                yield Difference(f"{heading}，第 {number} 段", before, after)


def _finding(key: str, drafts: Sequence[Draft]) -> str:
    """What a 说明 is about: the finding that it answers, where it still stands in one of the versions."""
    for draft in drafts:
        for finding in draft.evaluation.all_findings:
            if finding.key == key:
                return f"说明：{finding.sentence(draft.evaluation).partition('：')[0]}"
    return "说明"


def _answer(draft: Draft, key: str) -> str:
    given = draft.explanations.get(key)
    return given.text if given else ""


def _shared_length(text: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((at for at, (ours, theirs) in pairs if ours != theirs), min(len(text), len(other)))
