"""JSON read strictly: what other readers guess at or lose silently is refused by name.

Refused are duplicate keys, NaN and Infinity, numbers too long to be meant, deep nesting, more values than any draft
has (before they are built: a million of them take minutes and gigabytes), and anything but UTF-8.
Fractions keep the digits as written (`ExactFloat`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

from model.report.quoting import quoted

MAX_DEPTH = 40
MAX_DIGITS = 40
MAX_VALUES = 20_000  # a report with last year's inside has some 1,000

_HALF_CHARACTER = re.compile(b"\xed[\xa0-\xbf]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonError(Exception):
    """The bytes are not JSON that can be trusted; the message is a Chinese clause, without the file's name."""


class ExactFloat(float):
    """A number with a fraction or an exponent, and its spelling in the file."""

    text: str

    def __new__(cls, text: str) -> ExactFloat:
        number = super().__new__(cls, text)
        if not math.isfinite(number) or len(text) > MAX_DIGITS:
            raise JsonError(f"数字 {text[:20]} 超出范围")
        number.text = text
        return number


def parse_json(data: bytes) -> Any:
    """The value that the bytes spell; `JsonError` says what is wrong and where."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonError(_encoding_fault(data, error)) from error
    if _has_too_many_values(data):
        raise JsonError(f"内容超过 {MAX_VALUES} 项，不像是草稿")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=ExactFloat,
            parse_int=_bounded_int,
        )
    except json.JSONDecodeError as error:
        raise JsonError(_syntax_fault(text, error)) from error
    except RecursionError as error:
        raise JsonError("内容层层嵌套，不是草稿") from error
    if _depth(value) > MAX_DEPTH:
        raise JsonError("内容层层嵌套，不是草稿")
    return value


def dump_json(value: Any) -> bytes:
    """UTF-8 JSON, keys sorted, one entry a line, so that a comparison of two files reads well."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2) + "\n").encode("utf-8")


def canonical_json(value: Any) -> bytes:
    """One spelling for equal values: what a checksum is taken of."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")).encode("ascii")


def map_texts(value: Any, spell: Callable[[str], str]) -> Any:
    """The same JSON value with every text in it, keys included, respelt."""
    if isinstance(value, str):
        return spell(value)
    if isinstance(value, list):
        return [map_texts(item, spell) for item in value]
    if isinstance(value, dict):
        return {spell(key): map_texts(item, spell) for key, item in value.items()}
    return value


def without_surrogates(text: str) -> str:
    """``text`` with every half character (a lone surrogate, which UTF-8 cannot hold) replaced by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def _has_too_many_values(data: bytes) -> bool:
    """Whether there are more than `MAX_VALUES`, judged by the quotation marks and by what stands between strings."""
    plain = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    if plain.count(b'"') > 4 * MAX_VALUES:  # two for a key, two for a text
        return True
    outside = plain.split(b'"')[::2]
    return sum(part.count(mark) for part in outside for mark in (b",", b"[", b"{")) > MAX_VALUES


def _encoding_fault(data: bytes, error: UnicodeDecodeError) -> str:
    if _HALF_CHARACTER.match(data, error.start):
        line = data.count(b"\n", 0, error.start) + 1
        return f"第 {line} 行有半个字符（代理码，不成文字），请用写出它的程序重新保存，或者删去这个字"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        return "文字编码是 UTF-16 或 UTF-32，草稿应为 UTF-8"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return f"第 {error.start + 1} 个字节起不是 UTF-8 文字，文件可能已损坏"
    return "文字编码像是 GBK，草稿应为 UTF-8"


def _syntax_fault(text: str, error: json.JSONDecodeError) -> str:
    if not text.strip("\0 \t\r\n"):
        return "文件是空的"
    if error.msg == "Extra data":
        return f"第 {error.lineno} 行之后还有多余的内容，文件可能已损坏"
    if not text[error.pos :].strip():
        return "文件到一半就断了，可能没有保存完整"
    return f"第 {error.lineno} 行第 {error.colno} 个字处写法不对，文件可能已损坏"


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise JsonError(f"{quoted(twice, 60)}出现了两次")
    return found


def _refuse_constant(name: str) -> Any:
    raise JsonError(f"{name} 不是数字")


def _bounded_int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise JsonError(f"数字 {digits[:20]}… 太长")
    return int(digits)


def _depth(value: Any) -> int:
    """How deeply lists and objects are nested; stops counting one beyond `MAX_DEPTH`."""
    depth, layer = 0, [value]
    while layer and depth <= MAX_DEPTH:
        containers = [item for item in layer if isinstance(item, dict | list)]
        layer = [child for item in containers for child in (item.values() if isinstance(item, dict) else item)]
        depth += bool(containers)
        if not containers:
            break
    return depth
