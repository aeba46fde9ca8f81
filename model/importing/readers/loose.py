"""Tables without upright rules: columns from their headings and figures, rows from their labels and level rules.

A column that is blank all the way down is seen only by its heading. So where headings (here or on the page before) do
not account for every column, the rows keep no places: they are given as lines of text, which claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from model.importing.content import Cell, Paragraph, Table
from model.importing.readers.geometry import Line, Rule, Run

NUMBERED = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,3}[、.．）)]|第[0-9一二三四五六七八九十]{1,4}[条章节项]")
"""How a new label begins."""
_FIGURE = re.compile(r"[0-9０-９][0-9０-９,，.．]*(?:万?元|件|个|项)?|[-—–/／]{1,2}|无")
_MOST_HEADING_LINES = 9
_LONGEST_ROW, _LONGEST_LABEL = 120, 60
_REACH = 0.7
"""So far above its first and below its last line, in sizes, the figures of a label may stand."""
Span = tuple[float, float]


class Loose(NamedTuple):
    """``blocks`` stand for ``lines``: one table, or its rows as text. Text has no ``edges`` and no ``columns``."""

    blocks: Sequence[Table | Paragraph]
    edges: Sequence[float]
    columns: Sequence[Span]
    lines: Sequence[Line]


def loose_tables(lines: Sequence[Line], rules: Sequence[Rule], before: Sequence[Span]) -> Iterator[Loose]:
    """The tables among lines that no drawn table holds.

    ``rules`` are the page's, of which the level ones part rows; ``before`` are the columns of the table that the page
    before ends with.
    """
    levels = sorted({rule.y0 for rule in rules if rule.y0 == rule.y1})
    start = done = 0
    while start < len(lines):
        if not _begins(lines[start]):
            start += 1
            continue
        zone = _Zone(lines[start])
        end = start + 1
        while end < len(lines) and zone.takes(lines[end], lines[end - 1]):
            end += 1
        first = start
        while first > done and zone.is_label(lines[first - 1], lines[first]):
            first -= 1
        anchors = [line for line in lines[first:end] if zone.has_figures(line)]
        if len(anchors) > 1 or len(_figures(anchors[0])) > 1:
            top = _first_heading(lines, done, first, zone)
            parts = _Parts(lines[top:first], lines[first:end], anchors, levels)
            yield parts.arranged(() if done else before)
            done = end
        start = end


def _is_figure(run: Run) -> bool:
    return _FIGURE.fullmatch(run.text.strip()) is not None


def _figures(line: Line) -> list[Run]:
    return [run for run in line.runs if _is_figure(run)]


def _begins(line: Line) -> bool:
    """Whether the line ends in figures that stand apart from a label, or holds several figures and nothing else."""
    found = _figures(line)
    if not found or found[-1] is not line.runs[-1]:
        return False
    labels = [run for run in line.runs if run not in found]
    if not labels:  # "- 3 -" is a page number
        return sum(any(map(str.isdecimal, run.text)) for run in found) > 1
    return found[-1].x0 - labels[-1].x1 > 2 * line.size and len(line.text) < _LONGEST_ROW


class _Zone:
    """Where a table has its labels (left) and its figures (right), as far as its rows have shown."""

    def __init__(self, line: Line) -> None:
        self.figures = float("inf")
        """Where they begin."""
        self._labels = 0.0
        """Where they end."""
        self._see(line)

    def _see(self, line: Line) -> None:
        found = _figures(line)
        self.figures = min([self.figures, *(run.x0 for run in found)])
        self._labels = max([self._labels, *(run.x1 for run in line.runs if run not in found)])

    def takes(self, line: Line, above: Line) -> bool:
        """Whether the table goes on with the line."""
        if line.y0 - above.y1 > 2.5 * line.size:
            return False
        if self.has_figures(line):
            self._see(line)
            return True
        return self.is_label(line, above)

    def has_figures(self, line: Line) -> bool:
        found = _figures(line)
        only_figures = bool(found) and len(found) == len(line.runs)
        return _begins(line) or (only_figures and found[0].x0 >= self._labels)

    @property
    def limit(self) -> float:
        """Labels begin left of this: where those beside figures end, or, while none was seen, where figures begin."""
        return self._labels or self.figures

    def is_label(self, line: Line, neighbour: Line) -> bool:
        near = max(line.y0 - neighbour.y1, neighbour.y0 - line.y1) < 2 * line.size
        inside = line.x1 < self.figures and all(run.x0 < self.limit for run in line.runs)
        return near and inside and len(line.text) < _LONGEST_LABEL and not re.search("[。；]", line.text[:-1])


def _first_heading(lines: Sequence[Line], done: int, first: int, zone: _Zone) -> int:
    """The first of the lines above a table that hold its headings: they begin right of its labels."""
    top = first
    for number in range(first - 1, max(done, first - _MOST_HEADING_LINES) - 1, -1):
        line, below = lines[number], lines[number + 1]
        crosses = any(run.x0 < zone.limit and run.x1 > zone.figures + line.size for run in line.runs)
        if crosses or below.y0 - line.y1 > 3 * line.size or "。" in line.text or _begins(line):
            break
        if any(run.x0 >= min(zone.limit, zone.figures - line.size) for run in line.runs):
            top = number
    return top


@dataclass(frozen=True)
class _Parts:
    """The lines of one table.

    ``anchors`` are those of the body that hold figures; ``levels`` are the heights of level rules.
    """

    headings: Sequence[Line]
    body: Sequence[Line]
    anchors: Sequence[Line]
    levels: Sequence[float]

    def arranged(self, before: Sequence[Span]) -> Loose:
        """As a table, with the columns that are found here or those of the table ``before``; else as text."""
        lines = [*self.headings, *self.body]
        columns = self._columns(before)
        if columns is None:
            return Loose([Paragraph(_as_text(line)) for line in lines], [], [], lines)
        left = min(columns[0][0], *(run.x0 for line in self.anchors for run in _figures(line)))
        runs = ([r for r in line.runs if r.x0 < left and not _is_in(r, columns)] for line in self.body)
        heights = [_height_of_figures(line) for line in self.anchors]
        labels = _labels([piece for line in runs for piece in _pieces(line)], self.levels, heights)
        starts = sorted({label.x0 for label in labels})
        above, head = self._head(columns, len(starts))
        ordered = [*head, *self._rows(columns, labels, starts, heights)]
        cells = {(number, column): Cell(text) for number, row in enumerate(ordered) for column, text in row.items()}
        table = Table(cells, len(ordered), len(starts) + len(columns))
        return Loose([*above, table], [*starts, *(low for low, _ in columns), columns[-1][1]], columns, lines)

    def _columns(self, before: Sequence[Span]) -> Sequence[Span] | None:
        by_figures = _apart([(run.x0, run.x1) for line in self.anchors for run in _figures(line)])
        left = min(by_figures[0][0], *(_label_end(line, by_figures[0][0]) for line in self.anchors))
        heads = [run for line in self.headings for run in line.runs if run.x0 >= left]
        columns = _headed_columns(heads, by_figures)
        if columns is None and all(sum(_meet(span, known) for known in before) == 1 for span in by_figures):
            return list(before)
        return columns

    def _head(self, columns: Sequence[Span], first: int) -> tuple[list[Paragraph], list[dict[int, str]]]:
        """What stands above the columns but belongs to none, and the rows of headings, put together in the last."""
        above: list[Paragraph] = []
        head: list[dict[int, str]] = []
        named: list[Run] = []
        for line in self.headings:
            over = [run for run in line.runs if sum(_meet((run.x0, run.x1), span) for span in columns) == 1]
            named += over
            head += [_by_column(over, columns, first)] if over else []
            rest = [run.text for run in line.runs if run not in over]
            above += [Paragraph(" ".join(rest))] if rest else []
        whole = [_by_column(named, columns, first, between="")] if len(head) > 1 else []
        return above, head + whole

    def _rows(
        self, columns: Sequence[Span], labels: Sequence[_Label], starts: Sequence[float], heights: Sequence[float]
    ) -> list[dict[int, str]]:
        """Rows of figures with their labels, and labels that have no figures, from top to bottom."""
        rows = [
            (height, _by_column(_figures(line), columns, len(starts)))
            for height, line in zip(heights, self.anchors, strict=True)
        ]
        free: list[tuple[float, dict[int, str]]] = []
        for label in labels:
            place = starts.index(label.x0)
            inside = [
                row for row in rows if label.y0 <= row[0] <= label.y1 and not _parted(row[0], label.middle, self.levels)
            ]
            if inside:
                row = min(inside, key=lambda row: abs(row[0] - label.middle))[1]
                row[place] = row.get(place, "") + label.text
            else:
                free.append((label.middle, {place: label.text}))
        return [row for _, row in sorted([*rows, *free], key=lambda row: row[0])]


def _height_of_figures(line: Line) -> float:
    found = _figures(line)
    return sum(run.y for run in found) / len(found)


def _as_text(line: Line) -> str:
    """The runs of a line apart. Where another text is printed over a figure, none of its figures is to be trusted."""
    figures = _figures(line)
    spans = [(run.x0, run.x1) for run in line.runs if run not in figures]
    covered = any(_meet((run.x0, run.x1), span) for run in figures for span in spans)
    return " ".join(f"［{run.text}］" if covered and run in figures else run.text for run in line.runs)


def _label_end(line: Line, left: float) -> float:
    return max((run.x1 for run in line.runs if run.x1 < left), default=left)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Spans of x over which figures stand one below the other."""
    found: list[Span] = []
    for low, high in sorted(spans):
        if found and low < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return found


