"""The draft file: what is written can be read, what is unknown is kept, what is damaged is refused by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.draft import Draft, begin_report
from model.form.edition import CellRef, Edition, NumberKind
from model.form.editions import edition_for_year, edition_names, load_edition
from model.report.report import Details, Edit, Explanation, contents, difference, zeros_for_blanks
from model.store.draft_json import DraftError, ParsedDraft, encode_draft, parse_draft
from model.store.migrations import migrate
from resources import resource_path

GRANTED = CellRef("requests", "granted", "natural_person")
CHARGES = CellRef("fees", "charges", "amount")
AGENCY = "云溪市人力资源和社会保障局"


@pytest.fixture
def draft() -> Draft:
    draft = begin_report(edition_for_year(2024), 2024, Details(agency=AGENCY, agency_kind="department"))
    draft.apply(
        Edit(
            entries={GRANTED: 6, CHARGES: Decimal("288.670")},
            reported={CellRef("requests", "granted", "total"): 7},
            narratives={"overview": "第一段。\n\n第二段，𠮷野家。"},
            explanations={"CARRY-IN requests.carried_in.natural_person": Explanation("上年漏报一件", "5/6")},
            remarks={"requests": "注：含电话申请。"},
            cell_notes={GRANTED: "含补办1件"},
            details={"finished": "2025-01-20"},
        )
    )
    return draft


def raw(draft: Draft) -> Any:
    return json.loads(encode_draft(draft))


def reread(raw_draft: Any, **changes: Any) -> ParsedDraft:
    """The draft that a file with these changes opens as; a file changed by hand carries no checksum."""
    changed = {key: value for key, value in (raw_draft | changes).items() if key != "checksum"}
    return parse_draft(json.dumps(changed).encode("utf-8"))


def test_what_is_saved_is_what_is_opened(draft: Draft) -> None:
    parsed = parse_draft(encode_draft(draft))
    assert parsed.warnings == ()
    assert not difference(draft, parsed.draft)
    assert parsed.draft.entries[CHARGES] == Decimal("288.670")
    assert str(parsed.draft.entries[CHARGES]) == "288.670"


def test_the_file_follows_the_contract(draft: Draft) -> None:
    spelt = raw(draft)
    assert spelt["schema"] == 1
    assert spelt["edition"] == "2021"
    assert spelt["entries"] == {"fees.charges.amount": "288.670", "requests.granted.natural_person": 6}
    assert spelt["preamble"].startswith("根据《中华人民共和国政府信息公开条例》")
    assert spelt["title"] is None
    assert list(spelt) == sorted(spelt)


def test_every_saved_file_fits_the_published_schema(draft: Draft) -> None:
    schema = json.loads(resource_path("schemas/draft-1.json").read_text(encoding="utf-8"))
    draft.apply(Edit(details={"previous": Draft(draft.edition, draft.year - 1, draft.details)}))
    jsonschema.Draft202012Validator(schema).validate(raw(draft))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(raw(draft) | {"entries": {"granted": 1}})


def test_last_years_report_travels_inside(draft: Draft) -> None:
    this_year = begin_report(draft.edition, 2025, Details(agency=AGENCY, previous=draft))
    again = parse_draft(encode_draft(this_year)).draft
    assert again.previous is not None
    assert again.previous.entries[GRANTED] == 6
    assert not difference(draft, again.previous)


def test_unknown_keys_survive_a_save_and_are_mentioned(draft: Draft) -> None:
    parsed = reread(raw(draft), later={"nested": [1, 2.5, None]})
    assert "“later”" in parsed.warnings[0]
    assert raw(parsed.draft)["later"] == {"nested": [1, 2.5, None]}


def test_what_is_unknown_in_last_years_report_survives_too_and_so_does_its_own_last_year(draft: Draft) -> None:
    last_year = raw(draft) | {"later": "\u202e", "previous": {"anything": 1}}
    this_year = raw(begin_report(draft.edition, 2025, Details(agency=AGENCY))) | {"previous": last_year}
    kept = raw(reread(this_year).draft)["previous"]
    assert kept["later"] == "\u202e"
    assert kept["previous"] == {"anything": 1}
    assert kept["entries"] == last_year["entries"]


@pytest.mark.parametrize("year", [2022, 2024, 2029])
def test_another_year_than_last_year_is_not_last_years_report(draft: Draft, year: int) -> None:
    with pytest.raises(DraftError, match=f"上年年报.*是 {year} 年的，应为 2023 年的"):
        reread(raw(draft), previous=raw(draft) | {"year": year})


@pytest.mark.parametrize(
    "value",
    ["[" + "1.5," * 30_000 + "1]", '{"' + '":1,"'.join(map(str, range(30_000))) + '":1}', "[" + "[],{}," * 9_000],
)
def test_more_values_than_any_report_has_are_refused_before_they_are_built(draft: Draft, value: str) -> None:
    data = encode_draft(draft).decode().replace('"schema"', f'"x": {value}, "schema"')
    with pytest.raises(DraftError, match="超过 20000 项"):
        parse_draft(data.encode())


def test_marks_inside_texts_are_no_values(draft: Draft) -> None:
    draft.apply(Edit(narratives={"overview": '\\",[{' * 30_000 + "\\"}))
    assert parse_draft(encode_draft(draft)).draft.narratives == draft.narratives


def test_a_half_character_in_the_bytes_is_called_one_and_its_line_named(draft: Draft) -> None:
    data = encode_draft(draft).replace("第一段".encode(), b"\xed\xa0\xbd")
    line = data[: data.index(b"\xed\xa0\xbd")].count(b"\n") + 1
    with pytest.raises(DraftError, match=f"第 {line} 行有半个字符"):
        parse_draft(data)


def test_a_changed_file_with_its_old_checksum_opens_with_a_warning(draft: Draft) -> None:
    data = encode_draft(draft).replace(b'"requests.granted.natural_person": 6', b'"requests.granted.natural_person": 9')
    parsed = parse_draft(data)
    assert parsed.draft.entries[GRANTED] == 9
    assert "校验码不符" in parsed.warnings[0]


def test_default_wording_follows_a_later_change_of_the_agency(draft: Draft) -> None:
    again = parse_draft(encode_draft(draft)).draft
    again.apply(Edit(details={"agency": "云溪市教育局"}))
    assert "云溪市教育局" in again.preamble


@pytest.mark.parametrize("spelling, number", [("12.0", 12), ("-0", 0), ("-0.0", 0), ("999999999999", 999_999_999_999)])
def test_whole_numbers_by_rule(draft: Draft, spelling: str, number: int) -> None:
    data = json.dumps(raw(draft) | {"entries": {str(GRANTED): "X"}, "checksum": None}).replace('"X"', spelling)
    assert parse_draft(data.encode()).draft.entries[GRANTED] == number


def test_null_is_blank(draft: Draft) -> None:
    assert GRANTED not in reread(raw(draft), entries={str(GRANTED): None}).draft.entries


def test_a_byte_order_mark_and_windows_line_ends_are_read(draft: Draft) -> None:
    data = b"\xef\xbb\xbf" + encode_draft(draft).replace(b"\n", b"\r\n")
    assert not difference(draft, parse_draft(data).draft)


def test_half_characters_and_control_characters_never_stop_a_save(draft: Draft) -> None:
    draft.apply(Edit(narratives={"overview": "半个字\ud842，控制\x07符\r\n下一行"}))
    again = parse_draft(encode_draft(draft))
    assert again.draft.narratives["overview"] == "半个字\ufffd，控制符\n下一行"
    assert again.warnings == ()
    escaped = reread(raw(draft), narratives={"overview": "\ud842\x07"})
    assert escaped.draft.narratives["overview"] == "\ufffd"
    assert len(escaped.warnings) == 2


NUMBER = f'"{GRANTED}": 6'
BROKEN: dict[str, Callable[[str], str]] = {
    "empty": lambda text: "",
    "NULs": lambda text: "\0" * 200,
    "cut off": lambda text: text[:200],
    "text after the end": lambda text: text + "{}",
    "a list": lambda text: "[1, 2]",
    "a number": lambda text: "12",
    "no schema": lambda text: text.replace('"schema": 1', '"other": 1'),
    "newer schema": lambda text: text.replace('"schema": 1', '"schema": 99'),
    "unknown edition": lambda text: text.replace('"edition": "2021"', '"edition": "2035"'),
    "impossible year": lambda text: text.replace('"year": 2024', '"year": 20240'),
    "year as text": lambda text: text.replace('"year": 2024', '"year": "2024"'),
    "no agency": lambda text: text.replace('"agency":', '"agencia":'),
    "duplicate key": lambda text: text.replace(NUMBER, f"{NUMBER}, {NUMBER}"),
    "NaN": lambda text: text.replace(NUMBER, NUMBER[:-1] + "NaN"),
    "Infinity": lambda text: text.replace(NUMBER, NUMBER[:-1] + "-Infinity"),
    "overflowing float": lambda text: text.replace(NUMBER, NUMBER[:-1] + "1e400"),
    "5000 digits": lambda text: text.replace(NUMBER, NUMBER[:-1] + "9" * 5000),
    "20 digits": lambda text: text.replace(NUMBER, NUMBER[:-1] + "9" * 20),
    "rounded float": lambda text: text.replace(NUMBER, NUMBER[:-1] + "9007199254740993.0"),
    "fraction": lambda text: text.replace(NUMBER, NUMBER[:-1] + "12.5"),
    "exponent": lambda text: text.replace(NUMBER, NUMBER[:-1] + "1e2"),
    "negative": lambda text: text.replace(NUMBER, NUMBER[:-1] + "-5"),
    "true": lambda text: text.replace(NUMBER, NUMBER[:-1] + "true"),
    "text": lambda text: text.replace(NUMBER, NUMBER[:-1] + '"12"'),
    "a list in a cell": lambda text: text.replace(NUMBER, NUMBER[:-1] + "[]"),
    "negative amount": lambda text: text.replace('"288.670"', '"-1"'),
    "amount in words": lambda text: text.replace('"288.670"', '"约10"'),
    "seven decimals": lambda text: text.replace('"288.670"', '"0.1234567"'),
    "unknown address": lambda text: text.replace(str(GRANTED), "requests.granted.nobody"),
    "total": lambda text: text.replace(str(GRANTED), "requests.result_total.natural_person"),
    "reported entry": lambda text: text.replace("requests.granted.total", "requests.partial.business"),
    "entries as list": lambda text: text.replace('"narratives": {', '"narratives": [], "x": {'),
    "narrative of an unknown section": lambda text: text.replace('"overview"', '"overvue"'),
    "number as narrative": lambda text: text.replace('"overview": "', '"overview": 5, "problems": "'),
    "100,000 levels": lambda text: "[" * 100_000 + "]" * 100_000,
    "900 levels": lambda text: text.replace('"schema"', '"x": ' + "[" * 900 + "]" * 900 + ', "schema"'),
    "impossible day": lambda text: text.replace("2025-01-20", "2025-02-30"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_draft_is_refused_in_one_chinese_sentence(draft: Draft, fault: str) -> None:
    text = encode_draft(draft).decode()
    broken = BROKEN[fault](text)
    assert broken != text
    with pytest.raises(DraftError) as refusal:
        parse_draft(broken.encode())
    message = str(refusal.value)
    assert "\n" not in message
    assert len(message) < 160
    assert any("一" <= character <= "鿿" for character in message)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-32"])
def test_another_encoding_is_refused_with_its_name(draft: Draft, encoding: str) -> None:
    with pytest.raises(DraftError, match="编码"):
        parse_draft(encode_draft(draft).decode().encode(encoding))


def test_no_prefix_of_a_draft_is_accepted(draft: Draft) -> None:
    data = encode_draft(draft).rstrip()
    for length in range(0, len(data), 7):
        with pytest.raises(DraftError):
            parse_draft(data[:length])


def test_migrations_run_in_order_from_the_schema_of_the_file() -> None:
    steps = [lambda raw: raw | {"trail": [*raw["trail"], 2]}, lambda raw: raw | {"trail": [*raw["trail"], 3]}]
    assert migrate({"trail": []}, 1, steps)["trail"] == [2, 3]
    assert migrate({"trail": []}, 2, steps)["trail"] == [3]
    assert migrate({"trail": []}, 3, steps)["trail"] == []


numbers = {
    NumberKind.COUNT: st.integers(0, 999_999_999_999),
    NumberKind.CHANGE: st.integers(-999_999, 999_999),
    NumberKind.AMOUNT: st.decimals(0, 10**6, places=6, allow_nan=False, allow_infinity=False),
}


@st.composite
def drafts(compose: st.DrawFn) -> Draft:
    edition = load_edition(compose(st.sampled_from(edition_names())))
    draft = Draft(edition, edition.first_year, Details(agency=compose(st.text(max_size=20))))
    refs = compose(st.lists(st.sampled_from(edition.inputs), max_size=8, unique=True))
    sections = [section.key for section in edition.narrative_sections]
    texts = compose(st.dictionaries(st.sampled_from(sections), st.text(max_size=40)))
    draft.apply(
        Edit(
            entries={ref: compose(numbers[edition.kind(ref)]) for ref in refs},
            narratives=texts,
            cell_notes=dict.fromkeys(refs[:2], "注"),
        )
    )
    return draft


@settings(max_examples=60, deadline=None)
@given(drafts())
def test_any_draft_survives_its_file_and_the_file_survives_the_draft(draft: Draft) -> None:
    data = encode_draft(draft)
    again = parse_draft(data).draft
    assert again.entries == draft.entries
    assert encode_draft(again) == data


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_whatever_the_bytes_only_the_readers_own_error_comes_out(data: bytes) -> None:
    with pytest.raises(DraftError):
        parse_draft(data)


def test_contents_of_a_full_draft_fill_an_empty_one(draft: Draft) -> None:
    draft.apply(zeros_for_blanks(draft))
    twin = Draft(draft.edition, draft.year)
    twin.apply(contents(draft))
    assert not difference(draft, twin)


@pytest.mark.parametrize("nothing", ["", "\x01"])
def test_a_text_that_says_nothing_does_not_keep_a_draft_from_being_saved(edition: Edition, nothing: str) -> None:
    draft = Draft(edition, 2023, Details(agency="云溪市水利局"))
    draft.apply(
        Edit(
            cell_notes={edition.inputs[0]: nothing},
            explanations={"CARRY-IN": Explanation(nothing, "1")},
        )
    )
    again = parse_draft(encode_draft(draft)).draft
    assert not again.cell_notes
    assert not again.explanations
