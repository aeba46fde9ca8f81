"""What the program remembers between two starts: one small JSON file in the user's configuration folder.

Losing it costs nothing but habits, so nothing here ever raises: an unreadable file means the defaults, an unwritable
one a sentence in `Settings.problem`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from gui.widgets.theme import Theme
from model.store.file_errors import FileError, FileMissing
from model.store.files import read_file, write_atomic
from model.store.places import ensure_private_folder, settings_folder

RECENT_AT_MOST: Final = 10
TEXT_LEAST, TEXT_MOST = 80, 160
_OFF: Final = "设置保存不了，这次的设置和最近打开的文件到关闭程序为止有效；填报和保存草稿不受影响。"


@dataclass(frozen=True)
class Preferences:
    """Everything that is remembered. Plain values only, so that each is one line of the JSON file."""

    theme: str = Theme.SYSTEM.value
    text_size: int = 100
    """Per cent, TEXT_LEAST to TEXT_MOST; in force from the next start."""
    preview_zoom: int = 0
    """Per cent; 0 fits the page to the width."""
    geometry: str = ""
    """Base64 of `QMainWindow.saveGeometry`."""
    panel_shares: Mapping[str, int] = field(default_factory=dict)
    """Per cent of the window's width, by the key of what the side panel shows."""
    panel_open: bool = True
    recent: tuple[str, ...] = ()
    """Paths, the last used first."""
    last_folder: str = ""
    double_sided: bool = False
    closing_line: bool = True
    shading: bool = True
    wide_lines: bool = True
    """22 lines fill the page; otherwise they stand 28 points apart."""
    own_fonts: bool = False
    stamp: str = ""
    """Printed across every page whether or not the report is finished; empty for 草稿 on unfinished ones only."""
    deadline: str = ""
    """``MM-DD`` in the year after the report's, or empty for the form's own."""
    agency: str = ""
    agency_kind: str = ""
    published: str = "pdf docx html xlsx ofd review-sheet"
    """Keys of the formats that were published last, apart by blanks."""


class Settings(QObject):
    """The preferences in force. Made without a path it keeps them in memory only."""

    changed = Signal(frozenset)
    """The names of the preferences that have other values now."""
    failed = Signal(str)
    """Why nothing is remembered any more, as a sentence; once until it works again."""

    def __init__(self, path: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.problem: str | None = None
        """Why nothing is remembered, as a sentence; None while all is well."""
        self._values = self._read()

    @property
    def values(self) -> Preferences:
        return self._values

    def change(self, **values: Any) -> None:
        """Remember new values for some of the preferences, by name."""
        before, self._values = self._values, replace(self._values, **values)
        names = frozenset(name for name in values if getattr(before, name) != getattr(self._values, name))
        if names:
            self._write()
            self.changed.emit(names)

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files last opened or saved, newest first; some may be gone by now."""
        return tuple(map(Path, self._values.recent))

    def add_recent(self, path: Path) -> None:
        """Put a file at the head of the list of recent files."""
        name = str(path.absolute())
        others = (other for other in self._values.recent if other != name)
        self.change(recent=(name, *others)[:RECENT_AT_MOST], last_folder=str(path.absolute().parent))

    def forget_recent(self, path: Path) -> None:
        """Take one file off the list of recent files."""
        self.change(recent=tuple(name for name in self._values.recent if Path(name) != path))

    def clear_recent(self) -> None:
        """Empty the list of recent files: on a shared computer others need not read it."""
        self.change(recent=())

    def _read(self) -> Preferences:
        if self._path is None:
            self.problem = _OFF
            return Preferences()
        try:
            return _preferences(json.loads(read_file(self._path).data))
        except FileMissing:
            return Preferences()
        except FileError:
            self.problem = _OFF
        except ValueError:  # damaged: the next change writes it anew
            pass
        return Preferences()

    def _write(self) -> None:
        if self._path is None:
            return
        text = json.dumps(asdict(self._values), indent=1)  # in ASCII: the name of a recent file may be no text at all
        try:
            ensure_private_folder(self._path.parent)
            write_atomic(self._path, text.encode("ascii"), private=True)
            self.problem = None
        except (FileError, ValueError):
            already_told, self.problem = self.problem, _OFF
            if already_told is None:
                self.failed.emit(_OFF)


def settings_path() -> Path | None:
    """Where the settings are kept, or None on a machine that offers no place for them."""
    path = settings_folder() / "settings.json"
    return path if path.is_absolute() else None  # without a home it would start with a literal "~"


def _preferences(found: object) -> Preferences:
    """What the file says, as far as it makes sense: a value of another type than ours keeps its default."""
    if not isinstance(found, Mapping):
        return Preferences()
    defaults = Preferences()
    values: dict[str, Any] = {}
    for name in (preference.name for preference in fields(Preferences)):
        value, default = found.get(name), getattr(defaults, name)
        if name == "recent" and isinstance(value, list):
            values[name] = tuple(path for path in value if isinstance(path, str))[:RECENT_AT_MOST]
        elif name == "panel_shares" and isinstance(value, dict):
            values[name] = {part: share for part, share in value.items() if type(share) is int and 0 < share < 100}
        elif type(value) is type(default):
            values[name] = value
    read = Preferences(**values)
    return replace(read, text_size=min(max(read.text_size, TEXT_LEAST), TEXT_MOST))
