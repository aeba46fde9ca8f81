"""The program's own folders on this computer, where backups, recovery copies, settings and the log are kept."""

from __future__ import annotations

import os
from pathlib import Path

from model.store.file_errors import cannot_save

APPLICATION = "ogi-report"
ELSEWHERE = "OGI_REPORT_DATA"
"""The environment variable that names another folder for all of this: a trial, a test, ``--debug``."""


def data_folder() -> Path:
    """The user's data folder of this program, e.g. ``~/.local/share/ogi-report``; it need not exist yet."""
    if elsewhere := os.environ.get(ELSEWHERE):
        return Path(elsewhere)
    import platformdirs  # noqa: PLC0415 - 20 ms that a start without a save need not pay

    return platformdirs.user_data_path(APPLICATION, appauthor=False)


def settings_folder() -> Path:
    """The user's folder for this program's settings, e.g. ``~/.config/ogi-report``; it need not exist yet."""
    if elsewhere := os.environ.get(ELSEWHERE):
        return Path(elsewhere)
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_config_path(APPLICATION, appauthor=False)


def requirements_folder() -> Path:
    """Where the user's own lists of local requirements stand."""
    return data_folder() / "requirements"


def ensure_private_folder(folder: Path) -> Path:
    """Create ``folder`` and what is missing above it, for this user alone (0700). Raises a `FileError`."""
    try:
        missing = [part for part in (folder, *folder.parents) if not part.exists()]
        for part in (*reversed(missing), folder):  # `parents=True` would give those above the usual mode
            part.mkdir(mode=0o700, exist_ok=True)
    except OSError as cause:
        raise cannot_save(folder, cause) from cause
    return folder
