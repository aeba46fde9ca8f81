"""The table of commands, and the parser of the words that choose one."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from model import __version__
from model.cli.about import FORMATS, SCHEMA
from model.cli.check import CHECK
from model.cli.command import FAILED
from model.cli.export import EXPORT
from model.cli.fill import NEW, SET
from model.cli.importing import IMPORT
from model.cli.rollup import ROLLUP
from model.report.quoting import excerpt

COMMANDS = (NEW, SET, CHECK, EXPORT, IMPORT, ROLLUP, SCHEMA, FORMATS)


class _Parser(argparse.ArgumentParser):
    """argparse, with its complaints as one Chinese sentence."""

    COMPLAINTS = (
        (r"the following arguments are required: (.+)", "缺少 {}"),
        (r"unrecognized arguments: (.+)", "不认识 {}"),
        (r"argument (.+?): expected .+", "{} 后面缺少内容"),
        (r"argument (.+?): invalid choice: '?([^' ]*)'?.*", "没有“{1}”这个命令"),
        (r"argument (.+?): invalid \w+ value: (.+)", "{} 的内容 {1} 不对"),
    )

    def error(self, message: str) -> NoReturn:
        reason = "写法不对"
        for pattern, words in self.COMPLAINTS:
            if match := re.fullmatch(pattern, message):
                reason = words.format(*(excerpt(word, 80) for word in match.groups()))
        self.exit(FAILED, f"命令没有执行：{reason}；用 {self.prog} --help 查看用法。\n")


def make_parser() -> argparse.ArgumentParser:
    """The parser of a whole command line; ``options.command`` is the `Command` that was chosen."""
    parser = _Parser(
        prog="ogi-report", description="公开年报：填写、审核、导出政府信息公开工作年度报告。不带命令时打开窗口。"
    )
    parser.add_argument("--version", action="version", version=__version__)
    words = parser.add_subparsers(dest="name", metavar="命令", required=True)
    for command in COMMANDS:
        subparser = words.add_parser(command.name, help=command.summary, description=command.summary)
        for flags, settings in command.options:
            subparser.add_argument(*flags, **settings)
        subparser.set_defaults(command=command.run)
    return parser
