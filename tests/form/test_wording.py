"""What a text calls the cells is data too: strict, and good for a form that nobody has seen."""

from __future__ import annotations

import pytest

from model.checks.reading.paragraph import read_paragraph
from model.form.edition import CellRef, Edition
from model.form.editions import edition_names, load_edition
from model.form.wording import LineTerm
from tests.form.test_edition_file import refusal


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('topics = ["查阅申请"]\n', "", "wording.tables[0]（intake）：缺少 topics"),
        ('table = "intake"\ncode = "TEXT', 'table = "counter"\ncode = "TEXT', "wording.tables[0]：没有表 counter"),
        ('"received + opening"', '"received + opened"', "rows[0].means：没有 opened"),
        ('"received + opening"', '"received + received"', "rows[0].means：“received + received”里同一项写了两次"),
        ('words = ["{last_year}在办"]', 'words = ["{year}在办"]', "rows[1].words：“{year}在办”不是能在正文里找的词"),
        ('words = ["{last_year}在办"]', 'words = ["{last_year}"]', "rows[1].words：“{last_year}”不是能在正文里找的词"),
        ('means = ["company"] }', 'means = ["company"], level = "ask" }', "columns[0]：不认识的键 level"),
        ('elsewhere = ["参观"]', 'elsewhere = ["参观"]\ncolour = "red"', "broken.toml.wording：不认识的键 colour"),
    ],
)
def test_a_faulty_wording_is_refused(old: str, new: str, fault: str) -> None:
    assert refusal(old, new).endswith(fault)


def test_a_sum_is_added_up_and_taken_off_and_a_star_stands_for_many(invented_edition: Edition) -> None:
    received, _, answered = invented_edition.wording.tables[0].rows
    assert received.means == ((LineTerm("received"),), (LineTerm("received"), LineTerm("opening")))
    assert answered.means[0] == (LineTerm("done"), LineTerm("withdrawn", -1))
    assert answered.means[1] == (LineTerm("answered_open"), LineTerm("answered_closed"))


def test_a_form_that_nobody_has_seen_is_read_by_its_own_words(invented_edition: Edition) -> None:
    text = "全年收到查阅申请12件，其中企业3件；2030年在办2件；接待参观30件。"
    mentions = read_paragraph(text, invented_edition.wording, 2031, "").mentions
    cells = [{str(ref) for ref, _ in m.readings[0]} if m.readings else set() for m in mentions]
    assert cells == [{"intake.received.everyone"}, {"intake.received.company"}, {"intake.opening.everyone"}, set()]


@pytest.mark.parametrize("name", edition_names())
def test_the_shipped_wordings_speak_of_cells_that_the_edition_has(name: str) -> None:
    edition = load_edition(name)
    text = "收到政府信息公开申请3件，办结2件，结转下年1件，行政复议1件，行政诉讼1件，行政许可2件。"
    mentions = read_paragraph(text, edition.wording, edition.first_year, "").mentions
    assert all(m.readings for m in mentions)
    assert all(isinstance(ref, CellRef) and ref in edition for m in mentions for r in m.readings for ref, _ in r)
