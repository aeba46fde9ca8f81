"""Labels as documents print them, compared with labels as the form has them.

Width, spaces, brackets, punctuation and the style of the numbering differ from office to office; none of them tells
two labels apart. The numbering itself may, so it is kept beside the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable
from difflib import SequenceMatcher
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)

LONGEST_LABEL = 120
_SHORTEST_PIECE = 5
_ALIKE = 0.75
_CLEARLY_MORE = 0.1
_MOST_GUESSES = 400

_BRACKETS = str.maketrans("〔〕【】[]{}〈〉《》", "()()()()()()")
_NUMBERING = re.compile(
    r"(\([0-9一二三四五六七八九十]{1,3}\))[、.,:]?"
    r"|([一二三四五六七八九十]{1,3})[、.,:]"
    r"|第([一二三四五六七八九十]{1,3})(?:部分|章)[、.,:]?"
    r"|([0-9]{1,2})[、.,:)]?(?![0-9%.])"
)
_DIGITS = "一二三四五六七八九十零〇两百千万亿"
_REMARK = re.compile(r"\([^()]*\)")


class Label(NamedTuple):
    """A label taken apart: ``(六)``, ``六`` or ``6`` (or nothing), and its letters and digits alone."""

    number: str
    text: str


def canonical(text: str) -> str:
    """The text at half width, without spaces, with one kind of bracket."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_BRACKETS)


def letters(text: str) -> str:
    """Letters and digits alone."""
    return "".join(char for char in canonical(text) if char.isalnum())


def read_label(text: str) -> Label:
    plain = canonical(text)
    match = _NUMBERING.match(plain)
    if match is None or match.end() == len(plain):
        return Label("", letters(plain))
    return Label(match.group(match.lastindex or 0), letters(plain[match.end() :]))


def without_remark(text: str) -> str:
    """A label without what stands in brackets after it: 部分公开（区分处理的，…） is 部分公开."""
    plain = canonical(text)
    match = _NUMBERING.match(plain)
    start = match.end() if match else 0
    return plain[:start] + (_REMARK.sub("", plain[start:]) or plain[start:])


class Names(Generic[T]):
    """Things of the form by the labels that documents may print for them."""

    def __init__(self) -> None:
        self._labels: dict[str, list[tuple[str, T]]] = {}
        self._guessed: dict[Label, tuple[T, ...]] = {}

    def add(self, thing: T, labels: Iterable[str]) -> None:
        for label in labels:
            for variant in (label, without_remark(label)):
                number, text = read_label(variant)
                known = self._labels.setdefault(text, [])
                if text and (number, thing) not in known:
                    known.append((number, thing))

    def exact(self, label: Label) -> tuple[T, ...]:
        """The things with just this label; where several share it, those with the same number if there are any."""
        known = self._labels.get(label.text, [])
        numbered = [thing for number, thing in known if label.number and number == label.number]
        return tuple(dict.fromkeys(numbered or [thing for _, thing in known]))

    def may_mean(self, label: Label) -> bool:
        """Whether the text is a label, stands in one, or is nearly one."""
        if not label.text or (len(label.text) == 1 and (label.number or label.text in _DIGITS)):
            return False
        return any(label.text in text for text in self._labels) or bool(self.alike(label))

    def piece(self, label: Label) -> tuple[T, ...]:
        """The only thing whose label this text is a part of, as when a line or a page cut it."""
        if not _SHORTEST_PIECE <= len(label.text) <= LONGEST_LABEL:
            return ()
        found = {thing for text, known in self._labels.items() if label.text in text for _, thing in known}
        return tuple(found) if len(found) == 1 else ()

    def alike(self, label: Label) -> tuple[T, ...]:
        """The things whose label is nearly this one, if no other label comes close."""
        if not 2 <= len(label.text) <= LONGEST_LABEL:
            return ()
        if label not in self._guessed:
            # Each guess costs a comparison with every label: a hostile document must not buy many.
            if len(self._guessed) >= _MOST_GUESSES:
                return ()
            self._guessed[label] = self._guess(label)
        return self._guessed[label]

    def _guess(self, label: Label) -> tuple[T, ...]:
        ranked = sorted(
            (SequenceMatcher(None, text, label.text, autojunk=False).ratio(), text)
            for text, known in self._labels.items()
            if any(not (number and label.number) or number == label.number for number, _ in known)
        )
        if not ranked or ranked[-1][0] < _ALIKE:
            return ()
        best = set(self.exact(Label(label.number, ranked[-1][1])))
        close = {
            thing for share, text in ranked if ranked[-1][0] - share < _CLEARLY_MORE for _, thing in self._labels[text]
        }
        return tuple(best) if close <= best else ()
