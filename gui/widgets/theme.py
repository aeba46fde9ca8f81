"""Every colour of the window, by what it is for. No other module of `gui` spells one.

Widgets that paint themselves ask `colours()` at the moment they paint: a change of theme repaints everything, and
nobody has to keep a copy or listen for it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.widgets.fonts import text_scale
from resources import resource_path


class Theme(Enum):
    """What the user can choose; SYSTEM follows the desktop's light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, slots=True)
class Colours:
    """One colour for each role, as ``#rrggbb``; `qt` makes it a QColor.

    ``…_text`` stands on the role of the same name; `TEXT_PAIRS` lists what else is written on what.
    """

    window: str  # behind controls: bars, panels, dialogs
    desk: str  # behind the preview's pages and around tables
    sheet: str  # a page as printed: white in every theme
    sheet_edge: str
    border: str  # between areas
    text: str
    muted: str  # secondary text
    disabled: str

    accent: str  # the one accent: main button, focus, current tab
    accent_text: str
    accent_hover: str
    hover: str  # under the pointer
    pressed: str

    paper: str  # cells to fill in, editors, lists
    grid: str  # a table's rules
    header: str
    header_text: str
    computed: str  # totals
    computed_text: str
    entered: str  # figures that were typed
    blank: str  # the dotted baseline of a cell that is still empty
    last_year: str  # the corner of a figure that came over from last year
    note: str  # the corner of a cell that has a note
    selection: str
    selection_text: str

    hard: str  # 强制性: sign and frame
    hard_fill: str
    ask: str  # 核实性
    ask_fill: str
    hint: str  # 提示
    hint_fill: str
    done: str  # 完成


LIGHT: Final = Colours(
    window="#f3f5f8",
    desk="#dfe3e9",
    sheet="#ffffff",
    sheet_edge="#a9b1bd",
    border="#c9d0da",
    text="#1b1f24",
    muted="#566070",
    disabled="#9098a4",
    accent="#1b4b8f",
    accent_text="#ffffff",
    accent_hover="#245ba8",
    hover="#e1e8f2",
    pressed="#cfdaea",
    paper="#ffffff",
    grid="#8c95a3",
    header="#e8edf4",
    header_text="#1b1f24",
    computed="#eceef1",
    computed_text="#2b3139",
    entered="#14181d",
    blank="#7b8593",
    last_year="#1c5fb0",
    note="#6a7482",
    selection="#d3e2f7",
    selection_text="#10151b",
    hard="#b3261e",
    hard_fill="#fdeceb",
    ask="#8a5300",
    ask_fill="#fff3d9",
    hint="#1c5fb0",
    hint_fill="#e8f1fc",
    done="#1e6b3c",
)

DARK: Final = Colours(
    window="#23272e",
    desk="#16191d",
    sheet="#ffffff",
    sheet_edge="#4b5461",
    border="#3d4550",
    text="#e8ebef",
    muted="#a9b3c0",
    disabled="#6d7683",
    accent="#8ab4f0",
    accent_text="#10213a",
    accent_hover="#a5c6f5",
    hover="#323944",
    pressed="#3d4757",
    paper="#1b1e23",
    grid="#6f7986",
    header="#2b313a",
    header_text="#e8ebef",
    computed="#2a2e35",
    computed_text="#cfd5dd",
    entered="#f2f4f7",
    blank="#8590a0",
    last_year="#7fb0f5",
    note="#98a3b1",
    selection="#2c4a75",
    selection_text="#ffffff",
    hard="#ff9a91",
    hard_fill="#46211f",
    ask="#f2bd5c",
    ask_fill="#40300f",
    hint="#8fbcf8",
    hint_fill="#1f324d",
    done="#7fd19b",
)

HIGH_CONTRAST: Final = Colours(
    window="#000000",
    desk="#000000",
    sheet="#ffffff",
    sheet_edge="#ffffff",
    border="#ffffff",
    text="#ffffff",
    muted="#ffffff",
    disabled="#a8a8a8",
    accent="#ffff00",
    accent_text="#000000",
    accent_hover="#ffffff",
    hover="#333300",
    pressed="#555500",
    paper="#000000",
    grid="#ffffff",
    header="#1c1c1c",
    header_text="#ffffff",
    computed="#303030",
    computed_text="#ffffff",
    entered="#ffffff",
    blank="#d0d0d0",
    last_year="#66d9ff",
    note="#d0d0d0",
    selection="#1a5cff",
    selection_text="#ffffff",
    hard="#ff8080",
    hard_fill="#400000",
    ask="#ffd000",
    ask_fill="#332a00",
    hint="#66d9ff",
    hint_fill="#002b3d",
    done="#5cff8f",
)

