"""The window itself: commands, start page, tabs with panels beside them, the line at the bottom."""
