"""Opening and locking as Windows itself offers them; imported there only.

Python opens files there through the C library, which tells neither sharing violations from missing permission nor a
missing share from a missing file, and forbids everybody else to rename or delete what is open.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes  # noqa: E402 - what follows is checked for Windows alone
import msvcrt  # noqa: E402
import os  # noqa: E402
from pathlib import Path  # noqa: E402

_Handle = ctypes.c_void_p
_kernel = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel.CreateFileW.restype = _kernel.CreateMutexExW.restype = _Handle
_security = ctypes.WinDLL("advapi32", use_last_error=True)

_GENERIC_READ, _GENERIC_WRITE = 0x80000000, 0x40000000
_SHARE_ALL = 0x7  # to read, to write, to delete
_CREATE_NEW, _OPEN_EXISTING, _OPEN_ALWAYS = 1, 3, 4
_NORMAL = 0x80
_INVALID = _Handle(-1).value
_WAIT_TIMEOUT, _WAIT_FAILED = 0x102, 0xFFFFFFFF
_USE = 0x00100001  # of a mutex: SYNCHRONIZE and MUTEX_MODIFY_STATE
_FOR_EVERYBODY = "D:(A;;0x00100001;;;AU)"  # that, for whoever has logged on
_LOCKED_BYTE = 1 << 30  # beyond any text: a locked byte cannot be read by others


def open_shared(path: Path, flags: int) -> int:
    """`os.open`, such that others may still rename or delete the file; an OSError has its ``winerror``."""
    access = {os.O_RDONLY: _GENERIC_READ, os.O_WRONLY: _GENERIC_WRITE, os.O_RDWR: _GENERIC_READ | _GENERIC_WRITE}
    creation = _OPEN_EXISTING
    if flags & os.O_CREAT:
        creation = _CREATE_NEW if flags & os.O_EXCL else _OPEN_ALWAYS
    wanted = access[flags & (os.O_WRONLY | os.O_RDWR)]
    handle = _kernel.CreateFileW(str(path), wanted, _SHARE_ALL, None, creation, _NORMAL, None)
    if handle == _INVALID:
        code = ctypes.get_last_error()
        raise OSError(0, ctypes.FormatError(code), str(path), code)
    return msvcrt.open_osfhandle(handle, os.O_NOINHERIT)


def lock(descriptor: int) -> None:
    """Lock an open file against other processes until it is closed; raises PermissionError while one has it."""
    if not _kernel.LockFile(_Handle(msvcrt.get_osfhandle(descriptor)), _LOCKED_BYTE, 0, 1, 0):
        raise ctypes.WinError(ctypes.get_last_error())


class Mutex:
    """A lock by name, over all sessions of this computer."""

    def __init__(self, name: str, patience: float) -> None:
        """Wait for it, ``patience`` seconds at most. Afterwards either it is `held`, or it `timed_out`, or neither:
        then this system has none."""
        self._handle = _Handle(_create_mutex(f"Global\\{name}"))
        outcome = _WAIT_FAILED
        if self._handle:
            outcome = _kernel.WaitForSingleObject(self._handle, int(patience * 1000)) & 0xFFFFFFFF
        self.timed_out = outcome == _WAIT_TIMEOUT
        self.held = outcome not in (_WAIT_TIMEOUT, _WAIT_FAILED)

    def close(self) -> None:
        """Give it back."""
        if self.held:
            _kernel.ReleaseMutex(self._handle)
        if self._handle:
            _kernel.CloseHandle(self._handle)


class _SecurityAttributes(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ulong), ("descriptor", _Handle), ("inherit", ctypes.c_int))


def _create_mutex(name: str) -> int | None:
    """A mutex that other users of this computer may use as well: they save in the same folders."""
    attributes = _SecurityAttributes(ctypes.sizeof(_SecurityAttributes), None, 0)
    made = ctypes.byref(attributes, _SecurityAttributes.descriptor.offset)
    _security.ConvertStringSecurityDescriptorToSecurityDescriptorW(_FOR_EVERYBODY, 1, made, None)
    try:
        mutex: int | None = _kernel.CreateMutexExW(ctypes.byref(attributes), name, 0, _USE)
    finally:
        _kernel.LocalFree(_Handle(attributes.descriptor))
    return mutex
