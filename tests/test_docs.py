"""What the documents say of the repository is so: links lead somewhere, and no decision is missing from the index."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DECISIONS = ROOT / "docs" / "decisions"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if "://" not in link and not (page.parent / link).exists()]


def test_every_decision_has_a_number_of_its_own_and_a_line_in_the_index() -> None:
    notes = sorted(note.name for note in DECISIONS.glob("[0-9]*.md"))
    assert not [number for number, count in Counter(name[:4] for name in notes).items() if count > 1]
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\]\(([^)]+\.md)\)", index)) == notes
