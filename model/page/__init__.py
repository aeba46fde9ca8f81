"""The PDF: content blocks, line breaking, grid, pages, fonts, structure tree."""

import model.page.reportlab_isolation  # noqa: F401 - before anything of ReportLab
from model.page.paper import Anchor, Rectangle
from model.page.typesetter import PageOutput, PageSettings, Typesetter, missing_glyphs

__all__ = ["Anchor", "PageOutput", "PageSettings", "Rectangle", "Typesetter", "missing_glyphs"]
