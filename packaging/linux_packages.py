"""Packs a bundle for Linux: a .deb for the desktops built on Debian, and a .tar.xz that runs from any folder."""

import gzip
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import scan_glibc

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
NAME: Final = "ogi-report"
APPSTREAM_ID: Final = "io.github.ogi_report.ogi_report"
MAINTAINER: Final = "The ogi-report authors <ogi-report@example.org>"

# soname (as a pattern) -> the Debian package that has it, under its names in all the releases the bundle reaches.
PACKAGES: Final = {
    r"ld-linux.*|lib(c|m|dl|pthread|resolv|rt|util)\.so\.\d+": "libc6",
    r"libgcc_s\.so\.1": "libgcc-s1 | libgcc1",
    r"libstdc\+\+\.so\.6": "libstdc++6",
    r"libz\.so\.1": "zlib1g",
    r"libGL\.so\.1": "libgl1",
    r"libEGL\.so\.1": "libegl1",
    r"libX11\.so\.6": "libx11-6",
    r"libX11-xcb\.so\.1": "libx11-xcb1",
    r"libxcb\.so\.1": "libxcb1",
    r"libxcb-(glx|randr|render|shape|shm|xfixes)\.so\.0": r"libxcb-\g<1>0",
    r"libxcb-(sync|xkb)\.so\.1": r"libxcb-\g<1>1",
    r"libxkbcommon\.so\.0": "libxkbcommon0",
    r"libxkbcommon-x11\.so\.0": "libxkbcommon-x11-0",
    r"libfontconfig\.so\.1": "libfontconfig1",
    r"libfreetype\.so\.6": "libfreetype6",
    r"libdbus-1\.so\.3": "libdbus-1-3",
    r"lib(glib|gthread|gobject|gio)-2\.0\.so\.0": "libglib2.0-0 | libglib2.0-0t64",
    r"libgssapi_krb5\.so\.2": "libgssapi-krb5-2",
    r"libzstd\.so\.1": "libzstd1",
    r"libbrotli(common|dec)\.so\.1": "libbrotli1",
    r"libSM\.so\.6": "libsm6",
    r"libICE\.so\.6": "libice6",
    r"libwayland-(client|cursor)\.so\.0": r"libwayland-\g<1>0",
    r"libwayland-egl\.so\.1": "libwayland-egl1",
    r"libcups\.so\.2": "libcups2 | libcups2t64",
}
# Files without whose libraries the program still runs: it then has no Wayland, or no printers.
DISPENSABLE: Final = re.compile(r".*([Ww]ayland|cupsprint).*|lib(xdg-shell|adwaita|bradient)\.so")


def build(bundle: Path, dist: Path, python: Path, version: str) -> list[Path]:
    """Makes both packages in ``dist``; ``python`` is an interpreter with PySide6 and Pillow, to render the icons."""
    dist.mkdir(exist_ok=True)
    return [build_deb(bundle, dist, python, version), build_archive(bundle, dist, version)]


def build_archive(bundle: Path, dist: Path, version: str) -> Path:
    """The bundle and a note, in a folder with the version in its name."""
    folder = f"{NAME}-{version}-linux-{platform.machine()}"
    archive = dist / f"{folder}.tar.xz"
    with tarfile.open(archive, "w:xz", preset=9) as tar:
        tar.add(bundle, folder, filter=as_root)
        tar.add(HERE / "linux" / "README.txt", f"{folder}/使用说明.txt", filter=as_root)
    return archive


def as_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def build_deb(bundle: Path, dist: Path, python: Path, version: str) -> Path:
    """Lays out the package's tree and packs it. It needs no maintainer script: dpkg's triggers refresh the menus."""
    tree = bundle.parent / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    library = tree / "usr" / "lib" / NAME
    shutil.copytree(bundle, library, symlinks=True)
    program = tree / "usr" / "bin" / NAME
    program.parent.mkdir(parents=True)
    program.symlink_to(f"../lib/{NAME}/{NAME}")
    write_desktop_files(tree / "usr" / "share", version)
    run(python, HERE / "icons.py", tree / "usr" / "share" / "icons" / "hicolor", NAME)
    set_modes(tree, executable={library / NAME})
    architecture = run("dpkg", "--print-architecture").strip()
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    size = sum(path.lstat().st_size for path in tree.rglob("*")) // 1024
    control.write_text(control_text(version, architecture, size, scan_glibc.scan(bundle)), encoding="utf-8")
    (control.parent / "md5sums").write_text(checksums(tree), encoding="utf-8")
    set_modes(control.parent, executable=set())
    package = dist / f"{NAME}_{version}_{architecture}.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, package)
    return package


