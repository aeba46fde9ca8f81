"""The one list of the side panel's parts: a new one is a module with a `Panel`, and a line here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from gui.panels.panel import Panel
from gui.panels.side_panel import Part

if TYPE_CHECKING:
    from gui.window.workspace import Workspace

FINDINGS, PREVIEW, LAST_YEAR = "findings", "preview", "last_year"


def parts_of(workspace: Workspace) -> Sequence[Part]:
    """The parts for one report, in the order of their tabs."""
    return (
        Part(FINDINGS, "审核", partial(_findings, workspace), help="findings"),
        Part(PREVIEW, "预览", partial(_preview, workspace), help="preview", share=38),
        Part(LAST_YEAR, "上年", partial(_last_year, workspace), help="last_year"),
    )


def _findings(workspace: Workspace) -> Panel:
    return workspace.findings


def _preview(workspace: Workspace) -> Panel:
    from gui.panels.preview import PreviewPanel  # noqa: PLC0415 - brings the page engine along

    panel = PreviewPanel(workspace.settings)
    panel.set_document(workspace.document)
    panel.section_activated.connect(workspace.show_section)
    return panel


def _last_year(workspace: Workspace) -> Panel:
    from gui.panels.last_year_panel import LastYearPanel  # noqa: PLC0415 - few look at it at once

    panel = LastYearPanel(workspace.document)
    panel.report_wanted.connect(workspace.last_year_wanted)
    return panel
