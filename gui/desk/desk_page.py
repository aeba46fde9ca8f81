"""汇总: the page of a district office. A folder of reports on the left, what they come to on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from gui.app.settings import Settings
from gui.app.workers import Progress, Refused, Work
from gui.desk.consolidated_tables import ConsolidatedTables
from gui.desk.unit_table import UnitView
from gui.desk.unit_window import UnitWindow
from gui.files.folders import ask_for_file, ask_where_to_save
from gui.widgets.busy import wait_for
from gui.widgets.icons import icon
from gui.widgets.messages import ask_text, label, run, tell, warn
from model.draft import Draft
from model.report.quoting import quoted
from model.rollup.consolidation import (
    STATE_NAMES,
    Consolidation,
    Unit,
    UnitState,
    consolidate,
    consolidated_draft,
)
from model.rollup.desk import Desk, load_desk, save_desk
from model.rollup.feedback import missing_units, unit_findings
from model.rollup.folder import UnitReader, report_files, unit_memory
from model.rollup.roster import read_roster
from model.rollup.roster_file import read_roster_file
from model.rollup.unit_report import UnreadableReport, load_report
from model.rollup.workbooks import findings_workbook, overview_workbook
from model.store.draft_file import save_draft
from model.store.file_errors import FileError
from model.store.files import read_file, write_atomic
from model.store.library import file_name

_LOOK_AGAIN_AFTER: Final = 1500  # ms after a file came: a mail program writes several at once
_SHEETS: Final = "工作簿 (*.xlsx)"
_WELCOME: Final = "选一个文件夹：里面可以有草稿，也可以有 Word、PDF、网页、表格等各种格式的年报，子文件夹也会看。"


class DeskPage(QWidget):
    """Reads a folder in the background, and again whenever something in it changes."""

    draft_wanted = Signal(Path)
    """The consolidated report has been saved, and is to be gone on with."""
    start_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.desk: Desk | None = None
        self.consolidation: Consolidation | None = None
        self._reader: UnitReader | None = None
        self._watcher = QFileSystemWatcher(self)
        self._again = QTimer(self, singleShot=True, interval=_LOOK_AGAIN_AFTER)
        self._again.timeout.connect(self.read_again)
        self._watcher.directoryChanged.connect(self._again.start)
        self.units = UnitView()
        self.tables = ConsolidatedTables()
        self.summary = label(_WELCOME, wraps=True)
        self.filter = QLineEdit(placeholderText="筛选：单位、状态或说明里的字")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.units.filter_by)
        self.units.chosen.connect(self._open_unit)
        self.units.selected.connect(self._show_ways)
        self._needs_units: list[QPushButton] = []
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout()
        self.folder_button = self._button("文件夹…", "folder", self.choose_folder)
        self.roster_button = self._button("名单…", "check", self.choose_roster)
        self.consolidate_button = self._button("汇总年报…", "new", self.make_draft)
        self.overview_button = self._button("总表…", "export", self.make_overview)
        self.feedback_button = self._button("审核意见…", "export", self.make_feedback)
        self.missing_button = self._button("未报名单", "copy", self.copy_missing)
        self.leave_out_button = self._button("不计入…", "close", self.leave_out)
        self._needs_units = [
            self.roster_button,
            self.consolidate_button,
            self.overview_button,
            self.feedback_button,
            self.missing_button,
            self.leave_out_button,
        ]
        for button in (self.folder_button, *self._needs_units):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._button("开始页", "home", self.start_wanted.emit))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filter)
        column.addWidget(self.units, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self.tables)
        splitter.setSizes([580, 720])
        splitter.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(row)
        whole.addWidget(self.summary)
        whole.addWidget(splitter, 1)
        self.setFocusProxy(self.folder_button)
        self._show_ways()

    def _button(self, text: str, drawing: str, verb: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setIcon(icon(drawing))
        button.setIconSize(QSize(18, 18))
        button.setAutoDefault(True)
        button.clicked.connect(verb)
        return button

    @Slot()
    def choose_folder(self) -> None:
        """Ask for the folder of reports, and read it."""
        dialog = QFileDialog(self, "汇总哪个文件夹里的年报", str(self.desk.folder if self.desk else Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        if run(dialog):
            self.open_folder(Path(dialog.selectedFiles()[0]))

    def open_folder(self, folder: Path) -> None:
        """Read a folder, with what was decided about it before."""
        self.desk = load_desk(folder)
        self._reader = self._reader or UnitReader(unit_memory())
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._watcher.addPath(str(folder))
        self.read_again()

    @Slot()
    def read_again(self) -> None:
        """Read what is new or has changed, and add up."""
        desk, reader = self.desk, self._reader
        if desk is None or reader is None:
            return

        def work(progress: Progress) -> Consolidation:
            files = report_files([desk.folder])
            reports = reader.read(
                files, progress=lambda done: progress.step(done, len(files)), cancelled=lambda: progress.cancelled
            )
            progress.check()
            try:
                return consolidate(reports, roster=desk.roster, left_out=desk.left_out)
            except LookupError:
                raise Refused(f"文件夹{quoted(desk.folder.name)}里没有读到一份年报，请换一个文件夹。") from None

        found = wait_for(self, "正在读各单位的年报……", work)
        if found is not None:
            self._show(found)

    def _show(self, consolidation: Consolidation) -> None:
        assert self.desk is not None
        self.consolidation = consolidation
        self.units.units.show_units(consolidation.units)
        self.tables.show_consolidation(consolidation, self.desk.agency)
        counts = "　".join(f"{STATE_NAMES[state]} {count}" for state, count in consolidation.counts.items())
        hard = sum(1 for report in consolidation.included if report.hard)
        wrong = f"　其中 {hard} 个单位有强制性问题" if hard else ""
        self.summary.setText(f"{quoted(self.desk.folder)}　{consolidation.year} 年度　{counts}{wrong}")
        self._show_ways()

    @Slot()
    def _show_ways(self, *_: object) -> None:
        unit = self.units.current
        for button in self._needs_units:
            button.setEnabled(self.consolidation is not None)
        movable = unit is not None and unit.state in (UnitState.INCLUDED, UnitState.LEFT_OUT)
        self.leave_out_button.setEnabled(movable)
        self.leave_out_button.setText("重新计入" if unit and unit.state is UnitState.LEFT_OUT else "不计入…")

    @Slot()
    def choose_roster(self) -> None:
        """Ask for the list of units: pasted, or from a file."""
        if self.desk is None:
            return
        text = ask_text(
            self,
            "应报单位的名单，一行一个。可以从 Excel 里复制一列贴在这里；留空则从文件里选。",
            title="名单",
            text="\n".join(self.desk.units),
            lines=True,
        )
        if text is None:
            return
        units: Sequence[str] = read_roster(text)
        if not text.strip():
            path = ask_for_file(self, "名单文件", self.desk.folder, "名单 (*.txt *.xlsx *.xls *.et *.csv *.docx)")
            if path is None:
                return
            units = wait_for(self, "正在读名单……", lambda _: self._read_names(path)) or ()
        if units:
            self._decide(replace(self.desk, units=tuple(units)))

    def _read_names(self, path: Path) -> tuple[str, ...]:
        try:
            return read_roster_file(path)
        except ValueError as error:
            raise Refused(str(error)) from error

    @Slot()
    def leave_out(self) -> None:
        """Take the selected unit out of the sums, with a reason, or back into them."""
        unit = self.units.current
        if self.desk is None or unit is None:
            return
        reasons = dict(self.desk.left_out)
        if unit.state is UnitState.LEFT_OUT:
            reasons.pop(unit.agency, None)
        else:
            reason = ask_text(self, f"“{unit.agency}”不计入汇总的原因：", title="不计入")
            if not reason:
                return
            reasons[unit.agency] = reason
        self._decide(replace(self.desk, left_out=reasons))

    def _decide(self, desk: Desk) -> None:
        self.desk = desk
        try:
            save_desk(desk)
        except FileError as error:
            warn(self, str(error))
        self.read_again()

    @Slot()
    def make_draft(self) -> None:
        """Save the consolidated report as a draft, to be gone on with like any other."""
        if self.desk is None or self.consolidation is None:
            return
        agency = ask_text(self, "汇总年报的单位全称：", title="生成汇总年报", text=self.desk.agency)
        if not agency:
            return
        self._decide(replace(self.desk, agency=agency))
        draft = consolidated_draft(self.consolidation, agency)
        target = ask_where_to_save(
            self, "汇总年报存为", self.desk.folder.parent / file_name(draft, ".json"), "草稿 (*.json)"
        )
        if target is not None and wait_for(self, "正在保存……", lambda _: save_draft(draft, target)):
            self.draft_wanted.emit(target)

    @Slot()
    def make_overview(self) -> None:
        """Write the sheet of units by figures."""
        consolidation = self.consolidation
        if consolidation is not None:
            self._write("总表", "各单位总表.xlsx", lambda _: overview_workbook(consolidation))

    @Slot()
    def make_feedback(self) -> None:
        """Write the sheet of findings, for which every report's texts are checked too."""
        consolidation = self.consolidation
        if consolidation is None:
            return

        def work(progress: Progress) -> bytes:
            total = len(consolidation.units)
            rows = list(unit_findings(consolidation.units, progress=lambda done: progress.step(done, total)))
            return findings_workbook(rows, missing_units(consolidation))

        self._write("审核意见", "各单位审核意见.xlsx", work)

    def _write(self, title: str, name: str, work: Work) -> None:
        assert self.desk is not None
        target = ask_where_to_save(self, title, self.desk.folder.parent / name, _SHEETS)
        if target is None:
            return
        if wait_for(self, f"正在生成{title}……", lambda progress: write_atomic(target, work(progress))):
            tell(self, f"已生成{quoted(target)}。")

    @Slot()
    def copy_missing(self) -> None:
        """Put the names of who has not reported on the clipboard."""
        if self.consolidation is None:
            return
        names = missing_units(self.consolidation)
        if not names:
            tell(
                self, "名单里的单位都报了。" if self.desk and self.desk.units else "还没有名单：点“名单…”贴入应报单位。"
            )
            return
        QGuiApplication.clipboard().setText("\n".join(names))
        tell(self, f"已复制 {len(names)} 个未报单位的名称，可以贴到消息里。")

    @Slot(object)
    def _open_unit(self, unit: Unit) -> None:
        """Show a unit's report in a window of its own, as it is on the disk now."""
        if unit.report is None:
            return
        path = unit.report.path
        draft = wait_for(self, "正在打开年报……", lambda progress: _load(path, progress))
        if draft is not None:
            UnitWindow(draft, self._settings, self.window()).show()


def _load(path: Path, progress: Progress) -> Draft:
    try:
        return Draft.of(load_report(path, read_file(path).data, lambda: progress.cancelled))
    except UnreadableReport as error:
        raise Refused(str(error)) from error
