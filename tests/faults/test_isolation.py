"""The program stays at home: no network, no foreign files, and nothing about its user in what it writes."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.faults.faulty import USER, FaultsUnavailable
from tests.faults.isolation import Contacts, contacts, read_log, traces_of_the_user, window_contacts
from tests.faults.scenarios import EXPORT, NEW, SET, World


def test_hostile_text_opens_nothing_and_calls_nobody(tmp_path: Path, log: Path) -> None:
    try:
        found = contacts(tmp_path / "world", log)
    except FaultsUnavailable as reason:
        pytest.skip(str(reason))
    assert found.sockets == []
    assert found.opened == []
    assert found.calls > 400
    assert found.statuses[:3] == [0, 1, 0]
    assert not Path("/tmp/trap-was-run").exists()


def test_the_window_opens_nothing_that_a_draft_names(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("PySide6")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    try:
        found = window_contacts(tmp_path / "world", log)
    except FaultsUnavailable as reason:
        pytest.skip(str(reason))
    assert found.statuses == [0]
    assert found.sockets == []
    assert found.opened == []


def test_nothing_written_names_the_user(world: World) -> None:
    world.reset()
    for command in (NEW, SET, EXPORT):
        assert world.program.run(world.arguments(command), world.folder).status == 0
    assert list(traces_of_the_user(world.folder)) == []


def test_the_harness_sees_what_it_looks_for(tmp_path: Path) -> None:
    log = tmp_path / "strace.log"
    log.write_text(
        """12 openat(AT_FDCWD, "/home/x/canary.png", O_RDONLY) = 3
12 openat(AT_FDCWD, "/nowhere.png", O_RDONLY) = -1 ENOENT (No such file or directory)
12 openat(AT_FDCWD, "/home/x/docs/\\350\\215\\211.json", O_RDONLY) = 3
12 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EPERM
12 socket(AF_UNIX, SOCK_STREAM, 0) = 3
""",
        encoding="ascii",
    )
    found = Contacts()
    read_log(log, [Path("/home/x/docs")], found)
    assert found.opened == ["/home/x/canary.png"]
    assert len(found.sockets) == 1
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.pdf").write_bytes(b"stream\n" + zlib.compress(USER.encode("utf-16-be")) + b"\nendstream")
    assert list(traces_of_the_user(tmp_path / "out")) == [f"{USER} in a.pdf"]
