"""The text against itself: parts and their whole, sums that are stated, balances, lists that are counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from model.checks.evaluation import Examined
from model.checks.finding import TITLE, Finding
from model.checks.passages import Passage, Stated, passages, stated_numbers
from model.checks.reading.mentions import Known, Link, Mention, Verdict, cells_of, verdict
from model.checks.reading.quantities import chinese_number
from model.checks.stated_figures import certain_numbers
from model.checks.wording import REQUESTS
from model.form.edition import CellRef, Check, Edition, Level, Relation
from model.report.numbers import Number, format_number

CODE = "TEXT-SELF"
MOST_ADDENDS = 7
"""A stated sum may be that of any of so many numbers before it."""

_PARTS_COUNTED = re.compile(
    r"(?:由|包括|包含|分为|含)(?P<items>[^。；：:;，,（）()]{0,40}[^。；：:;]{0,160}?)(?P<etc>等)?(?:共|总共|共计)?"
    r"(?P<number>[一二三四五六七八九十]{1,2}|\d{1,2})(?:个|大)?(?:部分|方面|章节)"
)
_JOINS = re.compile("以及|和|及|与|暨")


def contradictions(examined: Examined) -> Iterator[Finding]:
    """Everything in which the text disagrees with itself, whatever the tables say."""
    sentences: dict[tuple[int, int], list[Stated]] = defaultdict(list)
    for stated in stated_numbers(examined.report):
        sentences[stated.number, stated.mention.sentence].append(stated)
    found: Counter[str] = Counter()
    known = certain_numbers(examined.amounts)
    for sentence in sentences.values():
        if len(sentence) < 2:
            continue
        for finding in (
            *_parts(sentence, examined.edition, known),
            *_stated_sums(sentence),
            *_balances(sentence, examined.edition, known),
        ):
            found[finding.subject] += 1
            if found[finding.subject] == 1:
                yield finding
    yield from _counted_lists(examined)


def finding_about(code: str, message: str, places: Sequence[Stated], values: tuple[Number, Number]) -> Finding:
    """A question about numbers of the text; it rests on what they say."""
    said = "，".join(place.said for place in places)
    return Finding(
        code=code,
        level=Level.ASK,
        subject=f"{places[0].passage.section} {said}",
        message=f"{message}；{REQUESTS[Level.ASK]}。",
        spans=tuple(place.span for place in places),
        figures="/".join(written(place.mention.quantity.value) for place in places),
        values=values,
    )


def written(number: Decimal | int) -> str:
    """A number for a message: without a fraction of noughts."""
    value = Decimal(number)
    return format_number(int(value)) if value == value.to_integral_value() else format_number(value.normalize())


def _parts(sentence: Sequence[Stated], edition: Edition, known: Known) -> Iterator[Finding]:
    """其中 may not exceed the whole, 分别为 must make it up. Kinds of applicants and kinds of results are apart."""
    places = {stated.mention.index: stated for stated in sentence}
    groups: dict[tuple[int, str], list[Stated]] = defaultdict(list)
    for stated in sentence:
        mention = stated.mention
        whole = places.get(mention.whole)
        if whole is None or mention.compares or mention.link in (Link.SUM, Link.LEFT_OUT, Link.ALONE):
            continue
        if mention.quantity.unit == whole.mention.quantity.unit and not mention.quantity.is_share:
            groups[mention.whole, _dimension(mention, whole.mention)].append(stated)
    for (at, dimension), parts in groups.items():
        whole = places[at]
        if whole.mention.compares or dimension == "unlike" or _are_told_by_the_tables([whole, *parts], edition, known):
            continue
        low, high = _sum(parts)
        most = _most(sentence, whole, parts[0])
        claims = len(parts) > 1 and all(part.mention.link is Link.CLAIM for part in parts)
        adjacent = parts[0].mention.clause - whole.mention.clause <= 1 + len(parts)
        if low > most or (claims and adjacent and high < whole.mention.quantity.low):
            yield _wrong_parts(whole, parts, claims=claims)


def _are_told_by_the_tables(numbers: Sequence[Stated], edition: Edition, known: Known) -> bool:
    """Whether the tables have the last word on these numbers, or they stand on the two sides of a balance."""
    verdicts = {verdict(stated.mention, known) for stated in numbers if stated.mention.readings}
    if Verdict.CONFLICT in verdicts or verdicts == {Verdict.FITS}:
        return True
    rows = {term.ref.row for check in _equal_checks(edition) for term in (*check.left, *check.right)}
    return any(term.ref.row in rows for s in numbers[1:] for r in s.mention.readings for term in r if len(r) == 1) and (
        len(numbers) > 2
    )


def _dimension(part: Mention, whole: Mention) -> str:
    """What a part is a part by: only parts by the same thing may be added."""
    if part.channel and whole.spoken is not None:
        return "channel"
    if part.spoken is None or whole.spoken is None:
        return "other" if part.spoken is whole.spoken else "unlike"
    if part.spoken is not whole.spoken:
        return "unlike"
    usual = {ref.column for ref, _ in whole.readings[0]}
    return "rows" if {ref.column for ref, _ in part.readings[0]} == usual else "columns"


def _most(sentence: Sequence[Stated], whole: Stated, first: Stated) -> Decimal:
    """The most that parts can come to: 收到9件，上年结转1件，其中 speaks of ten."""
    before = [
        other.mention.quantity.high
        for other in sentence
        if other.mention.index < first.mention.index
        and other.mention.quantity.unit == whole.mention.quantity.unit
        and other.mention.depth == whole.mention.depth
        and other.mention.link is not Link.PART
        and not other.mention.compares
    ]
    together = sum(before, Decimal(0)) if whole.mention.spoken else max(before, default=Decimal(0))
    return max(together, whole.mention.quantity.high)


def _sum(parts: Iterable[Stated]) -> tuple[Decimal, Decimal]:
    quantities = [part.mention.quantity for part in parts]
    return sum((q.low for q in quantities), Decimal(0)), sum((q.high for q in quantities), Decimal(0))


def _wrong_parts(whole: Stated, parts: Sequence[Stated], *, claims: bool) -> Finding:
    numbers = [part.mention.quantity.value for part in parts]
    total, stated = sum(numbers, Decimal(0)), whole.mention.quantity.value
    added = f"{'＋'.join(map(written, numbers))}＝{written(total)}" if len(numbers) > 1 else written(total)
    verdict_ = f"与总数{written(stated)}相差{written(abs(total - stated))}" if claims else f"大于总数{written(stated)}"
    message = f"正文“{whole.said}”的各部分{added}，{verdict_}"
    return finding_about(CODE, message, [whole, *parts], (_plain(total), _plain(stated)))


def _stated_sums(sentence: Sequence[Stated]) -> Iterator[Finding]:
    """网站80条、公众号60条，共计140条: what comes before must come to it, all of it or some."""
    for at, stated in enumerate(sentence):
        mention = stated.mention
        if mention.link is not Link.SUM or mention.readings or mention.compares:
            continue
        before = [
            other
            for other in sentence[:at]
            if other.mention.quantity.unit == mention.quantity.unit
            and not other.mention.compares
            and other.mention.depth == mention.depth
        ][-MOST_ADDENDS:]
        if len(before) < 2 or mention.clause - before[-1].mention.clause > 1:
            continue
        if not any(_comes_to(chosen, mention) for n in range(2, len(before) + 1) for chosen in combinations(before, n)):
            numbers = [other.mention.quantity.value for other in before]
            total = sum(numbers, Decimal(0))
            message = (
                f"正文“{stated.said}”前面的{'＋'.join(map(written, numbers))}＝{written(total)}，"
                f"与写的{written(mention.quantity.value)}对不上"
            )
            yield finding_about(CODE, message, [stated, *before], (_plain(mention.quantity.value), _plain(total)))


def _comes_to(chosen: Sequence[Stated], mention: Mention) -> bool:
    low, high = _sum(chosen)
    return low <= mention.quantity.high and high >= mention.quantity.low


def _balances(sentence: Sequence[Stated], edition: Edition, known: Known) -> Iterator[Finding]:
    """新收＋结转＝办结＋结转 in one sentence, while the tables cannot tell yet."""
    placed = [stated for stated in sentence if stated.mention.readings and not stated.mention.compares]
    if len(placed) < 3 or not any(verdict(stated.mention, known) is Verdict.UNKNOWN for stated in placed):
        return
    for check in _equal_checks(edition):
        sides = [[_stating(term.ref, placed) for term in side] for side in (check.left, check.right)]
        stating = [stated for side in sides for stated in side if stated]
        verdicts = {verdict(stated.mention, known) for stated in stating}
        if len(stating) < len(check.left) + len(check.right) or Verdict.CONFLICT in verdicts:
            continue
        left, right = ([s.mention.quantity.value for s in side if s] for side in sides)
        if sum(right) not in {sum(left), *_whole_sides(check, stating)}:
            message = (
                f"正文里{'＋'.join(map(written, left))}＝{written(sum(left))}，"
                f"{'＋'.join(map(written, right))}＝{written(sum(right))}，两边不平"
            )
            yield finding_about(CODE, message, stating, (_plain(sum(left)), _plain(sum(right))))


def _equal_checks(edition: Edition) -> Iterator[Check]:
    """The balances of the edition that stand in a total."""
    for check in edition.checks:
        terms = (*check.left, *check.right)
        if check.relation is Relation.EQUAL and not any(term.last_year for term in terms):
            yield check


def _whole_sides(check: Check, stating: Iterable[Stated]) -> Iterator[Decimal]:
    """The numbers that may be the sum of a whole side: 受理75件 may hold what was carried in."""
    sides = [{term.ref for term in side} for side in (check.left, check.right)]
    for stated in stating:
        if any(cells_of(reading) in sides and len(reading) > 1 for reading in stated.mention.readings):
            yield stated.mention.quantity.value


def _stating(ref: CellRef, placed: Sequence[Stated]) -> Stated | None:
    """The number that states this one cell."""
    for stated in placed:
        if any(len(reading) == 1 and reading[0].ref == ref for reading in stated.mention.readings):
            return stated
    return None


def _counted_lists(examined: Examined) -> Iterator[Finding]:
    """由总体情况、……六个部分组成: the things that are named, counted."""
    for passage in passages(examined.report):
        if passage.section == TITLE:
            continue
        for match in _PARTS_COUNTED.finditer(passage.line):
            items = match["items"]
            least = items.count("、") + 1 - items.count("复议、")
            most = least + len(_JOINS.findall(items))
            number = _count(match["number"])
            if least > 2 and not least <= number <= most and not (match["etc"] and number > most):
                yield _wrong_count(passage, match, least, number)


def _wrong_count(passage: Passage, match: re.Match[str], least: int, number: int) -> Finding:
    message = f"正文写的是{match['number']}个部分，列出来的是{least}个"
    span = passage.span(match.start("number"), match.end())
    return Finding(
        code=CODE,
        level=Level.ASK,
        subject=f"{passage.section} {match[0][-12:]}",
        message=f"{message}；{REQUESTS[Level.ASK]}。",
        spans=(span,),
        figures=f"{number}/{least}",
        values=(number, least),
    )


def _count(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text)


def _plain(number: Decimal | int) -> Number:
    value = Decimal(number)
    return int(value) if value == value.to_integral_value() else value
