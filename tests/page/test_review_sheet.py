"""The 核对记录: figures beside last year's, what was checked and answered, and who signs which state of the draft."""

from __future__ import annotations

import json
from datetime import datetime

from model.document.review_sheet import Version
from model.draft import Draft
from model.form.edition import Level
from model.page import Typesetter
from model.report.report import Edit, Explanation
from model.store.draft_json import checksum_of, encode_draft
from tests.page.conftest import TextOf, page_texts, plain
from tests.page.drafts import AGENCY, draft


def with_last_year() -> Draft:
    report = draft(number=3)
    report.apply(Edit(details={"previous": draft(number=2, year=2022)}))
    return report


def test_it_names_office_figures_checks_and_who_signs(typesetter: Typesetter, text_of: TextOf) -> None:
    text = text_of(typesetter.review_sheet(draft(number=0)).pdf)
    for part in (AGENCY, "共7项，全部相符", "填报人（签字）", "审核人（签字）", "负责人（签字）", "单位（盖章）"):
        assert part in text
    assert "未完成" not in text


def test_groups_of_results_stand_with_their_sum_so_that_the_total_can_be_followed(
    typesetter: Typesetter, text_of: TextOf
) -> None:
    """Each of the six columns holds 7: （三） has eight rows, （四） three, （五） five, （六） three."""
    text = text_of(typesetter.review_sheet(draft(number=7)).pdf)
    for label, rows in (("不予公开", 8), ("无法提供", 3), ("不予处理", 5), ("其他处理", 3)):
        assert f"{label}{rows * 6 * 7}" in text


def test_each_figure_stands_beside_last_years_and_the_change(typesetter: Typesetter, text_of: TextOf) -> None:
    text = text_of(typesetter.review_sheet(with_last_year()).pdf)
    assert "项目本年上年增减" in text
    assert "本年新收1812+6" in text


def test_findings_and_their_explanations_are_listed(typesetter: Typesetter, text_of: TextOf) -> None:
    report = with_last_year()
    finding = next(finding for finding in report.evaluation.findings if finding.code == "CARRY-IN")
    report.apply(Edit(explanations={finding.key: Explanation("上年误将一件计入结转，已更正。")}))
    assert "说明：上年误将一件计入结转，已更正。" in text_of(typesetter.review_sheet(report).pdf)


def test_every_finding_is_listed_on_as_many_pages_as_that_takes(typesetter: Typesetter) -> None:
    report = draft()
    report.apply(Edit(reported=dict.fromkeys(report.edition.sums, 999)))
    output = typesetter.review_sheet(report)
    pages = [plain(text) for text in page_texts(output.pdf)]
    assert output.pages > 1
    hard = [finding for finding in report.evaluation.all_findings if finding.level is Level.HARD]
    assert sum(page.count("须改正") for page in pages) == len(hard) > 30
    assert "未在本页列出" not in "".join(pages)


def test_an_unfinished_report_is_called_so_and_nothing_is_called_right_beside_blanks(
    typesetter: Typesetter, text_of: TextOf
) -> None:
    report = draft(number=0)
    report.enter({report.edition.inputs[0]: None})
    text = text_of(typesetter.review_sheet(report).pdf)
    assert "核对记录（未完成）" in text
    assert "未完成：1格没有填" in text
    assert "全部相符" not in text


def test_it_names_the_state_of_the_draft(typesetter: Typesetter, text_of: TextOf) -> None:
    report = draft()
    version = Version(checksum_of(report), datetime(2024, 1, 19, 15, 4))
    assert version.checksum == json.loads(encode_draft(report))["checksum"]
    text = text_of(typesetter.review_sheet(report, version=version).pdf)
    assert f"校验码{version.checksum[:16]}，2024年01月19日15:04生成" in text


def test_an_endless_name_makes_it_no_longer(typesetter: Typesetter) -> None:
    usual, endless = (typesetter.review_sheet(draft(agency="云溪" * count)).pages for count in (3, 3000))
    assert usual == endless
