"""The structure tree of a tagged PDF: what is a heading, a paragraph, a table cell, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Content(NamedTuple):
    """A marked piece of a page: the page's index and the piece's number there."""

    page: int
    mark: int


@dataclass(eq=False, slots=True)
class Element:
    """One structure element. ``attributes`` is the inside of its attribute dictionary, or empty."""

    tag: str
    parent: Element | None
    attributes: str = ""
    kids: list[Element | Content] = field(default_factory=list)
    number: int = -1

    def add(self, tag: str, attributes: str = "") -> Element:
        """A new last child."""
        child = Element(tag, self, attributes)
        self.kids.append(child)
        return child


def heading_tag(depth: int) -> str:
    """The tag of a heading ``depth`` levels below the title, which is H1."""
    return f"H{min(depth + 1, 6)}"


def cell_attributes(*, row_span: int, column_span: int, scope: str) -> str:
    """The attributes of a table cell; ``scope`` is Row or Column for a head, empty for data."""
    spans = (f"/RowSpan {row_span}" if row_span > 1 else "") + (f"/ColSpan {column_span}" if column_span > 1 else "")
    owned = spans + (f"/Scope/{scope}" if scope else "")
    return f"/O/Table{owned}" if owned else ""


def flatten(root: Element, first: int) -> list[Element]:
    """All elements in reading order, numbered from ``first``."""
    elements: list[Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        element.number = first + len(elements)
        elements.append(element)
        waiting.extend(reversed([kid for kid in element.kids if isinstance(kid, Element)]))
    return elements


def formatted(element: Element, root_number: int, page_numbers: list[int]) -> str:
    """The element's dictionary. Needs `flatten` first; ``page_numbers`` are the pages' object numbers."""
    home = next((kid.page for kid in element.kids if isinstance(kid, Content)), None)
    kids = [_kid(kid, home, page_numbers) for kid in element.kids]
    parent = element.parent.number if element.parent else root_number
    page = "" if home is None else f"/Pg {page_numbers[home]} 0 R"
    content = f"/K[{' '.join(kids)}]" if kids else ""
    attributes = f"/A<<{element.attributes}>>" if element.attributes else ""
    return f"<</S/{element.tag}/P {parent} 0 R{page}{content}{attributes}>>"


def _kid(kid: Element | Content, home: int | None, page_numbers: list[int]) -> str:
    if isinstance(kid, Element):
        return f"{kid.number} 0 R"
    if kid.page == home:
        return str(kid.mark)
    return f"<</Type/MCR/Pg {page_numbers[kid.page]} 0 R/MCID {kid.mark}>>"
