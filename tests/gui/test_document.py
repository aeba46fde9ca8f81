"""The document: every verb is one step that can be undone, and "saved" is never said too early."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from weakref import ref

import pytest
from pytestqt.qtbot import QtBot

from gui.report.document import ACKNOWLEDGED, ApplyEdit, ReportDocument
from model.checks.finding import Finding
from model.draft import Draft
from model.form.edition import CellRef, Edition
from model.report.report import Details, Edit, zeros_for_blanks
from model.store.draft_file import load_draft, save_draft
from tests.gui.documents import save, take_disk_version

PERSON = CellRef("requests", "granted", "natural_person")
BUSINESS = CellRef("requests", "granted", "business")
RECEIVED = CellRef("requests", "new_received", "natural_person")
TOTAL = CellRef("requests", "granted", "total")
FEES = CellRef("fees", "charges", "amount")

Undoable = Callable[[Callable[[], object]], str]


def last_years(edition: Edition) -> Draft:
    draft = Draft(edition, 2024, Details(agency="云溪市人力资源和社会保障局"))
    draft.enter({CellRef("requests", "carried_over", "natural_person"): 4})
    return draft


def test_filling_a_cell(document: ReportDocument, undoable: Undoable) -> None:
    assert undoable(lambda: document.enter(values={PERSON: 3})) == "填写“（一）予以公开·自然人”"


def test_blanking_a_cell(document: ReportDocument, undoable: Undoable) -> None:
    document.enter(values={PERSON: 3, BUSINESS: 1})
    assert undoable(lambda: document.enter(values={PERSON: None})) == "清空“（一）予以公开·自然人”"


def test_pasting_a_block(document: ReportDocument, undoable: Undoable) -> None:
    label = undoable(lambda: document.enter(values={PERSON: 3, BUSINESS: 4}, text="粘贴 1×2 格"))
    assert label == "粘贴 1×2 格"


def test_writing_a_narrative(document: ReportDocument, undoable: Undoable) -> None:
    assert undoable(lambda: document.write(section="overview", text="全年……")) == "修改“一、总体情况”"


def test_changing_the_title(document: ReportDocument, undoable: Undoable) -> None:
    assert undoable(lambda: document.set_detail(name="title", value="年报")) == "修改标题"


def test_a_note_on_a_cell(document: ReportDocument, undoable: Undoable) -> None:
    assert undoable(lambda: document.annotate(ref=PERSON, note="含电话申请")) == "批注“（一）予以公开·自然人”"


def test_explaining_a_finding(document: ReportDocument, undoable: Undoable) -> None:
    document.enter(values={RECEIVED: 1})
    finding = document.draft.evaluation.findings[0]
    assert undoable(lambda: document.explain(finding=finding, text=ACKNOWLEDGED)) == "填写说明"
    assert document.draft.explanation(finding) == ACKNOWLEDGED


def test_adopting_the_computed_totals(document: ReportDocument, undoable: Undoable) -> None:
    document.replace_contents(draft=with_a_printed_total(document.draft), text="导入")
    assert undoable(lambda: document.adopt_computed(refs=[TOTAL])) == "采用计算值 1 处"


def with_a_printed_total(draft: Draft) -> Draft:
    twin = draft.copy()
    twin.apply(Edit(entries={PERSON: 3}, reported={TOTAL: 5}))
    return twin


def test_zeros_for_blanks(document: ReportDocument, undoable: Undoable) -> None:
    assert undoable(document.fill_blanks_with_zero) == "空白补零 166 格"


def test_taking_over_last_years_figures(document: ReportDocument, undoable: Undoable, edition: Edition) -> None:
    assert undoable(lambda: document.take_last_year(previous=last_years(edition))) == "提取上年数"
    assert document.draft.entries[CellRef("requests", "carried_in", "natural_person")] == 4


def test_cells_that_last_year_hands_on_look_different_once_it_is_there(
    document: ReportDocument, qtbot: QtBot, edition: Edition
) -> None:
    """The figure was typed before and stays; that it is carried over is new, and shown."""
    carried = CellRef("requests", "carried_in", "natural_person")
    document.enter(values={carried: 4})
    with qtbot.waitSignal(document.cells_changed) as announced:
        document.take_last_year(previous=last_years(edition))
    assert document.draft.is_carried(carried)
    assert carried in announced.args[0]


def test_replacing_the_contents(document: ReportDocument, undoable: Undoable) -> None:
    other = document.draft.copy()
    other.apply(zeros_for_blanks(other))
    assert undoable(lambda: document.replace_contents(draft=other, text="恢复")) == "恢复"


def test_another_years_contents_are_another_report(document: ReportDocument, edition: Edition) -> None:
    with pytest.raises(ValueError):
        document.replace_contents(draft=last_years(edition), text="恢复")


def test_finishing_and_taking_it_back(document: ReportDocument, undoable: Undoable) -> None:
    assert not document.finish(on=date(2026, 1, 20)), "blank cells stand in the way"
    document.fill_blanks_with_zero()
    for section in document.draft.edition.narrative_sections:
        document.write(section=section.key, text="本年度没有需要报告的事项。")
    assert undoable(lambda: document.finish(on=date(2026, 1, 20))) == "定稿"
    assert not document.editable
    assert not document.enter(values={PERSON: 9}), "a finished report is read-only"
    assert undoable(document.unfinish) == "取消定稿"
    assert document.enter(values={PERSON: 9})


def test_whoever_watches_hears_that_a_report_is_finished_and_open_again(document: ReportDocument) -> None:
    heard: list[bool] = []
    document.editable_changed.connect(heard.append)
    document.fill_blanks_with_zero()
    for section in document.draft.edition.narrative_sections:
        document.write(section=section.key, text="本年度没有需要报告的事项。")
    document.finish(on=date(2026, 1, 20))
    document.unfinish()
    assert heard == [False, True]


def test_a_locked_report_keeps_its_contents(document: ReportDocument) -> None:
    other = document.draft.copy()
    other.enter({PERSON: 3})
    document.lock("另一个人正在使用这份草稿。")
    assert not document.replace_contents(draft=other, text="恢复")
    assert document.draft.entries == {}


def test_where_no_total_was_printed_there_is_none_to_drop(document: ReportDocument) -> None:
    assert not document.adopt_computed(refs=[TOTAL])
    assert document.undo_stack.count() == 0


def test_an_answer_holds_while_its_figures_stay(document: ReportDocument, edition: Edition) -> None:
    carried = CellRef("requests", "carried_in", "natural_person")

    def asked() -> list[Finding]:
        return [found for found in document.open_findings if found.code == "CARRY-IN" and carried in found.cells]

    document.take_last_year(previous=last_years(edition))
    document.enter(values={carried: 3})
    (finding,) = asked()
    document.explain(finding=finding, text="上年多报一件。")
    assert not asked()
    document.enter(values={carried: 2})
    assert asked()


def test_a_finished_report_that_a_colleague_has_open_is_not_taken_back(draft: Draft, qtbot: QtBot) -> None:
    draft.apply(Edit(details={"finished": "2026-01-20"}))
    document = ReportDocument(draft)
    document.lock("另一个人正在使用这份草稿。")
    assert not document.unfinish()
    assert document.finished


def test_a_cell_typed_twice_is_one_step(document: ReportDocument) -> None:
    document.enter(values={PERSON: 1})
    document.enter(values={PERSON: 12})
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert PERSON not in document.draft.entries


def test_typing_back_to_the_start_leaves_no_step(document: ReportDocument) -> None:
    document.enter(values={PERSON: 1})
    document.enter(values={PERSON: None})
    assert document.undo_stack.count() == 0
    assert not document.modified


def test_a_run_of_typing_is_one_step_and_the_next_run_another(document: ReportDocument) -> None:
    document.write(section="overview", text="全")
    document.write(section="overview", text="全年", continues=True)
    document.write(section="overview", text="全年。")
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert document.draft.narratives["overview"] == "全年"


def test_nothing_is_pushed_for_what_stands_there_already(document: ReportDocument) -> None:
    assert not document.enter(values={PERSON: None})
    assert not document.write(section="overview", text="")
    assert not document.annotate(ref=PERSON, note="")
    assert document.undo_stack.count() == 0


def test_signals_name_what_changed(document: ReportDocument, qtbot: QtBot) -> None:
    both = {RECEIVED, CellRef("requests", "new_received", "total")}
    with (
        qtbot.waitSignal(document.findings_changed),
        qtbot.waitSignal(document.cells_changed, check_params_cb=lambda cells: cells == both),
    ):
        document.enter(values={RECEIVED: 3})
    with qtbot.waitSignal(document.text_changed, check_params_cb=lambda key: key == "problems"):
        document.write(section="problems", text="无")


def test_saving_clears_the_mark_and_undo_sets_it_again(document: ReportDocument, tmp_path: Path) -> None:
    document.enter(values={PERSON: 3})
    save(document, tmp_path / "a.json")
    assert not document.modified
    document.undo_stack.undo()
    assert document.modified
    document.undo_stack.redo()
    assert not document.modified
    document.enter(values={PERSON: 4})
    assert document.undo_stack.count() == 2, "typing after a save does not melt into what was saved"


class TestDiskVersion:
    """还原, 接管 and 用磁盘上的."""

    def test_it_can_be_undone(self, document: ReportDocument, tmp_path: Path) -> None:
        save(document, tmp_path / "a.json")
        document.enter(values={PERSON: 3})
        assert take_disk_version(document)
        assert (document.modified, PERSON in document.draft.entries) == (False, False)
        document.undo_stack.undo()
        assert (document.modified, document.draft.entries[PERSON]) == (True, 3)

    def test_a_locked_report_stays_modified(self, document: ReportDocument, tmp_path: Path) -> None:
        save(document, tmp_path / "a.json")
        document.enter(values={PERSON: 3})
        document.lock("另一个人正在使用这份草稿。")
        assert not take_disk_version(document)
        assert (document.modified, document.draft.entries[PERSON]) == (True, 3)

    def test_an_unfinished_report_is_unfinished_again(self, document: ReportDocument, tmp_path: Path) -> None:
        save(document, tmp_path / "a.json")
        document.undo_stack.push(ApplyEdit(document, Edit(details={"finished": "2026-01-20"}), "定稿", None))
        assert take_disk_version(document)
        assert (document.modified, document.finished) == (False, False)

    def test_what_a_newer_program_wrote_there_survives_the_next_save(
        self, document: ReportDocument, tmp_path: Path
    ) -> None:
        save(document, tmp_path / "a.json")
        theirs = document.draft.copy()
        theirs.extra = {"stamps": ["骑缝"]}
        save_draft(theirs, tmp_path / "a.json")
        document.enter(values={PERSON: 3})
        take_disk_version(document)
        document.enter(values={PERSON: 4})
        save(document)
        assert load_draft(tmp_path / "a.json").draft.extra == {"stamps": ["骑缝"]}


def test_one_number_spelt_otherwise_is_another_entry(document: ReportDocument, tmp_path: Path, qtbot: QtBot) -> None:
    document.enter(values={FEES: Decimal("1.0")})
    save(document, tmp_path / "a.json")
    document.enter(values={FEES: Decimal("5")})
    document.enter(values={FEES: Decimal("1.00")})
    assert document.modified
    save(document)
    with qtbot.waitSignal(document.cells_changed, check_params_cb=lambda cells: FEES in cells):
        document.enter(values={FEES: Decimal("1.0")})
    document.enter(values={FEES: Decimal("1.00")})
    assert not document.modified


def test_an_imported_report_counts_as_unsaved(document: ReportDocument) -> None:
    document.mark_unsaved()
    assert document.modified


def test_a_locked_report_refuses_edits_until_it_is_saved_elsewhere(document: ReportDocument, tmp_path: Path) -> None:
    document.lock("另一个人正在使用这份草稿。")
    assert not document.enter(values={PERSON: 3})
    save(document, tmp_path / "copy.json")
    assert document.enter(values={PERSON: 3})


def test_a_forgotten_document_takes_its_steps_along(draft: Draft, qtbot: QtBot) -> None:
    """A step that kept its document alive would be freed before the stack, which then ends the whole program."""
    document = ReportDocument(draft)
    document.enter(values={PERSON: 1})
    document.write(section="overview", text="本年度没有需要报告的事项。")
    gone = ref(document)
    del document
    assert gone() is None, "no collection is needed"
