"""The draft file: a draft as JSON text and back, by the contract in docs/draft-file.md.

Reading is strict and names the place; what this version does not know beside its own keys is kept and written back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from model.draft import Draft
from model.form.edition import CellRef, Edition, NumberKind, Section
from model.form.editions import YEARS, edition_names, load_edition
from model.report.numbers import MAXIMUM, Number, format_number
from model.report.quoting import quoted
from model.report.report import Details, Edit, Explanation, Report, Units, UnitSource
from model.store.migrations import SCHEMA, migrate
from model.store.strict_json import (
    ExactFloat,
    JsonError,
    canonical_json,
    dump_json,
    map_texts,
    parse_json,
    without_surrogates,
)

T = TypeVar("T")

MAX_TEXT = 2_000_000

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLAIN_DECIMAL = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]{1,6})?")
_NAMES = {
    "schema": "版本号",
    "edition": "版式",
    "year": "年份",
    "agency": "单位名称",
    "agency_kind": "单位类别",
    "title": "标题",
    "preamble": "开头段",
    "entries": "填写的数",
    "reported": "原文件的合计",
    "narratives": "正文",
    "remarks": "表下附注",
    "explanations": "填写说明",
    "explained_figures": "填写说明的依据",
    "cell_notes": "批注",
    "finished": "定稿日期",
    "previous": "上年年报",
    "units": "汇总的单位",
    "sources": "汇总的文件",
    "sums": "各单位之和",
}


_FIGURES = ("edition", "year", "agency", "agency_kind", "entries", "reported", "finished")
"""The keys that `parse_figures` reads, besides last year's report."""


class DraftError(Exception):
    """The bytes are not a draft that this version can open; the message is a Chinese clause naming the place."""


@dataclass(frozen=True)
class ParsedDraft:
    """A draft as it was read. ``warnings`` are whole Chinese sentences that must be shown."""

    draft: Draft
    warnings: tuple[str, ...]


def checksum_of(draft: Draft) -> str:
    """The checksum that the draft's file carries: it names this state of it."""
    return _checksum(_raw_with_schema(draft))


def encode_draft(draft: Draft) -> bytes:
    """The draft file's bytes. They have been read back and compared: what this returns can be opened again."""
    raw = _raw_with_schema(draft)
    data = dump_json(raw | {"checksum": _checksum(raw)})
    if _raw(parse_draft(data).draft) | {"schema": SCHEMA} != raw:
        raise RuntimeError("a draft does not survive its own file")
    return data


def parse_draft(data: bytes) -> ParsedDraft:
    """The draft that a file's bytes spell; `DraftError` if they spell none."""
    raw = _object(data)
    warnings = []
    claimed = raw.pop("checksum", None)
    if claimed is not None and claimed != _checksum(raw):
        warnings.append("内容与保存时的校验码不符，文件可能被别的程序改过或已损坏，请逐项核对。")
    cleaned = map_texts(raw, without_surrogates)
    if cleaned != raw:
        warnings.append("文字里有残缺的字符，已换成“\ufffd”，请核对。")
    raw = migrate(cleaned, _schema(cleaned))
    reader = _Reader(raw, "")
    draft = Draft.of(_report(reader))
    if draft.extra:
        names = "、".join(quoted(key, 30) for key in list(draft.extra)[:5])
        warnings.append(f"有本程序不认识的内容 {names}，已原样保留。")
    if reader.cleaned:
        warnings.append("文字里有看不见的控制字符，已去掉。")
    return ParsedDraft(draft, tuple(warnings))


def parse_figures(data: bytes) -> Draft:
    """Of a draft what lists and sums need: whose, of which year, its figures and last year's; `DraftError` as above.

    The texts are left out, the checksum is not computed, and nothing is to be saved again.
    """
    raw = _object(data)
    return Draft.of(_report(_Reader(_figures(migrate(raw, _schema(raw))), "")))


def parse_report(data: bytes) -> Report:
    """What a draft's file says, whole, but with no evaluation and no warnings; `DraftError` as above."""
    raw = _object(data)
    return _report(_Reader(migrate(map_texts(raw, without_surrogates), _schema(raw)), ""))


def _figures(raw: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: raw[key] for key in _FIGURES if key in raw}
    last_year = raw.get("previous")
    return kept | {"previous": _figures(last_year) if isinstance(last_year, dict) else last_year}


def _object(data: bytes) -> dict[str, Any]:
    try:
        raw = parse_json(data)
    except JsonError as error:
        raise DraftError(str(error)) from error
    if not isinstance(raw, dict):
        raise DraftError("内容不是一份草稿")
    return raw


def _clean(text: str) -> str:
    """``text`` as a draft keeps it: Unix line ends, no half characters, no control characters but line end and tab."""
    return _CONTROLS.sub("", without_surrogates(text).replace("\r\n", "\n").replace("\r", "\n"))


def _raw_with_schema(draft: Draft) -> dict[str, Any]:
    return _raw(draft) | {"schema": SCHEMA}