def _headed_columns(heads: Sequence[Run], figures: Sequence[Span]) -> list[Span] | None:
    """The columns as headings and figures show them; None if a column of figures has no heading of its own.

    A heading that stands over several columns shows none of them.
    """
    spans = list(figures)
    headed: set[int] = set()
    for run in sorted(heads, key=lambda run: run.x1 - run.x0):
        met = [number for number, span in enumerate(spans) if _meet((run.x0, run.x1), span)]
        if not met:
            spans.append((run.x0, run.x1))
            headed.add(len(spans) - 1)
        elif len(met) == 1:
            low, high = spans[met[0]]
            spans[met[0]] = min(low, run.x0), max(high, run.x1)
            headed.add(met[0])
    return sorted(spans) if len(headed) == len(spans) else None


def _by_column(runs: Sequence[Run], columns: Sequence[Span], first: int, between: str = " ") -> dict[int, str]:
    """The texts of runs by column, the first of ``columns`` counted as ``first``."""
    row: dict[int, str] = {}
    for run in sorted(runs, key=lambda run: run.y):
        column = max(range(len(columns)), key=lambda n: min(run.x1, columns[n][1]) - max(run.x0, columns[n][0]))
        if _meet((run.x0, run.x1), columns[column]):
            row[first + column] = f"{row[first + column]}{between}{run.text}" if first + column in row else run.text
    return row


