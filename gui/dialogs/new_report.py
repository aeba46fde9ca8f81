"""新建年报: whose, of which year, and what comes over from last year's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.app.settings import Settings
from gui.app.workers import Progress, start
from gui.files.last_year import ask_for_last_year, read_last_year
from gui.widgets.busy import wait_for
from gui.widgets.fields import calm
from gui.widgets.messages import label, warn
from model.draft import Draft, begin_report
from model.form.editions import edition_for_year, edition_names, load_edition
from model.report.quoting import visible
from model.report.report import Details
from model.store.draft_index import DraftIndex
from model.store.library import DraftState, DraftSummary, drafts_folder

_NOTHING: Final = "不提取，从空白开始"
_OTHER_FILE: Final = "选择其他文件…"
_TAKEN_OVER: Final = "上年结转的件数、现行有效件数的基数会带过来，上年的文字在右侧“上年”里随时可看。"


class NewReportDialog(QDialog):
    """Asks for the beginnings of a report; after it was accepted `draft` is the report."""

    def __init__(
        self,
        settings: Settings,
        index: DraftIndex,
        parent: QWidget | None = None,
        *,
        folder: Path | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建年报")
        self.draft: Draft | None = None
        self._settings = settings
        self._folder = folder or drafts_folder()
        self._summaries: tuple[DraftSummary, ...] = ()
        self._decided = False
        self._chosen: Path | None = None
        self._build(usual_year(today()))
        start(lambda _: index.list_drafts(self._folder), done=self._offer, failed=self._offer_none)

    def _build(self, year: int) -> None:
        values = self._settings.values
        self._agency = QLineEdit(values.agency, self)
        self._agency.setPlaceholderText("公文用的全称，例如：云溪市人力资源和社会保障局")
        self._year = calm(QSpinBox(self, minimum=first_year(), maximum=first_year() + 99, suffix=" 年"))
        self._year.setValue(year)
        self._kind = calm(QComboBox(self))
        self._previous = calm(QComboBox(self))
        buttons = QDialogButtonBox(self)
        buttons.addButton("新建", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._create)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("单位名称(&A)：", self._agency)
        form.addRow("报告年度(&Y)：", self._year)
        form.addRow("单位类别(&K)：", self._kind)
        form.addRow("提取上年数(&P)：", self._previous)
        form.addRow("", label(_TAKEN_OVER, part="muted", wraps=True))
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(560)
        self._show_kinds()
        self._show_previous()
        self._year.valueChanged.connect(self._on_year)
        self._agency.editingFinished.connect(self._show_previous)
        self._previous.activated.connect(self._on_previous)

    @Slot(object)
    def _offer(self, summaries: tuple[DraftSummary, ...]) -> None:
        self._summaries = summaries
        self._show_previous()

    @Slot(str)
    def _offer_none(self, _: str) -> None:
        """Without a list there is still 选择其他文件."""

    @Slot()
    def _on_year(self) -> None:
        self._decided, self._chosen = False, None
        self._show_kinds()
        self._show_previous()

    def _show_kinds(self) -> None:
        """The kinds of body of the edition that serves the year; the choice stays where that edition has it."""
        chosen = self._kind.currentData() or self._settings.values.agency_kind
        self._kind.clear()
        for kind in edition_for_year(self._year.value()).agency_kinds:
            month, day = kind.deadline
            self._kind.addItem(f"{kind.label}（{month} 月 {day} 日前公布）", kind.key)
        self._kind.setCurrentIndex(max(0, self._kind.findData(chosen)))

    @Slot()
    def _show_previous(self) -> None:
        """Last year's drafts; the one of the same agency is proposed until the user has decided."""
        agency, chosen = self._agency.text().strip(), self._chosen
        offered = {
            summary.path: f"{summary.year} 年 {visible(summary.agency)}"
            for summary in self._summaries
            if summary.year == self._year.value() - 1 and summary.state is not DraftState.UNREADABLE
        }
        if not self._decided:
            same = (summary.path for summary in self._summaries if summary.path in offered and summary.agency == agency)
            chosen = next(same, None)
        elif chosen is not None:
            offered.setdefault(chosen, visible(chosen.name))
        self._previous.clear()
        self._previous.addItem(_NOTHING, None)
        for path, name in offered.items():
            self._previous.addItem(name, path)
        self._previous.addItem(_OTHER_FILE, None)
        self._previous.setCurrentIndex(list(offered).index(chosen) + 1 if chosen else 0)

    @Slot()
    def _on_previous(self) -> None:
        self._decided = True
        other = self._previous.currentText() == _OTHER_FILE
        if other:
            self._chosen = ask_for_last_year(self, self._folder)
        else:
            self._chosen = self._previous.currentData()
        self._show_previous()

    @Slot()
    def _create(self) -> None:
        agency = self._agency.text().strip()
        if not agency:
            warn(self, "还没有填单位名称，请填写公文用的全称。")
            self._agency.setFocus()
            return
        year, kind, path = self._year.value(), self._kind.currentData(), self._previous.currentData()

        def work(progress: Progress) -> Draft:
            previous = read_last_year(path, year, progress).draft if path else None
            details = Details(agency=agency, agency_kind=kind, previous=previous)
            return begin_report(edition_for_year(year), year, details)

        self.draft = wait_for(self, "正在读取上年的年报……", work)
        if self.draft is not None:
            self._settings.change(agency=agency, agency_kind=kind)
            self.accept()


def first_year() -> int:
    """The first year for which there is a form."""
    return min(load_edition(name).first_year for name in edition_names())


def usual_year(today: date) -> int:
    """The year that is being reported on: the one before today's, were the clock right."""
    return max(first_year(), today.year - 1)
