"""F1: the shipped guide, and nothing outside it."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.dialogs.help_viewer import HelpWindow, cell_topic, topic_for
from model.form.edition import CellRef
from model.form.editions import edition_names, load_edition
from resources import resource_path
from tests.checks.planting import MISTAKES

GUIDE = resource_path("help")
IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def window(qtbot: QtBot) -> HelpWindow:
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def own_guide(qtbot: QtBot, tmp_path: Path) -> HelpWindow:
    """A guide with a page that tries to reach outside."""
    (tmp_path / "secret.png").write_bytes(resource_path("icons/app.png").read_bytes())
    folder = tmp_path / "help"
    folder.mkdir()
    (folder / "inside.png").write_bytes(resource_path("icons/app.png").read_bytes())
    (folder / "index.md").write_text(
        "# 目录\n\n[内](page.md) [外](../secret.md) [网](https://example.com) ![图](../secret.png) ![内](inside.png)\n",
        encoding="utf-8",
    )
    (folder / "page.md").write_text('# 页\n\n第一行\n第二行\n\n<a id="X"></a>\n\n## 标记处\n', encoding="utf-8")
    window = HelpWindow(folder=folder)
    qtbot.addWidget(window)
    window.show()
    window.show_topic()
    return window


def first_line(window: HelpWindow) -> str:
    return window.view.toPlainText().splitlines()[0]


def line_of_cursor(window: HelpWindow) -> str:
    return window.view.textCursor().block().text()


def test_f1_opens_the_contents(window: HelpWindow) -> None:
    window.show_topic()
    assert first_line(window) == "公开年报使用指南"


@pytest.mark.parametrize("page", sorted(path.stem for path in GUIDE.glob("*.md")))
def test_every_page_of_the_guide_is_shown_and_its_links_lead_somewhere(window: HelpWindow, page: str) -> None:
    window.show_topic(page)
    text = (GUIDE / f"{page}.md").read_text(encoding="utf-8")
    assert first_line(window) == text.splitlines()[0].lstrip("# ")
    assert "<a" not in window.view.toPlainText()
    for target in re.findall(r"\]\(([^)#]+\.md)", text):
        assert (GUIDE / target).is_file(), target


def test_every_check_has_its_place_in_the_guide(window: HelpWindow) -> None:
    codes = {check.code for name in edition_names() for check in load_edition(name).checks}
    codes |= {mistake.code for mistake in MISTAKES}
    for code in codes | {"TOTAL", "BLANK", "EMPTY-SECTION", "CONTENT"}:
        page, mark = topic_for(code)
        window.show_topic(page, mark)
        assert page == "findings"
        assert line_of_cursor(window) != "审核提示逐条说明", code


def test_every_section_has_its_place_in_the_guide(window: HelpWindow) -> None:
    contexts = {section.key for name in edition_names() for section in load_edition(name).sections}
    for context in contexts | {"start", "details", "findings", "preview", "last_year"}:
        page, mark = topic_for(context)
        window.show_topic(page, mark)
        assert first_line(window) != "公开年报使用指南", context
        assert not mark or line_of_cursor(window).startswith(mark), context


def test_a_place_is_at_the_top_even_when_the_guide_was_never_shown_before(qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show_topic("routine", "6.")
    window.show()
    block = window.view.textCursor().block()
    assert block.text().startswith("6.")
    layout, bar = window.view.document().documentLayout(), window.view.verticalScrollBar()

    def is_at_the_top() -> bool:
        """As far as there is text below it to scroll up."""
        above = layout.blockBoundingRect(block).top() - bar.value()
        return 0 <= above < 40 or 0 < bar.value() == bar.maximum()

    qtbot.waitUntil(is_at_the_top)


def test_an_unknown_place_leads_to_the_contents() -> None:
    assert topic_for("nowhere") == ("index", "")


def test_links_inside_are_followed_and_back_leads_back(own_guide: HelpWindow) -> None:
    own_guide.view.anchorClicked.emit(QUrl("page.md#X"))
    assert first_line(own_guide) == "页"
    assert line_of_cursor(own_guide) == "标记处"
    QTest.keyClick(own_guide, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert first_line(own_guide) == "目录"
    QTest.keyClick(own_guide, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert first_line(own_guide) == "页"


@pytest.mark.parametrize("target", ["../secret.md", "https://example.com", "file:///etc/passwd", "/etc/passwd"])
def test_links_that_lead_outside_lead_nowhere(own_guide: HelpWindow, target: str) -> None:
    own_guide.view.anchorClicked.emit(QUrl(target))
    assert first_line(own_guide) == "目录"


def test_pictures_come_from_the_guide_alone(own_guide: HelpWindow) -> None:
    assert own_guide.view.loadResource(IMAGE, QUrl("inside.png")) is not None
    for name in ("../secret.png", "file:///etc/passwd", "https://example.com/x.png", "/etc/passwd"):
        assert own_guide.view.loadResource(IMAGE, QUrl(name)) is None, name
    assert "￼" in own_guide.view.toPlainText()
    assert own_guide.view.toPlainText().count("￼") == 1


def test_lines_of_chinese_join_without_a_gap(own_guide: HelpWindow) -> None:
    own_guide.show_topic("page")
    assert "第一行第二行" in own_guide.view.toPlainText()


def test_find_goes_round(qtbot: QtBot, window: HelpWindow) -> None:
    window.show_topic("keyboard")
    field = window.findChild(QLineEdit)
    field.setText("Delete")
    for _ in range(2):
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert window.view.textCursor().selectedText() == "Delete"


def test_esc_closes_it(window: HelpWindow) -> None:
    window.show_topic()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


@pytest.mark.parametrize("name", edition_names())
def test_every_row_that_has_a_word_to_say_can_be_opened(window: HelpWindow, name: str) -> None:
    edition = load_edition(name)
    for table in edition.tables.values():
        for row in table.rows:
            window.show_topic(*cell_topic(edition, CellRef(table.key, row.key, table.columns[0].key)))
            shown = window.view.toPlainText()
            assert shown.splitlines()[0].endswith("：口径")
            if row.hint:
                assert line_of_cursor(window).endswith(row.label)
                assert row.hint in shown
