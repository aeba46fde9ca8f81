"""Compiles PySide6's own Python modules once, at build time.

PySide6 carries them as an archive of source text inside its library, and compiles that anew at every start, which
takes a quarter of the time that an empty window takes. Where a folder ``files.dir`` beside shiboken6 has them, it
imports them from there like any other module. Only ever used on the throw-away environment of build.py.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

FOLDER: Final = "files.dir"


def compile_support(python: Path, site_packages: Path) -> None:
    """Makes that folder in the environment of ``python``, with compiled modules alone: they fit any clock and place."""
    environment = {**os.environ, "SBK_EMBED": "0"}  # PySide6's own switch: unpack
    subprocess.run([python, "-c", "import PySide6.QtCore"], env=environment, check=True)
    folder = site_packages / "shiboken6" / FOLDER
    subprocess.run([python, "-m", "compileall", "-q", "-b", "-o", "1", "-s", folder, folder], check=True)
    for cache in folder.rglob("__pycache__"):
        shutil.rmtree(cache)
    for source in folder.rglob("*.py"):
        if not source.with_suffix(".pyc").exists():
            sys.exit(f"{source} was not compiled")
        source.unlink()
