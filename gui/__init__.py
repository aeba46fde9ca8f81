"""The window: everything that imports Qt. It holds no figures and no rules; those are `model`'s."""

import builtins

import PySide6.QtCore  # noqa: F401 - puts an __import__ of its own in place

# That one reads the source text of whatever is imported, in search of `__feature__`, which nothing here uses. It takes
# 15 ms and 5 MB of every start.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
