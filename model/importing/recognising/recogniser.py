"""Turns a document's paragraphs and rows into a report: one recogniser for every kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from model.form.edition import Edition, Section, Table
from model.form.editions import edition_for_year, edition_names, load_edition
from model.importing.content import Block, Content, ImportRefused, Paragraph, Row
from model.importing.imported import Imported
from model.importing.recognising.labels import letters
from model.importing.recognising.narrative import join_paragraphs, separate_headings, split_closing
from model.importing.recognising.outline import outline
from model.importing.recognising.source_rows import Segment, segments
from model.importing.recognising.table_labels import TableLabels
from model.importing.recognising.table_reader import Found, name_cells, read_tables
from model.importing.recognising.titles import Opening, one_line, read_opening
from model.report.numbers import shown

_ENOUGH_COLUMNS = 2
"""So many labels of columns that only another edition has show that the tables are that edition's."""

EditionOfYear = Callable[[int], Edition]


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
    blocks = tuple(content.flat())
    if not blocks:
        raise ImportRefused("文件里没有文字，请确认选对了文件。")
    latest = load_edition(edition_names()[-1])
    opening = read_opening(outline(blocks, latest).head, latest.title)
    year = year or opening.year
    try:
        edition = edition_of(year) if year else latest
    except LookupError:
        raise ImportRefused(f"没有{year}年度适用的报告格式，请核对报告是哪一年的。") from None
    return _Recognition(content, edition, year, agency).imported()


