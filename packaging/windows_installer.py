"""Packs a bundle for Windows: an installer made by Inno Setup, and a .zip that runs from any folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent


def build(bundle: Path, dist: Path, version: str) -> list[Path]:
    """Makes both in ``dist``."""
    dist.mkdir(exist_ok=True)
    definitions = [f"/DVersion={version}", f"/DBundle={bundle}", f"/DDist={dist}"]
    subprocess.run([find_compiler(), "/Qp", *definitions, HERE / "windows" / "setup.iss"], check=True)
    archive = shutil.make_archive(str(dist / f"ogi-report-{version}-windows"), "zip", bundle.parent, bundle.name)
    return [dist / f"ogi-report-{version}-setup.exe", Path(archive)]


def find_compiler() -> str:
    """Inno Setup's command line compiler, from the path or from where its own installer puts it."""
    places = [os.environ.get(name, "") for name in ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")]
    folders = [f"{place}{middle}\\Inno Setup 6" for place in places if place for middle in ("", "\\Programs")]
    found = shutil.which("iscc", path=os.pathsep.join([os.environ.get("PATH", ""), *folders]))
    if found is None:
        sys.exit("Inno Setup 6 is not installed here (its compiler iscc.exe was not found)")
    return found
