"""PDF/A-2a and PDF/UA-1, judged by veraPDF."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from model.draft import Draft
from model.page import Typesetter
from tests.page.drafts import HOSTILE, NARRATIVES, RARE, draft, long_draft
from tests.shared import shared_path

pwd = pytest.importorskip("pwd", reason="the validator is a shell script")


def drafts() -> dict[str, Draft]:
    return {
        "empty": draft(agency="", number=None, narratives={}),
        "sample": draft(),
        "edition-2019": draft("2019", year=2019),
        "large": draft(number=99_999_999_999),
        "long": long_draft(),
        "rare": draft(agency="𠮷溪镇", narratives=NARRATIVES | {"overview": RARE}),
        "hostile": draft(agency=HOSTILE[:60], narratives=dict.fromkeys(NARRATIVES, HOSTILE)),
    }


@pytest.mark.timeout(300)  # a validator of its own, which on a busy machine takes its minute to start
def test_every_kind_of_report_passes(typesetter: Typesetter, tmp_path: Path) -> None:
    validator = shared_path("tools") / "verapdf" / "verapdf.sh"
    files = []
    for name, report in drafts().items():
        for kind, make in (("report", typesetter.report), ("review", typesetter.review_sheet)):
            file = tmp_path / f"{name}-{kind}.pdf"
            file.write_bytes(make(report).pdf)
            files.append(str(file))
    # The validator keeps what it has set up in the real home, not in the one that tests get.
    environment = {"PATH": os.environ["PATH"], "HOME": pwd.getpwuid(os.getuid()).pw_dir}
    result = subprocess.run(
        ["bash", str(validator), "2a,ua1", *files], capture_output=True, text=True, check=False, env=environment
    )
    if "PASS" not in result.stdout and "FAIL" not in result.stdout:
        pytest.skip(f"veraPDF cannot be set up here: {result.stderr.strip()[-200:]}")
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("PASS") == 2 * len(files)
