"""比对送回的文件: what somebody changed in a Word file or a sheet comes back into the open report, in one step."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from gui.app.settings import Settings
from gui.app.workers import Refused
from gui.files.comparison import EMPTY, excerpt
from gui.files.importing import ask_source, read_source
from gui.report.document import ReportDocument
from gui.widgets.busy import wait_for
from gui.widgets.messages import label, run, tell, tooltip
from model.draft import Draft
from model.importing import to_draft
from model.importing.returned import Change, changes, taken
from model.report.quoting import quoted, visible

_WIDTH, _HEIGHT = 820, 520


def take_returned(parent: QWidget, settings: Settings, document: ReportDocument, path: Path | None = None) -> bool:
    """Read a file (asking which, unless ``path`` says), show where it differs, and take what is chosen.

    False when nothing was taken.
    """
    source = path or ask_source(parent, settings)
    if source is None:
        return False
    settings.change(last_folder=str(source.absolute().parent))
    draft = document.draft.copy()
    returned = wait_for(parent, f"正在读取{quoted(source.name)}……", lambda _: _read(source, draft))
    if returned is None:
        return False
    found = changes(draft, returned)
    if not found:
        tell(parent, f"{quoted(source.name)}与这份年报没有不同。")
        return False
    dialog = ReturnedDialog(source, found, parent)
    if not run(dialog) or not dialog.chosen:
        return False
    draft.apply(taken(draft, returned, dialog.chosen))
    return document.replace_contents(draft=draft, text=f"采用送回的修改 {len(dialog.chosen)} 处")


def _read(source: Path, draft: Draft) -> Draft:
    """The report in the file, of the same office and year as ``draft`` where it does not say otherwise."""
    found = read_source(source)
    if found.year is None or found.agency is None:
        found = read_source(source, found.year or draft.year, found.agency or draft.agency)
    if found.year != draft.year:
        raise Refused(f"{quoted(source.name)}是 {found.year} 年的年报，打开的是 {draft.year} 年的，没有比对。")
    if found.edition.name != draft.edition.name:
        raise Refused(f"{quoted(source.name)}用的是 {found.edition.name} 年版格式，与打开的年报不同，没有比对。")
    return to_draft(found)


class ReturnedDialog(QDialog):
    """Every difference with a tick; what may only not have been readable has none to begin with."""

    def __init__(self, source: Path, found: tuple[Change, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("比对送回的文件")
        self._found = found
        self._listing = QTreeWidget(self)
        self._listing.setAccessibleName("不同之处")
        self._listing.setRootIsDecorated(False)
        self._listing.setWordWrap(True)
        self._listing.setHeaderLabels(["采用", "草稿里的", "送回的"])
        self._lines = [_line(change) for change in found]
        self._listing.addTopLevelItems(self._lines)
        header = self._listing.header()
        for position in range(header.count()):
            header.setSectionResizeMode(position, QHeaderView.ResizeMode.Stretch)
        self._listing.itemChanged.connect(self._allow)
        buttons = QDialogButtonBox(self)
        self._take = buttons.addButton("采用选中的", QDialogButtonBox.ButtonRole.AcceptRole)
        self._take.setDefault(True)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        text = f"{quoted(source.name)}有 {len(found)} 处与草稿不同。打勾的会采用，可以一步撤销。"
        column.addWidget(label(f"{text}送回的是空白的，请核实后再勾。", wraps=True))
        column.addWidget(self._listing, 1)
        column.addWidget(buttons)
        self.resize(_WIDTH, _HEIGHT)
        self._allow()

    @property
    def chosen(self) -> tuple[Change, ...]:
        """The changes that are ticked."""
        ticked = (line.checkState(0) is Qt.CheckState.Checked for line in self._lines)
        return tuple(change for change, taking in zip(self._found, ticked, strict=True) if taking)

    @Slot()
    def _allow(self, *_: object) -> None:
        self._take.setEnabled(bool(self.chosen))


def _line(change: Change) -> QTreeWidgetItem:
    shown = (change.place, excerpt(change.ours, change.theirs), excerpt(change.theirs, change.ours))
    item = QTreeWidgetItem([visible(text) or EMPTY for text in shown])
    item.setCheckState(0, Qt.CheckState.Checked if change.meant else Qt.CheckState.Unchecked)
    for column, whole in enumerate((change.place, change.ours, change.theirs)):
        item.setData(column, Qt.ItemDataRole.ToolTipRole, tooltip(whole))
    return item
