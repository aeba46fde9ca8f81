"""F1: the guide that is shipped, and nothing outside it: no other file, no network, whatever a page may name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import (
    QAction,
    QImage,
    QKeySequence,
    QShowEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QLineEdit, QMainWindow, QTextBrowser, QToolBar, QWidget

from gui.widgets.icons import icon
from gui.widgets.messages import set_tooltip
from gui.widgets.theme import colours, qt
from model.form.edition import CellRef, Edition, Line, Table
from model.form.editions import load_edition
from resources import resource_path

HOME: Final = "index"
_TABLE: Final = "table:"
"""Begins the name of a page that is made of the form's own words."""
_MARKED: Final = re.compile(r'<a id="([^"]+)"></a>\s*\n+#+ +(.+)')
_BETWEEN_CHINESE: Final = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\(([^)]+)\)\n?")


def topic_for(context: str) -> tuple[str, str]:
    """The page and mark that explain a place: a section's key, a part of the window, or the code of a check."""
    topics = tomllib.loads(resource_path("help/context.toml").read_text(encoding="utf-8"))
    target = {**topics, **topics["section"]}.get(context)
    if isinstance(target, str):
        page, _, mark = target.partition("#")
        return page, mark
    return ("findings", context) if context.isupper() else (HOME, "")


def cell_topic(edition: Edition, ref: CellRef) -> tuple[str, str]:
    """The page and mark that explain what belongs into a cell: the 口径 of its row."""
    return f"{_TABLE}{edition.name}/{ref.table}", _row_name(edition.tables[ref.table].row(ref.row))


def _table_page(edition: Edition, table: Table) -> str:
    """What belongs into the rows and columns of a table, as a page in Markdown; the words are the edition's."""
    section = edition.section(table.section)
    step = topic_for(table.section)
    parts = [f"# {table.caption or section.heading}：口径", f"[这一部分怎样填]({step[0]}.md#{step[1]})"]
    for line in (*table.columns, *table.rows):
        if line.hint:
            parts += [f"## {_row_name(line)}", line.hint]
    return "\n\n".join(parts)


def _row_name(line: Line) -> str:
    return "　".join((*line.groups, line.label))


class HelpView(QTextBrowser):
    """Shows one page of the guide."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder.resolve()
        self._marks: dict[str, str] = {}
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName("填报说明")
        self.document().setDocumentMargin(24)

    def show_page(self, page: str) -> bool:
        """Show ``page`` of the guide from its beginning; False if there is none of that name."""
        text = self._text_of(page)
        if text is None:
            return False
        self._marks = {mark: heading.strip() for mark, heading in _MARKED.findall(text)}
        text = re.sub(r'<a id="[^"]+"></a>', "", text)
        text = _PICTURE.sub(lambda found: found[0] if self._inside(found[1]) else "", text)
        self.document().setMarkdown(_BETWEEN_CHINESE.sub("", text), QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._dress()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return True

    def _text_of(self, page: str) -> str | None:
        if page.startswith(_TABLE):
            name, _, table = page.removeprefix(_TABLE).partition("/")
            edition = load_edition(name)
            return _table_page(edition, edition.tables[table])
        path = self._inside(f"{page}.md")
        return path.read_text(encoding="utf-8") if path else None

    def show_mark(self, mark: str) -> None:
        """Scroll to a marked heading, or to the first one that begins with these words."""
        wanted = self._marks.get(mark, mark)
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text().strip().startswith(wanted):
                place = self.document().documentLayout().blockBoundingRect(block).top()
                self.setTextCursor(QTextCursor(block))
                self.verticalScrollBar().setValue(round(place) - 12)
                return
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures of the guide; everything else is not there."""
        url = QUrl(name)
        path = self._inside(url.path()) if url.isRelative() else None
        if path is None or kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        image = QImage(str(path))
        room = max(200, self.viewport().width() - 80)
        if image.width() > room:
            return image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return image

    def _inside(self, name: str) -> Path | None:
        """The file of that name if it is one of the guide's."""
        path = (self._folder / name).resolve()
        return path if path.is_relative_to(self._folder) and path.is_file() else None

    def _dress(self) -> None:
        """Rules around tables, air around lines: Markdown brings neither."""
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format()
                table.setBorder(1)
                table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                table.setBorderBrush(qt(colours().grid))
                table.setBorderCollapse(True)
                table.setCellPadding(5)
                frame.setFormat(table)
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(_air(bool(block.blockFormat().headingLevel()), cursor.currentTable() is not None))
            block = block.next()


