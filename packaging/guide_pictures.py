"""The pictures of the guide and of the READMEs, taken from the real window and the real PDF.

python packaging/guide_pictures.py           after a change of what the window looks like; its results are committed

Only the sample report is shown, in the bundled fonts and on a fixed day, and nothing of whoever runs this: the same
code makes the same pictures.
"""

import os
import sys
import tempfile
import time
from array import array
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR="1", TZ="Asia/Shanghai")

from PySide6.QtCore import QPoint, QRect, Qt  # noqa: E402 - Qt's platform has to be chosen before
from PySide6.QtGui import QImage, QPainter  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel  # noqa: E402

from gui.app.chinese import speak_chinese  # noqa: E402
from gui.app.settings import Settings  # noqa: E402
from gui.app.workers import wait_for_all  # noqa: E402
from gui.dialogs.finishing import FinishDialog  # noqa: E402
from gui.dialogs.new_report import NewReportDialog  # noqa: E402
from gui.files.pdf_images import page_images  # noqa: E402
from gui.files.printers import Printers  # noqa: E402
from gui.files.printing import PrintDialog  # noqa: E402
from gui.panels.parts import FINDINGS, LAST_YEAR, PREVIEW  # noqa: E402
from gui.panels.preview import PreviewPanel  # noqa: E402
from gui.report.document import ReportDocument  # noqa: E402
from gui.report.tables.table_view import TableView  # noqa: E402
from gui.widgets.fonts import Face, face  # noqa: E402
from gui.widgets.theme import Theme, ThemeKeeper, colours, qt  # noqa: E402
from gui.window.main_window import MainWindow  # noqa: E402
from gui.window.start_page import StartPage  # noqa: E402
from gui.window.workspace import Workspace  # noqa: E402
from model.draft import Draft, begin_report  # noqa: E402
from model.form.edition import CellRef, SectionBody  # noqa: E402
from model.page import PageSettings, Typesetter  # noqa: E402
from model.report.report import Details, Edit, contents  # noqa: E402
from model.store.draft_file import load_draft, save_draft  # noqa: E402
from model.store.library import drafts_folder, file_name  # noqa: E402
from model.store.recovery import RecoveryStore  # noqa: E402
from resources import resource_path  # noqa: E402

GUIDE: Final = ROOT / "resources" / "help" / "images"
DOCS: Final = ROOT / "docs" / "images"
SIZE: Final = (1280, 740)
TODAY: Final = date(2026, 1, 12)
_POINTS: Final = 10
_PRINTER: Final = "文印室激光打印机"
_TITLE_HEIGHT: Final = 30
_PAGE_SCALE: Final = 1.1  # pixels a point
_COLOURS: Final = 256
_COMMON: Final = 96
_PATIENCE: Final = 20.0  # seconds


