"""What tells one content of a file from the next without reading it, for whoever remembers what was read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class FileVersion(NamedTuple):
    """Bytes, nanoseconds, and the file's number."""

    size: int
    modified: int
    number: int

    @classmethod
    def of(cls, path: Path) -> FileVersion | None:
        """The version that stands there now; None where the file cannot be looked at."""
        try:
            status = path.stat()
        except OSError:
            return None
        return cls(status.st_size, status.st_mtime_ns, status.st_ino)
