"""The same words give the same file whatever the locale: names, figures and paths in Chinese."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = Path(__file__).resolve().parents[2] / "main.py"
LOCALES = {
    "UTF-8": {"LC_ALL": "C.UTF-8"},
    "none": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}


@pytest.mark.skipif(sys.platform == "win32", reason="locales are POSIX")
def test_identical_bytes(tmp_path: Path) -> None:
    written = []
    for name, locale in LOCALES.items():
        folder = tmp_path / f"文件夹 {name}"
        folder.mkdir()
        (folder / "正文.txt").write_text("机构职能。", encoding="utf-8")
        for command in (
            ["new", "--agency", "云溪市水利局", "--year", "2023", "-o", "草稿.json"],
            ["set", "草稿.json", "title=年度报告", "overview=@正文.txt", "requests.new_received.natural_person=１２"],
        ):
            done = subprocess.run(
                [sys.executable, MAIN, *command], cwd=folder, env=os.environ | locale, capture_output=True, check=False
            )
            assert (done.returncode, done.stderr) == (0, b"")
        written.append((folder / "草稿.json").read_bytes())
    assert written[0] == written[1]
    assert "云溪市水利局" in written[0].decode("utf-8")
