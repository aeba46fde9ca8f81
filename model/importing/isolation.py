"""Reads a document in a process of its own, with limits: no file can hang, crash or fill up the program.

The process is this program, started again with `ARGUMENT`; `reading_process` is what it does. It waits for the file on
its standard input before it does anything, so that on Windows a job with limits can be set around it first; elsewhere
it limits itself.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from model.importing.content import Content, ImportRefused
from model.importing.readers import PLAIN, read
from model.importing.readers.kinds import kind_of
from model.importing.readers.refusals import damaged, too_large
from model.importing.reading_process import MEMORY, PROCESSOR_SECONDS
from model.importing.transfer import LARGEST, NotContent, unpacked

if sys.platform == "win32":
    from model.importing.windows_job import Job

    _NO_WINDOW: Final = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW: Final = 0

ARGUMENT: Final = "--read-document"
WALL_SECONDS: Final = 30.0
LARGEST_FILE: Final = 100 * 1024 * 1024
_LOOK_UP_EVERY: Final = 0.05
"""Seconds between two looks at whether the result is still wanted."""
_CRASHES: Final = (-11, -6, -7, -4, -8, 0xC0000005)
"""Exit codes of a crash inside a library: segmentation fault, abort and the like."""
_FROM_SOURCE: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); import main; sys.exit(main.main())"


def read_document(data: bytes, suffix: str = "", *, cancelled: Callable[[], bool] = lambda: False) -> Content:
    """What a file says; the kind is told by the bytes, ``suffix`` (".doc") only helps.

    Raises `ImportRefused`, also once ``cancelled`` says that nobody wants the result any more.
    """
    if not data:
        raise ImportRefused("文件是空的，里面没有文字，请确认选对了文件。")
    if len(data) > LARGEST_FILE:
        raise too_large("文件", len(data) >> 20, LARGEST_FILE >> 20, " MB")
    kind = kind_of(data, suffix)
    if kind in PLAIN:
        return read(data, kind)
    with _Child() as child:
        return _understood(child.answer([suffix.encode(), b"\n", data], cancelled), child.exit_code)


class _Child:
    """A process that reads one document. It does not outlive the block that it was started for."""

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                creationflags=_NO_WINDOW,
            )
        except OSError as error:
            raise ImportRefused("没能启动读取文件的进程，请关闭一些程序后再试，或者重新安装本程序。") from error
        if sys.platform == "win32":
            self._job = Job(self._process, MEMORY, PROCESSOR_SECONDS)

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()

    @property
    def exit_code(self) -> int:
        """How the process ended, by itself or because it took too long."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self._end()
        return self._process.returncode

    def answer(self, question: Sequence[bytes], cancelled: Callable[[], bool]) -> bytes:
        """What the process has to say, at most `LARGEST` bytes and one."""
        found: list[bytes] = []
        exchange = threading.Thread(target=self._exchange, args=(question, found), daemon=True)
        exchange.start()
        for _ in range(round(WALL_SECONDS / _LOOK_UP_EVERY)):
            exchange.join(_LOOK_UP_EVERY)
            if not exchange.is_alive():
                return b"".join(found)
            if cancelled():
                raise ImportRefused("已取消导入。")
        raise _unfinished(WALL_SECONDS)

    def _exchange(self, question: Sequence[bytes], found: list[bytes]) -> None:
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        with contextlib.suppress(OSError), process.stdin:
            process.stdin.writelines(question)
        with contextlib.suppress(OSError, ValueError), process.stdout:
            found.append(process.stdout.read(LARGEST + 1))


def _command() -> list[str]:
    """The program once more. On Windows that of the command line: a window's program may have no streams."""
    if getattr(sys, "frozen", False):
        console = Path(sys.executable).with_name("ogi-report.exe")
        return [str(console) if console.exists() else sys.executable, ARGUMENT]
    root = Path(__file__).resolve().parents[2]
    return [sys.executable, "-I", "-B", "-c", _FROM_SOURCE, str(root), ARGUMENT]


def _understood(answer: bytes, exit_code: int) -> Content:
    """The process is not trusted, for a file may have taken it over: its answer is checked."""
    try:
        return unpacked(answer)
    except NotContent as error:
        if answer or exit_code in _CRASHES:
            raise damaged() from error
        raise _unfinished(PROCESSOR_SECONDS) from error


def _unfinished(seconds: float) -> ImportRefused:
    return ImportRefused(
        f"文件太大或结构异常，{seconds:.0f}秒内没有读完，已停止；请用原来的程序打开，另存为 .docx 后再导入。"
    )
