"""What a leader changes in Word comes back: each difference in its place, and the chosen ones in one edit."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from model.draft import Draft
from model.exporting import Job, format_named
from model.importing import read_report, to_draft
from model.importing.returned import Change, changes, taken
from model.page import PageSettings, Typesetter
from model.report.report import Edit
from tests.page.drafts import NARRATIVES, draft, numbered_draft


@pytest.fixture(scope="module")
def exported() -> bytes:
    return format_named("docx").write(Job(numbered_draft(), PageSettings()), Typesetter())


def returned(data: bytes) -> Draft:
    return to_draft(read_report(data, ".docx"))


def test_an_untouched_file_differs_in_nothing(exported: bytes) -> None:
    assert changes(numbered_draft(), returned(exported)) == ()


def test_a_changed_sentence_and_a_changed_figure_are_found_and_taken(exported: bytes) -> None:
    ours = numbered_draft()
    word = docx.Document(BytesIO(exported))
    sentence = next(paragraph for paragraph in word.paragraphs if paragraph.text.startswith("制发规范性文件"))
    sentence.runs[0].text = "制发规范性文件3件。"
    figure = next(cell for row in word.tables[0].rows for cell in row.cells if cell.text == "1001")
    figure.paragraphs[0].runs[0].text = "7"
    saved = BytesIO()
    word.save(saved)
    theirs = returned(saved.getvalue())
    text, number = changes(ours, theirs)
    assert (text.place, text.theirs) == ("一、总体情况", "制发规范性文件3件。")
    assert (number.ours, number.theirs, number.cell) == ("1001", "7", ours.edition.inputs[0])
    ours.apply(taken(ours, theirs, [text, number]))
    assert changes(ours, theirs) == ()
    assert ours.entries[ours.edition.inputs[0]] == 7


def test_only_what_is_chosen_is_taken_and_the_rest_stays_as_typed() -> None:
    typed = "（一）主动公开。全年公开100条。\n\n　　第二段。\n第三段。"
    ours, theirs = draft(narratives=NARRATIVES | {"overview": typed}), draft(narratives=NARRATIVES)
    theirs.apply(Edit(narratives={"overview": "（一）主动公开\n全年公开200条。\n第二段改了。\n第三段。\n新的一段。"}))
    first, second, added = changes(ours, theirs)
    assert (first.ours, first.theirs) == ("（一）主动公开。全年公开100条。", "（一）主动公开。全年公开200条。")
    assert (added.ours, added.theirs) == ("", "新的一段。")
    ours.apply(taken(ours, theirs, [first, added]))
    assert ours.narratives["overview"] == "（一）主动公开。全年公开200条。\n\n　　第二段。\n第三段。\n新的一段。"
    assert changes(ours, theirs) == (second._replace(),)


def test_what_is_gone_wants_a_look_first() -> None:
    ours, theirs = draft(), draft(narratives={"problems": NARRATIVES["problems"], "others": NARRATIVES["others"]})
    theirs.apply(Edit(entries={ours.edition.inputs[0]: None}))
    found: dict[bool, list[Change]] = {True: [], False: []}
    for change in changes(ours, theirs):
        found[change.meant].append(change)
    assert found[True] == []
    assert {change.theirs for change in found[False]} == {""}


def test_title_opening_and_remarks_come_back_too() -> None:
    ours, theirs = draft(), draft()
    section = ours.edition.table_sections[0]
    theirs.apply(Edit(details={"title": "新标题", "preamble": "新的开头。"}, remarks={section.key: "注：新的。"}))
    found = changes(ours, theirs)
    assert [change.theirs for change in found] == ["新标题", "新的开头。", "注：新的。"]
    ours.apply(taken(ours, theirs, found))
    assert (ours.title, ours.preamble, ours.remarks) == ("新标题", "新的开头。", {section.key: "注：新的。"})
