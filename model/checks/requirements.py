"""What a local notice asks the text for, as data: lists of items with the words that count as mentioning them.

One general list is shipped (``resources/requirements``); lists of the user's own stand in a folder that `use_folder`
names. A list is a help to memory, not law, so it gives hints alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from model.checks.evaluation import Examined
from model.checks.finding import Finding, Span
from model.checks.wording import quoted
from model.form.edition import Level
from model.form.strict_toml import DataFileError, read_toml
from resources import resource_path


class Item(NamedTuple):
    """Something that a section should mention: one of ``words`` does."""

    section: str
    label: str
    words: tuple[str, ...]

    def is_mentioned(self, text: str) -> bool:
        plain = "".join(text.split())
        return any(word in plain for word in self.words)


class Requirements(NamedTuple):
    """One list. ``about`` says what it is and whose, for people; ``length`` are the most characters by section."""

    name: str
    about: str
    items: tuple[Item, ...]
    length: Mapping[str, int]


class ListsRead(NamedTuple):
    """The lists in use, and a sentence for each file that is none."""

    lists: tuple[Requirements, ...]
    refused: tuple[str, ...]


_folders: list[Callable[[], Path]] = []


def use_folder(folder: Callable[[], Path]) -> None:
    """Take the lists of the user's own from a folder, which need not exist; it is asked for when a text is checked."""
    _folders[:] = [folder]
    lists_in_use.cache_clear()


@cache
def lists_in_use() -> ListsRead:
    """The shipped list and the user's own, read once; a file that is wrong is named and left out."""
    lists, refused = [], []
    for folder in (resource_path("requirements"), *(own() for own in _folders)):
        for path in sorted(folder.glob("*.toml")):
            try:
                lists.append(read_requirements(path.read_text(encoding="utf-8"), path.name))
            except (DataFileError, OSError, UnicodeDecodeError) as error:
                refused.append(f"要求清单“{path.name}”没有读入：{error}")
    return ListsRead(tuple(lists), tuple(refused))


def read_requirements(text: str, name: str) -> Requirements:
    """The list that a file describes; `DataFileError` names the place of a fault."""
    root = read_toml(text, name)
    items = []
    for node in root.nodes("items", required=True):
        items.append(Item(node.take("section", str), node.take("label", str), node.texts("words", required=True)))
        node.close()
    length = {}
    for node in root.nodes("length"):
        length[node.take("section", str)] = node.take("characters", int)
        node.close()
    requirements = Requirements(root.take("name", str), root.take("about", str), tuple(items), length)
    root.close()
    return requirements


def unmentioned_items(examined: Examined) -> Iterator[Finding]:
    """One hint for each list and section: what the text does not mention. An empty section is another check's."""
    for requirements in lists_in_use().lists:
        for section in examined.edition.narrative_sections:
            text = examined.report.narratives.get(section.key, "")
            items = [item for item in requirements.items if item.section == section.key]
            missing = [item.label for item in items if not item.is_mentioned(text)]
            if missing and text.strip():
                yield Finding(
                    code="CONTENT",
                    level=Level.HINT,
                    subject=f"{section.key} {requirements.name}",
                    message=f"{quoted(section.heading)}没有提到：{'、'.join(missing)}"
                    f"（{requirements.name}：{requirements.about}）。",
                    spans=(Span(section.key, 0, 0),),
                    figures="/".join(missing),
                )
            yield from _too_long(requirements, section.key, section.heading, text)


def _too_long(requirements: Requirements, section: str, heading: str, text: str) -> Iterator[Finding]:
    most = requirements.length.get(section)
    length = len("".join(text.split()))
    if most is not None and length > most:
        yield Finding(
            code="LENGTH",
            level=Level.HINT,
            subject=f"{section} {requirements.name}",
            message=f"{quoted(heading)}有{length}字，超过{most}字（{requirements.name}：{requirements.about}）。",
            spans=(Span(section, 0, 0),),
            figures=str(length // 100),
        )
