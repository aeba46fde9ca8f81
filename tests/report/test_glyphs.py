"""Which characters can be printed, and what the checks say of the others."""

from __future__ import annotations

from model.checks.finding import Span
from model.draft import Draft
from model.form.editions import load_edition
from model.report.glyphs import missing_glyphs
from model.report.report import Edit
from resources import resource_path
from tests.packaging.scripts import script


def test_characters_that_no_font_has_are_named_once() -> None:
    assert missing_glyphs("缺😀字\ue000😀，全𠀀\n\u200b ") == ("😀", "\ue000")
    assert missing_glyphs("") == ()


def test_the_list_is_that_of_the_fonts() -> None:
    written = resource_path("fonts/coverage.txt").read_text(encoding="ascii")
    coverage = script("font_coverage")
    assert written == coverage.as_ranges(coverage.covered())


def test_a_finding_points_at_every_such_character() -> None:
    draft = Draft(load_edition("2021"), 2023)
    draft.apply(Edit(narratives={"overview": "一段。\n甲😀乙😀"}))
    (finding,) = [finding for finding in draft.evaluation.findings if finding.code == "GLYPH"]
    assert finding.spans == (Span("overview", 5, 6), Span("overview", 7, 8))
    assert "“😀”（U+1F600）" in finding.message
    assert "〓" in finding.message
