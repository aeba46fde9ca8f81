"""The report as blocks belongs to no output: whoever exports it otherwise than as pages loads nothing of the page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import model.document

_LIST_MODULES = """
import json, pkgutil, sys
import model.document
for module in pkgutil.iter_modules(model.document.__path__, "model.document."):
    __import__(module.name)
print(json.dumps(sorted(sys.modules)))
"""


def test_blocks_load_no_font_and_no_page() -> None:
    root = Path(model.document.__path__[0]).parents[1]
    result = subprocess.run([sys.executable, "-c", _LIST_MODULES], capture_output=True, text=True, check=True, cwd=root)
    loaded = json.loads(result.stdout)
    assert "model.document.report" in loaded
    heavy = ("reportlab", "uharfbuzz", "PIL", "model.page", "pypdfium2")
    assert [name for name in loaded if name.startswith(heavy)] == []
