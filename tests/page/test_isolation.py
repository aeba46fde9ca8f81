"""ReportLab in the process takes nothing away from others, and Pillow waits until somebody uses it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import model.page

_USE = "import PIL.Image; from PIL import ImageDraw; ImageDraw.Draw(PIL.Image.new('L', (2, 2))).point((0, 0))"
_UNUSED = "import model.page.pdf, sys; assert 'PIL._imaging' not in sys.modules, 'Pillow is loaded'"
_TYPESET = "from model.page.pdf import Canvas; import io; c = Canvas(io.BytesIO()); c.drawString(9, 9, 'x'); c.save()"


@pytest.mark.parametrize("order", [(_UNUSED, _USE, _TYPESET), (_USE, _TYPESET), (_UNUSED, _TYPESET, _USE)])
def test_pillow_and_the_page_work_in_any_order(order: tuple[str, ...]) -> None:
    root = Path(model.page.__path__[0]).parents[1]
    result = subprocess.run(
        [sys.executable, "-c", "\n".join(order)], capture_output=True, text=True, check=False, cwd=root
    )
    assert (result.returncode, result.stderr) == (0, "")