PALETTES: Final = {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.HIGH_CONTRAST: HIGH_CONTRAST}

TEXT_PAIRS: Final = (
    *((ink, ground) for ink in ("text", "muted") for ground in ("window", "paper", "desk")),
    ("text", "hover"),
    ("text", "pressed"),
    ("accent", "paper"),
    ("accent", "window"),
    ("accent_text", "accent"),
    ("accent_text", "accent_hover"),
    ("header_text", "header"),
    ("muted", "header"),
    ("computed_text", "computed"),
    ("entered", "paper"),
    ("selection_text", "selection"),
    *((sign, ground) for sign in ("hard", "ask", "hint", "done") for ground in ("window", "paper")),
    ("hard", "hard_fill"),
    ("ask", "ask_fill"),
    ("hint", "hint_fill"),
    *(("text", ground) for ground in ("hard_fill", "ask_fill", "hint_fill")),
)
"""(ink, ground): what is written on what; each pair has a contrast of at least 4.5 to 1."""

STYLE: Final = ("-style", "Fusion")
"""For the application's command line: the one style that takes every colour from the palette, on every desktop.

`QApplication.setStyle` would do the same and take 5 ms for it.
"""

_PROPERTY: Final = "colours"


def colours() -> Colours:
    """The colours in force; the light ones before a `ThemeKeeper` has chosen."""
    application = QApplication.instance()
    chosen = application.property(_PROPERTY) if application else None
    return chosen if isinstance(chosen, Colours) else LIGHT


def qt(colour: str) -> QColor:
    """A role's colour for a painter: ``qt(colours().grid)``."""
    return QColor(colour)


class ThemeKeeper(QObject):
    """Dresses the application in the chosen theme and follows the desktop while that is SYSTEM."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._theme = Theme.SYSTEM
        application.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def theme(self) -> Theme:
        return self._theme

    def use(self, theme: Theme) -> None:
        """Show ``theme`` from now on."""
        if theme is self._theme and self._application.property(_PROPERTY) is not None:
            return
        self._theme = theme
        hints = self._application.styleHints()
        if theme is Theme.SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Light if theme is Theme.LIGHT else Qt.ColorScheme.Dark)
        self._dress()

    @Slot()
    def _follow(self) -> None:
        if self._theme is Theme.SYSTEM:
            self._dress()

    def _dress(self) -> None:
        chosen = PALETTES[_resolve(self._theme)]
        if self._application.property(_PROPERTY) is chosen:
            return
        self._application.setProperty(_PROPERTY, chosen)
        self._application.setPalette(_palette(chosen))
        self._application.setStyleSheet(_style_sheet(chosen))


def _resolve(theme: Theme) -> Theme:
    if theme is not Theme.SYSTEM:
        return theme
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # Qt 6.10
    if accessibility and accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return Theme.HIGH_CONTRAST
    return Theme.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Theme.LIGHT


def _palette(chosen: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, colour in {
        role.Window: chosen.window,
        role.WindowText: chosen.text,
        role.Base: chosen.paper,
        role.AlternateBase: chosen.header,
        role.Text: chosen.text,
        role.PlaceholderText: chosen.muted,
        role.Button: chosen.window,
        role.ButtonText: chosen.text,
        role.BrightText: chosen.accent_text,
        role.ToolTipBase: chosen.paper,
        role.ToolTipText: chosen.text,
        role.Highlight: chosen.selection,
        role.HighlightedText: chosen.selection_text,
        role.Accent: chosen.accent,
        role.Link: chosen.accent,
        role.LinkVisited: chosen.accent,
        role.Light: chosen.paper,
        role.Midlight: chosen.header,
        role.Mid: chosen.border,
        role.Dark: chosen.grid,
        role.Shadow: chosen.border,
    }.items():
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(chosen.disabled))
    return palette


def _style_sheet(chosen: Colours) -> str:
    """The style sheet with each ``@role`` replaced by its colour, the longest names first, and ``$…`` by what it is."""
    sheet = _STYLE.replace("$controls", resource_path("icons/controls").as_posix())
    for name, points in (("$title", 20), ("$heading", 12)):
        sheet = sheet.replace(name, f"{points * text_scale():.1f}")
    for role in sorted((field.name for field in fields(chosen)), key=len, reverse=True):
        sheet = sheet.replace(f"@{role}", getattr(chosen, role))
    return sheet


_STYLE: Final = """
QToolBar { background: @window; border: 0; border-bottom: 1px solid @border; padding: 2px 6px; spacing: 1px; }
QToolBar::separator { background: @border; width: 1px; margin: 6px 5px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 3px 6px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @pressed; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @disabled; }
QToolButton#qt_toolbar_ext_button { padding: 0; min-width: 20px; qproperty-icon: url("$controls/down.svg"); }

