"""The material that stands beside the repository (real sample reports and their figures), when it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_path(name: str) -> Path:
    """The file or folder ``../shared/<name>``; the calling test is skipped, with a message, where it is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared/{name} is not beside this checkout", allow_module_level=True)
    return path
