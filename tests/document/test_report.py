"""Narratives as blocks: which paragraph is a heading, and which begins with one."""

from __future__ import annotations

import pytest

from model.document.blocks import Block, Closing, Grid, Heading, Paragraph, Title
from model.document.report import compose_report, compose_title
from model.document.tables import GridComposer
from model.report.narrative import Rank
from model.report.report import Edit
from tests.page.drafts import AGENCY, draft


def narrative(text: str) -> list[Block]:
    report = draft(narratives={"overview": text})
    blocks = compose_report(report, GridComposer(), shading=True, closing=False, closing_date=None)
    places = [at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.rank is Rank.SECTION]
    return blocks[places[0] + 1 : next(at for at in places[1:] if blocks[at].text.startswith("二、主动"))]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("paragraph", "rank"),
    [
        ("（一）主动公开", Rank.PART),
        ("(一)主动公开。", Rank.PART),
        ("1.网站建设", Rank.ITEM),
        ("1．网站建设", Rank.ITEM),
        ("（1）栏目调整", Rank.SUBITEM),
        ("一、基本情况", Rank.SECTION),
    ],
)
def test_a_short_numbered_line_is_a_heading(paragraph: str, rank: Rank) -> None:
    heading, _ = narrative(f"{paragraph}\n正文一段话。")
    assert isinstance(heading, Heading)
    assert (heading.text, heading.rank) == (paragraph, rank)


def test_short_items_of_a_list_are_no_headings() -> None:
    assert [type(block) for block in narrative("1.网站建设\n2.新媒体\n3.专栏")] == [Paragraph] * 3


@pytest.mark.parametrize(
    ("paragraph", "lead"),
    [
        ("（一）主动公开。全年公开信息591条。", "（一）主动公开。"),
        ("（二）依申请公开：全年收到申请6件，均已办结。", "（二）依申请公开："),
        ("（三）全年共受理政府信息公开申请一百三十五件，其中予以公开的一百二十件。另有十五件。", ""),
        ("1.更新不够及时。个别栏目超过一个月没有更新。", ""),
        ("2023年，本局公开信息591条。", ""),
        ("3.5万人次浏览了网站，同比增长一成。", ""),
        ("1.公开不够及时；", ""),
    ],
)
def test_a_numbered_sentence_may_begin_its_paragraph(paragraph: str, lead: str) -> None:
    (block,) = narrative(paragraph)
    assert isinstance(block, Paragraph)
    assert block.text[: block.lead] == lead


def test_anchors_count_the_paragraphs_of_a_narrative() -> None:
    blocks = narrative("开头一段话。\n\n（一）主动公开\n正文一段话。\n（二）依申请公开")
    assert [block.source.key for block in blocks if isinstance(block, Heading) and block.source] == ["1", "3"]


def test_the_title_breaks_after_the_office_or_where_its_own_lines_end() -> None:
    report = draft()
    assert compose_title(report) == Title((AGENCY, "2023年政府信息公开工作年度报告"))
    report.apply(Edit(details={"title": "云溪市\n年度报告"}))
    assert compose_title(report) == Title(("云溪市", "年度报告"))
    report.apply(Edit(details={"title": ""}))
    assert compose_title(report) == Title(("2023年政府信息公开工作年度报告",))


def test_an_office_without_a_name_closes_nothing() -> None:
    blocks = compose_report(draft(agency=" "), GridComposer(), shading=True, closing=True, closing_date=None)
    assert not any(isinstance(block, Closing) for block in blocks)


def test_what_is_remarked_of_tables_stands_below_them() -> None:
    report = draft()
    section = report.edition.table_sections[-1]
    report.apply(Edit(remarks={section.key: "注：另有3件上年案件。\n  含区县数据。"}))
    blocks = compose_report(report, GridComposer(), shading=True, closing=False, closing_date=None)
    after = blocks[max(at for at, block in enumerate(blocks) if isinstance(block, Grid)) + 1 :]
    assert after[:2] == [Paragraph("注：另有3件上年案件。"), Paragraph("含区县数据。")]
    assert isinstance(after[2], Heading)
