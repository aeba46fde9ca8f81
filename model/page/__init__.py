"""The PDF: content blocks, line breaking, grid, pages, fonts, structure tree."""

from model.page.paper import Anchor, Rectangle
from model.page.typesetter import PageOutput, PageSettings, Typesetter

__all__ = ["Anchor", "PageOutput", "PageSettings", "Rectangle", "Typesetter"]
