"""What the process does that reads one document: limit itself, read standard input, answer on standard output."""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import os
import sys
from typing import Final

from model.importing.content import Content, ImportRefused
from model.importing.readers import KINDS, read
from model.importing.readers.kinds import exact_kind
from model.importing.readers.refusals import damaged
from model.importing.transfer import packed

MEMORY: Final = 1 << 30
PROCESSOR_SECONDS: Final = 20
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_OPEN_FILES: Final = 64
_CODECS: Final = (
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gb2312", "cp1252"),
    *("cp932", "cp949", "cp950", "cp1250", "cp1251", "raw-unicode-escape"),
)
"""Python opens a file for each of these when it is first used."""


def serve() -> None:
    """Read one document and end the process. The suffix of its name stands in the first line of the input."""
    _limit()
    _leave_network()
    suffix, _, data = _everything(0).partition(b"\n")
    answer = packed(_outcome(data, suffix.decode("utf-8", "replace")))
    with open(1, "wb", closefd=False) as output:
        output.write(answer)
    os._exit(0)  # nothing of a library that a file has confused is run any more


def _everything(descriptor: int) -> bytes:
    with open(descriptor, "rb", closefd=False) as source:
        return source.read()


def _outcome(data: bytes, suffix: str) -> Content | ImportRefused:
    try:
        kind = exact_kind(data, suffix)
        KINDS[kind].reader()
        _open_nothing_more()
        return read(data, kind)
    except ImportRefused as refusal:
        return refusal
    except MemoryError:
        return ImportRefused("文件展开后太大，没有读；请用原来的程序打开，另存为 .docx 后再导入。")
    except BaseException:  # a panic in a library is not even an Exception
        return damaged()


def _limit() -> None:
    """On Windows the program sets a job around this process before it sends the document."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: PROCESSOR_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
    }
    for what, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS does not know them all
            resource.setrlimit(what, (most, most))


def _open_nothing_more() -> None:
    """With its libraries loaded, no reader needs another file."""
    for codec in _CODECS:
        codecs.lookup(codec)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _leave_network() -> None:
    """A network of its own, which is empty. Not every kernel lets a user have one, and no reader asks for any."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)
