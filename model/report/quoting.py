"""Words of files, paths and people inside a sentence of ours: all of them visible, on one line, and short."""

from __future__ import annotations

import os

LONGEST = 240  # characters; a path may have thousands


def visible(text: str) -> str:
    """``text`` with everything that does not show, or that turns the writing direction, spelt as ``[U+202E]``."""
    return "".join(c if c.isprintable() or c == "\u3000" else f"[U+{ord(c):04X}]" for c in text)


def excerpt(text: str, longest: int = LONGEST) -> str:
    """``text`` visible and, beyond so many characters, without its middle."""
    if len(text) > longest:
        half = longest // 2
        text = f"{text[:half]}…{text[-half:]}"
    return visible(text)


def quoted(words: str | os.PathLike[str], longest: int = LONGEST) -> str:
    """Words or a path as they stand inside a sentence: an `excerpt` in quotation marks."""
    return f"“{excerpt(os.fspath(words), longest)}”"
