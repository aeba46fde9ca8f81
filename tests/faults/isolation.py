"""What the program touches besides its own files when it works on hostile ones, and what it tells about its user."""

from __future__ import annotations

import json
import platform
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from model.draft import Draft
from model.form.editions import load_edition
from model.report.report import Details, Edit
from model.store.draft_json import encode_draft
from tests.faults.faulty import ROOT, USER
from tests.faults.tracing import traced

CANARY = "canary.png"
HOSTILE = (
    '<img src="file:///etc/passwd"/><img src="{canary}"><img src="http://192.0.2.1/x.png"/><a href="javascript:1">x</a>'
    '<link href="file:///etc/hosts"/><onDraw name="x"/><font color="[[[getattr(pow,Word(\'__globals__\'))]]]">&amp;</b>'
    "<!-- x --><?x?><![CDATA[x]]>\\\\192.0.2.1\\share\\x.png @/etc/passwd ../../etc/passwd %s {{x}}"
    "{{canary}} \u202e\u2066"
)
_OPEN = re.compile(r'(?:open|openat|execve|readlink)\((?:AT_FDCWD, |\d+, )?"((?:\\.|[^"\\])*)".*= (-?\d+)')
_INTERNET = re.compile(r"AF_INET6?\b")
_SYSTEM = ("/usr/", "/lib/", "/lib64/", "/etc/ld.so.", "/etc/localtime", "/proc/self/", "/proc/sys/", "/dev/null")
_SYSTEM_FILES = frozenset({"/etc/mime.types", "/dev/urandom", "/etc/ssl/openssl.cnf", "/etc/locale.alias", "/"})


@dataclass
class Contacts:
    """``sockets`` are calls that name the internet; ``opened`` are files opened outside the allow-list."""

    commands: int = 0
    calls: int = 0
    sockets: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


def hostile_draft(folder: Path) -> bytes:
    """A draft with markup, paths and addresses in every text."""
    text = HOSTILE.format(canary=folder / CANARY)
    form = load_edition("2021")
    draft = Draft(form, 2023, Details(agency=text, agency_kind="department", title=text, preamble=text))
    narratives = {section.key: text * 3 for section in form.narrative_sections}
    draft.apply(Edit(narratives=narratives, cell_notes={form.inputs[0]: text}))
    return encode_draft(draft)


def contacts(folder: Path, log: Path) -> Contacts:
    """Set, check, export and import under strace, with hostile text everywhere."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / CANARY).write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "home").mkdir()
    for trap in (".reportlab_mods", ".reportlab_settings", ".pythonrc"):
        (folder / "home" / trap).write_text("open('/tmp/trap-was-run', 'w')", encoding="ascii")
    (docs / "草稿.json").write_bytes(hostile_draft(folder))
    (docs / "来源.txt").write_text(HOSTILE * 20, encoding="utf-8")
    result = Contacts()
    for command in (
        ["set", "草稿.json", "requests.new_received.natural_person=6"],
        ["check", "草稿.json", "--json"],
        ["export", "草稿.json", "--draft", "-o", "年报.pdf"],
        ["import", "来源.txt", "-o", "导入.json", "--year", "2023", "--agency", "云溪市水利局"],
    ):
        words = [docs / word if Path(word).suffix in {".json", ".pdf", ".txt"} else word for word in command]
        done = traced(words, folder, log, ["-e", "trace=%net,open,openat,execve", "-s", "4096"])
        result.statuses.append(done.returncode)
        read_log(log, (folder / "docs", folder / "data"), result)
        result.commands += 1
    return result


def window_contacts(folder: Path, log: Path) -> Contacts:
    """Open the window on a hostile draft. Fonts, themes and drivers of the system are not counted as opened."""
    folder.mkdir()
    (folder / CANARY).write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "草稿.json").write_bytes(hostile_draft(folder))
    done = traced(["--smoke", folder / "草稿.json"], folder, log, ["-e", "trace=%net,open,openat,execve", "-s", "4096"])
    result = Contacts(commands=1, statuses=[done.returncode])
    read_log(log, [folder / "data"], result)
    result.opened = [path for path in result.opened if CANARY in path]
    return result


def read_log(log: Path, own: Sequence[Path], result: Contacts) -> None:
    """Add to ``result`` what a strace log shows; files below ``own`` may be opened."""
    allowed = tuple(f"{path}/" for path in (ROOT, sys.prefix, sys.base_prefix, *own))
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        result.calls += 1
        if _INTERNET.search(line):
            result.sockets.append(line)
        found = _OPEN.search(line)
        if found and int(found[2]) >= 0:
            path = _unquoted(found[1])
            if not f"{path}/".startswith((*allowed, *_SYSTEM)) and path not in _SYSTEM_FILES:
                result.opened.append(path)


def _unquoted(text: str) -> str:
    return text.encode("latin-1", "replace").decode("unicode_escape").encode("latin-1").decode("utf-8", "replace")


def traces_of_the_user(folder: Path) -> Iterator[str]:
    """Names of user, computer and folders in any file of ``folder``; compressed streams of a PDF are looked into."""
    wanted = [
        USER,
        str(Path.home()),
        str(folder),
        "/Users/",
        "C:\\",
        *([node] if len(node := platform.node()) > 3 else []),
    ]
    for file in folder.rglob("*"):
        if file.is_file():
            content = _readable(file.read_bytes())
            yield from (
                f"{name} in {file.name}" for name in wanted if any(spelt in content for spelt in _spellings(name))
            )


def _spellings(name: str) -> tuple[bytes, ...]:
    return name.encode(), name.encode("utf-16-be"), name.encode("utf-16-le"), json.dumps(name)[1:-1].encode()


def _readable(data: bytes) -> bytes:
    streams = []
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            streams.append(zlib.decompressobj().decompress(match[1]))
        except zlib.error:
            continue
    return data + b"".join(streams)
