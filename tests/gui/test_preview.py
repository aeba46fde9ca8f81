"""The preview: the pages of the real PDF, up to date a moment after each edit, and a way back to the tabs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from gui.app.settings import Settings
from gui.files.pdf_images import page_images, page_sizes
from gui.panels.preview import PreviewPanel
from gui.panels.preview.page_view import FIT_WIDTH
from gui.report.document import ReportDocument
from model.draft import Draft
from model.form.edition import CellRef
from model.page import PageOutput, PageSettings, Typesetter
from model.store.draft_file import load_draft
from resources import resource_path

TYPESETTER = Typesetter()


@pytest.fixture
def document(qapp: object) -> ReportDocument:
    """A filled report: the sample that is shipped."""
    return ReportDocument(load_draft(next(resource_path("samples").glob("*.json"))).draft)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


class CountingPress:
    """Sets reports and counts how often."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.settings: list[PageSettings] = []

    def __call__(self, draft: Draft, settings: PageSettings) -> PageOutput:
        self.drafts.append(draft)
        self.settings.append(settings)
        return TYPESETTER.report(draft, settings)


@pytest.fixture
def press() -> CountingPress:
    return CountingPress()


@pytest.fixture
def panel(qtbot: QtBot, document: ReportDocument, settings: Settings, press: CountingPress) -> Iterator[PreviewPanel]:
    panel = PreviewPanel(settings, press)
    panel.set_document(document)
    qtbot.addWidget(panel)
    panel.resize(500, 640)
    panel.show()
    wait_until_drawn(qtbot, panel)
    yield panel
    panel.close()


def wait_until_drawn(qtbot: QtBot, panel: PreviewPanel) -> None:
    """Waits until every visible page shows what the report says now."""
    qtbot.waitUntil(lambda: panel.up_to_date)


def look_of(panel: PreviewPanel) -> QImage:
    return panel.view.viewport().grab().toImage()


def click_at_heading(panel: PreviewPanel, section: str, kind: str) -> None:
    """Scrolls to a section and clicks the first heading or table of it, as somebody would who sees it."""
    panel.show_section(section)
    anchor = next(a for a in panel.view.anchors if (a.section, a.kind) == (section, kind))
    place = panel.view.place_of(anchor).topLeft().toPoint() + QPoint(30, 8)
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_it_shows_the_pages_of_the_pdf_that_is_exported(panel: PreviewPanel, document: ReportDocument) -> None:
    pdf = TYPESETTER.report(document.draft, PageSettings()).pdf
    expected = page_images(pdf, [0], panel.view.image_scale)[0]
    shown = look_of(panel)
    corner = panel.view.page_rects()[0].topLeft()
    height = min(expected.height(), shown.height() - corner.y())
    assert shown.copy(corner.x(), corner.y(), expected.width(), height) == expected.copy(0, 0, expected.width(), height)


def test_an_edit_is_on_the_page_a_moment_later(qtbot: QtBot, panel: PreviewPanel, document: ReportDocument) -> None:
    panel.show_section("requests")
    wait_until_drawn(qtbot, panel)
    before = look_of(panel)
    document.enter(values={CellRef("requests", "new_received", "natural_person"): 8888})
    assert not panel.up_to_date
    wait_until_drawn(qtbot, panel)
    assert look_of(panel) != before
    document.undo_stack.undo()
    wait_until_drawn(qtbot, panel)
    assert look_of(panel) == before


def test_fast_typing_sets_the_report_once_when_it_pauses(
    qtbot: QtBot, panel: PreviewPanel, document: ReportDocument, press: CountingPress
) -> None:
    press.drafts.clear()
    for number in range(20):
        document.write(section="overview", text="字" * number, continues=True)
    wait_until_drawn(qtbot, panel)
    assert len(press.drafts) == 1


def test_the_draft_being_edited_never_leaves_the_gui_thread(
    panel: PreviewPanel, document: ReportDocument, press: CountingPress
) -> None:
    assert all(draft is not document.draft for draft in press.drafts)


def test_scrolling_draws_pages_without_setting_the_report_again(
    qtbot: QtBot, panel: PreviewPanel, press: CountingPress
) -> None:
    press.drafts.clear()
    QTest.keyClick(panel.view, Qt.Key.Key_End)
    wait_until_drawn(qtbot, panel)
    assert panel.view.page == panel.view.page_count - 1
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    wait_until_drawn(qtbot, panel)
    assert panel.view.page == 0
    assert press.drafts == []


def test_a_hidden_preview_costs_nothing(
    qtbot: QtBot, panel: PreviewPanel, document: ReportDocument, press: CountingPress
) -> None:
    panel.hide()
    press.drafts.clear()
    document.write(section="overview", text="改一改")
    qtbot.wait(60)
    assert press.drafts == []
    panel.show()
    wait_until_drawn(qtbot, panel)
    assert len(press.drafts) == 1