def _checksum(raw: Mapping[str, Any]) -> str:
    return "sha256:" + hashlib.sha256(canonical_json(raw)).hexdigest()


def _raw(report: Report) -> dict[str, Any]:
    """The JSON object of a report, without schema and checksum; last year's report nests as another one.

    Texts are as a draft keeps them, also those under keys that this version does not know.
    """
    details = report.details
    raw: dict[str, Any] = {
        "edition": report.edition.name,
        "year": report.year,
        "agency": details.agency,
        "agency_kind": details.agency_kind or report.agency_kind.key,
        "title": details.title,
        "preamble": report.preamble,
        "entries": _addressed(report.entries, _raw_number),
        "reported": _addressed(report.reported, _raw_number),
        "narratives": _said(report.narratives),
        "remarks": _said(report.remarks),
        "explanations": _said({key: given.text for key, given in report.explanations.items()}),
        "cell_notes": _said(_addressed(report.cell_notes, str)),
        "previous": None,
    }
    figures = _said({key: report.explanations[key].figures or "" for key in raw["explanations"]})
    if figures:
        raw["explained_figures"] = figures
    if details.finished:
        raw["finished"] = details.finished
    if details.units:
        raw["units"] = {
            "sources": [source._asdict() for source in details.units.sources],
            "sums": _addressed(details.units.sums, _raw_number),
        }
    raw = map_texts(raw, _clean)
    if details.previous:
        raw["previous"] = _raw(details.previous)
    raw |= map_texts(report.extra, without_surrogates)
    return raw


