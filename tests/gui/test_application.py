"""The application around the window: input methods and fonts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from gui.app.application import choose_input_method
from gui.app.process import since_1970
from gui.widgets.fonts import Face, dress_application, face, is_common, prepare_for

only_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="input methods of Linux")


@only_on_linux
def test_fcitx_is_reached_through_ibus() -> None:
    environment = {"QT_IM_MODULE": "fcitx5"}
    choose_input_method(environment)
    assert environment == {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


@only_on_linux
@pytest.mark.parametrize("before", [{}, {"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULE": "xim"}])
def test_other_choices_are_left_alone(before: dict[str, str]) -> None:
    environment = dict(before)
    choose_input_method(environment)
    assert environment == before


@only_on_linux
def test_a_bundle_with_the_fcitx_plugin_uses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "platforminputcontexts").mkdir()
    (tmp_path / "platforminputcontexts/libfcitx5platforminputcontextplugin.so").touch()
    monkeypatch.setattr(QLibraryInfo, "path", lambda _: str(tmp_path))
    environment = {"QT_IM_MODULE": "fcitx"}
    choose_input_method(environment)
    assert environment == {"QT_IM_MODULE": "fcitx"}


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    environment = {"QT_IM_MODULE": "fcitx"}
    choose_input_method(environment)
    assert environment == {"QT_IM_MODULE": "fcitx"}


def test_a_rare_character_of_a_name_is_shown_once_it_is_typed(qapp: QApplication) -> None:
    assert is_common("云溪市人力资源和社会保障局2025年（一）“三安全一稳定”")
    assert not is_common("𬱖某")
    prepare_for("𬱖某")
    assert {"SG Rare", "SG Names"} <= set(QFontDatabase.families())
    assert {"SG Rare", "SG Names"} <= set(face(Face.FIGURES, 11).families())


def test_controls_and_figures_can_write_chinese_on_any_machine(qapp: QApplication) -> None:
    before = qapp.font()
    dress_application(qapp)
    try:
        for font in (qapp.font(), face(Face.FIGURES, 11), face(Face.HEADING_2, 11)):
            assert QRawFont.fromFont(font).supportsCharacter(ord("报"))
    finally:
        qapp.setFont(before)


def test_windows_counts_from_1601() -> None:
    assert since_1970(116_444_736_000_000_000) == 0
    assert since_1970(133_485_408_005_000_000) == pytest.approx(1_704_067_200.5)  # 2024-01-01 and half a second
