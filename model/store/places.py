"""The program's own folder on this computer, where backups and recovery copies are kept."""

from __future__ import annotations

from pathlib import Path

from model.store.file_errors import cannot_save

APPLICATION = "ogi-report"


def data_folder() -> Path:
    """The user's data folder of this program, e.g. ``~/.local/share/ogi-report``; it need not exist yet."""
    import platformdirs  # noqa: PLC0415 - 20 ms that a start without a save need not pay

    return platformdirs.user_data_path(APPLICATION, appauthor=False)


def ensure_private_folder(folder: Path) -> Path:
    """Create ``folder`` and what is missing above it, for this user alone (0700). Raises a `FileError`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as cause:
        raise cannot_save(folder, cause) from cause
    return folder