def _addressed(values: Mapping[CellRef, T], spell: Callable[[T], Any]) -> dict[str, Any]:
    return {str(ref): spell(value) for ref, value in values.items()}


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts that say something: one of nothing but control characters is no text in the file."""
    return {key: text for key, text in texts.items() if _clean(text)}


def _raw_number(number: Number) -> int | str:
    return number if isinstance(number, int) else format_number(number)


def _schema(raw: Mapping[str, Any]) -> int:
    schema = raw.get("schema")
    if type(schema) is not int or schema < 1:
        raise DraftError("缺少草稿的版本号，不是本程序的草稿")
    if schema > SCHEMA:
        raise DraftError("由更新版本的程序保存，请升级本程序后再打开")
    return schema


class _Reader:
    """One JSON object of the file: every known key is taken once, with its type; the rest is kept."""

    def __init__(self, raw: dict[str, Any], place: str) -> None:
        self._raw = dict(raw)
        self._left: dict[str, Any] = {}
        self.place = place
        self.cleaned = False

    def take(self, key: str, wanted: type[T], default: T | None = None) -> T:
        """The value of ``key``; an absent or null one is the default, or refused where there is none."""
        value = self._raw.pop(key, None)
        if value is None:
            if default is None:
                raise DraftError(f"缺少{self.named(key)}")
            return default
        if type(value) is not wanted:
            raise DraftError(f"{self.named(key)}的内容类型不对")
        return value

    def named(self, key: str) -> str:
        """A key as messages name it: in Chinese, with its place in the file."""
        name = _NAMES.get(key)
        return f"“{name}”（{self.place}{key}）" if name else quoted(self.place + key, 60)

    def text(self, key: str, default: str | None = None) -> str:
        return self.clean(self.take(key, str, default), key)

    def optional_text(self, key: str) -> str | None:
        if self._raw.get(key) is None:
            self._raw.pop(key, None)
            return None
        return self.text(key)

    def clean(self, text: str, key: str) -> str:
        if len(text) > MAX_TEXT:
            raise DraftError(f"{self.named(key)}的文字太长（{len(text)} 字）")
        self.cleaned |= bool(_CONTROLS.search(text))
        return _clean(text)

    def texts(self, key: str) -> dict[str, str]:
        """An object whose values are texts; a null value is left out."""
        values = self.take(key, dict, {})
        for name, text in values.items():
            if text is not None and type(text) is not str:
                raise DraftError(f"{self.named(key)}里的{quoted(name, 60)}应为文字")
        return {name: self.clean(text, f"{key}.{name}") for name, text in values.items() if text}

    def child(self, key: str) -> _Reader | None:
        raw = self.take(key, dict, {})
        return _Reader(raw, f"{self.place}{key}.") if raw else None

    def leave(self, key: str) -> None:
        """Do not read a known key here, but keep what it holds."""
        value = self._raw.pop(key, None)
        if value is not None:
            self._left[key] = value

    def rest(self) -> dict[str, Any]:
        """What nobody asked for."""
        return self._left | {key: value for key, value in self._raw.items() if key != "schema"}


def _report(reader: _Reader) -> Report:
    name = reader.take("edition", str)
    if name not in edition_names():
        raise DraftError(f"{reader.named('edition')}是{quoted(name, 20)}，本程序没有这一版格式")
    edition = load_edition(name)
    year = reader.take("year", int)
    if year not in YEARS:
        raise DraftError(f"{reader.named('year')}是 {str(year)[:20]}，不是可能的年份")
    report = Report(edition, year, _details(reader, edition, year))
    report.merge(
        Edit(
            entries=_numbers(reader, "entries", edition, computed=False),
            reported=_numbers(reader, "reported", edition, computed=True),
            narratives=_section_texts(reader, "narratives", edition.narrative_sections),
            remarks=_section_texts(reader, "remarks", edition.table_sections),
            explanations=_explanations(reader),
            cell_notes=_notes(reader, edition),
        )
    )
    report.extra = reader.rest()
    return report


def _section_texts(reader: _Reader, key: str, sections: Sequence[Section]) -> dict[str, str]:
    texts = reader.texts(key)
    for section in texts:
        if section not in {known.key for known in sections}:
            raise DraftError(f"{reader.named(key)}里的{quoted(section, 60)}不是这一版格式的部分")
    return texts


def _details(reader: _Reader, edition: Edition, year: int) -> Details:
    agency = reader.text("agency")
    preamble = reader.optional_text("preamble")
    return Details(
        agency=agency,
        agency_kind=reader.text("agency_kind", ""),
        title=reader.optional_text("title"),
        preamble=None if preamble == edition.preamble.format(agency=agency, year=year) else preamble,
        finished=_finished(reader),
        previous=_last_year(reader, year),
        units=_units(reader, edition),
    )


def _units(reader: _Reader, edition: Edition) -> Units | None:
    """What a consolidated report was added up from; keys beside the known ones are not kept."""
    child = reader.child("units")
    if child is None:
        return None
    sources = []
    for raw in child.take("sources", list, []):
        source = _Reader(raw if isinstance(raw, dict) else {}, f"{child.place}sources.")
        sources.append(UnitSource(source.text("agency"), source.text("file", ""), source.text("sha256", "")))
    return Units(tuple(sources), _numbers(child, "sums", edition, computed=False))


def _last_year(reader: _Reader, year: int) -> Report | None:
    child = reader.child("previous")
    if child is None:
        return None
    child.leave("previous")  # last year's last year: nobody looks at it
    report = _report(child)
    if report.year != year - 1:
        raise DraftError(f"{reader.named('previous')}是 {report.year} 年的，应为 {year - 1} 年的")
    return report


def _finished(reader: _Reader) -> str | None:
    day = reader.optional_text("finished")
    try:
        return day and date.fromisoformat(day).isoformat()
    except ValueError:
        raise DraftError(f"{reader.named('finished')}应为日期，如 2026-01-20") from None


def _explanations(reader: _Reader) -> dict[str, Explanation]:
    figures = reader.texts("explained_figures")
    return {key: Explanation(text, figures.get(key)) for key, text in reader.texts("explanations").items()}


def _notes(reader: _Reader, edition: Edition) -> dict[CellRef, str]:
    return {_cell(address, "cell_notes", reader, edition): text for address, text in reader.texts("cell_notes").items()}


def _numbers(reader: _Reader, key: str, edition: Edition, *, computed: bool) -> dict[CellRef, Number]:
    numbers = {}
    for address, value in reader.take(key, dict, {}).items():
        ref = _cell(address, key, reader, edition)
        try:
            if (ref in edition.sums) is not computed:
                raise DraftError("不是合计" if computed else "是合计，由程序计算，不能填写")
            if value is not None:
                numbers[ref] = _number(value, edition.kind(ref))
        except DraftError as fault:
            place = f"{reader.named(key)}里的“{address}”（{edition.label(ref)}）"
            raise DraftError(f"{place}{fault}") from None
    return numbers


def _cell(address: str, key: str, reader: _Reader, edition: Edition) -> CellRef:
    ref = edition.addresses.get(address)
    if ref is None:
        raise DraftError(f"{reader.named(key)}里的{quoted(address, 60)}不是 {edition.name} 年版格式的单元格")
    return ref


def _number(value: object, kind: NumberKind) -> Number:
    """A cell's number; `DraftError` says what is wrong with it, not where.

    A count may be spelt 12 or 12.0, an amount also "288.67"; nothing is rounded.
    """
    if kind is NumberKind.AMOUNT:
        return _amount(value)
    if isinstance(value, ExactFloat):
        exact = Decimal(value.text)
        if "e" in value.text.lower() or exact != exact.to_integral_value():
            raise DraftError(f"是 {value.text[:20]}，应为整数")
        value = int(exact)
    if type(value) is not int:
        raise DraftError("应为整数")
    if abs(value) > MAXIMUM or (value < 0 and kind is NumberKind.COUNT):
        raise DraftError(f"是 {str(value)[:20]}，应在 0 到 {MAXIMUM} 之间")
    return value


def _amount(value: object) -> Decimal:
    spelt = value.text if isinstance(value, ExactFloat) else str(value) if type(value) in (int, str) else ""
    if not _PLAIN_DECIMAL.fullmatch(spelt) or Decimal(spelt) > MAXIMUM:
        raise DraftError("应为不小于 0、最多六位小数的数")
    return Decimal(spelt)
