"""The sheet of paper: GB/T 9704 measures, and the pages as they fill with operators. All lengths are points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from model.page.structure import Content, Element

if TYPE_CHECKING:
    from model.document.blocks import Source
    from model.page.drawing import SetLine
    from model.page.fonts import Typeface
    from model.page.grid import GridPart

MM = 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
TOP_MARGIN = 37 * MM
LEFT_MARGIN = 28 * MM
RIGHT_MARGIN = 26 * MM
BOTTOM_MARGIN = 35 * MM
MEASURE = PAGE_WIDTH - LEFT_MARGIN - RIGHT_MARGIN
DEPTH = PAGE_HEIGHT - TOP_MARGIN - BOTTOM_MARGIN
LINES_ON_PAGE = 22
LINE_PITCH = DEPTH / LINES_ON_PAGE
"""22 lines fill the type area (GB/T 9704, 5.2: 撑满版心)."""

CLOSEST_PITCH = DEPTH / (LINES_ON_PAGE + 1)
"""One line more on every page is as close as lines are set to spare a page that would be nearly empty."""

BODY_SIZE = 16.0
CHARACTER_PITCH = MEASURE / 28
"""28 characters fill a line: the grid sets 16 pt type a fifth of a point closer than solid."""

BODY_TRACKING = (CHARACTER_PITCH - BODY_SIZE) / BODY_SIZE * 1000
ASCENT = 0.86
"""How far a Chinese character's box reaches above the baseline, as a part of the size."""


def baseline(top: float, size: float, pitch: float) -> float:
    """The PDF ordinate of a line's baseline, for a line of ``pitch`` that begins ``top`` below the text's top edge."""
    return PAGE_HEIGHT - TOP_MARGIN - top - (pitch - size) / 2 - size * ASCENT


class Rectangle(NamedTuple):
    """A part of a page: its upper left corner measured from the page's, and its size."""

    x: float
    y: float
    width: float
    height: float


class Anchor(NamedTuple):
    """Where a part of the report begins: on which page (from 0) and where there. For the rest see `blocks.Source`."""

    kind: str
    section: str
    key: str
    page: int
    rectangle: Rectangle


class OutlineEntry(NamedTuple):
    """A bookmark: its level from 0, its page, and the ordinate of its upper edge."""

    title: str
    level: int
    page: int
    top: float


class PlacedLine(NamedTuple):
    """A set line on a page, from where it begins on the baseline; PDF ordinates.

    ``scale`` shrinks it. ``slope`` is the sine and cosine of the angle of a line that is turned by 45 degrees, 0 for
    any other; ``grey`` is how light it is, from 0 for black.
    """

    x: float
    y: float
    line: SetLine
    scale: float = 1
    slope: float = 0
    grey: float = 0


class Rule(NamedTuple):
    """A straight rule from one point to another."""

    x: float
    y: float
    to_x: float
    to_y: float


class Tint(NamedTuple):
    """A tinted rectangle by its lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(eq=False, slots=True)
class Page:
    """One page: drawing operators, and for every marked piece the element that it belongs to.

    ``lines`` and ``grids`` (each with the ordinate of its upper edge) are the same once more, for outputs that are no
    PDF. Everything but the stamp is shifted to the right by ``shift`` points.
    """

    operators: list[str] = field(default_factory=list)
    owners: list[Element] = field(default_factory=list)
    lines: list[PlacedLine] = field(default_factory=list)
    grids: list[tuple[GridPart, float]] = field(default_factory=list)
    shift: float = 0.0


class Sheets:
    """The pages of one document, filled from top to bottom.

    ``top`` is how far the current page is full, from the upper edge of its text.
    """

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.root = Element("Document", None)
        self.outline: list[OutlineEntry] = []
        self.anchors: list[Anchor] = []
        self.used: dict[Typeface, set[str]] = {}
        self.turn()

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def room(self) -> float:
        """What is left of the current page."""
        return DEPTH - self.top

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append(Page())
        self.top = 0.0

    def use(self, typeface: Typeface, text: str) -> None:
        """Note that these characters are drawn in a typeface."""
        self.used.setdefault(typeface, set()).update(text)

    def mark(self, element: Element) -> str:
        """The operator that begins a piece of ``element`` on the current page; EMC ends it."""
        owners = self.page.owners
        number = len(owners)
        owners.append(element)
        element.kids.append(Content(len(self.pages) - 1, number))
        return f"/{element.tag}<</MCID {number}>>BDC"

    def anchor(self, source: Source, height: float) -> None:
        """Note that ``source`` stands at the current place, across the text's width."""
        place = Rectangle(LEFT_MARGIN, TOP_MARGIN + self.top, MEASURE, height)
        self.anchors.append(Anchor(source.kind, source.section, source.key, len(self.pages) - 1, place))