class _Recognition:
    def __init__(self, content: Content, edition: Edition, year: int | None, agency: str | None) -> None:
        self._content = content
        self._edition = edition
        self._year = year
        self._agency = agency
        self._outline = outline(tuple(content.flat()), edition)
        self._notes: list[str] = []
        self._remarks: dict[str, str] = {}
        self._taken: set[int] = set()
        """Blocks of other sections that were read as tables, by identity."""

    def imported(self) -> Imported:
        opening = read_opening(self._outline.head, self._edition.title)
        found = self._read_tables()
        agency = self._agency or opening.agency
        narratives = self._read_narratives(opening, agency)
        if not (self._outline.sections or found.entries):
            raise ImportRefused("没有找到年报的任何一部分，请确认这是政府信息公开工作年度报告。")
        about = [*self._about_opening(opening, agency), *self._about_edition()]
        notes = [*about, *self._notes, *found.notes]
        return Imported(
            edition=self._edition,
            year=self._year,
            agency=agency,
            title=self._own_title(opening, agency),
            preamble="\n".join(join_paragraphs(opening.preamble, torn=self._content.torn)) or None,
            entries=found.entries,
            reported=found.reported,
            narratives=narratives,
            remarks=self._remarks,
            cell_notes=found.cell_notes,
            printed=found.printed,
            notes=tuple(dict.fromkeys(notes)),
        )

    def _own_title(self, opening: Opening, agency: str) -> str | None:
        expected = self._edition.title.format(agency=agency, year=self._year)
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

    def _about_edition(self) -> Iterable[str]:
        """Say so where the tables are another edition's than the year's."""
        words = {letters(text) for block in self._content.flat() for text in _texts_of(block)}
        own = _column_names(self._edition)
        for edition in map(load_edition, edition_names()):
            theirs = _column_names(edition)
            if len((theirs - own) & words) >= _ENOUGH_COLUMNS and not (own - theirs) & words:
                yield (
                    f"原文的表是{edition.name}年版格式的，{self._year}年度应当用{self._edition.name}年版："
                    "两版都有的格已导入，其余留空，请核对。"
                )

    def _read_tables(self) -> Found:
        total = Found()
        for section in self._edition.sections:
            tables = self._edition.tables_of(section)
            if not tables:
                continue
            blocks = self._outline.sections.get(section.key, [])
            read = partial(read_tables, self._edition, tables, totals_printed=self._prints_totals(total))
            found = read(blocks)
            if not found.entries and (strays := self._strays(section, tables)):
                found = read_tables(
                    self._edition, tables, [*blocks, *strays], totals_printed=self._prints_totals(total)
                )
                self._taken |= {id(block) for block in strays}
            total.add(found)
            total.notes += [*self._unfilled(section, tables, found), *self._keep_remarks(section, found.prose)]
        return total

    def _keep_remarks(self, section: Section, prose: Sequence[str]) -> Iterable[str]:
        """Keep the paragraphs around a section's tables as its remarks, and say so; a table's caption is none."""
        caption = letters(section.heading.partition("、")[2])
        remarks = [Paragraph(text) for text in prose if letters(text) != caption]
        blocks, _ = split_closing(remarks, self._agency or "")
        if paragraphs := join_paragraphs(blocks, torn=self._content.torn):
            self._remarks[section.key] = "\n".join(paragraphs)
            yield f"“{section.heading}”表外的{len(paragraphs)}段文字作为表下的说明导入：“{shown(paragraphs[0])}”。"

    def _prints_totals(self, found: Found) -> bool:
        """Whether a table read so far has a column of totals."""
        return any(self._edition.tables[ref.table].column(ref.column).sum_of for ref in found.reported)

    def _strays(self, section: Section, tables: Sequence[Table]) -> list[Block]:
        """Rows of these tables that stand in another section, because the heading of their own is missing."""
        labels = TableLabels(tables)
        elsewhere = [blocks for key, blocks in self._outline.sections.items() if key != section.key]
        return [row for blocks in (self._outline.head, *elsewhere) for row in _rows_of(blocks, labels)]

    def _unfilled(self, section: Section, tables: Sequence[Table], found: Found) -> Iterable[str]:
        """Which cells stay blank, each by its name, unless another note names it."""
        if not found.entries and not found.reported:
            missing = "的表没有读到数" if section.key in self._outline.sections else "这一部分没有找到"
            yield f"“{section.heading}”{missing}，表格留空。"
            return
        for table in tables:
            blank = [ref for ref in self._edition.inputs_of[table.key] if ref not in found.entries]
            place = f"“{section.heading}”{table.caption}"
            if len(blank) == len(self._edition.inputs_of[table.key]):
                yield f"{place}没有读到数，留空。"
            elif unnamed := [ref for ref in blank if ref not in found.unread]:
                yield f"{place}没有读到{name_cells(self._edition, unnamed)}，留空。"

    def _read_narratives(self, opening: Opening, agency: str) -> dict[str, str]:
        narratives = {}
        for section in self._edition.narrative_sections:
            blocks = self._outline.sections.get(section.key)
            if blocks is None:
                self._notes.append(f"“{section.heading}”这一部分没有找到。")
                continue
            kept = [block for block in blocks if id(block) not in self._taken and not _is_title(block, opening)]
            kept, closing = split_closing(kept, agency)
            paragraphs = join_paragraphs(kept, torn=self._content.torn)
            if closing:
                self._notes.append(f"“{section.heading}”后面的落款没有作为正文导入：“{shown(' '.join(closing))}”。")
            if text := "\n".join(separate_headings(paragraphs, section.headings)):
                narratives[section.key] = text
            else:
                self._notes.append(f"“{section.heading}”没有正文。")
        return narratives


def _texts_of(block: Block) -> Sequence[str]:
    return block.cells if isinstance(block, Row) else (block.text,)


def _column_names(edition: Edition) -> set[str]:
    columns = (column for table in edition.tables.values() for column in table.columns)
    return {letters(label) for column in columns for label in (column.label, column.short, *column.aliases)}


def _is_title(block: Block, opening: Opening) -> bool:
    """Whether the block is the report's title again, as at the head of each page."""
    return isinstance(block, Paragraph) and bool(opening.title) and one_line(block.text) == opening.title


def _rows_of(blocks: Iterable[Block], labels: TableLabels) -> list[Block]:
    """The runs of table rows among the blocks that name several rows of these tables and hold figures."""
    found: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, Paragraph("")]:
        if isinstance(block, Row):
            run.append(block)
            continue
        items = [item for item in segments(run, labels) if isinstance(item, Segment)]
        names = {labels.row_named(fragment.text) for item in items for fragment in item.texts} - {None}
        if len(names) > 1 and any(item.has_figures for item in items):
            found += run
        run = []
    return found
