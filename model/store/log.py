"""What went wrong inside the program, kept in the data folder for whoever has to find out why.

Nothing of a report stands in it: of a fault its type and the lines of the program that led there are kept, never its
text or a value, which may quote what was typed.
"""

from __future__ import annotations

import logging
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from model import __version__
from model.store.file_errors import FileError
from model.store.places import APPLICATION, ELSEWHERE, data_folder, ensure_private_folder

LIMIT = 256 * 1024  # bytes; a file that has grown beyond makes room and stays as the older one


def log_file() -> Path:
    """Where faults are written; the one before it is beside it, with ``.old`` in its name."""
    return data_folder() / "log.txt"


def keep_log(*, aloud: bool = False) -> None:
    """From now on write what is logged as a warning or worse into the log, and if ``aloud`` on the terminal as well."""
    root = logging.getLogger()
    if aloud and sys.stderr is not None and not root.handlers:
        root.addHandler(logging.StreamHandler())
    root.addHandler(_LOG)


def debug() -> None:
    """``--debug``: say everything on the terminal, and keep data and settings in a fresh temporary folder."""
    import faulthandler  # noqa: PLC0415 - nobody else needs these
    import tempfile  # noqa: PLC0415
    import warnings  # noqa: PLC0415

    os.environ.setdefault(ELSEWHERE, tempfile.mkdtemp(prefix=f"{APPLICATION}-debug-"))
    logging.basicConfig(level=logging.DEBUG, format="%(relativeCreated)8d ms %(levelname)s %(name)s: %(message)s")
    warnings.simplefilter("default")
    faulthandler.enable()
    logging.getLogger(__name__).info("data and settings are in %s", data_folder())


class _LogFile(logging.Handler):
    """Appends to the log. A log that cannot be written is not worth a word: the fault itself is being dealt with."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError, FileError):
            file = log_file()
            ensure_private_folder(file.parent)
            if file.exists() and file.stat().st_size > LIMIT:
                file.replace(file.with_suffix(".old.txt"))
            with open(file, "a", encoding="utf-8", opener=_private) as stream:
                stream.write("\n".join(_lines(record)) + "\n")


_LOG = _LogFile(logging.WARNING)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _lines(record: logging.LogRecord) -> Iterator[str]:
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(record.created))
    system = f"{__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    yield f"{when} {record.levelname} {record.name}: {record.msg} ({system})"  # without its arguments
    error = record.exc_info[1] if record.exc_info else None
    while error is not None:
        number = f" {error.errno}" if isinstance(error, OSError) else ""
        yield f"  {type(error).__module__}.{type(error).__qualname__}{number}"
        for frame in traceback.extract_tb(error.__traceback__, limit=-30):
            yield f"    {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__
