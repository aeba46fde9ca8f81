"""What a district office decided about a folder of reports: the list of units, confirmed names, who is left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from model.rollup.roster import Roster
from model.store.file_errors import FileError
from model.store.files import read_file, write_atomic
from model.store.places import data_folder, ensure_private_folder


@dataclass(frozen=True)
class Desk:
    """``units`` is the list, empty without one; ``known`` are confirmed names, ``left_out`` has the reasons."""

    folder: Path
    agency: str = ""
    units: tuple[str, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def roster(self) -> Roster | None:
        return Roster(self.units, self.known) if self.units else None


def load_desk(folder: Path) -> Desk:
    """What was decided about a folder before; a fresh desk where nothing is known or can be read."""
    with suppress(FileError, ValueError, TypeError, KeyError):
        found = json.loads(read_file(_file(folder)).data)
        return Desk(folder, str(found["agency"]), tuple(found["units"]), dict(found["known"]), dict(found["left_out"]))
    return Desk(folder)


def save_desk(desk: Desk) -> None:
    """Remember what was decided. Raises a `FileError`."""
    file = _file(desk.folder)
    ensure_private_folder(file.parent)
    text = json.dumps({**asdict(desk), "folder": str(desk.folder)}, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomic(file, text.encode("utf-8", "replace"), private=True)


def _file(folder: Path) -> Path:
    name = hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return data_folder() / "desks" / f"{name}.json"
