"""Reads a format file strictly, and refuses one that is not whole, naming the place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase
from graphlib import CycleError

from model.form.edition import (
    AgencyKind,
    CellRef,
    Check,
    CheckTerm,
    Edition,
    Level,
    Line,
    MergedGroup,
    NumberKind,
    Relation,
    Section,
    SectionBody,
    Table,
    TableLayout,
)
from model.form.strict_toml import DataFileError, Node, read_toml, take_key, unique
from model.form.wording_file import read_wording

LAST_YEAR = "last_year."


def read_edition(text: str, name: str) -> Edition:
    """The edition that a format file describes. ``name`` stands in error messages."""
    root = read_toml(text, name)
    sections = unique([_section(node) for node in root.nodes("sections", required=True)], name)
    tables = {table.key: table for table in unique([_table(n) for n in root.nodes("tables", required=True)], name)}
    for table in tables.values():
        if table.section not in {section.key for section in sections if section.body is SectionBody.TABLES}:
            raise DataFileError(f"{name} 表 {table.key}：没有可放表格的部分 {table.section}")
    edition = Edition(
        name=root.take("edition", str),
        first_year=root.take("first_year", int),
        last_year=root.take_optional("last_year", int),
        basis=root.take("basis", str),
        title=_template(root, "title"),
        preamble=_template(root, "preamble"),
        agency_kinds=tuple(unique([_agency_kind(node) for node in root.nodes("agency_kinds", required=True)], name)),
        sections=tuple(sections),
        tables=tables,
        checks=tuple(check for node in root.nodes("checks") for check in _checks(node, tables)),
        carry_forward=_carry_forward(root, tables),
        wording=read_wording(root.node("wording"), tables, sections),
    )
    root.close()
    if edition.last_year is not None and edition.last_year < edition.first_year:
        raise DataFileError(f"{name}.last_year：早于 first_year")
    _check_sums(edition, name)
    _check_rules(edition, name)
    return edition


def _template(root: Node, key: str) -> str:
    template = root.take(key, str)
    try:
        template.format(agency="", year=0)
    except (LookupError, ValueError, AttributeError):
        raise DataFileError(f"{root.place}.{key}：只能使用 {{agency}} 和 {{year}}") from None
    return template


def _check_sums(edition: Edition, name: str) -> None:
    try:
        order = edition.sum_order
    except CycleError as error:
        raise DataFileError(f"{name}：合计互相引用 {' → '.join(map(str, error.args[1]))}") from error
    for ref in order:
        if any(edition.kind(part) is not edition.kind(ref) for part in edition.sums[ref]):
            raise DataFileError(f"{name} {ref}：合计与其各项的数值类型不同")


def _check_rules(edition: Edition, name: str) -> None:
    """What only the whole form shows: no two checks share a finding's key, and what is handed on fits where it goes."""
    seen: set[tuple[str, CellRef]] = set()
    for check in edition.checks:
        this_year = [term.ref for term in (*check.left, *check.right) if not term.last_year]
        if not this_year:
            raise DataFileError(f"{name} checks（{check.code}）：两边都只有上年的数")
        if (check.code, this_year[0]) in seen:
            raise DataFileError(f"{name} checks（{check.code}）：对 {this_year[0]} 重复")
        seen.add((check.code, this_year[0]))
    for to, source in edition.carry_forward.items():
        if to in edition.sums:
            raise DataFileError(f"{name} carry_forward：{to} 是合计，不能填写")
        if edition.kind(to) is not edition.kind(source):
            raise DataFileError(f"{name} carry_forward：{source} 与 {to} 的数值类型不同")


def _section(node: Node) -> Section:
    section = Section(
        key=take_key(node),
        number=node.take("number", str),
        title=node.take("title", str),
        tab=node.take("tab", str),
        body=node.choice("body", SectionBody),
        headings=node.texts("headings"),
    )
    node.close()
    return section


def _agency_kind(node: Node) -> AgencyKind:
    try:
        month, day = map(int, node.take("deadline", str).split("-"))
        deadline = date(2023, month, day)
    except ValueError:
        raise DataFileError(f"{node.place}.deadline：应写成 月-日，如 1-31") from None
    kind = AgencyKind(
        key=take_key(node),
        label=node.take("label", str),
        deadline=(deadline.month, deadline.day),
        makes_rules=node.take("makes_rules", bool),
    )
    node.close()
    return kind