def _air(heading: bool, in_table: bool) -> QTextBlockFormat:
    form = QTextBlockFormat()
    if in_table:
        form.setTopMargin(0)
        form.setBottomMargin(0)
    else:
        form.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if heading:
        form.setTopMargin(14)
        form.setBottomMargin(6)
    return form


class HelpWindow(QMainWindow):
    """The guide in a window of its own, so that it can lie beside the form."""

    def __init__(self, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("填报说明")
        self.view = HelpView(folder or resource_path("help"), self)
        self.view.anchorClicked.connect(self._follow)
        self.setCentralWidget(self.view)
        self._visited: list[tuple[str, str]] = []
        self._at = -1
        self._build()
        self.resize(QSize(940, 660))

    def show_topic(self, page: str = HOME, mark: str = "") -> None:
        """Show a page of the guide (the first one if there is none of that name), at a mark or heading."""
        del self._visited[self._at + 1 :]
        self._visited.append((page, mark))
        self._go(len(self._visited) - 1)

    def _build(self) -> None:
        bar = QToolBar("工具栏", self)
        bar.setMovable(False)
        bar.toggleViewAction().setEnabled(False)
        self._back = self._action("back", "后退", "Alt+Left", self._go_back)
        self._forward = self._action("forward", "前进", "Alt+Right", self._go_forward)
        self._find = QLineEdit(self)
        self._find.setPlaceholderText("在这一页里查找")
        self._find.setAccessibleName("在这一页里查找")
        self._find.setClearButtonEnabled(True)
        self._find.setMaximumWidth(240)
        self._find.returnPressed.connect(self._find_next)
        for action in (self._action("home", "目录", "Alt+Home", self.show_topic), self._back, self._forward):
            bar.addAction(action)
        bar.addSeparator()
        bar.addWidget(self._find)
        self.addToolBar(bar)
        self.addAction(self._action("find", "查找", "Ctrl+F", self._find.setFocus))
        self.addAction(self._action("close", "关闭", "Esc", self.close))

    def _action(self, drawing: str, text: str, keys: str, verb: Callable[[], object]) -> QAction:
        action = QAction(icon(drawing), text, self)
        action.setShortcut(QKeySequence(keys))
        set_tooltip(action, f"{text}（{keys}）")
        action.triggered.connect(lambda _: verb())
        return action

    def _go(self, at: int) -> None:
        self._at = at
        page = self._visited[at][0]
        if not self.view.show_page(page):
            self.view.show_page(HOME)
        self._find_place()
        self._back.setEnabled(at > 0)
        self._forward.setEnabled(at < len(self._visited) - 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._find_place)

    @Slot()
    def _find_place(self) -> None:
        """Scroll to the mark; a text that was never shown did not know yet how high it is."""
        if self._visited and self._visited[self._at][1]:
            self.view.show_mark(self._visited[self._at][1])

    @Slot(QUrl)
    def _follow(self, url: QUrl) -> None:
        if url.isRelative() and (not url.path() or url.path().endswith(".md")):
            page = url.path().removesuffix(".md") or self._visited[self._at][0]
            self.show_topic(page, url.fragment())

    @Slot()
    def _find_next(self) -> None:
        wanted = self._find.text()
        if wanted and not self.view.find(wanted):
            self.view.moveCursor(QTextCursor.MoveOperation.Start)
            self.view.find(wanted)

    def _go_back(self) -> None:
        self._go(max(0, self._at - 1))

    def _go_forward(self) -> None:
        self._go(min(len(self._visited) - 1, self._at + 1))
