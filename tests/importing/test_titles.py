"""Agency and year from titles as offices set them."""

from __future__ import annotations

import pytest

from model.importing import ImportRefused, read_report, to_draft

AGENCY = "云溪市人力资源和社会保障局"
BODY = "\n\n一、总体情况\n\n全年平稳。\n\n六、其他需要报告的事项\n\n无。\n"


@pytest.mark.parametrize(
    "title",
    [
        "云溪市人力资源和社会保障局2023年政府信息公开工作年度报告",
        "# 云溪市人力资源和社会保障局 2023 年政府信息公开 工作年度报告",
        "**云溪市人力资源和社会保障局２０２３年政府信息公开工作年度报告**",
        "云溪市人力资源和社会保障局\n2023年政府信息公开工作年度报告",
        "云溪市人力资源和社会保障局\n\n2023 年度政府信息公开工作年度报告",
        "云溪市人力资源\n和社会保障局2023年政府信息公开\n工作年度报告",
        "云溪市人力资源和社会保障局\n二〇二三年政府信息公开工作年度报告",
        "云溪市人力资源和社会保障局2023年度政府信息公开年报",
        "云溪市人力资源和社会保障局关于2023年度政府信息公开工作情况的报告",
        "2023年云溪市人力资源和社会保障局政府信息公开工作年度报告",
        "2023年度云溪市人力资源和社会保障局政府信息公开工作报告",
        "2023年政府信息公开工作年度报告\n（云溪市人力资源和社会保障局）",
        "2023年政府信息公开工作年度报告\n云溪市人力资源和社会保障局\n（2024年1月18日）",
        "当前位置：首页 > 年报\n\n云溪市人力资源和社会保障局2023年政府信息公开工作年度报告\n\n"
        "发布时间：2024-01-18 来源：办公室 浏览次数：12",
        "云溪政务\n\n云溪市人力资源和社会保障局2023年政府信息公开工作年度报告",
        "云溪市人力资源\n\n和社会保障局2023年政府信息公开\n\n工作年度报告",
        "title: 云溪市人力资源和社会保障局2023年政府信息公开工作年度报告",
        "《云溪市人力资源和社会保障局2023年政府信息公开工作年度报告》",
        "云溪市人力资源和社会保障局政府信息公开工作2023年度报告",
        "云溪市人力资源和社会保障局政府信息公开2023年工作年度报告",
        "云溪市人力资源和社会保障局政府信息公开工作年度报告\n（2023年度）",
        "云溪市人力资源和社会保障局\n政府信息公开工作\n2023年度报告",
        "政府信息公开工作年度报告\n云溪市人力资源和社会保障局\n（2023年）",
        "云溪市人力资源和社会保障局关于印发2023年政府信息公开工作年度报告的通知\n\n各科室：\n现印发给你们。\n\n"
        "云溪市人力资源和社会保障局2023年政府信息公开工作年度报告\n\n根据规定，编制本报告。",
        "云溪市人力资源和社会保障局关于印发2023年\n政府信息公开工作年度报告的通知\n各科室：",
        "云溪市人力资源和社会保障局关于公布2023年度政府信息公开年报的公告",
        "云溪市人力资源和社会保障局2023年政府信息公开工作年度报告（公示稿）",
        "索引号：000014349/2023-00012 主题分类：其他\n标 题：云溪市人力资源和社会保障局2023年政府信息公开工作年度报告\n"
        "发文机关：办公室\n\n云溪市人力资源和社会保障局2023年政府信息公开工作年度报告",
        "2023年政府信息公开工作年度报告\n\n根据《条例》规定，现公布云溪市人力资源和社会保障局2023年政府信息公开工作情况。",
        "附件2\n\n云溪市人力资源和社会保障局2023年政府信息公开工作年度报告\n\n目 录\n一、总体情况……1\n"
        "（一）主动公开……1\n六、其他需要报告的事项……9\n\n正文从这里开始，统计期限为2023年1月1日至12月31日。",
    ],
)
def test_agency_and_year_are_found(title: str) -> None:
    imported = read_report(f"{title}{BODY}".encode(), ".txt")
    assert (imported.agency, imported.year) == (AGENCY, 2023)
    assert imported.narratives == {"overview": "全年平稳。", "others": "无。"}


