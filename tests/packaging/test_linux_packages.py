"""What a Linux package says of itself, and which systems it asks for."""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

import model
from model.draft import Draft
from model.form.editions import load_edition
from model.report.report import Details
from model.store.draft_json import encode_draft
from tests.packaging.scripts import FOLDER, script

linux_packages = script("linux_packages")
scan_glibc = script("scan_glibc")

HEADERS = """\
/usr/lib/libexample.so:     file format elf64-x86-64

Dynamic Section:
  NEEDED               libxkbcommon.so.0
  NEEDED               libc.so.6
  SONAME               libexample.so

Version definitions:
1 0x01 0x0b792650 libexample.so

Version References:
  required from libc.so.6:
    0x09691a75 0x00 03 GLIBC_2.2.5
    0x06969198 0x00 02 GLIBC_2.28
  required from libstdc++.so.6:
    0x0297f861 0x00 04 GLIBCXX_3.4.21
"""


def test_the_scanner_reads_versions_and_libraries() -> None:
    needs = scan_glibc.Needs()
    scan_glibc.add(needs, "libexample.so", HEADERS.splitlines())
    assert needs.highest("GLIBC") == ((2, 28), {"libexample.so"})
    assert needs.highest("GLIBCXX") == ((3, 4, 21), {"libexample.so"})
    assert needs.highest("CXXABI") == ((), set())
    assert set(needs.libraries) == {"libxkbcommon.so.0", "libc.so.6"}


def test_what_only_printing_and_wayland_need_is_recommended() -> None:
    depends, recommends = linux_packages.sort_packages(
        {
            "libc.so.6": {"libQt6Core.so.6", "libcupsprintersupport.so"},
            "libxcb-randr.so.0": {"libQt6XcbQpa.so.6"},
            "libcups.so.2": {"libcupsprintersupport.so"},
            "libwayland-client.so.0": {"libQt6WaylandClient.so.6", "libqwayland-egl.so"},
        }
    )
    assert depends == ["libc6", "libxcb-randr0"]
    assert recommends == ["cups-client", "libcups2 | libcups2t64", "libwayland-client0"]


def test_an_unknown_library_stops_the_build() -> None:
    with pytest.raises(SystemExit, match=r"libnever\.so\.1"):
        linux_packages.package_of("libnever.so.1")


def test_the_control_file_asks_for_the_glibc_that_the_binaries_need() -> None:
    needs = scan_glibc.Needs()
    scan_glibc.add(needs, "libexample.so", HEADERS.splitlines())
    control = linux_packages.control_text("1.2.3", "arm64", 2048, needs)
    assert "\nVersion: 1.2.3\n" in control
    assert "\nArchitecture: arm64\n" in control
    assert "\nDepends: libc6 (>= 2.28), libxkbcommon0\n" in control


def test_a_desktop_knows_a_draft_by_its_first_bytes() -> None:
    types = ElementTree.parse(FOLDER / "linux" / "ogi-report.xml")
    (match,) = types.iterfind(".//{*}match")
    begin = match.attrib["value"].replace("\\n", "\n")
    draft = Draft(load_edition("2021"), 2025, Details(agency="云溪市人力资源和社会保障局"))
    assert match.attrib["offset"] == "0"
    assert encode_draft(draft).startswith(begin.encode("ascii"))


def test_the_files_for_the_desktop_are_valid(tmp_path: Path) -> None:
    for tool in ("desktop-file-validate", "appstreamcli"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed here")
    linux_packages.write_desktop_files(tmp_path, model.__version__)
    entry = tmp_path / "applications" / "ogi-report.desktop"
    metainfo = tmp_path / "metainfo" / f"{linux_packages.APPSTREAM_ID}.metainfo.xml"
    for command in (["desktop-file-validate", str(entry)], ["appstreamcli", "validate", "--no-net", str(metainfo)]):
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert f'version="{model.__version__}"' in metainfo.read_text(encoding="utf-8")


def test_desktop_entry_file_type_and_store_page_name_each_other() -> None:
    for name in ("ogi-report.desktop", "ogi-report.xml", "ogi-report.metainfo.xml"):
        text = (FOLDER / "linux" / name).read_text(encoding="utf-8")
        assert set(re.findall(r"application/vnd[\w.+-]+", text)) == {"application/vnd.ogi-report.draft+json"}
