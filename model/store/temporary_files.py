"""Names of the files that a save prepares, and their removal when a crash left one behind."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
import sys
from contextlib import suppress
from pathlib import Path


def host_name() -> str:
    """This computer's name, or "" where it has none."""
    return os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename


def temporary_name() -> str:
    """A name that nobody can foresee, short enough to stand beside any file (26 bytes), and known as ours."""
    return f"{_prefix()}{secrets.token_hex(4)}.tmp"


def remove_litter(folder: Path) -> None:
    """Delete prepared files that a crashed save of ours left in ``folder``.

    Only to be called while `model.store.locking.exclusive` holds the folder, so that none of them can still be in use
    on this computer; those of other computers and other users are not touched. Never fails: litter does no harm.
    """
    ours = re.compile(re.escape(_prefix()) + r"[0-9a-f]{8}\.tmp")
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if ours.fullmatch(entry.name) and _is_own_file(entry):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _prefix() -> str:
    host = hashlib.sha256(host_name().encode("utf-8", "replace")).hexdigest()[:6]
    return f".ogi-{host}-"


def _is_own_file(entry: os.DirEntry[str]) -> bool:
    status = entry.stat(follow_symlinks=False)
    return stat.S_ISREG(status.st_mode) and (sys.platform == "win32" or status.st_uid == os.geteuid())
