"""A Debian with Wine in a folder, in which scripts run: what is Windows' in them runs under Wine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path, PurePosixPath
from typing import Final

SUITE: Final = "trixie"  # Wine 10; Wine 8 of the release before runs the command line, but hangs in the window
PACKAGES: Final = ("wine", "wine64", "xvfb", "nsis", "gcc-mingw-w64-x86-64", "python3", "fonts-noto-cjk")
INSIDE: Final = PurePosixPath("/proof")
"""The folder inside in which everything happens; Windows' name for it is ``Z:\\proof``."""

# Mounts and left over processes go with the namespaces.
_ENTER = """
mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" || exit 125
export HOME=/root PATH=/usr/bin:/usr/sbin LANG=C.UTF-8 WINEDEBUG=-all DISPLAY=:9
exec chroot "$0" bash -o pipefail -c "$1"
"""
# The standard streams of a program under Wine have to be pipes: with a file or /dev/null Python does not start there.
# What was written to the registry is on the disk only when the server has ended by itself.
_WINDOWS = """
windows() {{ : | wine "$@" 2>&1 | cat; }}
Xvfb :9 -screen 0 1600x1000x24 >/dev/null 2>&1 &
cd {folder}
{script}
status=$?
wineserver -w
exit $status
"""


class WineRoot:
    """The folder ``place`` with that Debian in it. To make and to enter it takes root."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self.folder = place / INSIDE.relative_to("/")
        """`INSIDE`, seen from outside."""

    def prepare(self) -> None:
        """Make what is missing: three minutes and 2 GB at the first time."""
        if not (self._place / "usr/lib/wine").exists():
            if shutil.which("mmdebstrap") is None:
                raise SystemExit("mmdebstrap is not installed here")
            include = f"--include={','.join(PACKAGES)}"
            subprocess.run(["mmdebstrap", "--variant=minbase", include, SUITE, str(self._place)], check=True)
        self.folder.mkdir(exist_ok=True)
        if not (self._place / "root/.wine/system.reg").exists():
            self.windows("windows wineboot -i")

    def source_archive(self, package: str) -> Path:
        """The original archive of a Debian source package, downloaded if need be."""
        pattern = f"{package}_*.orig.tar.xz"
        if not any(self.folder.glob(pattern)):
            shutil.copy("/etc/resolv.conf", self._place / "etc/resolv.conf")
            self.linux(
                f"sed 's/^deb /deb-src /' /etc/apt/sources.list >/etc/apt/sources.list.d/sources.list\n"
                f"cd {INSIDE} && apt-get -q update && apt-get -q source --download-only {package}"
            )
        return next(self.folder.glob(pattern))

    def linux(self, script: str, patience: float = 600) -> str:
        """What a bash script printed inside, which must end well."""
        command = [
            "unshare",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "sh",
            "-c",
            _ENTER,
            str(self._place),
            script,
        ]
        done = subprocess.run(
            command,
            env={"PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=patience,
        )
        said = done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
        if done.returncode:
            raise Failure(script, done.returncode, said)
        return said

    def windows(self, script: str, patience: float = 3600) -> str:
        """The same with a display; ``windows PROGRAM …`` in the script runs a Windows program."""
        return self.linux(_WINDOWS.format(folder=INSIDE, script=script), patience)


class Failure(Exception):
    """A script did not end well; ``said`` is what it printed."""

    def __init__(self, script: str, status: int, said: str) -> None:
        super().__init__(f"status {status} of:\n{script}\n{said}")
        self.said = said
