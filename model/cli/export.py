"""``export``: drafts into files that others read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from model.cli.command import FILES, HARD_FINDINGS, OK, OUTPUT, Command, CommandError, fail, option, show_warnings
from model.cli.drafts import load
from model.draft import Draft
from model.form.edition import Level
from model.store.file_errors import FileError, quoted
from model.store.files import write_atomic
from model.store.library import file_name


def _export(options: argparse.Namespace) -> int:
    from model.page import Typesetter  # noqa: PLC0415 - the page is loaded only where one is made

    status, drafts = OK, []
    for path in options.files:
        try:
            drafts.append((path, load(path).draft))
        except FileError as error:
            status = fail(error)
    targets = _targets(drafts, options.output, several=len(options.files) > 1)
    typesetter = Typesetter()
    for (path, draft), target in zip(drafts, targets, strict=True):
        if draft.evaluation.blocks_finishing and not options.draft:
            hard = sum(finding.level is Level.HARD for finding in draft.evaluation.all_findings)
            print(
                f"{quoted(path)}有 {hard} 处强制性问题，没有导出；"
                "请用 check 查看并改正，或加 --draft 导出带“草稿”字样的文件。",
                file=sys.stderr,
            )
            status = max(status, HARD_FINDINGS)
            continue
        output = typesetter.report(draft, draft_stamp=options.draft or None)
        show_warnings(write_atomic(target, output.pdf).warnings)
    return status


def _targets(drafts: Sequence[tuple[Path, Draft]], output: Path, *, several: bool) -> list[Path]:
    """Where each draft's page goes: the file named, or for several drafts, files in the folder named."""
    if several or output.is_dir():
        output.mkdir(parents=True, exist_ok=True)
        targets = [output / file_name(draft, ".pdf") for _, draft in drafts]
        twice = next((target for target in targets if targets.count(target) > 1), None)
        if twice:
            raise CommandError(f"有两份草稿都会导出成{quoted(twice.name)}，请分开导出。")
        return targets
    if output.resolve() in {path.resolve() for path, _ in drafts}:
        raise CommandError(f"{quoted(output)}就是要导出的草稿，请给 PDF 另起一个名字。")
    if output.suffix.lower() != ".pdf":
        raise CommandError(f"不能导出成{quoted(output.name)}：目前只能导出 PDF，文件名请以 .pdf 结尾。")
    return [output] * len(drafts)


EXPORT = Command(
    "export",
    _export,
    "导出 PDF",
    (FILES, OUTPUT, option("--draft", action="store_true", help="有强制性问题也导出，每页印“草稿”")),
)
