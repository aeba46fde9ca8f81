"""The pages as they will be printed, beside the tabs, a moment after each edit."""

from gui.panels.preview.preview_panel import PreviewPanel

__all__ = ["PreviewPanel"]
