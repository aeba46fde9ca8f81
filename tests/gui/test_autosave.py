"""Unsaved edits are copied in time, beside the work and never in its way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from gui.app import workers
from gui.files.autosave import DELAY_MS, Autosave
from gui.report.document import ReportDocument
from model.draft import Draft
from model.form.edition import CellRef
from model.report.numbers import Number
from model.store import recovery
from model.store.draft_file import load_draft
from model.store.draft_json import parse_draft
from model.store.file_errors import DiskFull
from model.store.recovery import OnDisk, RecoveryCopy, RecoverySlot, RecoveryStore
from tests.gui.documents import save

PERSON = CellRef("requests", "granted", "natural_person")
DELAY = 40


@pytest.fixture
def store(tmp_path: Path) -> RecoveryStore:
    return RecoveryStore(tmp_path / "recovery")


@pytest.fixture
def slot(store: RecoveryStore) -> RecoverySlot:
    return store.new_slot()


@pytest.fixture
def saved(document: ReportDocument, tmp_path: Path) -> ReportDocument:
    """A report that stands in a file."""
    save(document, tmp_path / "草稿.json")
    return document


@pytest.fixture
def autosave(saved: ReportDocument, slot: RecoverySlot) -> Iterator[Autosave]:
    kept = Autosave(saved, slot, delay=DELAY)
    yield kept
    kept.close()


def after_a_crash(slot: RecoverySlot, store: RecoveryStore) -> list[RecoveryCopy]:
    """What the next start finds."""
    slot.release()
    return store.pending()


def copied(copy: RecoveryCopy) -> Draft:
    return parse_draft(copy.data).draft


def test_an_edit_is_copied_and_the_file_is_left_alone(
    saved: ReportDocument, autosave: Autosave, slot: RecoverySlot, store: RecoveryStore, qtbot: QtBot
) -> None:
    before = saved.path.read_bytes()
    with qtbot.waitSignal(autosave.written):
        saved.enter(values={PERSON: 3})
    assert saved.path.read_bytes() == before
    assert saved.modified, "a copy is no save"
    (copy,) = after_a_crash(slot, store)
    assert copied(copy).entries == {PERSON: 3}
    assert (copy.origin.path, copy.on_disk) == (saved.path, OnDisk.SAME)
    assert copy.origin.modified == saved.path.stat().st_mtime


def test_an_edit_waits_far_less_than_ten_seconds() -> None:
    assert DELAY_MS <= 5_000


def test_typing_on_does_not_put_the_copy_off(saved: ReportDocument, autosave: Autosave, qtbot: QtBot) -> None:
    copies: list[Number] = []
    autosave.written.connect(lambda: copies.append(saved.draft.entries[PERSON]))
    for number in range(1, 31):
        saved.enter(values={PERSON: number})
        qtbot.wait(DELAY // 4)
    assert len(copies) >= 3


def test_a_report_that_was_never_saved_is_copied_as_well(
    document: ReportDocument, slot: RecoverySlot, store: RecoveryStore, qtbot: QtBot
) -> None:
    document.mark_unsaved()
    autosave = Autosave(document, slot, delay=DELAY)
    qtbot.waitSignal(autosave.written).wait()
    (copy,) = after_a_crash(slot, store)
    assert copy.on_disk is OnDisk.NEVER
    autosave.close()


def test_nothing_is_left_after_saving(
    saved: ReportDocument, autosave: Autosave, slot: RecoverySlot, store: RecoveryStore, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(autosave.written):
        saved.enter(values={PERSON: 3})
    save(saved)
    qtbot.waitUntil(lambda: not copies_of(store))
    assert after_a_crash(slot, store) == []


def test_a_copy_of_what_was_saved_meanwhile_is_not_offered(
    saved: ReportDocument, autosave: Autosave, slot: RecoverySlot, store: RecoveryStore, qtbot: QtBot
) -> None:
    """F-51: the program is killed between the save and the forgetting."""
    with qtbot.waitSignal(autosave.written):
        saved.enter(values={PERSON: 3})
    kept = {file: file.read_bytes() for file in copies_of(store)}
    save(saved)
    qtbot.waitUntil(lambda: not copies_of(store))
    for file, data in kept.items():
        file.write_bytes(data)
    assert after_a_crash(slot, store) == []


def test_undoing_every_edit_leaves_nothing_to_recover(
    saved: ReportDocument, autosave: Autosave, slot: RecoverySlot, store: RecoveryStore, qtbot: QtBot
) -> None:
    """F-57."""
    with qtbot.waitSignal(autosave.written):
        saved.enter(values={PERSON: 3})
    saved.undo_stack.undo()
    qtbot.waitUntil(lambda: not copies_of(store))
    saved.undo_stack.redo()
    with qtbot.waitSignal(autosave.written):
        pass
    assert copied(after_a_crash(slot, store)[0]).entries == {PERSON: 3}


def test_closing_leaves_nothing(saved: ReportDocument, autosave: Autosave, store: RecoveryStore, qtbot: QtBot) -> None:
    with qtbot.waitSignal(autosave.written):
        saved.enter(values={PERSON: 3})
    autosave.close()
    assert list(store._folder.iterdir()) == []


def test_leaving_the_window_copies_at_once(
    saved: ReportDocument, slot: RecoverySlot, store: RecoveryStore, qtbot: QtBot
) -> None:
    autosave = Autosave(saved, slot, delay=60_000)
    saved.enter(values={PERSON: 3})
    with qtbot.waitSignal(autosave.written):
        autosave.write_soon()
    assert len(copies_of(store)) == 1
    autosave.write_soon()
    with qtbot.assertNotEmitted(autosave.written, wait=100):
        pass  # nothing new: nothing is written
    autosave.close()


def test_the_last_moment_is_enough(
    saved: ReportDocument, slot: RecoverySlot, store: RecoveryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    autosave = Autosave(saved, slot, delay=60_000)
    autosave.write_now()
    assert copies_of(store) == [], "nothing unsaved, nothing to copy"
    saved.enter(values={PERSON: 3})
    autosave.write_now()
    assert copied(after_a_crash(slot, store)[0]).entries == {PERSON: 3}
    monkeypatch.setattr("gui.files.autosave.encode_draft", fail)
    autosave.write_now()  # never raises
    autosave.close()


def fail(*_: object, **__: object) -> None:
    raise MemoryError


def disk_full(*_: object, **__: object) -> None:
    raise DiskFull("无法保存“副本”：磁盘已满或超出配额，请清理空间，或者另存到别的磁盘。原来的文件没有改动。")


def test_a_full_disk_is_said_once_and_work_goes_on(
    saved: ReportDocument, autosave: Autosave, slot: RecoverySlot, store: RecoveryStore, qtbot: QtBot
) -> None:
    """F-60."""
    said: list[str] = []
    autosave.failed.connect(said.append)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recovery, "write_atomic", disk_full)
        with qtbot.assertNotEmitted(autosave.written, wait=300):
            for number in range(1, 10):
                saved.enter(values={PERSON: number})
                qtbot.wait(30)
    assert len(said) == 1
    assert "自动保存没有成功" in said[0]
    with qtbot.waitSignal(autosave.written):
        saved.enter(values={PERSON: 99})
    assert copied(after_a_crash(slot, store)[0]).entries == {PERSON: 99}


def test_too_little_memory_is_said_once(
    saved: ReportDocument, autosave: Autosave, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """F-13."""
    said: list[str] = []
    autosave.failed.connect(said.append)
    monkeypatch.setattr("gui.files.autosave.encode_draft", fail)
    for number in range(1, 6):
        saved.enter(values={PERSON: number})
        qtbot.wait(3 * DELAY)
    assert said == [workers.explain(MemoryError())]
    assert saved.draft.entries == {PERSON: 5}


def test_an_export_that_takes_long_keeps_no_copy_waiting(
    saved: ReportDocument, autosave: Autosave, qtbot: QtBot
) -> None:
    done, ended = threading.Event(), list[object]()
    threads = QThreadPool.globalInstance().maxThreadCount()
    for _ in range(threads):
        workers.start(lambda _: done.wait(10), done=ended.append, failed=ended.append)
    try:
        with qtbot.waitSignal(autosave.written, timeout=3_000):
            saved.enter(values={PERSON: 3})
    finally:
        done.set()
        assert workers.wait_for_all()
    qtbot.waitUntil(lambda: len(ended) == threads)


def test_a_save_while_a_copy_is_being_written_leaves_no_copy(
    *,
    saved: ReportDocument,
    autosave: Autosave,
    slot: RecoverySlot,
    store: RecoveryStore,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """F-49: one after another, and the last state wins."""
    begun, go_on = threading.Event(), threading.Event()
    write = slot.write

    def slowly(*arguments: Any) -> str | None:
        begun.set()
        go_on.wait(5)
        return write(*arguments)

    monkeypatch.setattr(slot, "write", slowly)
    saved.enter(values={PERSON: 3})
    qtbot.waitUntil(begun.is_set)
    save(saved)
    go_on.set()
    qtbot.waitUntil(lambda: not autosave._writer.busy)
    assert after_a_crash(slot, store) == []
    assert load_draft(saved.path).draft.entries == {PERSON: 3}


def copies_of(store: RecoveryStore) -> list[Path]:
    return sorted(store._folder.glob("*/*.copy"))
