"""A report being filled in: what people typed, and nothing computed.

Every change goes through `Draft.apply`, which says what it altered and how to take it back; one undo command, one
recovery step and one reload from disk are each a single `Edit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, NamedTuple

from model.checks.evaluation import Evaluation, Finding, evaluate
from model.form.edition import AgencyKind, CellRef, Edition, NumberKind
from model.report.numbers import Number, fits


class Explanation(NamedTuple):
    """A 说明 given to a finding, and the figures that it was given for (None: unknown, taken as they are)."""

    text: str
    figures: str | None = None


@dataclass(frozen=True)
class Details:
    """What the report is: whose, of which year, under which title.

    ``title`` and ``preamble`` are None while the form's own wording serves. ``finished`` is the ISO date on which the
    report was finalised (定稿), or None.
    """

    agency: str = ""
    agency_kind: str = ""
    title: str | None = None
    preamble: str | None = None
    finished: str | None = None
    previous: Draft | None = None


@dataclass(frozen=True)
class Edit:
    """New values for some parts of a draft; None blanks a cell or removes a note, "" empties a text."""

    entries: Mapping[CellRef, Number | None] = field(default_factory=dict)
    reported: Mapping[CellRef, Number | None] = field(default_factory=dict)
    narratives: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, Explanation | None] = field(default_factory=dict)
    cell_notes: Mapping[CellRef, str | None] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    """Fields of `Details` by name."""

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))


@dataclass(frozen=True)
class Change:
    """What one edit altered: the way back, the cells whose number differs, and whether the findings do."""

    edit: Edit
    inverse: Edit
    cells: frozenset[CellRef]
    findings_changed: bool


class Draft:
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
        self.explanations: dict[str, Explanation] = {}
        self.cell_notes: dict[CellRef, str] = {}
        self.extra: dict[str, Any] = {}
        self.evaluation = self._evaluate()

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
    def previous(self) -> Draft | None:
        """Last year's report, kept with this one for comparison."""
        return self.details.previous

    @property
    def blanks(self) -> tuple[CellRef, ...]:
        """The cells that are still to be filled, in printing order."""
        return tuple(ref for ref in self.edition.inputs if ref not in self.entries)

    def is_carried(self, ref: CellRef) -> bool:
        """Whether the cell still holds the number that came over from last year's report."""
        source = self.edition.carry_forward.get(ref)
        amounts = self.previous.evaluation.amounts if self.previous else {}
        return source is not None and source in amounts and self.entries.get(ref) == amounts[source].number

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings wanted while typing: nothing is said of cells in which nobody has typed yet.

        Figures that came over from last year do not count as typed, or a new report would begin with broken sums.
        """
        return tuple(finding for finding in self.evaluation.findings if not self._is_untouched(finding))

    def _is_untouched(self, finding: Finding) -> bool:
        under = self.edition.inputs_under
        filled = [ref for cell in finding.cells for ref in under.get(cell, ()) if ref in self.entries]
        return bool(filled) and not self.reported and all(self.is_carried(ref) for ref in filled)

    def explanation(self, finding: Finding) -> str | None:
        """The 说明 that answers a finding, if one was given and its figures still stand."""
        given = self.explanations.get(finding.key)
        if given is None or given.figures not in (None, finding.figures):
            return None
        return given.text

    def enter(self, values: Mapping[CellRef, Number | None]) -> Change:
        """Fill or blank cells."""
        return self.apply(Edit(entries=values))

    def apply(self, edit: Edit) -> Change:
        """Make an edit, recompute, and say what changed.

        An address that the form does not have, a total, or a number of the wrong kind is a fault of the program:
        ValueError, and nothing is changed.
        """
        self._check(edit)
        inverse = Edit(
            entries={ref: self.entries.get(ref) for ref in edit.entries},
            reported={ref: self.reported.get(ref) for ref in edit.reported},
            narratives={key: self.narratives.get(key, "") for key in edit.narratives},
            explanations={key: self.explanations.get(key) for key in edit.explanations},
            cell_notes={ref: self.cell_notes.get(ref) for ref in edit.cell_notes},
            details={name: getattr(self.details, name) for name in edit.details},
        )
        before = self.evaluation
        _merge(self.entries, edit.entries)
        _merge(self.reported, edit.reported)
        _merge(self.narratives, {key: text or None for key, text in edit.narratives.items()})
        _merge(self.explanations, edit.explanations)
        _merge(self.cell_notes, edit.cell_notes)
        self.details = replace(self.details, **edit.details)
        self.evaluation = self._evaluate()
        old, new = before.amounts, self.evaluation.amounts
        cells = frozenset(ref for ref in old.keys() | new.keys() if old.get(ref) != new.get(ref))
        findings_changed = before.all_findings != self.evaluation.all_findings or bool(edit.explanations)
        return Change(edit, inverse, cells, findings_changed)

    def copy(self) -> Draft:
        """An independent draft with the same content."""
        twin = Draft(self.edition, self.year, self.details)
        twin.apply(contents(self))
        twin.extra = dict(self.extra)
        return twin

    def _evaluate(self) -> Evaluation:
        return evaluate(
            self.edition,
            self.entries,
            reported=self.reported,
            narratives=self.narratives,
            last_year=self.previous.evaluation if self.previous else None,
        )

    def _check(self, edit: Edit) -> None:
        edition = self.edition
        for ref in edit.entries:
            if ref not in edition or ref in edition.sums:
                raise ValueError(f"{ref} is not a cell that can be filled")
        for ref in edit.reported:
            if ref not in edition.sums:
                raise ValueError(f"{ref} is not a total")
        for ref, number in (*edit.entries.items(), *edit.reported.items()):
            if number is not None and not fits(number, edition.kind(ref)):
                raise ValueError(f"{ref} cannot hold {number!r}")
        for ref in edit.cell_notes:
            if ref not in edition:
                raise ValueError(f"{ref} is not a cell")
        for key in edit.narratives:
            if key not in {section.key for section in edition.narrative_sections}:
                raise ValueError(f"{key} is not a narrative section")
        for name in edit.details:
            if name not in {part.name for part in fields(Details)}:
                raise ValueError(f"a report has no {name}")


def contents(draft: Draft) -> Edit:
    """Everything that a draft says, as an edit of an empty one."""
    return difference(Draft(draft.edition, draft.year), draft)


def difference(old: Draft, new: Draft) -> Edit:
    """The edit that makes ``old`` say what ``new`` says. Both are of the same edition and year."""
    return Edit(
        entries=_differing(old.entries, new.entries),
        reported=_differing(old.reported, new.reported),
        narratives={key: text or "" for key, text in _differing(old.narratives, new.narratives).items()},
        explanations=_differing(old.explanations, new.explanations),
        cell_notes=_differing(old.cell_notes, new.cell_notes),
        details={
            name.name: value
            for name in fields(Details)
            if not _same(value := getattr(new.details, name.name), getattr(old.details, name.name))
        },
    )


def begin_report(edition: Edition, year: int, details: Details) -> Draft:
    """A new report. Figures that the form carries forward start from last year's (``details.previous``), if given."""
    draft = Draft(edition, year, details)
    draft.apply(carried_forward(draft))
    return draft


