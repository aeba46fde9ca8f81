"""The folder of drafts on this computer, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from model.draft import Draft
from model.form.edition import Level
from model.store.draft_file import DraftUnreadable, load_figures
from model.store.file_errors import FileError
from model.store.file_names import safe_name

FOLDER_NAME = "公开年报"
SUFFIX = ".json"


class DraftState(Enum):
    """How far a draft is: being filled, with sums that do not hold, or finalised."""

    DRAFT = "草稿"
    UNBALANCED = "不平"
    FINISHED = "已定稿"
    UNREADABLE = "打不开"


@dataclass(frozen=True)
class DraftSummary:
    """One draft of the folder. ``hard`` counts its broken sums; ``problem`` says why an unreadable one is so.

    ``modified`` is the file's time in seconds since 1970, for showing. ``settled``: the file's content says all this,
    and not a disk that could not be read just now.
    """

    path: Path
    agency: str
    year: int | None
    modified: float
    state: DraftState
    hard: int = 0
    problem: str = ""
    settled: bool = True


def drafts_folder() -> Path:
    """Where new drafts go: a folder of their own among the user's documents. It may not exist yet."""
    import platformdirs  # noqa: PLC0415 - 20 ms that only who lists the folder need pay

    return Path(platformdirs.user_documents_dir()) / FOLDER_NAME


def draft_paths(folder: Path) -> list[Path]:
    """The files of the folder that are drafts by their names; temporary, hidden and lock files are passed over.

    A folder that does not exist, or cannot be read, has none.
    """
    try:
        return [path for path in folder.iterdir() if path.suffix.lower() == SUFFIX and not path.name.startswith(".")]
    except OSError:
        return []


def summarise(path: Path) -> DraftSummary:
    """What a list shows of one draft file."""
    try:
        draft = load_figures(path)
    except FileError as error:
        problem, settled = str(error), isinstance(error, DraftUnreadable)
        return DraftSummary(path, path.stem, None, _modified(path), DraftState.UNREADABLE, 0, problem, settled)
    hard = sum(finding.level is Level.HARD for finding in draft.findings)
    return DraftSummary(path, draft.agency, draft.year, _modified(path), _state(draft, hard), hard)


def file_name(draft: Draft, suffix: str) -> str:
    """A file name for a draft or what is made of it: agency, year and kind, without what file systems refuse."""
    return f"{safe_name(draft.agency)[:40] or '未命名'}{draft.year}年政府信息公开工作年度报告{suffix}"


def _state(draft: Draft, hard: int) -> DraftState:
    if draft.details.finished:
        return DraftState.FINISHED
    return DraftState.UNBALANCED if hard else DraftState.DRAFT


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
