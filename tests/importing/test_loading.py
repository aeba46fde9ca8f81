"""What is loaded when: a start knows of importing, and of no reader or library that only a file needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARIES = ("selectolax", "python_calamine", "olefile", "email.message", "xml.etree")
KEPT = ("model.importing.readers", "model.importing.readers.kinds", "model.importing.readers.refusals")
REPORT = f"""
import sys
print(*(name for name in sys.modules if name in {LIBRARIES!r} or name.startswith("model.importing.readers")))
"""


def loaded(code: str, home: Path) -> set[str]:
    """The readers and their libraries that are there after the code has run in a process of its own."""
    here = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", code + REPORT],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **here},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_importing_loads_no_reader_before_there_is_a_file(tmp_path: Path) -> None:
    assert loaded("import model.importing", tmp_path) - set(KEPT) == set()


def test_the_window_starts_without_any_reader(tmp_path: Path) -> None:
    pytest.importorskip("PySide6")
    assert loaded("import main; main.main(['--smoke'])", tmp_path) == set()
