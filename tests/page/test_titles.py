"""A title ends its lines where a reader pauses."""

from __future__ import annotations

import pytest

from model.page.paper import MEASURE
from model.page.styles import Styles
from model.page.titles import break_title

REST = "2023年政府信息公开工作年度报告"


def lines(styles: Styles, *parts: str) -> tuple[str, ...]:
    return break_title(parts, lambda text: styles.width(text, styles.title), MEASURE)


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("云溪市人力资源和社会保障局", ("云溪市人力资源和社会保障局", REST)),
        ("云溪镇政府", ("云溪镇政府", REST)),
        ("云溪市滨江高新技术产业开发区管理委员会", ("云溪市滨江高新技术产业开发区管理委员会", REST)),
        (
            "云溪市发展和改革委员会（云溪市粮食和物资储备局）",
            ("云溪市发展和改革委员会", "（云溪市粮食和物资储备局）", REST),
        ),
    ],
)
def test_the_office_stands_on_lines_of_its_own(styles: Styles, agency: str, expected: tuple[str, ...]) -> None:
    assert lines(styles, agency, REST) == expected


def test_a_short_title_stays_on_one_line(styles: Styles) -> None:
    assert lines(styles, "云溪局", "年度报告") == ("云溪局年度报告",)


def test_an_office_of_sixty_characters_loses_nothing_and_leaves_no_short_line(styles: Styles) -> None:
    agency = (
        "云溪市滨江高新技术产业开发区管理委员会"
        "（中国（云溪）自由贸易试验区滨江片区管理委员会、滨江综合保税区管理委员会）办公室"
    )
    found = lines(styles, agency, REST)
    assert "".join(found) == agency + REST
    assert found[-1] == REST
    assert all(styles.width(line, styles.title) <= MEASURE for line in found)
    assert min(map(len, found)) > 10


def test_a_title_without_a_place_to_break_is_still_printed(styles: Styles) -> None:
    assert "".join(lines(styles, "x" * 200)) == "x" * 200
