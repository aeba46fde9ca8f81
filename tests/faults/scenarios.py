"""What is tried under faults, and what must hold afterwards whatever happened."""

from __future__ import annotations

import errno
import hashlib
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.faulty import KILLED, Fate, FaultyProgram, Outcome
from tests.faults.power_cut import Inode, states
from tests.faults.tracing import calls_of

RECEIVED = "requests.new_received.natural_person"
AGENCY = "云溪市人力资源和社会保障局"


@dataclass(frozen=True)
class Scenario:
    """One command that writes ``target``. ``before`` are the commands that lead up to it."""

    name: str
    command: tuple[str, ...]
    target: str
    before: tuple[tuple[str, ...], ...] = ()
    keeps_versions: bool = True


NEW = ("new", "--agency", AGENCY, "--year", "2023", "-o", "草稿.json", "--overwrite")
SET = ("set", "草稿.json", f"{RECEIVED}=6", "overview=" + "机构职能、履职依据。" * 400)
EXPORT = ("export", "草稿.json", "--draft", "-o", "年报.pdf")

SCENARIOS = (
    Scenario("first save of a new draft", NEW, "草稿.json"),
    Scenario("save over a draft", SET, "草稿.json", (NEW,)),
    Scenario("export over a PDF", EXPORT, "年报.pdf", (NEW, EXPORT, SET), keeps_versions=False),
)


@dataclass
class Figures:
    """What a harness did: how much was tried, how often the fault was met, and everything that was wrong."""

    tried: int = 0
    fired: int = 0
    violations: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        self.tried += other.tried
        self.fired += other.fired
        self.violations += other.violations


class World:
    """A folder of drafts and a home, made for one scenario, that can be put back as it was before the command."""

    def __init__(self, program: FaultyProgram, scenario: Scenario, folder: Path) -> None:
        self.program = program
        self.scenario = scenario
        self.folder = folder / "world"
        self._template = folder / "template"
        self.docs = self.folder / "docs"
        self.target = self.docs / scenario.target
        shutil.rmtree(self.folder, ignore_errors=True)
        self.docs.mkdir(parents=True)
        for command in scenario.before:
            self._succeed(command)
        if self.target.exists():
            self.target.chmod(0o640)
        shutil.rmtree(self._template, ignore_errors=True)
        shutil.copytree(self.folder, self._template)
        self.old = self._content()
        self.calls = self._succeed(scenario.command).calls
        self.new = self._content()
        assert self.new != self.old, "the command must change something"

    def reset(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._template, self.folder)

    def run(self, fate: Fate = Fate.NOTHING, *, nth: int = 0, code: int = 0) -> Outcome:
        """The scenario's command, from the start."""
        self.reset()
        return self.program.run(self.arguments(self.scenario.command), self.folder, fate, nth=nth, code=code)

    def violations(self, outcome: Outcome, *, allow_litter: bool) -> Iterator[str]:
        """Everything that must not be so after ``outcome``."""
        content = self._content()
        if content not in (self.old, self.new):
            yield f"the file is neither old nor new: {_sketch(content)}"
        if outcome.status == 0 and content != self.new:
            yield "said to be saved, but is not"
        if outcome.status != KILLED:
            yield from _misspoken(outcome)
        if self.target.exists() and self.old is not None and stat.S_IMODE(self.target.stat().st_mode) != 0o640:
            yield f"the mode became {self.target.stat().st_mode:o}"
        if self.scenario.keeps_versions and self.old is not None and not self._whole_backups():
            yield "no whole backup"
        litter = [file.name for file in self.docs.iterdir() if file.name.startswith(".ogi-")]
        if len(litter) > allow_litter:
            yield f"left behind: {litter}"
        strangers = {file.name for file in self.docs.iterdir()} - {*litter, "草稿.json", "年报.pdf"}
        if strangers:
            yield f"strange files: {strangers}"

    def violations_of_the_next_start(self) -> Iterator[str]:
        """After a crash the same command, undisturbed, must succeed and clean up."""
        self._succeed(self.scenario.command)
        if self._content() != self.new:
            yield "the next save did not succeed"
        left = [str(file) for file in self.folder.rglob(".ogi-*")]
        if left:
            yield f"still left behind after the next save: {left}"

    def _whole_backups(self) -> list[Path]:
        return [file for file in (self.folder / "data").rglob("*.json") if _is_backup(file.name, file.read_bytes())]

    def _content(self) -> bytes | None:
        return self.target.read_bytes() if self.target.exists() else None

    def arguments(self, command: Sequence[str]) -> list[str | Path]:
        """A command line with its files in this world's folder."""
        return [self.docs / word if word.endswith((".json", ".pdf")) else word for word in command]

    def _succeed(self, command: Sequence[str]) -> Outcome:
        outcome = self.program.run(self.arguments(command), self.folder)
        assert outcome.status == 0, outcome.stderr
        return outcome


