"""Keeps ReportLab from running code that lies in the user's home.

It executes ``~/.reportlab_mods`` and ``~/.reportlab_settings``, and modules of those names from anywhere on the import
path. Modules that are there already are not looked for. To be imported before anything of ReportLab.
"""

from __future__ import annotations

import sys
from types import ModuleType

for _name in ("reportlab_mods", "reportlab_settings"):
    sys.modules.setdefault(_name, ModuleType(_name))
