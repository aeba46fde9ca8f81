"""The process that reads: what it may not do, and what the program says when it ends as it should not."""

from __future__ import annotations

import subprocess
import sys
import time
import zlib

import pytest

from model.importing import ImportRefused, isolation, read_document
from model.importing.content import Cell, Content, Paragraph, Row, Table
from model.importing.isolation import ARGUMENT
from model.importing.readers import read
from model.importing.readers.kinds import exact_kind
from model.importing.transfer import NotContent, packed, unpacked
from tests.importing.hostile import compound, docx_with, pdf, pdf_of_objects, word_paragraph, word_xml
from tests.importing.invented import blocks_of, invented_draft
from tests.importing.ofd import ofd_of_pdf
from tests.importing.pdf_pages import MANNERS, drawn
from tests.importing.producers import PRODUCERS

DOCX = docx_with(word_xml(word_paragraph("12")))


def answering(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the reading process run this code instead."""
    monkeypatch.setattr(isolation, "_command", lambda: [sys.executable, "-c", code])


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every process that is started from now on."""
    found: list[subprocess.Popen[bytes]] = []

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, *words: object, **options: object) -> None:
            super().__init__(*words, **options)  # type: ignore[call-overload]
            found.append(self)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    return found


@pytest.fixture(scope="module")
def files() -> dict[str, tuple[str, bytes]]:
    blocks = blocks_of(invented_draft(5))
    made = {name: (suffix, make(blocks)) for name, (suffix, make) in PRODUCERS.items()}
    pages = drawn(blocks, MANNERS["ruled"])
    return {**made, "pdf": (".pdf", pages), "ofd": (".ofd", ofd_of_pdf(pages, by_character=False))}


@pytest.mark.parametrize("kind", [*PRODUCERS, "pdf", "ofd"])
def test_a_process_without_files_and_network_reads_every_kind(kind: str, files: dict[str, tuple[str, bytes]]) -> None:
    suffix, data = files[kind]
    assert read_document(data, suffix) == read(data, exact_kind(data, suffix))


def test_a_process_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    answering(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(isolation, "WALL_SECONDS", 0.3)
    with pytest.raises(ImportRefused, match="没有读完"):
        read_document(DOCX)
    assert [process.poll() for process in started] == [-9]


def test_a_cancelled_import_ends_the_process_at_once(
    monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    answering(monkeypatch, "import time; time.sleep(60)")
    with pytest.raises(ImportRefused, match="已取消"):
        read_document(DOCX, cancelled=lambda: True)
    assert [process.poll() for process in started] == [-9]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import os; os.abort()", "损坏"),
        ("import ctypes; ctypes.string_at(0)", "损坏"),
        ("print('{')", "损坏"),
        ("print('[]')", "损坏"),
        ("import sys; sys.stdin.buffer.read(); print('x' * (17 << 20))", "损坏"),
        ("import sys; sys.exit(1)", "没有读完"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "没有读完"),
        ("import os, time; os.close(0); time.sleep(0.2)", "没有读完"),
    ],
)
def test_a_process_that_ends_as_it_should_not_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    answering(monkeypatch, code)
    with pytest.raises(ImportRefused, match=words):
        read_document(DOCX + b" " * 1_000_000)


LIMITED = """
import socket, sys
sys.path.insert(0, sys.argv[1])
from model.importing import reading_process
reading_process._limit()
reading_process._leave_network()
reading_process._open_nothing_more()
for forbidden in (
    lambda: bytearray(2 << 30),
    lambda: open("/etc/passwd"),
    lambda: open("/tmp/written", "w"),
    lambda: socket.create_connection(("127.0.0.1", 9)),
):
    try:
        forbidden()
    except (OSError, MemoryError) as error:
        print(type(error).__name__)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limits of Linux")
def test_the_process_has_no_memory_to_waste_no_files_and_no_network() -> None:
    root = isolation._command()[-2]
    done = subprocess.run([sys.executable, "-c", LIMITED, root], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["MemoryError", "OSError", "OSError", "OSError"]


BOMB = zlib.compress(b"0 0 m 9 9 l S\n" * 400_000, 9)
HOGS = {
    "P-02 a page of 400,000 lines": pdf_of_objects(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        f"<</Length {len(BOMB)}/Filter/FlateDecode>>stream\n{BOMB.decode('latin-1')}\nendstream",
    ),
    "X-07 a panic in a library": compound({"Workbook": b"\x09\x08"}),
    "P-08 a scan": pdf(),
}


@pytest.mark.parametrize("data", HOGS.values(), ids=HOGS)
def test_hogs_are_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused, match=r"。$"):
        read_document(data)


def test_a_process_that_does_not_start_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_command", lambda: ["/nowhere/ogi-report"])
    with pytest.raises(ImportRefused, match="没能启动"):
        read_document(DOCX)


def test_what_nobody_could_send_is_refused_before_a_process_is_started(
    started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "LARGEST_FILE", 1 << 20)
    for data, words in ((b"", "空的"), (b"%PDF-1.7" + b" " * (2 << 20), "MB"), (b"\x89PNG", "图片")):
        with pytest.raises(ImportRefused, match=words):
            read_document(data)
    assert started == []


def test_a_text_needs_no_process(started: list[subprocess.Popen[bytes]]) -> None:
    assert read_document("一、总体情况".encode()).blocks
    assert started == []


CONTENT = Content(
    (
        Paragraph("题目", heading=True, after_gap=True, indented=True),
        Row(("规章", "")),
        Table({(0, 1): Cell("7\n件", 2, 1)}, 2, 2, "第3页"),
    ),
    torn=True,
    skipped={"删除的修订": 2},
    doubtful={"损坏的字": 1},
)


def test_content_comes_through_as_it_was() -> None:
    assert unpacked(packed(CONTENT)) == CONTENT


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"blocks": [{"text": 1, "marks": [0, 0, 0]}], "torn": 0, "skipped": {}}',
        b'{"blocks": [{"text": "", "marks": [0]}], "torn": 0, "skipped": {}}',
        b'{"blocks": [{"cells": [[5, 0, "", 1, 1]], "size": [2, 2], "place": ""}], "torn": 0, "skipped": {}}',
        b'{"blocks": [{"cells": [], "size": [-2, 2], "place": ""}], "torn": 0, "skipped": {}}',
        b'{"blocks": [], "torn": 0, "skipped": {"x": "many"}}',
        b"[" * 100_000,
    ],
)
def test_an_answer_that_is_none_is_not_believed(answer: bytes) -> None:
    with pytest.raises(NotContent):
        unpacked(answer)


def test_an_answer_with_more_places_than_any_report_is_refused() -> None:
    with pytest.raises(ImportRefused, match="格"):
        unpacked(packed(Content((Table({}, 5_000, 200),))))


def test_the_program_knows_the_argument_that_starts_it() -> None:
    """From the source, as in a bundle, it is the program itself that reads."""
    command = isolation._command()
    assert command[-1] == ARGUMENT
    started = time.monotonic()
    done = subprocess.run(command, input=b".docx\n" + DOCX, capture_output=True, check=True, timeout=30)
    assert unpacked(done.stdout) == Content((Paragraph("12"),)) and time.monotonic() > started
