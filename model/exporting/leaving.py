"""Whether a report may leave, how it is marked, and what its file is called: decided here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from model.form.edition import Level
from model.store.library import file_name

if TYPE_CHECKING:
    from model.draft import Draft
    from model.exporting.formats import Format


class Leaving(NamedTuple):
    """How a report leaves in a format.

    ``hindrance`` says what keeps it from being finished, as a clause ("有 3 处强制性问题没有改正"); it is empty where
    nothing does, or the format does not mind. ``stamped`` is whether the file is marked 草稿; ``name`` is the name that
    is proposed for it.
    """

    hindrance: str
    stamped: bool
    name: str


def leave(draft: Draft, target: Format, *, as_draft: bool = False) -> Leaving:
    """How ``draft`` leaves as ``target``. ``as_draft`` marks it 草稿 even where nothing hinders finishing."""
    hindrance = _hindrance(draft) if target.unfinished else ""
    stamped = bool(target.unfinished) and (as_draft or bool(hindrance))
    marked = target.unfinished if stamped else ""
    return Leaving(hindrance, stamped, file_name(draft, f"{target.part}{marked}{target.suffix}"))


def _hindrance(draft: Draft) -> str:
    evaluation = draft.evaluation
    if not evaluation.blocks_finishing:
        return ""
    hard = sum(finding.level is Level.HARD for finding in evaluation.findings)
    reasons = [f"有 {hard} 处强制性问题没有改正"] * bool(hard) + ["还有内容没有填"] * bool(evaluation.missing)
    return "，".join(reasons)
