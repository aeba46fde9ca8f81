"""发布: the files of one report in a folder of its own, with a list of what was made.

The list names every file with its size and SHA-256, and the content of the draft that they were made from: so a draft
that changed later makes its folder out of date, which a file of that name in the folder says to everybody.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from model.exporting.formats import Format, Job
from model.exporting.leaving import leave
from model.store.draft_json import DraftError, encode_draft
from model.store.file_errors import FileError, cannot_save
from model.store.files import read_file, write_atomic
from model.store.library import file_name

if TYPE_CHECKING:
    from model.draft import Draft
    from model.page import PageSettings, Typesetter

LIST_NAME = "发布清单.txt"
OUTDATED_NAME = "（已过期）草稿后来改过，请重新发布.txt"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<size>\d+)  (?P<name>[^/\\]+)")
_MADE_FROM = "草稿内容："
_DRAFT = "草稿文件："
_OUTDATED = "这个文件夹里的文件是从草稿以前的内容做成的。草稿后来改过，请在程序里重新发布，不要再使用这里的文件。\n"


class PublishedFile(NamedTuple):
    """One file of a publication: its name, its size in bytes, the SHA-256 of its content in hex."""

    name: str
    size: int
    digest: str


class Publication(NamedTuple):
    """A folder with its files, the name of the draft file that they come from, and the digest of its content."""

    folder: Path
    draft_file: str
    made_from: str
    files: tuple[PublishedFile, ...]


def publication_folder(draft: Draft, draft_path: Path) -> Path:
    """Where a report is published: beside its draft, in a folder that agency and year name."""
    return draft_path.parent / file_name(draft, "（发布）")


def publish(
    draft: Draft,
    draft_path: Path,
    chosen: Sequence[Format],
    *,
    settings: PageSettings,
    typesetter: Typesetter,
    step: Callable[[int, int], None],
) -> Publication:
    """Make the chosen files and their list. Raises a `FileError`.

    ``step`` hears how many files of how many are made, and may raise to stop: nothing is written before all are made.
    Every file is written whole or not at all. Files of an earlier publication that are not made again, and are still
    as they were made, go.
    """
    folder, made_from = publication_folder(draft, draft_path), content_digest(draft)
    made: dict[str, bytes] = {}
    for done, target in enumerate(chosen):
        step(done, len(chosen))
        leaving = leave(draft, target)
        made[leaving.name] = target.write(Job(draft, settings, leaving.stamped), typesetter)
    step(len(chosen), len(chosen))
    try:
        folder.mkdir(exist_ok=True)
    except OSError as cause:
        raise cannot_save(folder, cause) from cause
    before = read_publication(folder)
    (folder / LIST_NAME).unlink(missing_ok=True)  # a list says nothing but the truth, whatever happens from here on
    for name, data in made.items():
        write_atomic(folder / name, data)
    if before:
        _clear(before, made)
    files = tuple(PublishedFile(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in made.items())
    publication = Publication(folder, draft_path.name, made_from, files)
    write_atomic(folder / LIST_NAME, _listed(publication, draft).encode("utf-8"))
    (folder / OUTDATED_NAME).unlink(missing_ok=True)
    return publication


def read_publication(folder: Path) -> Publication | None:
    """What the list in a folder says; None where there is no list that can be read."""
    try:
        lines = read_file(folder / LIST_NAME).data.decode("utf-8").splitlines()
    except (FileError, UnicodeDecodeError):
        return None
    found = [match for line in lines if (match := _LINE.fullmatch(line))]
    files = tuple(PublishedFile(match["name"], int(match["size"]), match["digest"]) for match in found)
    facts = {
        mark: next((line.removeprefix(mark) for line in lines if line.startswith(mark)), "")
        for mark in (_DRAFT, _MADE_FROM)
    }
    return Publication(folder, facts[_DRAFT], facts[_MADE_FROM], files) if all(facts.values()) else None


def mark_outdated(draft: Draft, draft_path: Path) -> tuple[Path, ...]:
    """After a draft was saved: mark the folders beside it that were published from other content of it; these folders.

    A folder whose draft says again what it was made from loses its mark. Never raises.
    """
    outdated: list[Path] = []
    with suppress(OSError), os.scandir(draft_path.parent) as entries:
        for folder in (Path(entry.path) for entry in entries if entry.is_dir()):
            publication = read_publication(folder)
            if publication is None or publication.draft_file != draft_path.name:
                continue
            with suppress(FileError, OSError):
                if publication.made_from == content_digest(draft):
                    (folder / OUTDATED_NAME).unlink(missing_ok=True)
                else:
                    outdated.append(folder)
                    write_atomic(folder / OUTDATED_NAME, _OUTDATED.encode("utf-8"))
    return tuple(outdated)


def content_digest(draft: Draft) -> str:
    """The SHA-256, in hex, of what a draft says. Raises a `FileError` where it could not be saved either."""
    try:
        return hashlib.sha256(encode_draft(draft)).hexdigest()
    except DraftError as error:
        raise FileError(f"没有发布：{error}；请改短或改正后再发布。") from error


def _clear(before: Publication, made: dict[str, bytes]) -> None:
    """Remove the files of an earlier publication that were not made again, unless somebody changed them."""
    for file in before.files:
        if file.name not in made:
            with suppress(FileError, OSError):
                path = before.folder / file.name
                if read_file(path).stamp.digest == file.digest:
                    path.unlink()


def _listed(publication: Publication, draft: Draft) -> str:
    lines = [
        file_name(draft, ""),
        f"{_DRAFT}{publication.draft_file}",
        f"{_MADE_FROM}{publication.made_from}",
        "",
        "SHA-256  大小（字节）  文件",
        *(f"{file.digest}  {file.size}  {file.name}" for file in publication.files),
    ]
    return "".join(f"{line}\n" for line in lines)
