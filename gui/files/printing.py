"""打印: choose a printer, look at the very pages, print them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.app.settings import Settings
from gui.app.workers import Progress, start
from gui.files.exporting import ask_export_path, first_folder, stamp_notice, tell_written
from gui.files.printers import Printers, PrintJob, find_printers, send
from gui.panels.preview import PreviewPanel
from gui.report.document import ReportDocument
from gui.widgets.busy import wait_for
from gui.widgets.fields import calm
from gui.widgets.messages import label, tell
from model.exporting import format_named, leave
from model.exporting.writing import write_export
from model.page import PageOutput
from model.report.quoting import quoted
from model.store.library import file_name

_WIDEST: Final = 350
_TO_FILE: Final = "打印到文件（PDF）"
_LOOKING: Final = "正在查找打印机……"
_PDF: Final = format_named("pdf")
_NO_PRINTER: Final = "没有找到打印机，请检查打印机是否接好、驱动是否装好；也可以先打印到文件，拿到别的电脑上打印。"


class PrintDialog(QDialog):
    """Printer, copies, sides, pages, beside the pages themselves."""

    def __init__(self, document: ReportDocument, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("打印")
        self._document = document
        self._settings = settings
        self._output: PageOutput | None = None
        self._preview = PreviewPanel(settings)
        self._preview.set_document(document)
        self._preview.pages_shown.connect(self._take_pages)
        self._build()
        self.resize(1040, 680)
        start(lambda _: find_printers(), done=self._offer, failed=self._offer_none)

    @property
    def notice(self) -> str:
        """What the user should know before printing; empty if nothing."""
        return self._notice.text()

    def _build(self) -> None:
        self._printers = calm(QComboBox(self))
        self._printers.addItem(_LOOKING)
        self._printers.setMinimumWidth(270)
        self._copies = calm(QSpinBox(self, minimum=1, maximum=999, suffix=" 份"))
        sides, pages = QButtonGroup(self), QButtonGroup(self)
        self._one_sided = QRadioButton("单面(&S)", self)
        self._double_sided = QRadioButton("双面(&D)，长边翻页", self)
        for button in (self._one_sided, self._double_sided):
            sides.addButton(button)
        chosen = self._double_sided if self._settings.values.double_sided else self._one_sided
        chosen.setChecked(True)
        self._double_sided.toggled.connect(self._choose_sides)
        self._all_pages = QRadioButton("全部(&A)", self)
        self._some_pages = QRadioButton("从第(&F)", self)
        for button in (self._all_pages, self._some_pages):
            pages.addButton(button)
        self._all_pages.setChecked(True)
        self._first = calm(QSpinBox(self, minimum=1, maximum=9999))
        self._first.setAccessibleName("起始页")
        self._last = calm(QSpinBox(self, minimum=1, maximum=9999))
        self._last.setAccessibleName("结束页")
        for box in (self._first, self._last):
            box.valueChanged.connect(self._choose_some_pages)
        self._print = QPushButton("打印", self)
        self._print.setDefault(True)
        self._print.setEnabled(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self._print, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._go)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout(self)
        row.addWidget(self._options(buttons))
        row.addWidget(self._preview, 1)

    def _options(self, buttons: QDialogButtonBox) -> QWidget:
        some = QHBoxLayout()
        for part in (self._some_pages, self._first, label("页到第"), self._last, label("页")):
            some.addWidget(part)
        some.addStretch(1)
        some.setSpacing(6)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow("打印机(&P)：", self._printers)
        form.addRow("份数(&C)：", self._copies)
        form.addRow("单双面：", self._one_sided)
        form.addRow("", self._double_sided)
        form.addRow("页码：", self._all_pages)
        form.addRow("", some)
        self._notice = label(wraps=True, part="ask")
        self._notice.setText(stamp_notice(leave(self._document.draft, _PDF), _PDF))
        options = QWidget(self)
        options.setMaximumWidth(_WIDEST)  # a long notice takes lines, not the room of the pages
        column = QVBoxLayout(options)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self._notice)
        column.addStretch(1)
        column.addWidget(buttons)
        return options

    @Slot(object)
    def _offer(self, printers: Printers) -> None:
        self._printers.clear()
        self._printers.addItems(list(printers.names))
        self._printers.addItem(_TO_FILE)
        if printers.default in printers.names:
            self._printers.setCurrentText(printers.default)
        if not printers.names:
            self._notice.setText("\n".join(filter(None, [_NO_PRINTER, self._notice.text()])))
        self._allow()

    @Slot(str)
    def _offer_none(self, _: str) -> None:
        self._offer(Printers((), ""))

    @Slot()
    def _choose_some_pages(self) -> None:
        self._some_pages.setChecked(True)

    @Slot(bool)
    def _choose_sides(self, double_sided: bool) -> None:
        """Page numbers stand elsewhere on double-sided paper, so the pages are set anew."""
        self._output = None
        self._allow()
        self._settings.change(double_sided=double_sided)

    @Slot(object)
    def _take_pages(self, output: PageOutput) -> None:
        self._output = output
        for box in (self._first, self._last):
            box.blockSignals(True)
            box.setMaximum(output.pages)
            box.blockSignals(False)
        if self._all_pages.isChecked():
            self._last.blockSignals(True)
            self._last.setValue(output.pages)
            self._last.blockSignals(False)
        self._allow()

    def _allow(self) -> None:
        """打印 can be pressed once the pages and the printers are known."""
        self._print.setEnabled(self._output is not None and self._printers.currentText() != _LOOKING)

    @Slot()
    def _go(self) -> None:
        if self._output is None:
            return
        to_file = self._printers.currentText() == _TO_FILE
        if self._to_file(self._output.pdf) if to_file else self._to_printer(self._output):
            self.accept()

    def _to_file(self, pdf: bytes) -> bool:
        proposal = first_folder(self._document, self._settings) / leave(self._document.draft, _PDF).name
        target = ask_export_path(self, _TO_FILE, proposal, _PDF)
        if target is None:
            return False
        warnings = wait_for(self, "正在打印到文件……", lambda _: write_export(target, pdf, _PDF))
        if warnings is None:
            return False
        tell_written(self, target, warnings)
        return True

    def _to_printer(self, output: PageOutput) -> bool:
        job = PrintJob(
            pdf=output.pdf,
            title=file_name(self._document.draft, ""),
            printer=self._printers.currentText(),
            copies=self._copies.value(),
            double_sided=self._double_sided.isChecked(),
            first=self._first.value() if self._some_pages.isChecked() else 1,
            last=self._last.value() if self._some_pages.isChecked() else output.pages,
        )

        def work(progress: Progress) -> bool:
            send(job, progress)
            return True

        if not wait_for(self, "正在打印……", work):
            return False
        tell(self, f"已交给打印机{quoted(job.printer)}。")
        return True
