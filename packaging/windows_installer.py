"""Packs a bundle for Windows: an installer made by NSIS, and a .zip that runs from any folder.

python packaging/windows_installer.py BUNDLE DIST       on any system: NSIS only packs what is there
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
ICON: Final = HERE.parent / "resources" / "icons" / "app.ico"


def build(bundle: Path, dist: Path, version: str) -> list[Path]:
    """Makes both in ``dist``."""
    dist.mkdir(exist_ok=True)
    setup = dist / f"ogi-report-{version}-setup.exe"
    # resolved, because makensis works in the folder of its script
    values = {"VERSION": version, "BUNDLE": bundle.resolve(), "OUTPUT": setup.resolve(), "ICON": ICON}
    definitions = [f"-D{name}={value}" for name, value in values.items()]
    strict = ["-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    subprocess.run([find_compiler(), *strict, *definitions, HERE / "windows" / "installer.nsi"], check=True)
    archive = shutil.make_archive(str(dist / f"ogi-report-{version}-windows"), "zip", bundle.parent, bundle.name)
    return [setup, Path(archive)]


def find_compiler() -> str:
    """NSIS's compiler, from the path or from where its own installer puts it."""
    folders = [f"{place}\\NSIS" for name in ("ProgramFiles(x86)", "ProgramFiles") if (place := os.environ.get(name))]
    found = shutil.which("makensis", path=os.pathsep.join([os.environ.get("PATH", ""), *folders]))
    if found is None:
        sys.exit("NSIS is not installed here (its compiler makensis was not found)")
    return found


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    from model import __version__

    for package in build(Path(sys.argv[1]), Path(sys.argv[2]), __version__):
        print(f"{package.name}: {package.stat().st_size / 1e6:.1f} MB")
