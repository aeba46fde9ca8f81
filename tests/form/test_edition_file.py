"""The loader is strict: it takes a whole format file, or refuses it and names the file, the place and the fault."""

from __future__ import annotations

import pytest

from model.form.edition import CellRef, Edition, NumberKind, Relation, TableLayout
from model.form.edition_file import read_edition
from model.form.strict_toml import DataFileError
from tests.conftest import INVENTED_EDITION

WHOLE = INVENTED_EDITION.read_text(encoding="utf-8")


def refusal(old: str, new: str) -> str:
    """What the loader says of the invented edition once the first ``old`` in it is replaced."""
    assert old in WHOLE
    with pytest.raises(DataFileError) as caught:
        read_edition(WHOLE.replace(old, new, 1), "broken.toml")
    message = str(caught.value)
    assert message.startswith("broken.toml")
    return message


@pytest.mark.parametrize(
    ("old", "place"),
    [
        ('edition = "2031"', "broken.toml"),
        ('key = "bureau"', "agency_kinds[0]"),
        ('key = "summary"', "sections[0]"),
        ('key = "hotline"', "tables[1]（hotline）"),
        ('key = "visitor"', "tables[0]（intake）.columns[1]"),
        ('key = "opening"', "tables[0]（intake）.rows[0]"),
        ('group = "（一）答复"', "tables[0]（intake）.merged_groups[0]"),
        ('code = "GROWTH"', "checks[1]"),
        ('from = "remaining"', "carry_forward[0]"),
    ],
)
def test_an_unknown_key_is_refused_at_every_level(old: str, place: str) -> None:
    separator = ", " if f"{{ {old}" in WHOLE or f"{{{old}" in WHOLE else "\n"
    message = refusal(old, f'{old}{separator}colour = "red"')
    assert place in message
    assert message.endswith("不认识的键 colour")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('basis = "试办函〔2031〕1号"\n', "", "broken.toml：缺少 basis"),
        ('key = "bureau", ', "", "broken.toml.agency_kinds[0]：缺少 key"),
        ('title = "概况", ', "", "broken.toml.sections[0]：缺少 title"),
        ('section = "service"\n', "", "broken.toml.tables[1]（hotline）：缺少 section"),
        (', label = "企业"', "", "broken.toml.tables[0]（intake）.columns[2]：缺少 label"),
        (', receives = "answered_closed"', "", "broken.toml.tables[0]（intake）.merged_groups[0]：缺少 receives"),
        ('left = ["weekend"]\n', "", "broken.toml.checks[2]：缺少 left"),
        ('to = "opening"\n', "", "broken.toml.carry_forward[0]：缺少 to"),
    ],
)
def test_a_missing_key_is_named(old: str, new: str, place: str) -> None:
    assert refusal(old, new) == place


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("first_year = 2031", 'first_year = "2031"', "broken.toml.first_year：应为整数"),
        ("first_year = 2031", "first_year = true", "broken.toml.first_year：应为整数"),
        ('edition = "2031"', "edition = 2031", "broken.toml.edition：应为文字"),
        ("makes_rules = false", 'makes_rules = "no"', "broken.toml.agency_kinds[0].makes_rules：应为true 或 false"),
        ('left = ["weekend"]', 'left = "weekend"', "broken.toml.checks[2].left：应为列表"),
        ('left = ["weekend"]', "left = [3]", "broken.toml.checks[2].left：应为文字列表"),
        ('{ key = "opening", label = "一、年初在办" }', '"opening"', "rows[0]：应为一组键值"),
        ('deadline = "2-15"', 'deadline = "2-30"', "broken.toml.agency_kinds[0].deadline：应写成 月-日，如 1-31"),
        ('deadline = "2-15"', 'deadline = "二月"', "broken.toml.agency_kinds[0].deadline：应写成 月-日，如 1-31"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(old: str, new: str, fault: str) -> None:
    assert refusal(old, new).endswith(fault)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('kind = "change"', 'kind = "percent"', "tables[1]（hotline）.columns[1].kind：不认识的取值 percent"),
        ('layout = "row"', 'layout = "rows"', "tables[1]（hotline）.layout：不认识的取值 rows"),
        ('body = "narrative"', 'body = "prose"', "sections[0].body：不认识的取值 prose"),
        ('level = "hint"', 'level = "soft"', "checks[2].level：不认识的取值 soft"),
        ('relation = "<="', 'relation = "<"', "checks[2].relation：不认识的取值 <"),
        ('each = "row"', 'each = "cell"', "checks[1].each：应为 row 或 column"),
    ],
)
def test_a_word_that_the_loader_does_not_know_is_refused(old: str, new: str, fault: str) -> None:
    assert refusal(old, new).endswith(fault)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('key = "service", number', 'key = "applications", number', "broken.toml：键 applications 重复"),
        ('key = "hotline"', 'key = "intake"', "broken.toml：键 intake 重复"),
        ('key = "received"', 'key = "opening"', "tables[0]（intake）.rows：键 opening 重复"),
        ('key = "visitor"', 'key = "resident"', "tables[0]（intake）.columns：键 resident 重复"),
        ('sum = ["answered_*"]', 'sum = ["answered_*", "answered_open"]', "rows[5].sum：同一项加了两次"),
        ('receives = "answered_closed" }', 'receives = "answered_closed" }, '
         '{ group = "（一）答复", receives = "answered_open" }', "merged_groups：键 （一）答复 重复"),
        ('code = "WEEKEND"\nlevel = "hint"\ntable = "hotline"\neach = "column"\nleft = ["weekend"]\nrelation = "<="\n'
         'right = ["weekday"]', 'code = "FLOW"\nlevel = "hard"\ntable = "intake"\neach = "column"\nleft = ["opening"]\n'
         'relation = "<="\nright = ["remaining"]', "checks（FLOW）：对 intake.opening.resident 重复"),
        ('[[carry_forward]]\n', '[[carry_forward]]\ntable = "intake"\neach = "column"\nfrom = "remaining"\n'
         'to = "opening"\n\n[[carry_forward]]\n', "carry_forward[1]：intake.opening.resident 重复"),
    ],
)  # fmt: skip
def test_what_stands_twice_is_refused(old: str, new: str, fault: str) -> None:
    assert refusal(old, new).endswith(fault)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('section = "service"', 'section = "services"', "表 hotline：没有可放表格的部分 services"),
        ('section = "service"', 'section = "summary"', "表 hotline：没有可放表格的部分 summary"),
        ('sum = ["answered_*"]', 'sum = ["replied_*"]', "tables[0]（intake）.rows[5].sum：没有 replied_*"),
        ('"resident", "visitor", "company"', '"resident", "visitors", "company"', "columns[4].sum：没有 visitors"),
        ('receives = "answered_closed"', 'receives = "withdrawn"', "merged_groups[0]：“（一）答复”下没有 withdrawn"),
        ('group = "（一）答复"', 'group = "（二）答复"', "merged_groups[0]：“（二）答复”下没有 answered_closed"),
        ('table = "intake"\neach', 'table = "intakes"\neach', "checks[0]：没有表 intakes"),
        ('"transferred"]', '"transfered"]', "checks[0]（FLOW）：表 intake 没有 transfered"),
        ('"last_year.calls"', '"last_year.call"', "checks[1]（GROWTH）：表 hotline 没有 call"),
        ('from = "remaining"', 'from = "remainder"', "carry_forward[0]：表 intake 没有 remainder"),
    ],
)
def test_a_reference_to_nothing_is_refused(old: str, new: str, fault: str) -> None:
    assert refusal(old, new).endswith(fault)


