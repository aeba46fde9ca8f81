"""The command line as people use it: exit statuses, one sentence on stderr, and files that other programs read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from main import main
from model.form.edition import CellRef
from model.report.report import Edit, zeros_for_blanks
from model.store.backups import BackupStore
from model.store.draft_file import load_draft, save_draft
from model.store.places import ELSEWHERE, data_folder

Capture = pytest.CaptureFixture[str]

AGENCY = "云溪市人力资源和社会保障局"
NEW = "requests.new_received.natural_person"
GRANTED = "requests.granted.natural_person"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "年报.json"
    assert main(["new", "--agency", AGENCY, "--year", "2024", "-o", str(target)]) == 0
    return target


@pytest.fixture
def complete(path: Path) -> Path:
    """A report in which everything is filled and balances."""
    draft = load_draft(path).draft
    draft.apply(zeros_for_blanks(draft))
    draft.apply(Edit(narratives=dict.fromkeys(("overview", "problems", "others"), "有内容。")))
    save_draft(draft, path)
    return path


def refused(capsys: Capture, *words: object) -> str:
    """The one sentence with which a command is refused."""
    assert main(list(map(str, words))) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (sentence,) = captured.err.splitlines()
    return sentence


def checked(capsys: Capture, *words: object) -> tuple[int, Any]:
    status = main(["check", "--json", *map(str, words)])
    return status, json.loads(capsys.readouterr().out)["files"]


def test_a_new_report_is_a_draft_with_nothing_filled(path: Path) -> None:
    draft = load_draft(path).draft
    assert (draft.agency, draft.year, draft.entries) == (AGENCY, 2024, {})


def test_set_enters_numbers_as_people_type_them(path: Path) -> None:
    assert main(["set", str(path), f"{NEW}=１，２３４", "fees.charges.amount=288.67", f"{GRANTED}= 7 "]) == 0
    spelt = json.loads(path.read_text(encoding="utf-8"))["entries"]
    assert spelt == {NEW: 1234, GRANTED: 7, "fees.charges.amount": "288.67"}


def test_set_blanks_a_cell_and_reads_a_narrative_from_a_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text("全年工作情况。\n", encoding="utf-8")
    main(["set", str(path), f"{NEW}=5"])
    assert main(["set", str(path), f"{NEW}=", f"overview=@{tmp_path / '一.txt'}", "title=自拟标题"]) == 0
    draft = load_draft(path).draft
    assert draft.entries == {}
    assert draft.narratives == {"overview": "全年工作情况。"}
    assert draft.title == "自拟标题"


@pytest.mark.parametrize(
    "assignment, reason",
    [
        (f"{NEW}=十二", "阿拉伯数字"),
        ("requests.new_received.total=3", "由程序计算"),
        ("requests.nobody.total=3", "没有“requests.nobody.total”"),
        ("overview=@/nonexistent/x.txt", "找不到"),
        (NEW, "缺少等号"),
    ],
)
def test_a_wrong_assignment_changes_nothing(path: Path, capsys: Capture, assignment: str, reason: str) -> None:
    before = path.read_bytes()
    assert reason in refused(capsys, "set", path, f"{GRANTED}=1", assignment)
    assert path.read_bytes() == before


def test_check_says_nothing_hard_of_a_complete_report(complete: Path, capsys: Capture) -> None:
    status, (report,) = checked(capsys, complete)
    assert status == 0
    assert [finding for finding in report["findings"] if finding["level"] == "hard"] == []
    assert report["amounts"]["requests.result_total.total"] == 0
    assert report["amounts"]["fees.charges.amount"] == "0"


def test_check_names_the_column_both_sides_and_the_cells(complete: Path, capsys: Capture) -> None:
    main(["set", str(complete), f"{NEW}=6", f"{GRANTED}=7"])
    status, (report,) = checked(capsys, complete)
    assert status == 1
    finding = report["findings"][0]
    assert finding["code"] == "REQ-BALANCE"
    assert (finding["left"], finding["right"]) == (6, 7)
    assert finding["cells"][0] == NEW
    assert "自然人" in finding["message"]


def test_unfilled_cells_and_empty_sections_keep_a_report_from_being_finished(path: Path, capsys: Capture) -> None:
    status, (report,) = checked(capsys, path)
    assert status == 1
    assert {finding["code"] for finding in report["findings"]} == {"BLANK", "EMPTY-SECTION"}


def test_check_against_last_year(complete: Path, tmp_path: Path, capsys: Capture) -> None:
    this_year = tmp_path / "2025.json"
    main(["set", str(complete), f"{NEW}=3", "requests.carried_over.natural_person=3"])
    main(["new", "--agency", AGENCY, "--year", "2025", "--previous", str(complete), "-o", str(this_year)])
    assert load_draft(this_year).draft.entries[CellRef("requests", "carried_in", "natural_person")] == 3
    main(["set", str(this_year), "requests.carried_in.natural_person=1"])
    _, (report,) = checked(capsys, this_year, "--previous", complete)
    carried = next(finding for finding in report["findings"] if finding["code"] == "CARRY-IN")
    assert (carried["level"], carried["left"], carried["right"]) == ("ask", 3, 1)


def test_last_years_report_must_be_last_years(complete: Path, capsys: Capture) -> None:
    assert "2023" in refused(capsys, "check", "--previous", complete, complete)


def test_one_unreadable_file_does_not_hide_the_others(complete: Path, tmp_path: Path, capsys: Capture) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text('{"schema": 1', encoding="utf-8")
    assert main(["check", "--json", str(broken), str(complete)]) == 2
    captured = capsys.readouterr()
    assert [report["path"] for report in json.loads(captured.out)["files"]] == [str(complete)]
    assert len(captured.err.splitlines()) == 1
    assert broken.read_text(encoding="utf-8") == '{"schema": 1'


@pytest.mark.parametrize(
    "words", [["check"], ["nonsense"], ["set"], ["new", "--agency", "x"], ["check", "--nope", "x"]]
)
def test_a_wrong_command_line_gets_one_chinese_sentence(words: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith("命令没有执行：")


def test_export_refuses_a_report_that_is_not_finished_unless_it_is_stamped(
    path: Path, tmp_path: Path, capsys: Capture
) -> None:
    page = tmp_path / "年报.pdf"
    assert main(["export", str(path), "-o", str(page)]) == 1
    assert "强制性问题" in capsys.readouterr().err
    assert not page.exists()
    assert main(["export", str(path), "-o", str(page), "--draft"]) == 0
    assert page.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("year", [1999, 2018, 20240])
def test_a_year_without_an_edition_is_refused(year: int, tmp_path: Path, capsys: Capture) -> None:
    assert str(year) in refused(capsys, "new", "--agency", AGENCY, "--year", year, "-o", tmp_path / "年报.json")


def test_a_text_that_is_too_long_is_refused_and_the_draft_stays(path: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "长.txt").write_text("字" * 2_000_001, encoding="utf-8")
    before = path.read_bytes()
    assert "太长" in refused(capsys, "set", path, f"overview=@{tmp_path / '长.txt'}")
    assert path.read_bytes() == before


def test_one_unreadable_file_does_not_stop_the_export_of_the_others(
    complete: Path, tmp_path: Path, capsys: Capture
) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text("{", encoding="utf-8")
    assert main(["export", str(broken), str(complete), "-o", str(tmp_path / "出")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert len(list((tmp_path / "出").glob("*.pdf"))) == 1


def test_export_of_several_reports_fills_a_folder(complete: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一.json"
    main(["new", "--agency", "云溪市教育局", "--year", "2024", "-o", str(other)])
    assert main(["export", str(complete), str(other), "-o", str(tmp_path / "出"), "--draft"]) == 0
    assert len(list((tmp_path / "出").glob("*.pdf"))) == 2


@pytest.mark.parametrize("name", ["年报.json", "年报.pdf"])
def test_a_page_never_takes_the_place_of_a_draft(complete: Path, capsys: Capture, name: str) -> None:
    draft = complete.rename(complete.with_name(name))
    before = draft.read_bytes()
    assert "另起一个名字" in refused(capsys, "export", draft, "-o", draft)
    assert draft.read_bytes() == before


def test_the_command_line_never_loads_qt() -> None:
    code = "import sys, main; main.main(['formats']); sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2], capture_output=True)


@pytest.mark.parametrize("content", ['{"schema": 1}', "别人的内容", ""])
def test_a_new_report_replaces_nothing_unless_told_to(path: Path, capsys: Capture, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    words = ("new", "--agency", AGENCY, "--year", "2024", "-o", str(path))
    assert "--overwrite" in refused(capsys, *words)
    assert path.read_text(encoding="utf-8") == content
    assert main([*words, "--overwrite"]) == 0
    assert load_draft(path).draft.agency == AGENCY
    assert content.encode() in [version.read() for version in BackupStore(data_folder() / "backups").versions(path)]


def test_what_cannot_be_kept_in_the_backups_is_not_overwritten(
    path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "no folder").touch()
    monkeypatch.setenv(ELSEWHERE, str(tmp_path / "no folder"))
    before = path.read_bytes()
    refused(capsys, "new", "--agency", "云溪市教育局", "--year", "2024", "--overwrite", "-o", path)
    assert path.read_bytes() == before


def test_an_import_replaces_nothing_unless_told_to(complete: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "导入.json"
    assert main(["import", str(complete), "-o", str(target)]) == 0
    main(["set", str(target), f"{NEW}=5"])
    before = target.read_bytes()
    capsys.readouterr()
    assert "--overwrite" in refused(capsys, "import", complete, "-o", target)
    assert target.read_bytes() == before
    assert main(["import", str(complete), "-o", str(target), "--overwrite"]) == 0


@pytest.mark.parametrize("name", ["影子", "密码.json", "年报.docx"])
def test_only_text_files_are_read_into_a_text(path: Path, tmp_path: Path, capsys: Capture, name: str) -> None:
    (tmp_path / name).write_text("root:*:1", encoding="utf-8")
    assert ".txt" in refused(capsys, "set", path, f"overview=@{tmp_path / name}")


@pytest.mark.parametrize("content, reason", [(b"PK\x03\x04\0\0", "不是文字"), ("年报".encode("gbk"), "UTF-8")])
def test_a_text_file_that_holds_no_text_is_refused(
    path: Path, tmp_path: Path, capsys: Capture, content: bytes, reason: str
) -> None:
    (tmp_path / "一.txt").write_bytes(content)
    assert reason in refused(capsys, "set", path, f"overview=@{tmp_path / '一.txt'}")


HOSTILE = "\x1b[2J\u202e骗\n子"


@pytest.mark.parametrize(
    "hostile",
    [
        {"edition": HOSTILE},
        {"entries": {HOSTILE: 1}},
        {"narratives": {HOSTILE: "x"}},
        {"cell_notes": {HOSTILE: "x"}},
        {"narratives": {"overview": "x" * 2_000_001, HOSTILE: ""}},
        {HOSTILE: 1},
        {"agency": HOSTILE},
        {"title": HOSTILE, "explanations": {HOSTILE: HOSTILE}},
    ],
)
def test_nothing_of_a_hostile_file_reaches_the_terminal_unseen(
    complete: Path, capsys: Capture, hostile: dict[str, object]
) -> None:
    raw = json.loads(complete.read_text(encoding="utf-8")) | hostile
    raw.pop("checksum")
    complete.write_text(json.dumps(raw), encoding="utf-8")
    main(["check", str(complete)])
    main(["export", str(complete), "-o", str(complete.with_suffix(".pdf"))])
    captured = capsys.readouterr()
    shown = captured.out + captured.err
    assert all(char.isprintable() or char in "\n\u3000" for char in shown)
    assert all(len(line) < 600 for line in shown.splitlines())


@pytest.mark.parametrize("word", ["长" * 300, "x" * 5000, "\x1b[2J", "a\nb"])
def test_a_strange_word_is_one_short_visible_sentence(word: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([word])
    assert stopped.value.code == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.isprintable()
    assert len(sentence) < 250


def test_a_command_is_one_whatever_lies_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("formats").touch()
    assert main(["formats"]) == 0


def test_a_link_that_leads_in_a_circle_is_a_sentence(complete: Path, tmp_path: Path, capsys: Capture) -> None:
    circle = tmp_path / "圈.json"
    circle.symlink_to(circle)
    for words in (["check", circle], ["new", "--agency", AGENCY, "--year", "2024", "-o", circle]):
        assert "绕成了圈" in refused(capsys, *words)
    page = tmp_path / "圈.pdf"
    page.symlink_to(page)
    assert "不是普通文件" in refused(capsys, "export", complete, "-o", page)


def test_chinese_is_printed_in_a_locale_without_it(complete: Path) -> None:
    environment = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    run = subprocess.run(
        [sys.executable, "main.py", "check", str(complete)],
        check=True,
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
    )
    assert AGENCY in run.stdout.decode("utf-8")


def test_schema_and_formats_are_printed(capsys: Capture) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "公开年报草稿"
    assert main(["formats"]) == 0
    assert "2021 年版" in capsys.readouterr().out
