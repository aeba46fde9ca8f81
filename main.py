"""公开年报: the window, or with a command, the command line. See README.md."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the return value is the process's exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--read-document"]:
        from model.importing.reading_process import serve  # noqa: PLC0415 - what `model.importing.isolation` starts

        serve()
    if words[:1] == ["--debug"]:
        from model.store.log import debug  # noqa: PLC0415 - only on this wish

        debug()
        del words[0]
    smoke = words[:1] == ["--smoke"]
    paths = words[1:] if smoke else words
    gc.disable()  # what is imported stays: to look for garbage among it takes a tenth of a start
    if len(paths) > 1 or (paths and not _names_a_file(paths[0])):
        from model.cli import run_command  # noqa: PLC0415 - the window starts faster without it

        gc.freeze()
        gc.enable()
        return run_command(words)
    from gui.app.imports import give_import_back  # noqa: PLC0415 - the command line never loads Qt

    give_import_back()
    from gui.app.application import run_window  # noqa: PLC0415

    gc.freeze()
    return run_window(Path(paths[0]) if paths else None, smoke=smoke)


def _names_a_file(word: str) -> bool:
    """Whether a single argument is a draft to open. A bare Latin word is a command, whatever lies in the folder."""
    if word.startswith("-") or (word.isascii() and word.isalpha()):
        return False
    return word.lower().endswith(".json") or os.path.exists(word)  # noqa: PTH110 - a Path would raise for long words


if __name__ == "__main__":
    sys.exit(main())