QTabWidget::pane { border: 0; border-top: 1px solid @border; }
QTabBar { background: @window; }
QTabBar::tab { background: transparent; color: @muted; padding: 7px 12px 5px 12px; }
QTabBar::tab { border-bottom: 3px solid transparent; }
QTabBar::tab:hover { background: @hover; color: @text; }
QTabBar::tab:selected { color: @accent; border-bottom: 3px solid @accent; }
QTabBar::tab:focus { background: @hover; }

QStatusBar { background: @window; border-top: 1px solid @border; }
QStatusBar::item { border: 0; }
QToolTip { background: @paper; color: @text; border: 1px solid @border; padding: 4px; }
QSplitter::handle { background: @border; }

QPushButton { background: @paper; border: 1px solid @grid; border-radius: 4px; padding: 5px 14px; min-width: 56px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @pressed; }
QPushButton:focus { border: 2px solid @accent; padding: 4px 13px; }
QPushButton:disabled { color: @disabled; border-color: @border; }
QPushButton[primary="true"] { background: @accent; color: @accent_text; border-color: @accent; }
QPushButton[primary="true"]:hover { background: @accent_hover; }
QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled { background: @window; color: @disabled; border-color: @border; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QLineEdit, QAbstractSpinBox, QComboBox { background: @paper; border: 1px solid @grid; border-radius: 4px; }
QLineEdit, QAbstractSpinBox, QComboBox { padding: 1px 6px; min-height: 24px; selection-background-color: @selection; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border-color: @accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: @disabled; border-color: @border; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: 0; border-radius: 0; padding: 0; min-height: 0; }
QAbstractItemView QLineEdit { border: 0; border-radius: 0; padding: 0; min-height: 0; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow, QAbstractSpinBox::down-arrow { image: url("$controls/down.svg"); width: 11px; height: 11px; }
QAbstractSpinBox::up-arrow { image: url("$controls/up.svg"); width: 11px; height: 11px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 20px; background: transparent; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @hover; }
QCheckBox::indicator:unchecked { border: 1px solid @grid; border-radius: 2px; background: @paper; }
QRadioButton::indicator:unchecked { border: 1px solid @grid; border-radius: 7px; background: @paper; }
QCheckBox::indicator:unchecked, QRadioButton::indicator:unchecked { width: 12px; height: 12px; }
QCheckBox::indicator:unchecked:focus, QRadioButton::indicator:unchecked:focus { border-color: @accent; }
QDialog QPlainTextEdit, QDialog QListWidget { background: @paper; border: 1px solid @grid; border-radius: 4px; }

QLabel[part="title"] { font-size: $titlept; font-weight: bold; color: @accent; }
QLabel[part="heading"] { font-size: $headingpt; font-weight: bold; color: @accent; }
QLabel[part="muted"] { color: @muted; }
QLabel[part="hard"] { color: @hard; }
QLabel[part="ask"] { color: @ask; }
QLabel[part="done"] { color: @done; }
DraftListView { border: 1px solid @border; border-radius: 4px; }
DraftListView::item { padding: 0 8px; }
QHeaderView { background: @header; }
QHeaderView::section { background: @header; color: @header_text; border: 0; padding: 5px 8px; }
QHeaderView::section:vertical { border-bottom: 1px solid @border; }
QTableView QTableCornerButton::section { background: @header; border: 0; }

QGroupBox { border: 1px solid @border; border-radius: 4px; margin-top: 10px; padding: 10px 8px 8px 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: @muted; }
"""
