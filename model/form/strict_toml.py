"""Reads a data file that the program ships, or one of the user's own, strictly: nothing missing, nothing unknown."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_TYPE_NAMES: Mapping[type, str] = {str: "文字", int: "整数", bool: "true 或 false", list: "列表"}


class DataFileError(Exception):
    """A data file is wrong; the message names the file, the place and the fault."""


class Node:
    """One table of the file: every key is taken once, and `close` refuses what nobody took."""

    def __init__(self, raw: object, place: str) -> None:
        if not isinstance(raw, dict):
            raise DataFileError(f"{place}：应为一组键值")
        self._raw: dict[str, Any] = dict(raw)
        self.place = place

    def __contains__(self, key: str) -> bool:
        return key in self._raw

    def take(self, key: str, expected: type[T], default: T | None = None) -> T:
        if key not in self._raw:
            if default is None:
                raise DataFileError(f"{self.place}：缺少 {key}")
            return default
        value = self._raw.pop(key)
        if type(value) is not expected:
            raise DataFileError(f"{self.place}.{key}：应为{_TYPE_NAMES[expected]}")
        return value

    def take_optional(self, key: str, expected: type[T]) -> T | None:
        return self.take(key, expected) if key in self else None

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        values = self._list(key, required)
        if not all(isinstance(value, str) for value in values):
            raise DataFileError(f"{self.place}.{key}：应为文字列表")
        return tuple(values)

    def choice(self, key: str, options: type[E], default: E | None = None) -> E:
        value = self.take(key, str, None if default is None else default.value)
        try:
            return options(value)
        except ValueError:
            raise DataFileError(f"{self.place}.{key}：不认识的取值 {value}") from None

    def node(self, key: str) -> Node | None:
        """The table of that key, or None where the file has none."""
        return Node(self._raw.pop(key), f"{self.place}.{key}") if key in self else None

    def nodes(self, key: str, *, required: bool = False) -> list[Node]:
        return [Node(raw, f"{self.place}.{key}[{index}]") for index, raw in enumerate(self._list(key, required))]

    def _list(self, key: str, required: bool) -> list[Any]:
        values = self.take(key, list, None if required else [])
        if required and not values:
            raise DataFileError(f"{self.place}.{key}：不能为空")
        return values

    def close(self) -> None:
        if self._raw:
            raise DataFileError(f"{self.place}：不认识的键 {'、'.join(sorted(self._raw))}")


def read_toml(text: str, name: str) -> Node:
    """The whole file as a node. ``name`` stands in error messages."""
    try:
        return Node(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"{name}：不是有效的 TOML（{error}）") from error


def take_key(node: Node) -> str:
    """The node's own key: letters, digits and underscores."""
    key = node.take("key", str)
    if not (key.isascii() and key.isidentifier()):
        raise DataFileError(f"{node.place}.key：{key!r} 不能作键，只用字母、数字和下划线")
    return key


def unique(items: list[T], place: str, key: Callable[[Any], str] = lambda item: item.key) -> list[T]:
    """The items, refused if two have the same key."""
    seen: set[str] = set()
    for item in items:
        if key(item) in seen:
            raise DataFileError(f"{place}：键 {key(item)} 重复")
        seen.add(key(item))
    return items
