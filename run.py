#!/usr/bin/env python3
"""The newcomer's entry. It needs Python 3.11 or newer and nothing else (on Windows: ``py run.py``).

python3 run.py              opens the window; where there is no display, does the main job on the sample report
python3 run.py ARGUMENTS    the program with these arguments (check, export, import, a draft, …)
python3 run.py test         runs the tests; what follows "test" goes to pytest

The first start makes ``.venv`` in this folder and installs there what requirements.lock names; a stamp in it spares
later starts the work. Missing Debian libraries are installed when this runs as root, and named otherwise.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for whoever starts it with an older one
    sys.exit(
        f"需要 Python 3.11 或更高版本，当前是 {sys.version.split()[0]}；没有条件升级的电脑请使用安装包。\n"
        "Python 3.11 or newer is needed; on older systems use the installer."
    )

import tomllib

HERE: Final = Path(__file__).resolve().parent
VENV: Final = HERE / ".venv"
LOCK: Final = HERE / "requirements.lock"
NEWEST_LOCKED: Final = (3, 13)  # the newest Python that the lock serves
PYTHON: Final = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# What the PySide6 wheels load from the system, and the Debian package that has it.
QT_LIBRARIES: Final = (
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libdbus-1.so.3", "libdbus-1-3"),
)
X11_LIBRARIES: Final = (
    ("libICE.so.6", "libice6"),
    ("libSM.so.6", "libsm6"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-image.so.0", "libxcb-image0"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-randr.so.0", "libxcb-randr0"),
    ("libxcb-render-util.so.0", "libxcb-render-util0"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxcb-xkb.so.1", "libxcb-xkb1"),
)


class SetupError(Exception):
    """Something that this script cannot mend; its text says what to do."""


def main(arguments: list[str]) -> int:
    """Prepares what is missing, then hands over; returns the exit status of the program or of pytest."""
    testing = arguments[:1] == ["test"]
    display = has_display()
    try:
        libraries = QT_LIBRARIES + (() if testing else X11_LIBRARIES)
        prepare_system(libraries if testing or display else ())
        prepare_environment(testing)
    except SetupError as problem:
        say(str(problem))
        return 3
    if testing:
        return run_tests(arguments[1:])
    if not arguments and not display:
        say("这里没有图形界面，不打开窗口，改为处理示例报告。\nno display: doing the main job on the sample report")
        return run_sample()
    return call(PYTHON, HERE / "main.py", *arguments)


def run_tests(arguments: list[str]) -> int:
    """Runs pytest without a display: the whole suite on several processors, a selection on one."""
    parallel = [] if arguments else ["-n", "auto", "--maxprocesses", "4"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.call([str(PYTHON), "-m", "pytest", *parallel, *arguments], cwd=HERE, env=environment)


def run_sample() -> int:
    """Fills in, checks and prints the sample report through the command line, into ``build/sample/``."""
    source = min((HERE / "resources" / "samples").glob("*.json"))
    sample = json.loads(source.read_text(encoding="utf-8"))
    folder = HERE / "build" / "sample"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    draft, pdf = folder / source.name, folder / f"{source.stem}.pdf"
    values = {**sample["entries"], **sample["narratives"]}
    steps = (
        ("new", "--agency", sample["agency"], "--year", str(sample["year"]), "-o", draft),
        ("set", draft, *(f"{address}={value}" for address, value in values.items())),
        ("check", draft),
        ("export", draft, "-o", pdf),
    )
    for step in steps:
        if status := call(PYTHON, HERE / "main.py", *step):
            return status
    say(f"示例报告：{pdf}\nthe sample report is there")
    return 0


def has_display() -> bool:
    """Whether a window can open here. A Qt platform named in the environment counts as the wish for one."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def prepare_environment(testing: bool) -> None:
    """Makes ``.venv`` hold what is required; does nothing when its stamp says that it does."""
    wanted = requirements(testing)
    stamp = VENV / ("test.stamp" if testing else "run.stamp")
    state = hashlib.sha256("\n".join([sys.version, str(HERE), wanted]).encode("utf-8")).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == state:
        return
    say(f"正在准备运行环境 {VENV}（只做一次，需要联网）……\npreparing the environment, once; this needs the network")
    if not environment_fits():
        create_environment()
    listed = VENV / "requirements.txt"
    listed.write_text(wanted, encoding="utf-8")
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    if subprocess.call([*pip_command(), "install", "--quiet", "--prefer-binary", "-r", str(listed)], env=environment):
        raise SetupError("安装依赖没有成功，请检查网络后重试。\ninstalling failed; check the network and try again")
    stamp.write_text(state, encoding="utf-8")


