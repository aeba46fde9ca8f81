"""How many planted mistakes are noticed, and how often a right report is asked about for nothing.

``python -m tests.checks.measure`` prints the table: kind, planted, found; then the false alarms of each real report
beside the repository and of the invented ones. A question (核实性) counts as an alarm, a hint does not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import NamedTuple

from model.checks.finding import Finding
from model.draft import Draft
from model.form.edition import Level
from model.importing import read_report, to_draft
from model.report.report import Edit
from tests.checks.corpus import sentences
from tests.checks.invented import invented_report
from tests.checks.planting import MISTAKES, Mistake, last_year_of
from tests.checks.world import YEAR, edition, entries
from tests.shared import SHARED

REPORTS = 45


class Score(NamedTuple):
    mistake: Mistake
    planted: int
    found: int


def questions(draft: Draft) -> list[Finding]:
    """What the program asks of a report; cells that are still blank are no question."""
    return [finding for finding in draft.evaluation.findings if finding.level is not Level.HINT]


def score(mistake: Mistake, reports: int = REPORTS) -> Score:
    """Plants a mistake in every invented report that has a place for it."""
    planted = found = 0
    for seed in range(reports):
        draft = invented_report(seed)
        before = {finding.key for finding in draft.evaluation.findings if finding.code == mistake.code}
        if mistake.plant(draft):
            planted += 1
            found += any(f.code == mistake.code and f.key not in before for f in draft.evaluation.findings)
    return Score(mistake, planted, found)


def false_alarms(reports: int = REPORTS) -> list[list[Finding]]:
    """The questions about each right invented report, with last year's beside it."""
    alarms = []
    for seed in range(reports):
        draft = invented_report(seed)
        draft.apply(Edit(details={"previous": last_year_of(draft)}))
        alarms.append(questions(draft))
    return alarms


def samples() -> Iterator[tuple[str, Draft]]:
    """The published reports beside the repository, where they are."""
    for path in sorted((SHARED / "samples").glob("*.txt")):
        yield path.stem, to_draft(read_report(path.read_bytes(), path.suffix))


def asked_about(agency: str, text: str, *, empty: bool = False) -> list[Finding]:
    """What is asked about one sentence in the report of `tests.checks.world`."""
    draft = Draft(edition(), YEAR)
    filled = entries()
    section = draft.edition.narrative_sections[0].key
    details = {"agency": agency, "agency_kind": next(k.key for k in draft.edition.agency_kinds if k.makes_rules)}
    figures = {ref: 0 * number for ref, number in filled.items()} if empty else filled
    draft.apply(Edit(entries=figures, narratives={section: text}, details=details))
    return questions(draft)


def main() -> None:
    print(f"{'错误':<16}\t规则\t植入\t发现")
    for mistake in MISTAKES:
        _, planted, found = score(mistake)
        print(f"{mistake.name:<16}\t{mistake.code}\t{planted}\t{found}{'' if found == planted else '  ←'}")
    print("\n误报（核实性提示）")
    for name, draft in samples():
        print(f"{name}\t{len(questions(draft))}\t{'；'.join(f.code for f in draft.evaluation.findings)}")
    alarms = false_alarms()
    print(f"{len(alarms)} 份编写的年报\t共 {sum(map(len, alarms))}，最多 {max(map(len, alarms))}")
    right = [s for s in sentences() if not s.asks]
    wrong = sum(bool(asked_about(s.agency, s.text, empty=s.empty)) for s in right)
    changed = [(s, text) for s in sentences() for text in (s.changed or ((s.text,) if s.asks else ()))]
    noticed = sum(bool(asked_about(s.agency, text, empty=s.empty)) for s, text in changed)
    print(f"{len(right)} 句正确的\t误报 {wrong}；{len(changed)} 句改错的\t发现 {noticed}")
    _speed()


def _speed() -> None:
    draft = invented_report(5)
    section = draft.edition.narrative_sections[0].key
    text = draft.narratives[section] * 4
    times = []
    for stroke in range(20):
        begun = time.perf_counter()
        draft.apply(Edit(narratives={section: f"{text}{'字' * stroke}"}))
        times.append((time.perf_counter() - begun) * 1000)
    print(f"一次按键（{len(text)} 字）\t中位 {sorted(times)[10]:.1f} ms，首次 {times[0]:.1f} ms")


if __name__ == "__main__":
    main()
