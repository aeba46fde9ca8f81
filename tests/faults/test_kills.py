"""A process that dies at any moment of a save leaves the old file or the new one, and the next save cleans up."""

from __future__ import annotations

from tests.faults.scenarios import World, kill_everywhere


def test_killed_at_every_call_that_changes_something(world: World) -> None:
    figures = kill_everywhere(world, only_changing=True)
    assert figures.violations == []
    assert figures.fired == figures.tried >= 5
