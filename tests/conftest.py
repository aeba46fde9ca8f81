"""Fixtures for every test. No Qt here: tests of the model run where Qt is not installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.form.editions import load_edition
from model.form.report_format import ReportFormat


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a home of its own: backups, recovery copies and settings never meet those of the person testing."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))


@pytest.fixture(scope="session")
def report_format() -> ReportFormat:
    """The edition in force (2021)."""
    return load_edition("2021")


@pytest.fixture(scope="session")
def edition_2019() -> ReportFormat:
    return load_edition("2019")
