"""Fixtures for every test. No Qt here: tests of the model run where Qt is not installed."""

from __future__ import annotations

import pytest

from model.form.editions import load_edition
from model.form.report_format import ReportFormat


@pytest.fixture(scope="session")
def report_format() -> ReportFormat:
    """The edition in force (2021)."""
    return load_edition("2021")


@pytest.fixture(scope="session")
def edition_2019() -> ReportFormat:
    return load_edition("2019")
