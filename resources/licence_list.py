"""What the program is made of and under which licences: ``licences/licences.toml``, read for whoever shows it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from resources import resource_path


@dataclass(frozen=True)
class Component:
    """A part of the program made by others (the first entry is the program itself).

    ``licence`` is an SPDX expression, ``texts`` are the files with its wording, ``distributions`` the names of the
    Python distributions that the entry covers.
    """

    name: str
    purpose: str
    copyright: str
    licence: str
    texts: tuple[Path, ...]
    distributions: tuple[str, ...] = ()


def components() -> tuple[Component, ...]:
    """All entries in the order of the file."""
    entries = tomllib.loads(resource_path("licences/licences.toml").read_text(encoding="utf-8"))["component"]
    return tuple(
        Component(
            **{
                **entry,
                "texts": tuple(_text(name) for name in entry["texts"]),
                "distributions": tuple(entry.get("distributions", ())),
            }
        )
        for entry in entries
    )


def _text(name: str) -> Path:
    """A licence text: the fonts keep theirs beside them, as their licences ask."""
    beside_fonts = resource_path("fonts/licences") / name
    return beside_fonts if beside_fonts.exists() else resource_path("licences") / name
