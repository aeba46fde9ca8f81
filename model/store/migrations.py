"""Older draft files, brought up to date one schema at a time.

`MIGRATIONS[n]` turns a draft of schema n+1 into one of schema n+2. A step is a pure function of the raw JSON object,
is never changed once shipped, and has a stored file of its old schema in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: Sequence[Migration] = ()
SCHEMA = len(MIGRATIONS) + 1
"""The schema that this version writes."""


def migrate(raw: dict[str, Any], schema: int, migrations: Sequence[Migration] = MIGRATIONS) -> dict[str, Any]:
    """``raw`` of schema ``schema``, brought to the newest. ``schema`` is at least 1 and not from the future."""
    for step in migrations[schema - 1 :]:
        raw = step(raw)
    return raw
