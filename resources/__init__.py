"""The data files that the program ships: formats, fonts, icons, help, samples.

`resource_path` is the one way to them; it works from a checkout and inside a frozen bundle, where this package's
folder is unpacked beside the program.
"""

from pathlib import Path

_ROOT = Path(__file__).parent


def resource_path(relative: str) -> Path:
    """The path of a shipped file or folder, e.g. ``resource_path("formats/2021.toml")``."""
    return _ROOT / relative
