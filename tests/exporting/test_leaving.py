"""Whether a report may leave, its mark and its name: one answer for command line, menu and dialogs."""

from __future__ import annotations

import pytest

from model.exporting import FORMATS, Format, format_named, leave
from model.report.report import Edit
from tests.page.drafts import draft

OFFICIAL = [each for each in FORMATS if each.unfinished]


@pytest.mark.parametrize("target", OFFICIAL, ids=lambda target: target.key)
def test_a_finished_report_leaves_without_a_mark(target: Format) -> None:
    leaving = leave(draft(), target)
    assert (leaving.hindrance, leaving.stamped) == ("", False)
    assert leaving.name.endswith(f"工作年度报告{target.part}{target.suffix}")


@pytest.mark.parametrize("target", OFFICIAL, ids=lambda target: target.key)
def test_an_unfinished_one_says_why_and_shows_it_in_file_and_name(target: Format) -> None:
    leaving = leave(draft(number=None), target)
    assert leaving.hindrance == "还有内容没有填"
    assert leaving.stamped
    assert target.unfinished in leaving.name


def test_broken_sums_are_counted() -> None:
    report = draft()
    report.apply(Edit(entries={report.edition.checks[0].left[0].ref: 3}))
    assert leave(report, format_named("pdf")).hindrance.startswith("有 2 处强制性问题没有改正")


def test_a_mark_can_be_asked_for() -> None:
    leaving = leave(draft(), format_named("pdf"), as_draft=True)
    assert (leaving.hindrance, leaving.stamped) == ("", True)
    assert "（草稿）" in leaving.name


def test_the_review_sheet_leaves_as_it_is() -> None:
    leaving = leave(draft(number=None), format_named("review-sheet"), as_draft=True)
    assert (leaving.hindrance, leaving.stamped) == ("", False)
    assert leaving.name.endswith("（核对记录）.pdf")


def test_no_two_files_of_one_report_have_the_same_name() -> None:
    for report in (draft(), draft(number=None)):
        names = [leave(report, target).name for target in FORMATS]
        assert len(set(names)) == len(names)


def test_what_file_systems_refuse_is_in_no_name() -> None:
    report = draft()
    report.apply(Edit(details={"agency": 'a/b\\c:d*e?"<f>|\n'}))
    assert all(not set('/\\:*?"<>|\n') & set(leave(report, target).name) for target in FORMATS)
