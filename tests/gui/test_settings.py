"""Settings: remembered when possible, never in the way when not."""

import json
import os
import stat
from pathlib import Path

import pytest

from gui.app.settings import RECENT_AT_MOST, TEXT_MOST, Preferences, Settings, settings_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_what_was_changed_is_there_at_the_next_start(path: Path) -> None:
    first = Settings(path)
    assert first.values == Preferences()
    first.change(theme="dark", double_sided=True, preview_zoom=150)
    again = Settings(path)
    assert (again.values.theme, again.values.double_sided, again.values.preview_zoom) == ("dark", True, 150)
    assert again.problem is None


def test_the_file_is_for_this_user_alone(path: Path) -> None:
    Settings(path).change(agency="云溪市人力资源和社会保障局")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or os.name == "nt"


def test_recent_files_newest_first_each_once_and_not_too_many(path: Path, tmp_path: Path) -> None:
    settings = Settings(path)
    for number in range(RECENT_AT_MOST + 3):
        settings.add_recent(tmp_path / f"{number}.json")
    settings.add_recent(tmp_path / "9.json")
    assert len(settings.recent) == RECENT_AT_MOST
    assert [file.stem for file in settings.recent[:3]] == ["9", "12", "11"]
    settings.forget_recent(tmp_path / "12.json")
    assert [file.stem for file in Settings(path).recent[:2]] == ["9", "11"]
    settings.clear_recent()
    assert Settings(path).recent == ()


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"theme": 3, "recent": "x", "text_size": "big"}', '{"recent": [1, null]}', "\udcff"],
)
def test_a_damaged_file_means_the_defaults(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    settings = Settings(path)
    assert settings.values == Preferences()
    settings.change(theme="light")
    assert json.loads(path.read_text(encoding="utf-8"))["theme"] == "light"


def test_a_value_of_a_later_version_does_not_disturb(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": "dark", "something_new": [1]}', encoding="utf-8")
    assert Settings(path).values.theme == "dark"


def test_a_recent_file_whose_name_is_no_text_is_remembered_like_any_other(path: Path, tmp_path: Path) -> None:
    name = tmp_path / os.fsdecode(b"\xc4\xea\xb1\xa8.json")  # GBK, from an old archive
    Settings(path).add_recent(name)
    again = Settings(path)
    assert again.recent == (name,)
    assert again.problem is None


def test_without_a_place_the_settings_live_until_the_end_and_say_so() -> None:
    settings = Settings(None)
    settings.change(theme="dark")
    assert settings.values.theme == "dark"
    assert settings.problem
    assert "设置保存不了" in settings.problem


def test_a_place_that_cannot_be_written_is_said_not_raised(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way", encoding="utf-8")
    settings = Settings(tmp_path / "config" / "settings.json")
    settings.problem = None  # as if the disk went away after the start
    said: list[str] = []
    settings.failed.connect(said.append)
    settings.change(theme="dark")
    settings.change(theme="light")
    assert settings.values.theme == "light"
    assert said == [settings.problem]


def test_a_home_that_is_missing_is_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "~nowhere/config")
    monkeypatch.delenv("HOME", raising=False)
    found = settings_path()
    assert found is None or found.is_absolute()


def test_a_text_size_that_nobody_could_read_is_not_taken(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"text_size": 5000}', encoding="utf-8")
    assert Settings(path).values.text_size == TEXT_MOST


def test_a_change_says_what_it_changed() -> None:
    settings = Settings(None)
    said: list[frozenset[str]] = []
    settings.changed.connect(said.append)
    settings.change(theme="dark", text_size=100)
    settings.change(theme="dark")
    assert said == [frozenset({"theme"})]
