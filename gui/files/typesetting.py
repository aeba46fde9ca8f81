"""How the window's settings become the page's. Imported only where pages are made: the page's own imports take time."""

from __future__ import annotations

from gui.app.settings import Preferences
from model.page import PageSettings


def page_settings(values: Preferences) -> PageSettings:
    """What the user chose for printed pages."""
    return PageSettings(double_sided=values.double_sided, closing_line=values.closing_line, shading=values.shading)
