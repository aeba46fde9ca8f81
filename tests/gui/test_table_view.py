"""A table under the keys of a spreadsheet. Every key is really pressed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QInputMethodEvent,
    QMouseEvent,
    QPaintEvent,
    QRegion,
)
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from gui.report.document import ReportDocument
from gui.report.tables.table_model import STATE_ROLE, ReportTableModel
from gui.report.tables.table_view import TableView
from gui.widgets.bubble import bubble_of
from model.draft import Draft
from model.form.edition import CellRef, Level
from model.form.editions import edition_names, load_edition
from tests.gui.dialogs import Answers, escape
from tests.gui.dialogs import press as press_button

Key, Control, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Undoable = Callable[[Callable[[], object]], str]


def cell(row: str, column: str = "natural_person") -> CellRef:
    return CellRef("requests", row, column)


@pytest.fixture
def view(document: ReportDocument, qtbot: QtBot) -> TableView:
    made = TableView(document, document.draft.edition.tables["requests"])
    qtbot.addWidget(made)
    made.resize(900, 1000)
    made.show()
    made.setFocus()
    return made


def type_keys(view: TableView, *keys: str | Qt.Key) -> None:
    """Press keys wherever the focus is: in the table, or in the field that typing opened."""
    for key in keys:
        focused = view.editor() or view
        if isinstance(key, str):
            for character in key:
                QTest.keyClicks(view.editor() or view, character)
        else:
            QTest.keyClick(focused, key)


def said(view: TableView) -> str:
    bubble = bubble_of(view)
    return bubble.text if bubble.isVisible() else ""


def test_typing_enters_and_enter_goes_down(view: TableView, document: ReportDocument) -> None:
    type_keys(view, "12", Key.Key_Return, "3", Key.Key_Return)
    assert document.draft.entries == {cell("new_received"): 12, cell("carried_in"): 3}
    assert view.current == cell("granted")


def test_enter_passes_over_the_computed_row_and_shift_enter_goes_back(view: TableView) -> None:
    view.go_to(cell("closed_other"))
    type_keys(view, Key.Key_Return)
    assert view.current == cell("carried_over")
    QTest.keyClick(view, Key.Key_Return, Shift)
    assert view.current == cell("closed_other")


def test_tab_goes_right_and_from_the_rows_end_to_the_next_row(view: TableView, document: ReportDocument) -> None:
    type_keys(view, *(part for number in "123456" for part in (number, Key.Key_Tab)))
    assert [document.draft.entries[ref] for ref in view.arrangement.refs[0][:6]] == [1, 2, 3, 4, 5, 6]
    assert view.current == cell("carried_in"), "the total is passed over"
    type_keys(view, Key.Key_Backtab)
    assert view.current == cell("new_received", "other")


def test_tab_at_the_last_cell_leaves_the_table(view: TableView, qtbot: QtBot) -> None:
    view.go_to(cell("carried_over", "other"))
    with qtbot.waitSignal(view.passed_end, check_params_cb=lambda direction: direction == 1):
        type_keys(view, Key.Key_Tab)


def test_arrows_move_everywhere_and_leave_a_field_that_typing_opened(view: TableView, document: ReportDocument) -> None:
    type_keys(view, Key.Key_Right, Key.Key_Down, "7", Key.Key_Left)
    assert document.draft.entries == {cell("carried_in", "business"): 7}
    assert view.current == cell("carried_in")
    type_keys(view, "8", Key.Key_Up)
    assert view.current == cell("new_received")


def test_f2_edits_what_is_there_and_escape_restores_it(view: TableView, document: ReportDocument) -> None:
    document.enter(values={cell("new_received"): 12})
    type_keys(view, Key.Key_F2, "5", Key.Key_Return)
    assert document.draft.entries[cell("new_received")] == 125
    type_keys(view, Key.Key_Up, Key.Key_F2, Key.Key_Backspace, Key.Key_Escape)
    assert document.draft.entries[cell("new_received")] == 125
    assert view.editor() is None


def test_typing_over_replaces(view: TableView, document: ReportDocument) -> None:
    document.enter(values={cell("new_received"): 12})
    type_keys(view, "9", Key.Key_Return)
    assert document.draft.entries[cell("new_received")] == 9


def test_delete_blanks_the_selected_cells_in_one_step(view: TableView, document: ReportDocument) -> None:
    document.enter(values={cell("new_received"): 1, cell("carried_in"): 2})
    QTest.keyClick(view, Key.Key_Down, Shift)
    steps = document.undo_stack.count()
    type_keys(view, Key.Key_Delete)
    assert document.draft.entries == {}
    assert document.undo_stack.count() == steps + 1


def test_letters_are_refused_with_a_sentence_and_stay_in_the_field(view: TableView, document: ReportDocument) -> None:
    type_keys(view, "12a", Key.Key_Return)
    assert "“12a”不是数字" in said(view)
    field = view.editor()
    assert field is not None and field.text() == "12a"
    assert view.current == cell("new_received")
    type_keys(view, Key.Key_Backspace)
    assert said(view) == "", "the sentence goes with the next key"
    type_keys(view, Key.Key_Return)
    assert document.draft.entries == {cell("new_received"): 12}


def test_a_click_elsewhere_does_not_throw_refused_typing_away(view: TableView, document: ReportDocument) -> None:
    type_keys(view, "1x")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(4, 3)).center())
    field = view.editor()
    assert field is not None and field.text() == "1x"
    assert not view.go_to(cell("carried_over"))
    assert not document.draft.entries


def test_leaving_the_window_keeps_refused_typing_too(view: TableView, qtbot: QtBot) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    type_keys(view, "1x")
    QApplication.sendEvent(view.editor(), QEvent(QEvent.Type.FocusOut))
    field = view.editor()
    assert field is not None and field.text() == "1x"


def test_full_width_digits_from_an_input_method(view: TableView, document: ReportDocument) -> None:
    for composed in ("", "１２"):
        document.enter(values={cell("new_received"): None})
        view.go_to(cell("new_received"))
        if composed:
            QApplication.sendEvent(view, QInputMethodEvent(composed, []))
        committed = QInputMethodEvent("", [])
        committed.setCommitString("１２")
        QApplication.sendEvent(view, committed)
        type_keys(view, Key.Key_Return)
        assert document.draft.entries == {cell("new_received"): 12}


def test_a_computed_cell_says_that_it_is_computed(view: TableView, document: ReportDocument) -> None:
    view.go_to(cell("granted", "total"))
    type_keys(view, "5")
    assert said(view) == "“（一）予以公开·总计”由程序自动计算，不用填写。"
    type_keys(view, Key.Key_Delete)
    assert "由程序自动计算" in said(view)
    assert not document.draft.entries


def paste(view: TableView, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(view, Key.Key_V, Control)


def test_a_block_from_excel_is_one_step(view: TableView, undoable: Undoable, document: ReportDocument) -> None:
    view.go_to(cell("granted"))
    assert undoable(lambda: paste(view, "1\t2\t3\r\n4\t5\t6\r\n")) == "粘贴 2×3 格"
    assert [document.draft.entries[ref] for ref in view.arrangement.refs[3][:3]] == [4, 5, 6]
    assert said(view) == ""


def test_what_is_being_typed_stays_when_its_cell_is_repainted(view: TableView, document: ReportDocument) -> None:
    type_keys(view, "12")
    document.annotate(ref=view.current, note="含电话申请")
    assert view.editor().text() == "12"


def test_the_open_field_tells_a_screen_reader_where_it_is(view: TableView) -> None:
    type_keys(view, "1")
    assert view.editor().accessibleName().startswith("自然人，本年新收")


def test_one_finding_is_framed_at_a_time_and_a_total_is_never_blank(view: TableView) -> None:
    first, second, total = cell("granted"), cell("granted", "business"), cell("granted", "total")
    view.cells.frame([first])
    assert view.cells.state(first).framed
    view.cells.frame([second])
    assert [view.cells.state(ref).framed for ref in (first, second)] == [False, True]
    assert [view.cells.state(ref).blank for ref in (first, total)] == [True, False]


def test_a_block_begins_at_the_cell_that_was_chosen(view: TableView, document: ReportDocument) -> None:
    view.go_to(cell("granted", "business"))
    paste(view, "1\t2\n3\t4\n")
    refs = view.arrangement.refs
    assert document.draft.entries == {refs[2][1]: 1, refs[2][2]: 2, refs[3][1]: 3, refs[3][2]: 4}
    assert view.selected() == [list(refs[2][1:3]), list(refs[3][1:3])]


def test_a_block_with_a_total_that_agrees_says_nothing(view: TableView) -> None:
    view.go_to(cell("granted"))
    paste(view, "1\t2\t3\t0\t0\t0\t6")
    assert said(view) == ""


def test_a_block_with_a_total_that_differs_is_entered_and_says_so(view: TableView, document: ReportDocument) -> None:
    view.go_to(cell("granted"))
    paste(view, "1\t2\t3\t0\t0\t0\t7")
    assert document.draft.entries[cell("granted")] == 1
    assert "粘贴的是7，算出来是6" in said(view)


@pytest.mark.parametrize("text", ["1\t无\n", "1\t2\t3\t4\t5\t6\t7\t8\n", "1\t2\n3\n", ""])
def test_what_cannot_be_pasted_changes_nothing_and_says_why(
    view: TableView, document: ReportDocument, text: str
) -> None:
    paste(view, text)
    assert document.undo_stack.count() == 0
    assert said(view)


def test_one_figure_fills_the_selection(view: TableView, document: ReportDocument) -> None:
    view.go_to(cell("granted"))
    QTest.keyClick(view, Key.Key_Down, Shift)
    QTest.keyClick(view, Key.Key_Right, Shift)
    paste(view, "0")
    assert set(document.draft.entries) == {ref for row in view.arrangement.refs[2:4] for ref in row[:2]}


def test_copying_gives_what_excel_takes(view: TableView, document: ReportDocument) -> None:
    document.enter(values={cell("new_received"): 6, cell("carried_in", "business"): 2})
    QTest.keyClick(view, Key.Key_Down, Shift)
    QTest.keyClick(view, Key.Key_Right, Shift)
    QTest.keyClick(view, Key.Key_C, Control)
    assert QGuiApplication.clipboard().text() == "6\t\n\t2"
    QTest.keyClick(view, Key.Key_X, Control)
    assert not document.draft.entries


def test_fill_down(view: TableView, undoable: Undoable, document: ReportDocument) -> None:
    document.enter(values={cell("withheld_state_secret"): 0})
    view.go_to(cell("withheld_state_secret"))
    QTest.keyClick(view, Key.Key_Down, Shift)
    QTest.keyClick(view, Key.Key_Down, Shift)
    assert undoable(lambda: QTest.keyClick(view, Key.Key_D, Control)) == "向下填充 2 格"
    assert document.draft.entries[cell("withheld_safety")] == 0
    view.go_to(cell("withheld_third_party"))
    QTest.keyClick(view, Key.Key_D, Control)
    assert document.draft.entries[cell("withheld_third_party")] == 0, "a single cell takes the one above"


def test_above_the_first_row_there_is_nothing_to_fill_down(view: TableView, document: ReportDocument) -> None:
    document.enter(values={cell("carried_over"): 7})
    view.go_to(cell("new_received"))
    QTest.keyClick(view, Key.Key_D, Control)
    assert document.draft.entries == {cell("carried_over"): 7}
    assert "没有可以向下填充的格" in said(view)


def test_a_finished_report_refuses_keys_with_a_sentence(view: TableView, document: ReportDocument) -> None:
    document.lock("这份草稿以只读方式打开。")
    type_keys(view, "5")
    assert (view.editor(), said(view)) == (None, "这份草稿以只读方式打开。")
    paste(view, "1")
    assert not document.draft.entries


def test_a_locked_report_has_all_its_cells_drawn_anew(view: TableView, document: ReportDocument) -> None:
    announced: list[tuple[int, int]] = []
    view.cells.dataChanged.connect(lambda top, bottom: announced.append((top.row(), bottom.row())))
    document.lock("这份草稿以只读方式打开。")
    assert announced == [(0, view.cells.rowCount() - 1)]


def test_the_tooltip_explains_a_total_and_gives_the_meaning_of_an_entry(view: TableView) -> None:
    view.document.enter(values={cell("granted"): 5, cell("granted", "business"): 4})
    assert "总计＝自然人5＋商业企业4＝9" in view.cells.explain(cell("granted", "total"))
    assert "答复为全部公开的件数。" in view.cells.explain(cell("granted"))
    assert view.cells.explain(cell("partial", "total")).endswith("由程序自动计算，各项还没有填。")


def test_a_screen_reader_hears_column_row_and_figure(view: TableView) -> None:
    view.document.enter(values={cell("granted"): 6})
    model = view.model()
    index = view.cells.index_of(cell("granted"))
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "自然人，予以公开，6"
    blank = view.cells.index_of(cell("partial"))
    assert model.data(blank, Qt.ItemDataRole.AccessibleTextRole) == "自然人，部分公开，未填"


def test_states_follow_the_figures(view: TableView, document: ReportDocument, qtbot: QtBot) -> None:
    received = view.cells.index_of(cell("new_received"))
    assert received.data(STATE_ROLE).blank
    document.enter(values={cell("new_received"): 3})
    assert (received.data(STATE_ROLE).blank, received.data(STATE_ROLE).level) == (False, None), "the rest may follow"
    document.enter(values={cell("carried_in"): 0, cell("carried_over"): 4})
    assert received.data(STATE_ROLE).level is Level.HARD
    with qtbot.waitSignal(view.cells.dataChanged):
        document.enter(values={cell("carried_over"): 3})
    assert received.data(STATE_ROLE).level is None
    document.annotate(ref=cell("new_received"), note="含电话申请")
    assert received.data(STATE_ROLE).noted


def test_only_the_cells_that_changed_are_announced(view: TableView, document: ReportDocument) -> None:
    announced: list[CellRef] = []
    view.cells.dataChanged.connect(lambda top, _: announced.append(view.cells.ref(top)))
    document.enter(values={cell("granted"): 3})
    assert cell("partial") not in announced
    assert {cell("granted"), cell("granted", "total"), cell("result_total")} <= set(announced)


@pytest.mark.parametrize("name", edition_names())
def test_the_models_keep_qts_contract(name: str, qtbot: QtBot) -> None:
    edition = load_edition(name)
    document = ReportDocument(Draft(edition, edition.first_year))
    for table in edition.tables.values():
        view = TableView(document, table)
        qtbot.addWidget(view)
        assert isinstance(view.model(), ReportTableModel)
        QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    document.fill_blanks_with_zero()
    document.undo_stack.undo()


@pytest.mark.parametrize("width", [600, 740, 931, 1080])
def test_a_table_is_as_wide_as_its_room_and_scrolls_sideways_only_where_it_must(view: TableView, width: int) -> None:
    view.resize(width, 1200)
    used = view.verticalHeader().width() + sum(view.measures.columns)
    assert used == width if width >= 740 else used > width - 1
    assert view.measures.rows[0] >= 28


def test_a_label_that_spans_the_stub_is_one_line_where_it_fits(view: TableView) -> None:
    view.resize(600, 1200)
    assert view.measures.rows[0] == min(view.measures.rows)


def test_a_narrow_table_shows_its_last_row_above_the_scroll_bar(view: TableView) -> None:
    view.resize(400, 1200)
    bar = view.horizontalScrollBar().sizeHint().height()
    assert view.content_height == view.measures.height + bar


def test_a_wide_selection_is_read_row_by_row(view: TableView) -> None:
    start = view.visualRect(view.cells.index(2, 1)).center()
    end = view.visualRect(view.cells.index(3, 2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Shift, end + QPoint(1, 1))
    assert view.selected() == [list(view.arrangement.refs[row][1:3]) for row in (2, 3)]


def press(view: TableView, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(view, key, held)


def block(view: TableView) -> tuple[CellRef, CellRef]:
    """The corners of what is selected."""
    rows = view.selected()
    return rows[0][0], rows[-1][-1]


class TestBlocks:
    """The cell that the cursor is on stays; Shift moves the corner that lies opposite."""

    def test_the_cursor_stays_while_the_block_grows_and_shrinks(self, view: TableView) -> None:
        view.go_to(cell("granted", "business"))
        for key in (Key.Key_Down, Key.Key_Down, Key.Key_Right, Key.Key_Up):
            press(view, key, Shift)
        assert view.current == cell("granted", "business")
        assert block(view) == (cell("granted", "business"), cell("partial", "research"))
        press(view, Key.Key_Up, Shift)
        press(view, Key.Key_Up, Shift)
        assert block(view) == (cell("carried_in", "business"), cell("granted", "research"))

    def test_typing_goes_into_the_cell_of_the_cursor(self, view: TableView, document: ReportDocument) -> None:
        press(view, Key.Key_Down, Shift)
        type_keys(view, "5", Key.Key_Return)
        assert document.draft.entries == {cell("new_received"): 5}

    @pytest.mark.parametrize("jump", ["undo", "click"])
    def test_a_block_begins_where_the_last_jump_led(self, view: TableView, document: ReportDocument, jump: str) -> None:
        press(view, Key.Key_Home, Control)
        type_keys(view, "99", Key.Key_Return, Key.Key_Down, Key.Key_Down, Key.Key_Down)
        press(view, Key.Key_Down, Shift)
        if jump == "click":
            place = view.visualRect(view.cells.index(0, 0)).center()
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        else:
            QTest.keyPress(view, Key.Key_Control, Control)  # as with Ctrl+Z: the key is held while the cursor jumps
            view.go_to(cell("new_received"))
            QTest.keyRelease(view, Key.Key_Control)
        assert block(view) == (cell("new_received"), cell("new_received"))
        press(view, Key.Key_Down, Shift)
        assert block(view) == (cell("new_received"), cell("carried_in"))

    def test_the_mouse_draws_a_block_from_the_cell_that_was_pressed(self, view: TableView) -> None:
        first, last = (view.visualRect(view.cells.index(*place)).center() for place in ((2, 1), (4, 3)))
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
        drag(view, last)
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=last)
        assert view.current == view.arrangement.refs[2][1]
        assert block(view) == (view.arrangement.refs[2][1], view.arrangement.refs[4][3])
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Shift, first)
        assert block(view) == (view.arrangement.refs[2][1],) * 2

    def test_what_is_selected_is_summed(self, view: TableView, document: ReportDocument, qtbot: QtBot) -> None:
        document.enter(values={cell("new_received"): 1, cell("granted"): 4})
        assert view.sums == ""
        with qtbot.waitSignal(view.block_changed):
            press(view, Key.Key_Down, Shift)
        assert view.sums == "", "one figure is no sum"
        press(view, Key.Key_Down, Shift)
        assert view.sums == "平均值＝2.5　计数＝2　求和＝5"


def drag(view: TableView, place: QPoint) -> None:
    """Move the pointer with the left button down, which QTest cannot."""
    QApplication.sendEvent(
        view.viewport(),
        QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place),
            QPointF(view.viewport().mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    )


def test_enter_after_tabs_leads_back_to_the_column_where_they_began(view: TableView) -> None:
    view.go_to(cell("granted", "business"))
    type_keys(view, "1", Key.Key_Tab, "2", Key.Key_Tab, "3", Key.Key_Return)
    assert view.current == cell("partial", "business")
    type_keys(view, Key.Key_Tab, Key.Key_Right, Key.Key_Return)
    assert view.current == cell("withheld_state_secret", "charity"), "an arrow ends the row of Tabs"


def test_control_and_an_arrow_go_to_the_end_of_a_run_and_to_the_next(view: TableView, document: ReportDocument) -> None:
    document.enter(values={cell(row): 1 for row in ("new_received", "carried_in", "unable_unclear")})
    seen = []
    for _ in range(3):
        press(view, Key.Key_Down, Control)
        seen.append(view.current.row)
    assert seen == ["carried_in", "unable_unclear", "result_total"]
    press(view, Key.Key_Up, Control, Shift)
    assert block(view) == (cell("unable_unclear"), cell("result_total"))
    press(view, Key.Key_End)
    assert view.current == cell("result_total", "total")
    press(view, Key.Key_Home, Control)
    assert view.current == cell("new_received")
    press(view, Key.Key_End, Control)
    assert view.current == cell("carried_over", "total")


@pytest.fixture
def low_view(view: TableView) -> TableView:
    """A table that scrolls."""
    QApplication.processEvents()
    view.scroll_vertically()
    view.setMinimumHeight(0)
    view.resize(900, 400)
    QApplication.processEvents()
    return view


class Painted(QObject):
    """Notes what of a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


