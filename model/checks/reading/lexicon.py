"""An edition's words with the grammar's own, for one year; and a text cut up into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from model.checks.reading.language import MARKS, WORDS, Kind
from model.checks.reading.quantities import BOUNDS, Quantity, quantity_at
from model.form.wording import Phrase, SpokenTable, Wording

ROW, COLUMN = "row", "column"


class Role(NamedTuple):
    """What a word stands for in one table."""

    table: SpokenTable
    axis: str
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Meaning:
    """Everything that a word of the edition can be. ``elsewhere`` holds for ``not_in`` tables only, or for all."""

    roles: tuple[Role, ...] = ()
    topics: tuple[SpokenTable, ...] = ()
    elsewhere: bool = False
    not_in: tuple[SpokenTable, ...] = ()


NOTHING = Meaning()


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text. ``start`` and ``end`` count characters of the text as typed."""

    kind: Kind
    text: str
    start: int
    end: int
    meaning: Meaning = NOTHING
    quantity: Quantity | None = None
    year: int = 0


class Plain(NamedTuple):
    """A text without its blanks, in half-width digits; ``places`` leads back to the text as typed."""

    text: str
    places: tuple[int, ...]


_WIDTH = {ord(c): ord(c) - 0xFEE0 for c in "０１２３４５６７８９％．"} | {ord("〇"): "〇"}
_BLANKS = frozenset(" \t\u3000\u00a0\u2002\u2003\u2009\u200b\ufeff")
_SKIP = re.compile(
    r"第?〔\d{4}〕\d*号?|[\[\(（【]\d{4}[\]\)）】]\d+号|第\d+号|令\d+号|第[一二三四五六七八九十百\d]+(?:条|款|项|次|届|季|期|批|位|名|个|类|方|号)"
)
_HEAD = re.compile(r"(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d))")
_FIRSTLY = re.compile(r"[一二三四五六七八九十]是")
_YEAR = re.compile(r"((?:19|20)\d\d)年(?:度|底|末|初)?")
_WHOLE_YEAR = re.compile(r"0?1月0?1日|12月31日|12月底|12月末")
_MONTH = re.compile(r"\d{1,2}(?:[-—至到]\d{1,2})?月(?:份|底|末|初)?(?:\d{1,2}日)?")
_YEAR_WORDS = {
    -2: "前年",
    -1: "上年 上年度 上一年 上一年度 去年 往年",
    0: "今年 本年 本年度 当年 年度内",
    1: "明年 下年 下年度 下一年 下一年度 次年",
}
_RELATIVE = {word: offset for offset, words in _YEAR_WORDS.items() for word in words.split()}

_FIGURES = "0-9零〇一二两三四五六七八九十百第令〔"
_TOO_SHORT = frozenset("一二两三四五六七八九十")


