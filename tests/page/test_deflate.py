"""Streams put together from pieces are what any reader inflates."""

from __future__ import annotations

import zlib

from hypothesis import given
from hypothesis import strategies as st

from model.page.deflate import PiecewiseDeflater


@given(data=st.binary(max_size=3000), cuts=st.lists(st.integers(0, 3000), max_size=8).map(sorted))
def test_the_pieces_make_one_stream(data: bytes, cuts: list[int]) -> None:
    within = [cut for cut in cuts if cut <= len(data)]
    assert zlib.decompress(PiecewiseDeflater().deflate(data, within)) == data


def test_the_result_does_not_depend_on_what_came_before() -> None:
    warm = PiecewiseDeflater()
    for number in range(300):
        warm.deflate(b"abc" * number, (5,))
    assert warm.deflate(b"government" * 50, (100, 200)) == PiecewiseDeflater().deflate(b"government" * 50, (100, 200))
