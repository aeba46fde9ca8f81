"""The invented sentences of `sentences.txt`, right and changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from model.form.edition import CellRef
from model.report.amounts import compute_amounts
from tests.checks.world import edition, entries

_IN_THE_TABLES = re.compile(r"\[([\d.]+)\]")


class Sentence(NamedTuple):
    """``text`` is right unless ``asks``; ``changed`` are versions of it with one number wrong."""

    agency: str
    text: str
    asks: bool
    changed: tuple[str, ...]
    empty: bool

    @property
    def known(self) -> dict[CellRef, Decimal | int]:
        """The numbers of the report that the sentence stands in: the world's, or noughts."""
        return known(empty=self.empty)


@cache
def known(*, empty: bool) -> dict[CellRef, Decimal | int]:
    filled = entries()
    amounts = compute_amounts(edition(), dict.fromkeys(filled, 0) if empty else filled)
    return {ref: amount.number for ref, amount in amounts.items()}


def sentences() -> Iterator[Sentence]:
    agency, empty = "", False
    for line in (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            agency, empty = line[1:], False
        elif line.startswith("="):
            empty = line[1:] == "empty"
        elif line and not line.startswith("#"):
            asks = line.startswith("!")
            yield Sentence(agency, _plain(line.lstrip("!")), asks, tuple(_changed(line)), empty)


def _plain(text: str) -> str:
    return _IN_THE_TABLES.sub(r"\1", text)


def _changed(line: str) -> Iterator[str]:
    for match in _IN_THE_TABLES.finditer(line):
        number = Decimal(match[1])
        wrong = number + 7 if number == int(number) else number + Decimal("0.11")
        yield f"{_plain(line[: match.start()])}{wrong}{_plain(line[match.end() :])}"
