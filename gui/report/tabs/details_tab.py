"""标题与说明: whose report it is, its title and its opening paragraph."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.report.document import ReportDocument
from gui.report.tabs.tab import Page
from gui.widgets.fields import LineField, TextField, calm
from gui.widgets.messages import label, set_tooltip

_WIDEST = 900
_DEFAULTS = "标题和开头段里的单位和年度随上面的填写自动更新；自己改写以后，就保持改写的内容。"


class DetailsTab(Page):
    """Fields over `Details`. Title and opening paragraph show the form's own wording until somebody changes it."""

    def __init__(self, document: ReportDocument) -> None:
        super().__init__()
        self._document = document
        self._showing = False
        self.agency = LineField("单位名称", "盖章的全称，例如：云溪市人力资源和社会保障局")
        self.kind = calm(QComboBox())
        self.title = LineField("标题")
        self.preamble = TextField("开头段")
        self._own_title = _reset_button("恢复默认标题")
        self._own_preamble = _reset_button("恢复默认开头段")
        self._build()
        self._show()
        self.agency.textEdited.connect(self._edit_agency)
        self.title.textEdited.connect(self._edit_title)
        self.preamble.textChanged.connect(self._edit_preamble)
        self.kind.activated.connect(self._edit_kind)
        self._own_title.clicked.connect(self._restore_title)
        self._own_preamble.clicked.connect(self._restore_preamble)
        document.details_changed.connect(self._show)
        document.editable_changed.connect(self._show)

    def _build(self) -> None:
        for kind in self._document.draft.edition.agency_kinds:
            self.kind.addItem(f"{kind.label}（{kind.deadline[0]} 月 {kind.deadline[1]} 日前公布）", kind.key)
        self.kind.setAccessibleName("单位类别")
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(14)
        form.addRow(label("单位名称(&A)", buddy=self.agency), self.agency)
        form.addRow(label("单位类别(&K)", buddy=self.kind), self.kind)
        form.addRow(label("报告年度"), label(f"{self._document.draft.year} 年（新建时选定）", part="muted"))
        form.addRow(label("标题(&T)", buddy=self.title), _beside(self.title, self._own_title))
        form.addRow(label("开头段(&P)", buddy=self.preamble), _beside(self.preamble, self._own_preamble))
        content = QWidget()
        content.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(content)
        column.setContentsMargins(14, 10, 14, 14)
        column.addWidget(label("标题与说明", part="heading"))
        column.addLayout(form)
        column.addWidget(label(_DEFAULTS, part="muted", wraps=True))
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def take_focus(self) -> None:
        self.agency.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        draft, editable = self._document.draft, self._document.editable
        self._showing = True
        self.agency.show_text(draft.agency)
        self.title.show_text(draft.title)
        self.preamble.show_text(draft.preamble)
        self._showing = False
        self.kind.setCurrentIndex(self.kind.findData(draft.agency_kind.key))
        self._own_title.setVisible(draft.details.title is not None)
        self._own_preamble.setVisible(draft.details.preamble is not None)
        for field in (self.agency, self.title, self.preamble):
            field.setReadOnly(not editable)
        for control in (self.kind, self._own_title, self._own_preamble):
            control.setEnabled(editable)

    def _edit_agency(self, text: str) -> None:
        self._document.set_detail(name="agency", value=text, continues=self.agency.continues_run())

    def _edit_title(self, text: str) -> None:
        self._document.set_detail(name="title", value=text, continues=self.title.continues_run())

    def _edit_preamble(self) -> None:
        text = self.preamble.toPlainText()
        if not self._showing and text != self._document.draft.preamble:
            self._document.set_detail(name="preamble", value=text, continues=self.preamble.continues_run())

    def _edit_kind(self) -> None:
        self._document.set_detail(name="agency_kind", value=self.kind.currentData())

    def _restore_title(self) -> None:
        self._document.set_detail(name="title", value=None)

    def _restore_preamble(self) -> None:
        self._document.set_detail(name="preamble", value=None)


def _reset_button(text: str) -> QPushButton:
    button = QPushButton("恢复默认")
    button.setAutoDefault(True)  # Enter presses it, outside of a dialog too
    button.setAccessibleName(text)
    set_tooltip(button, text)
    return button


def _beside(field: QWidget, button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(field, 1)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row