def test_the_wheel_paints_the_labels_of_groups_whole(low_view: TableView) -> None:
    """A label stands in the middle of what shows of its box, so that moving its pixels does not do."""
    labels = low_view.verticalHeader().viewport()
    painted = Painted(labels)
    low_view.verticalScrollBar().setValue(40)
    QApplication.processEvents()
    assert painted.region.contains(labels.rect().adjusted(0, 0, -1, -1))
    assert painted.region.boundingRect() == labels.rect()


def test_the_page_keys_go_by_what_shows(low_view: TableView) -> None:
    view = low_view
    press(view, Key.Key_PageDown)
    row = view.currentIndex().row()
    assert 2 < row < 24
    press(view, Key.Key_PageUp)
    assert view.currentIndex().row() == 0


class TestMenu:
    """The right mouse button."""

    @pytest.fixture
    def menu(self, view: TableView) -> Callable[[], dict[str, QAction]]:
        def open_it() -> dict[str, QAction]:
            place = view.visualRect(view.currentIndex()).center()
            QTest.mousePress(view.viewport(), Qt.MouseButton.RightButton, pos=place)
            QApplication.sendEvent(
                view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
            )
            (opened,) = view.findChildren(QMenu)
            return {action.text().partition("\t")[0]: action for action in opened.actions()}

        return open_it

    @pytest.mark.qt_log_ignore("This plugin does not support")
    def test_it_works_on_the_block(
        self, view: TableView, document: ReportDocument, menu: Callable[[], dict[str, QAction]]
    ) -> None:
        document.enter(values={cell("new_received"): 1, cell("carried_in"): 2})
        press(view, Key.Key_Down, Shift)
        menu()["剪切"].trigger()
        assert document.draft.entries == {}
        assert QGuiApplication.clipboard().text() == "1\n2"

    @pytest.mark.qt_log_ignore("This plugin does not support")
    def test_a_locked_report_can_be_copied_only(
        self, document: ReportDocument, menu: Callable[[], dict[str, QAction]]
    ) -> None:
        document.lock("只读。")
        assert [text for text, action in menu().items() if text and action.isEnabled()] == ["复制"]