class Studio:
    """One window on one day, and the drafts that its pictures show. ``folder`` holds them, and is shown nowhere."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(None)
        self.window = MainWindow(self.settings, RecoveryStore(folder / "recovery"), today=lambda: TODAY)
        self.window.setWindowState(Qt.WindowState.WindowNoState)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.sample = load_draft(resource_path("samples/示例年报.json")).draft

    def take(self, name: str, dialog: QDialog | None = None) -> None:
        """Save what the window shows, with a dialog in front of it, as a picture of the guide."""
        settle()
        shown = self.window.grab().toImage()
        if dialog is not None:
            _lay_over(shown, dialog)
            dialog.close()
        save_png(shown, GUIDE / f"{name}.png")

    def open(self, draft: Draft) -> Workspace:
        """Show a report that counts as saved."""
        self.window.show_document(ReportDocument(draft))
        assert self.window.session is not None
        self.window.session.status.say("已保存 09:26")
        return self.window.session.workspace

    def started(self) -> Draft:
        """The sample's report as it begins: with last year's figures, and no others."""
        details = Details(
            agency=self.sample.agency, agency_kind=self.sample.agency_kind.key, previous=self.sample.previous
        )
        return begin_report(self.sample.edition, self.sample.year, details)

    def fill_folder(self) -> None:
        """Last year's report, finished, and this year's with a sum that does not hold."""
        assert self.sample.previous is not None
        finished = Draft(self.sample.previous.edition, self.sample.previous.year)
        finished.apply(contents(self.sample.previous))
        finished.apply(Edit(details={"finished": f"{date(2025, 1, 14):%Y-%m-%d}"}))
        for draft, changed in (
            (finished, datetime(2025, 1, 14, 16, 40)),
            (self.broken(), datetime(2025, 12, 30, 9, 26)),
        ):
            path = drafts_folder() / file_name(draft, ".json")
            save_draft(draft, path)
            os.utime(path, (changed.timestamp(), changed.timestamp()))

    def suspect(self) -> CellRef:
        """A figure of the largest table that is one too many in `broken`: the first below its first two rows."""
        tables = self.sample.edition.tables.values()
        table = max(tables, key=lambda table: len(table.rows))
        outcomes = {row.key for row in table.rows[2:]}
        entries, inputs = self.sample.entries, self.sample.edition.inputs
        return next(ref for ref in inputs if ref.table == table.key and ref.row in outcomes and entries[ref])

    def broken(self) -> Draft:
        draft = self.sample.copy()
        draft.enter({self.suspect(): draft.entries[self.suspect()] + 1})
        return draft


def main() -> int:
    """Take all pictures."""
    application = QApplication(sys.argv[:1])
    speak_chinese(application)
    application.setFont(face(Face.HEADING_1, _POINTS))
    ThemeKeeper(application).use(Theme.LIGHT)
    application.setCursorFlashTime(0)
    for results in (GUIDE, DOCS):
        results.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR", "XDG_DATA_HOME"):
            os.environ.pop(name, None)
        os.environ["HOME"] = folder
        studio = Studio(Path(folder))
        for picture in (_start, _previous, _texts, _figures, _findings, _finish, _export):
            picture(studio)
        studio.window.show_start_page()
        wait_for_all()
    _pages(studio.sample)
    return 0


def _start(studio: Studio) -> None:
    drafts_folder().mkdir(parents=True)
    studio.fill_folder()
    studio.window.show_start_page()
    page = studio.window.findChild(StartPage)
    assert isinstance(page, StartPage)
    wait_until(lambda: page.drafts.drafts.rowCount() == 2)
    where = next(text for text in page.findChildren(QLabel) if str(drafts_folder()) in text.text())
    where.setText(where.text().replace(str(drafts_folder().parent), "文档"))
    studio.take("01-start")


def _previous(studio: Studio) -> None:
    studio.settings.change(agency=studio.sample.agency, agency_kind=studio.sample.agency_kind.key)
    dialog = NewReportDialog(studio.settings, studio.window.index, studio.window, today=studio.window.today)
    wait_until(lambda: any(str(TODAY.year - 2) in text for text in _choices(dialog)))
    studio.take("02-previous", dialog)


def _choices(dialog: QDialog) -> list[str]:
    return [box.currentText() for box in dialog.findChildren(QComboBox)]


def _texts(studio: Studio) -> None:
    workspace = studio.open(studio.started())
    studio.take("03-details")
    text = next(s.key for s in studio.sample.edition.sections if s.body is SectionBody.NARRATIVE)
    workspace.document.write(section=text, text=studio.sample.narratives[text])
    workspace.show_section(text)
    workspace.open_panel(LAST_YEAR)
    studio.take("04-overview")


def _figures(studio: Studio) -> None:
    """Some figures are in, one is being typed."""
    for section, name, count in zip(_tables(studio.sample), ("05-disclosure", "06-requests"), (4, 12), strict=False):
        workspace = studio.open(studio.started())
        draft = studio.sample
        refs = [ref for ref in draft.edition.inputs if draft.edition.tables[ref.table].section == section]
        column = [ref for ref in refs if ref.column == refs[0].column][:count] if count > 4 else refs[:count]
        workspace.document.enter(values={ref: draft.entries[ref] for ref in column[:-1]})
        workspace.go_to(column[-1])
        table = workspace.table
        assert isinstance(table, TableView)
        QTest.keyClicks(table, str(draft.entries[column[-1]]))
        studio.take(name)
        workspace.commit_pending()


def _tables(draft: Draft) -> list[str]:
    return [section.key for section in draft.edition.sections if section.body is SectionBody.TABLES]


def _findings(studio: Studio) -> None:
    workspace = studio.open(studio.broken())
    workspace.open_panel(FINDINGS)
    studio.window.verbs.next_finding()
    studio.take("07-findings")
    studio.window.verbs.show_findings()
    settle()
    save_png(studio.window.grab().toImage(), DOCS / "window.png")
    workspace = studio.open(studio.sample.copy())
    workspace.go_to(studio.suspect())
    workspace.open_panel(PREVIEW)
    preview = workspace.panel.findChild(PreviewPanel)
    assert isinstance(preview, PreviewPanel)
    wait_until(lambda: preview.up_to_date)
    preview.show_section(workspace.section)
    wait_until(lambda: preview.up_to_date)
    studio.take("08-preview")
    workspace.open_panel(FINDINGS)


def _finish(studio: Studio) -> None:
    draft = studio.broken()
    last = list(draft.edition.inputs)[-3:]
    draft.enter(dict.fromkeys(last))
    workspace = studio.open(draft)
    workspace.go_to(studio.suspect())
    studio.take("09-finish", FinishDialog(studio.window, workspace.document))


def _export(studio: Studio) -> None:
    workspace = studio.open(studio.sample.copy())
    with patch("gui.files.printing.find_printers", lambda: Printers((_PRINTER,), _PRINTER)):
        dialog = PrintDialog(workspace.document, studio.settings, studio.window)
        dialog.show()
        preview = dialog.findChild(PreviewPanel)
        assert isinstance(preview, PreviewPanel)
        wait_until(lambda: preview.up_to_date and _PRINTER in _choices(dialog))
        studio.take("10-export", dialog)


def _pages(draft: Draft) -> None:
    """The first page, and the page with the largest table, of the report as it is published."""
    output = Typesetter().report(draft, PageSettings())
    table = next(anchor.page for anchor in output.anchors if anchor.section == _tables(draft)[1])
    numbers = {"page-text": 0, "page-table": table}
    images = page_images(output.pdf, numbers.values(), _PAGE_SCALE)
    for name, number in numbers.items():
        save_png(images[number], DOCS / f"{name}.png")


def _lay_over(window: QImage, dialog: QDialog) -> None:
    """Paint a dialog into the middle of a window, under a bar with its title as desktops draw one."""
    dialog.show()
    settle()
    content = dialog.grab().toImage()
    frame = QRect(0, 0, content.width() + 2, content.height() + _TITLE_HEIGHT + 1)
    frame.moveCenter(window.rect().center())
    painter = QPainter(window)
    painter.fillRect(frame, qt(colours().accent))
    painter.setPen(qt(colours().accent_text))
    painter.setFont(QApplication.font())
    bar = QRect(frame.left() + 12, frame.top(), frame.width() - 24, _TITLE_HEIGHT)
    painter.drawText(bar, Qt.AlignmentFlag.AlignVCenter, dialog.windowTitle())
    painter.drawImage(frame.topLeft() + QPoint(1, _TITLE_HEIGHT), content)
    painter.end()


def save_png(image: QImage, path: Path) -> None:
    """Write a small PNG of few colours, the others as the nearest of them; no dithering, so that text stays clean."""
    pixels = array("I", bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits()))
    counts = Counter(pixels)
    palette = _palette(counts)
    nearest = {colour: min(range(len(palette)), key=lambda at: _distance(palette[at], colour)) for colour in counts}
    width, height = image.width(), image.height()
    few = QImage(bytes(map(nearest.__getitem__, pixels)), width, height, width, QImage.Format.Format_Indexed8)
    few.setColorTable(palette)
    if not few.save(str(path), quality=0):  # 0: small, not bad
        raise OSError(f"{path} cannot be written")


def _palette(counts: Counter[int]) -> list[int]:
    """The commonest colours, and of what they leave the commonest of each kind: a small sign has few pixels."""
    colours_by_count = sorted(sorted(counts), key=lambda colour: -counts[colour])
    kinds: dict[int, int] = {}
    for colour in colours_by_count[_COMMON:]:
        kinds.setdefault(colour & 0xF0F0F0, colour)
    return [*colours_by_count[:_COMMON], *kinds.values()][:_COLOURS]


def _distance(one: int, other: int) -> int:
    return sum(((one >> shift & 255) - (other >> shift & 255)) ** 2 for shift in (0, 8, 16))


def wait_until(done: Callable[[], bool]) -> None:
    """Let the window work until something is done."""
    end = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the window never came to show what the picture is of")
        QTest.qWait(20)


def settle() -> None:
    """Let everything that is to be shown be laid out and painted."""
    QTest.qWait(300)


if __name__ == "__main__":
    sys.exit(main())
