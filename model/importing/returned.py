"""A report that comes back changed, from Word or a sheet: where it differs, and the edit that takes some of it.

Both sides are compared as they print, paragraph by paragraph; what nobody touched stays as it was typed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from model.form.edition import CellRef
from model.report.narrative import run_in_heading
from model.report.numbers import Number, format_number
from model.report.report import Edit, Report
from model.report.text import printable

TextKey = tuple[str, str]
"""Where a text stands: the field of an `Edit`, and the key in it."""


class Change(NamedTuple):
    """One place where what came back differs, as both sides print it ("" for nothing).

    ``cell`` is set for a figure; for a text ``text`` says which, ``old`` and ``new`` which of its paragraphs. ``meant``
    is False where somebody has to look first: a figure that is gone may only not have been readable.
    """

    place: str
    ours: str
    theirs: str
    cell: CellRef | None = None
    text: TextKey = ("", "")
    old: range = range(0)
    new: range = range(0)
    meant: bool = True


def changes(report: Report, returned: Report) -> tuple[Change, ...]:
    """Where ``returned`` differs, in printing order: texts, figures, remarks. Both are of one edition and year."""
    return (*_texts_that_differ(report, returned), *_figures_that_differ(report, returned))


def taken(report: Report, returned: Report, chosen: Collection[Change]) -> Edit:
    """The one edit that takes the chosen changes."""
    entries = {change.cell: returned.entries.get(change.cell) for change in chosen if change.cell}
    texts: dict[str, dict[str, Any]] = {"details": {}, "narratives": {}, "remarks": {}}
    for part, key in dict.fromkeys(change.text for change in chosen if not change.cell):
        mine = [change for change in chosen if change.text == (part, key)]
        before, after = _text(report, (part, key)), _text(returned, (part, key))
        texts[part][key] = _merged(before, _as_typed(before, after), mine)
    return Edit(entries=entries, details=texts["details"], narratives=texts["narratives"], remarks=texts["remarks"])


def _figures_that_differ(report: Report, returned: Report) -> Iterator[Change]:
    edition = report.edition
    for ref in edition.inputs:
        ours, theirs = report.entries.get(ref), returned.entries.get(ref)
        if ours != theirs:
            section = edition.section(edition.tables[ref.table].section)
            place = f"{section.number}、{section.tab}：{edition.label(ref)}"
            yield Change(place, _figure(ours), _figure(theirs), cell=ref, meant=theirs is not None)


def _figure(number: Number | None) -> str:
    return "" if number is None else format_number(number)


def _texts_that_differ(report: Report, returned: Report) -> Iterator[Change]:
    for key, name in _texts(report):
        before = _text(report, key)
        ours, theirs = _paragraphs(before), _as_typed(before, _text(returned, key))
        matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
        for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
            if tag == "equal":
                continue
            for old, new in _pieces(range(old_from, old_to), range(new_from, new_to)):
                before_, after_ = ("\n".join(texts[at] for at in span) for texts, span in ((ours, old), (theirs, new)))
                yield Change(name, before_, after_, text=key, old=old, new=new, meant=bool(theirs))


def _pieces(old: range, new: range) -> Iterator[tuple[range, range]]:
    """What can be chosen by itself: each paragraph where there are as many on both sides, else all of them."""
    if len(old) == len(new):
        yield from ((range(a, a + 1), range(b, b + 1)) for a, b in zip(old, new, strict=True))
    else:
        yield old, new


def _texts(report: Report) -> Iterator[tuple[TextKey, str]]:
    """Every text of a report that is printed, and what it is called."""
    yield ("details", "title"), "标题"
    yield ("details", "preamble"), "开头段"
    for section in report.edition.sections:
        narrative = section in report.edition.narrative_sections
        key = ("narratives" if narrative else "remarks", section.key)
        yield key, section.heading if narrative else f"{section.heading}（表下说明）"


def _text(report: Report, key: TextKey) -> str:
    part, name = key
    return str(getattr(report, name) if part == "details" else getattr(report, part).get(name, ""))


def _paragraphs(text: str) -> list[str]:
    return [line for line in map(printable, text.split("\n")) if line]


def _as_typed(before: str, after: str) -> list[str]:
    """The paragraphs of ``after``, with headings that begin a paragraph of ``before`` put back to its beginning.

    An import sets every heading on a line of its own.
    """
    leads = {}
    for paragraph in _paragraphs(before):
        if 0 < (length := run_in_heading(paragraph)) < len(paragraph):
            leads[paragraph[:length].rstrip("。：")] = paragraph[:length]
    found: list[str] = []
    lead = ""
    for paragraph in _paragraphs(after):
        if not lead and paragraph in leads:
            lead = leads[paragraph]
        else:
            found.append(lead + paragraph)
            lead = ""
    return [*found, lead] if lead else found


def _merged(before: str, theirs: Sequence[str], chosen: Collection[Change]) -> str:
    """``before`` with the chosen paragraphs taken; blank lines and what nobody touched stay as they are."""
    lines = before.split("\n")
    places = [at for at, line in enumerate(lines) if printable(line)]
    for change in sorted(chosen, key=lambda change: change.old.start, reverse=True):
        if change.old:
            start, end = places[change.old.start], places[change.old.stop - 1] + 1
        else:
            start = end = places[change.old.start] if change.old.start < len(places) else len(lines)
        lines[start:end] = [theirs[at] for at in change.new]
    return "\n".join(lines).strip("\n")
