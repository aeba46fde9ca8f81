"""What can go wrong with a file, as exceptions whose message a clerk can act on.

Every message names what failed, where, and what to do. `explained` turns the system's errors into them, so that no
other module holds a sentence about a full disk.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Final

from model.report.quoting import quoted
from model.store.file_names import has_forbidden, too_long_for_windows


class FileError(Exception):
    """A file could not be read or saved; the message is Chinese, fit to be shown as it stands."""


class FileMissing(FileError):
    """There is no such file, or its folder is gone."""


class NotAPlainFile(FileError):
    """The path leads to a folder, a pipe, a device or round in circles."""


class FileNameRefused(FileError):
    """The system would take the name for something else than this file's."""


class FileTooLarge(FileError):
    """The file is larger than anything this program writes."""


class FileUnsettled(FileError):
    """Somebody keeps writing to the file while it is read."""


class FileChanged(FileError):
    """The file no longer holds what the caller read: a conflict, nothing was written."""


class DiskReplaced(FileError):
    """Another disk answers at this path than the one the file was opened on: a stick was pulled."""


class FileReadOnly(FileError):
    """The file, its folder or its disk does not allow writing."""


class DiskFull(FileError):
    """No room, or over the quota."""


class FileBusy(FileError):
    """Another program holds the file, or is saving in the same folder for too long."""


class SaveNotVerified(FileError):
    """What was read back after writing is not what was written."""


UNTOUCHED = "原来的文件没有改动。"
"""How a refused save ends. Not to be said of a backup: by then the draft itself is written."""

_FULL = (DiskFull, "磁盘已满或超出配额，请清理空间，或者另存到别的磁盘")
_REFUSED = (FileReadOnly, "没有写入权限，请另存到别处，或者请管理员开通权限")
_PROTECTED = (FileReadOnly, "磁盘是只读的（可能开了写保护），请另存到别处")
_GONE = (FileError, "磁盘或共享文件夹已断开，请重新连接后再试，或者另存到别处")
_BUSY = (FileBusy, "文件正被别的程序占用，请关闭那个程序后再试")
_BROKEN = (FileError, "磁盘读写出错（可能已被拔出或损坏），请另选一个磁盘再试")
_MANY = (FileError, "同时打开的文件太多，请关闭一些窗口后再试")
_NAME = (FileError, "文件名或路径太长，请换一个短一些的名字，或者放到上一级文件夹里")
_CHARACTERS = (FileError, "文件名里有不能用的字符，请换一个名字")
_LARGE = (DiskFull, "文件超过了这个磁盘允许的大小，请另存到别的磁盘")
_CLOUD = (FileError, "这是云盘上还没有下载到这台电脑的文件，请先联网下载（打开云盘程序）再试")
_TAKEN = (FileError, "已经有同名的文件或文件夹，请换一个名字")
_CLEANED_AWAY = "刚写好的文件被别的程序（杀毒软件、同步盘等）移走了，请再试一次，或者另存到别处"
_MISSING = (FileMissing, "所在的文件夹不存在或已断开，请另选一个文件夹")

_CAUSES: dict[int, tuple[type[FileError], str]] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _LARGE,
    errno.EROFS: _PROTECTED,
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.EIO: _BROKEN,
    errno.ENODEV: _GONE,
    errno.ENXIO: _GONE,
    errno.ESTALE: _GONE,
    errno.ENOTCONN: _GONE,
    errno.ETIMEDOUT: _GONE,
    errno.EHOSTDOWN: _GONE,
    errno.EBUSY: _BUSY,
    errno.ETXTBSY: _BUSY,
    errno.EMFILE: _MANY,
    errno.ENFILE: _MANY,
    errno.ENAMETOOLONG: _NAME,
    errno.EILSEQ: _CHARACTERS,
    errno.EISDIR: (NotAPlainFile, "这是一个文件夹，请另选一个文件"),
    errno.ELOOP: (NotAPlainFile, "这个快捷方式（链接）绕成了圈，请另选一个文件"),
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: (FileMissing, "所在的文件夹不存在，请另选一个文件夹"),
    errno.ENOMEM: (FileError, "内存不足，请关闭一些程序后再试"),
}
SHARING_REFUSALS: Final = frozenset({32, 33, 303})
"""Windows' numbers for a file that somebody else has open at this moment."""
RENAME_REFUSALS: Final = SHARING_REFUSALS | {5}
"""The same of a file that is to be replaced: a reader who does not permit that is told as missing permission."""

