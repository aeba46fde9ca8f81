"""The command line: one module a command or two, each a small function that returns the exit status.

0 is success, 1 "there are hard findings", 2 "could not be done". Errors are one Chinese sentence on stderr. A new
command is a module with a `Command` in it, and one line in the table of `parser`.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from model.cli.command import OK, CommandError, fail
from model.cli.parser import make_parser
from model.report.quoting import quoted
from model.store.file_errors import FileError, cannot_read


def run_command(words: Sequence[str]) -> int:
    """Carry out one command line and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    options = make_parser().parse_args(words)
    try:
        return int(options.command(options))
    except (CommandError, FileError) as error:
        return fail(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read the output has left
        return OK
    except OSError as error:  # from a look at a path, before `files` came to it
        return fail(cannot_read(Path(error.filename or "."), error))
    except MemoryError:
        return fail("内存不足，没有完成；请关闭一些程序后再试。")
    except Exception as error:
        return _unforeseen(error)


def _unforeseen(error: Exception) -> int:
    """A fault of the program itself: its reason goes to the log, since a traceback helps nobody in an office."""
    import logging  # noqa: PLC0415 - a command that succeeds does without

    from model.store.log import keep_log, log_file  # noqa: PLC0415

    keep_log()
    logging.getLogger(__name__).critical("unforeseen", exc_info=error)
    return fail(f"程序遇到了没有料到的问题，没有完成；原因记在{quoted(log_file())}里，请交给维护这台电脑的人。")


def _speak_utf8(stream: TextIO) -> None:
    """Chinese can be printed whatever the locale: in a C locale Python would stop at the first character."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
