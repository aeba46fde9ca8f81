"""Labels compared: width, spaces, marks and numbering aside, and nothing guessed between two that are close."""

from __future__ import annotations

import pytest

from model.importing.recognising.labels import Label, Names, read_label


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("（一）予以公开", Label("(一)", "予以公开")),
        ("㈠ 予以 公开", Label("(一)", "予以公开")),
        ("〔一〕予以公开", Label("(一)", "予以公开")),
        ("1.属于国家秘密", Label("1", "属于国家秘密")),
        ("１、属于国家秘密", Label("1", "属于国家秘密")),
        ("⒈属于国家秘密", Label("1", "属于国家秘密")),
        ("一、总体情况", Label("一", "总体情况")),
        ("第一部分 总体情况", Label("一", "总体情况")),
        ("3.危及“三安全一稳定”", Label("3", "危及三安全一稳定")),
        ("2023年收费", Label("", "2023年收费")),
        ("六、", Label("", "六")),
    ],
)
def test_a_label_is_number_and_letters(printed: str, label: Label) -> None:
    assert read_label(printed) == label


def names(*labels: str) -> Names[str]:
    book: Names[str] = Names()
    for label in labels:
        book.add(label, [label])
    return book


def test_a_part_names_the_only_label_that_contains_it() -> None:
    book = names("1.申请人逾期不补正、机关不再处理其申请", "2.申请人逾期未缴费、机关不再处理其申请")
    assert book.piece(read_label("不补正、机关")) == ("1.申请人逾期不补正、机关不再处理其申请",)
    assert book.piece(read_label("机关不再处理其申请")) == ()
    assert book.piece(read_label("不补正")) == ()


def test_a_slip_names_the_label_that_it_comes_close_to_unless_two_do() -> None:
    book = names("1.保护第三方合法权益", "2.保护第四方合法权益", "3.属于国家秘密")
    assert book.alike(read_label("属于国家机密")) == ("3.属于国家秘密",)
    assert book.alike(read_label("保护第五方合法权益")) == ()
    assert book.alike(read_label("1.保护第五方合法权益")) == ("1.保护第三方合法权益",)


def test_equal_texts_are_told_apart_by_their_numbers() -> None:
    book = names("（七）总计", "3.总计")
    assert book.exact(read_label("(七)总计")) == ("（七）总计",)
    assert book.exact(read_label("总计")) == ("（七）总计", "3.总计")
