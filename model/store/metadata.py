"""Lets a new file look like the one it replaces: mode, owner, group, extended attributes (the ACL is one)."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

_COPIED = ("user.", "system.posix_acl_access")  # security labels are the system's business


if sys.platform == "win32":

    def keep_metadata(descriptor: int, old: os.stat_result, source: Path) -> bool:
        """As below. On Windows the new file inherits the folder's permissions, as the old one usually did."""
        return True

else:

    def keep_metadata(descriptor: int, old: os.stat_result, source: Path) -> bool:
        """Give the open file what ``source`` (whose status is ``old``) has; False when not everything could be kept.

        The mode is always kept: raises OSError rather than lock a colleague out.
        """
        kept = _keep_owner(descriptor, old)
        if stat.S_IMODE(os.fstat(descriptor).st_mode) != stat.S_IMODE(old.st_mode):
            os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
        return _keep_attributes(descriptor, source) and kept

    def _keep_owner(descriptor: int, old: os.stat_result) -> bool:
        new = os.fstat(descriptor)
        if (new.st_uid, new.st_gid) == (old.st_uid, old.st_gid):
            return True
        try:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        except OSError:
            return _keep_group(descriptor, old.st_gid) and new.st_uid == old.st_uid
        return True

    def _keep_group(descriptor: int, group: int) -> bool:
        try:
            os.fchown(descriptor, -1, group)
        except OSError:
            return False
        return True

    def _keep_attributes(descriptor: int, source: Path) -> bool:
        try:
            names = [name for name in os.listxattr(source) if name.startswith(_COPIED)]
        except OSError:
            return True  # a disk without attributes has none to lose
        try:
            for name in names:
                os.setxattr(descriptor, name, os.getxattr(source, name))
        except OSError:
            return False
        return True
