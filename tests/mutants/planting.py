"""Plants a known defect in a scratch copy of the project, and sees whether the tests notice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = ("main.py", "run.py", "pyproject.toml", "requirements.lock", "README.md")
FOLDERS = ("model", "gui", "resources", "tests", "packaging", "docs")
LONGEST = 600  # seconds for one run; a hang counts as noticed


@dataclass(frozen=True)
class Defect:
    """``changes`` replace a text that stands once in ``file``; ``tests`` are the parts of the suite that look there."""

    name: str
    file: str
    changes: tuple[tuple[str, str], ...]
    tests: tuple[str, ...] = ("tests/store", "tests/faults")


class PlaceChanged(Exception):
    """What a defect replaces does not stand, exactly once, in its file any more."""


@contextmanager
def scratch_copy() -> Iterator[Path]:
    """A copy of the project to spoil; only the fonts, which are heavy and never spoilt, are linked."""
    with tempfile.TemporaryDirectory(prefix="ogi-report-mutants-") as folder:
        copy = Path(folder) / "copy"
        copy.mkdir()
        for name in FILES:
            shutil.copy(ROOT / name, copy / name)
        for name in FOLDERS:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
        (copy / "resources" / "fonts").symlink_to(ROOT / "resources" / "fonts")
        yield copy


@contextmanager
def planted(defect: Defect, copy: Path) -> Iterator[None]:
    """The defect stands in the copy while this lasts. Raises `PlaceChanged`."""
    file = copy / defect.file
    sound = text = file.read_text(encoding="utf-8") if file.exists() else ""
    for old, new in defect.changes:
        if text.count(old) != 1:
            raise PlaceChanged(f"{defect.file}: {old!r} stands {text.count(old)} times")
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(sound, encoding="utf-8")


def first_failure(copy: Path, parts: Sequence[str], longest: int = LONGEST) -> str | None:
    """The first test below ``parts`` that fails in the copy, None if all pass."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *parts]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, encoding="utf-8", timeout=longest, check=False
        )
    except subprocess.TimeoutExpired:
        return f"{' '.join(parts)} hangs"
    if done.returncode == 0:
        return None
    failed = re.search(r"^(?:FAILED|ERROR) \S*?(\w+\.py(?:::[^\s\[]+)?)", done.stdout, re.MULTILINE)
    if failed is None and done.returncode in (1, 2):
        raise AssertionError(f"the tests did not run\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return failed[1] if failed else f"{' '.join(parts)} crashes"
