"""Places in a text as Python counts them, characters, and as Qt does: a rare character is two units there."""

from __future__ import annotations


def units(text: str) -> int:
    """Length as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, position: int) -> int:
    """How many characters of ``text`` stand before Qt's ``position``."""
    if text.isascii() or max(text) < "\U00010000":
        return position
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "surrogatepass"))
