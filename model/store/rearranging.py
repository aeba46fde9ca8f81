"""Renaming and copying drafts: nothing is ever replaced, and what somebody has open stays where it is."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from model.report.quoting import quoted
from model.store.file_errors import FileError, cannot_save
from model.store.file_names import safe_name
from model.store.files import ABSENT, read_file, write_atomic
from model.store.library import SUFFIX
from model.store.presence import announce


def rename_draft(path: Path, name: str) -> Path:
    """Give a draft another name in its folder; the new path. Raises a `FileError`, and then nothing has changed."""
    wanted = safe_name(name.strip().removesuffix(SUFFIX))
    if not wanted:
        raise FileError("没有改名：名字是空的，请写一个名字。")
    target = path.with_name(f"{wanted}{SUFFIX}")
    if target == path:
        return path
    presence = announce(path)  # raises where somebody has it open
    try:
        if os.path.lexists(target) and not _same_file(path, target):
            raise FileError(f"没有改名：已经有{quoted(target.name)}，请换一个名字。")
        path.rename(target)
    except OSError as cause:
        raise cannot_save(target, cause) from cause
    finally:
        presence.release()
    return target


def duplicate_draft(path: Path) -> Path:
    """Put a copy beside a draft, under a name that says so; its path. Raises a `FileError`."""
    data = read_file(path).data
    for number in count(1):
        addition = "（副本）" if number == 1 else f"（副本{number}）"
        target = path.with_stem(f"{path.stem}{addition}")
        if not os.path.lexists(target):
            write_atomic(target, data, expect=ABSENT, private=True)
            return target
    raise AssertionError("there is always another number")


def _same_file(one: Path, other: Path) -> bool:
    """Whether two names are one file's: capitals differ, on a disk that does not tell them apart."""
    try:
        return one.samefile(other)
    except OSError:
        return False
