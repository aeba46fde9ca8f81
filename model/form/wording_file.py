"""Reads the part of a format file that says what a text calls the cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from model.form.edition import CellRef, Line, Section, SectionBody, Table
from model.form.strict_toml import DataFileError, Node
from model.form.wording import Bound, Citation, Demand, LineSum, LineTerm, Phrase, SpokenTable, Wording

YEARS = ("{last_year}", "{this_year}", "{next_year}")


def read_wording(node: Node | None, tables: Mapping[str, Table], sections: Iterable[Section]) -> Wording:
    """The edition's wording; an edition without one leaves its texts unread."""
    if node is None:
        return Wording()
    wording = Wording(
        tables=tuple(_spoken_table(child, tables) for child in node.nodes("tables", required=True)),
        elsewhere=node.texts("elsewhere"),
        demands=tuple(_demand(child, sections) for child in node.nodes("demands")),
        bounds=tuple(_bound(child, tables) for child in node.nodes("bounds")),
        citations=tuple(_citation(child) for child in node.nodes("citations")),
    )
    node.close()
    return wording


def _demand(node: Node, sections: Iterable[Section]) -> Demand:
    demand = Demand(
        code=node.take("code", str),
        section=node.take("section", str),
        words=node.texts("words", required=True),
        message=node.take("message", str),
    )
    node.close()
    if demand.section not in {section.key for section in sections if section.body is SectionBody.NARRATIVE}:
        raise DataFileError(f"{node.place}：没有正文部分 {demand.section}")
    return demand


def _bound(node: Node, tables: Mapping[str, Table]) -> Bound:
    address = node.take("cell", str)
    table, row, column = (*address.split("."), "", "")[:3]
    found = tables.get(table)
    if found is None or row not in {r.key for r in found.rows} or column not in {c.key for c in found.columns}:
        raise DataFileError(f"{node.place}：没有单元格 {address}")
    bound = Bound(
        code=node.take("code", str),
        words=node.texts("words", required=True),
        unit=node.take("unit", str),
        per=node.take("per", int, 1),
        cell=CellRef(table, row, column),
    )
    node.close()
    return bound


def _citation(node: Node) -> Citation:
    citation = Citation(node.take("name", str), node.take("number", str))
    node.close()
    return citation


def _spoken_table(node: Node, tables: Mapping[str, Table]) -> SpokenTable:
    key = node.take("table", str)
    if key not in tables:
        raise DataFileError(f"{node.place}：没有表 {key}")
    node.place = f"{node.place}（{key}）"
    table = tables[key]
    spoken = SpokenTable(
        table=key,
        code=node.take("code", str),
        topics=node.texts("topics", required=True),
        elsewhere=node.texts("elsewhere"),
        units=node.texts("units", required=True),
        per=node.take("per", int, 1),
        rows=_phrases(node, "rows", table.rows),
        columns=_phrases(node, "columns", table.columns),
        row=_sums(node, "row", table.rows),
        column=_sums(node, "column", table.columns),
    )
    node.close()
    return spoken


def _phrases(node: Node, axis: str, lines: tuple[Line, ...]) -> tuple[Phrase, ...]:
    return tuple(_phrase(child, lines) for child in node.nodes(axis))


def _phrase(node: Node, lines: tuple[Line, ...]) -> Phrase:
    phrase = Phrase(node.texts("words", required=True), _sums(node, "means", lines))
    node.close()
    for word in phrase.words:
        plain = word
        for year in YEARS:
            plain = plain.replace(year, "")
        if not plain or "{" in plain:
            raise DataFileError(f"{node.place}.words：“{word}”不是能在正文里找的词")
    if not phrase.means:
        raise DataFileError(f"{node.place}：缺少 means")
    return phrase


def _sums(node: Node, key: str, lines: tuple[Line, ...]) -> tuple[LineSum, ...]:
    return tuple(_sum(text, lines, f"{node.place}.{key}") for text in node.texts(key))


def _sum(text: str, lines: tuple[Line, ...], place: str) -> LineSum:
    """The lines that ``opening + received - withdrawn_*`` names."""
    terms: list[LineTerm] = []
    sign = 1
    for word in text.replace("+", " + ").replace("-", " - ").split():
        if word in "+-":
            sign = 1 if word == "+" else -1
            continue
        found = [line.key for line in lines if fnmatchcase(line.key, word)]
        if not found:
            raise DataFileError(f"{place}：没有 {word}")
        terms += [LineTerm(name, sign) for name in found]
    if len({term.key for term in terms}) != len(terms):
        raise DataFileError(f"{place}：“{text}”里同一项写了两次")
    return tuple(terms)
