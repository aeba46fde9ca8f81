"""A disk that fails, at any call and with any error, costs no draft and is never called a success."""

from __future__ import annotations

import errno

from tests.faults.faulty import Fate
from tests.faults.scenarios import ERRORS, World, cut_writes_short, fail_everywhere

LOOKED_AT = 45
"""A command makes up to 150 calls; about so many of them are tried here, and all in the long run."""


def test_calls_fail_once(world: World) -> None:
    """Calls from the first to the last, with one of the errors in turn; every error is in the long run."""
    every = max(1, len(world.calls) // LOOKED_AT)
    figures = fail_everywhere(world, lambda nth: [ERRORS[nth % len(ERRORS)]] * (nth % every == 0))
    assert figures.violations == []
    assert figures.fired == figures.tried >= 40


def test_from_some_call_on_nothing_works(world: World) -> None:
    codes = [errno.ENOSPC, errno.EIO]
    every = 3 * max(1, len(world.calls) // LOOKED_AT)
    figures = fail_everywhere(world, lambda nth: [codes[nth % 2]] * (nth % every == 0), Fate.FAIL_FROM_HERE)
    assert figures.violations == []
    assert figures.fired == figures.tried >= 15


def test_short_writes(world: World) -> None:
    figures = cut_writes_short(world)
    assert figures.violations == []
    assert figures.fired == figures.tried >= 1
