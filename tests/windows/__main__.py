"""The proof that the Windows half works, where no Windows is: built, installed, used, and tested under Wine.

    python -m tests.windows FOLDER [--only PART…]       as root, on Debian with mmdebstrap

FOLDER takes a Debian with Wine and all that is made; a second run uses what is there. Prints a table, and ends with 1
if anything in it failed. What Wine cannot show, says docs/packaging.md.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from run import locked
from tests.windows.windows_python import assemble
from tests.windows.wine_root import INSIDE, Failure, WineRoot

ROOT: Final = Path(__file__).resolve().parents[2]
VERSION: Final = "3.13"
CARRIER: Final = "panda3d==1.10.16"  # its wheel carries the Windows Python, see windows_python.py
ON_WINDOWS: Final = " ; sys_platform == 'win32'"  # what has this mark in requirements.lock, pip on Linux leaves out
SLICES: Final = (
    "tests/form tests/report tests/checks tests/document tests/test_draft.py",
    "tests/page",
    "tests/importing",
    "tests/store tests/cli",
    "tests/packaging",
    "tests/faults",
    "tests/gui",
)
PYTHON: Final = r"windows 'Z:\proof\python\python.exe'"
TEST_PYTHON: Final = r"windows 'Z:\proof\tests\Scripts\python.exe'"
WHEELS: Final = r"'Z:\proof\wheels'"
INSTALLED: Final = r"""
place="$(echo /root/.wine/drive_c/users/*/AppData/Local)/Programs/ogi-report"
there="$(winepath -w "$place")"
setup() { windows checkout/dist/ogi-report-*-setup.exe /S; }
key='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\ogi-report'
drafts=/root/.wine/drive_c/公开年报
"""


class Row(NamedTuple):
    """A line of the table."""

    part: str
    seconds: float
    result: str
    fine: bool


class Proof:
    """One run; each public method is a part of it and returns what its row says."""

    def __init__(self, place: Path) -> None:
        self._root = WineRoot(place)
        self._folder = self._root.folder

    def python(self) -> str:
        """A Windows Python, and the wheels of everything."""
        self._root.prepare()
        wheels = self._folder / "wheels"
        for part in ("bundle", "test"):
            listed = self._folder / f"{part}.txt"
            listed.write_text(locked("program", part).replace(ON_WINDOWS, ""), encoding="utf-8")
            download(wheels, "-r", str(listed))
        download(self._folder, "--no-deps", CARRIER)
        if not (self._folder / "python").exists():
            source = self._root.source_archive(f"python{VERSION}")
            assemble(self._folder / "python", next(self._folder.glob("panda3d-*.whl")), source)
        self._copy_checkout()
        return self._root.windows(f"{PYTHON} -m ensurepip >&2; {PYTHON} -VV").strip().splitlines()[-1]

    def bundle(self) -> str:
        """What packaging/build.py makes on Windows, unchanged: environment, PyInstaller, window, import, check, PDF."""
        said = self._root.windows(f"""
            export PIP_NO_INDEX=1 PIP_FIND_LINKS={WHEELS}; cd checkout
            {PYTHON} packaging/build.py --bundle-only""")
        return facts(said)

    def installer(self) -> str:
        """The installer and the .zip, packed from the bundle."""
        said = self._root.linux(f"""
            cd {INSIDE}/checkout && python3 packaging/windows_installer.py build/bundle/ogi-report dist""")
        return "; ".join(said.strip().splitlines())

    def installed(self) -> str:
        """Installed without questions, used like the bundle, updated while closed."""
        said = self._root.windows(f"""{INSTALLED}
            setup && {PYTHON} checkout/packaging/bundle_check.py "$there" && setup""")
        return facts(said)

    def refused(self) -> str:
        """An update and an uninstall while the window is open are refused, and the program stays whole."""
        said = self._root.windows(f"""{INSTALLED}
            windows "$place/ogi-reportw.exe" & sleep 20
            setup; echo setup $?
            windows "$place/uninstall.exe" /S "_?=$there"; echo uninstall $?; ls "$place/_internal" | wc -l
            wineserver -k""")
        expect(said, r"setup 3\b", r"uninstall 3\b", r"^\d{2,}$")
        return "setup and uninstall end with 3, the program is whole"

    def uninstalled(self) -> str:
        """Nothing of it is left, and a draft is."""
        said = self._root.windows(f"""{INSTALLED}
            mkdir -p "$drafts" && echo '{{}}' > "$drafts/草稿.json"
            test -e "$place/uninstall.exe" && windows "$place/uninstall.exe" /S; echo $?
            wineserver -w  # it goes on in a copy of itself
            ls "$place"; windows reg query "$key"; echo query $?; ls "$drafts" """)
        expect(said, "^0$", "No such file", "query 1", r"草稿\.json")
        return "folder and registry key gone, the draft is there"

    def tests(self) -> str:
        """The environment of the tests."""
        self._root.windows(f"""
            {PYTHON} -m venv --clear 'Z:\\proof\\tests' &&
            {TEST_PYTHON} -m pip install -q --no-index --find-links {WHEELS} -r test.txt""")
        return "installed"

    def slice(self, paths: str) -> str:
        """A part of the test suite; fails if a test does."""
        said = self._root.windows(
            f"cd checkout && QT_QPA_PLATFORM=offscreen {TEST_PYTHON} -m pytest -q -p no:cacheprovider {paths}", 3600
        )
        return said.strip().splitlines()[-1].strip("= ")

    def _copy_checkout(self) -> None:
        """The files under version control as they are now, beside what was built before."""
        checkout = self._folder / "checkout"
        checkout.mkdir(exist_ok=True)
        for path in checkout.iterdir():
            if path.is_dir() and path.name not in ("build", "dist"):
                shutil.rmtree(path)
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        for name in names.decode().split("\0")[:-1]:
            target = checkout / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)


def download(folder: Path, *wanted: str) -> None:
    """Wheels for Windows, into ``folder``; what is there already is not asked for again."""
    target = ["--platform=win_amd64", f"--python-version={VERSION}", "--only-binary=:all:"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", f"--find-links={folder}", f"--dest={folder}"]
    subprocess.run([*command, *target, *wanted], check=True)


def facts(said: str) -> str:
    """The figures among what bundle_check.py says."""
    lines = [line.strip() for line in said.splitlines()]
    return "; ".join(line for line in lines if line.startswith(("unpacked:", "start ", "says of itself:")))


def expect(said: str, *patterns: str) -> None:
    """Every pattern has to be found in what was said."""
    for pattern in patterns:
        if not re.search(pattern, said, re.MULTILINE):
            raise Failure(f"(looking for {pattern})", 0, said)


def run(part: str, work: Callable[[], str]) -> Row:
    """Do a part and tell about it."""
    begin = time.monotonic()
    try:
        result, fine = work(), True
    except (Failure, subprocess.SubprocessError) as failure:
        print(failure, file=sys.stderr)
        result, fine = str(failure).strip().splitlines()[-1], False
    row = Row(part, time.monotonic() - begin, result, fine)
    print(f"| {row.part} | {row.seconds:.0f} s | {'' if row.fine else 'FAILED: '}{row.result} |", flush=True)
    return row


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.windows", description="The proof under Wine.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", metavar="PART", help="parts by name; python comes first in any case")
    options = parser.parse_args()
    proof = Proof(options.folder.resolve())
    names = ("bundle", "installer", "installed", "refused", "uninstalled", "tests")
    steps: dict[str, Callable[[], str]] = {name: getattr(proof, name) for name in names}
    slices: dict[str, Callable[[], str]] = {paths: partial(proof.slice, paths) for paths in SLICES}
    chosen = {name: work for name, work in {**steps, **slices}.items() if not options.only or name in options.only}
    print("| part | time | result |\n|---|---|---|")
    rows = []
    for name, work in {"python": proof.python, **chosen}.items():
        rows.append(run(name, work))
        if name not in slices and not rows[-1].fine:
            break  # what follows needs it
    return 0 if all(row.fine for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
