"""What tests do with documents that the window has dialogs for."""

from __future__ import annotations

from pathlib import Path

from gui.report.document import ReportDocument
from model.store.draft_file import load_draft, save_draft


def save(document: ReportDocument, path: Path | None = None) -> None:
    """Save to ``path``, or to the document's own file."""
    target = path or document.path
    assert target is not None
    document.mark_saved(path=target, stamp=save_draft(document.draft, target).stamp)


def take_disk_version(document: ReportDocument) -> bool:
    assert document.path is not None
    loaded = load_draft(document.path)
    return document.take_disk_version(draft=loaded.draft, stamp=loaded.stamp, text="还原")
