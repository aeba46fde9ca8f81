"""What a report says: everything that people typed, and nothing computed.

Every change is an `Edit`, and `Report.merge` gives the edit that takes it back.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, NamedTuple

from model.form.edition import AgencyKind, CellRef, Edition, NumberKind
from model.report.numbers import Number, fits


class Explanation(NamedTuple):
    """A 说明 given to a finding, and the figures that it was given for (None: unknown, taken as they are)."""

    text: str
    figures: str | None = None


class UnitSource(NamedTuple):
    """One report of those that a consolidated one adds up: whose, the file's name, its bytes' SHA-256 in hex."""

    agency: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Units:
    """What a consolidated report was added up from, and the sums as they were then."""

    sources: tuple[UnitSource, ...]
    sums: Mapping[CellRef, Number]


@dataclass(frozen=True)
class Details:
    """What the report is: whose, of which year, under which title.

    ``title`` and ``preamble`` are None while the form's own wording serves. ``finished`` is the ISO date on which the
    report was finalised (定稿), or None. ``previous`` is last year's report, which nobody changes any more.
    ``units`` is what a consolidated report (汇总) was added up from.
    """

    agency: str = ""
    agency_kind: str = ""
    title: str | None = None
    preamble: str | None = None
    finished: str | None = None
    previous: Report | None = None
    units: Units | None = None


@dataclass(frozen=True)
class Edit:
    """New values for some parts of a report; None blanks a cell or removes a note, "" empties a text.

    ``remarks`` are texts below the tables of a section, by the section's key.
    """

    entries: Mapping[CellRef, Number | None] = field(default_factory=dict)
    reported: Mapping[CellRef, Number | None] = field(default_factory=dict)
    narratives: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, Explanation | None] = field(default_factory=dict)
    cell_notes: Mapping[CellRef, str | None] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    """Fields of `Details` by name."""

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))


class Report:
    """One report: a year, an edition of the form, and what was entered. See `Edit` for what can be changed.

    ``extra`` keeps keys of the draft file that this version does not know, so that a save gives them back.
    """

    def __init__(self, edition: Edition, year: int, details: Details | None = None) -> None:
        self.edition = edition
        self.year = year
        self.details = details or Details()
        self.entries: dict[CellRef, Number] = {}
        self.reported: dict[CellRef, Number] = {}
        self.narratives: dict[str, str] = {}
        self.remarks: dict[str, str] = {}
        self.explanations: dict[str, Explanation] = {}
        self.cell_notes: dict[CellRef, str] = {}
        self.extra: dict[str, Any] = {}

    @property
    def agency(self) -> str:
        return self.details.agency

    @property
    def agency_kind(self) -> AgencyKind:
        """The kind of body; the form's first kind while none is chosen."""
        kinds = self.edition.agency_kinds
        return next((kind for kind in kinds if kind.key == self.details.agency_kind), kinds[0])

    @property
    def title(self) -> str:
        """The title as printed."""
        if self.details.title is not None:
            return self.details.title
        return self.edition.title.format(agency=self.agency, year=self.year)

    @property
    def preamble(self) -> str:
        """The opening paragraph as printed."""
        if self.details.preamble is not None:
            return self.details.preamble
        return self.edition.preamble.format(agency=self.agency, year=self.year)

    @property
    def previous(self) -> Report | None:
        """Last year's report, kept with this one for comparison."""
        return self.details.previous

    @property
    def blanks(self) -> tuple[CellRef, ...]:
        """The cells that are still to be filled, in printing order."""
        return tuple(ref for ref in self.edition.inputs if ref not in self.entries)

    def answer(self, key: str, figures: str) -> str | None:
        """The 说明 filed under a finding's key, if one was given and the figures that it rests on still stand."""
        given = self.explanations.get(key)
        return given.text if given is not None and given.figures in (None, figures) else None

    def merge(self, edit: Edit) -> Edit:
        """Make an edit, and give the one that takes it back.

        An address that the form does not have, a total, or a number of the wrong kind is a fault of the program:
        ValueError, and nothing is changed.
        """
        self._check(edit)
        inverse = Edit(
            entries={ref: self.entries.get(ref) for ref in edit.entries},
            reported={ref: self.reported.get(ref) for ref in edit.reported},
            narratives={key: self.narratives.get(key, "") for key in edit.narratives},
            remarks={key: self.remarks.get(key, "") for key in edit.remarks},
            explanations={key: self.explanations.get(key) for key in edit.explanations},
            cell_notes={ref: self.cell_notes.get(ref) for ref in edit.cell_notes},
            details={name: getattr(self.details, name) for name in edit.details},
        )
        _merge(self.entries, edit.entries)
        _merge(self.reported, edit.reported)
        _merge(self.narratives, {key: text or None for key, text in edit.narratives.items()})
        _merge(self.remarks, {key: text or None for key, text in edit.remarks.items()})
        _merge(self.explanations, edit.explanations)
        _merge(self.cell_notes, edit.cell_notes)
        self.details = replace(self.details, **edit.details)
        return inverse

    def _check(self, edit: Edit) -> None:
        edition = self.edition
        allowed: tuple[tuple[Iterable[object], Container[object], str], ...] = (
            (edit.entries, edition.fillable, "a cell that can be filled"),
            (edit.reported, edition.sums, "a total"),
            (edit.cell_notes, edition, "a cell"),
            (edit.narratives, {section.key for section in edition.narrative_sections}, "a narrative section"),
            (edit.remarks, {section.key for section in edition.table_sections}, "a section of tables"),
            (edit.details, {part.name for part in fields(Details)}, "a detail of a report"),
        )
        for keys, known, what in allowed:
            for key in keys:
                if key not in known:
                    raise ValueError(f"{key} is not {what}")
        for ref, number in (*edit.entries.items(), *edit.reported.items()):
            if number is not None and not fits(number, edition.kind(ref)):
                raise ValueError(f"{ref} cannot hold {number!r}")