def carried_forward(draft: Draft) -> Edit:
    """提取上年数: the edit that fills blank cells with the figures that last year's report hands on."""
    last_year = draft.previous.evaluation.amounts if draft.previous else {}
    return Edit(
        entries={
            ref: last_year[source].number
            for ref, source in draft.edition.carry_forward.items()
            if source in last_year and ref not in draft.entries
        }
    )


def zeros_for_blanks(draft: Draft) -> Edit:
    """空白补零: the edit that fills every blank cell with 0."""
    kind = draft.edition.kind
    return Edit(entries={ref: Decimal(0) if kind(ref) is NumberKind.AMOUNT else 0 for ref in draft.blanks})


def _merge(target: dict[Any, Any], values: Mapping[Any, Any]) -> None:
    for key, value in values.items():
        if value is None:
            target.pop(key, None)
        else:
            target[key] = value


def _same(old: Any, new: Any) -> bool:
    """Whether two values of a field are equal; two reports of last year are when they say the same."""
    if isinstance(old, Draft) and isinstance(new, Draft):
        of_one_kind = (old.edition.name, old.year) == (new.edition.name, new.year)
        return of_one_kind and not difference(old, new)
    return bool(old == new)


def _differing(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> dict[Any, Any]:
    return {key: new.get(key) for key in (*old, *new) if old.get(key) != new.get(key)}
