"""Two people, one file."""

from __future__ import annotations

from pathlib import Path

from tests.faults.faulty import FaultyProgram
from tests.faults.writers import compete


def test_no_update_is_lost(program: FaultyProgram, tmp_path: Path) -> None:
    result = compete(tmp_path, writers=2, updates=40)
    assert result.problems == ()
    assert result.lost == 0
    assert result.saved == 80
    assert result.conflicts > 0, "the writers never met"
