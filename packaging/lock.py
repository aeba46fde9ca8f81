"""Writes requirements.lock: one version of everything that is installed, with the hashes of its files.

    python3 packaging/lock.py              after a change of the dependencies in pyproject.toml
    python3 packaging/lock.py --upgrade    to move everything to its newest release

What did not have to change keeps its version. The lock serves CPython 3.11 to 3.13 on Linux (x86_64, aarch64) and
Windows; run.py, CI and build.py install from it. Needs the network.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
LOCK: Final = ROOT / "requirements.lock"
FOLDER: Final = ROOT / "build" / "lock"
RESOLVER: Final = "uv>=0.9"

BUNDLE: Final = "packaging/requirements.txt"
PARTS: Final = {
    "program": ["pyproject.toml"],
    "test": ["pyproject.toml", "--extra=test"],
    "bundle": ["pyproject.toml", BUNDLE],
}
HEAD: Final = """\
# Made by packaging/lock.py from pyproject.toml and packaging/requirements.txt: run that, do not edit this.
# The parts "test" and "bundle" hold what comes on top of "program".
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Write requirements.lock.")
    parser.add_argument("--upgrade", action="store_true", help="move everything to its newest release")
    options = parser.parse_args()
    resolver = prepare_resolver()
    everything = FOLDER / "everything.txt"
    if LOCK.exists() and not options.upgrade:
        shutil.copy(LOCK, everything)  # the versions that are kept if they may be
    else:
        everything.unlink(missing_ok=True)
    resolve(resolver, everything, "pyproject.toml", BUNDLE, "--extra=test")
    entries = {
        part: split(resolve(resolver, FOLDER / f"{part}.txt", *sources, f"--constraint={everything}"))
        for part, sources in PARTS.items()
    }
    shared = set(entries["program"])
    text = HEAD
    for part, lines in entries.items():
        text += f"\n# part: {part}\n" + "".join(line for line in lines if part == "program" or line not in shared)
    LOCK.write_text(text, encoding="utf-8", newline="\n")


def prepare_resolver() -> Path:
    """uv, in an environment of its own."""
    folder = FOLDER / "environment"
    binaries = folder / ("bin" if os.name == "posix" else "Scripts")
    if not (binaries / "python").exists() and not (binaries / "python.exe").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([str(binaries / "python"), "-m", "pip", "install", "--quiet", RESOLVER], check=True)
    return binaries / "uv"


def resolve(resolver: Path, output: Path, *options: str) -> str:
    """What uv finds for every system and Python that the lock serves, written to ``output`` and returned."""
    command = [str(resolver), "pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--generate-hashes"]
    command += ["--no-annotate", "--no-header", f"--constraint={BUNDLE}", f"--output-file={output}"]
    subprocess.run([*command, *options], cwd=ROOT, check=True)
    return output.read_text(encoding="utf-8")


def split(text: str) -> list[str]:
    """The entries of a list of requirements, each with its hashes."""
    return re.findall(r"^\S.*\n(?:[ \t].*\n)*", text, re.MULTILINE)


if __name__ == "__main__":
    main()
