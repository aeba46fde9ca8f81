"""Reading and writing of whole files, such that a crash, a full disk or a power cut never costs a draft.

`write_atomic` prepares the new file beside the old one, forces it onto the disk, reads it back, and only then lets it
take the old one's name. Whatever fails before that moment leaves the old file as it was. The reason for each step is
in docs/decisions/0401-save-protocol.md.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from model.report.quoting import quoted
from model.store.file_errors import (
    RENAME_REFUSALS,
    SHARING_REFUSALS,
    DiskReplaced,
    FileBusy,
    FileChanged,
    FileError,
    FileMissing,
    FileNameRefused,
    FileReadOnly,
    FileTooLarge,
    FileUnsettled,
    NotAPlainFile,
    SaveNotVerified,
    cannot_read,
    cannot_save,
    not_replaceable,
    winerror,
)
from model.store.file_names import objection, too_long_for_windows
from model.store.locking import exclusive, open_file
from model.store.metadata import keep_metadata
from model.store.temporary_files import remove_litter, temporary_name

SIZE_LIMIT = 64 * 1024 * 1024  # bytes; a full report is about 100 KB

_CHUNK = 1 << 20
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
_CREATE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)  # seconds; a virus scanner or a sync client lets go within that

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class FileStamp:
    """What a caller knows about a file: enough to tell later whether it is still the same.

    ``digest`` is the SHA-256 of the whole content in hex, or None for "there is no such file"; ``device`` is the
    ``st_dev`` of its folder (a file's own may change on overlay file systems), or None for "on whatever disk".
    """

    digest: str | None
    device: int | None = None


ABSENT = FileStamp(None)


@dataclass(frozen=True)
class FileContent:
    """A file as it was read, in one piece. ``modified`` (seconds since 1970) is for showing only: clocks lie."""

    data: bytes
    stamp: FileStamp
    modified: float
    read_only: bool


@dataclass(frozen=True)
class SaveResult:
    """The file holds the new content. ``warnings`` are whole Chinese sentences that the user has to see."""

    stamp: FileStamp
    warnings: tuple[str, ...] = ()


def read_file(path: Path, *, limit: int = SIZE_LIMIT) -> FileContent:
    """The content of a plain file of at most ``limit`` bytes.

    Never waits for a pipe, never reads a device, never returns a mixture of two versions: a file that changes under
    the reader is read once more and then refused; one that another program has to itself is waited for, a moment.
    Raises a `FileError`.
    """
    try:
        _require_usable_name(path)
        content = _read_patiently(path, limit) or _read_patiently(path, limit)
    except OSError as cause:
        raise cannot_read(path, cause) from cause
    if content is None:
        raise FileUnsettled(f"无法读取{quoted(path)}：别的程序正在不断改写它，请等它写完后再打开。")
    return content


def write_atomic(path: Path, data: bytes, *, expect: FileStamp | None = None, private: bool = False) -> SaveResult:
    """Make ``data`` the content of the file, entirely or not at all.

    With ``expect`` the file is replaced only if it still holds what the stamp says (`ABSENT`: if there is none), else
    `FileChanged` or `DiskReplaced` is raised; without it, whatever stands there is replaced. A link stays and the file
    it leads to is replaced; mode, group, and where allowed owner and extended attributes stay, hard links do not. A
    new file gets mode 0600 if it is ``private``, else what the umask leaves. Raises a `FileError`; then the old file
    is as it was, except after `SaveNotVerified`.
    """
    digest = hashlib.sha256(data).hexdigest()
    _require_size(path, len(data), SIZE_LIMIT)
    try:
        _require_usable_name(path)
        target = Path(os.path.realpath(path))
        if too_long_for_windows(target):
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))  # nothing else there could open it
        with exclusive(target.parent) as locked:
            if locked:
                remove_litter(target.parent)
            _require_expected(target, expect, digest)
            everything_kept = _replace(target, data, digest, expect, private)
            confirmed = _folder_reached_the_disk(target.parent)
            stamp, compared = _read_back(target, digest)
    except OSError as cause:
        raise cannot_save(path, cause) from cause
    concerns = ((everything_kept, _METADATA_LOST), (confirmed, _NOT_CONFIRMED), (compared, _NOT_COMPARED))
    return SaveResult(stamp, tuple(concern.format(quoted(path)) for fine, concern in concerns if not fine))


_GONE = "没有保存{}：磁盘上的文件已被删除或移走，请另存，或者确认后重新生成。"
_APPEARED = "没有保存{}：刚才别的程序在这里放了同名的文件，请再保存一次。"
_METADATA_LOST = "{}已保存，但文件原来的所有者或权限没能全部保留：如果同事打不开，请管理员检查权限。"
_NOT_CONFIRMED = "{}已保存，但系统尚未确认写入磁盘：请另存一份备用，稍等片刻再关机或拔出磁盘。"
_NOT_COMPARED = "{}已保存，但别的程序（杀毒软件、同步盘等）一直占用着它，没能再读一遍核对：请过一会儿打开看一下。"


def _require_usable_name(path: Path) -> None:
    """Raise for a name that this system does not take, or takes for something else.

    OSError where Python alone would raise ValueError, `FileNameRefused` with the reason otherwise.
    """
    if reason := objection(path):
        raise FileNameRefused(f"不能用{quoted(path.name)}作文件名：{reason}。")
    try:
        usable = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        usable = False
    if not usable:
        raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ))


def _read_patiently(path: Path, limit: int) -> FileContent | None:
    return _patiently(lambda: _read_once(path, limit), but_for=SHARING_REFUSALS)


def _patiently(step: Callable[[], _Result], *, but_for: frozenset[int]) -> _Result:
    """The step's result. It is tried again while Windows refuses it because somebody has the file open."""
    for pause in _PAUSES:
        try:
            return step()
        except OSError as refusal:
            if winerror(refusal) not in but_for:
                raise
            time.sleep(pause)
    return step()


def _read_once(path: Path, limit: int) -> FileContent | None:
    """The file's content, or None when it changed meanwhile."""
    _require_plain(path, path.stat())  # before opening, too: opening alone can wake a device
    descriptor = open_file(path, _READ_FLAGS)
    try:
        before = os.fstat(descriptor)
        _require_plain(path, before)
        _require_size(path, before.st_size, limit)
        data = _read_all(path, descriptor, limit)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if _version(before) != _version(after) or len(data) != after.st_size:
        return None
    stamp = FileStamp(hashlib.sha256(data).hexdigest(), _device(Path(os.path.realpath(path))))
    return FileContent(data, stamp, after.st_mtime, read_only=not _may_write(path, after))


def _read_all(path: Path, descriptor: int, limit: int) -> bytes:
    chunks = []
    size = 0
    while chunk := os.read(descriptor, _CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        _require_size(path, size, limit)
    return b"".join(chunks)


def _version(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, 0 if sys.platform == "win32" else status.st_ctime_ns


def _require_plain(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotAPlainFile(f"无法打开{quoted(path)}：这不是普通文件（可能是文件夹或设备），请另选一个文件。")


def _require_size(path: Path, size: int, limit: int) -> None:
    if size > limit:
        megabytes = limit // (1024 * 1024)
        raise FileTooLarge(f"无法打开{quoted(path)}：文件超过 {megabytes} MB，不像是年报，请检查是否选错了文件。")


def _may_write(path: Path, status: os.stat_result) -> bool:
    """Whether the file itself allows writing; the mode counts even for those who may override it."""
    return bool(status.st_mode & 0o222) and os.access(path, os.W_OK)


def _device(target: Path) -> int:
    return target.parent.stat().st_dev


def _require_expected(target: Path, expect: FileStamp | None, digest: str) -> None:
    """Raise a conflict unless the file is as expected.

    A file that already holds the new content is none: that is an own save whose end was not heard of.
    """
    if expect is None:
        return
    try:
        found = read_file(target).stamp.digest
    except FileMissing:
        found = None
    if found in (expect.digest, digest):
        return
    if expect.device not in (None, _device(target)):
        raise DiskReplaced(
            f"没有保存{quoted(target)}：原来的磁盘已不在这里（可能已被拔出），请重新插好，或者另存到别处。"
        )
    if found is None:
        raise FileChanged(_GONE.format(quoted(target)))
    if expect.digest is None:
        raise FileChanged(f"没有保存{quoted(target)}：这里已经有同名的文件，请换一个名字，或者确认要替换它。")
    raise FileChanged(f"没有保存{quoted(target)}：打开以后别的程序或同事改过它，请另存自己的，或者先比较两份的不同。")


def _replace(target: Path, data: bytes, digest: str, expect: FileStamp | None, private: bool) -> bool:
    """Put the new file in the old one's place; False when owner or attributes could not all be kept."""
    old = _replaceable(target)
    if old is None and expect is not None and expect.digest is not None:
        raise FileChanged(_GONE.format(quoted(target)))  # it was there a moment ago: a share that comes and goes
    temporary = target.with_name(temporary_name())
    try:
        everything_kept = _write_new(temporary, data, target, old, private)
        written = _read_patiently(temporary, SIZE_LIMIT)
        if written is None or written.stamp.digest != digest:
            raise SaveNotVerified(_READS_DIFFERENTLY.format(quoted(target)))
        _require_expected(target, expect, digest)  # again, at the last moment before the old file goes
        if old is None and _replaceable(target) is not None:
            raise FileChanged(_APPEARED.format(quoted(target)))  # its mode and owner would be lost
        _rename(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return everything_kept


_READS_DIFFERENTLY = "没有保存{}：写到磁盘上的内容读回来不一样，磁盘可能已损坏，请另存到别的磁盘。"


def _replaceable(target: Path) -> os.stat_result | None:
    """The status of the file that is going to be replaced, None if there is none; raises if it must not be."""
    try:
        old = os.lstat(target)  # links are resolved by now: one that is left leads in a circle
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(old.st_mode):
        raise NotAPlainFile(f"无法保存{quoted(target)}：同名的不是普通文件（可能是文件夹或设备），请换一个名字。")
    if not _may_write(target, old):
        raise FileReadOnly(f"无法保存{quoted(target)}：文件是只读的，请另存，或者先取消它的只读属性。")
    return old


def _write_new(temporary: Path, data: bytes, source: Path, old: os.stat_result | None, private: bool) -> bool:
    descriptor = open_file(temporary, _CREATE_FLAGS, 0o600 if private or old else 0o666)
    try:
        everything_kept = old is None or keep_metadata(descriptor, old, source)
        _write_all(descriptor, data)
        os.fsync(descriptor)
    except BaseException:
        with suppress(OSError):
            os.close(descriptor)
        raise
    os.close(descriptor)  # quotas and shares may report only here that nothing was written
    return everything_kept


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    pauses = iter(_PAUSES)
    while rest:
        try:
            written = os.write(descriptor, rest)
        except BlockingIOError:
            if (pause := next(pauses, None)) is None:
                raise
            time.sleep(pause)
            continue
        if written == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rest = rest[written:]


def _rename(temporary: Path, target: Path) -> None:
    try:
        _patiently(lambda: temporary.replace(target), but_for=RENAME_REFUSALS)
    except PermissionError as refusal:
        if winerror(refusal) is None:
            raise
        raise not_replaceable(target) from refusal


def _folder_reached_the_disk(folder: Path) -> bool:
    """Make the new name survive a power cut; False when the system does not confirm it."""
    if sys.platform == "win32":
        return True  # folders cannot be flushed there; NTFS journals its names
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        os.fsync(descriptor)
    except OSError:
        return False
    finally:
        with suppress(OSError):
            os.close(descriptor)
    return True


def _read_back(target: Path, digest: str) -> tuple[FileStamp, bool]:
    """The stamp of what the name leads to now, which has to be what was written.

    With False where somebody has had the file to himself since it got its name. Its content was compared before.
    """
    try:
        stamp = read_file(target).stamp
    except FileBusy:
        return FileStamp(digest, _device(target)), False
    except FileError:
        stamp = ABSENT
    if stamp.digest != digest:
        raise SaveNotVerified(f"已经写入{quoted(target)}，但读回来核对不上：请不要关闭，马上另存到别的磁盘。")
    return stamp, True