def contents(report: Report) -> Edit:
    """Everything that a report says, as an edit of an empty one."""
    return difference(Report(report.edition, report.year), report)


def difference(old: Report, new: Report) -> Edit:
    """The edit that makes ``old`` say what ``new`` says. Both are of the same edition and year."""
    return Edit(
        entries=_differing(old.entries, new.entries),
        reported=_differing(old.reported, new.reported),
        narratives={key: text or "" for key, text in _differing(old.narratives, new.narratives).items()},
        remarks={key: text or "" for key, text in _differing(old.remarks, new.remarks).items()},
        explanations=_differing(old.explanations, new.explanations),
        cell_notes=_differing(old.cell_notes, new.cell_notes),
        details={
            name.name: value
            for name in fields(Details)
            if not _same(value := getattr(new.details, name.name), getattr(old.details, name.name))
        },
    )


def zeros_for_blanks(report: Report) -> Edit:
    """空白补零: the edit that fills every blank cell with 0."""
    kind = report.edition.kind
    return Edit(entries={ref: Decimal(0) if kind(ref) is NumberKind.AMOUNT else 0 for ref in report.blanks})


def _merge(target: dict[Any, Any], values: Mapping[Any, Any]) -> None:
    for key, value in values.items():
        if value is None:
            target.pop(key, None)
        else:
            target[key] = value


def _same(old: Any, new: Any) -> bool:
    """Whether two values of a field are equal; two reports of last year are when they say the same."""
    if isinstance(old, Report) and isinstance(new, Report):
        of_one_kind = (old.edition.name, old.year) == (new.edition.name, new.year)
        return of_one_kind and not difference(old, new)
    return bool(old == new)


def _differing(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> dict[Any, Any]:
    return {key: new.get(key) for key in (*old, *new) if old.get(key) != new.get(key)}