def _misspoken(outcome: Outcome) -> Iterator[str]:
    if "Traceback" in outcome.stderr or "没有料到" in outcome.stderr:
        yield f"a traceback: {outcome.stderr[-300:]}"
    if outcome.status not in (0, 2):
        yield f"exit status {outcome.status}"
    if outcome.status == 2:
        lines = outcome.stderr.strip().splitlines()
        if not lines or not all(line.endswith(("。", "）")) for line in lines):
            yield f"no sentence: {outcome.stderr!r}"


def _sketch(content: bytes | None) -> str:
    return "missing" if content is None else f"{len(content)} bytes, {content[:20]!r}…"


CHANGING = (
    "create ",
    "write ",
    "fsync ",
    "truncate ",
    "rename ",
    "link ",
    "unlink ",
    "mkdir ",
    "rmdir ",
    "chmod ",
    "chown ",
)


def kill_everywhere(world: World, *, only_changing: bool = False) -> Figures:
    """End the process at each of its file calls in turn, or at those alone that change something."""
    figures = Figures()
    for nth, call in enumerate(world.calls, start=1):
        if only_changing and not call.startswith(CHANGING):
            continue
        outcome = world.run(Fate.KILL, nth=nth)
        found = list(world.violations(outcome, allow_litter=True))
        if not found:
            found += world.violations_of_the_next_start()
        _count(figures, world, outcome, f"killed at {nth} ({call})", found, fired=outcome.status == KILLED)
    return figures


ERRORS = (
    *(errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EINVAL),
    *(errno.EXDEV, errno.EFBIG, errno.EMFILE, errno.ENOMEM, errno.ESTALE, errno.ENOENT, errno.EINTR, errno.EAGAIN),
)


def fail_everywhere(world: World, codes: Callable[[int], Sequence[int]], fate: Fate = Fate.FAIL_ONCE) -> Figures:
    """Let each file call in turn answer each of the errors that ``codes`` gives for its number."""
    figures = Figures()
    for nth, call in enumerate(world.calls, start=1):
        for code in codes(nth):
            if fate is not Fate.FAIL_ONCE and code in (errno.EINTR, errno.EAGAIN):
                continue  # Python repeats what is interrupted, for ever
            outcome = world.run(fate, nth=nth, code=code)
            litter = call.startswith("unlink") or fate is Fate.FAIL_FROM_HERE
            found = list(world.violations(outcome, allow_litter=litter))
            _count(figures, world, outcome, f"{fate.name} {errno.errorcode[code]} at {nth} ({call})", found)
    return figures


def cut_writes_short(world: World) -> Figures:
    """Let each write in turn take only half of what it is given."""
    figures = Figures()
    for nth, call in enumerate(world.calls, start=1):
        if call.startswith("write "):
            outcome = world.run(Fate.SHORT_WRITE, nth=nth)
            found = list(world.violations(outcome, allow_litter=False))
            if outcome.status:
                found.append(f"gave up: {outcome.stderr}")
            shortened = len(outcome.calls) > len(world.calls)  # the rest takes another call
            _count(figures, world, outcome, f"short write at {nth} ({call})", found, fired=shortened)
    return figures


def cut_power_everywhere(world: World, log: Path) -> Figures:
    """Every state that a power cut may leave of the scenario's target, from the system calls of a real run."""
    figures = Figures()
    world.reset()
    files = {str(file): file.read_bytes() for file in world.folder.rglob("*") if file.is_file()}
    calls = calls_of(world.arguments(world.scenario.command), world.folder, log)
    last = max(number for number, _ in states(calls, files, world.folder))
    for number, names in states(calls, files, world.folder):
        target = names.get(str(world.target))
        for content in {None} if target is None else target.after_a_cut():
            figures.tried += 1
            figures.fired += 1
            if content not in (world.old, world.new):
                figures.violations.append(f"power cut after {calls[number - 1]!s:.200}: {_sketch(content)}")
            if number == last and content != world.new:
                figures.violations.append(f"power cut after success: {_sketch(content)}")
        if world.old is not None and world.scenario.keeps_versions and not _surely_whole_backups(names, world.folder):
            figures.violations.append(f"power cut after {calls[number - 1]!s:.200}: no whole backup")
    return figures


def _surely_whole_backups(names: Mapping[str, Inode], folder: Path) -> list[str]:
    kept = {path: inode.after_a_cut() for path, inode in names.items() if path.startswith(str(folder / "data"))}
    return [path for path, found in kept.items() if all(_is_backup(path, content) for content in found)]


def _is_backup(path: str, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest()[:32] in path


def _count(
    figures: Figures, world: World, outcome: Outcome, what: str, found: list[str], *, fired: bool | None = None
) -> None:
    figures.tried += 1
    figures.fired += outcome.fired if fired is None else fired
    figures.violations += [f"{world.scenario.name}, {what}: {violation}" for violation in found]