def requirements(testing: bool) -> str:
    """What is to be installed, as pip reads it: locked, or on a Python beyond the lock what pyproject.toml admits."""
    if sys.version_info[:2] <= NEWEST_LOCKED:
        return locked("program", "test") if testing else locked("program")
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted: list[str] = list(project["dependencies"])
    if testing:
        wanted += project["optional-dependencies"]["test"]
    return "\n".join(wanted)


def locked(*parts: str) -> str:
    """These parts of requirements.lock ("program", "test", "bundle"), with the hashes that pip compares."""
    _, *found = re.split(r"^# part: (\w+)\n", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    texts = dict(zip(found[::2], found[1::2], strict=True))
    return "".join(texts[part] for part in parts)


def environment_fits() -> bool:
    """Whether ``.venv`` starts, with the same minor version of Python as this script's."""
    code = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    try:
        return subprocess.call([str(PYTHON), "-c", code], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def create_environment() -> None:
    """Makes an empty ``.venv``; without ensurepip a bare one, for the system's pip to fill."""
    bare = ["--without-pip"] if importlib.util.find_spec("ensurepip") is None else []
    if call(sys.executable, "-m", "venv", "--clear", *bare, VENV):
        raise SetupError(
            f"无法建立 {VENV}，请检查磁盘空间和权限。\n.venv could not be made; check space and permissions"
        )


def pip_command() -> list[str]:
    """The pip of ``.venv``, or where that has none, the pip of the system working on ``.venv``."""
    if has_pip(str(PYTHON)):
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def has_pip(python: str) -> bool:
    """Whether ``python -m pip`` works."""
    silent = subprocess.DEVNULL
    return subprocess.call([python, "-m", "pip", "--version"], stdout=silent, stderr=silent) == 0


def prepare_system(libraries: tuple[tuple[str, str], ...]) -> None:
    """Looks for what only the system can give, so that nobody meets it one error at a time.

    That is pip, which Debian's python3 comes without, and the ``libraries`` that Qt loads, as (soname, package).
    """
    if not sys.platform.startswith("linux"):
        return
    missing = [package for soname, package in libraries if not can_load(soname)]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None and not has_pip(sys.executable):
        missing.append(f"python3.{sys.version_info[1]}-venv")
    if missing and not install(missing):
        line = "sudo apt-get install -y --no-install-recommends " + " ".join(missing)
        raise SetupError(f"缺少系统软件包，请先运行一次：\n    {line}\npackages are missing; run the line above once")
    importlib.invalidate_caches()


def can_load(soname: str) -> bool:
    """Whether the dynamic loader finds this library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def install(packages: list[str]) -> bool:
    """Installs Debian packages when this runs as root on a system that has apt; says whether it did."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    say(f"正在安装系统软件包：{' '.join(packages)}\ninstalling system packages")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "--quiet", *command],
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode:
        print(done.stderr, file=sys.stderr, flush=True)
    return done.returncode == 0


def call(*command: str | Path) -> int:
    """Runs a command in the user's own folder and environment; returns its exit status."""
    return subprocess.call([str(part) for part in command])


def say(text: str) -> None:
    """Speaks on stderr: a Chinese sentence, and beneath it the English one for developers."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="replace")  # a Windows console may not have Chinese
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
