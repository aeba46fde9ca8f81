"""What a check has to say, as data: which rule, how grave, about what, and where to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from model.form.edition import CellRef, Level
from model.report.numbers import Number

if TYPE_CHECKING:
    from model.checks.evaluation import Evaluation

TITLE, PREAMBLE = "title", "preamble"
"""What a span calls the texts that stand before the first section."""


class Span(NamedTuple):
    """Characters ``start`` to ``end`` of a text: a narrative by its section's key, or `TITLE` or `PREAMBLE`."""

    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the report that wants attention.

    ``subject`` tells findings of one code apart, the same at every re-check: an explanation is filed under both.
    ``cells`` and ``spans`` are the places, most telling first. ``figures`` is what an explanation rests on: when it
    changes, the explanation no longer answers. ``values`` are the two numbers that disagree, where two do.
    ``unfinished`` marks what blanks may still put right. ``message`` is one Chinese sentence; a kind of finding whose
    sentence takes arithmetic has a `sentence` of its own.
    """

    code: str
    level: Level
    subject: str
    message: str = ""
    cells: tuple[CellRef, ...] = ()
    spans: tuple[Span, ...] = ()
    figures: str = ""
    values: tuple[Number, Number] | None = None
    unfinished: bool = False

    @property
    def key(self) -> str:
        """Names the finding across re-checks; an explanation is filed under it."""
        return f"{self.code} {self.subject}".rstrip()

    def sentence(self, evaluation: Evaluation) -> str:
        """The finding in words, with its likely cause where arithmetic shows one: two Chinese sentences at most."""
        return self.message

    def suspects(self, evaluation: Evaluation) -> tuple[CellRef, ...]:
        """The cells that are likely to be the wrong ones, where arithmetic shows it."""
        return ()