@pytest.mark.parametrize("sum_of", ['"answered_*", "done"', '"*"', '"answered"'])
def test_totals_that_add_up_each_other_are_refused(sum_of: str) -> None:
    message = refusal('sum = ["answered_*"]', f"sum = [{sum_of}]")
    assert "合计互相引用" in message
    assert "intake.answered.resident" in message


@pytest.mark.parametrize("template", ["{agency}{jahr}年", "{}年", "{agency", "{agency.name}", "{year:d.}", "{year!x}"])
@pytest.mark.parametrize("key", ["title", "preamble"])
def test_a_template_may_only_use_agency_and_year(key: str, template: str) -> None:
    (line,) = [line for line in WHOLE.splitlines() if line.startswith(f"{key} = ")]
    assert refusal(line, f'{key} = "{template}"') == f"broken.toml.{key}：只能使用 {{agency}} 和 {{year}}"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('to = "opening"', 'to = "done"', "carry_forward：intake.done.resident 是合计，不能填写"),
        ('table = "intake"\neach = "column"\nfrom = "remaining"\nto = "opening"',
         'table = "hotline"\neach = "row"\nfrom = "cost"\nto = "calls"',
         "carry_forward：hotline.weekday.cost 与 hotline.weekday.calls 的数值类型不同"),
        ('label = "费用（万元）", kind = "amount"', 'label = "费用（万元）", kind = "amount", sum = ["calls"]',
         "hotline.weekday.cost：合计与其各项的数值类型不同"),
        ('left = ["last_year.calls", "growth"]\nrelation = "="\nright = ["calls"]',
         'left = ["last_year.calls"]\nrelation = "="\nright = ["last_year.growth"]',
         "checks（GROWTH）：两边都只有上年的数"),
        ('left = ["weekend"]', "left = []", "checks[2].left：不能为空"),
        ('key = "opening"', 'key = "opening.cases"', "rows[0].key：'opening.cases' 不能作键，只用字母、数字和下划线"),
        ('key = "opening"', 'key = "年初"', "rows[0].key：'年初' 不能作键，只用字母、数字和下划线"),
        ("first_year = 2031", "first_year = 2031\nlast_year = 2030", "broken.toml.last_year：早于 first_year"),
        ('basis = "', "basis = ", ""),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(old: str, new: str, fault: str) -> None:
    assert refusal(old, new).endswith(fault)