def _table(node: Node) -> Table:
    key = take_key(node)
    node.place = f"{node.place}（{key}）"
    rows, columns = _lines(node, "rows"), _lines(node, "columns")
    merged_groups = [_merged_group(merged, rows) for merged in node.nodes("merged_groups")]
    table = Table(
        key=key,
        section=node.take("section", str),
        caption=node.take("caption", str, ""),
        corner=node.take("corner", str, ""),
        kind=node.choice("kind", NumberKind, NumberKind.COUNT),
        layout=node.choice("layout", TableLayout, TableLayout.GRID),
        rows=rows,
        columns=columns,
        merged_groups=tuple(unique(merged_groups, f"{node.place}.merged_groups", key=lambda merged: merged.group)),
    )
    node.close()
    return table


def _lines(table: Node, axis: str) -> tuple[Line, ...]:
    nodes = table.nodes(axis, required=True)
    keys = [take_key(node) for node in nodes]
    unique(keys, f"{table.place}.{axis}", key=str)
    return tuple(_line(node, key, keys) for node, key in zip(nodes, keys, strict=True))


def _line(node: Node, key: str, siblings: list[str]) -> Line:
    label = node.take("label", str)
    line = Line(
        key=key,
        label=label,
        short=node.take("short", str, label),
        groups=node.texts("groups"),
        sum_of=tuple(part for pattern in node.texts("sum") for part in _matching(pattern, siblings, node.place)),
        kind=node.choice("kind", NumberKind) if "kind" in node else None,
        hint=node.take("hint", str, ""),
        aliases=node.texts("aliases"),
        restricted=node.take("restricted", bool, False),
    )
    node.close()
    if len(set(line.sum_of)) != len(line.sum_of):
        raise DataFileError(f"{node.place}.sum：同一项加了两次")
    return line


def _matching(pattern: str, keys: list[str], place: str) -> list[str]:
    found = [key for key in keys if fnmatchcase(key, pattern)]
    if not found:
        raise DataFileError(f"{place}.sum：没有 {pattern}")
    return found


def _merged_group(node: Node, rows: tuple[Line, ...]) -> MergedGroup:
    merged = MergedGroup(node.take("group", str), node.take("receives", str))
    if not any(row.key == merged.receives and merged.group in row.groups for row in rows):
        raise DataFileError(f"{node.place}：“{merged.group}”下没有 {merged.receives}")
    node.close()
    return merged


def _scopes(node: Node, tables: Mapping[str, Table]) -> tuple[Table, str, tuple[Line, ...]]:
    """The table that a rule is about, the axis along which it is repeated, and the lines on that axis."""
    key, axis = node.take("table", str), node.take("each", str)
    if key not in tables:
        raise DataFileError(f"{node.place}：没有表 {key}")
    if axis not in ("row", "column"):
        raise DataFileError(f"{node.place}.each：应为 row 或 column")
    table = tables[key]
    return table, axis, table.columns if axis == "column" else table.rows


def _bind(line: str, scope: Line, axis: str, table: Table, place: str) -> CellRef:
    row, column = (line, scope.key) if axis == "column" else (scope.key, line)
    if row not in {r.key for r in table.rows} or column not in {c.key for c in table.columns}:
        raise DataFileError(f"{place}：表 {table.key} 没有 {line}")
    return CellRef(table.key, row, column)


def _checks(node: Node, tables: Mapping[str, Table]) -> Iterator[Check]:
    code, level, relation = node.take("code", str), node.choice("level", Level), node.choice("relation", Relation)
    table, axis, scopes = _scopes(node, tables)
    sides = node.texts("left", required=True), node.texts("right", required=True)
    answered_by = node.texts("answered_by")
    node.close()
    for scope in scopes:
        left, right = (
            tuple(
                CheckTerm(
                    _bind(name.removeprefix(LAST_YEAR), scope, axis, table, f"{node.place}（{code}）"),
                    last_year=name.startswith(LAST_YEAR),
                )
                for name in side
            )
            for side in sides
        )
        yield Check(code, level, left, relation, right, answered_by)


def _carry_forward(root: Node, tables: Mapping[str, Table]) -> dict[CellRef, CellRef]:
    carried: dict[CellRef, CellRef] = {}
    for node in root.nodes("carry_forward"):
        table, axis, scopes = _scopes(node, tables)
        source, to = node.take("from", str), node.take("to", str)
        node.close()
        for scope in scopes:
            if scope.sum_of:
                continue
            ref = _bind(to, scope, axis, table, node.place)
            if ref in carried:
                raise DataFileError(f"{node.place}：{ref} 重复")
            carried[ref] = _bind(source, scope, axis, table, node.place)
    return carried
