"""The report, its form, its checks, its files and its page. Nothing here knows the window."""

__version__ = "0.1.0"
