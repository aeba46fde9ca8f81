"""The window dies while somebody types; the next start has it all, or nearly."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("PySide6")


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_edits_come_back(tmp_path: Path) -> None:
    from tests.faults.window_kills import in_a_process_of_its_own  # noqa: PLC0415 - only where Qt is

    result = in_a_process_of_its_own(4, tmp_path)
    assert result.problems == []
    assert result.lost == 0
    assert result.kills == 4
    assert result.restored > 0
