"""``check``: the findings of drafts and of published reports, for people or as JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from model.checks.finding import Finding
from model.checks.requirements import lists_in_use, use_folder
from model.checks.wording import LEVEL_NAMES
from model.cli.command import (
    HARD_FINDINGS,
    JSON,
    OK,
    PREVIOUS,
    Command,
    CommandError,
    fail,
    json_number,
    option,
    print_json,
    say,
)
from model.cli.drafts import last_year, read
from model.draft import Draft
from model.report.quoting import quoted
from model.report.report import Edit
from model.store.file_errors import FileError
from model.store.places import requirements_folder


def _check(options: argparse.Namespace) -> int:
    use_folder(requirements_folder)
    for complaint in lists_in_use().refused:
        print(complaint, file=sys.stderr)
    status, reports = OK, []
    for path in options.files:
        try:
            draft = read(path)
            if options.previous:
                draft.apply(Edit(details={"previous": last_year(options.previous, draft.year)}))
        except (FileError, CommandError) as error:
            status = fail(error)
            continue
        if draft.evaluation.blocks_finishing:
            status = max(status, HARD_FINDINGS)
        reports.append(_report(path, draft))
        if not options.json:
            _print_findings(path, draft)
    if options.json:
        print_json({"files": reports})
    return status


def _report(path: Path, draft: Draft) -> dict[str, Any]:
    amounts = {str(ref): json_number(amount.number) for ref, amount in draft.evaluation.amounts.items()}
    findings = [_json_finding(finding, draft) for finding in draft.evaluation.all_findings]
    return {"path": str(path), "amounts": amounts, "findings": findings}


def _json_finding(finding: Finding, draft: Draft) -> dict[str, Any]:
    left, right = finding.values or (None, None)
    return {
        "code": finding.code,
        "level": finding.level.value,
        "message": finding.sentence(draft.evaluation),
        "cells": [str(ref) for ref in finding.cells],
        "spans": [span._asdict() for span in finding.spans],
        "left": None if left is None else json_number(left),
        "right": None if right is None else json_number(right),
        "explanation": draft.explanation(finding),
    }


def _print_findings(path: Path, draft: Draft) -> None:
    findings = draft.evaluation.all_findings
    say(f"{quoted(path)}  {draft.title}")
    for finding in findings:
        answer = draft.explanation(finding)
        say(f"  {LEVEL_NAMES[finding.level]}  {finding.sentence(draft.evaluation)}")
        if answer:
            say(f"          说明：{answer}")
    counts = "，".join(f"{name} {sum(f.level is level for f in findings)}" for level, name in LEVEL_NAMES.items())
    print(f"  {counts}" if findings else "  审核通过，没有发现问题。")


_FILES = option("files", type=Path, nargs="+", metavar="文件", help="草稿，或者能导入的各种文件")

CHECK = Command("check", _check, "审核草稿或者已公布的年报", (_FILES, PREVIOUS, JSON))
