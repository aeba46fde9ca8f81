"""The scripts of ``packaging/`` as modules. The folder is no package: a library of that name is on every path."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parent.parent.parent / "packaging"


def script(name: str) -> ModuleType:
    """The module of ``packaging/<name>.py``."""
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    return import_module(name)