class Lexicon:
    """The words that count in the report of one year. Built once for each edition and year."""

    def __init__(self, wording: Wording, year: int) -> None:
        self.year = year
        self.tables = wording.tables
        self._meanings = _meanings(wording, year)
        self._kinds = {word: kind for kind, words in reversed(tuple(WORDS.items())) for word in words.split()}
        words = {*self._meanings, *self._kinds, *_RELATIVE, *BOUNDS} - _TOO_SHORT
        self._trie = _trie(words)
        self._next = re.compile(f"[{_FIGURES}{re.escape(''.join((*MARKS, *self._trie)))}]")

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The text, cut up. Characters that mean nothing are tokens of their own."""
        plain = _plain(text)
        return tuple(self._scan(plain.text, plain.places))

    def _scan(self, plain: str, places: tuple[int, ...]) -> Iterator[Token]:
        at, gap, bound = 0, 0, ""
        if head := _HEAD.match(plain):
            at = gap = head.end()
            yield _token(Kind.STOP, plain, 0, at, places)
        while found := self._next.search(plain, at):
            start = found.start()
            token = self._word_at(plain, start, places) or _figure_or_mark(plain, start, bound, places)
            if token is None:
                at = start + 1
                continue
            if start > gap:
                yield _token(Kind.OTHER, plain, gap, start, places)
            bound = token.text if token.kind is Kind.BOUND else ""
            yield token
            at = gap = start + len(token.text)
        if len(plain) > gap:
            yield _token(Kind.OTHER, plain, gap, len(plain), places)

    def _word_at(self, plain: str, at: int, places: tuple[int, ...]) -> Token | None:
        """The longest word that begins there."""
        node: dict[str, Any] | None = self._trie
        end, ahead = 0, at
        while ahead < len(plain) and node is not None and (node := node.get(plain[ahead])) is not None:
            ahead += 1
            if "" in node:
                end = ahead
        return self._word(plain[at:end], at, places) if end else None

    def _word(self, word: str, at: int, places: tuple[int, ...]) -> Token:
        start, end = places[at], places[at + len(word) - 1] + 1
        if meaning := self._meanings.get(word):
            return Token(Kind.WORD, word, start, end, meaning)
        if word in _RELATIVE:
            return Token(Kind.YEAR, word, start, end, year=self.year + _RELATIVE[word])
        kind = self._kinds.get(word)
        return Token(kind or Kind.BOUND, word, start, end)


def _figure_or_mark(plain: str, at: int, bound: str, places: tuple[int, ...]) -> Token | None:
    if skipped := _SKIP.match(plain, at):
        return _token(Kind.FILLER, plain, at, skipped.end(), places)
    if mark := MARKS.get(plain[at]):
        return _token(mark, plain, at, at + 1, places)
    for pattern, kind in ((_FIRSTLY, Kind.STOP), (_YEAR, Kind.YEAR), (_WHOLE_YEAR, Kind.FILLER), (_MONTH, Kind.LATELY)):
        if match := pattern.match(plain, at):
            return _token(kind, plain, at, match.end(), places, year=int(match[1]) if kind is Kind.YEAR else 0)
    found = quantity_at(plain, at, bound)
    return _token(Kind.NUMBER, plain, at, found.end, places, quantity=found.quantity) if found else None


def _token(
    kind: Kind,
    plain: str,
    at: int,
    end: int,
    places: tuple[int, ...],
    *,
    quantity: Quantity | None = None,
    year: int = 0,
) -> Token:
    return Token(kind, plain[at:end], places[at], places[end - 1] + 1, quantity=quantity, year=year)


def _plain(text: str) -> Plain:
    kept = [(c, at) for at, c in enumerate(text) if c not in _BLANKS]
    return Plain("".join(c for c, _ in kept).translate(_WIDTH), tuple(at for _, at in kept))


def _meanings(wording: Wording, year: int) -> Mapping[str, Meaning]:
    roles: dict[str, list[Role]] = {}
    topics: dict[str, list[SpokenTable]] = {}
    not_in: dict[str, list[SpokenTable]] = {}
    for table in wording.tables:
        for axis, phrases in ((ROW, table.rows), (COLUMN, table.columns)):
            for phrase in phrases:
                for word in _spelt_out(phrase.words, year):
                    roles.setdefault(word, []).append(Role(table, axis, phrase))
        for word in _spelt_out(table.topics, year):
            topics.setdefault(word, []).append(table)
        for word in table.elsewhere:
            not_in.setdefault(word, []).append(table)
    elsewhere = frozenset(wording.elsewhere)
    words = {*roles, *topics, *not_in, *elsewhere}
    return {
        word: Meaning(
            tuple(roles.get(word, ())),
            tuple(topics.get(word, ())),
            word in elsewhere,
            tuple(not_in.get(word, ())),
        )
        for word in words
    }


def _spelt_out(words: tuple[str, ...], year: int) -> Iterator[str]:
    """The words with every way to name the years that they speak of."""
    names = {
        "{last_year}": ("上年", "上年度", "上一年", "上一年度", "去年", *_named(year - 1)),
        "{this_year}": ("本年", "本年度", "今年", "当年", *_named(year)),
        "{next_year}": ("下年", "下年度", "下一年", "下一年度", "次年", "明年", "第二年", "来年", *_named(year + 1)),
    }
    for word in words:
        spelt = [word]
        for place, spellings in names.items():
            spelt = [w.replace(place, s) for w in spelt for s in (spellings if place in w else ("",))]
        yield from spelt


def _named(year: int) -> tuple[str, ...]:
    return f"{year}年", f"{year}年度"


@lru_cache(maxsize=16)
def lexicon(wording: Wording, year: int) -> Lexicon:
    """The lexicon of an edition's wording for the report of ``year``."""
    return Lexicon(wording, year)


def _trie(words: Iterable[str]) -> dict[str, Any]:
    """The words by their characters, an empty key where one ends."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return trie
