"""What holds of every format: the same bytes from the same draft, text as typed, nothing loaded before it is wanted."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from model.draft import Draft
from model.exporting import FORMATS, Job, format_named
from model.page import PageSettings, Typesetter
from model.report.report import Edit
from tests.exporting.conftest import Make
from tests.page.conftest import page_texts
from tests.page.drafts import HOSTILE, NARRATIVES, RARE, draft, long_draft

KEYS = [each.key for each in FORMATS]


@pytest.mark.parametrize("key", KEYS)
def test_the_same_draft_gives_the_same_bytes(key: str, make: Make) -> None:
    report = draft()
    afresh = format_named(key).write(Job(report.copy(), PageSettings()), Typesetter())
    assert make(key, report) == make(key, report) == afresh


@pytest.mark.parametrize("key", KEYS)
def test_a_file_begins_as_its_format_says(key: str, make: Make) -> None:
    assert make(key, draft()).startswith(format_named(key).begins)


@pytest.mark.parametrize("key", [each.key for each in FORMATS if each.unfinished])
def test_a_stamp_shows_in_the_file(key: str, make: Make) -> None:
    assert make(key, draft()) != make(key, draft(), stamped=True)


def strange(edition: str) -> Draft:
    report = draft(edition, agency="=1+1<b>&amp;", number=999_999_999_999, narratives=NARRATIVES)
    report.apply(Edit(narratives={"overview": f"{HOSTILE}\n{RARE}\n=SUM(A1:A9)\n+1\n@x\n-1", "problems": ""}))
    return report


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("key", KEYS)
def test_strange_texts_large_figures_and_empty_sections_are_written(key: str, edition: str, make: Make) -> None:
    assert make(key, strange(edition))


@pytest.mark.parametrize("key", KEYS)
def test_an_edition_that_nobody_issued_is_written(key: str, make: Make, invented_edition: object) -> None:
    assert make(key, draft(invented_edition, narratives={}))  # type: ignore[arg-type]


@pytest.mark.parametrize("key", [each.key for each in FORMATS if each.unfinished])
def test_forty_pages_are_written(key: str, make: Make) -> None:
    assert len(make(key, long_draft())) > len(make(key, draft()))


@pytest.mark.parametrize("key", ["pdf", "docx", "html", "fragment", "xlsx", "ofd"])
def test_what_is_remarked_of_tables_is_printed(key: str, make: Make) -> None:
    report = draft()
    before = len(make(key, report))
    report.apply(Edit(remarks={section.key: "注：含所属区县的数。" for section in report.edition.table_sections}))
    data = make(key, report)
    if key == "pdf":
        printed = "".join(page_texts(data))
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as package:
            printed = "".join(
                package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")
            )
    else:
        printed = data.decode("utf-8")
    assert printed.count("注：含所属区县的数。") == (1 if key == "xlsx" else 3)  # a workbook keeps a text once
    assert len(data) > before


def test_the_table_of_formats_loads_no_writer() -> None:
    code = (
        "import sys, model.exporting; "
        "sys.exit(any(name in sys.modules for name in ('model.page', 'xlsxwriter', 'reportlab', 'uharfbuzz')))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
