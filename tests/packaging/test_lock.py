"""requirements.lock fits what the project asks for, and nothing in it is taken on trust."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import run

ENTRY = re.compile(r"^(?P<name>[\w-]+)==(?P<version>\S+).*\n(?P<hashes>(?:[ \t].*\n)*)", re.MULTILINE)
PROJECT = tomllib.loads((run.HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = {"program": PROJECT["dependencies"], "test": PROJECT["optional-dependencies"]["test"]}


def entries(*parts: str) -> Iterator[re.Match[str]]:
    return ENTRY.finditer(run.locked(*parts))


@pytest.mark.parametrize("part", ASKED)
def test_what_the_project_asks_for_is_locked(part: str) -> None:
    locked = {entry["name"]: entry["version"] for entry in entries("program", part)}
    for requirement in map(Requirement, ASKED[part]):
        version = locked.get(canonicalize_name(requirement.name), "0")
        assert version in requirement.specifier, f"{requirement} is not locked: run python3 packaging/lock.py"


def test_everything_locked_has_its_hashes() -> None:
    found = {entry["name"]: entry["hashes"] for entry in entries("program", "test", "bundle")}
    assert {"reportlab", "pytest", "pyinstaller"} <= set(found)
    for name, hashes in found.items():
        assert re.search(r"^ +--hash=sha256:[0-9a-f]{64}", hashes), name


def test_the_program_is_locked_without_its_tests() -> None:
    assert not {"pytest", "mypy", "pyinstaller"} & {entry["name"] for entry in entries("program")}


def test_the_lock_names_no_server() -> None:
    assert "://" not in run.LOCK.read_text(encoding="utf-8")
