"""Who is in the consolidated report, and what its cells come to.

Adding up is associative: a consolidated report is a unit of the next one, so every level sends its own up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from model.draft import Draft, begin_report
from model.form.edition import CellRef, Edition
from model.form.editions import edition_for_year
from model.report.numbers import Number
from model.report.report import Details, Edit, Report, Units, UnitSource
from model.rollup.roster import Roster, plain_name
from model.rollup.unit_report import UnitReport


class UnitState(Enum):
    """What became of a unit's report; the value is its name in the command line's JSON."""

    INCLUDED = "included"
    DUPLICATE = "duplicate"
    OTHER_YEAR = "other_year"
    OTHER_EDITION = "other_edition"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    UNLISTED = "unlisted"
    LEFT_OUT = "left_out"


STATE_NAMES: Mapping[UnitState, str] = {
    UnitState.INCLUDED: "已报",
    UnitState.DUPLICATE: "重复",
    UnitState.OTHER_YEAR: "年度不符",
    UnitState.OTHER_EDITION: "格式不符",
    UnitState.UNREADABLE: "读不了",
    UnitState.MISSING: "未报",
    UnitState.UNLISTED: "不在名单",
    UnitState.LEFT_OUT: "不计入",
}


@dataclass(frozen=True)
class Unit:
    """A line of the desk: a unit, its state, its report if there is one, and one Chinese sentence where one is due."""

    agency: str
    state: UnitState
    report: UnitReport | None = None
    message: str = ""


@dataclass(frozen=True)
class Consolidation:
    """Every unit with its state, and the sums of the included ones."""

    edition: Edition
    year: int
    units: tuple[Unit, ...]
    sums: Mapping[CellRef, Number] = field(default_factory=dict)

    @property
    def included(self) -> tuple[UnitReport, ...]:
        return tuple(unit.report for unit in self.units if unit.report and unit.state is UnitState.INCLUDED)

    def parts(self, ref: CellRef) -> list[tuple[str, Number]]:
        """The units that a cell, entered or computed, consists of, the largest first; those of 0 are not named."""
        beneath = self.edition.inputs_under[ref]
        parts = [(report.agency, _sum(report, beneath)) for report in self.included]
        return sorted(((agency, number) for agency, number in parts if number), key=lambda part: -part[1])

    @property
    def counts(self) -> Mapping[UnitState, int]:
        return Counter(unit.state for unit in self.units)


def _sum(report: UnitReport, refs: Iterable[CellRef]) -> Number:
    return sum((report.entries.get(ref, 0) for ref in refs), start=0)


def consolidate(
    reports: Sequence[UnitReport],
    *,
    year: int | None = None,
    roster: Roster | None = None,
    left_out: Mapping[str, str] | None = None,
) -> Consolidation:
    """Sort the reports and add up those that count.

    ``year`` is the year of most of them unless given; LookupError if no edition serves it or nothing was read.
    ``left_out`` gives, by the unit's name, the reason for which a report does not count.
    """
    year = year or _commonest_year(reports)
    edition = edition_for_year(year)
    units = [*_sorted_out(reports, edition, year)]
    if roster is not None:
        units = _by_roster(units, roster)
    units = _without_duplicates(units)
    units = [_left_out(unit, left_out or {}) for unit in units]
    included = [unit.report for unit in units if unit.report and unit.state is UnitState.INCLUDED]
    return Consolidation(edition, year, tuple(units), add_up_entries(edition, included))


def add_up_entries(edition: Edition, reports: Iterable[UnitReport]) -> dict[CellRef, Number]:
    """The sum of each cell that the edition lets add up. A blank adds nothing; where all are blank, the sum is."""
    sums: dict[CellRef, Number] = {}
    for report in reports:
        for ref, number in report.entries.items():
            sums[ref] = sums[ref] + number if ref in sums else number
    return {ref: sums[ref] for ref in edition.inputs if ref in sums}


def consolidated_draft(
    consolidation: Consolidation, agency: str, *, agency_kind: str = "", previous: Report | None = None
) -> Draft:
    """The report that the sums make, with the list of its sources; last year's consolidated report is its previous."""
    sources = tuple(UnitSource(r.agency, r.path.name, r.sha256) for r in consolidation.included)
    units = Units(sources, dict(consolidation.sums))
    details = Details(agency=agency, agency_kind=agency_kind, previous=previous, units=units)
    draft = begin_report(consolidation.edition, consolidation.year, details)
    draft.apply(Edit(entries={ref: consolidation.sums.get(ref) for ref in consolidation.edition.inputs}))
    return draft


