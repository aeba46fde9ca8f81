"""The preview with its buttons, and the work behind it: set the report anew after an edit, draw what shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSizeF, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from gui.app.settings import Settings
from gui.app.workers import LatestOnly
from gui.files.pdf_images import page_images, page_sizes
from gui.files.typesetting import page_settings
from gui.panels.panel import Panel
from gui.panels.preview.page_view import PageView
from gui.report.document import ReportDocument
from gui.widgets.fields import calm
from gui.widgets.icons import icon
from gui.widgets.messages import label, set_tooltip
from model.draft import Draft
from model.page import PageOutput, PageSettings, Typesetter

QUIET_MS: Final = 10
"""So long nobody types before the pages are set anew."""

Typeset = Callable[[Draft, PageSettings], PageOutput]


@dataclass(frozen=True)
class _Request:
    """Pages to be drawn, of a draft that nobody changes any more."""

    draft: Draft
    settings: PageSettings
    pages: tuple[int, ...]
    scale: float


@dataclass(frozen=True)
class _Result:
    request: _Request
    output: PageOutput
    sizes: tuple[QSizeF, ...]
    images: dict[int, QImage]


class Renderer:
    """Sets and draws on a worker's thread; keeps the last report, so that scrolling only draws."""

    def __init__(self, typeset: Typeset) -> None:
        self._typeset = typeset
        self._last: tuple[Draft, PageSettings, PageOutput, tuple[QSizeF, ...]] | None = None

    def __call__(self, request: _Request) -> _Result:
        last = self._last
        if last is None or last[0] is not request.draft or last[1] != request.settings:
            output = self._typeset(request.draft, request.settings)
            last = self._last = (request.draft, request.settings, output, page_sizes(output.pdf))
        return _Result(request, last[2], last[3], page_images(last[2].pdf, request.pages, request.scale))


