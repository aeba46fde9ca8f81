"""The formats in which a report leaves. Reading the table loads no writer: each is imported when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from model.draft import Draft
    from model.page import PageSettings, Typesetter


class Job(NamedTuple):
    """A report to be written, how it is set, and whether it is marked 草稿."""

    draft: Draft
    settings: PageSettings
    stamped: bool = False


@dataclass(frozen=True)
class Format:
    """One kind of file that a report becomes.

    ``key`` names it on the command line, ``name`` in menus, ``files`` in a file dialog. ``begins`` are the bytes that
    such a file starts with. ``unfinished`` is what the file's name says of a report that is not finished; without it
    (the 核对记录, which itself lists what is amiss) the report leaves as it is, never stamped. ``part`` is what the
    file's name says of it otherwise. ``write`` makes the file's bytes, the same from the same draft.
    """

    key: str
    suffix: str
    name: str
    files: str
    begins: bytes
    write: Callable[[Job, Typesetter], bytes]
    unfinished: str = "（草稿）"
    part: str = ""

    @property
    def title(self) -> str:
        """What making such a file is called on the screen."""
        return f"导出 {self.name}" if self.name.isascii() else f"导出{self.name}"


def _pdf(job: Job, typesetter: Typesetter) -> bytes:
    return typesetter.report(job.draft, job.settings, draft_stamp=job.stamped).pdf


def _review_sheet(job: Job, typesetter: Typesetter) -> bytes:
    return typesetter.review_sheet(job.draft, job.settings).pdf


FORMATS: tuple[Format, ...] = (
    Format("pdf", ".pdf", "PDF", "PDF 文件", b"%PDF-", _pdf),
    Format("review-sheet", ".pdf", "核对记录", "PDF 文件", b"%PDF-", _review_sheet, unfinished="", part="（核对记录）"),
)
"""In the order of the menu. Of two with the same suffix, a file name means the first."""


def format_named(key: str) -> Format:
    """The format of that key; KeyError if there is none."""
    found = next((each for each in FORMATS if each.key == key), None)
    if found is None:
        raise KeyError(key)
    return found
