"""Narratives: sentences that lines and pages tore are whole again, marks of Markdown and the web are gone."""

from __future__ import annotations

import pytest

from model.importing import read_report
from model.importing.content import Paragraph, Row
from model.importing.recognising.narrative import join_paragraphs, separate_headings

TITLE = "云溪市档案局2023年政府信息公开工作年度报告"
HEADINGS = ("（一）主动公开", "（二）依申请公开")


def overview(body: str) -> list[str]:
    text = f"{TITLE}\n\n一、总体情况\n\n{body}\n\n六、其他需要报告的事项\n\n无。\n"
    return read_report(text.encode(), ".txt").narratives["overview"].split("\n")


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (
            "全年公开信息三百条，办理答复率为百分之百，网站访\n\n问量稳步上升。",
            ["全年公开信息三百条，办理答复率为百分之百，网站访问量稳步上升。"],
        ),
        (
            "全年公开信息三百条，办理答复率为百分之百，网站访\n\n— 2 —\n\n问量上升。",
            ["全年公开信息三百条，办理答复率为百分之百，网站访问量上升。"],
        ),
        (
            "全年公开信息三百条，办理答复率为百分之百，网站访\n2\n问量上升。",
            ["全年公开信息三百条，办理答复率为百分之百，网站访问量上升。"],
        ),
        ("制度健全，\n\n责任到人。", ["制度健全，责任到人。"]),
        ("依据《\n\n条例》办理。", ["依据《条例》办理。"]),
        ("第一段结束。\n\n第二段开始。", ["第一段结束。", "第二段开始。"]),
        ("（一）主动公开\n\n全年公开三百条。", ["（一）主动公开", "全年公开三百条。"]),
        ("1.加强培训\n2.完善制度", ["1.加强培训", "2.完善制度"]),
        ("工作如下：\n\n一是加强培训。", ["工作如下：", "一是加强培训。"]),
        (
            "增长率为百分之十二，比上年同期的增长率提高了\n\n1.5个百分点。",
            ["增长率为百分之十二，比上年同期的增长率提高了1.5个百分点。"],
        ),
        (
            "公开的渠道包括政府门户网站、政务新媒体和 open\n\ndata 平台。",
            ["公开的渠道包括政府门户网站、政务新媒体和 open data 平台。"],
        ),
    ],
)
def test_a_torn_sentence_is_joined_and_nothing_else(body: str, whole: list[str]) -> None:
    assert overview(body) == whole


def test_lines_wrapped_by_hand_flow_together_under_their_indent() -> None:
    body = "　　第一段说一句话。\n接着又说一句，\n到此为止。\n　　（一）主动公开\n　　第二段，\n也分两行。"
    assert overview(body) == ["第一段说一句话。接着又说一句，到此为止。", "（一）主动公开", "第二段，也分两行。"]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("**重点**工作*推进*有力。", "重点工作推进有力。"),
        ("- 公开目录[见网站](http://example.org/a)。", "公开目录见网站。"),
        ("> 引文&nbsp;一段。", "引文\u00a0一段。"),
        ("<p>网页<b>文字</b></p>", "网页文字"),
        (r"1\. 加强管理。", "1. 加强管理。"),
        ("公开<3日内>的信息 3*5*2 条。", "公开<3日内>的信息 3*5*2 条。"),
        ("![图](a.png)文字。", "文字。"),
        ("第一行<br>第二行。", "第一行 第二行。"),
    ],
)
def test_marks_are_taken_off_and_text_is_left_alone(printed: str, plain: str) -> None:
    assert overview(printed) == [plain]


@pytest.mark.parametrize(
    ("paragraph", "parts"),
    [
        (
            "（一）主动公开 全年公开。（二）依申请公开 收到两件。",
            ["（一）主动公开", "全年公开。", "（二）依申请公开", "收到两件。"],
        ),
        ("（一）主动公开。全年公开。", ["（一）主动公开", "全年公开。"]),
        ("（一）主动公开情况。全年公开。", ["（一）主动公开情况", "全年公开。"]),
        ("（一）主动公开：全年公开。", ["（一）主动公开", "全年公开。"]),
        ("（一）收到申请5件。其中予以公开3件。", ["（一）收到申请5件。其中予以公开3件。"]),
        ("（二）收到申请三件。均已办结。", ["（二）收到申请三件。均已办结。"]),
        ("（一）主动公开工作扎实推进，成效明显。", ["（一）主动公开工作扎实推进，成效明显。"]),
        ("（三）我局坚持公开，不断完善。", ["（三）我局坚持公开，不断完善。"]),
        ("要求见（一）主动公开 部分。", ["要求见（一）主动公开 部分。"]),
    ],
)
def test_level_two_headings_get_their_own_paragraph(paragraph: str, parts: list[str]) -> None:
    assert separate_headings([paragraph], HEADINGS) == parts