def test_a_cell_paints_within_its_own_bounds(view: TableView) -> None:
    """A frame that reaches beyond leaves its edge behind when the cursor goes."""
    places = [(2, 1), (3, 2), (0, 0)]
    for at in places:
        view.setCurrentIndex(view.cells.index(*at))
        area = view.visualRect(view.cells.index(*at))
        with_cursor = view.viewport().grab().toImage()
        view.setCurrentIndex(view.cells.index(10, 5))
        without = view.viewport().grab().toImage()
        around = area.adjusted(-4, -4, 4, 4).intersected(view.viewport().rect())
        for x in range(around.left(), around.right()):
            for y in range(around.top(), around.bottom()):
                if not area.contains(x, y):
                    assert with_cursor.pixel(x, y) == without.pixel(x, y), (at, x, y)


class TestSums:
    """=3+4 in a cell."""

    def test_the_sum_is_entered_and_stays_in_the_note(self, view: TableView, document: ReportDocument) -> None:
        type_keys(view, "=3+4", Key.Key_Return)
        assert document.draft.entries == {cell("new_received"): 7}
        assert document.draft.cell_notes == {cell("new_received"): "=3+4"}
        assert view.current == cell("carried_in")
        document.undo_stack.undo()
        assert (document.draft.entries, document.draft.cell_notes) == ({}, {})

    def test_half_a_sum_stays_in_the_field(self, view: TableView, document: ReportDocument) -> None:
        type_keys(view, "=3+", Key.Key_Return)
        assert "没有写完整" in said(view)
        assert document.draft.entries == {}


