"""A reader for each kind of file: bytes become `Content`. The kind is told by the bytes, the suffix only helps."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from model.importing.content import Content, ImportRefused

Reader = Callable[[bytes], Content]


class Kind(NamedTuple):
    """A kind of file: what people call it, how its files are named, and the function that reads it."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    function: str

    def reader(self) -> Reader:
        """The function; its module, with the libraries that it needs, is loaded now and not before."""
        reader: Reader = getattr(import_module(f"{__name__}.{self.module}"), self.function)
        return reader


KINDS = {
    "text": Kind("文本", (".txt", ".md", ".markdown"), "text", "read_text"),
}
SUFFIXES = tuple(suffix for kind in KINDS.values() for suffix in kind.suffixes)
"""The suffixes of all files that can be read."""


def read_document(data: bytes, suffix: str = "") -> Content:
    """What a file says. ``suffix`` (".txt") is how its name ends, if it has one. Raises `ImportRefused`."""
    if suffix.lower() not in ("", *SUFFIXES):
        raise ImportRefused(f"不能导入 {suffix} 文件，可以导入：{'、'.join(SUFFIXES)}。")
    return KINDS["text"].reader()(data)
