"""导入: other people's documents become drafts, after the user has seen what was read and what was not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import platformdirs
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gui.app.settings import Settings
from gui.app.workers import Progress, Refused
from gui.dialogs.import_preview import ImportDialog, Purpose
from gui.files.folders import ask_for_file, ask_for_files
from gui.report.document import ReportDocument
from gui.widgets.busy import wait_for
from gui.widgets.messages import run, tell, warn
from model.draft import Draft
from model.importing import Imported, ImportRefused, read_report, to_draft
from model.importing.opening import is_readable, open_report
from model.importing.readers import KINDS, SUFFIXES
from model.report.quoting import quoted, visible
from model.report.report import Edit
from model.store.draft_file import save_draft
from model.store.file_errors import FileError
from model.store.files import ABSENT, read_file
from model.store.library import SUFFIX, drafts_folder, file_name

__all__ = [
    "Import",
    "Purpose",
    "ask_source",
    "can_import",
    "import_clipboard",
    "import_files",
    "import_report",
    "import_several",
    "read_source",
]

KINDS_FILTER: Final = f"能导入的文件 ({' '.join(f'*{suffix}' for suffix in SUFFIXES)})"
_CLIPBOARD: Final = "剪贴板"
_RICH_TEXT: Final = ("text/rtf", "application/rtf", "Rich Text Format")


class Import(NamedTuple):
    """An import that the user accepted, and what for."""

    draft: Draft
    purpose: Purpose


class _Source(NamedTuple):
    """Something to import: its name for people, and the contents that it offers, the best first."""

    name: str
    contents: Callable[[], Sequence[tuple[bytes, str]]]

    def read(self, progress: Progress, year: int | None = None, agency: str | None = None) -> Imported:
        """What the first of the contents says that is a report; what is wrong with the first of them where none is."""
        refusals = []
        for data, suffix in self.contents():
            try:
                return read_report(data, suffix, year=year, agency=agency, cancelled=lambda: progress.cancelled)
            except ImportRefused as refusal:
                progress.check()
                refusals.append(refusal)
        raise Refused(f"没有导入{quoted(self.name)}：{refusals[0]}") from refusals[0]


def can_import(path: Path) -> bool:
    """Whether files of this kind can be imported."""
    return path.suffix.lower() != SUFFIX and is_readable(path)


def import_report(
    parent: QWidget, settings: Settings, path: Path, document: ReportDocument | None = None
) -> Import | None:
    """Read a file and show what was read; ``document`` is the open report, which it may serve.

    None if the user thought better of it or nothing could be read, which has then been said.
    """
    settings.change(last_folder=str(path.absolute().parent))
    return _import(parent, settings, _of_file(path), document)


def read_source(source: Path, year: int | None = None, agency: str | None = None) -> Imported:
    """What a file says, in a worker. Raises `Refused` or a `FileError`."""
    return _of_file(source).read(Progress(lambda _done, _total: None), year, agency)


def _of_file(path: Path) -> _Source:
    return _Source(path.name, lambda: [(read_file(path).data, path.suffix)])


def import_clipboard(parent: QWidget, settings: Settings, document: ReportDocument | None = None) -> Import | None:
    """The same for what was copied in another program: a page, a document's text, or a file."""
    mime = QGuiApplication.clipboard().mimeData() or QMimeData()  # some desktops have none for an empty clipboard
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if len(files) == 1 and can_import(files[0]):
        return import_report(parent, settings, files[0], document)
    offered = list(_offered(mime))
    if not offered:
        warn(parent, "剪贴板里没有文字。请先在网页、Word 或 WPS 里选中整份年报（Ctrl+A）并复制，再来导入。")
        return None
    return _import(parent, settings, _Source(_CLIPBOARD, lambda: offered), document)


