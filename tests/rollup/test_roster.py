"""Names of units: the same in other forms, and never taken for each other in silence."""

from __future__ import annotations

import pytest

from model.rollup.roster import Roster, read_roster, roster_from_rows

UNITS = ("云东县教育和体育局", "云东县公安局", "云东县卫生健康局", "东坪镇人民政府", "西坪镇人民政府")


def test_a_pasted_list_loses_numbers_blank_lines_and_repetitions() -> None:
    assert read_roster("1、云东县公安局\n（2）云东县财政局\n\n3. 东坪镇人民政府；云东县公安局\n合计 3") == (
        "云东县公安局",
        "云东县财政局",
        "东坪镇人民政府",
        "合计 3",
    )


def test_a_sheet_gives_the_column_of_units_without_its_heading() -> None:
    rows = [("序号", "单位名称", "联系人"), ("1", "云东县公安局", "某某"), ("2", "东坪镇人民政府", "某某")]
    assert roster_from_rows(rows) == ("云东县公安局", "东坪镇人民政府")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("云东县 公安局", "云东县公安局"),
        ("云东县公安局", "云东县公安局"),
    ],
)
def test_the_same_name_is_no_matter_of_doubt(name: str, unit: str) -> None:
    matches = Roster(UNITS).match([name])
    assert (matches.unit_of, matches.doubtful) == ({name: unit}, frozenset())


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("县公安局", "云东县公安局"),
        ("教体局", "云东县教育和体育局"),
        ("东坪镇", "东坪镇人民政府"),
        ("岭南省云东县卫生健康局", "云东县卫生健康局"),
        ("卫健局", "云东县卫生健康局"),
    ],
)
def test_a_short_or_a_full_form_is_found_and_doubtful(name: str, unit: str) -> None:
    matches = Roster(UNITS).match([name])
    assert matches.unit_of == {name: unit}
    assert matches.doubtful == {name}


@pytest.mark.parametrize("name", ["云西县公安局", "坪镇人民政府", "云东县教育局机关服务中心", "公安", "云东县财政局"])
def test_what_fits_none_or_several_is_not_guessed(name: str) -> None:
    matches = Roster(UNITS).match([name])
    assert (matches.unit_of, matches.unlisted) == ({}, (name,))


def test_two_names_that_fit_one_unit_are_both_left_to_a_person() -> None:
    assert Roster(("云东县教育和体育局",)).match(["教体局", "县教育和体育局"]).unit_of == {}


def test_a_unit_that_has_reported_under_its_own_name_is_not_given_another_report() -> None:
    assert Roster(UNITS).match(["云东县公安局", "县公安局"]).unlisted == ("县公安局",)


def test_what_was_confirmed_before_is_certain() -> None:
    matches = Roster(UNITS, {"警察局": "云东县公安局"}).match(["警察局"])
    assert (matches.unit_of, matches.doubtful) == ({"警察局": "云东县公安局"}, frozenset())
