"""A Windows job object: memory and processor time of a process limited, no children, and an end with the program's.

Written from Microsoft's documentation (winnt.h, JOBOBJECT_EXTENDED_LIMIT_INFORMATION).
"""

from __future__ import annotations

import ctypes
import subprocess
import sys

if sys.platform == "win32":
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9
    _PROCESS_TIME, _ACTIVE_PROCESSES, _PROCESS_MEMORY, _KILL_ON_CLOSE = 0x2, 0x8, 0x100, 0x2000
    _TICKS = 10_000_000
    """Of 100 nanoseconds, in a second."""

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("user_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least", ctypes.c_size_t),
            ("most", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    class Job:
        """Limits around one process, for as long as this object is kept."""

        def __init__(self, process: subprocess.Popen[bytes], memory: int, seconds: int) -> None:
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel.CreateJobObjectW.restype = wintypes.HANDLE
            self._kernel = kernel
            self._handle = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
            limits = _Extended()
            limits.basic.flags = _PROCESS_TIME | _ACTIVE_PROCESSES | _PROCESS_MEMORY | _KILL_ON_CLOSE
            limits.basic.user_time = seconds * _TICKS
            # in a virtual environment python.exe is a small program that starts the real one
            limits.basic.processes = 1 if getattr(sys, "frozen", False) else 2
            limits.process_memory = memory
            kernel.SetInformationJobObject(self._handle, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
            kernel.AssignProcessToJobObject(self._handle, wintypes.HANDLE(int(process._handle)))

        def __del__(self) -> None:
            self._kernel.CloseHandle(self._handle)
