"""Builds what people install, for the system that it runs on.

    python3 packaging/build.py                       the bundle, checked, and its packages, into dist/
    python3 packaging/build.py --bundle-only         the bundle alone
    python3 packaging/build.py --python PATH         with this Python instead of the one made for it

Needs Python 3.11 with pip and the network; on Linux also make and binutils, and dpkg-deb for the .deb. Everything is
made under build/, and kept there: a second run rebuilds only the environment and the bundle.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import bundle_check
import linux_packages
import portable_python
import prune_qt
import qt_support
import scan_glibc
import slim_icu
import windows_installer

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
sys.path.append(str(ROOT))
BUILD: Final = ROOT / "build"
DIST: Final = ROOT / "dist"
LINUX: Final = sys.platform.startswith("linux")

# The newest glibc whose wheels may go in: that of the PySide6 in requirements.txt for this processor.
WHEEL_GLIBC: Final = 31 if platform.machine() == "aarch64" else 28


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the bundle and its packages.")
    parser.add_argument("--python", type=Path, help="the Python that goes into the bundle")
    parser.add_argument("--archives", type=Path, help="folder with the source archives of that Python")
    parser.add_argument("--bundle-only", action="store_true")
    options = parser.parse_args()
    python = options.python or (prepare_python(options.archives) if LINUX else Path(sys.executable))
    environment = prepare_environment(python)
    bundle = freeze(environment)
    bundle_check.check(bundle, [str(environment), str(ROOT / "main.py")])
    if LINUX:
        report_reach(bundle)
    if options.bundle_only:
        return
    version = run(str(environment), "-c", "import model; print(model.__version__)", capture=True)
    if LINUX:
        packages = linux_packages.build(bundle, DIST, environment, version)
    else:
        packages = windows_installer.build(bundle, DIST, version)
    for package in packages:
        print(f"{package.name}: {package.stat().st_size / 1e6:.1f} MB")


def prepare_python(archives: Path | None) -> Path:
    """The Python for old systems, compiled at the first run."""
    target = BUILD / "python"
    python = target / "bin" / "python3"
    if not python.exists():
        options = ["--archives", str(archives)] if archives else []
        run(str(prepare_compiler()), str(HERE / "portable_python.py"), str(target), *options)
    return python


def prepare_compiler() -> Path:
    """An interpreter that has Zig's C compiler as its module ``ziglang``."""
    python = BUILD / "zig" / "bin" / "python"
    return (
        python if python.exists() else make_environment(BUILD / "zig", Path(sys.executable), [portable_python.COMPILER])
    )


def prepare_environment(python: Path) -> Path:
    """A fresh environment with what the program needs and nothing of Qt that it does not; returns its Python."""
    from run import locked  # noqa: PLC0415 - it stands in the folder above

    BUILD.mkdir(exist_ok=True)
    listed = BUILD / "requirements.txt"
    listed.write_text(locked("program", "bundle"), encoding="utf-8")
    environment = make_environment(BUILD / "environment", python, ["-r", str(listed)])
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(str(environment), "-c", code, capture=True))
    won = prune_qt.prune(packages)
    for library in (packages / "PySide6").glob("Qt/lib/libicudata.so.*"):
        compiler = [str(prepare_compiler()), "-m", "ziglang", "cc", "-target", portable_python.TARGET]
        won += slim_icu.slim(library, compiler, BUILD / "icu")
    qt_support.compile_support(environment, packages)
    print(f"pruned {won / 1e6:.0f} MB of Qt", flush=True)
    return environment


def make_environment(folder: Path, python: Path, wanted: list[str]) -> Path:
    """A virtual environment with these requirements.

    Downloading and installing are two steps: the Python of the bundle speaks no TLS, and only the first step can be
    told to take wheels for an older glibc than this machine's.
    """
    wheels = BUILD / "wheels"
    shutil.rmtree(folder, ignore_errors=True)
    run(str(python), "-m", "venv", str(folder))
    environment = folder / ("bin/python" if os.name == "posix" else "Scripts/python.exe")
    version = run(str(environment), "-c", "import platform; print(platform.python_version())", capture=True)
    target = ["--only-binary=:all:", "--python-version", version, *(f"--platform={tag}" for tag in platform_tags())]
    pip = ["-m", "pip", "--quiet", "--disable-pip-version-check"]
    run(sys.executable, *pip, "download", "--dest", str(wheels), *target, *wanted)
    run(str(environment), *pip, "install", "--no-index", "--find-links", str(wheels), *wanted)
    return environment


def platform_tags() -> list[str]:
    """The wheel platforms that may go in, best first; none on Windows, where pip knows best."""
    if not LINUX:
        return []
    machine = platform.machine()
    return [*(f"manylinux_2_{minor}_{machine}" for minor in range(WHEEL_GLIBC, 4, -1)), f"manylinux2014_{machine}"]


def freeze(environment: Path) -> Path:
    """Runs PyInstaller; returns the folder of the bundle."""
    folders = ["--distpath", str(BUILD / "bundle"), "--workpath", str(BUILD / "pyinstaller")]
    run(
        str(environment),
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level=WARN",
        *folders,
        str(HERE / "ogi-report.spec"),
    )
    return BUILD / "bundle" / "ogi-report"


def report_reach(bundle: Path) -> None:
    """Says which glibc the bundle needs; more than intended is an error."""
    version, names = scan_glibc.scan(bundle).highest("GLIBC")
    print(f"needs glibc {scan_glibc.dotted(version)} ({', '.join(sorted(names)[:3])} …)", flush=True)
    if version > (2, WHEEL_GLIBC):
        sys.exit(f"that is newer than 2.{WHEEL_GLIBC}, which this bundle is meant to reach")


def run(*command: str, capture: bool = False) -> str:
    """Runs a command, which must succeed; returns its output if asked for."""
    output = subprocess.PIPE if capture else None
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=output, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"failed: {' '.join(command)}")
    return (done.stdout or "").strip()


if __name__ == "__main__":
    main()
