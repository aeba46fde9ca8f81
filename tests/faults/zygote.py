"""Runs one command line after another, each in a fork of this process, with a fault armed in the preloaded library.

Started by `faulty.FaultyProgram`. Forking a process that has everything imported takes milliseconds where a fresh
start takes a hundred, so every call of a save can meet every error in seconds. Reads one job a line, answers with one
line.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import main as program


def serve() -> None:
    library = ctypes.CDLL(None)
    library.fault_log.restype = ctypes.c_char_p
    _warm_up()
    gc.freeze()
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(library, job)
        _, status = os.waitpid(child, 0)
        journal = library.fault_log().decode("utf-8", "replace")
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "journal": journal}), flush=True)


def _warm_up() -> None:
    """Do everything once, so that no fork has to import a library or read a font."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        draft = f"{folder}/a.json"
        program.main(["new", "--agency", "云溪市水利局", "--year", "2023", "-o", draft])
        program.main(["export", draft, "--draft", "-o", f"{folder}/a.pdf"])


def _run(library: ctypes.CDLL, job: dict[str, Any]) -> None:
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        os.dup2(os.open(Path(job["scratch"]) / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    os.environ.update(job["environment"])
    status = 70
    try:
        library.fault_arm(os.fsencode(job["folder"]), job["nth"], job["fate"], job["code"])
        status = program.main(job["arguments"])
    except BaseException:
        traceback.print_exc()
    finally:
        library.fault_disarm()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
