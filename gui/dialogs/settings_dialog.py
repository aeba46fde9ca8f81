"""设置: everything that is remembered and that somebody may want otherwise."""

from __future__ import annotations

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.app.settings import TEXT_LEAST, TEXT_MOST, Settings
from gui.widgets.fields import calm
from gui.widgets.messages import label
from gui.widgets.theme import Theme
from model.document.blocks import STAMPS
from model.form.editions import edition_names, load_edition

_THEMES = {
    Theme.SYSTEM: "跟随系统",
    Theme.LIGHT: "浅色",
    Theme.DARK: "深色",
    Theme.HIGH_CONTRAST: "高对比度",
}
_ANY_YEAR = 2025  # only month and day count; not a leap year, so every day offered exists in every year


class SettingsDialog(QDialog):
    """Shows the settings in force; they change when it is accepted."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("设置")
        self._settings = settings
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        buttons.accepted.connect(self._apply)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        groups = QGridLayout()  # two columns, so that it fits a screen at twice the size
        for at, group in enumerate((self._look(), self._pages(), self._agency_defaults(), self._traces())):
            groups.addWidget(group, *divmod(at, 2))
        column.addLayout(groups)
        if settings.problem:
            column.addWidget(label(settings.problem, part="ask", wraps=True))
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(700)

    def _look(self) -> QGroupBox:
        values = self._settings.values
        self._theme = calm(QComboBox(self))
        for theme, name in _THEMES.items():
            self._theme.addItem(name, theme.value)
        self._theme.setCurrentIndex(max(0, self._theme.findData(values.theme)))
        self._text_size = calm(QSpinBox(self, minimum=TEXT_LEAST, maximum=TEXT_MOST, singleStep=10, suffix=" %"))
        self._text_size.setValue(values.text_size)
        later = label("文字大小在重新打开程序以后改变。", part="muted")
        return _group("外观", ("颜色(&T)：", self._theme), ("文字大小(&Z)：", self._text_size), ("", later))

    def _pages(self) -> QGroupBox:
        values = self._settings.values
        self._double_sided = QCheckBox("双面打印，页码印在外侧(&D)", self)
        self._closing = QCheckBox("末尾印落款：单位名称和日期(&C)", self)
        self._shading = QCheckBox("第二部分各表的标题行印浅色底纹(&S)", self)
        self._wide_lines = QCheckBox("每页 22 行，撑满版心；不选则行距 28 磅(&L)", self)
        self._own_fonts = QCheckBox("用本机安装的方正小标宋、仿宋_GB2312、楷体_GB2312(&F)", self)
        for box, on in (
            (self._double_sided, values.double_sided),
            (self._closing, values.closing_line),
            (self._shading, values.shading),
            (self._wide_lines, values.wide_lines),
            (self._own_fonts, values.own_fonts),
        ):
            box.setChecked(on)
        self._font_notes = label("", part="muted")
        self._own_fonts.toggled.connect(self._tell_fonts)
        self._stamp = calm(QComboBox(self))
        self._stamp.addItem("不另印，没有完成的印“草稿”", "")
        for word in STAMPS:
            self._stamp.addItem(f"一律印“{word}”", word)
        self._stamp.setCurrentIndex(max(0, self._stamp.findData(values.stamp)))
        boxes = (self._double_sided, self._closing, self._shading, self._wide_lines, self._own_fonts, self._font_notes)
        return _group("印出来的样子", *[("", box) for box in boxes], ("每页的字样(&W)：", self._stamp))

    @Slot(bool)
    def _tell_fonts(self, wanted: bool) -> None:
        """Which of the fonts are missing or may not be embedded."""
        from model.page.own_fonts import installed_fonts  # noqa: PLC0415 - looks through the machine's fonts

        self._font_notes.setText("\n".join(installed_fonts().notes) if wanted else "")

    def _agency_defaults(self) -> QGroupBox:
        values = self._settings.values
        self._agency = QLineEdit(values.agency, self)
        self._agency.setPlaceholderText("新建年报时先填好的名称")
        self._kind = calm(QComboBox(self))
        for kind in load_edition(edition_names()[-1]).agency_kinds:
            self._kind.addItem(kind.label, kind.key)
        self._kind.setCurrentIndex(max(0, self._kind.findData(values.agency_kind)))
        self._own_deadline = QCheckBox("自定(&O)", self)
        self._deadline = calm(QDateEdit(self))
        self._deadline.setDisplayFormat("M 月 d 日")
        self._deadline.setAccessibleName("公布期限")
        self._deadline.setMinimumDate(QDate(_ANY_YEAR, 1, 1))
        self._deadline.setMaximumDate(QDate(_ANY_YEAR, 12, 31))
        chosen = QDate.fromString(f"{_ANY_YEAR}-{values.deadline}", "yyyy-MM-dd")
        self._deadline.setDate(chosen if chosen.isValid() else QDate(_ANY_YEAR, 1, 31))
        self._own_deadline.setChecked(chosen.isValid())
        self._deadline.setEnabled(chosen.isValid())
        self._own_deadline.toggled.connect(self._deadline.setEnabled)
        row = QHBoxLayout()
        row.addWidget(self._own_deadline)
        row.addWidget(self._deadline)
        row.addWidget(label("不自定就按规定", part="muted"), 1)
        deadline = QWidget(self)
        deadline.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        return _group(
            "本单位", ("单位名称(&A)：", self._agency), ("单位类别(&K)：", self._kind), ("公布期限：", deadline)
        )

    def _traces(self) -> QGroupBox:
        self._clear = QPushButton("清空最近打开的文件(&R)", self)
        self._clear.setEnabled(bool(self._settings.recent))
        self._clear.clicked.connect(self._clear_recent)
        return _group("使用痕迹", ("", self._clear))

    @Slot()
    def _clear_recent(self) -> None:
        self._settings.clear_recent()
        self._clear.setEnabled(False)

    @Slot()
    def _apply(self) -> None:
        own = self._own_deadline.isChecked()
        self._settings.change(
            theme=self._theme.currentData(),
            text_size=self._text_size.value(),
            double_sided=self._double_sided.isChecked(),
            closing_line=self._closing.isChecked(),
            shading=self._shading.isChecked(),
            wide_lines=self._wide_lines.isChecked(),
            own_fonts=self._own_fonts.isChecked(),
            stamp=self._stamp.currentData(),
            agency=self._agency.text().strip(),
            agency_kind=self._kind.currentData(),
            deadline=self._deadline.date().toString("MM-dd") if own else "",
        )
        self.accept()


def _group(title: str, *rows: tuple[str, QWidget]) -> QGroupBox:
    group = QGroupBox(title)
    form = QFormLayout(group)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for name, widget in rows:
        if name:
            form.addRow(name, widget)
        else:
            form.addRow(widget)
    return group
