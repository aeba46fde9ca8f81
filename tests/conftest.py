"""Fixtures for every test. No Qt here: tests of the model run where Qt is not installed."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from model.form.edition import Edition
from model.form.edition_file import read_edition
from model.form.editions import load_edition

# What the program keeps about itself goes nowhere near the home of whoever runs the tests.
_HOME = tempfile.mkdtemp(prefix="ogi-report-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
_PLACES = ("OGI_REPORT_DATA",) if sys.platform == "win32" else ("XDG_DATA_HOME", "XDG_CONFIG_HOME")
os.environ |= dict.fromkeys(_PLACES, _HOME)

# The same examples in every run, so that a change is judged by what it changed. New ones: --hypothesis-profile=random
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("random", deadline=None, print_blob=True)
settings.load_profile("steady")

INVENTED_EDITION = Path(__file__).with_name("invented_edition.toml")


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The edition in force (2021)."""
    return load_edition("2021")


@pytest.fixture(scope="session")
def edition_2019() -> Edition:
    return load_edition("2019")


@pytest.fixture(scope="session")
def invented_edition() -> Edition:
    """An edition that nobody issued: whatever serves the real ones has to serve it too, without a change."""
    return read_edition(INVENTED_EDITION.read_text(encoding="utf-8"), INVENTED_EDITION.name)
