"""The five published reports beside the repository: every figure, and texts without a tear."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from model.form.edition import CellRef, Edition, Level, Line
from model.importing import Imported, read_report, to_draft
from model.report.narrative import reads_as_heading
from tests.shared import shared_path

SAMPLES = ("dazhou-2023", "huiji-2023", "huzhu-2023", "luan-2023", "yuanzhou-2023")


def sample(name: str) -> tuple[Imported, dict[str, Any], str]:
    folder: Path = shared_path("samples")
    data = (folder / f"{name}.txt").read_bytes()
    truth = json.loads((folder / f"{name}.figures.json").read_text(encoding="utf-8"))
    return read_report(data, ".txt"), truth, data.decode("utf-8-sig")


def row_name(row: Line) -> str:
    """The name that the figures files give a row: 三(六)2 for item 2 of （六） under 三."""
    parts = [*row.groups, row.label]
    marks = [re.match(r"（(.)）|(.)[、.]", part) for part in parts]
    assert all(marks)
    return "".join(f"({mark[1]})" if mark[1] else mark[2] for mark in marks if mark)


def expected(edition: Edition, truth: dict[str, Any]) -> dict[CellRef, int | Decimal | None]:
    """The truth as cells; None where the source prints nothing."""
    figures: dict[CellRef, int | Decimal | None] = {}
    small = {name.split("(")[0]: values for name, values in truth["t2"].items()}
    for table in edition.tables.values():
        for row in table.rows:
            if table.section == "disclosure":
                values = small[row.label] if row.label in small else small["规范性文件"]
            elif table.section == "requests":
                name = row_name(row)
                values = truth["t3"][name] if name in truth["t3"] else truth["t3"][name[:4]]
            else:
                values = truth["t4"][row.label] if truth["t4"] else None
            values = values if isinstance(values, list) else [values] * len(table.columns)
            for column, value in zip(table.columns, values, strict=True):
                number = Decimal(value) if isinstance(value, str) else value
                figures[CellRef(table.key, row.key, column.key)] = number
    return figures


@pytest.mark.parametrize("name", SAMPLES)
def test_every_figure_is_read_and_none_invented(name: str) -> None:
    imported, truth, _ = sample(name)
    found = {**imported.entries, **imported.reported}
    assert {ref: found.get(ref) for ref in imported.edition.cells} == expected(imported.edition, truth)
    assert (imported.agency, imported.year) == (truth["unit"], truth["year"])


@pytest.mark.parametrize("name", SAMPLES)
def test_published_balances_hold_after_the_import(name: str) -> None:
    imported, _, _ = sample(name)
    draft = to_draft(imported)
    assert [finding for finding in draft.evaluation.findings if finding.level is Level.HARD] == []
    assert [ref for ref in imported.reported if draft.evaluation.amounts[ref].number != imported.reported[ref]] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_narratives_are_whole(name: str) -> None:
    """Each sentence after the title stands in a narrative or the preamble; nothing of the tables does."""
    imported, _, source = sample(name)
    kept = re.sub(r"\s", "", "".join(imported.narratives.values()) + (imported.preamble or ""))
    plain = re.sub(r"^.*(?:\t|\|).*$", "", source, flags=re.MULTILINE)
    plain = re.sub(r"\s|[#*]", "", plain)
    for section in imported.edition.sections:
        plain = plain.replace(section.heading, "。")
    sentences = re.split(r"[。！？]", plain)[1:]
    assert [part for part in sentences if part not in kept and not part.startswith("第二十条")] == []
    assert set(imported.narratives) == {"overview", "problems", "others"}
    assert not any(label in kept for label in ("本年制发件数", "第一项加第二项", "结果维持", "第二十条", "\t"))


@pytest.mark.parametrize("name", SAMPLES)
def test_paragraphs_torn_by_a_page_are_one_again(name: str) -> None:
    """Each sample has such tears; after the import every paragraph ends a sentence or is a short heading."""
    imported, _, _ = sample(name)
    paragraphs = "\n".join(imported.narratives.values()).split("\n")
    assert [text for text in paragraphs if text[-1] not in "。：；" and not reads_as_heading(text)] == []


def test_level_two_headings_stand_alone() -> None:
    imported, _, _ = sample("huiji-2023")
    paragraphs = imported.narratives["overview"].split("\n")
    assert [p for p in paragraphs if p.startswith("（")] == list(imported.edition.section("overview").headings)


def test_what_the_source_lacks_is_blank_and_said() -> None:
    imported, _, _ = sample("luan-2023")
    notes = "".join(imported.notes)
    assert "逾期未缴费" in notes and "行政复议、行政诉讼" in notes
