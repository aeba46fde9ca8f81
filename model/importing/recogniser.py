"""Turns a document's paragraphs and rows into a report: one recogniser for every kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from model.form.editions import edition_for_year, edition_names, load_edition
from model.form.report_format import CellRef, ReportFormat, Section, SectionBody, Table
from model.importing.content import Block, Content, Paragraph, Row
from model.importing.imported import Imported, ImportRefused
from model.importing.labels import letters
from model.importing.narrative import join_paragraphs, separate_headings
from model.importing.outline import Outline, outline
from model.importing.source_rows import Segment, segments
from model.importing.table_labels import TableLabels
from model.importing.table_reader import Found, read_tables
from model.importing.titles import Opening, one_line, read_opening
from model.report.numbers import shown

EditionOfYear = Callable[[int], ReportFormat]


def recognise(
    content: Content,
    *,
    year: int | None = None,
    agency: str | None = None,
    edition_of: EditionOfYear = edition_for_year,
) -> Imported:
    """The report that a document holds. ``year`` and ``agency`` are stronger than what the document says.

    `ImportRefused` for a document without any text or part of the report, or of a year that no edition serves.
    """
    if not content.blocks:
        raise ImportRefused("文件里没有文字，请确认选对了文件。")
    latest = load_edition(edition_names()[-1])
    opening = read_opening(outline(content.blocks, latest).head, latest.title)
    year = year or opening.year
    try:
        report_format = edition_of(year) if year else latest
    except LookupError:
        raise ImportRefused(f"没有{year}年度适用的报告格式，请用 --year 指明正确的年度。") from None
    return _Recognition(content, report_format, year, agency).imported()


class _Recognition:
    def __init__(self, content: Content, report_format: ReportFormat, year: int | None, agency: str | None) -> None:
        self._content = content
        self._format = report_format
        self._year = year
        self._agency = agency
        self._outline = outline(content.blocks, report_format)
        self._notes: list[str] = []

    def imported(self) -> Imported:
        opening = read_opening(self._outline.head, self._format.title)
        found = self._read_tables()
        narratives = self._read_narratives(opening)
        if not (found.entries or found.reported or narratives):
            raise ImportRefused("没有找到年报的任何一部分，请确认这是政府信息公开工作年度报告。")
        agency = self._agency or opening.agency
        notes = [*self._about_opening(opening, agency), *self._notes, *found.notes]
        return Imported(
            report_format=self._format,
            year=self._year,
            agency=agency,
            title=self._own_title(opening, agency),
            preamble="\n".join(join_paragraphs(opening.preamble, torn=self._content.torn)) or None,
            entries=found.entries,
            reported=found.reported,
            narratives=narratives,
            cell_notes=found.cell_notes,
            notes=tuple(dict.fromkeys(notes)),
        )

    def _own_title(self, opening: Opening, agency: str) -> str | None:
        expected = self._format.title.format(agency=agency, year=self._year)
        same = not opening.title or letters(opening.title) == letters(expected) or self._year != opening.year
        return None if same or self._agency else opening.title

    def _about_opening(self, opening: Opening, agency: str) -> Iterable[str]:
        if self._year is None:
            yield "没有找到报告的年度。"
        elif opening.year and opening.year != self._year:
            yield f"原文标题是{opening.year}年，按指定的{self._year}年导入。"
        if not agency:
            yield "没有找到单位名称。"
        if not opening.preamble:
            yield "没有找到开头的说明段，采用格式规定的文字。"

    def _read_tables(self) -> Found:
        total = Found()
        for section in self._format.sections:
            tables = self._format.tables_of(section)
            if not tables:
                continue
            blocks = self._outline.sections.get(section.key)
            if blocks is None:
                self._notes.append(f"没有找到“{section.heading}”这一部分。")
                blocks = []
            found = read_tables(self._format, tables, [*blocks, *self._strays(tables, self._outline)])
            for part in ("entries", "reported", "cell_notes"):
                getattr(total, part).update(getattr(found, part))
            total.notes += [*found.notes, *self._unfilled(section, tables, found), *_about_prose(section, found.prose)]
        return total

    def _strays(self, tables: Sequence[Table], whole: Outline) -> list[Block]:
        """Table rows that stand in a narrative section, because a heading is missing, and belong to these tables."""
        labels = TableLabels(tables)
        narrative = [self._outline.head, *(whole.sections.get(s.key, []) for s in self._format.narrative_sections)]
        return [run for blocks in narrative for run in _table_rows(blocks, labels)]

    def _unfilled(self, section: Section, tables: Sequence[Table], found: Found) -> Iterable[str]:
        seen = found.entries.keys() | found.reported.keys()
        for table in tables:
            blank = [row for row in table.rows if not any((table.key, row.key) == ref[:2] for ref in seen)]
            place = f"“{section.heading}”{table.caption}"
            if len(blank) == len(table.rows):
                yield f"{place}没有读到数，留空。"
            elif blank:
                refs = [CellRef(table.key, row.key, table.columns[0].key) for row in blank]
                names = "、".join(self._format.row_label(ref) for ref in refs)
                yield f"{place}没有读到{len(blank)}行，留空：{names}。"

    def _read_narratives(self, opening: Opening) -> dict[str, str]:
        narratives = {}
        everything = TableLabels(self._format.tables.values())
        for section in self._format.narrative_sections:
            blocks = self._outline.sections.get(section.key)
            if blocks is None:
                self._notes.append(f"没有找到“{section.heading}”这一部分。")
                continue
            table_rows = {id(row) for row in _table_rows(blocks, everything)}
            kept = [block for block in blocks if id(block) not in table_rows and not _is_title(block, opening)]
            paragraphs = join_paragraphs(kept, torn=self._content.torn)
            if text := "\n".join(separate_headings(paragraphs, section.headings)):
                narratives[section.key] = text
            else:
                self._notes.append(f"“{section.heading}”没有正文。")
        return narratives


def _is_title(block: Block, opening: Opening) -> bool:
    """Whether the block is the report's title again, as at the head of each page."""
    return isinstance(block, Paragraph) and bool(opening.title) and one_line(block.text) == opening.title


def _table_rows(blocks: Iterable[Block], labels: TableLabels) -> list[Block]:
    """The runs of table rows among the blocks in which at least one row of these tables is named."""
    found: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, Paragraph("")]:
        if isinstance(block, Row):
            run.append(block)
            continue
        items = list(segments(run, labels))
        if any(isinstance(item, Segment) and item.texts and labels.rows(item.texts) for item in items):
            found += run
        run = []
    return found


def _about_prose(section: Section, prose: Sequence[str]) -> Iterable[str]:
    if section.body is SectionBody.TABLES and prose:
        yield f"“{section.heading}”的{len(prose)}段文字在格式里没有位置，没有导入：“{shown(prose[0])}”。"
