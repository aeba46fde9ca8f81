"""Bytes as text: never a guess that changes words unseen."""

from __future__ import annotations

import re
from collections import Counter

from model.importing.content import ImportRefused

_META = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "chinese"}
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
MOST_BROKEN = 20
"""So many damaged characters are kept as U+FFFD and named; with more, the encoding is not understood."""
_LOST = "\ufffd"


def decode(data: bytes, stated: str = "") -> tuple[str, int]:
    """The text in UTF-8, GB18030 or UTF-16, and how many damaged characters stand in it as U+FFFD.

    ``stated`` is the encoding that the sender names; it decides only between readings of damaged text.
    Raises `ImportRefused`.
    """
    if data[:2] in _MARKS:
        return _checked(data.decode(_MARKS[data[:2]], "replace"))
    if b"\0" in data:
        return _without_mark(data)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_garbled(text):
            return text, 0
    meta = _META.search(data[:4096])
    said = (stated or (meta[1].decode("ascii") if meta else "")).lower()
    for encoding in ["gb18030"] if said in _CHINESE else ["utf-8"] if said.startswith("utf") else ["utf-8", "gb18030"]:
        text = data.decode(encoding, "replace")
        if _is_sound(text):
            return text, text.count(_LOST)
    raise ImportRefused("认不出文件的文字编码，请用记事本另存为 UTF-8 编码后再导入。")


def _without_mark(data: bytes) -> tuple[str, int]:
    """UTF-16 as some programs write it, without saying so: nearly every text has line ends and digits in it."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if "\0" not in text and _is_sound(text):
            return text, text.count(_LOST)
    raise ImportRefused("这不是文本文件（含有二进制内容），请用原来的程序打开，另存为 .docx 后再导入。")


def _checked(text: str) -> tuple[str, int]:
    if "\0" in text:
        raise ImportRefused("这不是文本文件（含有二进制内容），请用原来的程序打开，另存为 .docx 后再导入。")
    if not _is_sound(text):
        raise ImportRefused("认不出文件的文字编码，请用记事本另存为 UTF-8 编码后再导入。")
    return text, text.count(_LOST)


def _is_sound(text: str) -> bool:
    """Whether the text is understood but for a few characters. One that ends in half a character is cut off."""
    return text.count(_LOST) <= MOST_BROKEN and not text.endswith(_LOST) and not _is_garbled(text)


def _is_garbled(text: str) -> bool:
    """Whether the text has the rare characters of a wrong decoding (骞村害鎶ュ憡 for 年度报告), or control codes."""
    counts = Counter(text)
    controls = sum(count for char, count in counts.items() if not (char.isprintable() or char.isspace()))
    letters = {char: count for char, count in counts.items() if char.isalpha() and not char.isascii()}
    rare = sum(count for char, count in letters.items() if not _is_everyday(char))
    return controls * 50 > len(text) or rare * 5 > sum(letters.values())


def _is_everyday(char: str) -> bool:
    """Whether the character is one of GB 2312's Chinese ones, which everyday texts are written in."""
    try:
        return char.encode("gb2312") >= b"\xb0\xa1"
    except UnicodeEncodeError:
        return False
