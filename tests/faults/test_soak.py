"""Long days: edits, undo and redo without end, and nothing drifts."""

from __future__ import annotations

import pytest

from tests.faults.soak import soak_report


def test_report_against_recomputation() -> None:
    soak = soak_report(600, seed=1)
    assert soak.violations == []
    assert soak.undone > 50
    assert soak.redone > 20


class TestWindow:
    @pytest.fixture(autouse=True)
    def application(self, qapp: object) -> None:
        pytest.importorskip("PySide6")

    def test_what_is_shown_against_recomputation(self) -> None:
        from tests.faults.soak_window import soak_window  # noqa: PLC0415 - only where Qt is

        soak = soak_window(250, seed=2)
        assert soak.violations == []
        assert soak.undone > 20
        assert soak.p99_ms < 50

    def test_no_reference_to_none_is_lost(self) -> None:
        from tests.faults.soak_window import none_references_lost  # noqa: PLC0415 - only where Qt is

        assert none_references_lost(1000) <= 10