@pytest.mark.parametrize(("section", "kind"), [("requests", "table"), ("requests", "section"), ("problems", "section")])
def test_a_click_on_a_heading_or_a_table_leads_to_its_tab(
    qtbot: QtBot, panel: PreviewPanel, section: str, kind: str
) -> None:
    with qtbot.waitSignal(panel.section_activated) as activated:
        click_at_heading(panel, section, kind)
    assert activated.args == [section]


def test_a_section_that_is_wanted_before_there_are_pages_is_shown_with_them(
    qtbot: QtBot, document: ReportDocument, settings: Settings, press: CountingPress
) -> None:
    panel = PreviewPanel(settings, press)
    qtbot.addWidget(panel)
    panel.set_document(document)
    panel.show_section("requests")
    panel.resize(500, 640)
    panel.show()
    wait_until_drawn(qtbot, panel)
    assert panel.view.page == 3
    number = panel.findChild(QSpinBox)
    assert (number.text(), number.isEnabled()) == ("第 4 / 5 页", True)
    panel.view.go_to_page(0)
    assert number.text() == "第 1 / 5 页"


def test_a_click_on_the_margin_leads_nowhere(qtbot: QtBot, panel: PreviewPanel) -> None:
    with qtbot.assertNotEmitted(panel.section_activated):
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))


def test_enter_leads_to_the_section_that_is_being_looked_at(qtbot: QtBot, panel: PreviewPanel) -> None:
    panel.show_section("disputes")
    with qtbot.waitSignal(panel.section_activated) as activated:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert activated.args == ["disputes"]


def test_zoom_by_keys_and_buttons_and_it_is_remembered(qtbot: QtBot, panel: PreviewPanel, settings: Settings) -> None:
    fitting = panel.view.percent
    QTest.keyClick(panel.view, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert panel.view.percent == fitting // 10 * 10 + 10
    QTest.keyClick(panel.view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert panel.view.percent == fitting // 10 * 10
    panel.hide()
    assert settings.values.preview_zoom == fitting // 10 * 10
    panel.show()
    QTest.keyClick(panel.view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert (panel.view.percent, panel.view.zoom) == (fitting, FIT_WIDTH)


def test_zooming_keeps_the_place_under_the_pointer(qtbot: QtBot, panel: PreviewPanel) -> None:
    panel.view.set_zoom(100)
    panel.show_section("requests")
    around = QPoint(200, 300)
    table = next(anchor for anchor in panel.view.anchors if anchor.key == "requests")
    before = around - panel.view.place_of(table).topLeft().toPoint()
    panel.view.set_zoom(200, around)
    after = around - panel.view.place_of(table).topLeft().toPoint()
    assert (before * 2 - after).manhattanLength() < 4


def test_the_page_images_are_sharp_whatever_the_zoom(qtbot: QtBot, panel: PreviewPanel) -> None:
    for percent in (50, 100, 175):
        panel.view.set_zoom(percent)
        wait_until_drawn(qtbot, panel)
        assert panel.view.wanted_pages() == ((), pytest.approx(percent / 100 * 96 / 72))


def test_page_settings_change_the_pages_and_other_settings_do_not(
    qtbot: QtBot, panel: PreviewPanel, settings: Settings, press: CountingPress
) -> None:
    press.settings.clear()
    settings.change(agency="云溪市财政局")
    qtbot.wait(40)
    assert press.settings == []
    settings.change(double_sided=True)
    qtbot.waitUntil(lambda: bool(press.settings))
    assert press.settings[-1].double_sided


def test_a_page_that_cannot_be_set_says_so_and_the_next_edit_mends_it(
    qtbot: QtBot, document: ReportDocument, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    broken = [True]

    def typeset(draft: Draft, page_settings: PageSettings) -> PageOutput:
        if broken[0]:
            raise ValueError("no such glyph")
        return TYPESETTER.report(draft, page_settings)

    panel = PreviewPanel(settings, typeset)
    panel.set_document(document)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: "没有完成" in panel.message)
    broken[0] = False
    document.write(section="overview", text="改一改")
    wait_until_drawn(qtbot, panel)
    assert panel.message == ""


def test_images_have_the_size_that_was_asked_for(typeset_sample: bytes) -> None:
    sizes = page_sizes(typeset_sample)
    images = page_images(typeset_sample, [0, 1, 99], 2.0)
    assert sorted(images) == [0, 1]
    assert images[0].width() == pytest.approx(sizes[0].width() * 2, abs=1)


@pytest.fixture
def typeset_sample(document: ReportDocument) -> bytes:
    return TYPESETTER.report(document.draft).pdf
