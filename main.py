"""公开年报: the window, or with a command, the command line. See README.md."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the return value is the process's exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    smoke = words[:1] == ["--smoke"]
    paths = words[1:] if smoke else words
    from model.cli import COMMANDS, run_command  # noqa: PLC0415 - after the check below nothing of it is needed

    if len(paths) > 1 or (paths and (paths[0] in COMMANDS or paths[0].startswith("-"))):
        return run_command(words)
    from gui.application import run_window  # noqa: PLC0415 - the command line never loads Qt

    return run_window(Path(paths[0]) if paths else None, smoke=smoke)


if __name__ == "__main__":
    sys.exit(main())
