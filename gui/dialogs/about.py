"""关于: which version this is, what it is made of, and under which licences."""

from __future__ import annotations

import platform
from typing import Final

from PySide6.QtCore import QSize, Qt, Slot, qVersion
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui.widgets.messages import TITLE, label
from model import __version__
from model.form.editions import edition_names, load_edition
from model.store.places import data_folder
from resources import resource_path
from resources.licence_list import components

_WHAT: Final = "填写、审核、打印政府信息公开工作年度报告。程序不联网，填写的内容只保存在这台电脑和你自己选的地方。"


class AboutDialog(QDialog):
    """Two tabs: the program, and the licences of its parts with their whole texts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"关于{TITLE}")
        self._components = components()
        tabs = QTabWidget(self)
        tabs.addTab(self._program(), "程序(&P)")
        tabs.addTab(self._licences(), "开放源代码许可(&L)")
        buttons = QDialogButtonBox(self)
        copying = QPushButton("复制版本信息(&C)", self)
        copying.setAutoDefault(False)
        copying.clicked.connect(self._copy)
        buttons.addButton(copying, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(tabs)
        column.addWidget(buttons)
        self.resize(QSize(820, 520))

    def _program(self) -> QWidget:
        drawing = label()
        ratio = self.devicePixelRatioF()
        picture = QPixmap(str(resource_path("icons/app.png"))).scaled(
            QSize(64, 64) * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        picture.setDevicePixelRatio(ratio)
        drawing.setPixmap(picture)
        title = QVBoxLayout()
        title.addWidget(label(TITLE, part="title"))
        title.addWidget(label(f"版本 {__version__}", part="muted", selectable=True))
        head = QHBoxLayout()
        head.addWidget(drawing)
        head.addSpacing(12)
        head.addLayout(title, 1)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 20, 20, 12)
        column.addLayout(head)
        column.addSpacing(12)
        column.addWidget(label(_WHAT, wraps=True))
        column.addSpacing(8)
        column.addWidget(label(versions(), part="muted", wraps=True, selectable=True))
        column.addStretch(1)
        return page

    def _licences(self) -> QWidget:
        self._parts = QListWidget(self)
        self._parts.setAccessibleName("程序用到的部分")
        self._parts.setFixedWidth(230)
        self._parts.setSpacing(2)
        self._parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._parts.addItems([component.name for component in self._components])
        self._about_part = label(wraps=True, selectable=True)
        self._text = QPlainTextEdit(self, readOnly=True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setAccessibleName("许可证全文")
        right = QVBoxLayout()
        right.addWidget(self._about_part)
        right.addWidget(self._text, 1)
        page = QWidget(self)
        row = QHBoxLayout(page)
        row.addWidget(self._parts)
        row.addLayout(right, 1)
        self._parts.currentRowChanged.connect(self._show_part)
        self._parts.setCurrentRow(0)
        return page

    @Slot(int)
    def _show_part(self, row: int) -> None:
        part = self._components[row]
        self._about_part.setText(f"{part.name}：{part.purpose}\n{part.copyright}\n许可证：{part.licence}")
        self._text.setPlainText("\n\n".join(text.read_text(encoding="utf-8") for text in part.texts))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{TITLE} {__version__}\n{versions()}")


def versions() -> str:
    """What somebody who helps has to know, one thing a line."""
    editions = "、".join(load_edition(name).basis for name in edition_names())
    return "\n".join(
        (
            f"报告格式：{editions}",
            f"Qt {qVersion()}，Python {platform.python_version()}，{platform.system()} {platform.machine()}",
            f"程序数据文件夹：{data_folder()}",
        )
    )
