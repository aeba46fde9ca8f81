"""The 核对记录 is one page, whatever there is to say."""

from __future__ import annotations

from model.page import Typesetter
from model.report.report import Edit, Explanation
from tests.page.conftest import TextOf
from tests.page.drafts import AGENCY, draft


def test_it_names_office_figures_checks_and_who_signs(typesetter: Typesetter, text_of: TextOf) -> None:
    output = typesetter.review_sheet(draft(number=7))
    text = text_of(output.pdf)
    assert output.pages == 1
    for part in (AGENCY, "本年新收42", "共7项", "填报人（签字）", "审核人（签字）", "负责人（签字）", "单位（盖章）"):
        assert part in text


def test_findings_and_their_explanations_are_listed(typesetter: Typesetter, text_of: TextOf) -> None:
    last_year, report = draft(number=3, year=2022), draft(number=0)
    report.apply(Edit(details={"previous": last_year}))
    finding = report.evaluation.findings[0]
    report.apply(Edit(explanations={finding.key: Explanation("上年误将一件计入结转，已更正。")}))
    output = typesetter.review_sheet(report)
    assert output.pages == 1
    assert "说明：上年误将一件计入结转，已更正。" in text_of(output.pdf)


def test_more_findings_than_fit_are_counted(typesetter: Typesetter, text_of: TextOf) -> None:
    report = draft()
    report.apply(Edit(reported=dict.fromkeys(report.edition.sums, 999)))
    output = typesetter.review_sheet(report)
    assert output.pages == 1
    assert "项未在本页列出" in text_of(output.pdf)


def test_an_endless_name_does_not_push_it_onto_a_second_page(typesetter: Typesetter) -> None:
    assert typesetter.review_sheet(draft(agency="云溪" * 3000)).pages == 1
