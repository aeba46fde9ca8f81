"""Menus and toolbar as data: each command names the verb that it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from gui.widgets.icons import icon
from gui.widgets.messages import set_tooltip
from model.exporting import FORMATS, Format

Standard = QKeySequence.StandardKey


class Needs(Enum):
    """What has to be there before a command can be given."""

    NOTHING = auto()
    REPORT = auto()
    EDITABLE = auto()
    PAST = auto()
    FUTURE = auto()


@dataclass(frozen=True)
class Command:
    """``short`` is the text on the toolbar; ``keys`` are spelt as Qt spells them, the first is shown.

    ``argument`` is what the verb is called with; without one it is called with nothing.
    """

    verb: str
    text: str
    drawing: str = ""
    keys: tuple[str | Standard, ...] = ()
    needs: Needs = Needs.REPORT
    short: str = ""
    argument: str = ""

    @property
    def name(self) -> str:
        """Tells the command from all others."""
        return f"{self.verb} {self.argument}".rstrip()


class Submenu(NamedTuple):
    """Commands that unfold from one line of a menu."""

    text: str
    commands: tuple[Command | None, ...]


Entry = Command | Submenu | None
"""A line of a menu; None is a rule."""

EVER, EDIT = Needs.NOTHING, Needs.EDITABLE

_EXPORT_EXTRAS: Mapping[str, Mapping[str, Any]] = {
    "pdf": {"drawing": "export", "keys": ("Ctrl+E",), "short": "导出PDF"},
    "review-sheet": {"drawing": "check"},
}
"""What the commands of some formats have beside their text."""


def _export(target: Format) -> Command:
    return Command("export", f"{target.title}…", argument=target.key, **_EXPORT_EXTRAS.get(target.key, {}))


_EXPORTS = Submenu(
    "导出(&T)",
    (
        *(_export(target) for target in FORMATS if target.published),
        None,
        Command("copy_page", "复制网页内容", "copy"),
        Command("copy_html", "复制 HTML 代码"),
    ),
)

MENUS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "文件(&F)",
        (
            Command("new_report", "新建年报…", "new", (Standard.New,), EVER, "新建"),
            Command("open_report", "打开…", "open", (Standard.Open,), EVER, "打开"),
            Command("import_report", "导入已有的年报…", "import", ("Ctrl+I",), EVER, "导入"),
            Command("import_clipboard", "从剪贴板导入…", "", ("Ctrl+Shift+I",), EVER),
            Command("take_returned", "比对送回的文件…", "", (), EDIT),
            Command("show_desk", "汇总各单位的年报…", "check", (), EVER),
            None,
            Command("save", "保存", "save", (Standard.Save,), short="保存"),
            Command("save_as", "另存为…", "save_as", ("Ctrl+Shift+S",)),
            Command("revert", "还原到保存的内容"),
            None,
            Command("take_last_year", "提取上年数…", "last_year", needs=EDIT, short="上年"),
            None,
            _EXPORTS,
            Command("publish", "发布…", "folder"),
            Command("print_report", "打印…", "print", (Standard.Print,), short="打印"),
            Command("open_folder", "打开所在文件夹", "folder"),
            None,
            Command("show_start", "回到开始页", "home", ("Ctrl+W",)),
            Command("show_settings", "设置…", "settings", needs=EVER),
            Command("quit", "退出", "close", ("Ctrl+Q",), EVER),
        ),
    ),
    (
        "编辑(&E)",
        (
            Command("undo", "撤销", "undo", (Standard.Undo,), Needs.PAST, "撤销"),
            Command("redo", "重做", "redo", ("Ctrl+Y", "Ctrl+Shift+Z"), Needs.FUTURE, "重做"),
            None,
            Command("cut", "剪切", "cut", (Standard.Cut,)),
            Command("copy", "复制", "copy", (Standard.Copy,)),
            Command("paste", "粘贴", "paste", (Standard.Paste,)),
            None,
            Command("fill_down", "向下填充", "", ("Ctrl+D",), EDIT),
            Command("fill_blanks", "空白补零…", "zeros", (), EDIT, "空白补零"),
            Command("annotate", "批注…", "note", ("Shift+F2",), EDIT),
            None,
            Command("find_text", "查找…", "find", (Standard.Find,)),
            Command("replace_text", "替换…", "", ("Ctrl+H",), EDIT),
        ),
    ),
    (
        "查看(&V)",
        (
            Command("next_section", "下一部分", "forward", ("Ctrl+Tab", "Ctrl+PgDown")),
            Command("previous_section", "上一部分", "back", ("Ctrl+Shift+Tab", "Ctrl+PgUp")),
            Command("next_pane", "换到另一边（填报、右侧面板）", "", ("F6",)),
            None,
            Command("show_findings", "审核", "check", ("F7",)),
            Command("show_preview", "预览", "preview", ("F5",), short="预览"),
            Command("show_last_year", "上年", "last_year"),
            Command("toggle_panel", "收起或展开右侧面板", "panel", ("F9",)),
        ),
    ),
    (
        "审核(&R)",
        (
            Command("next_finding", "下一处问题", "next", ("F8",)),
            Command("previous_finding", "上一处问题", "previous", ("Shift+F8",)),
            Command("explain_finding", "填写说明…", "", (), EDIT),
            Command("adopt_all", "全部采用计算值", "", (), EDIT),
            None,
            Command("finish", "定稿…", "finish", (), short="定稿"),
            Command("unfinish", "取消定稿", "reopen"),
        ),
    ),
    (
        "帮助(&H)",
        (
            Command("show_help", "填报说明", "help", (Standard.HelpContents,), EVER),
            Command("show_about", "关于公开年报", "info", (), EVER),
        ),
    ),
)

TOOLBAR: tuple[str | None, ...] = (
    *("new_report", "open_report", "save", None, "undo", "redo", None, "import_report", "take_last_year", None),
    *("fill_blanks", None, "show_preview", "print_report", "export pdf", ">", "finish", "unfinish"),
)
"""Names of commands, None for a rule, ``>`` for what pushes the rest to the right."""


def all_commands() -> Iterator[Command]:
    for _, entries in MENUS:
        for entry in entries:
            commands = entry.commands if isinstance(entry, Submenu) else (entry,)
            yield from (command for command in commands if command is not None)


def make_actions(window: QMainWindow, rooms: Sequence[object]) -> dict[str, QAction]:
    """An action for each command, connected to the verb of that name in the first of ``rooms`` that has it."""
    actions: dict[str, QAction] = {}
    for command in all_commands():
        action = QAction(command.text, window)
        if command.drawing:
            action.setIcon(icon(command.drawing))
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        if command.short:
            action.setIconText(command.short)
        room = next(room for room in rooms if hasattr(room, command.verb))
        verb = getattr(room, command.verb)
        action.triggered.connect(partial(_call, verb, command.argument) if command.argument else verb)
        set_tooltip(action, _with_keys(command.text.rstrip("…"), action))
        actions[command.name] = action
    return actions


def fill_menus(window: QMainWindow, actions: dict[str, QAction]) -> None:
    for title, entries in MENUS:
        menu = window.menuBar().addMenu(title)
        for entry in entries:
            if isinstance(entry, Submenu):
                _fill(menu.addMenu(entry.text), entry.commands, actions)
            else:
                _fill(menu, (entry,), actions)


def _fill(menu: QMenu, commands: Sequence[Command | None], actions: dict[str, QAction]) -> None:
    for command in commands:
        if command is None:
            menu.addSeparator()
        else:
            menu.addAction(actions[command.name])


def fill_toolbar(bar: QToolBar, actions: dict[str, QAction]) -> None:
    for verb in TOOLBAR:
        if verb is None:
            bar.addSeparator()
        elif verb == ">":
            spring = QWidget()
            spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            bar.addWidget(spring)
        else:
            bar.addAction(actions[verb])
            button = bar.widgetForAction(actions[verb])
            if isinstance(button, QToolButton):
                button.setAccessibleName(actions[verb].text().rstrip("…"))


def _call(verb: Callable[[str], object], argument: str, *_: object) -> None:
    """Give a command whose verb wants to know more; whether an action is checked is of no interest."""
    verb(argument)


def _with_keys(text: str, action: QAction) -> str:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text}（{keys}）" if keys else text
