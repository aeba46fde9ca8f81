"""How the window's settings become the page's. Imported only where pages are made: the page's own imports take time."""

from __future__ import annotations

from gui.app.settings import Preferences
from model.document.blocks import STAMPS
from model.page import PageSettings
from model.page.paper import LINE_PITCH

CLOSER_PITCH = 28.0


def page_settings(values: Preferences) -> PageSettings:
    """What the user chose for printed pages."""
    return PageSettings(
        line_pitch=LINE_PITCH if values.wide_lines else CLOSER_PITCH,
        double_sided=values.double_sided,
        closing_line=values.closing_line,
        shading=values.shading,
        own_fonts=values.own_fonts,
        stamp=values.stamp if values.stamp in STAMPS else "",
    )
