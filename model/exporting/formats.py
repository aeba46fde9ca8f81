"""The formats in which a report leaves. Reading the table loads no writer: each is imported when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from model.document.blocks import STAMPS

if TYPE_CHECKING:
    from datetime import datetime

    from model.draft import Draft
    from model.page import PageSettings, Typesetter


class Job(NamedTuple):
    """A report to be written, how it is set, and whether it is marked 草稿; a 核对记录 names the ``moment``."""

    draft: Draft
    settings: PageSettings
    stamped: bool = False
    moment: datetime | None = None

    @property
    def stamp(self) -> str:
        """The word with which the file is marked; empty for none."""
        return self.settings.stamp or (STAMPS[0] if self.stamped else "")


@dataclass(frozen=True)
class Format:
    """One kind of file that a report becomes.

    ``key`` names it on the command line, ``name`` in menus, ``files`` in a file dialog. ``begins`` are the bytes that
    such a file starts with. ``unfinished`` is what the file's name says of a report that is not finished; without it
    (the 核对记录, which itself lists what is amiss) the report leaves as it is, never stamped. ``part`` is what the
    file's name says of it otherwise. ``published``: it can be chosen in the window, as one of a report's files.
    ``paged``: it has pages of its own. ``write`` makes the file's bytes, the same from the same job.
    """

    key: str
    suffix: str
    name: str
    files: str
    begins: bytes
    write: Callable[[Job, Typesetter], bytes]
    unfinished: str = "（草稿）"
    part: str = ""
    published: bool = True
    paged: bool = True

    @property
    def title(self) -> str:
        """What making such a file is called on the screen."""
        return f"导出 {self.name}" if self.name.isascii() else f"导出{self.name}"


def _pdf(job: Job, typesetter: Typesetter) -> bytes:
    return typesetter.report(job.draft, job.settings, draft_stamp=job.stamped).pdf


def _docx(job: Job, typesetter: Typesetter) -> bytes:
    from model.exporting.docx import write_docx  # noqa: PLC0415

    return write_docx(job, typesetter)


def _page(job: Job, typesetter: Typesetter) -> bytes:
    from model.exporting.webpage import write_page  # noqa: PLC0415

    return write_page(job, typesetter)


def _fragment(job: Job, typesetter: Typesetter) -> bytes:
    from model.exporting.webpage import write_fragment  # noqa: PLC0415

    return write_fragment(job, typesetter)


def _workbook(job: Job, typesetter: Typesetter) -> bytes:
    from model.exporting.workbook import write_workbook  # noqa: PLC0415

    return write_workbook(job, typesetter)


def _ofd(job: Job, typesetter: Typesetter) -> bytes:
    from model.exporting.ofd import write_ofd  # noqa: PLC0415

    return write_ofd(job, typesetter)


def _review_sheet(job: Job, typesetter: Typesetter) -> bytes:
    from model.document.review_sheet import Version  # noqa: PLC0415 - as every writer, when first asked for
    from model.store.draft_json import checksum_of  # noqa: PLC0415

    version = Version(checksum_of(job.draft), job.moment)
    return typesetter.review_sheet(job.draft, job.settings, version=version).pdf


FORMATS: tuple[Format, ...] = (
    Format("pdf", ".pdf", "PDF", "PDF 文件", b"%PDF-", _pdf),
    Format("docx", ".docx", "Word", "Word 文档", b"PK", _docx, unfinished="（送审稿）"),
    Format("html", ".html", "网页", "网页文件", b"<", _page, paged=False),
    Format(
        "fragment", ".html", "网页片段", "网页文件", b"<", _fragment, part="（网页片段）", published=False, paged=False
    ),
    Format("xlsx", ".xlsx", "Excel", "Excel 工作簿", b"PK", _workbook, paged=False),
    Format("ofd", ".ofd", "OFD", "OFD 文件", b"PK", _ofd),
    Format("review-sheet", ".pdf", "核对记录", "PDF 文件", b"%PDF-", _review_sheet, unfinished="", part="（核对记录）"),
)
"""In the order of the menu. Of two with the same suffix, a file name means the first."""


def format_named(key: str) -> Format:
    """The format of that key; KeyError if there is none."""
    found = next((each for each in FORMATS if each.key == key), None)
    if found is None:
        raise KeyError(key)
    return found
