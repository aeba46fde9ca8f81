"""How a start imports."""

import builtins

import PySide6.QtCore  # noqa: F401 - puts an __import__ of its own in place


def give_import_back() -> None:
    """Let Python import by itself again, for the rest of the process.

    PySide6 replaces `builtins.__import__` by one that reads the source text of whatever is imported, in search of
    ``from __feature__ import``, which nothing here uses. That takes 15 ms and 5 MB of every start.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
