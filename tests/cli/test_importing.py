"""``import`` and ``check`` on documents of other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from main import main
from model.store.draft_file import load_draft

Capture = pytest.CaptureFixture[str]

PAGE = """云溪市民政局2023年政府信息公开工作年度报告

一、总体情况
全年平稳。

三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量\t2\t0\t0\t0\t0\tO\t4
二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0
（一）予以公开\t1\t0\t0\t0\t0\t0\t1
注：含上年结转。
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "年报.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def answer(capsys: Capture) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_an_import_says_what_it_read_and_what_not(page: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "年报.json"
    assert main(["import", str(page), "-o", str(target), "--json"]) == 0
    found = answer(capsys)
    assert (found["agency"], found["year"]) == ("云溪市民政局", 2023)
    assert found["entries"]["requests.new_received.natural_person"] == 2
    assert "requests.new_received.other" not in found["entries"]
    assert found["reported"]["requests.new_received.total"] == 4
    assert (found["narratives"], found["remarks"]) == ({"overview": "全年平稳。"}, {"requests": "注：含上年结转。"})
    assert any("本年新收" in note and "其他" in note and "O" in note for note in found["notes"])
    assert load_draft(target).draft.remarks == found["remarks"]


def test_a_published_report_is_checked_as_it_is(page: Path, capsys: Capture) -> None:
    assert main(["check", str(page), "--json"]) == 1
    [report] = answer(capsys)["files"]
    assert report["amounts"]["requests.new_received.natural_person"] == 2
    assert "BLANK" in {finding["code"] for finding in report["findings"]}


def test_what_could_not_be_read_of_it_goes_to_stderr(page: Path, capsys: Capture) -> None:
    main(["check", str(page)])
    told = capsys.readouterr()
    assert "原文是“O”" in told.err
    assert "云溪市民政局2023年" in told.out


def test_a_document_that_is_no_report_is_refused_in_one_sentence(tmp_path: Path, capsys: Capture) -> None:
    other = tmp_path / "通知.txt"
    other.write_text("关于开会的通知", encoding="utf-8")
    assert main(["check", str(other)]) == 2
    assert main(["import", str(other), "-o", str(tmp_path / "x.json")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all("通知.txt" in line and "没有找到年报的任何一部分" in line for line in lines)


def test_last_years_report_may_be_a_document(page: Path, tmp_path: Path) -> None:
    page.write_text(PAGE + "四、结转下年度继续办理\t5\t0\t0\t0\t0\t0\t5\n", encoding="utf-8")
    target = tmp_path / "2024.json"
    new = ["new", "--agency", "云溪市民政局", "--year", "2024", "--previous", str(page), "-o", str(target)]
    assert main(new) == 0
    entries = {str(ref): number for ref, number in load_draft(target).draft.entries.items()}
    assert entries["requests.carried_in.natural_person"] == 5
