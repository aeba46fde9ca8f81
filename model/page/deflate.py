"""Deflating in pieces, so that a large stream that changed a little is not deflated again from the beginning.

The result is an ordinary zlib stream, and the same for the same data whatever was deflated before: every piece is
compressed by itself and ends on a byte boundary (a full flush), so that ready pieces can be put together.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Sequence
from itertools import pairwise

_KEPT = 200
_HEAD = b"\x78\x9c"  # zlib, default compression
_TAIL = b"\x03\x00"  # an empty last block


class PiecewiseDeflater:
    """Remembers the pieces that it deflated lately, at one of zlib's levels."""

    def __init__(self, level: int = 6) -> None:
        self._level = level
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    def deflate(self, data: bytes, cuts: Sequence[int] = ()) -> bytes:
        """``data`` as a zlib stream, in pieces that end at the ascending positions ``cuts``."""
        pieces = [data[start:end] for start, end in pairwise((0, *cuts, len(data))) if end > start]
        return b"".join((_HEAD, *map(self._deflated, pieces), _TAIL, zlib.adler32(data).to_bytes(4, "big")))

    def _deflated(self, piece: bytes) -> bytes:
        found = self._kept.get(piece)
        if found is None:
            compressor = zlib.compressobj(self._level, zlib.DEFLATED, -zlib.MAX_WBITS)
            found = self._kept[piece] = compressor.compress(piece) + compressor.flush(zlib.Z_FULL_FLUSH)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(piece)
        return found
