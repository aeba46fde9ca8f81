"""``schema`` and ``formats``: what the program says about itself."""

from __future__ import annotations

import argparse

from model.cli.command import OK, Command
from model.form.editions import edition_names, load_edition
from resources import resource_path


def _schema(options: argparse.Namespace) -> int:
    print(resource_path("schemas/draft-1.json").read_text(encoding="utf-8"), end="")
    return OK


def _formats(options: argparse.Namespace) -> int:
    for name in edition_names():
        edition = load_edition(name)
        years = f"{edition.first_year}—{edition.last_year}" if edition.last_year else f"{edition.first_year} 年起"
        print(f"{edition.name} 年版  {years}  {edition.basis}")
    return OK


SCHEMA = Command("schema", _schema, "草稿文件的 JSON Schema")
FORMATS = Command("formats", _formats, "列出报告格式各版")
