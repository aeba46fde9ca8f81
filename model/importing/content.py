"""What every reader hands to the recogniser: paragraphs and rows of cell texts, in the order of the document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, or one line where the source knows only lines.

    ``heading`` says that the source itself marks it as a heading; ``after_gap`` that a blank line or a page break
    stands before it, ``indented`` that it begins further in.
    """

    text: str
    heading: bool = False
    after_gap: bool = False
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One table row: the texts of its cells from left to right, blanks included."""

    cells: tuple[str, ...]


Block = Paragraph | Row


@dataclass(frozen=True, slots=True)
class Content:
    """A document without its looks. ``torn`` says that lines and pages may cut a paragraph or a label in two."""

    blocks: tuple[Block, ...]
    torn: bool = False
