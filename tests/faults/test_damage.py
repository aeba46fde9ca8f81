"""Damaged and foreign drafts: none believed, none that does more than be refused."""

from __future__ import annotations

import pytest

from tests.faults.damage import flip_bits, sample, truncate_everywhere
from tests.faults.fuzz import every_test


def test_cut_off_after_every_byte() -> None:
    figures = truncate_everywhere()
    assert figures.violations == []
    assert figures.tried == len(sample())
    assert figures.tried - figures.fired == 1  # without its last line end a draft is whole


def test_single_bits_flipped() -> None:
    figures = flip_bits(1000)
    assert figures.violations == []
    assert figures.fired > 900  # the others hit blanks between the values


@pytest.mark.parametrize("name", every_test(1))
def test_hostile_content(name: str) -> None:
    every_test(200)[name]()
