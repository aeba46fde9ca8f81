"""The list of licences is whole: nothing that travels with the program is missing from it."""

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

from resources import resource_path
from resources.licence_list import components

ROOT = Path(__file__).parent.parent.parent


def normal(requirement: str) -> str:
    """The name of a distribution as registries compare it, from a requirement such as ``PySide6_Essentials>=6.8``."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def needed(names: set[str]) -> set[str]:
    """The names and everything that they require unconditionally, as installed here."""
    found: set[str] = set()
    while names:
        name = names.pop()
        found.add(name)
        names |= {normal(line) for line in requires(name) or () if ";" not in line} - found
    return found


def test_every_library_that_the_program_requires_is_listed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = {normal(name) for component in components() for name in component.distributions}
    assert needed({normal(line) for line in project["dependencies"]}) == listed


def test_every_entry_has_its_words() -> None:
    for component in components():
        assert component.texts, component.name
        assert all(text.read_text(encoding="utf-8").strip() for text in component.texts), component.name


def test_no_licence_text_is_left_over() -> None:
    listed = {text for component in components() for text in component.texts}
    shipped = {*resource_path("licences").glob("*.txt"), *resource_path("fonts/licences").glob("*.txt")}
    assert shipped == listed
