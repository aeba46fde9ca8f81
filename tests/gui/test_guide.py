"""The guide and the READMEs name pictures and pages; every one of them is there, small, and in use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "resources" / "help"
PAGES = [*sorted(GUIDE.glob("*.md")), ROOT / "README.md", ROOT / "README.zh-CN.md"]
LARGEST = 120 * 1024  # bytes


def targets(page: Path) -> list[str]:
    """What a page links to or shows, within the repository."""
    found = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    return [target for target in found if "://" not in target]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_and_link_leads_somewhere(page: Path) -> None:
    for target in targets(page):
        name, _, mark = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.exists(), target
        assert not mark or f'<a id="{mark}"></a>' in linked.read_text(encoding="utf-8"), target


@pytest.mark.parametrize("folder", [GUIDE / "images", ROOT / "docs" / "images"], ids=["guide", "docs"])
def test_every_picture_is_small_and_shown_somewhere(folder: Path) -> None:
    shown = {(page.parent / target).resolve() for page in PAGES for target in targets(page)}
    pictures = sorted(folder.glob("*.png"))
    assert pictures
    for picture in pictures:
        assert picture in shown, picture.name
        assert picture.stat().st_size < LARGEST, picture.name
        assert 600 <= QImage(str(picture)).width() <= 1280, picture.name


def test_every_chapter_that_the_program_names_is_there() -> None:
    chapters = {
        heading for page in GUIDE.glob("*.md") for heading in re.findall(r"^#+ (.*)$", _text(page), re.MULTILINE)
    }
    named = {name for module in (ROOT / "gui").rglob("*.py") for name in re.findall("帮助里的“(.*?)”", _text(module))}
    assert named
    assert named <= chapters


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_routine_has_ten_steps_and_a_picture_for_each() -> None:
    text = (GUIDE / "routine.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d+)\.", text, re.MULTILINE) == [str(step) for step in range(1, 11)]
    assert [int(number) for number in re.findall(r"\(images/(\d\d)-", text)] == list(range(1, 11))
