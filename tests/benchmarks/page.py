"""How fast and how small the page is, beside Typst and stock Platypus on the same report.

    python tests/benchmarks/page.py [--runs N] [--json]

Cold: a process of its own, from the draft on disk to the PDF on disk; for ours that is the command line. Warm: one
process that sets the report again and again, every paragraph edited before each run. Peers that are not installed
(``pip install ".[bench]"``) are left out with a message. Medians; peak memory is that of the warm process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

# Run as a script, the repository is found only from here on.
from model.document.report import compose_report  # noqa: E402
from model.document.tables import GridComposer  # noqa: E402
from model.draft import Draft  # noqa: E402
from model.page import Typesetter  # noqa: E402
from model.report.report import Edit  # noqa: E402
from model.store.draft_file import load_draft  # noqa: E402
from model.store.draft_json import encode_draft  # noqa: E402
from tests.benchmarks import peers  # noqa: E402
from tests.page.drafts import NARRATIVES  # noqa: E402

COLD_RUNS = 15
WARM_UP = 3
ENGINES = {"ours": None, "typst": "typst", "platypus": "reportlab"}
"""Each engine with the package that it needs beyond the program's own."""

Render = Callable[[int], bytes]


def full_report() -> Draft:
    """The bundled sample report, with the test office's narratives added: about two dozen paragraphs."""
    draft = load_draft(ROOT / "resources" / "samples" / "示例年报.json").draft
    texts = {key: f"{draft.narratives.get(key, '')}\n{text}" for key, text in NARRATIVES.items()}
    draft.apply(Edit(narratives=texts))
    return draft


def edited(draft: Draft, run: int) -> Draft:
    """The report with another ending on every paragraph."""
    twin = draft.copy()
    texts = {
        key: "\n".join(f"{line}第{run}次。" for line in text.splitlines() if line.strip())
        for key, text in draft.narratives.items()
    }
    twin.apply(Edit(narratives=texts))
    return twin


def blocks_of(draft: Draft) -> list[dict[str, Any]]:
    """The report's content as the peers take it."""
    blocks = compose_report(draft, GridComposer(), shading=True, closing=True, closing_date=None)
    return [peers.plain_block(block) for block in blocks]


def warm_ours(drafts: Sequence[Draft]) -> Render:

    typesetter = Typesetter()
    return lambda run: typesetter.report(drafts[run]).pdf


def warm_typst(drafts: Sequence[Draft]) -> Render:
    contents = [json.dumps(blocks_of(draft), ensure_ascii=False) for draft in drafts]
    render = peers.typst_renderer()
    return lambda run: render(contents[run])


def warm_platypus(drafts: Sequence[Draft]) -> Render:
    contents = [blocks_of(draft) for draft in drafts]
    render = peers.platypus_renderer()
    return lambda run: render(contents[run])


WARM = {"ours": warm_ours, "typst": warm_typst, "platypus": warm_platypus}


def measure_warm(engine: str, runs: int) -> dict[str, float]:
    """Called in a process of its own: milliseconds of each run, the file's size, and the peak memory."""
    report = full_report()
    render = WARM[engine]([edited(report, run) for run in range(WARM_UP + runs)])
    for run in range(WARM_UP):
        render(run)
    times = []
    for run in range(WARM_UP, WARM_UP + runs):
        start = time.perf_counter()
        pdf = render(run)
        times.append((time.perf_counter() - start) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"warm_ms": statistics.median(times), "size_kb": len(pdf) / 1000, "rss_mb": peak}


def cold_commands(folder: Path) -> dict[str, list[str]]:
    """What each engine runs from nothing: the command line, or the peer over the same content as JSON."""
    draft = full_report()
    source = folder / "report.json"
    source.write_bytes(encode_draft(draft))
    content = folder / "blocks.json"
    content.write_text(json.dumps(blocks_of(draft), ensure_ascii=False), encoding="utf-8")
    peer = [sys.executable, str(Path(peers.__file__))]
    return {
        "ours": [
            sys.executable,
            str(ROOT / "main.py"),
            "export",
            str(source),
            "-o",
            str(folder / "ours.pdf"),
            "--draft",
        ],
        "typst": [*peer, "typst", str(content), str(folder / "typst.pdf")],
        "platypus": [*peer, "platypus", str(content), str(folder / "platypus.pdf")],
    }


def measure_cold(command: Sequence[str]) -> dict[str, float]:
    """Milliseconds and peak memory of whole processes. Python may keep compiled modules, as on a user's machine."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    times, peak = [], 0.0
    for _ in range(COLD_RUNS):
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        times.append((time.perf_counter() - start) * 1000)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{command[:3]} failed")
        peak = max(peak, usage.ru_maxrss / 1024)
    return {"cold_ms": statistics.median(times), "cold_rss_mb": peak}


def measure(runs: int) -> Iterator[tuple[str, dict[str, float]]]:
    with tempfile.TemporaryDirectory() as folder:
        commands = cold_commands(Path(folder))
        for engine, package in ENGINES.items():
            if package and not find_spec(package):
                print(f"{engine}: left out, the package {package} is not installed", file=sys.stderr)
                continue
            warm = subprocess.run(
                [sys.executable, __file__, "--engine", engine, "--runs", str(runs)],
                capture_output=True, text=True, check=True, cwd=ROOT,
            )  # fmt: skip
            yield engine, json.loads(warm.stdout) | measure_cold(commands[engine])


def print_table(results: dict[str, dict[str, float]]) -> None:
    columns = ["warm_ms", "cold_ms", "rss_mb", "cold_rss_mb", "size_kb"]
    print(f"{'engine':10}" + "".join(f"{name:>13}" for name in columns))
    for engine, figures in results.items():
        print(f"{engine:10}" + "".join(f"{figures[name]:13.1f}" for name in columns))
    for engine in list(results)[1:]:
        warm, cold = (results[engine][name] / results["ours"][name] for name in ("warm_ms", "cold_ms"))
        print(f"{engine} / ours: warm {warm:.1f}x, cold {cold:.1f}x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--engine", choices=list(ENGINES), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        print(json.dumps(measure_warm(options.engine, options.runs)))
        return
    results = dict(measure(options.runs))
    if options.json:
        print(json.dumps(results, indent=2))
    else:
        print_table(results)


if __name__ == "__main__":
    main()
