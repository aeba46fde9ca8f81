"""The way in: a draft and settings go in, a PDF and where its parts stand come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from model.document.blocks import STAMPS
from model.document.report import compose_report
from model.document.review_sheet import Version, compose_review_sheet
from model.document.tables import GridComposer
from model.page.deflate import PiecewiseDeflater
from model.page.embedding import Embedder
from model.page.fonts import FontLibrary
from model.page.grid import GridSetter
from model.page.metadata import Metadata, creation_moment
from model.page.own_fonts import OwnFont, installed_fonts
from model.page.page_numbers import number_pages, stamp
from model.page.pages import Paginator
from model.page.paper import CLOSEST_PITCH, DEPTH, LINE_PITCH, Anchor, Sheets
from model.page.styles import Styles
from model.report.text import paragraphs, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from model.document.blocks import Block, Grid
    from model.draft import Draft
    from model.page.grid import PaddedGrid

_NEARLY_EMPTY = 6  # lines: a last page with no more than these is worth sparing


@dataclass(frozen=True)
class PageSettings:
    """How a report is printed.

    ``line_pitch`` in points: by default 22 lines fill the type area. ``double_sided`` mirrors the margins and puts page
    numbers on the outer side. ``closing_line`` ends the report with the agency and, below,
    ``closing_date``: by default the day on which the report was finished; without one the agency stands alone.
    ``shading`` tints the captions of stacked tables. ``stamp`` is one of `STAMPS`, printed across every page whether or
    not the report is finished. ``own_fonts`` takes the fonts that are installed in place of ours: see `own_fonts`.
    """

    line_pitch: float = LINE_PITCH
    double_sided: bool = False
    closing_line: bool = True
    shading: bool = True
    closing_date: date | None = None
    stamp: str = ""
    own_fonts: bool = False


@dataclass(frozen=True)
class PageOutput:
    """A finished PDF: its bytes, its number of pages, and where the report's parts stand in it."""

    pdf: bytes
    pages: int
    anchors: tuple[Anchor, ...]


class _Bench:
    """Fonts, and the texts and grids set in them lately."""

    def __init__(self, own: Mapping[str, OwnFont]) -> None:
        self.styles = Styles(FontLibrary(own))
        self.grids = GridSetter(self.styles)


class Typesetter:
    """Sets reports. Keeps fonts and lately set texts between calls, so the second report takes milliseconds.

    Not for concurrent calls from several threads.
    """

    def __init__(self) -> None:
        self._benches: dict[bool, _Bench] = {}
        self._tables = GridComposer()
        self._embedder = Embedder()
        self._deflater = PiecewiseDeflater()

    def _bench(self, settings: PageSettings) -> _Bench:
        """The fonts to set with, and what was set with them."""
        if settings.own_fonts not in self._benches:
            self._benches[settings.own_fonts] = _Bench(installed_fonts().fonts if settings.own_fonts else {})
        return self._benches[settings.own_fonts]

    def report(
        self, draft: Draft, settings: PageSettings | None = None, *, draft_stamp: bool | None = None
    ) -> PageOutput:
        """The report as PDF/A-2a and PDF/UA-1.

        ``draft_stamp`` prints 草稿 (or the stamp chosen) across every page; None does so while something hinders
        finishing: a hard finding, an unfilled cell or a section without text.
        """
        settings = settings or PageSettings()
        stamped = draft.evaluation.blocks_finishing if draft_stamp is None else draft_stamp
        return self._output(draft, self.sheets(draft, settings, stamped=stamped), settings, title=plain_title(draft))

    def blocks(self, draft: Draft, settings: PageSettings) -> list[Block]:
        """The report before it is set, for every kind of output."""
        closing_date = settings.closing_date or _finished(draft)
        return compose_report(
            draft, self._tables, shading=settings.shading, closing=settings.closing_line, closing_date=closing_date
        )

    def sheets(self, draft: Draft, settings: PageSettings, *, stamped: bool) -> Sheets:
        """The report's pages, with everything that stands on them."""
        bench = self._bench(settings)
        sheets = _paginated(self.blocks(draft, settings), bench, settings.line_pitch)
        number_pages(sheets, bench.styles, double_sided=settings.double_sided)
        if word := settings.stamp or (STAMPS[0] if stamped else ""):
            stamp(sheets, bench.styles, word)
        return sheets

    def set_grid(self, grid: Grid) -> PaddedGrid:
        """A grid at the largest of its sizes that fits a page below a heading, else at the smallest."""
        grids = self._bench(PageSettings()).grids
        fitting = grids.fitting([grid], DEPTH - LINE_PITCH)
        return fitting[0] if fitting else grids.at(grid, grid.sizes[-1])

    def review_sheet(
        self, draft: Draft, settings: PageSettings | None = None, *, version: Version | None = None
    ) -> PageOutput:
        """The 核对记录 that goes with the report, on as many pages as it needs; they are numbered if there are several.

        ``version`` is printed on it, so that it can be told later which state of the draft was signed.
        """
        settings = settings or PageSettings()
        bench = self._bench(settings)
        sheets = _paginated(compose_review_sheet(draft, version=version, shading=settings.shading), bench)
        if len(sheets.pages) > 1:
            number_pages(sheets, bench.styles, double_sided=settings.double_sided)
        return self._output(draft, sheets, settings, title=f"{plain_title(draft)}核对记录")

    def _output(self, draft: Draft, sheets: Sheets, settings: PageSettings, *, title: str) -> PageOutput:
        from model.page.pdf import write_pdf  # noqa: PLC0415 - ReportLab takes longer to import than all else

        metadata = Metadata(title, printable(draft.agency), created(draft, settings))
        pdf = write_pdf(sheets, self._embedder.embed(sheets.used), metadata, self._deflater)
        return PageOutput(pdf, len(sheets.pages), tuple(sheets.anchors))


def _paginated(blocks: Sequence[Block], bench: _Bench, pitch: float = LINE_PITCH) -> Sheets:
    """The blocks on pages. One line more on every page is set where that spares a last page that says little."""
    sheets = _laid_out(blocks, bench, pitch)
    if len(sheets.pages) > 1 and sheets.top <= _NEARLY_EMPTY * pitch:
        closer = _laid_out(blocks, bench, CLOSEST_PITCH)
        if len(closer.pages) < len(sheets.pages):
            return closer
    return sheets


def _laid_out(blocks: Sequence[Block], bench: _Bench, pitch: float) -> Sheets:
    paginator = Paginator(bench.styles, bench.grids, pitch)
    paginator.lay_out(blocks)
    return paginator.sheets


def created(draft: Draft, settings: PageSettings) -> datetime:
    """When a file of the report says that it was made: by the report's own date, so that its bytes stay the same."""
    return creation_moment(settings.closing_date or _finished(draft) or date(draft.year + 1, 1, 1))


def plain_title(draft: Draft) -> str:
    """The title on one line, as a file's metadata have it."""
    return "".join(paragraphs(draft.title)) or printable(draft.edition.title.format(agency="", year=draft.year))


def _finished(draft: Draft) -> date | None:
    """The day on which the report was finished, if it was."""
    if not draft.details.finished:
        return None
    try:
        return date.fromisoformat(draft.details.finished[:10])
    except ValueError:
        return None
