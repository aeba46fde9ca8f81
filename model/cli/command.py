"""What every command of the command line is made of: its description, its statuses, its refusals."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from model.form.edition import CellRef
from model.report.numbers import Number
from model.report.quoting import visible
from model.store.strict_json import without_surrogates

OK, HARD_FINDINGS, FAILED = 0, 1, 2

Option = tuple[tuple[str, ...], dict[str, Any]]


class CommandError(Exception):
    """The command cannot be carried out; the message is one Chinese sentence."""


class Command(NamedTuple):
    """One word of the command line: what it does, in Chinese, and the arguments it takes."""

    name: str
    run: Callable[[argparse.Namespace], int]
    summary: str
    options: tuple[Option, ...] = ()


def option(*flags: str, **settings: Any) -> Option:
    """An argument, as argparse is told about it."""
    return flags, settings


FILE = option("file", type=Path, metavar="草稿.json")
FILES = option("files", type=Path, nargs="+", metavar="草稿.json")
OUTPUT = option("-o", "--output", type=Path, required=True, metavar="文件", help="写到哪里")
OVERWRITE = option("--overwrite", action="store_true", help="替换已有的文件，原来的存入备份")
PREVIOUS = option("--previous", type=Path, metavar="上年.json", help="上年年报的草稿")
JSON = option("--json", action="store_true", help="输出 JSON")


def as_text(word: str) -> str:
    """A word of the command line as text. Where the locale knows no Chinese, Python hands over its bytes, disguised."""
    return os.fsencode(word).decode("utf-8", "replace") if without_surrogates(word) != word else word


def fail(error: object) -> int:
    """Say why on stderr."""
    say(str(error), file=sys.stderr)
    return FAILED


def say(line: str, *, file: TextIO | None = None) -> None:
    """Print one line for people: whatever a file or a path put into it, the terminal gets nothing invisible."""
    print(visible(line), file=file)


def show_warnings(warnings: Sequence[str]) -> None:
    for warning in warnings:
        say(f"注意：{warning}", file=sys.stderr)


def json_number(number: Number) -> int | str:
    return str(number) if isinstance(number, Decimal) else number


def json_numbers(numbers: Mapping[CellRef, Number]) -> dict[str, int | str]:
    return {str(ref): json_number(number) for ref, number in numbers.items()}


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
