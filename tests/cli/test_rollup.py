"""``rollup`` as a county's office runs it over the folder that the e-mails were saved to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from main import main
from model.store.draft_file import load_draft
from tests.rollup.districts import PLACE, save, unit_draft

UNITS = tuple(f"{PLACE}{name}" for name in ("公安局", "财政局", "卫生健康局"))


@pytest.fixture
def district(tmp_path: Path) -> Path:
    for seed, agency in enumerate(UNITS):
        save(unit_draft(agency, seed), tmp_path / "年报" / f"{agency}.json")
    return tmp_path / "年报"


def test_a_whole_district_is_added_up(district: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "汇总.json"
    assert main(["rollup", str(district), "-o", str(output), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    draft = load_draft(output).draft
    assert (answer["year"], draft.agency) == (draft.year, PLACE)
    assert answer["entries"].keys() == {str(ref) for ref in draft.edition.inputs}
    assert [unit["state"] for unit in answer["units"]] == ["included"] * 3
    assert {Path(unit["path"]).stem for unit in answer["units"]} == set(UNITS)


def test_who_is_missing_is_said_and_makes_the_exit_status_1(
    district: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "名单.txt"
    names.write_text("\n".join((*UNITS, f"{PLACE}水利局")), encoding="utf-8")
    words = [
        "rollup",
        str(district),
        "-o",
        str(tmp_path / "h.json"),
        "--units",
        str(names),
        "--agency",
        "云东县人民政府",
    ]
    assert main(words) == 1
    assert f"未报  {PLACE}水利局" in capsys.readouterr().out


def test_the_overview_has_every_figure_under_its_total(district: Path, tmp_path: Path) -> None:
    overview = tmp_path / "总表.xlsx"
    assert main(["rollup", str(district), "-o", str(tmp_path / "h.json"), "--overview", str(overview)]) == 0
    sheet = load_workbook(overview, data_only=True)["数据"]
    draft = load_draft(tmp_path / "h.json").draft
    addresses = [cell.value for cell in sheet[1]][1:]
    totals = dict(zip(addresses, [cell.value for cell in sheet[3]][1:], strict=True))
    assert totals == {str(ref): float(number) for ref, number in draft.entries.items()}
    assert [sheet.cell(row, 1).value for row in range(4, 7)] == sorted(UNITS)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere"], "没有找到“nowhere”，请检查路径。"),
        (["."], "没有读到任何一份年报，没有汇总；请检查文件夹里有没有草稿或年报文件。"),
    ],
)
def test_nothing_to_add_up_is_said_in_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["rollup", *words, "-o", "h.json"]) == 2
    assert capsys.readouterr().err.strip() == sentence
    assert not Path("h.json").exists()


def test_names_without_a_common_place_want_an_agency(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(unit_draft("云东县公安局", 1), tmp_path / "年报" / "a.json")
    save(unit_draft("柳河市财政局", 2), tmp_path / "年报" / "b.json")
    assert main(["rollup", str(tmp_path / "年报"), "-o", str(tmp_path / "h.json")]) == 2
    assert "--agency" in capsys.readouterr().err
