"""What every reader yields: paragraphs, and tables of cells that know how far they span. No reader knows the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


class ImportRefused(Exception):
    """The document cannot be imported; the message is one Chinese sentence that says why and what to do."""


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


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the source states it: its text (paragraphs apart by newlines) and how far it spans."""

    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by the (row, column) of their upper left corner.

    ``place`` says where the table stands, for messages: 第3页, 工作表“年报”.
    """

    cells: Mapping[tuple[int, int], Cell]
    rows: int
    columns: int
    place: str = ""

    def grid(self) -> list[list[str]]:
        """The text of every place: all rows have the same width, and what a span covers is blank."""
        return [
            [self.cells[row, column].text if (row, column) in self.cells else "" for column in range(self.columns)]
            for row in range(self.rows)
        ]


Block = Paragraph | Row
"""What the recogniser goes through, from the top of the document to its end."""


@dataclass(frozen=True, slots=True)
class Content:
    """A document without its looks.

    ``torn`` says that lines and pages may cut a paragraph or a label in two. ``skipped`` is what was left out on
    purpose, and how often: {"删除的修订": 2, "隐藏的工作表": 1}; ``doubtful`` what was read and yet deserves a look. A
    `Row` that is no table's comes from a source that knows no tables, only lines with cells in them.
    """

    blocks: tuple[Paragraph | Row | Table, ...]
    torn: bool = False
    skipped: Mapping[str, int] = field(default_factory=dict)
    doubtful: Mapping[str, int] = field(default_factory=dict)

    def flat(self) -> Iterator[Block]:
        """The blocks, with every table as its rows."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield from (Row(tuple(cells)) for cells in block.grid())
            else:
                yield block

    def notes(self) -> Iterator[str]:
        """What the reader has to say, in sentences."""
        if self.skipped:
            yield f"原文里的{_listed(self.skipped)}没有导入。"
        if self.doubtful:
            yield f"原文里有{_listed(self.doubtful)}，请对照原文核对。"


def _listed(counts: Mapping[str, int]) -> str:
    return "、".join(f"{what}（{count}处）" for what, count in counts.items())
