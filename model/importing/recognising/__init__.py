"""Paragraphs and rows of cells into a report: which section, which cell; never guessed without a word."""
