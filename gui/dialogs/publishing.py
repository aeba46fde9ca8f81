"""发布: which files are needed, and afterwards what was made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.app.settings import Settings
from gui.widgets.messages import label, run
from model.exporting import FORMATS, Format
from model.exporting.publishing import Publication
from model.report.quoting import visible

_USES = {
    "pdf": "公布、打印、存档",
    "docx": "给领导、上级修改",
    "html": "放到网站上",
    "xlsx": "报给上级汇总",
    "ofd": "电子公文、档案",
    "review-sheet": "签字留底",
}
"""What each format is for."""

_WIDTH = 720


def ask_what_to_publish(parent: QWidget, settings: Settings, folder: Path) -> tuple[Format, ...]:
    """The formats chosen, which are remembered; none when the user thought better of it."""
    dialog = PublishDialog(parent, settings, folder)
    if not run(dialog):
        return ()
    settings.change(published=" ".join(target.key for target in dialog.chosen))
    return dialog.chosen


def show_publication(parent: QWidget, publication: Publication) -> bool:
    """Show what was made; whether the user wants to see the folder."""
    return run(PublicationDialog(parent, publication))


class PublishDialog(QDialog):
    """A tick for every format."""

    def __init__(self, parent: QWidget, settings: Settings, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("发布")
        before = settings.values.published.split()
        self._boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(label("已经定稿。选好需要的文件，一次做好，放在草稿旁边的文件夹里：", wraps=True))
        column.addWidget(label(visible(folder.name), part="muted", wraps=True, selectable=True))
        for target in FORMATS:
            if target.published:
                box = self._boxes[target.key] = QCheckBox(
                    f"{target.name}（{_USES.get(target.key, target.files)}）", self
                )
                box.setChecked(target.key in before)
                box.toggled.connect(self._allow)
                column.addWidget(box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        self._publish = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._publish.setText("发布")
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText("以后再说")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addSpacing(8)
        column.addWidget(buttons)
        self.setMinimumWidth(440)
        self._publish.setFocus()
        self._allow()

    @property
    def chosen(self) -> tuple[Format, ...]:
        return tuple(each for each in FORMATS if each.key in self._boxes and self._boxes[each.key].isChecked())

    @Slot()
    def _allow(self, *_: object) -> None:
        self._publish.setEnabled(bool(self.chosen))


class PublicationDialog(QDialog):
    """The files with their sizes and fingerprints."""

    def __init__(self, parent: QWidget, publication: Publication) -> None:
        super().__init__(parent)
        self.setWindowTitle("发布")
        self._publication = publication
        listing = QTreeWidget(self)
        listing.setAccessibleName("发布的文件")
        listing.setRootIsDecorated(False)
        listing.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the kind of a file stands at its end
        listing.setHeaderLabels(["文件", "大小", "SHA-256"])
        for file in publication.files:
            item = QTreeWidgetItem([visible(file.name), f"{file.size:,} 字节", file.digest])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            listing.addTopLevelItem(item)
        header = listing.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(2, 150)
        header.setStretchLastSection(False)
        copying = QPushButton("复制清单(&C)", self)
        copying.setAutoDefault(False)
        copying.clicked.connect(self._copy)
        buttons = QDialogButtonBox(self)
        buttons.addButton(copying, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("打开所在文件夹", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        text = f"{len(publication.files)} 个文件已经做好，清单也在文件夹里。以后草稿改了，这里的文件会标明已过期。"
        column.addWidget(label(text, wraps=True))
        column.addWidget(listing, 1)
        column.addWidget(buttons)
        self.resize(_WIDTH, 330)

    @Slot()
    def _copy(self) -> None:
        lines = (f"{file.name}\t{file.size}\t{file.digest}\n" for file in self._publication.files)
        QGuiApplication.clipboard().setText("".join(lines))
