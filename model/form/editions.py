"""The editions of the form that are shipped, and which one serves a year."""

from __future__ import annotations

from functools import cache

from model.form.edition import Edition
from model.form.edition_file import read_edition
from resources import resource_path

YEARS = range(2008, 2101)
"""The years that a report can be of: the regulations took effect in 2008."""


def edition_names() -> tuple[str, ...]:
    """The shipped editions, oldest first."""
    return tuple(sorted(path.stem for path in resource_path("formats").glob("*.toml")))


@cache
def load_edition(name: str) -> Edition:
    """A shipped edition; KeyError if there is none of that name."""
    if name not in edition_names():
        raise KeyError(name)
    path = resource_path(f"formats/{name}.toml")
    return read_edition(path.read_text(encoding="utf-8"), path.name)


def edition_for_year(year: int) -> Edition:
    """The edition in force for the report of ``year``; LookupError before the first edition and beyond `YEARS`."""
    for name in reversed(edition_names()) if year in YEARS else ():
        edition = load_edition(name)
        if edition.first_year <= year <= (edition.last_year or year):
            return edition
    raise LookupError(year)
