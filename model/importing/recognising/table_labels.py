"""Which row, column or caption of a section's tables a printed text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from model.form.edition import Line, Table
from model.importing.recognising.labels import LONGEST_LABEL, Names, canonical, letters, read_label, without_remark

_MOST_FRAGMENTS = 8
_INNER_LABEL = re.compile(r"[^0-9（(、.．\s]\s*((?:[0-9]{1,2}[.．、]|[（(][一二三四五六七八九十]{1,2}[）)])\D.*)$")
"""An item behind the heading of its group in one cell: （三）不予公开1.属于国家秘密."""
_NUMBERING = re.compile(r"\(?[0-9一二三四五六七八九十]{1,3}[)、.,]+")
"""The number of a label, in a cell or a line of its own."""
_WORD = re.compile("[\u4e00-\u9fff]{2}")


class RowName(NamedTuple):
    """A row of a table, or (``merged``) a group of rows that some reports print as one; ``line`` is its key or name."""

    table: str
    line: str
    merged: bool = False


class ColumnName(NamedTuple):
    table: str
    line: str


class GroupName(NamedTuple):
    table: str
    label: str


class Fragment(NamedTuple):
    """A text cell: its place in the source row, and the row's number, so that a torn label can be put together."""

    row: int
    position: int
    text: str


class TableLabels:
    """The labels of some tables of a form, and what has to be known to tell equal ones apart."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self.tables = {table.key: table for table in tables}
        self._rows: Names[RowName] = Names()
        self._columns: Names[ColumnName] = Names()
        self._groups: Names[GroupName] = Names()
        self._captions: Names[str] = Names()
        self._corners: Names[str] = Names()
        self._names = (self._rows, self._columns, self._groups, self._captions, self._corners)
        for table in self.tables.values():
            self._learn(table)

    def _learn(self, table: Table) -> None:
        for row in table.rows:
            self._rows.add(RowName(table.key, row.key), _labels(row))
            for group in row.groups:
                self._groups.add(GroupName(table.key, group), [group])
        for column in table.columns:
            self._columns.add(ColumnName(table.key, column.key), _labels(column))
            for group in column.groups:
                self._corners.add(table.key, [group])
        self._captions.add(table.key, [table.caption])
        self._corners.add(table.key, [table.corner])

    def caption(self, text: str) -> str | None:
        """The table whose caption this is."""
        found = self._captions.exact(read_label(text))
        return found[0] if len(found) == 1 else None

    def group(self, text: str) -> GroupName | None:
        found = self._groups.exact(read_label(text))
        return found[0] if found else None

    def columns(self, text: str) -> tuple[ColumnName, ...]:
        """The columns that have this label; several where tables share it."""
        label, bare = read_label(text), read_label(without_remark(text))
        return self._columns.exact(label) or self._columns.exact(bare) or self._columns.alike(label)

    def is_above_columns(self, text: str) -> bool:
        """Whether the text stands above column labels: a caption, a corner, a heading over several columns."""
        label = read_label(text)
        return bool(self._corners.exact(label) or self._captions.exact(label))

    def is_heading(self, text: str) -> bool:
        """Whether the text heads a table, a column or a group of columns."""
        return self.is_above_columns(text) or self.may_be_column(text)

    def may_be_column(self, text: str) -> bool:
        """Whether the text, as it is numbered, may be a column's label."""
        label = read_label(text)
        return not label.number and bool(self._columns.exact(label))

    def row_named(self, text: str) -> RowName | None:
        """The only row with just this label."""
        found = self._rows.exact(read_label(text))
        return found[0] if len(found) == 1 else None

    def is_known(self, text: str) -> bool:
        label = read_label(text)
        return self.is_heading(text) or bool(self._rows.exact(label) or self._groups.exact(label))

    def may_be_label(self, text: str) -> bool:
        """Whether the text is or may be a label, a part of one, or the number of one."""
        label = read_label(text)
        if not letters(text) or (label.number and _WORD.search(label.text)) or _NUMBERING.fullmatch(canonical(text)):
            return True
        return any(names.may_mean(label) for names in self._names)

    def drawn_row(self, text: str) -> RowName | None:
        """The row, or group of rows, that a cell with just this label names, beside cells of its own."""
        return self.row_named(text) or self._merged(text)

    def is_guess(self, texts: Sequence[Fragment], name: RowName) -> bool:
        """Whether a row's label, as printed, is not quite the form's."""
        return not any(name in self._rows.exact(read_label(text)) or self._merged(text) for text in _readings(texts))

    def names_row(self, texts: Sequence[Fragment]) -> bool:
        """Whether the texts before a cell end in the label of a row."""
        return bool(texts) and bool(self.rows(texts))

    def fills_row(self, texts: Sequence[Fragment], count: int) -> bool:
        """Whether the texts name a row that has just so many cells."""
        return bool(texts) and any(len(self.tables[name.table].columns) == count for name in self.rows(texts))

    def rows(self, fragments: Sequence[Fragment]) -> tuple[RowName, ...]:
        """The rows that the last of these texts may name, alone or put together with texts before it."""
        texts = list(_readings(fragments))
        for text in texts:
            label = read_label(text)
            if found := self._rows.exact(label):
                return found
            if merged := self._merged(text):
                return (merged,)
        for names in (self._rows.piece, self._rows.alike):
            for text in texts:
                if found := names(read_label(text)):
                    return found
        return ()

    def _merged(self, text: str) -> RowName | None:
        for name in self._groups.exact(read_label(text)):
            if any(merged.group == name.label for merged in self.tables[name.table].merged_groups):
                return RowName(*name, merged=True)
        return None


def _labels(line: Line) -> tuple[str, ...]:
    return (line.label, line.short, *line.aliases)


def _readings(fragments: Sequence[Fragment]) -> Iterator[str]:
    """The last text; the last few joined; the last few of the same column joined (a label torn by a page break).

    Each also without a remark in brackets, and from an inner number on. What has a number of its own begins a label:
    nothing before it is joined to it.
    """
    last = list(fragments[-_MOST_FRAGMENTS:])
    same_column = [fragment for fragment in last if fragment.position == last[-1].position]
    seen = set()
    for chosen in (last, same_column):
        for start in range(len(chosen) - 1, -1, -1):
            text = "".join(fragment.text for fragment in chosen[start:])
            if len(text) > 2 * LONGEST_LABEL:
                break
            inner = _INNER_LABEL.search(text)
            for reading in (text, without_remark(text), *([inner.group(1)] if inner else [])):
                if reading not in seen:
                    seen.add(reading)
                    yield reading
            if read_label(chosen[start].text).number:
                break
