"""Pagination: blocks onto sheets. Lengths in points."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from model.document.blocks import Block, Closing, Grid, Heading, Paragraph, Source, Title
from model.page.grid import GridDrawing
from model.page.paper import (
    BODY_SIZE,
    CHARACTER_PITCH,
    DEPTH,
    LEFT_MARGIN,
    LINE_PITCH,
    MEASURE,
    OutlineEntry,
    PlacedLine,
    Sheets,
    baseline,
)
from model.page.structure import Element, heading_tag
from model.report.narrative import Rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.page.drawing import SetLine
    from model.page.grid import GridSetter, PaddedGrid
    from model.page.lines import Style
    from model.page.styles import Styles

_INDENT = 2 * CHARACTER_PITCH
_GRID_GAP = 6.0
_HEADINGS_KEPT = 3  # headings in a row that stay together with what follows
_ROWS_KEPT = 2  # rows that a divided grid shows under its header at least
_EPSILON = 0.01


class _Text(NamedTuple):
    """A paragraph or heading with its lines, before it is placed."""

    lines: tuple[SetLine, ...]
    style: Style


class Paginator:
    """Lays blocks out one after the other, their lines ``pitch`` apart; `sheets` holds the result."""

    def __init__(self, styles: Styles, grids: GridSetter, pitch: float = LINE_PITCH) -> None:
        self.sheets = Sheets()
        self._pitch = pitch
        self._planned: dict[Grid, PaddedGrid] = {}
        self._grids = grids
        self._styles = styles
        self._depths: list[Rank] = []

    def lay_out(self, blocks: Sequence[Block]) -> None:
        """Place all blocks."""
        for position, block in enumerate(blocks):
            following = blocks[position + 1 : position + 5 + _HEADINGS_KEPT]
            match block:
                case Title():
                    self._place_title(block)
                case Heading():
                    self._place_heading(block, following)
                case Paragraph():
                    self._place_paragraph(block, following)
                case Grid():
                    self._place_grid(block, following)
                case Closing():
                    self._place_closing(block)

    # -- text

    def _place_title(self, title: Title) -> None:
        style, sheets = self._styles.title, self.sheets
        element = sheets.root.add(heading_tag(0))
        lines = self._styles.by_sense(title.parts, style, MEASURE)
        sheets.use(style.typeface, "".join(title.parts))
        while lines:
            fitting = int((sheets.room + _EPSILON) / self._pitch)
            self._draw(lines[:fitting], element, style, self._pitch, centred=True)
            sheets.top += len(lines[:fitting]) * self._pitch
            lines = lines[fitting:]
            if lines:
                sheets.turn()
        sheets.top += self._pitch  # one blank line

    def _place_heading(self, heading: Heading, following: Sequence[Block]) -> None:
        text = self._set_heading(heading)
        height = len(text.lines) * self._pitch
        if (
            height + self._wanted_below(following, self.sheets.room, height) > self.sheets.room + _EPSILON
            and self.sheets.top
        ):
            self.sheets.turn()
        self._announce(heading.source, heading.text, heading.rank, height)
        self.sheets.use(text.style.typeface, heading.text)
        element = self.sheets.root.add(self._heading_tag(heading.rank))
        self._place_lines(text, element, None, 0)

    def _place_paragraph(self, paragraph: Paragraph, following: Sequence[Block]) -> None:
        styles, sheets = self._styles, self.sheets
        lead_style = styles.heading(paragraph.rank)
        text = self._set_paragraph(paragraph)
        after = following[0] if following else None
        closing = self._closing_height(after) if isinstance(after, Closing) else 0
        if self._least_height(text, closing) > sheets.room + _EPSILON:
            sheets.turn()
        lead = None
        if paragraph.lead and paragraph.rank:
            lead = sheets.root.add(self._heading_tag(paragraph.rank))
            self._announce(paragraph.source, paragraph.text[: paragraph.lead], paragraph.rank, self._pitch)
            sheets.use(lead_style.typeface, paragraph.text[: paragraph.lead])
        sheets.use(text.style.typeface, paragraph.text[paragraph.lead :])
        self._place_lines(text, sheets.root.add("P"), lead, closing)

    def _set_heading(self, heading: Heading) -> _Text:
        style = self._styles.heading(heading.rank)
        return _Text(self._styles.lines(heading.text, style, MEASURE, indent=_INDENT), style)

    def _set_paragraph(self, paragraph: Paragraph) -> _Text:
        body = self._styles.body
        lines = self._styles.lines(
            paragraph.text, body, MEASURE, indent=_INDENT, lead=paragraph.lead, rank=paragraph.rank
        )
        return _Text(lines, body)

    def _least_height(self, text: _Text, closing: float) -> float:
        """What must stay with a paragraph's beginning: two lines, or all of a short one with the closing after it."""
        if len(text.lines) > 3:
            return 2 * self._pitch
        return len(text.lines) * self._pitch + closing

    def _place_lines(self, text: _Text, element: Element, lead: Element | None, below: float) -> None:
        """Place lines, over as many pages as they need: never one alone at a page's foot or head.

        ``below`` is the height of a closing that must not stand on a page without any of this text.
        """
        sheets = self.sheets
        lines = text.lines
        while lines:
            fitting = int((sheets.room + _EPSILON) / self._pitch)
            if fitting >= len(lines):
                torn_off = sheets.room - len(lines) * self._pitch < below
                fitting = len(lines) - 2 if torn_off and len(lines) > 3 else len(lines)
            elif fitting == len(lines) - 1:
                fitting -= 1
            self._draw(lines[:fitting], element, text.style, self._pitch, lead=lead)
            sheets.top += fitting * self._pitch
            lines = lines[fitting:]
            if lines:
                sheets.turn()

    def _draw(
        self,
        lines: Sequence[SetLine],
        element: Element,
        style: Style,
        pitch: float,
        *,
        lead: Element | None = None,
        centred: bool = False,
    ) -> None:
        """Draw lines from the current place downwards. ``lead`` owns the run-in heading among them."""
        sheets = self.sheets
        operators = sheets.page.operators
        operators.append(f"BT /{style.typeface.main.key} {style.size:g} Tf")
        owner: Element | None = None
        pen = (0.0, 0.0)
        for number, line in enumerate(lines):
            x = LEFT_MARGIN + ((MEASURE - line.width) / 2 if centred else line.indent)
            y = baseline(sheets.top + number * pitch, style.size, pitch)
            sheets.page.lines.append(PlacedLine(x, y, line))
            move = f"{x - pen[0]:.2f} {y - pen[1]:.2f} Td "
            pen = (pen[0] + round(x - pen[0], 2), pen[1] + round(y - pen[1], 2))
            for part_owner, part in ((lead, line.lead), (element, line.rest)):
                if not part or part_owner is None:
                    continue
                if part_owner is not owner:
                    operators.append(("EMC " if owner else "") + sheets.mark(part_owner))
                    owner = part_owner
                operators.append(move + part)
                move = ""
        operators.append("EMC ET" if owner else "ET")

    def _announce(self, source: Source | None, title: str, rank: Rank, height: float) -> None:
        """Give a heading its bookmark and anchor."""
        sheets = self.sheets
        level = (
            0 if rank is Rank.SECTION else min(rank.value - 1, sheets.outline[-1].level + 1 if sheets.outline else 0)
        )
        top = baseline(sheets.top, BODY_SIZE, self._pitch) + self._pitch
        sheets.outline.append(OutlineEntry(title.rstrip("。："), level, len(sheets.pages) - 1, top))
        if source:
            sheets.anchor(source, height)

    def _heading_tag(self, rank: Rank) -> str:
        """The tag by how deep the heading stands here: levels may be left out in the text, but not among tags."""
        self._depths = [above for above in self._depths if above.value < rank.value] + [rank]
        return heading_tag(len(self._depths))

    # -- grids

    def _wanted_below(self, following: Sequence[Block], room: float, height: float = 0) -> float:
        """What must stand together on a page with ``room`` left: a few headings, and what they are of.

        ``height`` is that of a heading above them, which would go to the next page with them.
        """
        wanted = 0.0
        for position, block in enumerate(following):
            rest = following[position + 1 :]
            match block:
                case Heading():
                    wanted += len(self._set_heading(block).lines) * self._pitch
                    if position == _HEADINGS_KEPT:
                        break
                case Paragraph():
                    closing = self._closing_height(rest[0]) if rest and isinstance(rest[0], Closing) else 0
                    return wanted + self._least_height(self._set_paragraph(block), closing)
                case Grid():
                    return wanted + self._grid_height_below(
                        block, rest, room - height - wanted, DEPTH - height - wanted
                    )
                case Closing():
                    return wanted + self._closing_height(block)
                case _:
                    break
        return wanted

    def _grid_height_below(self, grid: Grid, following: Sequence[Block], *rooms: float) -> float:
        """What a grid wants on its heading's page: all of itself if that can be, else its header and two rows."""
        for room in rooms:
            if fitting := self._fitting(grid, following, room):
                return sum(setting.height for setting in fitting)
        setting = self._grids.at(grid, grid.sizes[-1])
        return sum(setting.heights[: grid.header_rows + _ROWS_KEPT])

    def _fitting(self, grid: Grid, following: Sequence[Block], room: float) -> list[PaddedGrid]:
        """The grid, if it fits; with it, if both do, the grid under the next heading, at one size."""
        match following:
            case [Heading() as heading, Grid() as companion, *_]:
                between = _GRID_GAP + len(self._set_heading(heading).lines) * self._pitch
                if together := self._grids.fitting([grid, companion], room - between):
                    return together
        return self._grids.fitting([grid], room)

    def _plan(self, grid: Grid, following: Sequence[Block]) -> PaddedGrid:
        """How a grid is set, on this page or, if that serves it better, on a new one.

        Where nothing more will stand below it on its page, its rows fill that.
        """
        sheets = self.sheets
        fitting = self._fitting(grid, following, sheets.room)
        if not fitting and (fitting := self._fitting(grid, following, DEPTH)) and sheets.top > 2 * self._pitch:
            sheets.turn()
        if not fitting:
            return self._grids.at(grid, grid.sizes[-1])
        below, between = following, _GRID_GAP
        if len(fitting) > 1:
            below, between = following[2:], 2 * _GRID_GAP + self._pitch
        spare = sheets.room - between - sum(setting.height for setting in fitting)
        wanted = self._wanted_below(below, spare)
        if below and wanted > spare + _EPSILON:
            fitting = self._grids.stretched(fitting, spare + _GRID_GAP)
        self._planned = {setting.set.grid: setting for setting in fitting}
        return fitting[0]

    def _place_grid(self, grid: Grid, following: Sequence[Block]) -> None:
        sheets = self.sheets
        setting = self._planned.get(grid)
        if setting is None or setting.height > sheets.room + _EPSILON:
            setting = self._plan(grid, following)
        drawing = GridDrawing(setting, sheets, sheets.root.add("Table"))
        places = {first: source for source, first, _ in grid.sources}
        ends = {first: end for _, first, end in grid.sources}
        row = 0
        while row < grid.rows:
            header = range(grid.header_rows) if row else range(0)
            rows = self._rows_that_fit(setting, row, sum(setting.heights[line] for line in header))
            if not rows:
                sheets.turn()
                continue
            top = sheets.top
            for line in rows:
                if line in places:
                    height = sum(setting.heights[line : ends[line]])
                    sheets.top = top + sum(setting.heights[other] for other in (*header, *range(rows.start, line)))
                    sheets.anchor(places[line], height)
            sheets.top = top
            drawing.draw((*header, *rows))
            row = rows.stop
            if row < grid.rows:
                sheets.turn()
        sheets.top = min(DEPTH, sheets.top + _GRID_GAP)

    def _rows_that_fit(self, setting: PaddedGrid, first: int, header: float) -> range:
        """The rows from ``first`` for the current page; empty if a fresh page serves them better."""
        room = self.sheets.room - header + _EPSILON
        last = first
        while last < setting.set.grid.rows and setting.heights[last] <= room:
            room -= setting.heights[last]
            last += 1
        least = setting.set.grid.header_rows + _ROWS_KEPT if first == 0 else 1
        if self.sheets.top and last < setting.set.grid.rows and last - first < least:
            return range(first, first)
        return range(first, max(last, first + 1))

    # -- the end

    def _closing_lines(self, closing: Closing) -> tuple[list[SetLine], list[SetLine]]:
        """The agency's and the date's lines, indented as GB/T 9704 places them without a seal."""
        styles = self._styles
        agency = list(styles.by_sense((closing.agency,), styles.body, MEASURE - 4 * CHARACTER_PITCH))
        date = list(styles.ragged(closing.date, styles.body, MEASURE - 4 * CHARACTER_PITCH))
        right = MEASURE - _INDENT
        agency = [line._replace(indent=right - line.width) for line in agency]
        date = [line._replace(indent=right - line.width) for line in date]
        if len(agency) == len(date) == 1:
            # The date begins two characters further right than the agency; the longer of them ends two from the edge.
            if date[0].width > agency[0].width - _INDENT:
                agency[0] = agency[0]._replace(indent=min(agency[0].indent, date[0].indent - _INDENT))
            else:
                date[0] = date[0]._replace(indent=agency[0].indent + _INDENT)
        return agency, date

    def _closing_height(self, closing: Closing) -> float:
        return (1 + sum(map(len, self._closing_lines(closing)))) * self._pitch

    def _place_closing(self, closing: Closing) -> None:
        sheets, style = self.sheets, self._styles.body
        if self._closing_height(closing) > sheets.room + _EPSILON:
            sheets.turn()
        else:
            sheets.top += self._pitch
        sheets.use(style.typeface, closing.agency + closing.date)
        for lines in self._closing_lines(closing):
            if lines:
                self._place_lines(_Text(tuple(lines), style), sheets.root.add("P"), None, 0)
