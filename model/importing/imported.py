"""What an import yields, and how it becomes a draft."""

from __future__ import annotations

from dataclasses import dataclass, field

from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.importing.content import ImportRefused
from model.report.numbers import Number
from model.report.report import Details, Edit


@dataclass(frozen=True)
class Imported:
    """A report as a document states it. What it does not print is absent: never a zero.

    ``year`` is None and ``agency`` empty where the document does not tell them; ``title`` and ``preamble`` are None
    where the form's own wording serves. ``remarks`` are texts below the tables, by section; ``printed`` is the text
    that the source has in each cell, read or not. ``notes`` are whole Chinese sentences on what was not found or read
    how.
    """

    edition: Edition
    year: int | None
    agency: str
    title: str | None = None
    preamble: str | None = None
    entries: dict[CellRef, Number] = field(default_factory=dict)
    reported: dict[CellRef, Number] = field(default_factory=dict)
    narratives: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    cell_notes: dict[CellRef, str] = field(default_factory=dict)
    printed: dict[CellRef, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def to_draft(imported: Imported) -> Draft:
    """A draft that says what the document says; `ImportRefused` while year or agency is unknown."""
    if imported.year is None and not (imported.entries or imported.narratives):
        raise ImportRefused(
            "这是没有填写的空白年报格式，没有年度，也没有数。要写一份新的年报，请新建；"
            "确要导入，请用 --year 和 --agency 指明年度和单位。"
        )
    if imported.year is None:
        raise ImportRefused("没有找到报告的年度，请用 --year 指明，例如 --year 2023。")
    if not imported.agency:
        raise ImportRefused("没有找到单位名称，请用 --agency 指明。")
    details = Details(agency=imported.agency, title=imported.title, preamble=imported.preamble)
    draft = Draft(imported.edition, imported.year, details)
    draft.apply(
        Edit(
            entries=imported.entries,
            reported=imported.reported,
            narratives=imported.narratives,
            remarks=imported.remarks,
            cell_notes=imported.cell_notes,
        )
    )
    return draft