# Windows' own numbers (winerror.h): several of them become one errno, and most of these the wrong one.
_WINDOWS_CAUSES: dict[int, tuple[type[FileError], str]] = {
    5: _REFUSED,  # ACCESS_DENIED
    19: _PROTECTED,  # WRITE_PROTECT
    21: _GONE,  # NOT_READY
    23: _BROKEN,  # CRC
    32: _BUSY,  # SHARING_VIOLATION
    33: _BUSY,  # LOCK_VIOLATION
    39: _FULL,  # HANDLE_DISK_FULL
    51: _GONE,  # REM_NOT_LIST
    53: _GONE,  # BAD_NETPATH
    55: _GONE,  # DEV_NOT_EXIST
    59: _GONE,  # UNEXP_NET_ERR
    64: _GONE,  # NETNAME_DELETED
    67: _GONE,  # BAD_NET_NAME
    112: _FULL,  # DISK_FULL
    121: _GONE,  # SEM_TIMEOUT
    123: _CHARACTERS,  # INVALID_NAME
    183: _TAKEN,  # ALREADY_EXISTS
    206: _NAME,  # FILENAME_EXCED_RANGE
    223: _LARGE,  # FILE_TOO_LARGE
    303: _BUSY,  # DELETE_PENDING
    362: _CLOUD,  # CLOUD_FILE_PROVIDER_NOT_RUNNING
    388: _CLOUD,  # CLOUD_FILE_NETWORK_UNAVAILABLE
    389: _CLOUD,  # CLOUD_FILE_UNSUCCESSFUL
    404: _CLOUD,  # CLOUD_FILE_PROVIDER_TERMINATED
    1112: _GONE,  # NO_MEDIA_IN_DRIVE
    1117: _BROKEN,  # IO_DEVICE
    1167: _GONE,  # DEVICE_NOT_CONNECTED
    1231: _GONE,  # NETWORK_UNREACHABLE
}
# Of a file that is open already Python tells there only the C library's number: EACCES for a range that somebody
# locked, one of the others for whatever that library has no number for.
_WINDOWS_OPEN_FILE_CAUSES = {errno.EACCES: _BUSY, errno.EINVAL: _GONE, errno.EBADF: _GONE}


def cannot_read(path: Path, cause: OSError) -> FileError:
    """The error to raise for what the system answered while ``path`` was read."""
    found = _cause(path, cause)
    if found is _MISSING:
        return FileMissing(f"找不到{quoted(path)}：文件可能已被移走或改名，请检查后重新选择。")
    if found is _REFUSED:
        return FileError(f"无法读取{quoted(path)}：没有读取权限，请联系文件的所有者，或者请管理员开通权限。")
    kind, advice = found or (FileError, "系统没有说明原因，请换一份文件，或者稍后再试")
    return kind(f"无法读取{quoted(path)}：{advice}。")


def cannot_save(path: Path, cause: OSError) -> FileError:
    """The error to raise for what the system answered before the old file was touched."""
    found = _cause(path, cause)
    if found is _MISSING:
        whole = os.path.isdir(os.path.dirname(os.path.realpath(path)))  # noqa: PTH112, PTH120 - these never raise
        return FileMissing(f"无法保存{quoted(path)}：{_CLEANED_AWAY if whole else _MISSING[1]}。")
    kind, advice = found or (FileError, "系统拒绝了写入，请另存到别处")
    return kind(f"无法保存{quoted(path)}：{advice}。{UNTOUCHED}")


def not_replaceable(path: Path) -> FileBusy:
    """The error to raise when Windows let the new file be written, but not take the old one's place."""
    what_to_do = "请关闭那个程序后再试，或者另存到别处"
    return FileBusy(f"无法保存{quoted(path)}：别的程序正占用着它，或者没有替换它的权限，{what_to_do}。{UNTOUCHED}")


def winerror(cause: OSError) -> int | None:
    """Windows' own number for an error; None elsewhere, and of a file that is open already."""
    number: int | None = getattr(cause, "winerror", None)
    return number


def _cause(path: Path, cause: OSError) -> tuple[type[FileError], str] | None:
    number, code = winerror(cause), cause.errno or 0
    if number in _WINDOWS_CAUSES:
        return _WINDOWS_CAUSES[number]
    if code == errno.ENOENT and too_long_for_windows(path):
        return _NAME
    if sys.platform == "win32" and number is None and code in _WINDOWS_OPEN_FILE_CAUSES:
        return _WINDOWS_OPEN_FILE_CAUSES[code]
    if code == errno.EINVAL and has_forbidden(path.name):
        return _CHARACTERS  # a disk of Windows, under another system
    return _CAUSES.get(code)
