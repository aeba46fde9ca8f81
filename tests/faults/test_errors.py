"""A disk that fails, at any call and with any error, costs no draft and is never called a success."""

from __future__ import annotations

import errno

from tests.faults.faulty import Fate
from tests.faults.scenarios import ERRORS, World, cut_writes_short, fail_everywhere


def test_every_call_fails_once(world: World) -> None:
    """Each call with one of the errors in turn; every call with every error is in the long run."""
    figures = fail_everywhere(world, lambda nth: [ERRORS[nth % len(ERRORS)]])
    assert figures.violations == []
    assert figures.fired == figures.tried >= 40


def test_from_some_call_on_nothing_works(world: World) -> None:
    codes = [errno.ENOSPC, errno.EIO]
    figures = fail_everywhere(world, lambda nth: [codes[nth % 2]] * (nth % 3 == 0), Fate.FAIL_FROM_HERE)
    assert figures.violations == []
    assert figures.fired == figures.tried >= 15


def test_short_writes(world: World) -> None:
    figures = cut_writes_short(world)
    assert figures.violations == []
    assert figures.fired == figures.tried >= 1