@pytest.mark.parametrize("key", ["agency_kinds", "sections", "rows", "columns"])
def test_an_empty_list_of_what_a_form_is_made_of_is_refused(key: str) -> None:
    start = WHOLE.index(f"{key} = [")
    end = WHOLE.index("\n]", start) + 2
    assert refusal(WHOLE[start:end], f"{key} = []").endswith(f"{key}：不能为空")


def test_text_that_is_no_toml_is_refused() -> None:
    with pytest.raises(DataFileError, match=r"^broken\.toml：不是有效的 TOML"):
        read_edition("edition = ", "broken.toml")


def test_a_whole_file_says_what_the_form_is(invented_edition: Edition) -> None:
    intake, hotline = invented_edition.tables.values()
    assert (intake.layout, hotline.layout) == (TableLayout.GRID, TableLayout.ROW)
    assert intake.row("answered_open").groups == ("四、办结", "（一）答复")
    assert intake.row("done").sum_of == ("answered", "withdrawn")
    assert [hotline.kind, hotline.column("growth").kind, hotline.column("cost").kind] == list(NumberKind)
    assert [check.relation for check in invented_edition.checks] == [Relation.EQUAL] * 7 + [Relation.AT_MOST] * 3
    assert invented_edition.last_year is None
    assert invented_edition.agency_kinds[0].deadline == (2, 15)


def test_a_row_total_and_a_column_total_cross_in_one_corner_that_is_added_up_once(
    invented_edition: Edition,
) -> None:
    corner = CellRef("intake", "done", "everyone")
    assert {ref.row for ref in invented_edition.sums[corner]} == {"done"}
    assert len(invented_edition.inputs_under[corner]) == 3 * 4


def test_totals_are_never_handed_on(invented_edition: Edition) -> None:
    assert {to.column for to in invented_edition.carry_forward} == {"resident", "visitor", "company", "embassy"}


def test_asking_the_form_for_what_it_does_not_have_is_a_key_error(invented_edition: Edition) -> None:
    table = invented_edition.tables["intake"]
    for ask in (table.row, table.column, invented_edition.section, invented_edition.agency_kind):
        with pytest.raises(KeyError):
            ask("nothing")
    with pytest.raises(KeyError):
        invented_edition.kind(CellRef("intake", "nothing", "resident"))


@pytest.mark.parametrize("address", ["", "requests", "a.b", "a.b.c.d"])
def test_an_address_has_three_parts(address: str) -> None:
    with pytest.raises(ValueError):
        CellRef.parse(address)
