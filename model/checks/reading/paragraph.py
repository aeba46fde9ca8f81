"""Reads one paragraph: into sentences, clauses and brackets, and each number with the words that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from model.checks.reading.clauses import (
    STRAY,
    Group,
    first_topic,
    grouped,
    is_aside,
    is_counted,
    is_elsewhere,
    is_narrowed,
    is_one_channel,
    last_topic,
    named_office,
    names_something,
    numbers_after,
    options,
    roles,
    split,
    strays,
    words_after,
)
from model.checks.reading.language import WORDS, Kind
from model.checks.reading.lexicon import COLUMN, ROW, Lexicon, Token, lexicon
from model.checks.reading.mentions import Link, Mention, cells_of, readings_of
from model.checks.reading.quantities import Quantity
from model.form.edition import CellRef
from model.form.wording import LineSum, SpokenTable, Wording

NO_TOPIC = -1

_LONGEST_HEADING = 20
_OFFICE_WORD = 6

_HAPPENS = frozenset(WORDS[Kind.OCCUR].split())
_NONE_AT_ALL = frozenset({"无", "没有", "零", "暂无", "均无", "未有", "也无", "亦无"})
_FAULTS = frozenset((WORDS[Kind.FAULT] + " " + WORDS[Kind.ASIDE]).split())
_NO_NOUGHT = frozenset({Kind.COMPARE, Kind.LATELY, Kind.CHANNEL})
_LINKS = {Kind.PART: Link.PART, Kind.CLAIM: Link.CLAIM, Kind.SUM: Link.SUM, Kind.LESS: Link.LEFT_OUT}
_BARE = frozenset({Kind.SUM, Kind.FILLER, Kind.BOUND, Kind.WHOLE, Kind.LIST})
"""A clause of nothing else names no subject of its own: what it counts is what went before."""

_PLACES = frozenset(word for word in WORDS[Kind.WHOLE].split() if word[-1] in "市区县州省盟旗")
_DEPARTMENTS = ("局", "委", "办", "厅", "处", "科", "院", "站", "所", "中心", "办公室", "委员会")
_OWN = frozenset("我本该局委市区县省州")
_ZERO = Quantity(*(4 * (0,)), "")  # type: ignore[arg-type]


class ReadParagraph(NamedTuple):
    """The numbers of a paragraph in order, and the table (by its place in the wording) that the next one speaks of."""

    mentions: tuple[Mention, ...]
    topic: int


@lru_cache(maxsize=2048)
def read_paragraph(text: str, wording: Wording, year: int, agency: str, topic: int = NO_TOPIC) -> ReadParagraph:
    """Every number of one paragraph. ``topic`` is what the paragraph before handed on; see `ReadParagraph`."""
    words = lexicon(wording, year)
    reader = _Reader(words, agency, words.tables[topic] if topic != NO_TOPIC else None)
    reader.read(words.tokens(text))
    heading = reader.home
    return ReadParagraph(tuple(reader.mentions), words.tables.index(heading) if heading else NO_TOPIC)


@dataclass
class _Clause:
    """What was read since the last number or comma."""

    tokens: list[Token] = field(default_factory=list)
    numbered: bool = False
    comparing: bool = False

    def has(self, kind: Kind) -> bool:
        return any(token.kind is kind for token in self.tokens)


class _Reader:
    """The state of one reading: what is spoken of, of which year and whose, and what the last number was."""

    def __init__(self, words: Lexicon, agency: str, topic: SpokenTable | None) -> None:
        self.words = words
        self.agency = agency
        self.home = topic
        self.mentions: list[Mention] = []
        self._table = topic
        self._year = words.year
        self._sentence = self._clause_number = 0
        self._elsewhere = False
        self._other_office = False
        self._link, self._whole = Link.ALONE, -1
        self._depth = 0
        self._last: dict[str, int] = {}
        self._named: dict[str, tuple[LineSum, ...]] = {}
        self._foreseen: SpokenTable | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        if tokens and tokens[0].kind is Kind.STOP and tokens[0].text[0] in "（(一二三四五六七八九十":
            self.home = self._table = None
            self._read_heading(tokens[1:])
        sentence: list[Token] = []
        for token in tokens:
            if token.kind is Kind.STOP:
                self._read_sentence(sentence)
                sentence = []
            else:
                sentence.append(token)
        self._read_sentence(sentence)

    def _read_heading(self, tokens: Sequence[Token]) -> None:
        """A heading says what everything under it is about."""
        length = 0
        for token in tokens:
            if token.kind in (Kind.STOP, Kind.CLAUSE) or length > _LONGEST_HEADING:
                break
            length += len(token.text)
            if token.meaning.topics and self.home is None:
                self.home = token.meaning.topics[0]
        self._table = self.home

    def _read_sentence(self, tokens: Sequence[Token]) -> None:
        first = len(self.mentions)
        self._sentence += 1
        self._year, self._other_office, self._elsewhere = self.words.year, False, False
        self._link, self._whole = Link.ALONE, -1
        self._table = self._table or self.home
        self._named = {}
        self._foreseen = None if self._table else first_topic(tokens)
        self._read_parts(grouped(tokens))
        self._set_aside_other_units(first)

    def _read_parts(self, parts: Sequence[Token | Group]) -> None:
        clause, carried = _Clause(), list[Token]()
        at = 0
        while at < len(parts):
            part = parts[at]
            at += 1
            if isinstance(part, Group):
                self._read_brackets(part)
            elif part.kind is Kind.CLAUSE or (part.kind is Kind.LIST and clause.numbered):
                carried = self._end_clause(clause, carried, part)
                clause = _Clause(comparing=clause.comparing and part.kind is Kind.LIST)
            elif part.kind is Kind.NUMBER:
                behind = words_after(parts, at)
                alone = clause.numbered or names_something(clause.tokens) or self._is_named_by(behind)
                words = clause.tokens if alone else [*carried, *clause.tokens]
                used = self._number(part, words, behind, clause, parts[at] if at < len(parts) else None)
                at += len(behind) if used else 0
                clause.tokens, clause.numbered, carried = [], True, []
            else:
                spread = self._spread(part, clause, carried, parts, at)
                if spread:
                    at = spread
                    clause.tokens, clause.numbered, carried = [], True, []
                    continue
                self._note(part, clause)
                clause.tokens.append(part)
        self._end_clause(clause, carried, None)

    def _end_clause(self, clause: _Clause, carried: list[Token], mark: Token | None) -> list[Token]:
        """A clause without a number hands its words on to the next."""
        self._clause_number += 1
        if mark is not None and mark.text in "；;":
            self._link, self._whole = Link.ALONE, -1
            self._elsewhere = False
        if clause.numbered:
            return []
        self._say_none(clause.tokens)
        return clause.tokens if names_something(clause.tokens) else carried

    def _note(self, token: Token, clause: _Clause) -> None:
        """Let a word change what is spoken of."""
        if token.kind is Kind.YEAR and not clause.comparing:
            self._year = token.year
        elif token.kind is Kind.COMPARE:
            clause.comparing = True
        elif token.kind is Kind.WHOLE:
            self._other_office = token.text in _PLACES and self.agency.endswith(_DEPARTMENTS)
        elif token.kind is Kind.SCOPE:
            self._other_office = True
        elif token.kind is Kind.OFFICE and not clause.has(Kind.TOWARDS):
            self._other_office = not self._is_own(named_office(clause.tokens), token.text)
        elif token.kind in (Kind.PART, Kind.CLAIM):
            self._link, self._whole = _LINKS[token.kind], self._head()
        elif token.kind is Kind.WORD:
            self._turn_to(token)

    def _is_named_by(self, after: Sequence[Token]) -> bool:
        """Whether the words after a number say what it counts: 30件予以公开."""
        return self._table is not None and any(roles(word, self._table) for word in after)

    def _head(self) -> int:
        """The last number outside of brackets in this sentence."""
        for at in range(len(self.mentions) - 1, -1, -1):
            mention = self.mentions[at]
            if mention.sentence != self._sentence:
                break
            if mention.depth <= self._depth and not mention.quantity.is_share:
                return at
        return -1

    def _is_own(self, name: str, office: str) -> bool:
        """Whether an office is the one that reports: 六安市人社局 is 六安市人力资源和社会保障局, 住建局 is not."""
        if not self.agency or not name:
            return True
        ends_alike = office in self.agency[-_OFFICE_WORD:] or (office.endswith("政府") and "政府" in self.agency)
        return ends_alike and set(name[-2:]) <= {*self.agency, *_OWN}

    def _turn_to(self, token: Token) -> None:
        meaning = token.meaning
        if meaning.topics:
            if self._table not in meaning.topics:
                self._table = meaning.topics[0]
            self._elsewhere = False
        elif is_elsewhere(token, self._table):
            self._elsewhere = True
        if self._table is not None and not self._table.row:
            self._named.update((r.table.table, r.phrase.means) for r in roles(token, self._table) if r.axis == ROW)

    def _read_brackets(self, group: Group) -> None:
        outer = (self._link, self._whole, self._table, self._year, self._elsewhere, self._other_office)
        self._link, self._whole = Link.ALONE, self._head()
        self._depth += 1
        self._read_parts(grouped(group.tokens))
        self._depth -= 1
        self._link, self._whole, self._table, self._year, self._elsewhere, self._other_office = outer

    def _number(
        self, token: Token, words: list[Token], after: list[Token], clause: _Clause, follows: Token | Group | None
    ) -> bool:
        """Note a number. True if the words after it were taken for it."""
        quantity = token.quantity
        assert quantity is not None
        changes = any(w.kind is Kind.CHANGE for w in words[-2:])
        mention = Mention(
            index=len(self.mentions),
            start=token.start,
            number_start=token.start,
            end=token.end,
            quantity=quantity,
            sentence=self._sentence,
            clause=self._clause_number,
            depth=self._depth,
            link=self._link_of(words),
            whole=self._whole,
            compares=clause.comparing or changes or self._year != self.words.year,
            changes=changes,
            channel=is_one_channel(words),
            share=any(word.kind is Kind.SHARE for word in words[-3:]),
            of_the_last=[word.text for word in words] == ["的"],
        )
        named_before = names_something(words)
        placed = None
        if not mention.compares and not mention.channel and not quantity.is_share and is_counted(quantity, follows):
            placed = self._place(mention, words, after if not named_before else [], after)
        self.mentions.append(placed or mention)
        if placed and placed.spoken:
            self._last[placed.spoken.table] = len(self.mentions) - 1
        used = bool(quantity.unit) and not named_before and names_something(after)
        if used:
            for word in after:
                self._note(word, clause)
        return used

    def _link_of(self, words: Sequence[Token]) -> Link:
        kinds = {word.kind for word in words}
        if Kind.SUM in kinds and kinds <= _BARE:
            return Link.SUM
        for word in reversed(words):
            if word.kind in (Kind.LESS, Kind.PART, Kind.CLAIM):
                return _LINKS[word.kind]
        return self._link

    def _place(
        self, mention: Mention, words: Sequence[Token], named_after: Sequence[Token], after: Sequence[Token]
    ) -> Mention | None:
        """The mention with its readings, or None where it cannot be told what it counts."""
        spoken = self._subject(words, after)
        if spoken is None or self._other_office or mention.quantity.unit not in spoken.units:
            return None
        naming = [*words, *named_after]
        if any(spoken in word.meaning.not_in and not roles(word, spoken) for word in naming):
            self._elsewhere = True
            return None
        if any(is_aside(word, spoken) for word in naming) or is_narrowed(words, spoken):
            return None
        return self._with_readings(mention, spoken, naming, after)

    def _subject(self, words: Sequence[Token], after: Sequence[Token]) -> SpokenTable | None:
        """The table that is spoken of: named before the number, else right after it, else by what went before."""
        named = any(word.meaning.topics for word in words)
        behind = next((word for word in after if word.kind is Kind.WORD), None)
        if behind is not None:
            if not named and behind.meaning.topics:
                return behind.meaning.topics[0]
            if is_elsewhere(behind, self._table) and not behind.meaning.topics:
                return None
        if self._elsewhere:
            return None
        return self._table or (self._foreseen if not strays(words) else None)

    def _with_readings(
        self, mention: Mention, spoken: SpokenTable, naming: Sequence[Token], after: Sequence[Token] = ()
    ) -> Mention | None:
        rows, columns = (options(naming, spoken, axis) or options(after, spoken, axis) for axis in (ROW, COLUMN))
        topic = any(spoken in word.meaning.topics for word in naming)
        if not rows and not columns and not topic:
            return None
        previous = self._previous(spoken)
        rows = rows or self._inherited(previous, ROW) + list(spoken.row if columns or topic else ())
        rows = rows or list(self._named.get(spoken.table, ()))
        columns = columns or list(spoken.column) + self._inherited(previous, COLUMN)
        readings = tuple(dict.fromkeys(readings_of(spoken, rows, columns)))
        if not readings:
            return None
        named = [w for w in naming if w.kind is Kind.WORD and (w.meaning.topics or roles(w, spoken))]
        start = min([mention.start, *(word.start for word in named)])
        end = max([mention.end, *(word.end for word in named)])
        placed = replace(mention, start=start, end=end, spoken=spoken, readings=readings)
        if any(word.kind in (Kind.PART, Kind.LESS) for word in naming):
            self._narrow_the_head(placed)
        return placed

    def _previous(self, spoken: SpokenTable) -> Mention | None:
        at = self._last.get(spoken.table, -1)
        return self.mentions[at] if at >= 0 and self.mentions[at].sentence >= self._sentence - 1 else None

    def _inherited(self, previous: Mention | None, axis: str) -> list[LineSum]:
        """The lines of the mention before, for a number that names only the other axis: 制发规章1件，废止2件."""
        if previous is None:
            return []
        found: list[LineSum] = []
        for reading in previous.readings:
            lines = dict.fromkeys(((ref.row if axis == ROW else ref.column), 1) for ref, _ in reading)
            found.append(tuple(lines))  # type: ignore[arg-type]
        return list(dict.fromkeys(found))

    def _narrow_the_head(self, part: Mention) -> None:
        """含上年结转1件 makes certain that the number before includes what was carried in, 除去 that it does not."""
        at = self._whole if self._whole >= 0 else self._head()
        if part.link is Link.ALONE or part.link is Link.CLAIM or at < 0 or not self.mentions[at].readings:
            return
        head = self.mentions[at]
        inside = set[CellRef]().union(*map(cells_of, part.readings))
        with_it = [r for r in head.readings if cells_of(r) > inside and all(t.sign > 0 for t in r if t.ref in inside)]
        without = [r for r in head.readings if not any(ref in inside for ref, _ in r)]
        kept = without if part.link is Link.LEFT_OUT else with_it or without
        if kept and head.spoken is part.spoken:
            self.mentions[at] = replace(head, readings=tuple(kept))

    def _spread(
        self, token: Token, clause: _Clause, carried: list[Token], parts: Sequence[Token | Group], at: int
    ) -> int:
        """Reads 行政复议、行政诉讼分别为3件、2件 and …各1件. Returns where to go on, or 0 where nothing is spread."""
        if token.kind is not Kind.EACH and not (token.kind is Kind.CLAIM and token.text.startswith("分别")):
            return 0
        words = clause.tokens if names_something(clause.tokens) else [*carried, *clause.tokens]
        things = split(words)
        places = numbers_after(parts, at)
        if len(things) < 2 or not places or (token.kind is Kind.CLAIM and len(places) != len(things)):
            return 0
        numbers = [parts[place] for place in places]
        if token.kind is Kind.EACH:
            places, numbers = places[:1], numbers[:1] * len(things)
        for thing, number in zip(things, numbers, strict=True):
            assert isinstance(number, Token)
            for word in thing:
                self._note(word, clause)
            follows = parts[places[-1] + 1] if places[-1] + 1 < len(parts) else None
            self._number(number, thing, [], clause, follows)
        return places[-1] + 1

    def _say_none(self, tokens: Sequence[Token]) -> None:
        """未收到政府信息公开申请, 无行政复议: a nought that is spelt out."""
        at = next((at for at, token in enumerate(tokens) if token.kind is Kind.NONE), None)
        if at is None or self._year != self.words.year or self._other_office:
            return
        rest = [t for t in tokens[at + 1 :] if t.kind is not Kind.FILLER or t.text in _HAPPENS]
        if not rest or any(t.kind in _NO_NOUGHT or t.text in _FAULTS for t in tokens) or strays(rest) > STRAY:
            return
        tables = list(dict.fromkeys(table for thing in split(rest) if (table := last_topic(thing))))
        if not tables and self._table is not None and not self._elsewhere:
            tables = [self._table]
        for spoken in tables:
            happens = tokens[at].text in _NONE_AT_ALL or rest[0].text in _HAPPENS or spoken.column == ()
            if happens and not any(is_elsewhere(t, spoken) for t in rest):
                self._none_of(spoken, tokens[at], rest)

    def _none_of(self, spoken: SpokenTable, negation: Token, rest: Sequence[Token]) -> None:
        words = [t for t in rest if t.kind in (Kind.WORD, Kind.LIST)]
        mention = Mention(
            index=len(self.mentions),
            start=negation.start,
            number_start=negation.start,
            end=negation.end,
            quantity=_ZERO,
            sentence=self._sentence,
            clause=self._clause_number,
            depth=self._depth,
        )
        placed = self._with_readings(mention, spoken, words)
        if placed:
            together = max(placed.readings, key=lambda reading: len(cells_of(reading)))
            named = [t for t in words if spoken in t.meaning.topics or roles(t, spoken)]
            readings = placed.readings if len(named) < 2 else (together,)
            self.mentions.append(replace(placed, readings=readings))

    def _set_aside_other_units(self, first: int) -> None:
        """Beside 件, a number of 条 or 次 may count something else; by itself it is compared."""
        usual = {m.spoken.table for m in self.mentions[first:] if m.spoken and m.quantity.unit == m.spoken.units[0]}
        for at in range(first, len(self.mentions)):
            mention = self.mentions[at]
            spoken, unit = mention.spoken, mention.quantity.unit
            if spoken and spoken.table in usual and unit not in (spoken.units[0], "", "件次"):
                self.mentions[at] = replace(mention, readings=())
