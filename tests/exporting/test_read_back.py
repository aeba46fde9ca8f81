"""What we export, our own import reads back whole: every figure, every total, every sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.draft import Draft
from model.exporting import format_named
from model.importing import read_report, to_draft
from model.report.report import Edit
from model.store.draft_file import load_draft
from resources import resource_path
from tests.exporting.conftest import Make
from tests.page.drafts import HOSTILE, RARE, draft, numbered_draft

WAYS = ("docx", "html", "xlsx", "ofd")
NARRATIVES = {
    "overview": "本年度工作平稳。\n（一）主动公开\n全年公开信息1,203条，“三审三校”（见附件）执行到位。\n"
    "（二）依申请公开\n收到申请6件。",
    "problems": "存在问题：一是形式单一；二是更新不及时。\n改进措施：每季度自查一次。",
    "others": "本年度未收取信息处理费，没有其他需要报告的事项。",
}


def read(data: bytes, key: str, report: Draft) -> Draft:
    """What the import makes of a file; of a fragment, which has no title, it is told whose and of which year it is."""
    told = (report.year, report.agency) if key == "fragment" else (None, None)
    return to_draft(read_report(data, format_named(key).suffix, year=told[0], agency=told[1]))


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def reports() -> dict[str, Draft]:
    sample = load_draft(next(resource_path("samples").glob("*.json"))).draft
    unfinished = numbered_draft()
    unfinished.apply(Edit(entries=dict.fromkeys(unfinished.edition.inputs[::3])))
    large = draft(number=0, narratives=NARRATIVES)
    large.apply(
        Edit(
            entries={
                ref: 123_456_789_012
                for ref in large.edition.inputs[::4]
                if large.entries[ref] == 0 and not isinstance(large.entries[ref], Decimal)
            }
        )
    )
    made = {
        "sample": sample,
        "distinct": numbered_draft(),
        "unfinished": unfinished,
        "large": large,
        "2019": draft("2019", number=12),
    }
    tables = made["distinct"].edition.table_sections
    made["distinct"].apply(Edit(remarks={section.key: "注：含所属事业单位的数。" for section in tables}))
    for report in made.values():
        if report is not sample:
            report.apply(Edit(narratives=NARRATIVES))
    return made


@pytest.mark.parametrize("stamped", [False, True], ids=["clean", "stamped"])
@pytest.mark.parametrize("name", reports())
@pytest.mark.parametrize("key", [*WAYS, "fragment"])
def test_a_report_comes_back_whole(key: str, name: str, stamped: bool, make: Make) -> None:
    report = reports()[name]
    back = read(make(key, report, stamped=stamped), key, report)
    assert back.entries == report.entries
    amounts = report.evaluation.amounts
    assert {ref: number for ref, number in back.reported.items() if amounts[ref].number != number} == {}
    assert (back.edition.name, back.year, back.agency) == (report.edition.name, report.year, report.agency)
    assert back.remarks == report.remarks
    assert lines(back.preamble) == lines(report.preamble)
    assert {key: lines(text) for key, text in back.narratives.items()} == {
        key: lines(text) for key, text in report.narratives.items()
    }
    if key != "fragment":
        assert back.title == report.title


@pytest.mark.parametrize("key", ["docx", "html", "xlsx"])
def test_strange_texts_come_back_as_they_were(key: str, make: Make) -> None:
    report = draft(narratives=NARRATIVES | {"overview": f"{HOSTILE}\n{RARE}\n=SUM(A1:A9)"})
    back = read(make(key, report), key, report)
    assert lines(back.narratives["overview"]) == [HOSTILE, RARE, "=SUM(A1:A9)"]


def test_an_amount_with_more_digits_than_a_sheet_holds_comes_back(make: Make) -> None:
    report = draft(narratives=NARRATIVES)
    amount = next(ref for ref in report.edition.inputs if isinstance(report.entries[ref], Decimal))
    report.apply(Edit(entries={amount: Decimal("123456789012.123456")}))
    back = read(make("xlsx", report), "xlsx", report)
    assert back.entries[amount] == Decimal("123456789012.123456")
