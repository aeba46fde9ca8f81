"""导入: someone else's document becomes a new draft, after the user has seen what was read and what was not."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import platformdirs
from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.app.settings import Settings
from gui.app.workers import Progress, Refused
from gui.dialogs.new_report import first_year
from gui.widgets.busy import wait_for
from gui.widgets.fields import calm
from gui.widgets.messages import label, warn
from model.draft import Draft
from model.form.edition import Section, SectionBody
from model.importing import SUFFIXES, Imported, ImportRefused, read_report, to_draft
from model.report.quoting import quoted, visible
from model.report.report import Edit
from model.store.files import read_file

_KINDS: Final = {
    ".docx": "Word 文档",
    ".pdf": "PDF",
    ".html": "网页",
    ".htm": "网页",
    ".xlsx": "Excel 表格",
    ".txt": "文本",
    ".md": "文本",
    ".markdown": "文本",
}


def can_import(path: Path) -> bool:
    """Whether files of this kind can be imported."""
    return path.suffix.lower() in SUFFIXES


def import_report(parent: QWidget, settings: Settings, path: Path | None = None) -> Draft | None:
    """Read a document (asking which, unless ``path`` says) and show what was read.

    A draft that says what the document says, or None if the user thought better of it or nothing could be read.
    """
    source = path or ask_source(parent, settings)
    if source is None:
        return None
    settings.change(last_folder=str(source.absolute().parent))
    imported = wait_for(parent, f"正在读取{quoted(source.name)}……", lambda _: read_source(source))
    if imported is None:
        return None
    dialog = ImportDialog(source, imported, settings, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.draft if accepted else None


def ask_source(parent: QWidget, settings: Settings) -> Path | None:
    patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    kinds = "、".join(dict.fromkeys(_KINDS.get(suffix, suffix) for suffix in SUFFIXES))
    folder = settings.values.last_folder or platformdirs.user_documents_dir()
    chosen, _ = QFileDialog.getOpenFileName(parent, "导入已有的年报", folder, f"{kinds} ({patterns});;所有文件 (*)")
    return Path(chosen) if chosen else None


def read_source(source: Path, year: int | None = None, agency: str | None = None) -> Imported:
    try:
        return read_report(read_file(source).data, source.suffix, year=year, agency=agency)
    except ImportRefused as error:
        raise Refused(f"没有导入{quoted(source.name)}：{error}") from error


class ImportDialog(QDialog):
    """What was read of a document, section by section, and the notes; agency and year can be put right."""

    def __init__(self, source: Path, imported: Imported, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入已有的年报")
        self.draft: Draft | None = None
        self._source = source
        self._imported = imported
        self._settings = settings
        self._build()
        self.resize(620, 560)

    def _build(self) -> None:
        imported = self._imported
        self._agency = QLineEdit(imported.agency or self._settings.values.agency, self)
        self._year = calm(QSpinBox(self, minimum=first_year() - 1, maximum=first_year() + 99, suffix=" 年"))
        self._year.setSpecialValueText("没有读到，请填写")
        self._year.setValue(imported.year or self._year.minimum())
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("文件：", label(visible(self._source.name), wraps=True))
        form.addRow("单位名称(&A)：", self._agency)
        form.addRow("报告年度(&Y)：", self._year)
        self._notes = QListWidget(self)
        self._notes.setAccessibleName("需要注意的地方")
        self._notes.setWordWrap(True)
        self._notes.addItems([visible(note) for note in imported.notes])
        notes_heading = label("需要注意的地方(&N)", part="heading", buddy=self._notes)
        for part in (self._notes, notes_heading):
            part.setVisible(bool(imported.notes))
        buttons = QDialogButtonBox(self)
        buttons.addButton("作为新草稿打开", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(label("读到的内容", part="heading"))
        column.addLayout(self._summary())
        column.addWidget(notes_heading)
        column.addWidget(self._notes, 1)
        column.addStretch(0)
        column.addWidget(label("导入的内容是一份没有保存的新草稿，原来的文件不会改动。", part="muted", wraps=True))
        column.addWidget(buttons)

    def _summary(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(1, 1)
        for row, section in enumerate(self._imported.edition.sections):
            words, whole = what_was_read(self._imported, section)
            grid.addWidget(label(section.heading), row, 0)
            grid.addWidget(label(words, part="done" if whole else "ask"), row, 1)
        return grid

    @Slot()
    def _take(self) -> None:
        agency = self._agency.text().strip()
        if not agency:
            warn(self, "还没有填单位名称，请填写公文用的全称。")
            self._agency.setFocus()
            return
        if self._year.value() == self._year.minimum():
            warn(self, "没有读到报告年度，请填写这份年报是哪一年的。")
            self._year.setFocus()
            return
        year, kind = self._year.value(), self._settings.values.agency_kind
        imported, source = self._imported, self._source

        def work(_: Progress) -> Draft:
            same = (year, agency) == (imported.year, imported.agency)
            draft = to_draft(imported if same else read_source(source, year, agency))
            draft.apply(Edit(details={"agency_kind": kind}))
            return draft

        self.draft = wait_for(self, "正在读取……", work)
        if self.draft is not None:
            self.accept()


def what_was_read(imported: Imported, section: Section) -> tuple[str, bool]:
    """What an import found for a section, in words, and whether that is all of it."""
    if section.body is SectionBody.NARRATIVE:
        text = imported.narratives.get(section.key, "")
        return (f"正文 {len(''.join(text.split()))} 字", True) if text.strip() else ("没有读到正文", False)
    tables = {table.key for table in imported.edition.tables_of(section)}
    wanted = [ref for ref in imported.edition.inputs if ref.table in tables]
    found = sum(ref in imported.entries for ref in wanted)
    return f"读到 {found} 格，共 {len(wanted)} 格", found == len(wanted)
