"""Tables that a text draws over several lines: HTML's, and grids of + and |. Each row becomes one line again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_GRID_RULE = re.compile(r"[|+].*\+[-=:]{3,}\+|\+[-=:+]{3,}\+")
_TAG = re.compile(r"<(/?)(table|tr|td|th)\b([^<>]*)>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_COLSPAN = re.compile(r"""colspan\s*=\s*["']?([0-9]{1,3})""", re.IGNORECASE)
_MOST_SPANNED = 50


def whole_rows(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with every drawn table row as one line of cells between bars."""
    return _grid_rows(_html_rows(lines))


def _grid_rows(lines: Iterable[str]) -> Iterator[str]:
    """Rows of a grid table, whose cells may go over several lines, as one line each."""
    cells: list[str] | None = None
    for line in lines:
        bare = line.strip()
        if bare.startswith(("+", "|")) and _GRID_RULE.match(bare):
            if cells:
                yield _drawn(cells)
            cells = []
        elif cells is not None and bare.startswith("|") and bare.endswith("|") and len(bare) > 1:
            parts = [part.strip() for part in bare[1:-1].split("|")]
            cells = _joined(cells, parts)
        else:
            if cells:
                yield _drawn(cells)
            cells = None
            yield line
    if cells:
        yield _drawn(cells)


def _joined(cells: list[str], parts: list[str]) -> list[str]:
    width = max(len(cells), len(parts))
    padded = [*cells, *[""] * (width - len(cells))], [*parts, *[""] * (width - len(parts))]
    return [above + below for above, below in zip(*padded, strict=True)]


def _drawn(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _html_rows(lines: Iterable[str]) -> Iterator[str]:
    """Rows of HTML tables as lines; everything between their tags that is no cell is dropped."""
    row: list[str] | None = None
    in_table = False
    for line in lines:
        if not in_table and "<t" not in line.lower():
            yield line
            continue
        end, text_before = 0, ""
        for tag in _TAG.finditer(line):
            text = _ANY_TAG.sub(" ", line[end : tag.start()])
            end = tag.end()
            if row:
                row[-1] += text
            elif not in_table:
                text_before += text
            closing, name = bool(tag.group(1)), tag.group(2).lower()
            if name == "table":
                in_table = not closing
            if name in ("table", "tr"):
                if row:
                    yield _drawn(cell.replace("|", " ").strip() for cell in row)
                row = [] if name == "tr" and not closing else None
            elif not closing and row is not None:
                span = _COLSPAN.search(tag.group(3))
                row += [""] * (min(int(span.group(1)), _MOST_SPANNED) - 1 if span and row else 0) + [""]
        rest = _ANY_TAG.sub(" ", line[end:]) if end else line
        if row:
            row[-1] += rest
        elif not in_table and (text_before + rest).strip():
            yield text_before + rest
