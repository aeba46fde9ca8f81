"""``import``: a report that exists already becomes a draft."""

from __future__ import annotations

import argparse
from pathlib import Path

from model.cli.command import (
    JSON,
    OK,
    OUTPUT,
    OVERWRITE,
    Command,
    as_text,
    json_numbers,
    option,
    print_json,
    say,
)
from model.cli.drafts import save_new
from model.report.quoting import quoted


def _import(options: argparse.Namespace) -> int:
    from model.importing.opening import open_report  # noqa: PLC0415 - readers are heavy

    draft, notes = open_report(options.source, year=options.year, agency=options.agency)
    save_new(draft, options.output, overwrite=options.overwrite)
    if options.json:
        print_json(
            {
                "path": str(options.output),
                "year": draft.year,
                "agency": draft.agency,
                "entries": json_numbers(draft.entries),
                "reported": json_numbers(draft.reported),
                "narratives": draft.narratives,
                "remarks": draft.remarks,
                "notes": list(notes),
            }
        )
        return OK
    inputs = len(draft.edition.inputs)
    say(f"已导入 {draft.title}：读到 {len(draft.entries)}/{inputs} 格、合计 {len(draft.reported)} 个、")
    say(f"正文 {len(draft.narratives)} 部分，存为{quoted(options.output)}。")
    for note in notes:
        say(f"  注意：{note}")
    return OK


IMPORT = Command(
    "import",
    _import,
    "导入已有的年报",
    (
        option("source", type=Path, metavar="来源文件"),
        OUTPUT,
        OVERWRITE,
        option("--year", type=int, metavar="年份", help="报告年度（原文没有写时）"),
        option("--agency", type=as_text, metavar="单位", help="单位全称（原文没有写时）"),
        JSON,
    ),
)