def control_text(version: str, architecture: str, size: int, needs: scan_glibc.Needs) -> str:
    """The package's description. What it depends on is read from the binaries; ``size`` in KiB."""
    glibc, _ = needs.highest("GLIBC")
    depends, recommends = sort_packages(needs.libraries)
    depends = [f"libc6 (>= {scan_glibc.dotted(glibc)})" if name == "libc6" else name for name in depends]
    return f"""\
Package: {NAME}
Version: {version}
Section: editors
Priority: optional
Architecture: {architecture}
Maintainer: {MAINTAINER}
Installed-Size: {size}
Depends: {", ".join(depends)}
Recommends: {", ".join(recommends)}
Description: annual open-government-information report, filled in and checked
 Fills in the annual report on open government information that every Chinese
 administrative organ publishes, checks that its figures agree, and prints it
 laid out as an official document. Works without a network.
 .
 填写、检查、打印政府信息公开工作年度报告，全程不联网。
"""


def sort_packages(libraries: Mapping[str, Iterable[str]]) -> tuple[list[str], list[str]]:
    """The packages to depend on and those to recommend, from each expected library and the files that expect it."""
    depends, recommends = set(), {"cups-client"}
    for soname, users in libraries.items():
        package = package_of(soname)
        if all(DISPENSABLE.fullmatch(user) for user in users):
            recommends.add(package)
        else:
            depends.add(package)
    return sorted(depends), sorted(recommends - depends)


def package_of(soname: str) -> str:
    """The Debian package of a library; one that is not in the table stops the build."""
    for pattern, package in PACKAGES.items():
        if match := re.fullmatch(pattern, soname):
            return match.expand(package)
    sys.exit(f"no Debian package is known for {soname}: add it to linux_packages.PACKAGES")


def write_desktop_files(share: Path, version: str) -> None:
    """Menu entry, file type, store page, manual, copyright and changelog."""
    source = HERE / "linux"
    date = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
    metainfo = (source / f"{NAME}.metainfo.xml").read_text(encoding="utf-8")
    metainfo = metainfo.replace("@VERSION@", version).replace("@DATE@", date)
    manual = (source / f"{NAME}.1").read_bytes()
    changes = (
        f"{NAME} ({version}) unstable; urgency=medium\n\n  * See the program's own CHANGELOG.\n\n -- {MAINTAINER}  "
    )
    changes += time.strftime("%a, %d %b %Y 00:00:00 +0000\n", time.strptime(date, "%Y-%m-%d"))
    for name, content in {
        f"applications/{NAME}.desktop": (source / f"{NAME}.desktop").read_bytes(),
        f"mime/packages/{NAME}.xml": (source / f"{NAME}.xml").read_bytes(),
        f"metainfo/{APPSTREAM_ID}.metainfo.xml": metainfo.replace("@VERSION@", version)
        .replace("@DATE@", date)
        .encode(),
        f"man/man1/{NAME}.1.gz": gzip.compress(manual, mtime=0),
        f"doc/{NAME}/changelog.gz": gzip.compress(changes.encode(), mtime=0),
        f"doc/{NAME}/copyright": copyright_text().encode(),
        f"lintian/overrides/{NAME}": (source / "lintian-overrides").read_bytes(),
    }.items():
        file = share / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def copyright_text() -> str:
    """Debian's machine-readable copyright file, from the same list that the program shows."""
    sys.path.insert(0, str(ROOT))
    from resources.licence_list import components  # noqa: PLC0415 - the program's packages are not on this script's path

    first, *others = components()
    lines = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        f"Upstream-Name: {NAME}",
        "",
        "Files: *",
        f"Copyright: {first.copyright}",
        "License: MIT",
        *(f" {line}" if line else " ." for line in first.texts[0].read_text(encoding="utf-8").splitlines()),
        "",
        "Comment: The program travels with these parts; their licences stand in",
        f" /usr/lib/{NAME}/_internal/resources (licences and fonts/licences):",
        *(f" - {part.name}: {part.licence}, {part.copyright}" for part in others),
    ]
    return "\n".join(lines) + "\n"


def set_modes(tree: Path, *, executable: set[Path]) -> None:
    """Readable by all, writable by the owner; libraries are not programs."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path in executable else 0o644)


def checksums(tree: Path) -> str:
    """The lines of DEBIAN/md5sums."""
    files = sorted(path for path in (tree / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    return run("md5sum", *(path.relative_to(tree) for path in files), folder=tree)


def run(*command: str | Path, folder: Path = ROOT) -> str:
    """Runs a command, which must succeed, and returns its output."""
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout
