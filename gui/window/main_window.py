"""The window: one report at a time, and the start page before it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from gui.app.settings import Settings
from gui.app.workers import start
from gui.report.document import ReportDocument
from gui.widgets.bubble import bubble_of
from gui.widgets.messages import TITLE, run, set_tooltip
from gui.widgets.notices import NoticeBar
from gui.window import commands
from gui.window.commands import Needs
from gui.window.file_actions import FileActions
from gui.window.report_actions import ReportActions
from gui.window.session import Session
from gui.window.workspace import Workspace
from model.exporting.publishing import mark_outdated
from model.report.quoting import quoted
from model.store.draft_index import DraftIndex
from model.store.recovery import RecoverySlot, RecoveryStore

if TYPE_CHECKING:
    from gui.desk.desk_page import DeskPage
    from gui.dialogs.help_viewer import HelpWindow
    from gui.window.start_page import StartPage

_COPIES, _SAVE, _LOCK, _FAULT, _SETTINGS, _PUBLISHED = "copies", "save", "lock", "fault", "settings", "published"
"""Subjects of notices."""

_FAULT_WORDS = "程序遇到了没有料到的问题，刚才这一步可能没有完成。修改已另存了恢复副本；请保存，然后重新打开程序。"

_ROOM_FOR_PANEL = 1100
"""Pixels of width below which the panel would make the tables scroll sideways: it begins folded there."""

_SMALLEST = QSize(880, 520)
_FIRST = QSize(1280, 720)
_FRAME = QSize(16, 40)
"""Room for what the desktop draws around a window, which is not known before it is shown."""


class MainWindow(QMainWindow):
    """Holds what belongs to the window; `FileActions` and `ReportActions` do what its menus say."""

    def __init__(
        self,
        settings: Settings,
        recovery: RecoveryStore,
        index: DraftIndex | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.index = index or DraftIndex()
        self.today = today
        self.session: Session | None = None
        self.notices = NoticeBar()
        settings.failed.connect(self.say_settings_are_off)
        self.verbs = ReportActions(self, today)
        self.file_actions = FileActions(self)
        self.verbs.finished.connect(self.file_actions.publish)
        self._recovery = recovery
        self._start: StartPage | None = None
        self._desk: DeskPage | None = None
        self._help: HelpWindow | None = None
        self._central = QStackedWidget()
        self.actions_by_verb = commands.make_actions(self, [self, self.file_actions, self.verbs])
        self._build()
        self._show_state()

    def _build(self) -> None:
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self._central, 1)
        self.setCentralWidget(central)
        commands.fill_menus(self, self.actions_by_verb)
        for menu in self.menuBar().findChildren(QMenu):
            menu.aboutToShow.connect(self._show_history)
        bar = QToolBar("工具栏")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        commands.fill_toolbar(bar, self.actions_by_verb)
        for verb in ("undo", "redo"):
            bar.widgetForAction(self.actions_by_verb[verb]).installEventFilter(self)
        self.addToolBar(bar)
        self.setAcceptDrops(True)
        self._fit_screen(self.screen().availableGeometry().size() - _FRAME)

    def _fit_screen(self, room: QSize) -> None:
        """Take the place of last time, or the usual size; fill a screen that has no more room than that."""
        self.setMinimumSize(_SMALLEST.boundedTo(room))
        self.resize(_FIRST.boundedTo(room))
        remembered = self.restoreGeometry(_bytes(self.settings.values.geometry))
        if not remembered and _FIRST.boundedTo(room) != _FIRST:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    @property
    def document(self) -> ReportDocument | None:
        return self.session.document if self.session else None

    @property
    def workspace(self) -> Workspace | None:
        return self.session.workspace if self.session else None

    def show_document(self, document: ReportDocument, slot: RecoverySlot | None = None) -> None:
        """Show another report in place of the one before, whose fate has been decided.

        ``slot`` holds the recovery copy that it was restored from.
        """
        self._put_away()
        session = self.session = Session(document, slot or self._recovery.new_slot(), self.settings, self.today(), self)
        self.verbs.use(session.workspace)
        self.statusBar().addWidget(session.status, 1)
        self.statusBar().show()
        self._central.addWidget(session.workspace)
        self._central.setCurrentWidget(session.workspace)
        session.workspace.panel.setVisible(self.settings.values.panel_open and self.width() >= _ROOM_FOR_PANEL)
        self._follow(session)
        session.workspace.page.take_focus()

    def _follow(self, session: Session) -> None:
        document = session.document
        session.autosave.written.connect(self._on_copied)
        session.autosave.failed.connect(self._warn_of_copies)
        session.saver.saved.connect(self._on_saved)
        session.saver.warned.connect(self._warn_of_save)
        session.status.findings_wanted.connect(self.verbs.show_findings)
        session.workspace.last_year_wanted.connect(self.file_actions.take_last_year)
        session.workspace.panel_folded.connect(self._on_panel_folded)
        for signal in (
            document.undo_stack.indexChanged,
            document.modified_changed,
            document.details_changed,
            document.editable_changed,
        ):
            signal.connect(self._show_state)
        document.path_changed.connect(self._on_path_changed)
        document.editable_changed.connect(self._show_lock)
        self._show_lock()
        self._show_state()

    def show_start_page(self) -> None:
        """Put the report away, whose fate has been decided, and show what there is to go on with."""
        from gui.window.start_page import StartPage  # noqa: PLC0415 - not needed where a draft is opened at once

        self._put_away()
        if self._start is None:
            self._start = StartPage(self.settings, self.index)
            self._start.new_wanted.connect(self.file_actions.new_report)
            self._start.open_wanted.connect(self.file_actions.open_report)
            self._start.import_wanted.connect(self.file_actions.import_report)
            self._start.sample_wanted.connect(self.file_actions.open_sample)
            self._start.desk_wanted.connect(self.file_actions.show_desk)
            self._start.draft_chosen.connect(self.file_actions.open_path)
            self._start.version_wanted.connect(self.file_actions.open_version)
            self._central.addWidget(self._start)
        self._central.setCurrentWidget(self._start)
        self.statusBar().hide()
        self._start.setFocus()
        self._show_state()

    def show_desk(self) -> None:
        """Put the report away, whose fate has been decided, and show the page where many reports become one."""
        from gui.desk.desk_page import DeskPage  # noqa: PLC0415 - most offices never need it

        self._put_away()
        if self._desk is None:
            self._desk = DeskPage(self.settings)
            self._desk.draft_wanted.connect(self.file_actions.open_path)
            self._desk.start_wanted.connect(self.show_start_page)
            self._central.addWidget(self._desk)
        self._central.setCurrentWidget(self._desk)
        self.statusBar().hide()
        self._desk.setFocus()
        self._show_state()

    def copy_edits(self) -> None:
        """Copy unsaved edits aside, with what is being typed: the program may be about to end."""
        if self.session is not None:
            with suppress(Exception):  # it may be this very step that went wrong
                self.session.workspace.commit_pending()
            self.session.autosave.write_now()

    @Slot(str)
    def say_settings_are_off(self, sentence: str) -> None:
        """Say that what is chosen here will be forgotten: the settings have no place on this computer."""
        self.notices.say(_SETTINGS, sentence)

    @Slot()
    def admit_fault(self) -> None:
        """Say that the program made a mistake and survived it."""
        self.notices.say(_FAULT, _FAULT_WORDS, [("保存", self.file_actions.save)])

    def _put_away(self) -> None:
        """Take the report that is shown out of the window."""
        if self.session is None:
            return
        bubble_of(self).hide()
        self.verbs.use(None)
        self.statusBar().removeWidget(self.session.status)
        self._central.removeWidget(self.session.workspace)
        self.session.close()
        self.session = None
        for subject in (_COPIES, _SAVE, _LOCK, _PUBLISHED):
            self.notices.withdraw(subject)

    @Slot()
    def _show_state(self, *_: object) -> None:
        """Title, and which commands can be given."""
        document = self.document
        name = TITLE
        if document is not None:
            report = f"{document.draft.agency or '未命名单位'} {document.draft.year} 年报"
            name = f"{report.replace('[*]', '')}[*] — {TITLE}"
        self.setWindowTitle(name)
        self.setWindowModified(document is not None and document.modified)
        allowed = {
            Needs.NOTHING: True,
            Needs.REPORT: document is not None,
            Needs.EDITABLE: document is not None and document.editable,
            Needs.PAST: document is not None and document.undo_stack.canUndo(),
            Needs.FUTURE: document is not None and document.undo_stack.canRedo(),
        }
        for command in commands.all_commands():
            self.actions_by_verb[command.name].setEnabled(allowed[command.needs])
        finished = document is not None and document.finished
        self.actions_by_verb["finish"].setVisible(not finished)
        self.actions_by_verb["unfinish"].setVisible(finished)

    @Slot()
    def _show_history(self) -> None:
        """Say in menu and tooltip what 撤销 and 重做 would do.

        Not before somebody looks: each change of an action on the toolbar costs PySide memory that never comes back.
        """
        stack = self.document.undo_stack if self.document else None
        for verb, step in (("undo", stack.undoText() if stack else ""), ("redo", stack.redoText() if stack else "")):
            word = self.actions_by_verb[verb].iconText()
            self.actions_by_verb[verb].setText(f"{word}：{step}" if step else word)
            set_tooltip(self.actions_by_verb[verb], self.actions_by_verb[verb].text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            self._show_history()
        return False

    def _say(self, text: str) -> None:
        if self.session is not None:
            self.session.status.say(text)

    @Slot()
    def _on_saved(self) -> None:
        self._say(f"已保存 {datetime.now():%H:%M}")
        if self.document is not None and self.document.path is not None:
            self.settings.add_recent(self.document.path)
            draft, path = self.document.draft.copy(), self.document.path
            start(lambda _: mark_outdated(draft, path), done=self._say_outdated, failed=self._say)

    @Slot(object)
    def _say_outdated(self, folders: tuple[Path, ...]) -> None:
        """Say that what was published is not what the draft says any more."""
        self.notices.withdraw(_PUBLISHED)
        if folders and self.document is not None and self.document.path is not None:
            text = f"草稿改过，以前发布在{quoted(folders[0].name)}里的文件已经过期。"
            self.notices.say(_PUBLISHED, text, [("重新发布…", self.file_actions.publish)])

    @Slot()
    def _on_path_changed(self) -> None:
        if self.document is not None and self.document.path is not None:
            self.file_actions.files.moved_to(self.document.path)
        self._show_state()

    @Slot()
    def _show_lock(self, *_: object) -> None:
        """Say along the top why the report cannot be edited, and what can be done about that."""
        self.notices.withdraw(_LOCK)
        if self.document is not None and self.document.lock_reason:
            ways = [("另存为…", self.file_actions.save_as)]
            if self.file_actions.files.in_use_elsewhere:
                ways.append(("接管…", self.file_actions.take_over))
            self.notices.say(_LOCK, self.document.lock_reason, ways, dismissible=False)

    @Slot(str)
    def _warn_of_save(self, sentence: str) -> None:
        self.notices.say(_SAVE, sentence)

    @Slot(str)
    def _warn_of_copies(self, sentence: str) -> None:
        self.notices.say(_COPIES, sentence, [("保存", self.file_actions.save)])

    @Slot()
    def _on_copied(self) -> None:
        self.notices.withdraw(_COPIES)
        self._say(f"已自动保存 {datetime.now():%H:%M}")

    @Slot(bool)
    def _on_panel_folded(self, folded: bool) -> None:
        self.settings.change(panel_open=not folded)

    @Slot()
    def show_settings(self) -> None:
        from gui.dialogs.settings_dialog import SettingsDialog  # noqa: PLC0415

        run(SettingsDialog(self.settings, self))

    @Slot()
    def show_help(self) -> None:
        """Help on what the cursor is in."""
        from gui.dialogs.help_viewer import HelpWindow, cell_topic, topic_for  # noqa: PLC0415

        topic = topic_for(self._help_context)
        if self.workspace and (ref := self.workspace.help_cell):
            topic = cell_topic(self.workspace.document.draft.edition, ref)
        if self._help is None:
            self._help = HelpWindow(self)
        self._help.show_topic(*topic)
        self._help.show()
        self._help.activateWindow()

    @property
    def _help_context(self) -> str:
        if self.workspace is not None:
            return self.workspace.help_context
        return "desk" if self._desk is not None and self._central.currentWidget() is self._desk else "start"

    @Slot()
    def show_about(self) -> None:
        from gui.dialogs.about import AboutDialog  # noqa: PLC0415

        run(AboutDialog(self))

    @Slot()
    def quit(self) -> None:
        self.close()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow() and self.session is not None:
            self.session.autosave.write_soon()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _dropped_files(event):
            event.acceptProposedAction()
            self.file_actions.take_files(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.file_actions.may_leave():
            event.ignore()
            return
        self.settings.change(geometry=_text(self.saveGeometry()))
        self._put_away()
        self.file_actions.files.release()
        event.accept()


def _bytes(remembered: str) -> QByteArray:
    return QByteArray.fromBase64(remembered.encode("ascii", "ignore"))


def _text(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode("ascii")


def _dropped_files(event: QDropEvent) -> list[Path]:
    """The drafts and documents that are being dropped, or none; nothing is read from them before they are let go."""
    from model.importing.opening import is_readable  # noqa: PLC0415 - most starts see no file dropped

    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return paths if len(paths) == len(urls) and all(map(is_readable, paths)) else []
