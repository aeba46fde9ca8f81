"""Files as they come: encodings, other kinds of file, and texts made to hang a reader."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.form.edition import Edition
from model.importing import ImportRefused, read_report, to_draft
from model.importing.readers.text import CELLS_LIMIT, LINE_LIMIT, LINES_LIMIT, SIZE_LIMIT
from tests.importing.printed import Style, print_report

TITLE = "云溪市档案局2023年政府信息公开工作年度报告\n"
TEXT = f"{TITLE}一、总体情况\n全年公开信息三百条，群众满意。\n六、其他需要报告的事项\n未收取信息处理费。\n"
REQUESTS = "三、收到和处理政府信息公开申请情况\n"
MANY = 60_000
MANY_LINES = 7_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encodings_of_chinese_texts(encoding: str) -> None:
    imported = read_report(TEXT.encode(encoding), ".txt")
    assert (imported.agency, imported.year) == ("云溪市档案局", 2023)
    assert imported.narratives["overview"] == "全年公开信息三百条，群众满意。"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "没有文字"),
        (b" \n\t\n", "没有文字"),
        (TEXT.encode().decode("gb18030", "replace").encode(), "编码"),
        ("雲溪市檔案局2023年政府信息公開工作年度報告，總體情況良好，數據統計期限為全年。".encode("big5"), "编码"),
        (TEXT.encode()[:-2], "编码"),
        (bytes(range(160, 256)) * 50, "编码"),
        (b"text\0more", "二进制"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word"),
        (b"a" * (SIZE_LIMIT + 1), "MB"),
        ("长".encode() * (LINE_LIMIT + 1), "第1行"),
        (b"a\n" * (LINES_LIMIT + 1), "行"),
        (b"a\tb\tc\td\te\n" * (CELLS_LIMIT // 5 + 1), "表格"),
        ("会议纪要\n今天开会。\n".encode(), "年报"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        read_report(data, ".txt")
    sentence = str(refusal.value)
    assert words in sentence
    assert sentence.endswith("。") and sentence.count("。") == 1


@pytest.mark.parametrize("suffix", ["", ".rtf", ".DOC", ".dat"])
def test_a_text_is_a_text_whatever_its_name(suffix: str) -> None:
    assert read_report(TEXT.encode(), suffix).year == 2023


@pytest.mark.parametrize(
    "body",
    [
        f"{REQUESTS}{('|' * 199 + chr(10)) * 15_000}",
        f"{REQUESTS}{''.join(f'标签{i}甲乙丙丁戊己庚辛 1 2 3{chr(10)}' for i in range(MANY_LINES))}",
        f"一、总体情况\n{'**' * MANY}\n{'*a' * MANY}\n{'[' * MANY}\n{'![' * MANY}\n{'<p ' * MANY}\n{'（' * MANY}",
        f"一、总体情况\n{'- ' * MANY}x\n{' ' * 2 * MANY}x{' ' * MANY}1\n一{' ' * 2 * MANY}x",
        f"四、政府信息公开行政复议、行政诉讼情况\n{'1 ' * MANY}\n行政复议\t{'1' * MANY}",
        "一、总体情况\n" * (MANY_LINES),
        "\n".join(f"{'一二三四五六'[i % 6]}、总体情况的情况{i}" for i in range(MANY_LINES)),
        "一、总体情况\n" + "围绕群众办事需要整理公开目录，逐条写明负责科室和更新时间的做法\n" * (MANY_LINES),
        f"{REQUESTS}<table>{'<tr><td colspan=999>' * 5_000}",
        f"{REQUESTS}{'|' + '+--' * MANY}\n{'|' + '-' * MANY}",
        "2023年政府信息公开\n" * (MANY_LINES),
        f"一、总体情况\n{'（一）主动公开 为了。' * 15_000}",
    ],
    ids=range(12),
)
def test_nothing_makes_the_importer_hang(body: str) -> None:
    started = time.process_time()
    try:
        read_report(f"{TITLE}{body}".encode(), ".txt")
    except ImportRefused as refusal:
        assert str(refusal).endswith("。")
    assert time.process_time() - started < 5


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_reports_give_a_draft_or_a_sentence(edition: Edition, data: st.DataObject) -> None:
    """Cut, doubled, overwritten: what comes out is either a valid draft or a refusal."""
    text = print_report(edition, "云溪市档案局", 2023, dict.fromkeys(edition.inputs[:9], 3), Style())
    source = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(source)))
        length = data.draw(st.integers(0, 400))
        chunk = data.draw(
            st.sampled_from([b"", b"\t", b"|", b"\n", bytes(source[start : start + length]) * 2, b"9", "（".encode()])
        )
        source[start : start + length] = chunk
    try:
        to_draft(read_report(bytes(source), ".txt"))
    except ImportRefused as refusal:
        assert str(refusal).endswith("。")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_at_all(data: bytes) -> None:
    try:
        read_report(data, ".md")
    except ImportRefused as refusal:
        assert str(refusal).endswith("。")


def test_a_drawn_grid_and_html_are_tables() -> None:
    grid = "+------+----+\n| 行政 | 7  |\n| 许可 |    |\n+------+----+\n"
    html = (
        "<table><tr><td>行政处罚</td>\n<td><p>3</p></td></tr><tr><th>行政强制</th><td colspan='2'>0</td></tr></table>"
    )
    imported = read_report(f"{TITLE}二、主动公开政府信息情况\n{grid}\n{html}\n".encode(), ".md")
    assert sorted(map(str, imported.entries.values())) == ["0", "3", "7"]
