"""The form is data: no row, column or table of any edition is known by name to the program.

The rule, for every .py file outside tests. Looked at are string constants (f-strings too); docstrings and comments are
not, because an example helps a reader.

1. A key of two words or more (``carried_over``) stands in no string, not even inside a longer one.
2. A key that is a single word is no string by itself (``"granted"``). ``ORDINARY`` lists the words that mean something
   else as well, like the kind of number ``amount`` or a folder of ``licences``; they are forbidden only where they
   stand in an address.
3. An address of three parts (``requests.granted.total``) stands nowhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from model.form.editions import edition_names, load_edition

ROOT = Path(__file__).resolve().parents[2]
HOUSES = ("model", "gui", "resources", "packaging")

ORDINARY = {"amount", "change", "created", "licences", "other", "total"}

KEYS = {
    key
    for name in edition_names()
    for table in load_edition(name).tables.values()
    for key in (table.key, *(line.key for line in (*table.rows, *table.columns)))
}
ADDRESSES = {str(ref) for name in edition_names() for ref in load_edition(name).cells}


def sources() -> list[Path]:
    inside = [path for house in HOUSES for path in (ROOT / house).rglob("*.py")]
    return sorted([*ROOT.glob("*.py"), *inside])


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node


def form_keys(text: str) -> set[str]:
    """The keys of the form that a string gives away."""
    words = set(re.findall(r"[A-Za-z0-9_]+", text))
    found = {word for word in words & KEYS if "_" in word}
    found |= {text} & KEYS - ORDINARY
    return found | {address for address in re.findall(r"\w+\.\w+\.\w+", text) if address in ADDRESSES}


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_key_of_the_form_stands_in_the_program(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    given_away = [
        f"line {node.lineno}: {', '.join(found)}" for node in strings(tree) if (found := form_keys(str(node.value)))
    ]
    assert not given_away


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("carried_over", {"carried_over"}),
        ("last_year.in_force", {"in_force"}),
        ("granted", {"granted"}),
        ("access is granted", set()),
        ("amount", set()),
        ("fees.charges.amount", {"fees.charges.amount"}),
        ("set requests.granted.total=1", {"requests.granted.total"}),
    ],
)
def test_what_counts_as_a_key(text: str, found: set[str]) -> None:
    assert form_keys(text) == found
