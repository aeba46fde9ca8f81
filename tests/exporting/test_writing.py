"""Where an exported file goes: it replaces its own kind, and nothing else unless told to."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.exporting import FORMATS, Format, format_named
from model.exporting.writing import OtherKind, write_export
from model.store.backups import BackupStore
from model.store.file_errors import FileError
from model.store.places import data_folder

PDF = format_named("pdf")


@pytest.mark.parametrize("target", FORMATS, ids=lambda target: target.key)
def test_a_file_of_the_same_kind_is_replaced(target: Format, tmp_path: Path) -> None:
    path = tmp_path / f"公开{target.suffix}"
    path.write_bytes(target.begins + b" of last week")
    write_export(path, target.begins + b" of today", target)
    assert path.read_bytes() == target.begins + b" of today"
    kept = BackupStore(data_folder() / "backups").versions(path)
    assert [version.read() for version in kept] == [target.begins + b" of last week"]


def test_a_page_is_made_anew_even_where_no_backup_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise FileError("磁盘已满。")

    monkeypatch.setattr(BackupStore, "keep", full)
    path = tmp_path / "公开.pdf"
    path.write_bytes(b"%PDF-1")
    write_export(path, b"%PDF-2", PDF)
    assert path.read_bytes() == b"%PDF-2"


@pytest.mark.parametrize("content", [b"{}", b"", b"%PDF-"])
def test_a_draft_is_never_replaced_unasked(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "年报.json"
    path.write_bytes(content)
    with pytest.raises(OtherKind, match=r"“年报.json”不是 PDF 文件"):
        write_export(path, b"%PDF-2", PDF)
    assert path.read_bytes() == content
    write_export(path, b"%PDF-2", PDF, overwrite=True)
    assert [version.read() for version in BackupStore(data_folder() / "backups").versions(path)] == [content]
    assert path.read_bytes() == b"%PDF-2"


def test_a_draft_that_calls_itself_a_pdf_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "年报.pdf"
    path.write_bytes(b'{"schema": 1}')
    with pytest.raises(OtherKind):
        write_export(path, b"%PDF-", PDF)


def test_an_empty_file_is_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "公开.pdf"
    path.touch()
    write_export(path, b"%PDF-", PDF)
    assert path.read_bytes() == b"%PDF-"
