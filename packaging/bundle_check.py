"""Uses a finished bundle as a clerk would: the window, an import, a check, a PDF; and measures its size and start.

python packaging/bundle_check.py FOLDER      where FOLDER holds the program "ogi-report"
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from prune_qt import size_of

HERE: Final = Path(__file__).resolve().parent
STARTS: Final = 7
PROGRAM: Final = "ogi-report.exe" if os.name == "nt" else "ogi-report"


def check(bundle: Path, source: list[str] | None = None) -> None:
    """Leaves the interpreter with a sentence if anything fails. ``source`` starts the same program unfrozen."""
    program = [str(bundle / PROGRAM)]
    print(f"unpacked: {size_of(bundle) / 1e6:.1f} MB", flush=True)
    check_command_line(program)
    frozen = start_time(program)
    print(f"start of the bundle: {frozen:.0f} ms", flush=True)
    if source:
        unfrozen = start_time(source)
        print(f"start from source: {unfrozen:.0f} ms; ratio {frozen / unfrozen:.2f}", flush=True)


def check_command_line(program: list[str]) -> None:
    """A report imported from text, then checked; the sample printed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draft = folder / "导入.json"
        imported = json.loads(use(program, "import", str(HERE / "check_report.txt"), "-o", str(draft), "--json"))
        if (imported["agency"], imported["year"]) != ("云溪市档案服务中心", 2023) or not imported["entries"]:
            sys.exit(f"the import did not read the report: {imported}")
        if not json.loads(use(program, "check", str(draft), "--json", may_find=True))["files"]:
            sys.exit("the check said nothing")
        pdf = folder / "年报.pdf"
        use(program, "export", str(draft), "-o", str(pdf), "--draft", may_find=True)
        if not pdf.read_bytes().startswith(b"%PDF-"):
            sys.exit("the export wrote no PDF")
        check_readers(program, pdf, imported["entries"])


def check_readers(program: list[str], pdf: Path, entries: dict[str, object]) -> None:
    """The program starts itself to read files whose readers need libraries: its own PDF, and a web page."""
    rows = (HERE / "check_report.txt").read_text(encoding="utf-8").splitlines()
    page = pdf.with_suffix(".html")
    page.write_text(
        "".join(
            f"<table><tr><td>{row.replace(chr(9), '<td>')}</table>" if "\t" in row else f"<p>{row}</p>" for row in rows
        ),
        encoding="gb18030",
    )
    for source in (pdf, page):
        again = json.loads(use(program, "import", str(source), "-o", f"{source}.json", "--json"))
        if again["entries"] != entries:
            sys.exit(f"the import of {source.name} read something else: {again}")


def start_time(command: list[str]) -> float:
    """Milliseconds from the start of the process to the report of its first painted frame, median of several."""
    times = []
    for _ in range(STARTS + 1):
        begin = time.perf_counter()
        report = json.loads(use(command, "--smoke"))
        times.append((time.perf_counter() - begin) * 1000)
    print(f"  says of itself: {report}", flush=True)
    return statistics.median(times[1:])  # the first one read the files from the disk


def use(program: list[str], *arguments: str, may_find: bool = False) -> str:
    """Runs the program, without a display if there is none; returns what it printed.

    ``may_find`` admits exit status 1, "there are hard findings".
    """
    environment = dict(os.environ)
    if sys.platform.startswith("linux") and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        [*program, *arguments], env=environment, capture_output=True, check=False, encoding="utf-8", timeout=120
    )
    if done.returncode not in ({0, 1} if may_find else {0}):
        sys.exit(f"{' '.join([*program, *arguments])} gave {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    check(Path(sys.argv[1]))
