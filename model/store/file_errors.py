"""What can go wrong with a file, as exceptions whose message a clerk can act on.

Every message names what failed, where, and what to do. `explained` turns the system's errors into them, so that no
other module holds a sentence about a full disk.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path


class FileError(Exception):
    """A file could not be read or saved; the message is Chinese, fit to be shown as it stands."""


class FileMissing(FileError):
    """There is no such file, or its folder is gone."""


class NotAPlainFile(FileError):
    """The path leads to a folder, a pipe, a device or round in circles."""


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


_FULL = (DiskFull, "磁盘已满或超出配额，请清理空间，或者另存到别的磁盘")
_REFUSED = (FileReadOnly, "没有写入权限，请另存到别处，或者请管理员开通权限")
_GONE = (FileError, "磁盘或共享文件夹已断开，请重新连接后再试，或者另存到别处")
_BUSY = (FileBusy, "文件正被别的程序占用，请关闭那个程序后再试")
_MANY = (FileError, "同时打开的文件太多，请关闭一些窗口后再试")
_NAME = (FileError, "文件名或路径太长，请换一个短一些的名字")

_CAUSES: dict[int, tuple[type[FileError], str]] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: (DiskFull, "文件超过了这个磁盘允许的大小，请另存到别的磁盘"),
    errno.EROFS: (FileReadOnly, "磁盘是只读的（可能开了写保护），请另存到别处"),
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.EIO: (FileError, "磁盘读写出错（可能已被拔出或损坏），请另选一个磁盘再试"),
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
    errno.EILSEQ: (FileError, "文件名里有不能用的字符，请换一个名字"),
    errno.EISDIR: (NotAPlainFile, "这是一个文件夹，请另选一个文件"),
    errno.ELOOP: (NotAPlainFile, "这个快捷方式（链接）绕成了圈，请另选一个文件"),
    errno.ENOTDIR: (FileMissing, "所在的文件夹不存在，请另选一个文件夹"),
    errno.ENOMEM: (FileError, "内存不足，请关闭一些程序后再试"),
}
_WINDOWS_CAUSES = {
    5: _BUSY,  # a reader without FILE_SHARE_DELETE is refused like a missing permission
    32: _BUSY,
    33: _BUSY,
    39: _FULL,
    112: _FULL,
    19: (FileReadOnly, "磁盘是只读的（可能开了写保护），请另存到别处"),
    21: _GONE,
    53: _GONE,
    64: _GONE,
    123: (FileError, "文件名里有不能用的字符，请换一个名字"),
    206: _NAME,
}


def visible(text: str) -> str:
    """``text`` with everything that does not show, or that turns the writing direction, spelt as ``[U+202E]``."""
    return "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in text)


def quoted(path: str | os.PathLike[str]) -> str:
    """A path as it stands inside a message: quoted, on one line, nothing invisible in it."""
    return f"“{visible(os.fspath(path))}”"


def cannot_read(path: Path, cause: OSError) -> FileError:
    """The error to raise for what the system answered while ``path`` was read."""
    if isinstance(cause, FileNotFoundError):
        return FileMissing(f"找不到{quoted(path)}：文件可能已被移走或改名，请检查后重新选择。")
    if isinstance(cause, PermissionError):
        return FileError(f"无法读取{quoted(path)}：没有读取权限，请联系文件的所有者，或者请管理员开通权限。")
    kind, advice = _cause(cause, "系统没有说明原因，请换一份文件，或者稍后再试")
    return kind(f"无法读取{quoted(path)}：{advice}。")


def cannot_save(path: Path, cause: OSError) -> FileError:
    """The error to raise for what the system answered before the old file was touched."""
    if isinstance(cause, FileNotFoundError):
        return FileMissing(f"无法保存{quoted(path)}：所在的文件夹不存在或已断开，请另选一个文件夹。")
    kind, advice = _cause(cause, "系统拒绝了写入，请另存到别处")
    return kind(f"无法保存{quoted(path)}：{advice}。原来的文件没有改动。")


def _cause(cause: OSError, unknown: str) -> tuple[type[FileError], str]:
    windows = _WINDOWS_CAUSES.get(getattr(cause, "winerror", 0) or 0)
    return windows or _CAUSES.get(cause.errno or 0) or (FileError, unknown)
