"""The one door to ReportLab: what the page takes from it, imported without its side effects.

ReportLab executes ``~/.reportlab_mods`` and ``~/.reportlab_settings``, and modules of those names from anywhere on the
import path; they are not looked for when they are there already. It also imports Pillow, which reads images, of which
a report has none, and costs a tenth of a cold export. So Pillow is loaded when somebody first uses it, be it ReportLab
or anyone else in the process.
"""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from types import ModuleType


def _load_when_used(name: str) -> None:
    """Have ``import`` find a module that runs at its first use; nothing for one that is loaded or not installed."""
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    package, _, child = name.rpartition(".")
    setattr(sys.modules[package], child, module)


for _name in ("reportlab_mods", "reportlab_settings"):
    sys.modules.setdefault(_name, ModuleType(_name))
_load_when_used("PIL.Image")

from reportlab.pdfbase import pdfdoc  # noqa: E402 - only now
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

__all__ = ["Canvas", "pdfdoc"]