def _is_in(run: Run, columns: Sequence[Span]) -> bool:
    return _is_figure(run) and any(_meet((run.x0, run.x1), span) for span in columns)


def _parted(one: float, other: float, levels: Sequence[float]) -> bool:
    """Whether a level rule runs between two heights."""
    return any(min(one, other) < level < max(one, other) for level in levels)


class _Piece(NamedTuple):
    """A piece of a label on one line."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


class _Label(NamedTuple):
    text: str
    x0: float
    y0: float
    y1: float

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


def _pieces(runs: Sequence[Run]) -> list[_Piece]:
    """The runs of one line as pieces of labels: only a wide gap parts two columns of labels."""
    found: list[_Piece] = []
    for run in runs:
        if found and run.x0 - found[-1].x1 < 0.8 * run.size:
            found[-1] = found[-1]._replace(text=found[-1].text + run.text, x1=run.x1)
        else:
            found.append(_Piece(run.text, run.x0, run.x1, run.y, run.size))
    return found


def _labels(pieces: Sequence[_Piece], levels: Sequence[float], heights: Sequence[float]) -> list[_Label]:
    """Every label: lines with one left edge, until something parts them.

    That is a new number, a rule, a gap, or a second line at the height of a row of figures (``heights``).
    """
    starts: list[float] = []
    by_start: dict[float, list[_Piece]] = {}
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if not starts or piece.x0 - starts[-1] > 1.2 * piece.size:
            starts.append(piece.x0)
        by_start.setdefault(starts[-1], []).append(piece)
    found: list[_Label] = []
    for start, column in by_start.items():
        ordered = sorted(column, key=lambda piece: piece.y)
        level_with_figures = False
        for above, piece in zip([None, *ordered], ordered, strict=False):
            top, bottom = piece.y - _REACH * piece.size, piece.y + _REACH * piece.size
            beside = any(abs(piece.y - height) < 0.3 * piece.size for height in heights)
            if above is None or _is_new(above, piece, levels) or (beside and level_with_figures):
                found.append(_Label(piece.text, start, top, bottom))
                level_with_figures = beside
            else:
                found[-1] = found[-1]._replace(text=found[-1].text + piece.text, y1=bottom)
                level_with_figures |= beside
    return found


def _is_new(above: _Piece, piece: _Piece, levels: Sequence[float]) -> bool:
    """Whether a new label begins with the piece below another."""
    return (
        NUMBERED.match(piece.text) is not None
        or piece.y - above.y > 2.2 * piece.size
        or _parted(above.y, piece.y, levels)
    )
