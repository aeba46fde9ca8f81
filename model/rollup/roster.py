"""名单: which units have to report, and whose report is whose: names are compared in their short and full forms.

A name that is not the same to the letter is a doubtful match: it is made only where nothing else fits, and always said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_NUMBERING = re.compile(r"^\s*(?:[（(]?\d{1,4}[)）.．、\s]+|[一二三四五六七八九十]+、)\s*")
_SEPARATORS = re.compile(r"[\n\r,，;；、\t]+")
_IS_NAME = re.compile(r"[\u3400-\u9fff]{2}")
_NO_NAMES = frozenset({"序号", "单位", "单位名称", "名称", "名单", "合计", "总计", "备注", "填报单位", "应报单位"})
_LEFT_OUT = re.compile(r"[\s·\-—_“”\"'（）()《》]")
_ENDINGS = ("人民政府办公室", "人民政府", "办公室", "委员会")
"""What a name's full form has and its short one may lack; the longer ones first."""


@dataclass(frozen=True)
class Matches:
    """Which unit of the list each name of a report stands for.

    ``doubtful`` are the names among them that are not the same to the letter; ``unlisted`` those that fit none, or
    more than one.
    """

    unit_of: Mapping[str, str]
    doubtful: frozenset[str] = frozenset()
    unlisted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roster:
    """The units that have to report, in the list's order. ``known`` are matches that somebody confirmed before."""

    units: tuple[str, ...]
    known: Mapping[str, str] = field(default_factory=dict)

    def match(self, names: Iterable[str]) -> Matches:
        """Whose report each name stands for: the same name, a confirmed one, or the only one that it is a form of."""
        plain = {plain_name(unit): unit for unit in self.units}
        unit_of: dict[str, str] = {}
        rest: list[str] = []
        for name in dict.fromkeys(names):
            unit = self.known.get(name) or plain.get(plain_name(name))
            if unit in self.units and unit is not None:
                unit_of[name] = unit
            else:
                rest.append(name)
        taken = set(unit_of.values())
        free = [unit for unit in self.units if unit not in taken]
        doubtful = _only_matches(rest, free)
        unlisted = tuple(name for name in rest if name not in doubtful)
        return Matches(unit_of | doubtful, frozenset(doubtful), unlisted)

    def named_in(self, file_name: str) -> str | None:
        """The one unit whose name stands in the name of a file that could not be read."""
        plain = plain_name(file_name)
        found = [unit for unit in self.units if plain_name(unit) in plain]
        return max(found, key=len, default=None)


def read_roster(text: str) -> tuple[str, ...]:
    """The names in a pasted list, one a line or between commas; numbers before them and repetitions are dropped."""
    names = (_NUMBERING.sub("", part).strip() for part in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(name for name in names if _IS_NAME.search(name) and name not in _NO_NAMES))


def roster_from_rows(rows: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The names in a sheet: the column whose cells look most like names of offices, without its heading."""
    table = [list(row) for row in rows]
    width = max(map(len, table), default=0)
    columns = [[row[at] for row in table if at < len(row)] for at in range(width)]
    best = max(columns, key=lambda cells: sum(_looks_like_a_unit(cell) for cell in cells), default=[])
    return read_roster("\n".join(cell for cell in best if _looks_like_a_unit(cell)))


def plain_name(name: str) -> str:
    """A name without what writers vary: width of letters, blanks, brackets, dashes."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", name))


_UNIT_ENDINGS = (*"局委办厅处所院站镇乡会", "中心", "政府", "街道", "办公室", "公司", "大队", "支队")
_IN_BRACKETS = re.compile("（[^）]*）$")


def _looks_like_a_unit(cell: str) -> bool:
    return _IN_BRACKETS.sub("", cell.strip()).endswith(_UNIT_ENDINGS)


def _only_matches(names: Sequence[str], units: Sequence[str]) -> dict[str, str]:
    """The pairs that fit each other and nothing else."""
    fitting = {name: [unit for unit in units if _same_unit(plain_name(name), plain_name(unit))] for name in names}
    claimed = [unit for found in fitting.values() for unit in found]
    return {name: found[0] for name, found in fitting.items() if len(found) == 1 and claimed.count(found[0]) == 1}


def _same_unit(one: str, other: str) -> bool:
    """Whether one name may be a form of the other: without place (县教育局) or ending, or abbreviated (教体局)."""
    forms = [(a, b) for a in _forms(one) for b in _forms(other)]
    return any(a == b or _is_tail(a, b) or _is_tail(b, a) or _abbreviates(a, b) or _abbreviates(b, a) for a, b in forms)


def _forms(name: str) -> tuple[str, ...]:
    return (
        name,
        *(name.removesuffix(ending) for ending in _ENDINGS if name.endswith(ending) and len(name) > len(ending) + 1),
    )


def _is_tail(short: str, full: str) -> bool:
    return len(short) >= 3 and full.endswith(short)


def _abbreviates(short: str, full: str) -> bool:
    """教体局 for 云东县教育和体育局: its characters in order, the last one the same, the first one after the place."""
    if not 3 <= len(short) < len(full) or short[-1] != full[-1]:
        return False
    places = [at for at, character in enumerate(full) if character == short[0]]
    return any(_in_order(short, full[at:]) and _ends_a_place(full[:at]) for at in places)


def _in_order(short: str, full: str) -> bool:
    rest = iter(full)
    return all(character in rest for character in short)


def _ends_a_place(before: str) -> bool:
    return not before or before[-1] in "省市县区州盟旗镇乡"
