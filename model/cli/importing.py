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
    CommandError,
    as_text,
    json_numbers,
    option,
    print_json,
    say,
)
from model.cli.drafts import load, save_new
from model.report.quoting import quoted
from model.store.files import read_file


def _import(options: argparse.Namespace) -> int:
    from model.importing import ImportRefused, read_report, to_draft  # noqa: PLC0415 - readers are heavy

    if options.source.suffix.lower() == ".json":
        draft, notes = load(options.source).draft, tuple[str, ...]()
    else:
        data = read_file(options.source).data
        try:
            imported = read_report(data, options.source.suffix, year=options.year, agency=options.agency)
            draft, notes = to_draft(imported), imported.notes
        except ImportRefused as error:
            raise CommandError(f"没有导入{quoted(options.source)}：{error}") from error
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