def test_a_title_in_the_forms_words_is_not_kept() -> None:
    imported = read_report(f"{AGENCY} 2023 年政府信息公开工作年度报告{BODY}".encode(), ".txt")
    assert imported.title is None


def test_another_title_is_kept_on_one_line() -> None:
    imported = read_report(f"{AGENCY}\n2023 年度政府信息公开年报{BODY}".encode(), ".txt")
    assert imported.title == f"{AGENCY}2023年度政府信息公开年报"


def test_the_opening_paragraph_is_kept_without_the_page_around_it() -> None:
    opening = "根据《条例》规定，编制本报告。报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
    text = f"{AGENCY}2023年政府信息公开工作年度报告\n发布日期：2024-01-18\n字体：大 中 小\n\n{opening}{BODY}"
    assert read_report(text.encode(), ".txt").preamble == opening


def test_contents_page_is_not_the_opening() -> None:
    text = (
        f"{AGENCY}2023年政府信息公开工作年度报告\n目录\n一、总体情况……1\n六、其他需要报告的事项……9\n\n"
        f"编制说明如下，请阅。{BODY}"
    )
    assert read_report(text.encode(), ".txt").preamble == "编制说明如下，请阅。"


def test_year_alone_is_found_in_the_period() -> None:
    text = f"年度报告\n\n本报告数据的统计期限为2023年1月1日至2023年12月31日，如有疑问请与我单位联系。{BODY}"
    imported = read_report(text.encode(), ".txt")
    assert (imported.agency, imported.year) == ("", 2023)
    with pytest.raises(ImportRefused, match="--agency"):
        to_draft(imported)


def test_what_is_given_overrules_the_document() -> None:
    text = f"{AGENCY}2023年政府信息公开工作年度报告{BODY}".encode()
    imported = read_report(text, ".txt", year=2022, agency="云溪市档案局")
    assert (imported.agency, imported.year, imported.title) == ("云溪市档案局", 2022, None)
    assert any("2023年" in note and "2022年" in note for note in imported.notes)


def test_without_year_no_draft() -> None:
    imported = read_report(BODY.encode(), ".txt", agency=AGENCY)
    assert imported.year is None
    with pytest.raises(ImportRefused, match="--year"):
        to_draft(imported)


def test_a_year_before_all_editions_is_refused() -> None:
    with pytest.raises(ImportRefused, match="2015年度"):
        read_report(f"{AGENCY}2015年政府信息公开工作年度报告{BODY}".encode(), ".txt")


def test_a_notice_around_the_report_is_not_its_opening() -> None:
    text = (
        f"{AGENCY}关于印发2023年政府信息公开工作年度报告的通知\n\n各科室：\n现印发给你们。\n\n"
        f"{AGENCY}2023年政府信息公开工作年度报告\n\n根据规定，编制本报告。{BODY}"
    )
    imported = read_report(text.encode(), ".txt")
    assert (imported.preamble, imported.title) == ("根据规定，编制本报告。", None)


@pytest.mark.parametrize("title", ["（单位名称）20XX年政府信息公开工作年度报告", "××局    年政府信息公开工作年度报告"])
def test_a_form_that_nobody_filled_in_is_called_that(title: str) -> None:
    text = f"{title}\n一、总体情况\n二、主动公开政府信息情况\n行政许可\t\n六、其他需要报告的事项\n"
    imported = read_report(text.encode(), ".txt")
    assert (imported.agency, imported.year, imported.entries) == ("", None, {})
    with pytest.raises(ImportRefused, match="空白年报格式"):
        to_draft(imported)
    assert to_draft(read_report(text.encode(), ".txt", year=2023, agency=AGENCY)).agency == AGENCY