class PreviewPanel(Panel):
    """Follows a document while it is shown; does nothing while it is not."""

    section_activated = Signal(str)
    """The key of the section whose heading or table was clicked."""
    pages_shown = Signal(object)
    """The `PageOutput` that says what the report says now."""

    def __init__(self, settings: Settings, typeset: Typeset | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._document: ReportDocument | None = None
        self._snapshot: Draft | None = None
        self._page_settings = page_settings(settings.values)
        self._shown: tuple[Draft, PageSettings] | None = None
        self._section = ""
        pool = QThreadPool(self)  # its own: the preview must not wait for an export or a slow disk
        self._latest = LatestOnly(Renderer(typeset or Typesetter().report), self, pool=pool)
        self._latest.ready.connect(self._show)
        self._latest.failed.connect(self._fail)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._ask)
        self._build()
        self.view.set_zoom(settings.values.preview_zoom)
        settings.changed.connect(self._on_settings)

    def set_document(self, document: ReportDocument | None) -> None:
        """Follow ``document`` from now on."""
        if self._document is not None:
            self._document.changed.disconnect(self._on_edit)
        self._document = document
        self._on_edit()
        if document is not None:
            document.changed.connect(self._on_edit)

    @property
    def up_to_date(self) -> bool:
        """Whether every page that shows says what the report says now."""
        return self._snapshot is not None and not self._latest.busy and not self.view.wanted_pages()[0]

    @property
    def message(self) -> str:
        """What is shown in place of pages, or nothing."""
        return self._message.text() if self._stack.currentWidget() is self._message else ""

    def show_section(self, key: str) -> None:
        """Bring the beginning of a section into view, as soon as there are pages."""
        self._section = key
        if self._shown is not None:
            self.view.show_section(key)

    def _build(self) -> None:
        self.view = PageView(self)
        self.setFocusProxy(self.view)
        self.view.images_wanted.connect(self._ask_for_images)
        self.view.section_activated.connect(self.section_activated)
        self.view.page_changed.connect(self._show_page)
        self.view.zoom_changed.connect(self._show_zoom)
        self._message = label("正在排版……", wraps=True, parent=self)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setMargin(24)
        pages = QWidget(self)
        self._stack = QStackedLayout(pages)
        self._stack.addWidget(self._message)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar())
        column.addWidget(pages, 1)

    def _bar(self) -> QHBoxLayout:
        self._number = calm(QSpinBox(self))
        self._number.setAccessibleName("页码")
        self._number.setPrefix("第 ")
        self._number.setSpecialValueText("–")  # 0: no page yet
        self._number.setEnabled(False)
        self._number.setKeyboardTracking(False)
        self._number.valueChanged.connect(self._go_to_page)
        self._percent = label(parent=self)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("300%  "))
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 4, 6, 4)
        bar.setSpacing(2)
        bar.addWidget(self._button("previous", "上一页", self._previous_page))
        bar.addWidget(self._number)
        bar.addWidget(self._button("next", "下一页", self._next_page))
        bar.addStretch(1)
        bar.addWidget(self._button("zoom_out", "缩小（Ctrl+-）", self.view.zoom_out))
        bar.addWidget(self._percent)
        bar.addWidget(self._button("zoom_in", "放大（Ctrl+=）", self.view.zoom_in))
        bar.addWidget(self._button("fit_width", "适合宽度（Ctrl+0）", self.view.fit_width))
        return bar

    def _button(self, drawing: str, name: str, verb: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(drawing))
        button.setAccessibleName(name)
        set_tooltip(button, name)
        button.clicked.connect(verb)
        return button

    @Slot()
    def _on_edit(self) -> None:
        """The report or the settings changed: what is shown is out of date."""
        self._snapshot = None
        if self.isVisible():
            self._quiet.start()

    @Slot(frozenset)
    def _on_settings(self, _: frozenset[str]) -> None:
        chosen = page_settings(self._settings.values)
        if chosen != self._page_settings:
            self._page_settings = chosen
            self._on_edit()

    @Slot()
    def _ask(self) -> None:
        if self._document is None or not self.isVisible():
            return
        if self._snapshot is None:
            self._snapshot = self._document.draft.copy()
        wanted, scale = self.view.wanted_pages()
        if not self._is_shown(self._snapshot, self._page_settings):
            wanted = tuple(self.view.visible_pages()) or (0, 1)
        self._latest.request(_Request(self._snapshot, self._page_settings, wanted, scale))

    @Slot()
    def _ask_for_images(self) -> None:
        """More pages came into view; a report about to be set anew brings them along."""
        if self._snapshot is not None and not self._quiet.isActive():
            self._ask()

    @Slot(object)
    def _show(self, result: _Result) -> None:
        request = result.request
        self._stack.setCurrentWidget(self.view)
        if self._is_shown(request.draft, request.settings):
            self.view.set_images(result.images, request.scale)
            return
        first, self._shown = self._shown is None, (request.draft, request.settings)
        self.view.set_pages(result.sizes, result.output.anchors, result.images, request.scale)
        if first:
            self.view.show_section(self._section)
        self._number.setEnabled(True)
        self._number.setSpecialValueText("")
        self._number.setRange(1, max(1, len(result.sizes)))
        self._number.setSuffix(f" / {len(result.sizes)} 页")
        if request.draft is self._snapshot and request.settings == self._page_settings:
            self.pages_shown.emit(result.output)

    def _is_shown(self, snapshot: Draft, settings: PageSettings) -> bool:
        return self._shown is not None and self._shown[0] is snapshot and self._shown[1] == settings

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._stack.setCurrentWidget(self._message)

    @Slot(int)
    def _show_page(self, page: int) -> None:
        blocked = self._number.blockSignals(True)
        self._number.setValue(page + 1)
        self._number.blockSignals(blocked)

    @Slot(int)
    def _show_zoom(self, percent: int) -> None:
        self._percent.setText(f"{percent}%")

    @Slot(int)
    def _go_to_page(self, number: int) -> None:
        self.view.go_to_page(number - 1)

    @Slot()
    def _previous_page(self) -> None:
        self.view.go_to_page(self.view.page - 1)

    @Slot()
    def _next_page(self) -> None:
        self.view.go_to_page(self.view.page + 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._quiet.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._quiet.stop()
        self._settings.change(preview_zoom=self.view.zoom)
