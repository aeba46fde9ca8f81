"""What the system knows of this process: when it began, and how much memory it has."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_FILETIME_EPOCH = 11_644_473_600  # seconds from 1601, where Windows begins to count, to 1970

if sys.platform == "win32":
    import ctypes

    _kernel = ctypes.WinDLL("kernel32")
    _SELF = ctypes.c_void_p(-1)

    class _MemoryCounters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS."""

        _fields_ = (
            ("size", ctypes.c_uint32),
            ("page_faults", ctypes.c_uint32),
            *((name, ctypes.c_size_t) for name in ("peak_working_set", "working_set", "paged_peak", "paged")),
            *((name, ctypes.c_size_t) for name in ("unpaged_peak", "unpaged", "page_file", "page_file_peak")),
        )

    def process_start() -> float:
        """When this process began, in seconds since 1970."""
        created, ignored = ctypes.c_uint64(), ctypes.c_uint64()
        others = [ctypes.byref(ignored)] * 3
        if not _kernel.GetProcessTimes(_SELF, ctypes.byref(created), *others):
            return time.time() - time.process_time()
        return since_1970(created.value)

    def resident_memory() -> int:
        """Bytes of this process that are in memory now; 0 where the system does not say."""
        counters = _MemoryCounters(size=ctypes.sizeof(_MemoryCounters))
        _kernel.K32GetProcessMemoryInfo(_SELF, ctypes.byref(counters), counters.size)
        memory: int = counters.working_set
        return memory

else:

    def process_start() -> float:
        """When this process began, in seconds since 1970; where the system does not say, when Python was ready."""
        try:
            fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
            return time.time() - uptime + int(fields[19]) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError):
            return time.time() - time.process_time()

    def resident_memory() -> int:
        """Bytes of this process that are in memory now; 0 where the system does not say."""
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError):
            return 0


def since_1970(filetime: int) -> float:
    """Seconds since 1970 of a Windows time, which counts tenths of a microsecond since 1601."""
    return filetime / 10_000_000 - _FILETIME_EPOCH
