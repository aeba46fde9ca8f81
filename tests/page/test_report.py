"""The finished PDF as its readers meet it: text, figures, metadata, structure, bytes."""

from __future__ import annotations

import getpass
import re
import zlib
from datetime import date

import pypdfium2
import pytest

from model.page import PageSettings, Typesetter
from model.report.numbers import format_number
from model.report.report import Edit
from model.report.text import paragraphs, printable
from tests.page.conftest import TextOf, page_texts, plain
from tests.page.drafts import AGENCY, HOSTILE, NARRATIVES, RARE, draft, numbered_draft


def unpacked(pdf: bytes) -> bytes:
    """The file with its streams inflated."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"x")


def test_every_sentence_can_be_read_out_again_in_order(typesetter: Typesetter, text_of: TextOf) -> None:
    report = draft()
    text = text_of(typesetter.report(report).pdf)
    place = 0
    for sentence in (report.title, *paragraphs(report.preamble)):
        place = text.index(plain(sentence), place)
    for section in report.edition.sections:
        place = text.index(section.heading, place)
        for sentence in paragraphs(report.narratives.get(section.key, "")):
            place = text.index(plain(sentence), place)


def test_every_figure_can_be_read_out_again_in_order(typesetter: Typesetter, text_of: TextOf) -> None:
    report = numbered_draft()
    text = text_of(typesetter.report(report, draft_stamp=False).pdf)
    place = text.index("第二十条第（一）项")
    for ref in report.edition.cells:
        figure = format_number(report.evaluation.amounts[ref].number)
        place = text.index(figure, place) + len(figure)


@pytest.mark.parametrize("field", ["agency", "title", "preamble", "overview"])
def test_hostile_text_comes_out_as_typed(typesetter: Typesetter, text_of: TextOf, field: str) -> None:
    report = draft()
    if field == "overview":
        report.apply(Edit(narratives={field: HOSTILE}))
    else:
        report.apply(Edit(details={field: HOSTILE}))
    pdf = typesetter.report(report).pdf
    assert plain(HOSTILE) in text_of(pdf)
    assert b"/Annot" not in unpacked(pdf)
    assert b"/URI" not in unpacked(pdf)


def test_rare_characters_are_copied_as_what_they_are(typesetter: Typesetter, text_of: TextOf) -> None:
    report = draft(agency="𠮷溪镇人民政府", narratives=NARRATIVES | {"overview": RARE})
    text = text_of(typesetter.report(report).pdf)
    assert plain(RARE) in text
    assert text.startswith(report.title) or report.title in text


def test_invisible_characters_leave_no_trace(typesetter: Typesetter, text_of: TextOf) -> None:
    typed = "方\u202e向\u200b与\x07铃\ud800字。"
    pdf = typesetter.report(draft(narratives=NARRATIVES | {"overview": typed})).pdf
    assert printable(typed) == "方向与铃字。"
    assert "方向与铃字。" in text_of(pdf)


def test_the_same_report_gives_the_same_bytes(typesetter: Typesetter) -> None:
    cold = Typesetter().report(draft()).pdf
    typesetter.report(draft(narratives={"overview": "别的文字，别的字形。"}))
    assert typesetter.report(draft()).pdf == cold


def test_dates_come_from_the_report_or_from_source_date_epoch(
    typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def created(settings: PageSettings) -> str:
        with_date = pypdfium2.PdfDocument(typesetter.report(draft(), settings).pdf)
        try:
            return str(with_date.get_metadata_value("CreationDate"))
        finally:
            with_date.close()

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert created(PageSettings()) == "D:20240101000000+00'00'"
    assert created(PageSettings(closing_date=date(2024, 1, 26))) == "D:20240126000000+00'00'"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert created(PageSettings()) == "D:19700102000000+00'00'"


def test_the_file_names_the_office_and_no_person(typesetter: Typesetter) -> None:
    pdf = typesetter.report(draft()).pdf
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_dict() == {
        "Title": draft().title,
        "Author": AGENCY,
        "Subject": "",
        "Keywords": "",
        "Creator": "公开年报",
        "Producer": "ReportLab PDF Library",
        "CreationDate": "D:20240101000000+00'00'",
        "ModDate": "D:20240101000000+00'00'",
    }
    document.close()
    content = unpacked(pdf)
    for trace in (b"/home/", b"/work", b"/tmp", b"C:\\", b"anonymous", getpass.getuser().encode() + b"@"):
        assert trace not in content


def test_a_draft_is_stamped_on_every_page_until_nothing_hinders_it(typesetter: Typesetter, text_of: TextOf) -> None:
    whole, blank = draft(), draft(number=None)
    assert "草稿" not in text_of(typesetter.report(whole).pdf)
    output = typesetter.report(blank)
    assert text_of(output.pdf).count("草稿") == output.pages
    assert "草稿" in text_of(typesetter.report(whole, draft_stamp=True).pdf)
    assert "草稿" not in text_of(typesetter.report(blank, draft_stamp=False).pdf)


def test_the_closing_names_the_office_and_the_day(typesetter: Typesetter, text_of: TextOf) -> None:
    def ending(settings: PageSettings) -> str:
        return text_of(typesetter.report(draft(), settings).pdf)[-40:]

    assert ending(PageSettings(closing_date=date(2024, 1, 26))).endswith(f"{AGENCY}2024年1月26日")
    assert ending(PageSettings()).endswith(AGENCY)
    assert ending(PageSettings(closing_line=False)).endswith("无其他需要报告的事项。")


def test_a_finished_report_closes_with_the_day_it_was_finished(typesetter: Typesetter, text_of: TextOf) -> None:
    report = draft()
    report.apply(Edit(details={"finished": "2024-01-19"}))
    assert text_of(typesetter.report(report).pdf).endswith("2024年1月19日")


def test_anchors_lead_to_sections_headings_and_tables(typesetter: Typesetter) -> None:
    report = draft()
    output = typesetter.report(report)
    edition = report.edition
    assert [a.key for a in output.anchors if a.kind == "section"] == [section.key for section in edition.sections]
    assert {a.key for a in output.anchors if a.kind == "table"} == set(edition.tables)
    numbered = [
        str(number)
        for number, text in enumerate(paragraphs(report.narratives["overview"]))
        if re.match(r"（|\d\.", text)
    ]
    assert [a.key for a in output.anchors if (a.kind, a.section) == ("heading", "overview")] == numbered
    document = pypdfium2.PdfDocument(output.pdf)
    for anchor in output.anchors:
        if anchor.kind != "section":
            continue
        x, y, width, height = anchor.rectangle
        page = document[anchor.page]
        found = page.get_textpage().get_text_bounded(
            x, page.get_height() - y - height, x + width, page.get_height() - y
        )
        assert plain(found) == edition.section(anchor.section).heading
    document.close()


def test_bookmarks_name_the_sections(typesetter: Typesetter) -> None:
    report = draft()
    document = pypdfium2.PdfDocument(typesetter.report(report).pdf)
    entries = [(entry.get_title(), entry.level) for entry in document.get_toc()]
    document.close()
    assert [title for title, level in entries if level == 0] == [s.heading for s in report.edition.sections]
    assert ("（一）主动公开", 1) in entries


def test_both_editions_and_an_empty_draft_are_printed(typesetter: Typesetter) -> None:
    assert typesetter.report(draft("2019", year=2019)).pages >= 3
    assert typesetter.report(draft(agency="", number=None, narratives={})).pages >= 3


def test_a_report_stays_small(typesetter: Typesetter) -> None:
    assert len(typesetter.report(draft()).pdf) < 250_000


def test_heads_and_labels_over_several_lines_are_read_out_whole_and_in_order(typesetter: Typesetter) -> None:
    report = draft()
    pages = page_texts(typesetter.report(report).pdf)
    (text,) = [page for page in pages if "申请人情况" in page]
    place = 0
    for label in (
        "申请人情况",
        "自然人",
        "法人或其他组织",
        *(c.label for c in report.edition.tables["requests"].columns[1:]),
    ):
        place = text.index(label, place) + len(label)
    for label in ("三、本年度办理结果", "（三）不予公开", "5.要求行政机关确认或重新出具已获取信息"):
        assert label in text


def test_marks_that_share_their_white_do_not_break_the_line_for_those_who_extract_it(typesetter: Typesetter) -> None:
    text = "（见《办法》）。其中，“三审三校”（试行）：12件；" * 12
    pages = page_texts(typesetter.report(draft(narratives=NARRATIVES | {"overview": text})).pdf)
    lines = [line for page in pages for line in page.splitlines() if "三审" in line]
    assert all(len(line) >= 26 for line in lines[1:-1])
    assert plain(text) in "".join(map(plain, pages))


def test_a_table_in_a_narrative_is_printed_as_one(typesetter: Typesetter, text_of: TextOf) -> None:
    text = "统计如下：\n渠道\t条数\n政府门户网站\t1,203\n以上。"
    pdf = typesetter.report(draft(narratives=NARRATIVES | {"overview": text})).pdf
    assert "统计如下：渠道条数政府门户网站1,203以上。" in text_of(pdf)
    assert unpacked(pdf).count(b"/S/Table") == unpacked(typesetter.report(draft()).pdf).count(b"/S/Table") + 1
