"""``export``: drafts into files that others read."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from model.cli.command import (
    FILES,
    HARD_FINDINGS,
    OK,
    Command,
    CommandError,
    as_text,
    fail,
    option,
    show_warnings,
)
from model.cli.drafts import load
from model.document.blocks import STAMPS
from model.exporting import FORMATS, Format, Job, format_named, leave
from model.exporting.writing import write_export
from model.report.quoting import quoted, visible
from model.store.file_errors import FileError

if TYPE_CHECKING:
    from model.draft import Draft

_SUFFIXES = "、".join(dict.fromkeys(each.suffix for each in FORMATS))


def _export(options: argparse.Namespace) -> int:
    from model.page import PageSettings, Typesetter  # noqa: PLC0415 - the page is loaded only where one is made
    from model.page.own_fonts import installed_fonts  # noqa: PLC0415

    if options.stamp not in ("", *STAMPS):
        raise CommandError(f"没有“{visible(options.stamp)}”这个字样：--stamp 后面可以写 {'、'.join(STAMPS)}。")
    settings = PageSettings(stamp=options.stamp, own_fonts=options.own_fonts)
    if options.own_fonts:
        show_warnings(installed_fonts().notes)
    several = len(options.files) > 1 or options.output.is_dir()
    if os.path.realpath(options.output) in {os.path.realpath(path) for path in options.files}:
        raise CommandError(f"{quoted(options.output)}就是要导出的草稿，请给导出的文件另起一个名字。")
    target = _format(options, several=several)
    status, drafts = OK, []
    for path in options.files:
        try:
            drafts.append((path, load(path).draft))
        except FileError as error:
            status = fail(error)
    paths = _in_folder(drafts, options, target) if several else [options.output] * len(drafts)
    typesetter = Typesetter()
    for (path, draft), output in zip(drafts, paths, strict=True):
        leaving = leave(draft, target, as_draft=options.draft)
        if leaving.hindrance and not options.draft:
            print(
                f"{quoted(path)}{leaving.hindrance}，没有导出；"
                "请用 check 查看强制性问题并改正，或加 --draft 导出带“草稿”字样的文件。",
                file=sys.stderr,
            )
            status = max(status, HARD_FINDINGS)
            continue
        data = target.write(Job(draft, settings, leaving.stamped, datetime.now()), typesetter)
        try:
            show_warnings(write_export(output, data, target, overwrite=options.overwrite))
        except FileError as error:
            status = fail(error)
    return status


def _format(options: argparse.Namespace, *, several: bool) -> Format:
    """What to make: what a flag or ``--to`` names, else what the file's suffix says."""
    key: str | None = options.to
    if key is not None and key not in {each.key for each in FORMATS}:
        raise CommandError(f"不能导出成“{key}”：--to 后面可以写 {'、'.join(each.key for each in FORMATS)}。")
    if several:
        return format_named(key or FORMATS[0].key)
    suffix = options.output.suffix.lower()
    found = format_named(key) if key else next((each for each in FORMATS if each.suffix == suffix), None)
    if found is None:
        raise CommandError(f"不能导出成{quoted(options.output.name)}：文件名请以 {_SUFFIXES} 结尾。")
    if found.suffix != suffix:
        raise CommandError(f"不能导出成{quoted(options.output.name)}：{found.name}的文件名请以 {found.suffix} 结尾。")
    return found


def _in_folder(drafts: Sequence[tuple[Path, Draft]], options: argparse.Namespace, target: Format) -> list[Path]:
    """A file for each draft in the folder named, called as the format calls it."""
    options.output.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = [options.output / leave(draft, target, as_draft=options.draft).name for _, draft in drafts]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice:
        raise CommandError(f"有两份草稿都会导出成{quoted(twice.name)}，请分开导出。")
    return paths


EXPORT = Command(
    "export",
    _export,
    "导出 PDF、Word、网页、Excel、OFD、核对记录",
    (
        FILES,
        option("-o", "--output", type=Path, required=True, metavar="文件", help="写到哪里，后缀决定格式"),
        option("--to", metavar="格式", help=f"几份草稿导出到文件夹时的格式：{'、'.join(each.key for each in FORMATS)}"),
        option("--draft", action="store_true", help="有强制性问题也导出，标明“草稿”"),
        option("--fragment", action="store_const", dest="to", const="fragment", help="只要粘贴到网站后台的网页内容"),
        option("--review-sheet", action="store_const", dest="to", const="review-sheet", help="导出核对记录"),
        option("--stamp", type=as_text, default="", metavar="字样", help=f"每页印上：{'、'.join(STAMPS)}"),
        option("--own-fonts", action="store_true", help="用本机安装的方正小标宋、仿宋_GB2312、楷体_GB2312"),
        option("--overwrite", action="store_true", help="替换已有的别种文件"),
    ),
)
