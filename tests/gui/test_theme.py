"""Colours: readable in every theme, and spelt in one place only."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QTableView
from pytestqt.qtbot import QtBot

import gui.widgets.theme
from gui.app.settings import Settings
from gui.panels.last_year_panel import LastYearPanel
from gui.report.document import ReportDocument
from gui.report.narrative.editor import NarrativeEditor
from gui.widgets.theme import PALETTES, TEXT_PAIRS, Colours, Theme, ThemeKeeper, colours
from gui.window.start_page import StartPage
from model.draft import Draft
from model.form.edition import CellRef
from model.report.report import Edit
from model.store.draft_index import DraftIndex

GUI = Path(gui.widgets.theme.__file__).parent
# a hex colour in quotes or in a style sheet, QColor made from numbers or names, Qt's named colours
COLOUR = re.compile(
    r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|rgba?\(|hsl\(|QColor\((?=[\"'\d])|GlobalColor(?!\.transparent)|QColor\.from"
    r"|Qt\.(?:white|black|red|blue|green|yellow|gray|darkGray|lightGray)\b"
)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def keeper(qapp: QApplication) -> Iterator[ThemeKeeper]:
    keeper = ThemeKeeper(qapp)
    yield keeper
    keeper.use(Theme.LIGHT)
    qapp.setProperty("colours", None)
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    keeper.deleteLater()


@pytest.mark.parametrize("theme", PALETTES, ids=lambda theme: theme.value)
def test_text_is_readable_in_every_theme(theme: Theme) -> None:
    chosen = PALETTES[theme]
    poor = {
        pair: round(ratio, 2)
        for pair in TEXT_PAIRS
        if (ratio := contrast(getattr(chosen, pair[0]), getattr(chosen, pair[1]))) < 4.5
    }
    assert not poor


@pytest.mark.parametrize("theme", PALETTES, ids=lambda theme: theme.value)
def test_frames_and_marks_stand_out_from_the_cell(theme: Theme) -> None:
    chosen = PALETTES[theme]
    for mark in ("grid", "blank", "last_year", "note", "hard", "ask", "hint", "accent"):
        assert contrast(getattr(chosen, mark), chosen.paper) >= 3, mark


@pytest.mark.parametrize("theme", PALETTES, ids=lambda theme: theme.value)
def test_a_computed_cell_and_a_cell_to_fill_in_differ(theme: Theme) -> None:
    assert PALETTES[theme].computed != PALETTES[theme].paper


def test_no_colour_is_spelt_outside_the_theme() -> None:
    spelt = [
        f"{path.relative_to(GUI)}: {line.strip()}"
        for path in GUI.rglob("*.py")
        if path.name != "theme.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if COLOUR.search(line)
    ]
    assert not spelt


def test_the_scan_knows_a_colour_when_it_sees_one() -> None:
    for line in ('"#1b4b8f"', "color: #fff;", "QColor(255, 0, 0)", 'QColor("red")', "Qt.GlobalColor.red", "rgb(1,2,3)"):
        assert COLOUR.search(line), line
    assert not COLOUR.search("QColor(colours().grid)  # see issue #12")


def test_changing_the_theme_dresses_the_whole_application(qapp: QApplication, keeper: ThemeKeeper) -> None:
    for theme, wanted in PALETTES.items():
        keeper.use(theme)
        assert colours() is wanted
        assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(wanted.paper)
        assert "@" not in qapp.styleSheet()


def test_the_system_theme_is_one_of_the_three(keeper: ThemeKeeper) -> None:
    keeper.use(Theme.DARK)
    keeper.use(Theme.SYSTEM)
    assert colours() in PALETTES.values()


def test_every_role_is_a_full_hex_colour() -> None:
    for chosen in PALETTES.values():
        for field in fields(Colours):
            assert re.fullmatch(r"#[0-9a-f]{6}", getattr(chosen, field.name)), field.name


def test_headings_in_a_text_follow_the_theme(
    qtbot: QtBot, qapp: QApplication, keeper: ThemeKeeper, document: ReportDocument
) -> None:
    document.write(section="overview", text="（一）主动公开\n全年平稳。")
    document.take_last_year(previous=with_a_heading(document))
    keeper.use(Theme.LIGHT)
    editor, last_year = NarrativeEditor(document, "overview"), LastYearPanel(document)
    for shown in (editor, last_year):
        qtbot.addWidget(shown)
        shown.show()
    last_year.show_section("overview")
    keeper.use(Theme.DARK)
    qapp.processEvents()
    for text in (editor.document(), last_year.text.document()):
        (heading,) = text.firstBlock().layout().formats()
        assert heading.format.foreground().color() == QColor(PALETTES[Theme.DARK].accent)


def with_a_heading(document: ReportDocument) -> Draft:
    last = Draft(document.draft.edition, document.draft.year - 1)
    last.apply(Edit(narratives={"overview": "（一）主动公开\n去年平稳。"}))
    return last


@pytest.mark.parametrize("theme", PALETTES, ids=lambda theme: theme.value)
def test_a_button_with_the_focus_keeps_its_ground(qtbot: QtBot, keeper: ThemeKeeper, theme: Theme) -> None:
    """Blue is the one button that goes on; an icon drawn for paper could not be seen there."""
    page = StartPage(Settings(None), DraftIndex())
    qtbot.addWidget(page)
    keeper.use(theme)
    page.show()
    page.activateWindow()
    button = next(button for button in page.findChildren(QPushButton) if button.text().startswith("打开"))
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    seen = button.grab().toImage()
    assert seen.pixelColor(seen.width() - 12, seen.height() // 2) == QColor(PALETTES[theme].paper)


def test_headers_are_flat(qtbot: QtBot, keeper: ThemeKeeper, document: ReportDocument) -> None:
    document.take_last_year(previous=with_a_heading(document))
    panel = LastYearPanel(document)
    qtbot.addWidget(panel)
    keeper.use(Theme.DARK)
    panel.show_section("requests")
    panel.show_cell(CellRef("requests", "granted", "natural_person"))
    panel.show()
    view = panel.findChild(QTableView)
    assert isinstance(view, QTableView)
    header = view.horizontalHeader()
    seen = header.grab().toImage()
    column = {seen.pixelColor(2, y).name() for y in range(seen.height() - 2)}
    assert column == {PALETTES[Theme.DARK].header}
