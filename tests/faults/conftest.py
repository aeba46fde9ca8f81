"""The program with faults, started once; tests skip, with the reason, where this computer cannot do that."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from tests.faults.faulty import FaultsUnavailable, FaultyProgram, swift_folder
from tests.faults.scenarios import SCENARIOS, World


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyProgram]:
    try:
        with FaultyProgram(tmp_path_factory.mktemp("faulty")) as running:
            yield running
    except FaultsUnavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session", params=SCENARIOS, ids=lambda scenario: scenario.name)
def world(request: pytest.FixtureRequest, program: FaultyProgram) -> Iterator[World]:
    with swift_folder() as folder:
        yield World(program, request.param, Path(folder))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "strace.log"