def test_a_heading_repeated_or_glued_to_its_text() -> None:
    text = f"{TITLE}\n## 一、总体情况\n一、总体情况 全年平稳。\n六、其他需要报告的事项：无。"
    assert read_report(text.encode(), ".md").narratives == {"overview": "全年平稳。", "others": "无。"}


@pytest.mark.parametrize(
    "heading",
    [
        "五、存在的主要问题及改进情况",
        "## **五、存在的主要问题及改进情况**",
        "五、 存在的主要问题 及改进情况：",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "五、存在的问题和改进措施",
        "第五部分 存在的主要问题及改进情况",
        "存在的主要问题及改进情况",
        "五、工作不足及改进情况",
        "六、存在的问题及改进情况",
        "|五、存在的主要问题及改进情况",
        "五、2023年政务公开工作存在的主要问题及改进情况",
    ],
)
def test_headings_in_other_words_or_marks(heading: str) -> None:
    text = f"{TITLE}\n一、总体情况\n平稳。\n{heading}\n问题不少。\n六、其他需要报告的事项\n无。"
    narratives = read_report(text.encode(), ".txt").narratives
    assert narratives == {"overview": "平稳。", "problems": "问题不少。", "others": "无。"}


@pytest.mark.parametrize("heading", ["一、概述", "一、2023年政务公开工作总体情况", "|一、总体情况|", "一、工作概况"])
def test_the_first_section_under_other_names(heading: str) -> None:
    text = f"{TITLE}\n{heading}\n平稳。\n二、主动公开政府信息情况\n|六、其他需要报告的事项\n无。"
    assert read_report(text.encode(), ".txt").narratives == {"overview": "平稳。", "others": "无。"}


def test_numbered_paragraphs_are_not_taken_for_sections() -> None:
    body = "一、加强领导。成立小组。\n二、完善机制。\n（二）主动公开政府信息情况\n2.主动公开政府信息情况\n全年公开。"
    text = f"{TITLE}\n一、总体情况\n{body}\n二、主动公开政府信息情况\n六、其他需要报告的事项\n无。"
    assert read_report(text.encode(), ".txt").narratives["overview"] == body


def test_closing_and_web_page_below_the_text_are_left_out_and_said() -> None:
    text = (
        f"{TITLE}\n一、总体情况\n平稳。\n六、其他需要报告的事项\n公开费用为零。\n\n"
        "云溪市档案局\n2024年1月18日\n责任编辑：办公室\n【打印本页】【关闭窗口】\n"
    )
    imported = read_report(text.encode(), ".txt")
    assert imported.narratives["others"] == "公开费用为零。"
    assert any("落款" in note for note in imported.notes)


def test_the_footer_of_a_web_page_is_no_part_of_the_last_section() -> None:
    footer = "上一篇：没有了\n主办单位：云溪市档案局\n版权所有 云溪市档案局 某ICP备00000000号-1\n技术支持：某某公司"
    text = f"{TITLE}\n一、总体情况\n平稳。\n六、其他需要报告的事项\n公开费用为零。\n\n2024年1月18日\n{footer}\n"
    imported = read_report(text.encode(), ".txt")
    assert imported.narratives["others"] == "公开费用为零。"
    assert any("落款" in note for note in imported.notes)


def test_a_table_of_another_kind_stays_in_the_narrative() -> None:
    assert overview("统计如下：\n渠道\t条数\n网站\t30\n以上为全部。") == [
        "统计如下：",
        "渠道\t条数",
        "网站\t30",
        "以上为全部。",
    ]


def test_documents_that_keep_paragraphs_whole_are_not_joined() -> None:
    whole = "一段没有句号但很长很长很长很长很长很长很长"
    blocks = (Paragraph(whole), Paragraph("另一段"), Row(("甲", "", "乙")))
    assert join_paragraphs(blocks, torn=False) == [whole, "另一段", "甲\t\t乙"]


def test_missing_sections_are_said() -> None:
    imported = read_report(f"{TITLE}\n一、总体情况\n平稳。".encode(), ".txt")
    assert imported.narratives == {"overview": "平稳。"}
    assert sum("没有找到" in note for note in imported.notes) >= 5
