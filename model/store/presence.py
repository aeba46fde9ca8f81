"""Who has a draft open, told to the other people who open it from the same folder.

A small file beside the draft names user, computer and time. It is a courtesy: what keeps two people from overwriting
each other is the comparison of contents in `files.write_atomic`.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from model.report.quoting import quoted, visible
from model.store.file_errors import FileError, FileReadOnly
from model.store.locking import open_file, try_lock
from model.store.temporary_files import host_name, temporary_name

_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_LONGEST = 4096  # bytes of such a file that are read
_TRIES = 5
_PAUSE = 0.02


@dataclass(frozen=True)
class Holder:
    """Who has the draft open: user, computer, and since when in that computer's local time."""

    user: str
    host: str
    since: str

    def __str__(self) -> str:
        return f"{visible(self.user)}（在 {visible(self.host)} 上，自 {visible(self.since)} 起）"


class DraftInUse(FileError):
    """Somebody has the draft open, as far as one can tell; ``holder`` is None when the file does not say who."""

    def __init__(self, draft: Path, holder: Holder | None) -> None:
        who = str(holder) if holder else "另一个人或程序"
        super().__init__(f"{who}正在使用{quoted(draft.name)}：可以先以只读方式打开，或者确认对方已关闭后接管。")
        self.holder = holder


class Presence:
    """The announcement that this program has a draft open; ends with `release`, or by itself with the process."""

    def __init__(self, file: Path, descriptor: int) -> None:
        self._file = file
        self._descriptor = descriptor

    def release(self) -> None:
        """Take the announcement back; never fails, and leaves alone one that another person took over."""
        ours = _leads_to(self._file, self._descriptor)
        if ours:
            with suppress(OSError):
                _remove(self._file)
        os.close(self._descriptor)


def announce(draft: Path) -> Presence:
    """Tell others that ``draft`` is open here.

    An announcement left by a program on this computer that has ended is replaced; that is certain, since the system
    releases its lock. One of another computer is never taken for dead, however old. Raises `DraftInUse`, or
    `FileReadOnly` where the folder takes no such file: then open the draft read-only.
    """
    file = _announcement_of(draft)
    holder = None
    for _ in range(_TRIES):
        try:
            presence, holder = _create(file), None
            if presence is None:
                presence, holder = _inherit(file)
        except FileNotFoundError:
            continue  # it was just taken back
        except OSError as cause:
            raise FileReadOnly(_NO_ANNOUNCEMENT.format(quoted(draft.name))) from cause
        if presence:
            return presence
        if holder:
            break
        time.sleep(_PAUSE)  # its maker may be about to write it
    raise DraftInUse(draft, holder)


_NO_ANNOUNCEMENT = "{}所在的文件夹不允许写入，只能以只读方式打开：要修改请另存到别处。"


def take_over(draft: Path) -> Presence:
    """Announce ``draft`` as open here although somebody else has; only after the user said so. Raises as `announce`."""
    with suppress(OSError):
        _remove(_announcement_of(draft))
    return announce(draft)


def _remove(file: Path) -> None:
    """Free the name, although the file may be open: Windows deletes such a file only when it is closed."""
    aside = file.with_name(temporary_name())
    file.rename(aside)
    aside.unlink()


def _announcement_of(draft: Path) -> Path:
    target = Path(os.path.realpath(draft))
    return target.with_name(f".ogi-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:12]}.lock")


def _create(file: Path) -> Presence | None:
    """A new announcement; None if there is one already."""
    try:
        descriptor = open_file(file, _FLAGS | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return None
    with suppress(OSError):  # without locks on this disk nobody can tell later that we have ended: others will ask
        try_lock(descriptor)
    return _take(file, descriptor)


def _inherit(file: Path) -> tuple[Presence | None, Holder | None]:
    """The announcement that stands there, as ours if its maker has certainly ended, and who made it, if it says so."""
    descriptor = open_file(file, _FLAGS)
    holder = _read_holder(descriptor)
    if holder is not None and holder.host == host_name():
        with suppress(OSError):
            if try_lock(descriptor):
                return _take(file, descriptor), None
    os.close(descriptor)
    return None, holder


def _take(file: Path, descriptor: int) -> Presence | None:
    if not _leads_to(file, descriptor):
        os.close(descriptor)
        return None
    holder = Holder(_user_name(), host_name(), time.strftime("%m月%d日 %H:%M"))
    text = json.dumps({"user": holder.user, "host": holder.host, "since": holder.since}, ensure_ascii=False)
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text.encode("utf-8", "replace"))
    return Presence(file, descriptor)


def _read_holder(descriptor: int) -> Holder | None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        return None
    with suppress(ValueError, TypeError, KeyError):
        said = json.loads(os.read(descriptor, _LONGEST).decode("utf-8"))
        holder = Holder(said["user"], said["host"], said["since"])
        if all(isinstance(text, str) for text in (holder.user, holder.host, holder.since)):
            return holder
    return None


def _leads_to(file: Path, descriptor: int) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), file.lstat())
    return False


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""  # an account without a name
