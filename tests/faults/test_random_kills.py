"""Processes killed at random moments, as the task manager and the cleaning lady do it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults.random_kills import in_a_process_of_its_own


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("what", ["savers", "editors"])
def test_nothing_acknowledged_is_lost(what: str, tmp_path: Path) -> None:
    result = in_a_process_of_its_own(what, 25, tmp_path)
    assert result.problems == []
    assert result.lost == 0
    assert result.kills == 25
    assert result.edits > 25
