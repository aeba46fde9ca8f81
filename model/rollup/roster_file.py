"""A list of units from a file: lines of a text, or the column of a sheet that holds names of offices."""

from __future__ import annotations

from pathlib import Path

from model.importing import ImportRefused, read_document
from model.importing.content import Paragraph, Table
from model.report.quoting import quoted
from model.rollup.roster import read_roster, roster_from_rows
from model.store.files import read_file


class RosterRefused(ValueError):
    """The file holds no list of units; the message is one Chinese sentence."""


def read_roster_file(path: Path) -> tuple[str, ...]:
    """The names in a list of units. Raises `RosterRefused` or a `FileError`."""
    try:
        content = read_document(read_file(path).data, path.suffix)
    except ImportRefused as error:
        raise RosterRefused(f"读不了名单{quoted(path)}：{error}") from error
    rows = [row for block in content.blocks if isinstance(block, Table) for row in block.grid()]
    text = "\n".join(block.text for block in content.blocks if isinstance(block, Paragraph))
    names = roster_from_rows(rows) or read_roster(text)
    if not names:
        raise RosterRefused(f"名单{quoted(path)}里没有单位名称，请一行写一个单位。")
    return names
