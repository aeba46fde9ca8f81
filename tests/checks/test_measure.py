"""What the measure promises: every planted mistake is found, and a right report is let be."""

from __future__ import annotations

import pytest

from model.form.edition import Level
from tests.checks.corpus import sentences
from tests.checks.invented import OFFICES
from tests.checks.measure import asked_about, false_alarms, samples, score
from tests.checks.planting import MISTAKES, Mistake
from tests.shared import shared_path

REPORTS = len(OFFICES)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_planted_mistake_is_found(mistake: Mistake) -> None:
    _, planted, found = score(mistake, REPORTS)
    assert planted and found == planted


def test_right_reports_are_let_be() -> None:
    assert [[finding.message for finding in alarms] for alarms in false_alarms(REPORTS) if alarms] == []


def test_published_reports_are_asked_at_most_one_thing() -> None:
    shared_path("samples")
    for name, draft in samples():
        assert len([f for f in draft.evaluation.findings if f.level is not Level.HINT]) <= 1, name


def test_right_sentences_are_let_be_by_all_checks_together() -> None:
    right = [sentence for sentence in sentences() if not sentence.asks]
    asked = {s.text: [f.message for f in asked_about(s.agency, s.text, empty=s.empty)] for s in right[::3]}
    assert {text: messages for text, messages in asked.items() if messages} == {}