class TestPastingAsPrinted:
    """Figures as other people write them, and blocks that bring their labels."""

    def test_units_and_remarks_are_read_as_in_an_import(self, view: TableView, document: ReportDocument) -> None:
        QGuiApplication.clipboard().setText("5件\t12.00\t22（其中修订16件）")
        press(view, Key.Key_V, Control)
        assert [document.draft.entries[ref] for ref in view.arrangement.refs[0][:3]] == [5, 12, 22]
        assert document.draft.cell_notes == {cell("new_received", "research"): "其中修订16件"}
        document.undo_stack.undo()
        assert (document.draft.entries, document.draft.cell_notes) == ({}, {})

    def test_a_total_that_differs_is_a_finding_until_it_is_settled(
        self, view: TableView, document: ReportDocument
    ) -> None:
        QGuiApplication.clipboard().setText("1\t0\t0\t0\t0\t0\t5")
        press(view, Key.Key_V, Control)
        assert document.draft.reported == {cell("new_received", "total"): 5}
        assert any(finding.code == "TOTAL" for finding in document.findings)

    LABELLED = "（二）部分公开\t2\t0\t0\t0\t0\t0\t2\n（一）予以公开\t7\t1\t0\t0\t0\t0\t8\n莫名其妙\t1\t1\t1\t1\t1\t1\t6"

    def test_rows_go_where_their_labels_say(self, view: TableView, document: ReportDocument) -> None:
        QGuiApplication.clipboard().setText(self.LABELLED)
        seen: list[str] = []

        def look(dialog: QDialog) -> None:
            table = dialog.findChild(QTableWidget)
            assert isinstance(table, QTableWidget)
            seen.extend(table.item(row, 0).text() for row in range(table.rowCount()))
            press_button("粘贴")(dialog)

        answers = Answers([look])
        steps = document.undo_stack.count()
        press(view, Key.Key_V, Control)
        answers.stop()
        assert document.draft.entries[cell("granted")] == 7
        assert document.draft.entries[cell("granted", "business")] == 1
        assert document.draft.entries[cell("partial")] == 2
        assert any("（一）予以公开·自然人" in place for place in seen)
        assert document.undo_stack.count() == steps + 1
        document.undo_stack.undo()
        assert document.draft.entries == {}

    def test_thinking_better_of_it_enters_nothing(self, view: TableView, document: ReportDocument) -> None:
        QGuiApplication.clipboard().setText(self.LABELLED)
        answers = Answers([escape])
        press(view, Key.Key_V, Control)
        answers.stop()
        assert document.draft.entries == {}

    def test_labels_of_another_table_are_said_and_nothing_is_entered(
        self, view: TableView, document: ReportDocument
    ) -> None:
        QGuiApplication.clipboard().setText("张三\t3\n李四\t4")
        press(view, Key.Key_V, Control)
        assert "认不出是哪几行" in said(view)
        assert document.draft.entries == {}
