"""Blocks of cells to and from Excel and WPS: tab-separated text, checked whole before anything is entered."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from model.form.edition import CellRef, Edition
from model.importing.recognising.figures import is_figure, money_unit, read_figure
from model.report.numbers import Number, NumberError, parse_number, shown

Block = list[list[str]]
_WORDS = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]")


class PasteRefused(ValueError):
    """The block cannot be pasted here; the message is one Chinese sentence. Nothing was entered."""


@dataclass(frozen=True)
class Paste:
    """A block that fits: what to enter, what it says of totals, which are computed, and what it remarks on figures."""

    values: dict[CellRef, Number | None]
    totals: dict[CellRef, Number]
    notes: dict[CellRef, str]


def to_text(block: Sequence[Sequence[str]]) -> str:
    """Cells as a spreadsheet puts them on the clipboard."""
    return "\n".join("\t".join(row) for row in block)


def from_text(text: str) -> Block:
    """The cells of a clipboard text; a quoted cell may hold line breaks. Rows are as long as they are."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if '"' not in text:
        return [line.split("\t") for line in text.split("\n")]
    return [row or [""] for row in csv.reader(io.StringIO(text), delimiter="\t")]


def fit(block: Block, target: Sequence[Sequence[CellRef]], edition: Edition) -> Paste:
    """What pasting ``block`` enters into ``target``, the cells from the current one to the table's end.

    One refused cell refuses the whole block, so that nothing is half pasted.
    """
    if len({len(row) for row in block}) > 1:
        raise PasteRefused("粘贴的各行格数不一样，没有粘贴；请重新选一块方正的区域再复制。")
    rows, columns = len(block), len(block[0])
    if rows > len(target) or columns > len(target[0]):
        raise PasteRefused(
            f"粘贴的内容有 {rows} 行 {columns} 列，从这一格往右往下只有 {len(target)} 行 {len(target[0])} 列，"
            "放不下，没有粘贴。"
        )
    values: dict[CellRef, Number | None] = {}
    totals: dict[CellRef, Number] = {}
    notes: dict[CellRef, str] = {}
    for texts, refs in zip(block, target, strict=False):
        for text, ref in zip(texts, refs, strict=False):
            if ref in edition.sums:
                totals |= _total(text, ref, edition)
            else:
                values[ref], remark = _number(text, ref, edition)
                notes |= {ref: remark} if remark else {}
    if not values:
        raise PasteRefused("这里是合计，由程序自动计算，没有粘贴。")
    return Paste(values, totals, notes)


def is_labelled(block: Block) -> bool:
    """Whether a row of the block begins with words and goes on with figures: it says itself where it belongs."""
    for row in block:
        cells = [text.strip() for text in row if text.strip()]
        if len(cells) > 1 and _WORDS.search(cells[0]) and not is_figure(cells[0]) and is_figure(cells[-1]):
            return True
    return False


def _number(text: str, ref: CellRef, edition: Edition) -> tuple[Number | None, str]:
    """The figure, and what stands beside it: 22（其中修订16件）, as in an imported document."""
    kind = edition.kind(ref)
    try:
        return parse_number(text, kind), ""
    except NumberError as error:
        figure = read_figure(text, kind, unit=money_unit(edition.column_label(ref)))
        if figure.number is None:
            raise PasteRefused(f"没有粘贴：“{edition.label(ref)}”一格，{error}") from error
        return figure.number, figure.remark


def _total(text: str, ref: CellRef, edition: Edition) -> dict[CellRef, Number]:
    try:
        number = parse_number(text, edition.kind(ref))
    except NumberError:
        raise PasteRefused(
            f"没有粘贴：“{edition.label(ref)}”是合计，粘贴来的“{shown(text)}”不是数字，请看看是否错了一行或一列。"
        ) from None
    return {} if number is None else {ref: number}
