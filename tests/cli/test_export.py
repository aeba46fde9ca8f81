"""``export``: the suffix or a word chooses the format, and nothing is replaced that is not of the same kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from main import main
from model.exporting import FORMATS, Job
from model.page import PageSettings, Typesetter
from model.store.draft_file import load_draft, save_draft
from tests.page.drafts import draft


@pytest.fixture
def complete(tmp_path: Path) -> Path:
    path = tmp_path / "年报.json"
    save_draft(draft(), path)
    return path


@pytest.fixture
def unfinished(tmp_path: Path) -> Path:
    path = tmp_path / "没填完.json"
    save_draft(draft(number=None), path)
    return path


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main(list(map(str, words))) == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    return sentence


def test_a_review_sheet_is_made_of_an_unfinished_report_too(unfinished: Path, tmp_path: Path) -> None:
    assert main(["export", str(unfinished), "-o", str(tmp_path / "核对.pdf"), "--review-sheet"]) == 0
    assert (tmp_path / "核对.pdf").read_bytes().startswith(b"%PDF")


def test_what_hinders_a_report_is_said(unfinished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(unfinished), "-o", str(tmp_path / "年报.pdf")]) == 1
    said = capsys.readouterr().err
    assert "没填完.json" in said
    assert "还有内容没有填" in said


def test_files_in_a_folder_are_named_by_office_and_format(complete: Path, unfinished: Path, tmp_path: Path) -> None:
    folder = tmp_path / "出"
    folder.mkdir()
    assert main(["export", str(complete), "-o", str(folder), "--to", "review-sheet"]) == 0
    assert main(["export", str(unfinished), "-o", str(folder), "--draft"]) == 0
    assert sorted(path.name.partition("报告")[2] for path in folder.iterdir()) == ["（核对记录）.pdf", "（草稿）.pdf"]


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html", ".xlsx", ".ofd"])
def test_the_suffix_decides(suffix: str, complete: Path, tmp_path: Path) -> None:
    target = tmp_path / f"年报{suffix.upper()}"
    assert main(["export", str(complete), "-o", str(target)]) == 0
    wanted = next(each for each in FORMATS if each.suffix == suffix)
    assert target.read_bytes() == wanted.write(Job(load_draft(complete).draft, PageSettings()), Typesetter())


def test_a_fragment_is_asked_for(complete: Path, tmp_path: Path) -> None:
    target = tmp_path / "内容.html"
    assert main(["export", str(complete), "-o", str(target), "--fragment"]) == 0
    assert target.read_text(encoding="utf-8").startswith("<div")


def test_a_format_that_does_not_exist_is_refused_with_those_that_do(
    complete: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "以 .pdf" in refused(capsys, "export", complete, "-o", tmp_path / "年报.pages")
    assert "pdf、" in refused(capsys, "export", complete, "-o", tmp_path, "--to", "pages")


def test_name_and_format_have_to_agree(complete: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ".pdf" in refused(capsys, "export", complete, "-o", tmp_path / "核对.docx", "--review-sheet")


def test_another_kind_of_file_is_replaced_only_when_told_to(
    complete: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "年报.pdf"
    target.write_text("手写的笔记", encoding="utf-8")
    assert "不是 PDF 文件" in refused(capsys, "export", complete, "-o", target)
    assert target.read_text(encoding="utf-8") == "手写的笔记"
    assert main(["export", str(complete), "-o", str(target), "--overwrite"]) == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert main(["export", str(complete), "-o", str(target)]) == 0


def test_a_file_that_stands_in_the_way_does_not_stop_the_others(
    complete: Path, unfinished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "出"
    folder.mkdir()
    other = tmp_path / "另一.json"
    save_draft(draft(agency="云溪市教育局"), other)
    year = draft().year
    (folder / f"云溪市人力资源和社会保障局{year}年政府信息公开工作年度报告.pdf").write_text("笔记", encoding="utf-8")
    assert main(["export", str(complete), str(other), "-o", str(folder)]) == 2
    assert "不是 PDF 文件" in capsys.readouterr().err
    assert (folder / f"云溪市教育局{year}年政府信息公开工作年度报告.pdf").read_bytes().startswith(b"%PDF")