def _offered(mime: QMimeData) -> Sequence[tuple[bytes, str]]:
    offered = [(mime.html().encode(), ".html")] if mime.hasHtml() else []
    offered += [(bytes(mime.data(kind).data()), ".rtf") for kind in _RICH_TEXT if mime.hasFormat(kind)][:1]
    return [*offered, *([(mime.text().encode(), ".txt")] if mime.text().strip() else [])]


def _import(parent: QWidget, settings: Settings, source: _Source, document: ReportDocument | None) -> Import | None:
    reading = f"正在读取{quoted(source.name)}……"
    imported: Imported | None = wait_for(parent, reading, source.read)
    if imported is None:
        return None

    def make(year: int, agency: str) -> Draft | None:
        def work(progress: Progress) -> Draft:
            same = (year, agency) == (imported.year, imported.agency)
            draft = to_draft(imported if same else source.read(progress, year, agency))
            draft.apply(Edit(details={"agency_kind": settings.values.agency_kind}))
            return draft

        draft: Draft | None = wait_for(dialog, reading, work)
        return draft

    dialog = ImportDialog(source.name, imported, settings, make, document=document, parent=parent)
    if not run(dialog) or dialog.draft is None:
        return None
    return Import(dialog.draft, dialog.purpose)


def import_files(parent: QWidget, settings: Settings) -> list[Path]:
    """Ask for files to import; none if the user thought better of it."""
    folder = Path(settings.values.last_folder or platformdirs.user_documents_dir())
    names = "、".join(dict.fromkeys(kind.name for kind in KINDS.values()))
    return ask_for_files(parent, f"导入已有的年报（{names}）", folder, f"{KINDS_FILTER};;所有文件 (*)")


def ask_source(parent: QWidget, settings: Settings) -> Path | None:
    """Ask for one file that can be read; None if the user thought better of it."""
    folder = Path(settings.values.last_folder or platformdirs.user_documents_dir())
    return ask_for_file(parent, "选择文件", folder, f"{KINDS_FILTER};;所有文件 (*)")


def import_several(parent: QWidget, settings: Settings, paths: Sequence[Path]) -> int:
    """Read several files and save each as a draft among the others; how many there are. What became of each is said."""
    settings.change(last_folder=str(paths[0].absolute().parent))
    folder = drafts_folder()

    def work(progress: Progress) -> list[tuple[bool, str]]:
        told = []
        for done, path in enumerate(paths):
            progress.step(done, len(paths))
            told.append(_save_as_draft(path, folder, lambda: progress.cancelled))
        return told

    told: list[tuple[bool, str]] | None = wait_for(parent, f"正在导入 {len(paths)} 个文件……", work)
    if told is None:
        return 0
    saved = sum(success for success, _ in told)
    failed = len(told) - saved
    summary = f"导入了 {saved} 份年报，都存进了草稿列表。" + (
        f"有 {failed} 个文件没有导入，原因见下面。" if failed else ""
    )
    tell(parent, summary, details="\n".join(line for _, line in sorted(told)))
    return saved


def _save_as_draft(path: Path, folder: Path, cancelled: Callable[[], bool]) -> tuple[bool, str]:
    """Whether a file became a draft in the folder, and a sentence on it."""
    try:
        draft, notes = open_report(path, cancelled=cancelled)
        folder.mkdir(parents=True, exist_ok=True)
        target = _free(folder / file_name(draft, SUFFIX))
        save_draft(draft, target, expect=ABSENT)
    except FileError as error:
        return False, str(error)
    read = f"读到 {len(draft.entries)} 格，共 {len(draft.edition.inputs)} 格"
    return True, "\n　".join([f"{quoted(path.name)}：{read}，存为{quoted(target.name)}", *map(visible, notes)])


def _free(path: Path) -> Path:
    """The path, or one like it that no file has yet."""
    numbered = (path.with_stem(f"{path.stem}（{number}）") for number in range(2, 1000))
    return next((free for free in (path, *numbered) if not free.exists()), path)
