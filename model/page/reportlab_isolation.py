"""Keeps ReportLab from running code that lies in the user's home, and from loading Pillow.

It executes ``~/.reportlab_mods`` and ``~/.reportlab_settings``, and modules of those names from anywhere on the import
path. Pillow reads images, of which a report has none, and costs a tenth of a cold export. Modules that are there
already are not looked for. To be imported before anything of ReportLab.
"""

from __future__ import annotations

import sys
from types import ModuleType

for _name in ("reportlab_mods", "reportlab_settings"):
    sys.modules.setdefault(_name, ModuleType(_name))
_pillow = ModuleType("PIL")
vars(_pillow)["Image"] = None  # to ReportLab: there is no Pillow
sys.modules.setdefault("PIL", _pillow)
