"""Names that not every system takes. Windows gives some of them another meaning instead of refusing them."""

from __future__ import annotations

import sys
from pathlib import Path

LONGEST_TEMPORARY_NAME = 26  # characters, of `temporary_name`
LONGEST_WINDOWS_PATH = 259  # characters; longer ones need a setting that an office PC does not have

_FORBIDDEN = '\\/:*?"<>|'
_PORTS = tuple(f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³")
_DEVICES = frozenset(("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *_PORTS))


def safe_name(text: str) -> str:
    """``text`` as the beginning of a file's name on every system; "" if nothing of it can be kept."""
    kept = "".join(c for c in text if c.isprintable() and c not in _FORBIDDEN).strip(" .")
    return kept.replace(".", "．", 1) if _is_device(kept) else kept


def objection(path: Path) -> str | None:
    """Why this system would not keep a file under that name, as the end of a Chinese sentence; None if it does.

    Windows opens a device for ``CON.json``, drops spaces and dots at the end of a name, and hides what is written to
    ``年报:2.json`` behind the file ``年报``.
    """
    if sys.platform != "win32":
        return None
    if _is_device(path.name):
        return f"“{path.name}”是 Windows 留给设备的名字，请换一个名字"
    if path.name.endswith((" ", ".")):
        return "文件名不能以空格或句点结尾，请去掉后再试"
    if has_forbidden(path.name):
        return '里面有不能用的字符（\\ / : * ? " < > | 等），请换一个名字'
    return None


def _is_device(name: str) -> bool:
    return name.partition(".")[0].rstrip(" ").upper() in _DEVICES


def has_forbidden(name: str) -> bool:
    """Whether there is a character in the name that no disk of Windows takes."""
    return any(c in _FORBIDDEN or ord(c) < 32 for c in name)


def too_long_for_windows(path: Path) -> bool:
    """Whether Windows says of this path, or of the file that a save prepares beside it, that it does not exist."""
    longest = len(str(path.absolute().parent)) + 1 + max(len(path.name), LONGEST_TEMPORARY_NAME)
    return sys.platform == "win32" and longest > LONGEST_WINDOWS_PATH