def _commonest_year(reports: Iterable[UnitReport]) -> int:
    years = Counter(report.year for report in reports if not report.problem)
    if not years:
        raise LookupError
    return max(years, key=lambda year: (years[year], year))


def _sorted_out(reports: Iterable[UnitReport], edition: Edition, year: int) -> Iterable[Unit]:
    for report in reports:
        name = report.agency or report.path.stem
        if report.problem:
            yield Unit(name, UnitState.UNREADABLE, report, report.problem)
        elif report.year != year:
            yield Unit(name, UnitState.OTHER_YEAR, report, f"是 {report.year} 年的年报，没有计入。")
        elif report.edition != edition.name:
            yield Unit(name, UnitState.OTHER_EDITION, report, f"用的是 {report.edition} 年版的表格，没有计入。")
        else:
            yield Unit(name, UnitState.INCLUDED, report)


def _without_duplicates(units: Sequence[Unit]) -> list[Unit]:
    """Of several reports of one unit one counts: a finalised one before a draft, then the one that was changed last."""
    rivals: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.state is UnitState.INCLUDED:
            rivals[plain_name(unit.agency)].append(unit)
    chosen = {name: max(found, key=_precedence) for name, found in rivals.items()}
    return [_unless_chosen(unit, chosen.get(plain_name(unit.agency))) for unit in units]


def _precedence(unit: Unit) -> tuple[bool, float, str]:
    assert unit.report is not None
    return unit.report.finished, unit.report.modified, unit.report.path.name


def _unless_chosen(unit: Unit, chosen: Unit | None) -> Unit:
    if unit.state is not UnitState.INCLUDED or unit is chosen or chosen is None or chosen.report is None:
        return unit
    same = unit.report is not None and unit.report.entries == chosen.report.entries
    how = "数字相同" if same else "数字不同，请核对"
    message = f"同一单位有几份，计入的是“{chosen.report.path.name}”（{how}），这一份没有计入。"
    return replace(unit, state=UnitState.DUPLICATE, message=message)


def _by_roster(units: Sequence[Unit], roster: Roster) -> list[Unit]:
    """The units as the list has them: in its order, the missing ones among them, what it does not name at the end."""
    matches = roster.match(unit.agency for unit in units if unit.state is not UnitState.UNREADABLE)
    found: dict[str, list[Unit]] = defaultdict(list)
    others: list[Unit] = []
    for unit in units:
        if unit.state is UnitState.UNREADABLE:
            listed = roster.named_in(unit.agency)
        else:
            listed = matches.unit_of.get(unit.agency)
        if listed is None:
            others.append(_not_listed(unit))
        else:
            found[listed].append(_as_listed(unit, listed, doubtful=unit.agency in matches.doubtful))
    listed_units = [one for name in roster.units for one in found.get(name) or [Unit(name, UnitState.MISSING)]]
    return [*listed_units, *others]


def _not_listed(unit: Unit) -> Unit:
    if unit.state is not UnitState.INCLUDED:
        return unit
    return replace(unit, state=UnitState.UNLISTED, message=f"“{unit.agency}”不在名单里，没有计入；请核对单位名称。")


def _as_listed(unit: Unit, listed: str, *, doubtful: bool) -> Unit:
    if not doubtful:
        return replace(unit, agency=listed)
    return replace(
        unit, agency=listed, message=f"{unit.message}文件里的“{unit.agency}”按名单里的“{listed}”计，请核对。"
    )


def _left_out(unit: Unit, reasons: Mapping[str, str]) -> Unit:
    if unit.state is not UnitState.INCLUDED or unit.agency not in reasons:
        return unit
    return replace(unit, state=UnitState.LEFT_OUT, message=f"不计入：{reasons[unit.agency] or '没有写明原因'}。")
