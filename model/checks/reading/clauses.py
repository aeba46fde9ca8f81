"""The parts of a sentence, and what the words around a number come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from model.checks.reading.language import WORDS, Kind
from model.checks.reading.lexicon import Role, Token
from model.checks.reading.quantities import Quantity
from model.form.wording import LineSum, SpokenTable

STRAY = 4
"""So many meaningless characters may stand between a word and its number."""

_ASIDE = frozenset(WORDS[Kind.ASIDE].split())
_CHANNELS = frozenset(WORDS[Kind.CHANNEL].split())


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in a pair of brackets."""

    tokens: tuple[Token, ...]


def grouped(tokens: Sequence[Token]) -> list[Token | Group]:
    """The tokens with each pair of brackets as one part; an unclosed bracket reaches to the end."""
    parts: list[Token | Group] = []
    inside: list[Token] = []
    depth = 0
    for token in tokens:
        if token.kind is Kind.OPEN:
            depth += 1
            if depth > 1:
                inside.append(token)
        elif token.kind is Kind.CLOSE:
            depth = max(depth - 1, 0)
            if depth:
                inside.append(token)
            elif inside:
                parts.append(Group(tuple(inside)))
                inside = []
        elif depth:
            inside.append(token)
        else:
            parts.append(token)
    return [*parts, Group(tuple(inside))] if inside else parts


def last_topic(tokens: Sequence[Token]) -> SpokenTable | None:
    return first_topic(tokens[::-1])


def first_topic(tokens: Sequence[Token]) -> SpokenTable | None:
    return next((token.meaning.topics[0] for token in tokens if token.meaning.topics), None)


def named_office(tokens: Sequence[Token]) -> str:
    """What stands before the word for an office: 区住建 before 局. Empty where the clause begins with it: 局办公室."""
    name = ""
    for token in reversed(tokens):
        if token.kind not in (Kind.OTHER, Kind.OFFICE):
            break
        name = token.text + name
    return name if not tokens or tokens[-1].kind is not Kind.OFFICE or len(name) > len(tokens[-1].text) else ""


def names_something(tokens: Sequence[Token]) -> bool:
    return any(token.kind in (Kind.WORD, Kind.CHANNEL) for token in tokens)


def words_after(parts: Sequence[Token | Group], at: int) -> list[Token]:
    """The words that follow a number in its own clause."""
    words: list[Token] = []
    for part in parts[at:]:
        if isinstance(part, Group) or part.kind in (Kind.CLAUSE, Kind.LIST, Kind.NUMBER):
            break
        words.append(part)
    return words


def is_counted(quantity: Quantity, follows: Token | Group | None) -> bool:
    """A number without a unit counts only where the clause ends with it."""
    if quantity.unit:
        return True
    return follows is None or isinstance(follows, Group) or follows.kind in (Kind.CLAUSE, Kind.LIST)


def is_one_channel(words: Sequence[Token]) -> bool:
    """网络申请60件 is what came by one way; 通过网络、信函等渠道收到 is all that came."""
    channels = [word for word in words if word.text in _CHANNELS]
    return len(channels) == 1 and not any(word.text in ("等渠道", "等方式") for word in words)


def is_aside(word: Token, spoken: SpokenTable) -> bool:
    """Whether a word makes of the number another office's, another time's or another sort of work's."""
    return word.kind in (Kind.LATELY, Kind.NONE) or (word.text in _ASIDE and not roles(word, spoken))


def is_narrowed(words: Sequence[Token], spoken: SpokenTable) -> bool:
    """Whether something between the first word that counts and the number narrows it to a part: 涉及征地的申请."""
    first = next((at for at, word in enumerate(words) if roles(word, spoken) or spoken in word.meaning.topics), None)
    if first is None:
        return False
    last = max(at for at, word in enumerate(words) if roles(word, spoken) or spoken in word.meaning.topics)
    between, behind = (strays(words[first:last]), strays(words[last:]))
    qualified = any(word.kind is Kind.QUALIFIER for word in words)
    return between > STRAY or behind > 1 or (qualified and between + behind > 1)


def strays(words: Sequence[Token]) -> int:
    """How many characters mean nothing to the grammar."""
    return sum(len(word.text) for word in words if word.kind is Kind.OTHER)


def is_elsewhere(token: Token, table: SpokenTable | None) -> bool:
    meaning = token.meaning
    if table is not None and roles(token, table):
        return False
    return meaning.elsewhere or table in meaning.not_in


def roles(token: Token, spoken: SpokenTable) -> list[Role]:
    return [role for role in token.meaning.roles if role.table is spoken]


def options(words: Sequence[Token], spoken: SpokenTable, axis: str) -> list[LineSum]:
    """Every sum of lines that the words may mean along one axis: each word's own, and all of them together."""
    said = [[r for r in roles(word, spoken) if r.axis == axis] for word in words]
    phrases = list(dict.fromkeys(role[0].phrase for role in said if role))
    single = [option for phrase in phrases for option in phrase.means]
    if len(phrases) < 2 or not any(word.kind is Kind.LIST for word in words):
        return single
    together = [union(choice) for choice in product(*(phrase.means for phrase in phrases))]
    if any(word.kind is Kind.SUM for word in words):
        return together
    return list(dict.fromkeys([*single, *together]))


def union(sums: Sequence[LineSum]) -> LineSum:
    return tuple(dict.fromkeys(term for one in sums for term in one))


def split(words: Sequence[Token]) -> list[list[Token]]:
    """The things that 、 and 和 put side by side."""
    things: list[list[Token]] = [[]]
    for word in words:
        if word.kind is Kind.LIST:
            things.append([])
        else:
            things[-1].append(word)
    return [thing for thing in things if names_something(thing)]


def numbers_after(parts: Sequence[Token | Group], at: int) -> list[int]:
    """Where the numbers of a bare list stand: 3件、2件和1件."""
    places: list[int] = []
    for place in range(at, len(parts)):
        part = parts[place]
        if isinstance(part, Group) or part.kind in (Kind.WORD, Kind.CHANNEL, Kind.PART, Kind.COMPARE, Kind.CHANGE):
            break
        if part.kind is Kind.NUMBER:
            places.append(place)
        elif part.kind is Kind.OTHER and len(part.text) > 1:
            break
    return places
